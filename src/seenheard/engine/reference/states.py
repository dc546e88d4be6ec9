"""One instance of a duty, and the state that it is in: CONTRACT's order of test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from seenheard.engine.reference.clocks import Clocks, Start
from seenheard.engine.reference.extract import NumberLike, StandardLike
from seenheard.engine.reference.world import World

HOUR = timedelta(hours=1)
ANY_DUTY = "*"


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What a duty says about one instance, before as_of, decisions and deaths are brought to bear."""

    duty: str
    key: tuple[str, ...]
    subject_kind: str
    subject_id: str
    start: Start | None
    due_at: datetime | None
    met_at: datetime | None = None
    # The subject's person; empty for records and officers.
    person: str | None = None
    # Everybody whose nominals the row rests on, for link_confidence and restricted.
    persons: tuple[str, ...] = ()
    # Whose death excuses it.
    mortal: tuple[str, ...] = ()
    # Fulfilled though no met_at is known (a condition).
    holds: bool = False
    never_met_late: bool = False
    # A condition without times: late the moment that it does not hold.
    has_clock: bool = True
    unknown: bool = False
    excused: bool = False
    risk_level: str | None = None
    owner_id: str | None = None
    team: str | None = None
    restricted: bool = False
    case_is_open: bool = False


@dataclass(frozen=True)
class DutyState:
    """A row of duty_states.parquet, columns as in CONTRACT."""

    duty: str
    standard_version: str
    key: str
    subject_kind: str
    subject_id: str
    person_id: str | None
    state: str
    started_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None
    hours_late: float | None
    risk_level: str | None
    owner_id: str | None
    team: str | None
    link_confidence: float
    excused_by: str | None
    actionable: bool
    due_soon: bool
    restricted: bool


def key_of(parts: tuple[str, ...]) -> str:
    return "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)


class Judge:
    """Puts an instance into its state."""

    def __init__(
        self,
        world: World,
        standard: StandardLike,
        excuses: Mapping[tuple[str, str], date],
        match_probability: Mapping[str, float],
    ) -> None:
        self._world, self._standard, self._clocks = world, standard, Clocks(standard)
        self._excuses, self._match = excuses, match_probability

    def state(self, it: Instance) -> DutyState:
        key = key_of(it.key)
        state, excused_by = self._state(it, key)
        return DutyState(
            duty=it.duty,
            standard_version=self._standard.version,
            key=key,
            subject_kind=it.subject_kind,
            subject_id=it.subject_id,
            person_id=it.person,
            state=state,
            started_at=it.start.at if it.start else None,
            due_at=it.due_at,
            met_at=it.met_at if state in ("met", "met_late") else None,
            hours_late=self._hours_late(it, state),
            risk_level=it.risk_level,
            owner_id=it.owner_id,
            team=it.team,
            link_confidence=self._link_confidence(it),
            excused_by=excused_by,
            actionable=self._actionable(it),
            due_soon=state == "not_due" and self._due_soon(it),
            restricted=it.restricted or any(self._world.is_restricted(person) for person in it.persons),
        )

    def _state(self, it: Instance, key: str) -> tuple[str, str | None]:
        fulfilled = it.holds or it.met_at is not None
        if not fulfilled:
            if it.excused or any(self._world.has_died(person) for person in it.mortal):
                return "excused", "standard"
            until = self._excuses.get((it.duty, key))
            if until is not None and until >= self._world.today:
                return "excused", "decision"
        if it.unknown or (it.has_clock and (it.start is None or it.due_at is None)):
            return "unknown", None
        if fulfilled:
            in_time = it.never_met_late or it.met_at is None or it.due_at is None or it.met_at <= it.due_at
            return ("met" if in_time else "met_late"), None
        return ("not_due" if it.due_at is not None and it.due_at >= self._world.as_of else "late"), None

    def _hours_late(self, it: Instance, state: str) -> float | None:
        if it.due_at is None:
            return None
        if state == "late":
            return (self._world.as_of - it.due_at) / HOUR
        if state == "met_late" and it.met_at is not None:
            return (it.met_at - it.due_at) / HOUR
        return None

    def _link_confidence(self, it: Instance) -> float:
        """The weakest link that the row rests on; a person of one nominal needs none."""
        linked = [self._world.nominals(person) for person in it.persons]
        used = [row["nominal_id"] for rows in linked if len(rows) > 1 for row in rows]
        return min((self._match.get(nominal_id, 1.0) for nominal_id in used), default=1.0)

    def _actionable(self, it: Instance) -> bool:
        limit = self._standard.number(it.duty, "can_still_be_done")
        if limit is None or it.due_at is None:
            return True
        if (it.duty.startswith("offender-") or it.case_is_open) and limit.duty != it.duty:
            return True
        return it.due_at >= self._clocks.back(self._world.as_of, limit)

    def _due_soon(self, it: Instance) -> bool:
        if it.due_at is None or it.start is None:
            return False
        left = it.due_at - self._world.as_of
        own = self._standard.number(it.duty, "warning")
        if own is not None:
            return left <= _length(own)
        share, most = self._standard.number(ANY_DUTY, "warning_share"), self._standard.number(ANY_DUTY, "warning_most")
        return (share is None or left <= (it.due_at - it.start.at) / float(share.value)) and (
            most is None or left <= _length(most)
        )


def _length(number: NumberLike) -> timedelta:
    return timedelta(**{number.unit: float(number.value)})
