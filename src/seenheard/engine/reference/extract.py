"""What the reference reads: the rows of an extract as plain dicts, and the standard as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Extract:
    """Per record set the standing rows and all accepted versions (withdrawn ones too), and what is absent.

    Values are str, bool, int, float or Decimal, `date` for dates and an aware `datetime` in UTC for timestamps. Every
    row has `recorded_at` and `row_number`; a version also has `withdrawn`.
    """

    standing: Mapping[str, Sequence[Row]]
    versions: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()


class NumberLike(Protocol):
    """One number of a standard."""

    @property
    def duty(self) -> str: ...
    @property
    def value(self) -> int | float | str: ...
    @property
    def unit(self) -> str: ...


class StandardLike(Protocol):
    """What the reference asks of a `seenheard.duties.standards.Standard`."""

    @property
    def version(self) -> str: ...
    @property
    def lists(self) -> Mapping[tuple[str, str], tuple[str, ...]]: ...
    @property
    def bank_holidays(self) -> Sequence[tuple[int, str]]: ...
    @property
    def school_days(self) -> Sequence[tuple[str, int, bool]]: ...
    @property
    def last_listed_year(self) -> int: ...
    def number(self, duty: str, name: str) -> NumberLike | None: ...


KEYS: Mapping[str, str] = {
    "nominals": "nominal_id",
    "associations": "association_id",
    "officers": "officer_id",
    "training": "training_id",
    "offenders": "offender_id",
    "visits": "visit_id",
    "risk_assessments": "assessment_id",
    "notifications": "notification_id",
    "online_cases": "case_id",
    "case_events": "event_id",
    "bails": "bail_id",
    "incidents": "incident_id",
    "incident_people": "incident_person_id",
    "child_contacts": "contact_id",
    "missing_episodes": "episode_id",
    "exploitation_assessments": "assessment_id",
    "flags": "flag_id",
    "referrals": "referral_id",
    "strategy_discussions": "discussion_id",
    "police_protections": "protection_id",
    "detentions": "detention_id",
    "disclosures": "disclosure_id",
}

# An event record's date: its first required `_at` or `_on` column. incident_people are event records without one, so
# nothing of theirs can lie after as_of but the incident itself.
EVENT_DATES: Mapping[str, str] = {
    "visits": "attempted_at",
    "risk_assessments": "completed_on",
    "notifications": "notified_on",
    "online_cases": "received_at",
    "case_events": "occurred_at",
    "bails": "starts_at",
    "incidents": "reported_at",
    "child_contacts": "contact_at",
    "missing_episodes": "reported_at",
    "exploitation_assessments": "completed_at",
    "referrals": "sent_at",
    "strategy_discussions": "held_at",
    "police_protections": "taken_at",
    "detentions": "arrived_at",
    "disclosures": "applied_at",
}

# Plans are read as written, also when they lie after as_of. `ends_at` is only a column of bails, `ended_on` only of
# associations.
PLANS = frozenset({"notification_ends_on", "expires_on", "ends_at", "started_on", "ended_on", "active_from", "active_to"})
