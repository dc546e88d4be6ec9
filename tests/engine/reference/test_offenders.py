"""Managing people who pose a risk."""

from datetime import UTC, datetime

import pytest
from tests.engine.reference.making import Night, day, end, night, uk


def visit(case: Night, key: str, at: str, outcome: str = "seen", **more) -> Night:
    return case.add("visits", key, offender_id="O1", attempted_at=uk(at), outcome=outcome, officers_present=2, **more)


def test_the_first_visit_runs_from_registration_to_the_end_of_the_fifteenth_day():
    row = night("2026-01-25 23:59").offender(risk_level="high").one("offender-first-visit")
    assert (row.started_at, row.due_at, row.state) == (uk("2026-01-10 00:00"), end("2026-01-25"), "not_due")


def test_a_visit_without_reply_is_no_first_visit():
    case = visit(night("2026-02-25 12:00").offender(), "V1", "2026-01-12 10:00", "no_reply")
    assert case.one("offender-first-visit").state == "late"
    assert visit(case, "V2", "2026-01-13 10:00").one("offender-first-visit").state == "met"


@pytest.mark.parametrize(
    ("risk", "interval", "due"),
    [
        ("very_high", None, "2026-04-30"),
        ("high", None, "2026-06-30"),
        ("medium", None, "2026-09-30"),
        ("low", None, "2027-03-31"),
        ("high", 2, "2026-05-31"),
        (None, 4, "2026-07-31"),
    ],
)
def test_the_next_visit_runs_by_the_plan_or_the_risk(risk, interval, due):
    case = visit(
        night("2026-04-01 12:00").offender(risk_level=risk, visit_interval_months=interval), "V1", "2026-03-31 10:00"
    )
    assert case.one("offender-visit").due_at == end(due)
    assert case.one("offender-visit").key == "O1|V1"


def test_neither_plan_nor_risk_is_unknown():
    row = night("2026-04-01 12:00").offender().one("offender-visit")
    assert (row.state, row.key, row.started_at, row.due_at) == (
        "unknown",
        "O1|registered",
        uk("2026-01-10 00:00"),
        None,
    )


def test_of_visits_at_the_same_time_the_greatest_key_is_the_last():
    case = night("2026-04-01 12:00").offender(risk_level="low")
    for key in ("V10", "V9", "V1"):
        visit(case, key, "2026-03-01 10:00")
    assert case.one("offender-visit").key == "O1|V9"


def test_back_in_the_community_after_the_last_visit_starts_the_clock_anew():
    case = visit(night("2026-04-01 12:00").offender(risk_level="very_high"), "V1", "2026-02-10 10:00")
    case.change("offenders", "O1", location_since=day("2026-02-11"))
    assert (case.one("offender-visit").due_at, case.one("offender-visit").key) == (end("2026-03-11"), "O1|V1")
    case.change("offenders", "O1", location_since=day("2026-02-10"))  # the same date is not after
    assert case.one("offender-visit").started_at == uk("2026-02-10 10:00")
    case.change("offenders", "O1", location_since=day("2026-04-02"))  # after as_of: not yet
    assert case.one("offender-visit").started_at == uk("2026-02-10 10:00")


def test_location_since_moves_neither_first_visit_nor_lone_visit():
    case = night("2026-04-01 12:00").offender(location_since=day("2026-03-01"))
    case.add("visits", "V1", offender_id="O1", attempted_at=uk("2026-02-01 10:00"), outcome="refused", officers_present=1)
    assert case.one("offender-first-visit").started_at == uk("2026-01-10 00:00")
    assert case.one("offender-lone-visit").started_at == uk("2026-02-01 10:00")
    assert case.one("offender-unallocated").started_at == uk("2026-03-01 00:00")


@pytest.mark.parametrize("location", ["custody", "hospital", "abroad"])
def test_away_excuses(location):
    case = night("2026-04-01 12:00").offender(location=location, risk_level="high")
    for duty in ("offender-visit", "offender-first-visit", "offender-assessment", "offender-notification"):
        assert (case.one(duty).state, case.one(duty).excused_by) == ("excused", "standard")
    assert case.one("offender-unallocated").state == "late"


@pytest.mark.parametrize(("ends", "state"), [("2026-03-31", "excused"), ("2026-04-01", "late"), (None, "late")])
def test_ended_is_before_todays_date(ends, state):
    case = night("2026-04-01 12:00").offender(notification_ends_on=None if ends is None else day(ends))
    assert case.one("offender-first-visit").state == state
    assert len(case.of("offender-unallocated")) == (0 if state == "excused" else 1)


def test_registration_after_as_of_is_not_owed():
    case = night("2026-01-09 23:59").offender(risk_level="high")
    assert [row.duty for row in case.run()] == []
    assert {row.duty for row in night("2026-01-10 00:00").offender(risk_level="high").run()} == {
        "offender-visit", "offender-first-visit", "offender-assessment", "offender-notification", "offender-unallocated"
    }  # fmt: skip


def test_only_arms_counts_as_assessment():
    case = night("2026-11-01 12:00").offender()
    case.add("risk_assessments", "A2", offender_id="O1", tool="oasys", completed_on=day("2026-10-01"))
    assert case.one("offender-assessment").key == "O1|registered"
    case.add("risk_assessments", "A1", offender_id="O1", tool="arms", completed_on=day("2026-02-28"))
    row = case.one("offender-assessment")
    assert (row.key, row.due_at) == ("O1|A1", end("2027-02-28"))


def test_notification_of_no_fixed_abode_is_seven_days():
    case = night("2026-11-01 12:00").offender(no_fixed_abode=True)
    case.add("notifications", "N1", offender_id="O1", kind="no_fixed_abode", notified_on=day("2026-10-20"))
    assert (case.one("offender-notification").due_at, case.one("offender-notification").state) == (
        end("2026-10-27"),
        "late",
    )


def test_notification_is_due_no_earlier_than_three_days_after_return():
    case = night("2026-11-01 12:00").offender(no_fixed_abode=True, location_since=day("2026-10-30"))
    case.add("notifications", "N1", offender_id="O1", kind="annual", notified_on=day("2026-10-20"))
    row = case.one("offender-notification")
    assert (row.started_at, row.due_at, row.state) == (uk("2026-10-20 00:00"), end("2026-11-02"), "not_due")


def test_a_lone_visit_is_met_by_approval_and_unknown_without_the_number_present():
    case = night("2026-11-01 12:00").offender()
    at = {"offender_id": "O1", "attempted_at": uk("2026-10-20 10:00"), "outcome": "seen"}
    case.add("visits", "V1", officers_present=1, **at).add("visits", "V2", officers_present=2, **at)
    case.add("visits", "V3", officers_present=1, lone_visit_approved_by="F9", **at).add("visits", "V4", **at)
    case.add("visits", "V5", officers_present=0, **at)
    rows = case.of("offender-lone-visit")
    assert {key: row.state for key, row in rows.items()} == {"V1": "late", "V3": "met", "V4": "unknown"}
    assert rows["V3"].met_at == rows["V3"].due_at == uk("2026-10-20 10:00")
    assert rows["V1"].subject_id == "O1"


def test_a_lone_visit_to_an_offender_that_does_not_stand_has_a_row():
    case = night("2026-11-01 12:00")
    case.add("visits", "V1", offender_id="gone", attempted_at=uk("2026-10-20 10:00"), outcome="seen", officers_present=1)
    row = case.one("offender-lone-visit")
    assert (row.subject_id, row.person_id, row.owner_id, row.team) == ("gone", None, None, None)


def reactive(as_of: str) -> Night:
    return night(as_of).adult("NO").offender(management="reactive")


def test_reactive_review_without_assessment_takes_events_from_the_day_of_registration():
    case = reactive("2026-11-01 12:00").incident("I0", "2026-01-09 23:00", "other", witness="NO")
    assert case.of("offender-reactive-review") == {}
    case.incident("I1", "2026-01-10 08:00", "other", witness="NO")
    row = case.one("offender-reactive-review")
    assert (row.key, row.started_at, row.due_at) == ("O1|I1", uk("2026-01-10 08:00"), uk("2026-01-17 08:00"))


def test_reactive_review_is_asked_by_events_after_the_day_of_the_last_assessment():
    case = reactive("2026-11-01 12:00").incident("I1", "2026-05-01 23:00", "other", suspect="NO")
    case.add("risk_assessments", "A1", offender_id="O1", tool="arms", completed_on=day("2026-05-01"))
    assert case.of("offender-reactive-review") == {}
    case.add("online_cases", "K1", received_at=uk("2026-05-02 00:00"), source="nca", suspect_nominal_id="NO")
    case.add("missing_episodes", "E1", nominal_id="NO", reported_at=uk("2026-06-02 00:00"))
    row = case.one("offender-reactive-review")
    assert (row.key, row.due_at, row.state) == ("O1|K1", uk("2026-05-09 00:00"), "late")


def test_reactive_review_of_equal_times_takes_the_smallest_key():
    case = reactive("2026-11-01 12:00").incident("X", "2026-05-01 23:00", "other", suspect="NO")
    case.add("missing_episodes", "E", nominal_id="NO", reported_at=uk("2026-05-01 23:00"))
    assert case.one("offender-reactive-review").key == "O1|E"


def test_unallocated_is_met_by_an_active_manager_and_has_no_met_at():
    case = night("2026-11-01 12:00").offender(manager_id="F1")
    assert case.one("offender-unallocated").state == "late"  # F1 does not stand
    assert case.one("offender-unallocated").due_at == end("2026-01-13")  # Saturday 10 January + 2 working days
    case.add("officers", "F1", name="A", team="T1", role="offender_manager", active_to=day("2026-11-01"))
    row = case.one("offender-unallocated")
    assert (row.state, row.met_at, row.hours_late, row.owner_id, row.team) == ("met", None, None, "F1", "T1")
    case.change("officers", "F1", active_to=day("2026-10-31"))
    assert (case.one("offender-unallocated").state, case.one("offender-unallocated").team) == ("late", "T1")


def known(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lives_with(case: Night, child: str = "C", **more) -> Night:
    return case.add("associations", f"S-{child}", nominal_id=child, other_nominal_id="NO", kind="lives_with", **more)


def household(as_of: str = "2026-11-20 12:00", **offender) -> Night:
    return night(as_of).adult("NO").child("C").offender(**offender)


DUTY = "offender-child-in-household"


def test_a_child_who_lives_with_an_offender_starts_when_the_last_fact_was_known():
    case = lives_with(household(), recorded_at=known("2026-11-19T10:00"))
    row = case.one(DUTY)
    assert (row.key, row.subject_kind, row.subject_id, row.person_id) == ("O1|C", "child", "C", "own:C")
    assert (row.started_at, row.due_at, row.state) == (known("2026-11-19T10:00"), known("2026-11-20T10:00"), "late")


def test_the_start_is_not_before_the_association_began():
    case = lives_with(household(), recorded_at=known("2026-11-01T10:00"), started_on=day("2026-11-20"))
    assert (case.one(DUTY).started_at, case.one(DUTY).due_at) == (uk("2026-11-20 00:00"), uk("2026-11-21 00:00"))


@pytest.mark.parametrize(("begins", "ends", "rows"), [
    ("2026-11-21", None, 0), ("2026-11-20", None, 1), (None, "2026-11-19", 0), (None, "2026-11-20", 1)
])  # fmt: skip
def test_an_association_is_in_force_from_its_first_day_to_its_last(begins, ends, rows):
    dates = {"started_on": begins and day(begins), "ended_on": ends and day(ends)}
    assert len(lives_with(household(), **dates).of(DUTY)) == rows


def test_a_corrected_fact_is_known_since_the_version_that_first_read_the_same():
    case = lives_with(household(), recorded_at=known("2026-11-19T10:00"), ended_on=day("2027-01-01"))
    same = {"nominal_id": "C", "other_nominal_id": "NO", "kind": "lives_with"}
    case.version("associations", "S-C", recorded_at=known("2026-11-18T10:00"), **same)
    assert case.one(DUTY).started_at == known("2026-11-18T10:00")  # ended_on is none of the facts
    case.version("associations", "S-C", recorded_at=known("2026-11-17T10:00"), **{**same, "kind": "associate"})
    case.version("associations", "S-C", recorded_at=known("2026-11-16T10:00"), **same)
    assert case.one(DUTY).started_at == known("2026-11-18T10:00")  # the run is broken by another reading


def test_a_withdrawn_version_breaks_the_run():
    case = lives_with(household(), recorded_at=known("2026-11-19T10:00"))
    same = {"nominal_id": "C", "other_nominal_id": "NO", "kind": "lives_with"}
    case.version("associations", "S-C", recorded_at=known("2026-11-18T10:00"), **{**same, "withdrawn": True})
    case.version("associations", "S-C", recorded_at=known("2026-11-17T10:00"), **same)
    assert case.one(DUTY).started_at == known("2026-11-19T10:00")


def test_the_offenders_own_facts_count_towards_the_start():
    case = lives_with(household(recorded_at=known("2026-11-19T15:00")), recorded_at=known("2026-11-01T10:00"))
    assert case.one(DUTY).started_at == known("2026-11-19T15:00")


def test_of_several_grounds_the_earliest_counts():
    case = lives_with(household(), recorded_at=known("2026-11-19T10:00"))
    case.add(
        "associations",
        "S2",
        nominal_id="NO",
        other_nominal_id="C",
        kind="parent",
        recorded_at=known("2026-11-12T10:00"),
    )
    assert case.one(DUTY).started_at == known("2026-11-12T10:00")


def test_a_parent_counts_only_downwards():
    case = household().add("associations", "S2", nominal_id="C", other_nominal_id="NO", kind="parent")
    assert case.of(DUTY) == {}


def test_the_same_uprn_or_address_makes_a_household():
    case = household().change("nominals", "NO", uprn="7").change("nominals", "C", uprn="7")
    assert list(case.of(DUTY)) == ["O1|C"]
    case.change("nominals", "C", uprn="8", address_line="1 High St.", postcode="gl1 1aa")
    case.change("nominals", "NO", address_line="1 HIGH ST", postcode="GL11AA")
    assert case.of(DUTY) == {}  # two uprns are two homes
    case.change("nominals", "NO", uprn=None)
    assert list(case.of(DUTY)) == ["O1|C"]
    case.change("nominals", "C", postcode=None)
    assert case.of(DUTY) == {}


@pytest.mark.parametrize(("others", "rows"), [(10, 1), (11, 0)])
def test_an_address_of_more_than_twelve_persons_makes_no_household(others, rows):
    case = household().change("nominals", "NO", uprn="7").change("nominals", "C", uprn="7")
    for number in range(others):
        case.adult(f"X{number}", uprn="7")
    assert len(case.of(DUTY)) == rows
    twice = case.adult("NO2", uprn="7")  # another nominal of the offender: no further person
    twice.persons.update({"NO": "P", "NO2": "P"})
    assert len(twice.of(DUTY)) == rows


def test_a_linked_nominal_carries_the_household_and_nobody_is_of_their_own():
    case = household().adult("NO2", uprn="7").change("nominals", "C", uprn="7")
    assert case.of(DUTY) == {}
    case.persons.update({"NO": "P", "NO2": "P"})
    assert list(case.of(DUTY)) == ["O1|C"]
    case.persons["C"] = "P"
    assert case.of(DUTY) == {}


@pytest.mark.parametrize(
    ("born", "state"), [("2008-11-20", None), ("2008-11-21", "late"), (None, "unknown"), ("1980-01-01", None)]
)
def test_under_eighteen_on_as_ofs_day(born, state):
    case = lives_with(household()).change("nominals", "C", date_of_birth=born and day(born))
    assert [row.state for row in case.of(DUTY).values()] == ([] if state is None else [state])


@pytest.mark.parametrize(
    ("sent", "state", "met_at"),
    [
        ("2026-11-12T09:59", "late", None),
        ("2026-11-12T10:00", "met", "2026-11-19T10:00"),
        ("2026-11-20T10:00", "met", "2026-11-20T10:00"),
        ("2026-11-20T10:01", "met_late", "2026-11-20T10:01"),
    ],
)
def test_a_referral_from_seven_days_before_the_start_counts(sent, state, met_at):
    case = lives_with(household(), recorded_at=known("2026-11-19T10:00"))
    case.add("referrals", "R1", nominal_id="C", recipient="social_care", sent_at=known(sent))
    assert case.one(DUTY).state == state
    assert case.one(DUTY).met_at == (met_at and known(met_at))


def test_whoever_is_away_or_ended_has_no_child_in_the_household():
    assert lives_with(household(location="custody")).of(DUTY) == {}
    assert len(lives_with(household(location="whereabouts_unknown", management="reactive")).of(DUTY)) == 1
    assert lives_with(household(notification_ends_on=day("2026-11-19"))).of(DUTY) == {}


@pytest.mark.parametrize("who", ["NO", "C"])
def test_the_death_of_either_excuses(who):
    case = lives_with(household()).change("nominals", who, died_on=day("2026-11-20"))
    assert case.one(DUTY).state == "excused"
