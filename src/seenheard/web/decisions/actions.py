"""Everything that writes decisions, and the file that the next night takes.

Each action may be told the last decision that its person saw on the subject (`seen`: its decision_id, or "" for none).
If another was made meanwhile, nothing is written and DecidedMeanwhile says by whom. A refusal is a DecisionError.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from seenheard.web.config.words import day, moment
from seenheard.web.decisions import file as decisions_file
from seenheard.web.decisions.models import Decision, excuse_subject, link_subject
from seenheard.web.decisions.queries import (
    CANT_TELL,
    LINKS,
    STANDS_NOT,
    decided_until,
    find_decision,
    in_force,
    latest_on,
    today,
)
from seenheard.web.decisions.refusals import DecidedMeanwhile, DecisionError
from seenheard.web.people.models import Link
from seenheard.web.trail.actions import Doer, Program, enter

LONGEST_REASON = 2000
TICK = timedelta(microseconds=1)
NEEDS = {
    "excuse": "An excuse",
    "same": "A link decision",
    "not_same": "A link decision",
    CANT_TELL: "Leaving a pair open",
    "take_back": "Taking back",
}


@transaction.atomic
def record_excuse(*, by: Doer, duty: str, key: str, until: date, reason: str, seen: str | None = None) -> Decision:
    """Set a finding aside until a date, inclusive."""
    if not duty.strip() or not key.strip():
        raise DecisionError("An excuse needs the finding that it is for.")
    if until < today():
        raise DecisionError(f"{day(until)} has passed: an excuse needs a date from today on.")
    told = {"duty": duty, "key": key, "until": until}
    decision = _add(by, "excuse", excuse_subject(duty, key), reason, seen, **told)
    enter(by=by, action="excuse recorded", detail=_detail(decision))
    return decision


@transaction.atomic
def record_link(
    *, by: Doer, nominal_id: str, other_nominal_id: str, same: bool, reason: str, seen: str | None = None
) -> Decision:
    """Say that two nominals are, or are not, the same person."""
    first, second = _two(nominal_id, other_nominal_id)
    kind = "same" if same else "not_same"
    told = {"nominal_id": first, "other_nominal_id": second}
    decision = _add(by, kind, link_subject(first, second), reason, seen, **told)
    Link.objects.filter(subject=decision.subject).update(decided=True, cant_tell=False)
    enter(
        by=by,
        action="link decision recorded",
        subject_kind="nominal",
        subject_id=first,
        detail=_detail(decision),
    )
    return decision


@transaction.atomic
def leave_open(*, by: Doer, nominal_id: str, other_nominal_id: str, reason: str, seen: str | None = None) -> Decision:
    """Say that the records don't tell whether two nominals are one person: the pair stays open, behind the untouched."""
    first, second = _two(nominal_id, other_nominal_id)
    subject = link_subject(first, second)
    latest = latest_on(subject)
    if latest is not None and in_force(latest) and seen in (None, latest.decision_id):
        raise DecisionError("A decision stands on this pair: take it back first.")
    decision = _add(by, CANT_TELL, subject, reason, seen, nominal_id=first, other_nominal_id=second)
    Link.objects.filter(subject=subject).update(cant_tell=True)
    enter(by=by, action="pair left open", subject_kind="nominal", subject_id=first, detail=_detail(decision))
    return decision


@transaction.atomic
def take_back(*, by: Doer, decision_id: str, reason: str) -> Decision:
    """Take a decision back: then nothing stands on its subject, not even an older decision."""
    found = find_decision(decision_id)
    if found is None or found.kind in STANDS_NOT:
        raise DecisionError("There is no such decision to take back.")
    latest = latest_on(found.subject)
    if latest is not None and latest.takes_back_id == found.pk:
        raise DecisionError(f"{latest.decided_by} has taken this back already, at {moment(latest.decided_at)}.")
    if latest is None or latest.pk != found.pk:
        raise DecisionError("A later decision stands in its place: take that one back.")
    decision = _add(by, "take_back", found.subject, reason, decision_id, takes_back=found)
    pair = found.kind in LINKS
    if pair:
        Link.objects.filter(subject=found.subject).update(decided=False)
    enter(
        by=by,
        action="decision taken back",
        subject_kind="nominal" if pair else "",
        subject_id=found.nominal_id,
        detail=_detail(decision, found),
    )
    return decision


@transaction.atomic
def write_decisions(*, by: Doer, file: Path, as_of: datetime | None = None) -> int:
    """Write decisions.csv with all decisions made by then; give how many."""
    count = decisions_file.write(decided_until(as_of), file)
    enter(by=by, action="decisions written", page=file.name, detail={"decisions": count})
    return count


def _two(nominal_id: str, other_nominal_id: str) -> tuple[str, str]:
    """The two nominals of a link decision in code point order."""
    if not nominal_id.strip() or not other_nominal_id.strip():
        raise DecisionError("A link decision needs two records.")
    if nominal_id == other_nominal_id:
        raise DecisionError("A link decision needs two different records: these are one.")
    return min(nominal_id, other_nominal_id), max(nominal_id, other_nominal_id)


def _add(by: Doer, kind: str, subject: str, reason: str, seen: str | None, **told: Any) -> Decision:
    """Add a line at the next place on its subject."""
    _check_reason(reason, NEEDS[kind])
    latest = latest_on(subject)
    if latest is not None and seen is not None and latest.decision_id != seen:
        raise DecidedMeanwhile(latest)
    program = isinstance(by, Program)
    decision = Decision(
        decision_id=uuid4().hex,
        kind=kind,
        subject=subject,
        place=latest.place + 1 if latest else 1,
        # A clock that was set back must not make the later decision the earlier one.
        decided_at=max(timezone.now(), latest.decided_at + TICK) if latest else timezone.now(),
        decided_by=f"program: {by.name}" if isinstance(by, Program) else by.get_username(),
        by_user=None if program else by,
        reason=reason,
        **told,
    )
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        winner = latest_on(subject)
        if winner is None or (latest is not None and winner.pk == latest.pk):
            raise
        raise DecidedMeanwhile(winner) from None
    return decision


def _check_reason(reason: str, of: str) -> None:
    if not reason.strip():
        raise DecisionError(f"{of} needs a reason, in a few words.")
    if len(reason) > LONGEST_REASON:
        raise DecisionError(f"The reason has {len(reason):,} characters: {LONGEST_REASON:,} are allowed.")
    if "\0" in reason:
        raise DecisionError("The reason holds a character that can't be kept (NUL).")


def _detail(decision: Decision, about: Decision | None = None) -> dict[str, object]:
    """What the trail says of a decision: what it decides on, and why."""
    of = about or decision
    told: dict[str, object] = {
        "decision_id": decision.decision_id,
        "kind": decision.kind,
        "duty": of.duty,
        "key": of.key,
        "until": of.until.isoformat() if of.until else "",
        "nominals": [name for name in (of.nominal_id, of.other_nominal_id) if name],
        "takes_back": about.decision_id if about else "",
        "reason": decision.reason,
    }
    return {name: value for name, value in told.items() if value}
