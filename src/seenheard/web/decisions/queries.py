"""Everything that reads decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from seenheard.web.decisions.models import Decision, excuse_subject, link_subject

LINKS = ("same", "not_same")
CANT_TELL = "cant_tell"
STANDS_NOT = ("take_back", CANT_TELL)
AT_ONCE = 500  # SQLite takes no more values in one statement than some thousands


def today() -> date:
    """The UK date."""
    return timezone.localdate()


def latest_on(subject: str) -> Decision | None:
    """The last decision on a subject, whatever it is."""
    return Decision.objects.filter(subject=subject).order_by("-place").first()


def in_force(decision: Decision | None, on: date | None = None) -> Decision | None:
    """The decision if it stands: it takes nothing back, settles something, and an excuse's date has not passed."""
    if decision is None or decision.kind in STANDS_NOT:
        return None
    if decision.until is not None and decision.until < (on or today()):
        return None
    return decision


def excuse_in_force(duty: str, key: str) -> Decision | None:
    """The excuse that stands for a finding."""
    return in_force(latest_on(excuse_subject(duty, key)))


def link_in_force(nominal_id: str, other_nominal_id: str) -> Decision | None:
    """The link decision that stands for two nominals, in either order."""
    return in_force(latest_on(link_subject(nominal_id, other_nominal_id)))


def excuses_in_force(findings: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Decision]:
    """The excuses that stand for many findings, by (duty, key)."""
    subjects = [excuse_subject(duty, key) for duty, key in findings]
    return {(decision.duty, decision.key): decision for decision in _standing(subjects)}


def links_in_force(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Decision]:
    """The link decisions that stand for many pairs, by the two nominals in code point order."""
    subjects = [link_subject(*pair) for pair in pairs]
    return {(decision.nominal_id, decision.other_nominal_id): decision for decision in _standing(subjects)}


def _standing(subjects: list[str]) -> Iterator[Decision]:
    for start in range(0, len(subjects), AT_ONCE):
        rows = _last_on_each().filter(subject__in=subjects[start : start + AT_ONCE])
        yield from (row for row in rows if in_force(row))


def _last_on_each() -> QuerySet[Decision]:
    """The last decision on each subject."""
    same = Decision.objects.filter(subject=OuterRef("subject")).order_by("-place")
    return Decision.objects.filter(place=Subquery(same.values("place")[:1]))


def links_of(nominal_ids: Iterable[str]) -> list[Decision]:
    """The link decisions that stand and name one of these nominals, the newest first."""
    ids = list(nominal_ids)
    rows = _last_on_each().filter(Q(nominal_id__in=ids) | Q(other_nominal_id__in=ids), kind__in=LINKS)
    return list(rows.order_by("-decided_at", "-decision_id"))


def links_between(nominal_ids: Iterable[str]) -> list[Decision]:
    """The link decisions that stand on two of these nominals, the newest first."""
    ids = set(nominal_ids)
    return [made for made in links_of(ids) if made.nominal_id in ids and made.other_nominal_id in ids]


def history_of(subject: str) -> list[Decision]:
    """All decisions on a subject, the newest first, those that take one back too."""
    return list(Decision.objects.filter(subject=subject).order_by("-place"))


def last_link_of(username: str) -> Decision | None:
    """The last link decision of someone that still stands: what they can undo."""
    rows = _last_on_each().filter(decided_by=username, kind__in=LINKS)
    return rows.order_by("-decided_at", "-decision_id").first()


def decided_links() -> QuerySet[Decision]:
    """Every link decision that stands."""
    return _last_on_each().filter(kind__in=LINKS)


def left_open(subjects: Iterable[str]) -> dict[str, Decision]:
    """Who could not tell, and when, for those of some pairs that a clerk looked at last and left open, by subject."""
    return {made.subject: made for made in _last_on_each().filter(kind=CANT_TELL, subject__in=list(subjects))}


def find_decision(decision_id: str) -> Decision | None:
    """A decision by its id."""
    return Decision.objects.filter(decision_id=decision_id).first()


def decided_until(as_of: datetime | None) -> Iterator[Decision]:
    """Every decision for the night made by then, in the order in which they were made."""
    rows = Decision.objects.exclude(kind=CANT_TELL).select_related("takes_back").order_by("decided_at", "decision_id")
    if as_of is not None:
        rows = rows.filter(decided_at__lte=as_of)
    return rows.iterator(chunk_size=2000)
