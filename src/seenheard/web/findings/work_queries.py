"""Everything that reads what people did on findings. `restricted` is whether the reader may know of restricted rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.config.statements import models_of
from seenheard.web.findings.forms import Asked
from seenheard.web.findings.models import Finding, Mention, QueueCount, SavedFilter, Step, Work, WrongRecord
from seenheard.web.findings.queries import ROW, filtered, open_to, sort_column
from seenheard.web.releases.models import Officer

NAMED = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")
MOST_NAMED = 10  # people that one comment can tell
MOST_SHOWN = 20
MOST_RISEN = 8
MOST_OF_THE_WORST = 3
VISIT = "offender-visit"
MOST_WRONG_RECORDS = 2_000  # lines of the data quality list
MOST_EXPORTED = 10_000  # findings in one file
OPEN = ("late", "due_soon")


def named_in(text: str) -> set[str]:
    """The usernames that a comment names with @, in small letters."""
    return set(list(dict.fromkeys(name.lower() for name in NAMED.findall(text)))[:MOST_NAMED])


def can_be_told(names: set[str], finding: Finding) -> list[User]:
    """Whose names these are, and who may see this finding and has a page that shows what they are told."""
    named = Q()
    for name in names:
        named |= Q(username__iexact=name)
    found = User.objects.filter(named, is_active=True) if names else User.objects.none()
    return [user for user in found if may(user, "person", finding) and _reached(user, finding)]


def _reached(user: User, finding: Finding) -> bool:
    pages = any(may(user, rule) for rule in ("own_work", "team", "force"))
    return pages and (not finding.restricted or may(user, "restricted"))


def facts_of(finding: Finding) -> list[dict[str, Any]]:
    """The values that a finding rests on."""
    try:
        given = json.loads(finding.facts or "[]")
    except ValueError:
        return []
    return [fact for fact in given if isinstance(fact, dict)] if isinstance(given, list) else []


def records_of(finding: Finding, record_set: str = "", record_id: str = "") -> list[str]:
    """The ids of the records of a set that a finding rests on: all, or the one asked for."""
    found = [str(fact["key"]) for fact in facts_of(finding) if fact.get("record_set") == record_set and fact.get("key")]
    return [identity for identity in dict.fromkeys(found) if record_id in ("", identity)]


def record_choices(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """The records (of one finding) or record sets (of many) that could be said to be wrong: (record set, id or nothing)."""
    rows = list(findings)
    pairs = [
        (str(fact.get("record_set") or ""), str(fact.get("key") or "")) for finding in rows for fact in facts_of(finding)
    ]
    if len(rows) > 1:
        pairs = [(record_set, "") for record_set, identity in pairs if identity]
    return [pair for pair in dict.fromkeys(pairs) if pair[0] and (pair[1] or len(rows) > 1)]


def chosen_rows(ids: Iterable[int], *, restricted: bool) -> list[Finding]:
    """The findings of these ids that the reader may know of, the worst first."""
    rows = Finding.objects.filter(open_to(restricted), pk__in=list(ids)).select_related("work_row")
    return list(rows.order_by("-sort_worst", "pk"))


def ids_of(asked: Asked, most: int, *, restricted: bool, **of: str | list[str]) -> list[int]:
    """The ids of a whole list under its filters, the worst first."""
    rows = Finding.objects.filter(open_to(restricted), **{**filtered(asked), **of, "tab": asked.tab})
    return list(rows.order_by("-sort_worst", "id").values_list("pk", flat=True)[:most])


def rows_of_list(asked: Asked, *, restricted: bool, **of: str | list[str]) -> list[Finding]:
    """A whole list under its filters and in its order, all pages."""
    rows = Finding.objects.filter(open_to(restricted), **{**filtered(asked), **of, "tab": asked.tab})
    rows = rows.select_related("work_row").defer("facts")
    return list(rows.order_by(f"-{sort_column(asked)}", "id")[:MOST_EXPORTED])


def together(finding: Finding, *, restricted: bool) -> list[dict[str, Any]]:
    """What else is open about the same subject, or by the same duty from the same record: siblings of one incident."""
    same = Q(subject_kind=finding.subject_kind, subject_id=finding.subject_id)
    if finding.trigger and finding.trigger != finding.key:
        same |= Q(trigger=finding.trigger, duty=finding.duty)
    rows = Finding.objects.filter(open_to(restricted), same, tab__in=OPEN).exclude(pk=finding.pk)
    return list(rows.order_by("-sort_worst", "id").values(*ROW)[:MOST_SHOWN])


def subjects_of(*parts: Iterable[Any]) -> list[tuple[str, str]]:
    """Whom or what these rows, and what leads to them, are about: for the trail."""
    found = []
    for row in (row for part in parts for row in part):
        about = row.step.finding if isinstance(row, Mention) else getattr(row, "finding", row)
        pair = (
            (about["subject_kind"], about["subject_id"])
            if isinstance(about, dict)
            else (about.subject_kind, about.subject_id)
        )
        found.append(pair)
    return found


def steps_of(finding: Finding) -> list[Step]:
    """All steps, the newest first."""
    return list(finding.steps.order_by("-pk")[:200])


def works_of(ids: Iterable[int]) -> dict[int, Work]:
    """Where these findings stand."""
    asked = list(ids)
    return {work.finding_id: work for work in Work.objects.filter(pk__in=asked)} if asked else {}


def mentions_of(user: User, *, restricted: bool) -> list[Mention]:
    """Comments that name this person and are not yet said to be read, the newest first; hidden where the finding is."""
    rows = Mention.objects.filter(open_about("step__finding__", restricted), user=user, read_at=None)
    return list(rows.select_related("step__finding").order_by("-pk")[:MOST_SHOWN])


def open_about(path: str, restricted: bool) -> Q:
    """The same as open_to, for rows that lead to a finding."""
    return Q() if restricted else Q(**{f"{path}restricted": False})


def came_back(*, restricted: bool, **of: str) -> QuerySet[Finding]:
    """Findings that came back, with why."""
    rows = Finding.objects.filter(open_to(restricted), work="returned", tab__in=OPEN, **of)
    return rows.select_related("work_row").order_by("-sort_worst", "id")[:MOST_SHOWN]


def referred_to(user: User, *, restricted: bool) -> list[Work]:
    """Findings that somebody asks this person, or their team, to act on."""
    to = Q(to_officer_id=user.officer_id) if user.officer_id else Q(pk__in=())
    if user.team:
        to |= Q(to_team=user.team)
    rows = Work.objects.filter(to, open_about("finding__", restricted), state="referred", finding__tab__in=OPEN)
    return list(rows.select_related("finding").order_by("-finding__sort_worst", "pk")[:MOST_SHOWN])


def asked_for(*, restricted: bool, **of: str | list[str]) -> list[Finding]:
    """Findings for which an excuse is asked, the worst first."""
    rows = Finding.objects.filter(open_to(restricted), work="asked", tab__in=OPEN, **of)
    return list(rows.select_related("work_row").order_by("-sort_worst", "id")[:MOST_SHOWN])


def risen_to(side: int, *, restricted: bool, **of: str | list[str]) -> list[dict[str, Any]]:
    """What rose so far, the worst first."""
    rows = Finding.objects.filter(open_to(restricted), risen__gte=side, **of).order_by("-sort_worst", "id")
    return list(rows.values(*ROW, "tab_since__as_of")[:MOST_RISEN])


def worst_of(*, restricted: bool, **of: str | list[str]) -> list[dict[str, Any]]:
    """The worst that are late, and the worst visit to an offender if it is not among them."""
    rows = Finding.objects.filter(open_to(restricted), tab="late", **of).order_by("-sort_worst", "id")
    found = list(rows.values(*ROW)[:MOST_OF_THE_WORST])
    visits = rows.filter(duty=VISIT).values(*ROW)[:1]
    return found + [row for row in visits if row not in found]


@dataclass
class Load:
    """How much somebody, or a team, has."""

    late: int = 0
    very_high: int = 0
    high: int = 0
    untouched: int = 0
    waiting: int = 0
    risen: int = 0
    due_soon: int = 0


def loads(by: str, side: int, *, restricted: bool, **of: str | list[str]) -> dict[str, Load]:
    """How much each owner_id or team has, from the counts."""
    rows = QueueCount.objects.filter(open_to(restricted), tab__in=OPEN, **of)
    found: dict[str, Load] = {}
    for row in rows.values(by, "tab", "risk_level", "work", "risen").annotate(all=Sum("count")).order_by():
        load = found.setdefault(row[by], Load())
        if row["tab"] == "due_soon":
            load.due_soon += row["all"]
            continue
        load.late += row["all"]
        load.very_high += row["all"] if row["risk_level"] == "very_high" else 0
        load.high += row["all"] if row["risk_level"] == "high" else 0
        load.untouched += row["all"] if row["work"] == "untouched" else 0
        load.waiting += row["all"] if row["work"] == "waiting" else 0
        load.risen += row["all"] if row["risen"] >= side else 0
    return found


def late_of(duty: str, *, restricted: bool, **of: str | list[str]) -> dict[str, int]:
    """How many of one duty a team has, by tab."""
    rows = QueueCount.objects.filter(open_to(restricted), duty=duty, tab__in=OPEN, **of)
    return dict(rows.values_list("tab").annotate(Sum("count")).order_by())


def leavers(*, restricted: bool, **of: str | list[str]) -> list[tuple[str, str, int]]:
    """Owners who are no longer in post and still own something: id, name, how much."""
    rows = QueueCount.objects.filter(open_to(restricted), tab__in=OPEN, **of).exclude(owner_id="")
    owned = dict(rows.values_list("owner_id").annotate(Sum("count")).order_by())
    gone = Officer.objects.filter(pk__in=list(owned), active=False).values_list("pk", "name")
    return sorted(((identity, name, owned[identity]) for identity, name in gone), key=lambda one: (-one[2], one[0]))


def choices_of_list(*, restricted: bool, **of: str | list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What a list over all duties can be filtered by."""
    rows = QueueCount.objects.filter(open_to(restricted), **of).values_list("owner_id", "team", "duty", "risk_level")
    pairs = list(rows.distinct().order_by())
    names = dict(Officer.objects.filter(pk__in={row[0] for row in pairs}).values_list("pk", "name"))
    found = [sorted({row[place] for row in pairs}) for place in range(4)]
    owners = sorted(((owner, names.get(owner, owner)) for owner in found[0]), key=lambda one: one[1])
    return {
        "owner": tuple(owners),
        "team": tuple((team, team) for team in found[1]),
        "duty": tuple((duty, duty) for duty in found[2]),
        "risk": tuple((level, level) for level in found[3]),
    }


def officers_in_post() -> list[Officer]:
    """Everybody who can be given work, by team and name."""
    return list(Officer.objects.filter(active=True).order_by("team", "name", "pk"))


def training_ending(team: str, until: date) -> list[Officer]:
    """Who of a team holds a course that ends by then, the first to end first."""
    rows = Officer.objects.filter(active=True, team=team, training_ends_on__lte=until)
    return list(rows.order_by("training_ends_on", "name", "pk"))


def all_teams() -> list[str]:
    """Every team of the records."""
    return list(Officer.objects.exclude(team="").values_list("team", flat=True).distinct().order_by("team"))


@dataclass
class RecordsOfSet:
    """The part of the data quality list for one record set."""

    record_set: str
    lines: list[WrongRecord] = field(default_factory=list)


def data_quality(*, restricted: bool, **of: str | list[str]) -> list[RecordsOfSet]:
    """The data quality list by record set: what stands as long as its finding is open."""
    named = {f"finding__{name}": value for name, value in of.items()}
    rows = WrongRecord.objects.filter(open_about("finding__", restricted), **named).exclude(finding__tab="ended")
    found: dict[str, RecordsOfSet] = {}
    for line in rows.select_related("finding").order_by("record_set", "record_id", "pk")[:MOST_WRONG_RECORDS]:
        found.setdefault(line.record_set, RecordsOfSet(line.record_set)).lines.append(line)
    return list(found.values())


def saved_filters(user: User, page: str) -> list[SavedFilter]:
    """One's own saved filters of a list."""
    own = "SELECT * FROM findings_savedfilter WHERE user_id = %s AND page = %s ORDER BY name"
    return models_of(SavedFilter, own, [user.pk, page])
