"""Everything that reads findings. `restricted` is whether the reader may know of restricted rows: False hides them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, Sum

from seenheard.web.config.statements import conditions, instant, rows_of
from seenheard.web.findings.forms import Asked, Place
from seenheard.web.findings.models import DutyNight, Finding, FindingNight, QueueCount, TabCount
from seenheard.web.releases.models import Officer, Release

PAGE = 50
ROW = (
    "id",
    "duty",
    "subject_kind",
    "subject_id",
    "subject_title",
    "state",
    "risk_level",
    "owner_id",
    "team",
    "started_at",
    "due_at",
    "hours_late",
    "excused_by",
    "tab_since_id",
    "kept_in_doubt",
    "restricted",
    "work",
    "work_since",
    "risen",
    "version",
)
# The same for a queue, with the owner's name.
LISTED = f"{', '.join(ROW)}, (SELECT o.name FROM releases_officer o WHERE o.officer_id = f.owner_id) AS owner"
FILTERS = {
    "duty": "duty",
    "team": "team",
    "owner": "owner_id",
    "risk": "risk_level",
    "state": "state",
    "work": "work",
    "risen": "risen__gte",
}
TIMES = ("started_at", "due_at", "work_since")
CHOICES = ("team", "owner", "risk", "state")
# What no step changes is counted apart, in few rows: enough for a queue without the other filters.
UNCHANGED = {"duty", "risk_level", "state"}
SORT_COLUMNS = {"worst": "sort_worst", "late": "sort_late", "started": "sort_started"}


@dataclass(frozen=True)
class Page:
    """A page of a queue: its rows, and where the pages beside it begin."""

    rows: list[dict[str, Any]]
    first: int
    after: str | None
    before: str | None

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """Whom or what it shows, for the trail."""
        return [(row["subject_kind"], row["subject_id"]) for row in self.rows]


def open_to(restricted: bool) -> Q:
    """Which rows such a reader may know of."""
    return Q() if restricted else Q(restricted=False)


def filtered(asked: Asked) -> dict[str, str]:
    """The filters as columns and values."""
    given = {column: getattr(asked, name) for name, column in FILTERS.items()}
    return {column: value for column, value in given.items() if value is not None}


def tab_counts(asked: Asked, *, restricted: bool, **of: str | list[str]) -> dict[str, int]:
    """How many rows each tab has under these filters."""
    wanted = {**filtered(asked), **of}
    table = "findings_tabcount" if wanted.keys() <= UNCHANGED else "findings_queuecount"
    which, values = conditions(wanted, restricted=restricted)
    # As whole numbers: PostgreSQL's sums of whole numbers are decimal ones.
    counts = rows_of(f"SELECT tab, CAST(SUM(count) AS bigint) FROM {table} WHERE {which} GROUP BY tab", values)
    return {tab: count for tab, count in counts}


def choices(duty: str, *, restricted: bool) -> dict[str, tuple[tuple[str, str], ...]]:
    """What a queue can be filtered by: kind to (value, label)."""
    which, values = conditions({"duty": duty}, restricted=restricted)
    # Each once: a restricted row may offer what others offer too.
    rows = dict.fromkeys(
        rows_of(f"SELECT kind, value, label FROM findings_queuechoice WHERE {which} ORDER BY kind, label, value", values)
    )
    return {name: tuple((value, label) for kind, value, label in rows if kind == name) for name in CHOICES}


def queue_page(asked: Asked, *, restricted: bool, total: int, **of: str | list[str]) -> Page:
    """One page of a queue. It begins after a row, not after a count, so that the last page costs what the first does."""
    column = sort_column(asked)
    if not total:
        return Page([], 1, None, None)
    which, values = conditions({**filtered(asked), **of, "tab": asked.tab}, restricted=restricted)
    backward = asked.place is not None and asked.place.backward
    if asked.place is not None:
        beyond, place = _beyond(column, asked.place)
        which, values = f"{which} AND {beyond}", [*values, *place]
    order = f"{column}, id DESC" if backward else f"{column} DESC, id"
    statement = f"SELECT {LISTED}, {column} FROM findings_finding f WHERE {which} ORDER BY {order} LIMIT {PAGE + 1}"
    rows = rows_of(statement, values)
    more = len(rows) > PAGE
    found = [_listed(row, column) for row in rows[:PAGE]]
    if backward:
        found.reverse()
    page = asked.page if asked.place is not None else 1
    further = more if not backward else True
    earlier = page > 1 if not backward else more
    return Page(
        rows=found,
        first=min((page - 1) * PAGE + 1, max(total, 1)),
        after=_token(found[-1], column) if found and further else None,
        before=_token(found[0], column) if found and earlier else None,
    )


def sort_column(asked: Asked) -> str:
    """The column that the order asked for goes by."""
    # Among rows of one risk level, the longest late are the worst: that order is an index of its own.
    if asked.risk is not None and asked.sort == "worst":
        return "sort_late"
    return SORT_COLUMNS[asked.sort]


def _listed(row: tuple[Any, ...], column: str) -> dict[str, Any]:
    named = dict(zip((*ROW, "owner", column), row, strict=True))
    for name in TIMES:
        named[name] = instant(named[name])
    return named


def _beyond(column: str, place: Place) -> tuple[str, list[float | int]]:
    # One range on the index, then what it holds of the row itself is taken off again.
    side = ">=" if place.backward else "<="
    return f"{column} {side} %s AND NOT ({column} = %s AND id {side} %s)", [place.value, place.value, place.identity]


def _token(row: dict[str, Any], column: str) -> str:
    return f"{row[column]!r}_{row['id']}"


def find(identity: int, *, restricted: bool) -> Finding | None:
    """A finding that the reader may know of."""
    about = ("first_seen", "tab_since", "work_row")
    rows = Finding.objects.filter(open_to(restricted), pk=identity).select_related(*about)
    return rows.first()


def history(finding: Finding) -> list[FindingNight]:
    """The nights on which it came to another place, the first one first."""
    return list(finding.nights.select_related("release").order_by("release_id"))


def of_subject(kind: str, subjects: Sequence[str], *, restricted: bool) -> list[Finding]:
    """All rows about one subject, under any of its ids, that the reader may know of."""
    rows = Finding.objects.filter(open_to(restricted), subject_kind=kind, subject_id__in=subjects)
    return list(rows.order_by("-sort_worst", "id").defer("facts")[:500])


@dataclass
class DutyCount:
    """A duty's counts on Today."""

    late: int = 0
    unknown: int = 0
    due_soon: int = 0
    closed: int = 0
    excused: int = 0
    came: int = 0
    very_high: int = 0
    high: int = 0
    longest: float | None = None
    met: int = 0
    no_longer_applies: int = 0
    record_gone: int = 0
    kept_in_doubt: int = 0


def duty_counts(release: Release, *, restricted: bool) -> dict[str, DutyCount]:
    """Every duty's counts: what is listed, and what the last night changed."""
    found: dict[str, DutyCount] = {}
    counts = TabCount.objects.filter(open_to(restricted)).values("duty", "tab", "state", "risk_level")
    for row in counts.annotate(all=Sum("count"), new=Sum("came"), most=Max("longest")).order_by():
        duty = found.setdefault(row["duty"], DutyCount())
        setattr(duty, row["tab"], getattr(duty, row["tab"]) + row["all"])
        if row["tab"] == "late":
            duty.came += row["new"]
            duty.unknown += row["all"] if row["state"] == "unknown" else 0
            duty.very_high += row["all"] if row["risk_level"] == "very_high" else 0
            duty.high += row["all"] if row["risk_level"] == "high" else 0
            duty.longest = max((hours for hours in (duty.longest, row["most"]) if hours is not None), default=None)
    for night in DutyNight.objects.filter(open_to(restricted), release=release):
        duty = found.setdefault(night.duty, DutyCount())
        for name in ("met", "no_longer_applies", "record_gone", "kept_in_doubt"):
            setattr(duty, name, getattr(duty, name) + getattr(night, name))
    return found


def own_counts(officer: str, *, restricted: bool) -> list[dict[str, Any]]:
    """What an officer has, by duty and tab."""
    rows = QueueCount.objects.filter(open_to(restricted), owner_id=officer, tab__in=("late", "due_soon"))
    return list(rows.values("duty", "tab").annotate(all=Sum("count")).order_by("duty", "tab"))


def busiest_officer(role: str) -> Officer | None:
    """The active officer of a role with the most late work; of any role for the role officer."""
    officers = {officer.officer_id: officer for officer in Officer.objects.filter(active=True).order_by("officer_id")}
    if role != "officer":
        officers = {name: officer for name, officer in officers.items() if officer.role == role}
    rows = QueueCount.objects.filter(tab="late", restricted=False).values_list("owner_id").annotate(all=Sum("count"))
    for owner, _ in rows.order_by("-all", "owner_id"):
        if owner in officers:
            return officers[owner]
    return next(iter(officers.values()), None)
