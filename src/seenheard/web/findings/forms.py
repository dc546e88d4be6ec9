"""What a queue is asked for, read from the address: whatever is not understood is left out. And the forms of the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone

from seenheard.web.releases.models import Officer

QUEUE_TABS = ("late", "due_soon", "closed", "excused")
SORTS = {"worst": "Risk, then longest late", "late": "Longest late", "started": "Started longest ago"}
NO_VALUE = "none"  # "not recorded" in an address, where an empty value means any


class Place(NamedTuple):
    """Where a page begins: after or before the row with this sort value and id."""

    backward: bool
    value: float
    identity: int


@dataclass(frozen=True)
class Asked:
    """A queue's tab, filters, order and page. A filter is None (any), or a value, empty for not recorded."""

    tab: str = "late"
    duty: str | None = None
    team: str | None = None
    owner: str | None = None
    risk: str | None = None
    state: str | None = None
    work: str | None = None
    risen: str | None = None
    sort: str = "worst"
    place: Place | None = None
    page: int = 1

    @property
    def parts(self) -> dict[str, str | int | None]:
        """What an address says of it."""
        return {
            "tab": self.tab,
            "duty": self.duty,
            "team": _shown(self.team),
            "owner": _shown(self.owner),
            "risk": _shown(self.risk),
            "state": _shown(self.state),
            "work": self.work,
            "risen": self.risen,
            "sort": self.sort if self.sort != "worst" else None,
        }

    def link(self, **changes: str | int | None) -> str:
        """The same queue with something changed; the page begins anew unless it is what changes."""
        return "?" + urlencode({name: part for name, part in (self.parts | changes).items() if part is not None})

    @property
    def filtered(self) -> bool:
        """Whether anything is filtered."""
        return any(
            part is not None for part in (self.duty, self.team, self.owner, self.risk, self.state, self.work, self.risen)
        )


MOST_LETTERS = 2000
LONGEST = timedelta(days=366)
UNIT = "\x1f"


class StepForm(forms.Form):
    """What every step asks: a few words of why."""

    text = forms.CharField(
        label="Why, in a few words", max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 4}), strip=True
    )


class SaidForm(StepForm):
    """A step for which words may be left out."""

    text = forms.CharField(
        label="What was done, and when (may be left empty)",
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgreeForm(StepForm):
    """Agreeing to an excuse."""

    text = forms.CharField(
        label="A remark (may be left empty)", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(StepForm):
    """A note."""

    text = forms.CharField(label="The note", max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 4}))


class UntilForm(StepForm):
    """A step until a date, from today, at most a year on."""

    until = forms.DateField(label="Until and including", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_until(self) -> date:
        """From today, at most a year on, by UK time."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until < today:
            raise forms.ValidationError("That day has passed: choose today or a later one.")
        if until > today + LONGEST:
            raise forms.ValidationError("That is more than a year on: choose an earlier day.")
        return until


class ToForm(StepForm):
    """A step to an officer in post, or to a team."""

    to = forms.ChoiceField(label="To")

    def __init__(self, *arguments: Any, officers: Sequence[Officer], **named: Any) -> None:
        super().__init__(*arguments, **named)
        teams = dict.fromkeys(officer.team for officer in officers if officer.team)
        named_teams = [(f"team{UNIT}{team}", f"{team} (the team)") for team in teams]
        people = [(f"officer{UNIT}{one.pk}", f"{one.name}, {one.team or 'no team'}") for one in officers]
        self.fields["to"].choices = [("", "Choose"), ("Teams", named_teams), ("People", people)]
        self.officers = {officer.pk: officer for officer in officers}

    def chosen(self) -> dict[str, Any]:
        """As officer and team."""
        kind, _, value = self.cleaned_data["to"].partition(UNIT)
        officer = self.officers[value] if kind == "officer" else None
        return {"officer": officer, "team": officer.team if officer else value}


class WrongForm(StepForm):
    """A record, or record set, on which the findings rest, and what is wrong with it."""

    record = forms.ChoiceField(label="Which record")

    def __init__(self, *arguments: Any, records: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["text"].label = "What is wrong, and what it should say"
        shown = [(UNIT.join(pair), f"{pair[0].replace('_', ' ').capitalize()} {pair[1]}".strip()) for pair in records]
        self.fields["record"].choices = [("", "Choose"), *shown]

    def chosen(self) -> dict[str, str]:
        """As record set and id."""
        record_set, _, identity = self.cleaned_data["record"].partition(UNIT)
        return {"record_set": record_set, "record_id": identity}


class FilterForm(forms.Form):
    """A name for a list's filters."""

    page = forms.CharField(max_length=200)
    name = forms.CharField(max_length=60)
    query = forms.CharField(max_length=2000, required=False)


def chosen_ids(query: QueryDict) -> list[int]:
    """The findings that an address names."""
    return list(dict.fromkeys(int(given) for given in query.getlist("id") if _whole(given)))


def chosen_versions(posted: QueryDict) -> dict[int, int]:
    """The findings that a form names, with the version of each that was seen."""
    pairs = [given.partition(".") for given in posted.getlist("row")]
    return {int(identity): int(version) for identity, _, version in pairs if _whole(identity) and _whole(version)}


def _whole(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 19


def asked(query: QueryDict) -> Asked:
    """What the address asks for."""
    tab, sort = query.get("tab", ""), query.get("sort", "")
    return Asked(
        tab=tab if tab in QUEUE_TABS else "late",
        duty=_filter(query.get("duty")),
        team=_filter(query.get("team")),
        owner=_filter(query.get("owner")),
        risk=_filter(query.get("risk")),
        state=_filter(query.get("state")),
        work=_filter(query.get("work")),
        risen=query["risen"] if query.get("risen") in ("1", "2") else None,
        sort=sort if sort in SORTS else "worst",
        place=_place(query.get("after"), backward=False) or _place(query.get("before"), backward=True),
        page=_page(query.get("page", "")),
    )


def _filter(given: str | None) -> str | None:
    given = (given or "").replace("\x00", "")
    if not given:
        return None
    return "" if given == NO_VALUE else given


def _shown(part: str | None) -> str | None:
    return NO_VALUE if part == "" else part


def _page(given: str) -> int:
    return min(max(int(given), 1), 100_000) if given.isascii() and given.isdigit() and len(given) < 8 else 1


def _place(given: str | None, *, backward: bool) -> Place | None:
    value, _, identity = (given or "").partition("_")
    if not (identity.isascii() and identity.isdigit() and len(identity) < 19):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return Place(backward, number, int(identity)) if abs(number) < 1e18 else None
