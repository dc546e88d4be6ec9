"""What holds whatever the records say."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.reference.making import KEYS, LONG_AGO, Night, day, uk

from seenheard.engine.reference import DutyState
from seenheard.engine.reference.extract import EVENT_DATES

AS_OF = uk("2026-11-20 12:00")
RECURS = {
    "offender-visit", "offender-assessment", "offender-notification", "offender-reactive-review", "online-progress",
    "exploitation-review",
}  # fmt: skip

CHOICES: dict[str, tuple[Any, ...]] = {
    "nominals.source_system": ("rms",), "nominals.uprn": (None, "U1", "U2"),
    "nominals.address_line": (None, "1 High St"),
    "nominals.postcode": ("GL1 1AA", "gl11aa"), "associations.kind": ("parent", "sibling", "lives_with", "associate"),
    "officers.team": ("T1", "T2"), "officers.fte": (None, 0.02, 1), "training.course": ("arms", "mosovo", "kirat"),
    "officers.role": ("offender_manager", "online_investigator", "child_investigator"),
    "offenders.risk_level": (None, "high", "low"), "offenders.management": ("active", "reactive"),
    "offenders.location": ("community", "custody", "whereabouts_unknown"), "visits.outcome": ("seen", "no_reply"),
    "visits.officers_present": (None, 1, 2), "risk_assessments.tool": ("arms", "oasys"),
    "case_events.level": (None, "high", "low"), "referrals.recipient": ("social_care", "school", "lado", "nrm"),
    "case_events.kind": ("graded", "child_identified", "child_work_identified", "enforced", "devices_submitted",
                         "devices_examined", "charging_decision"),
    "incidents.kind": ("domestic_abuse", "child_concern", "exploitation", "other"),
    "incidents.risk_level": (None, "high", "standard"), "incident_people.role": ("victim", "child_related", "witness"),
    "child_contacts.not_seen_reason": (None, "out"), "child_contacts.words": (None, "ok", "I am cold"),
    "exploitation_assessments.level": ("not_at_risk", "mild", "significant"), "detentions.x": (None,),
    "flags.flag": ("sexual_exploitation", "other"), "strategy_discussions.outcome": ("section_47_joint",),
}  # fmt: skip
BOOLEANS = {"restricted", "protects_child", "seen", "no_fixed_abode"}
COLUMNS = {
    "nominals": "source_system date_of_birth died_on restricted uprn address_line postcode",
    "associations": "nominal_id other_nominal_id kind started_on ended_on",
    "officers": "team role fte active_from active_to",
    "training": "officer_id course completed_on expires_on",
    "offenders": "nominal_id manager_id registered_on notification_ends_on risk_level management location "
    "location_since no_fixed_abode restricted",
    "visits": "offender_id attempted_at outcome officers_present lone_visit_approved_by",
    "risk_assessments": "offender_id tool completed_on",
    "notifications": "offender_id notified_on",
    "online_cases": "received_at suspect_nominal_id owner_id closed_at restricted",
    "case_events": "case_id kind occurred_at level nominal_id",
    "bails": "case_id suspect_nominal_id starts_at ends_at ended_at protects_child",
    "incidents": "kind reported_at attended_at risk_level owner_id closed_at restricted",
    "incident_people": "incident_id nominal_id role",
    "child_contacts": "nominal_id incident_id contact_at seen not_seen_reason words",
    "missing_episodes": "nominal_id reported_at graded_at returned_at return_interview_at owner_id",
    "exploitation_assessments": "nominal_id completed_at level",
    "flags": "nominal_id flag raised_at ended_at",
    "referrals": "nominal_id recipient sent_at incident_id case_id acknowledged_at decided_at",
    "strategy_discussions": "nominal_id referral_id held_at outcome conference_at",
    "police_protections": "nominal_id taken_at ended_at local_authority_told_at",
    "detentions": "nominal_id arrived_at released_at bail_refused_at accommodation_requested_at",
    "disclosures": "applied_at checked_at interviewed_at decided_at owner_id",
}
NEEDED = {*EVENT_DATES.values(), "registered_on", "raised_at", "completed_on", "ends_at"}
TARGETS = {"nominal": "N", "incident": "I", "case": "K", "officer": "F", "offender": "O", "referral": "R", "owner": "F"}


def value(random: Random, record_set: str, column: str) -> Any:
    if f"{record_set}.{column}" in CHOICES:
        return random.choice(CHOICES[f"{record_set}.{column}"])
    if column in BOOLEANS:
        return random.choice((None, True, False))
    if column == "date_of_birth":
        return random.choice((None, day("2012-05-05"), day("2008-11-20"), day("1980-01-01")))
    if column.endswith("_at") and (column in NEEDED or random.random() < 0.5):
        return AS_OF + timedelta(hours=random.randint(-60 * 24, 24))
    if column.endswith(("_on", "_since", "_from", "_to")) and (column in NEEDED or random.random() < 0.3):
        return (AS_OF + timedelta(days=random.randint(-400, 5))).date()
    if column.endswith(("_id", "_by")):
        stem = "officer" if column.endswith("_by") or column == "manager_id" else column[:-3].split("_")[-1]
        return f"{TARGETS[stem]}{random.randint(1, 4)}"
    return None


def anything(seed: int) -> Night:
    random = Random(seed)
    case = Night(AS_OF, persons={"N3": "P", "N4": "P"})
    for record_set, columns in COLUMNS.items():
        prefix = TARGETS.get(KEYS[record_set][:-3], record_set[:2].upper())
        for number in range(1, random.randint(2, 8)):
            values = {column: value(random, record_set, column) for column in columns.split()}
            known = LONG_AGO + timedelta(days=random.randint(0, 2500))
            case.add(record_set, f"{prefix}{number}", recorded_at=min(known, AS_OF), **values)
    return case


def check(row: DutyState) -> None:
    assert row.state in {"excused", "unknown", "met", "met_late", "not_due", "late"}
    assert row.started_at is None or row.started_at <= AS_OF
    assert (row.excused_by is not None) == (row.state == "excused")
    assert row.met_at is None or row.state in ("met", "met_late")
    assert (row.hours_late is None) or (row.hours_late > 0 and row.state in ("late", "met_late"))
    assert not row.due_soon or row.state == "not_due"
    assert row.duty not in RECURS or row.state in ("not_due", "late", "unknown", "excused")
    assert (row.person_id is None) >= (row.subject_kind in ("record", "officer"))
    if row.state == "met_late":
        assert row.met_at is not None and row.due_at is not None and row.met_at > row.due_at
    if row.state == "not_due":
        assert row.due_at is not None and row.due_at >= AS_OF


seeds = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_each_row_is_sound_and_its_key_unique(seed: int) -> None:
    rows = anything(seed).run()
    for row in rows:
        check(row)
    assert len({(row.duty, row.key) for row in rows}) == len(rows)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    case = anything(seed)
    before = case.run()
    for rows in case.standing.values():
        Random(seed).shuffle(rows)
    assert case.run() == before


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_what_lies_after_as_of_changes_nothing(seed: int) -> None:
    case = anything(seed)
    before = case.run()
    for record_set, column in EVENT_DATES.items():
        rows = case.standing[record_set]
        rows[:] = [row for row in rows if not column.endswith("_at") or row[column] <= AS_OF]
    assert case.run() == before


def test_random_nights_reach_every_duty_and_state() -> None:
    rows = [row for seed in range(60) for row in anything(seed).run()]
    assert len({row.duty for row in rows}) == 41
    assert {row.state for row in rows} == {"excused", "unknown", "met", "met_late", "not_due", "late"}
