"""Small extracts, a small standard, and one night over them: expectations in the tests are worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from seenheard.engine.reference import DutyState, Extract, evaluate

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

KEYS = {
    "nominals": "nominal_id", "associations": "association_id", "officers": "officer_id", "training": "training_id",
    "offenders": "offender_id", "visits": "visit_id", "risk_assessments": "assessment_id",
    "notifications": "notification_id", "online_cases": "case_id", "case_events": "event_id", "bails": "bail_id",
    "incidents": "incident_id", "incident_people": "incident_person_id", "child_contacts": "contact_id",
    "missing_episodes": "episode_id", "exploitation_assessments": "assessment_id", "flags": "flag_id",
    "referrals": "referral_id", "strategy_discussions": "discussion_id", "police_protections": "protection_id",
    "detentions": "detention_id", "disclosures": "disclosure_id",
}  # fmt: skip


def uk(text: str) -> datetime:
    """A UK wall time, as an instant: '2026-11-20 09:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def end(text: str) -> datetime:
    """23:59:59 UK of a date."""
    return uk(f"{text} 23:59:59")


def micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Number:
    duty: str
    name: str
    value: int | float | str
    unit: str


NUMBERS = """
offender-visit within_very_high 1 months; offender-visit within_high 3 months; offender-visit within_medium 6 months
offender-visit within_low 12 months; offender-first-visit within 15 days; offender-assessment within 12 months
offender-notification within 12 months; offender-notification within_no_fixed_abode 7 days
offender-notification after_return 3 days; offender-lone-visit within 0 hours; offender-reactive-review within 7 days
offender-child-in-household within 24 hours; offender-child-in-household referral_before 7 days
offender-unallocated within 2 working_days
online-grading within 24 hours; online-enforcement counts_from grading choice
online-enforcement within_very_high 24 hours; online-enforcement within_high 7 days
online-enforcement within_medium 14 days; online-enforcement within_low 30 days; online-children-shared within 24 hours
online-lado within 1 working_days; online-progress within 28 days; online-devices within 90 days
online-bail before_end 7 days
exploitation-assessment within 14 days; exploitation-assessment episodes 3 count
exploitation-assessment window 90 days; exploitation-review within 3 months; exploitation-flag within 2 working_days
exploitation-nrm within 1 working_days; missing-grading within 1 hours; missing-prevention-interview within 24 hours
missing-return-interview within 72 hours; missing-strategy within 5 working_days; missing-strategy episodes 3 count
missing-strategy window 90 days
child-seen within 24 hours; child-seen attempt_extends 72 hours; child-seen never_later 120 hours
child-heard within 0 hours; child-siblings within 48 hours; child-victim-recorded within 24 hours
household limit 12 count
domestic-attended within_high 1 hours; domestic-attended within_medium 4 hours
domestic-attended within_standard 24 hours
domestic-referral within 24 hours; domestic-school-told within 1 school_day
partner-answer within 1 working_days; partner-conference within 15 working_days; police-protection-end within 72 hours
police-protection-told within 2 hours; custody-appropriate-adult within 2 hours; custody-accommodation within 1 hours
disclosure-checks within 24 hours; disclosure-interview within 10 days; disclosure-decision within 28 days
workforce-trained within 0 days; workforce-trained expiring 60 days; workforce-caseload limit 50 count
* can_still_be_done 90 days; * warning_share 4 count; * warning_most 14 days; * fallback_team safeguarding-hub choice
"""


def shipped() -> dict[tuple[str, str], Number]:
    found = {}
    for line in NUMBERS.replace("\n", ";").split(";"):
        if line.strip():
            duty, name, value, unit = line.split()
            found[duty, name] = Number(duty, name, int(value) if value.isdecimal() else value, unit)
    return found


NOT_VOICE = ("safe and well", "asleep", "ok", "fine", "nfa", "na", "none", "seen", "not spoken to")
HOLIDAYS = ("2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28")


@dataclass
class Standard:
    """Numbers as DUTIES gives them; tests change what they are about."""

    version: str = "test-1"
    numbers_by_name: dict[tuple[str, str], Number] = field(default_factory=shipped)
    lists: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: {("child-heard", "not_voice"): NOT_VOICE})
    bank_holidays: tuple[tuple[int, str], ...] = tuple(((day(on) - date(1970, 1, 1)).days, "holiday") for on in HOLIDAYS)
    school_days: tuple[tuple[str, int, bool], ...] = ()
    last_listed_year: int = 2028

    def number(self, duty: str, name: str) -> Number | None:
        return self.numbers_by_name.get((duty, name)) or self.numbers_by_name.get(("*", name))

    def with_number(self, duty: str, name: str, value: int | float | str, unit: str) -> Standard:
        self.numbers_by_name[duty, name] = Number(duty, name, value, unit)
        return self


def school_closed(*days: str, school: str = "", is_open: bool = False) -> tuple[tuple[str, int, bool], ...]:
    return tuple((school, (day(on) - date(1970, 1, 1)).days, is_open) for on in days)


Rows = list[dict[str, Any]]


@dataclass
class Night:
    """Add rows, then run. A row's recorded_at is long ago unless given."""

    as_of: datetime
    standard: Standard = field(default_factory=Standard)
    persons: dict[str, str] = field(default_factory=dict)
    standing: dict[str, Rows] = field(default_factory=dict)
    versions: dict[str, Rows] = field(default_factory=dict)
    excuses: dict[tuple[str, str], date] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    match: Mapping[str, float] = field(default_factory=dict)

    def add(self, record_set: str, key: str, **values: Any) -> Night:
        """A row that stands, and its version."""
        rows = self.standing.setdefault(record_set, [])
        row = {KEYS[record_set]: key, "recorded_at": LONG_AGO, "row_number": len(rows) + 1, **values}
        rows.append(row)
        self.versions.setdefault(record_set, []).append({**row, "withdrawn": False})
        return self

    def version(self, record_set: str, key: str, **values: Any) -> Night:
        """An older version, that no longer stands."""
        rows = self.versions.setdefault(record_set, [])
        rows.append({KEYS[record_set]: key, "row_number": 1000 + len(rows), "withdrawn": False, **values})
        return self

    def child(self, key: str, born: str | None = "2015-05-05", **values: Any) -> Night:
        return self.add("nominals", key, source_system="rms", date_of_birth=None if born is None else day(born), **values)

    def adult(self, key: str, **values: Any) -> Night:
        return self.child(key, "1980-01-01", **values)

    def offender(self, key: str = "O1", **values: Any) -> Night:
        usual = {
            "nominal_id": "NO",
            "registered_on": day("2026-01-10"),
            "management": "active",
            "location": "community",
        }
        return self.add("offenders", key, **{**usual, **values})

    def incident(self, key: str, reported: str, kind: str = "domestic_abuse", **people: str | list[str]) -> Night:
        """An incident with people by role."""
        self.add("incidents", key, kind=kind, reported_at=uk(reported))
        for role, named in people.items():
            for nominal in [named] if isinstance(named, str) else named:
                self.add("incident_people", f"{key}-{role}-{nominal}", incident_id=key, nominal_id=nominal, role=role)
        return self

    def change(self, record_set: str, key: str, **values: Any) -> Night:
        """Set values of a row that stands."""
        for row in self.standing[record_set]:
            if row[KEYS[record_set]] == key:
                row.update(values)
        return self

    def run(self) -> list[DutyState]:
        extract = Extract(self.standing, self.versions, self.absent)
        return evaluate(extract, micros(self.as_of), self.standard, self.excuses, self.persons, self.match)

    def of(self, duty: str) -> dict[str, DutyState]:
        """The rows of one duty by key."""
        return {state.key: state for state in self.run() if state.duty == duty}

    def one(self, duty: str) -> DutyState:
        """The only row of one duty."""
        rows = list(self.of(duty).values())
        assert len(rows) == 1, f"{len(rows)} rows of {duty}"
        return rows[0]


def night(as_of: str, **more: Any) -> Night:
    return Night(uk(as_of), **more)
