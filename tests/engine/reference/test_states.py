"""The order of the states, and the columns that follow from them."""

from datetime import UTC, datetime

import pytest
from tests.engine.reference.making import Night, day, end, night, uk

from seenheard.engine.reference.evaluation import DUTIES


def detention(as_of: str, **more) -> Night:
    values = {"nominal_id": "C", "arrived_at": uk("2026-11-20 10:00"), **more}
    return night(as_of).child("C").add("detentions", "D1", **values)


def grading(as_of: str, **more) -> Night:
    """A missing episode: graded within one hour of the report at 10:00."""
    values = {"nominal_id": "C", "reported_at": uk("2026-11-20 10:00"), "risk_level": "high", **more}
    return night(as_of).child("C").add("missing_episodes", "E1", **values)


def test_all_41_duties_are_here():
    assert len(DUTIES) == 41


@pytest.mark.parametrize(
    ("as_of", "graded", "state"),
    [
        ("2026-11-20 10:00", None, "not_due"),
        ("2026-11-20 11:00", None, "not_due"),
        ("2026-11-20 11:01", None, "late"),
        ("2026-11-20 12:00", "2026-11-20 10:00", "met"),
        ("2026-11-20 12:00", "2026-11-20 11:00", "met"),
        ("2026-11-20 12:00", "2026-11-20 11:01", "met_late"),
        ("2026-11-20 12:00", "2026-11-20 09:59", "late"),
        ("2026-11-20 12:00", "2026-11-20 12:01", "late"),
        ("2026-11-20 12:00", "2026-11-20 12:00", "met_late"),
    ],
)
def test_a_state_at_its_boundaries(as_of, graded, state):
    more = {} if graded is None else {"graded_at": uk(graded)}
    assert grading(as_of, **more).one("missing-grading").state == state


def test_an_instance_that_starts_after_as_of_is_not_owed():
    assert grading("2026-11-20 09:59").of("missing-grading") == {}


def test_hours_late_are_elapsed_hours_in_late_and_met_late_only():
    assert grading("2026-11-20 12:30").one("missing-grading").hours_late == 1.5
    assert grading("2026-11-20 18:00", graded_at=uk("2026-11-20 11:15")).one("missing-grading").hours_late == 0.25
    assert grading("2026-11-20 18:00", graded_at=uk("2026-11-20 10:15")).one("missing-grading").hours_late is None
    assert grading("2026-11-20 10:30").one("missing-grading").hours_late is None


def test_met_at_stands_in_met_and_met_late_only():
    met = grading("2026-11-20 12:00", graded_at=uk("2026-11-20 11:30"))
    assert met.one("missing-grading").met_at == uk("2026-11-20 11:30")
    unknown = night("2026-11-20 12:00").child("C", born=None)
    unknown.add(
        "missing_episodes", "E1", nominal_id="C", reported_at=uk("2026-11-20 10:00"), graded_at=uk("2026-11-20 10:30")
    )
    row = unknown.one("missing-grading")
    assert (row.state, row.met_at) == ("unknown", None)
    assert (row.started_at, row.due_at) == (uk("2026-11-20 10:00"), uk("2026-11-20 11:00"))


def test_a_death_excuses_what_is_not_fulfilled():
    late = grading("2026-11-25 12:00").change("nominals", "C", died_on=day("2026-11-25"))
    row = late.one("missing-grading")
    assert (row.state, row.excused_by, row.hours_late) == ("excused", "standard", None)
    met = grading("2026-11-25 12:00", graded_at=uk("2026-11-20 11:30")).change("nominals", "C", died_on=day("2026-11-21"))
    assert met.one("missing-grading").state == "met_late"


def test_a_death_after_as_of_has_not_happened():
    row = grading("2026-11-25 12:00").change("nominals", "C", died_on=day("2026-11-26")).one("missing-grading")
    assert row.state == "late"


@pytest.mark.parametrize(("until", "state"), [("2026-11-25", "excused"), ("2026-11-24", "late")])
def test_a_decision_excuses_until_its_date_inclusive(until, state):
    row = grading(
        "2026-11-25 12:00",
    )
    row.excuses["missing-grading", "E1"] = day(until)
    found = row.one("missing-grading")
    assert (found.state, found.excused_by) == (state, "decision" if state == "excused" else None)


def test_a_decision_does_not_excuse_what_is_fulfilled():
    row = grading("2026-11-25 12:00", graded_at=uk("2026-11-20 11:30"))
    row.excuses["missing-grading", "E1"] = day("2026-12-31")
    assert row.one("missing-grading").state == "met_late"


def test_the_standard_excuses_before_a_decision_and_excused_comes_before_unknown():
    case = night("2026-11-25 12:00").child("C", born=None, died_on=day("2026-11-24"))
    case.add("missing_episodes", "E1", nominal_id="C", reported_at=uk("2026-11-20 10:00"))
    case.excuses["missing-grading", "E1"] = day("2026-12-31")
    assert (case.one("missing-grading").state, case.one("missing-grading").excused_by) == ("excused", "standard")


def test_unknown_comes_before_met():
    incident = night("2026-11-25 12:00").child("C").incident("I1", "2026-11-20 10:00", victim="C")
    incident.change("incidents", "I1", attended_at=uk("2026-11-20 10:05"))
    row = incident.one("domestic-attended")
    assert (row.state, row.due_at, row.met_at) == ("unknown", None, None)


def test_actionable_until_ninety_days_after_due():
    # Due on 20 November 2026 at 11:00: 90 days on, at the same UK time of day, is 18 February 2027, 11:00.
    assert grading("2027-02-18 11:00").one("missing-grading").actionable
    assert not grading("2027-02-18 11:01").one("missing-grading").actionable
    assert grading("2027-02-18 11:01").one("missing-grading").state == "late"


def test_ninety_days_keep_the_uk_time_of_day():
    case = night("2026-11-30 11:00").child("C")
    case.add("missing_episodes", "E1", nominal_id="C", reported_at=uk("2026-09-01 10:00"))
    assert case.one("missing-grading").actionable  # due 1 September 11:00 BST + 90 days: 30 November 11:00 GMT
    case.as_of = uk("2026-11-30 11:01")
    assert not case.one("missing-grading").actionable


def test_an_offender_duty_can_be_done_for_ever_unless_the_standard_says_otherwise():
    case = night("2027-11-25 12:00").offender(registered_on=day("2020-01-10"))
    assert case.one("offender-first-visit").actionable
    case.standard.with_number("offender-first-visit", "can_still_be_done", 30, "days")
    assert not case.one("offender-first-visit").actionable


def test_an_online_duty_is_actionable_while_its_case_is_open():
    case = night("2026-11-25 12:00").add("online_cases", "K1", received_at=uk("2026-01-05 10:00"), source="nca")
    assert case.one("online-grading").actionable
    case.change("online_cases", "K1", closed_at=uk("2026-02-05 10:00"))
    assert not case.one("online-grading").actionable


@pytest.mark.parametrize(
    ("as_of", "due_soon"),
    [("2026-11-20 10:44", False), ("2026-11-20 10:45", True), ("2026-11-20 11:00", True), ("2026-11-20 11:01", False)],
)
def test_due_soon_is_the_last_quarter_of_the_clock(as_of, due_soon):
    assert grading(as_of).one("missing-grading").due_soon is due_soon


def test_due_soon_is_at_most_fourteen_days_before():
    # First visit by 12 months (a force's own number): a quarter would be three months.
    case = night("2026-12-27 23:59").offender(registered_on=day("2026-01-10"))
    case.standard.with_number("offender-first-visit", "within", 12, "months")
    assert case.one("offender-first-visit").due_at == end("2027-01-10")
    assert not case.one("offender-first-visit").due_soon
    case.as_of = datetime(2026, 12, 27, 23, 59, 59, tzinfo=UTC)
    assert case.one("offender-first-visit").due_soon


def test_a_duty_has_its_own_warning():
    case = grading("2026-11-20 10:29")
    case.standard.with_number("missing-grading", "warning", 0.5, "hours")
    assert not case.one("missing-grading").due_soon
    case.as_of = uk("2026-11-20 10:30")
    assert case.one("missing-grading").due_soon


def test_a_duty_that_needs_an_absent_record_set_gives_no_rows():
    case = grading("2026-11-25 12:00")
    case.absent = frozenset({"strategy_discussions"})
    assert case.one("missing-grading").state == "late"
    case.absent = frozenset({"nominals"})
    assert case.of("missing-grading") == {}


def test_marks_of_the_key_are_escaped():
    case = night("2026-11-25 12:00").child("C|1%")
    case.incident("I|1", "2026-11-20 10:00", "child_concern", victim="C|1%")
    assert list(case.of("child-seen")) == ["I%7C1|C%7C1%25"]
    assert case.one("child-seen").subject_id == "C|1%"


def test_person_and_link_confidence():
    case = grading("2026-11-25 12:00")
    assert (case.one("missing-grading").person_id, case.one("missing-grading").link_confidence) == ("own:C", 1.0)
    case.child("C2", "2016-05-05").persons.update({"C": "P1", "C2": "P1"})
    case.match = {"C": 0.97, "C2": 0.93}
    assert (case.one("missing-grading").person_id, case.one("missing-grading").link_confidence) == ("P1", 0.93)


def test_restricted_follows_the_record_and_the_nominals():
    case = night("2026-11-25 12:00").child("C").incident("I1", "2026-11-20 10:00", victim="C")
    assert not case.one("child-seen").restricted
    case.change("incidents", "I1", restricted=True)
    assert case.one("child-seen").restricted
    case.change("incidents", "I1", restricted=False).change("nominals", "C", restricted=True)
    assert case.one("child-seen").restricted


def test_a_state_of_unknown_order_in_custody():
    row = detention("2026-11-25 12:00", bail_refused_at=uk("2026-11-20 09:00")).one("custody-accommodation")
    assert row.state == "unknown"
    assert (row.started_at, row.due_at) == (uk("2026-11-20 09:00"), uk("2026-11-20 10:00"))
