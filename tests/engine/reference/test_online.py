"""Online child sexual exploitation."""

import pytest
from tests.engine.reference.making import Night, day, night, uk


def case_of(as_of: str = "2026-11-20 12:00", received: str = "2026-11-02 10:00", **more) -> Night:
    return night(as_of).add("online_cases", "K1", received_at=uk(received), source="nca", **more)


def event(case: Night, key: str, kind: str, at: str, **more) -> Night:
    return case.add("case_events", key, case_id="K1", kind=kind, occurred_at=uk(at), **more)


def test_grading_is_met_by_the_first_grading_after_receipt():
    case = event(case_of(), "G1", "graded", "2026-11-02 09:00", level="low")
    assert case.one("online-grading").state == "late"
    event(case, "G2", "graded", "2026-11-03 10:00", level="high")
    row = case.one("online-grading")
    assert (row.state, row.due_at, row.subject_kind, row.subject_id) == ("met", uk("2026-11-03 10:00"), "record", "K1")
    assert (row.person_id, row.risk_level) == (None, "high")


@pytest.mark.parametrize(("closed", "state"), [("2026-11-03 09:59", "excused"), ("2026-11-03 10:00", "late")])
def test_a_case_closed_ungraded_before_it_was_due_is_excused(closed, state):
    assert case_of(closed_at=uk(closed)).one("online-grading").state == state


def test_enforcement_counts_from_the_last_grading_before_it():
    case = case_of()
    assert case.of("online-enforcement") == {}
    event(case, "G1", "graded", "2026-11-03 10:00", level="low")
    event(case, "G2", "graded", "2026-11-04 10:00", level="high")
    row = case.one("online-enforcement")
    assert (row.key, row.due_at, row.state) == ("K1|G2", uk("2026-11-11 10:00"), "late")
    event(case, "F1", "enforced", "2026-11-03 20:00")
    row = case.one("online-enforcement")
    assert (row.key, row.due_at, row.state, row.risk_level) == ("K1|G1", uk("2026-12-03 10:00"), "met", "low")


def test_enforced_before_any_grading_owes_nothing():
    case = event(case_of(), "G1", "graded", "2026-11-03 10:00", level="low")
    assert event(case, "F1", "enforced", "2026-11-03 09:59").of("online-enforcement") == {}


def test_a_grading_at_the_moment_of_enforcement_counts():
    case = event(case_of(), "G1", "graded", "2026-11-03 10:00", level="very_high")
    row = event(case, "F1", "enforced", "2026-11-03 10:00").one("online-enforcement")
    assert (row.state, row.met_at) == ("met", uk("2026-11-03 10:00"))


def test_of_gradings_at_the_same_time_the_greatest_key_counts():
    case = event(case_of(), "G2", "graded", "2026-11-03 10:00", level="low")
    event(case, "G10", "graded", "2026-11-03 10:00", level="high")
    assert case.one("online-enforcement").key == "K1|G2"


def test_a_grading_without_level_is_unknown():
    row = event(case_of(), "G1", "graded", "2026-11-03 10:00").one("online-enforcement")
    assert (row.state, row.started_at, row.due_at) == ("unknown", uk("2026-11-03 10:00"), None)


def test_enforcement_is_excused_when_closed_with_a_charging_decision():
    case = event(case_of(closed_at=uk("2026-11-15 10:00")), "G1", "graded", "2026-11-03 10:00", level="high")
    assert case.one("online-enforcement").state == "late"
    event(case, "D1", "charging_decision", "2026-11-12 10:00")
    assert case.one("online-enforcement").state == "excused"
    event(case, "F1", "enforced", "2026-11-13 10:00")
    assert case.one("online-enforcement").state == "met_late"


def test_the_standard_may_count_enforcement_from_receipt():
    case = event(case_of(), "G1", "graded", "2026-11-03 10:00", level="high")
    case.standard.with_number("online-enforcement", "counts_from", "receipt", "choice")
    row = case.one("online-enforcement")
    assert (row.key, row.started_at, row.due_at) == ("K1|G1", uk("2026-11-02 10:00"), uk("2026-11-09 10:00"))


def test_each_child_of_a_case_is_shared_by_person():
    case = case_of().child("C1").child("C2")
    case.persons.update({"C1": "P", "C2": "P"})
    event(case, "E2", "child_identified", "2026-11-03 10:00", nominal_id="C2")
    event(case, "E3", "child_identified", "2026-11-04 10:00", nominal_id="C1")
    event(case, "E4", "child_identified", "2026-11-05 10:00")
    rows = case.of("online-children-shared")
    assert {key: row.started_at for key, row in rows.items()} == {
        "K1|C2": uk("2026-11-03 10:00"), "K1|unnamed": uk("2026-11-05 10:00")
    }  # fmt: skip
    case.add("referrals", "R0", nominal_id="C1", recipient="social_care", sent_at=uk("2026-11-05 12:00"))
    assert rows["K1|C2"].state == "late"  # a referral without that case_id
    case.add("referrals", "R1", nominal_id="C1", recipient="social_care", sent_at=uk("2026-11-04 10:00"), case_id="K1")
    rows = case.of("online-children-shared")
    assert (rows["K1|C2"].state, rows["K1|unnamed"].state) == ("met", "late")
    case.add("referrals", "R2", nominal_id="Z", recipient="social_care", sent_at=uk("2026-11-06 10:00"), case_id="K1")
    assert case.of("online-children-shared")["K1|unnamed"].state == "met"


def test_lado_is_told_within_one_working_day():
    case = event(case_of(), "E1", "child_work_identified", "2026-11-13 18:00")  # a Friday evening
    row = case.one("online-lado")
    assert (row.due_at, row.state) == (uk("2026-11-16 23:59:59"), "late")
    case.add("referrals", "R1", nominal_id="S", recipient="lado", sent_at=uk("2026-11-16 23:59:59"), case_id="K1")
    assert case.one("online-lado").state == "met"


def test_progress_runs_from_the_last_event_of_an_open_case():
    case = case_of()
    assert (case.one("online-progress").key, case.one("online-progress").due_at) == (
        "K1|received",
        uk("2026-11-30 10:00"),
    )
    event(case, "E1", "researched", "2026-11-05 10:00")
    assert (case.one("online-progress").key, case.one("online-progress").state) == ("K1|E1", "not_due")
    event(case, "E2", "researched", "2026-11-21 10:00")  # after as_of
    assert case.one("online-progress").key == "K1|E1"
    assert case.change("online_cases", "K1", closed_at=uk("2026-11-19 10:00")).of("online-progress") == {}
    assert len(case.change("online_cases", "K1", closed_at=uk("2026-11-21 10:00")).of("online-progress")) == 1


def test_devices_are_examined_within_ninety_days_per_submission():
    case = case_of("2026-11-20 12:00", "2026-01-02 10:00")
    event(case, "E1", "devices_submitted", "2026-03-01 10:00")
    event(case, "E2", "devices_submitted", "2026-09-01 10:00")
    event(case, "E3", "devices_examined", "2026-05-30 10:01")
    rows = case.of("online-devices")
    assert rows["E1"].due_at == uk("2026-05-30 10:00")
    assert {key: row.state for key, row in rows.items()} == {"E1": "met_late", "E2": "not_due"}
    assert rows["E1"].subject_id == "K1"


def bail(case: Night, key: str, starts: str, ends: str, **more) -> Night:
    usual = {"case_id": "K1", "suspect_nominal_id": "S", "protects_child": True}
    return case.add("bails", key, starts_at=uk(starts), ends_at=uk(ends), **{**usual, **more})


def test_bail_is_owed_in_the_last_seven_days_before_it_ends():
    case = bail(case_of("2026-10-21 09:59"), "B1", "2026-10-02 10:00", "2026-10-28 10:00")
    assert case.of("online-bail") == {}
    case.as_of = uk("2026-10-21 10:00")  # summer time still: the same UK time of day
    row = case.one("online-bail")
    assert (row.started_at, row.due_at, row.state, row.subject_id) == (
        uk("2026-10-21 10:00"), uk("2026-10-28 10:00"), "not_due", "B1"
    )  # fmt: skip
    case.as_of = uk("2026-10-28 10:01")
    assert case.one("online-bail").state == "late"


@pytest.mark.parametrize(
    ("ended", "state"),
    [
        ("2026-11-07 09:59", None),
        ("2026-11-07 10:00", "met"),
        ("2026-11-14 10:00", "met"),
        ("2026-11-14 10:01", "met_late"),
    ],
)
def test_bail_ended_before_its_last_week_owes_nothing(ended, state):
    case = bail(case_of(), "B1", "2026-11-02 10:00", "2026-11-14 10:00", ended_at=uk(ended))
    assert [row.state for row in case.of("online-bail").values()] == ([] if state is None else [state])


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "met"),
        ({"case_id": "K2"}, "late"),
        ({"suspect_nominal_id": "T"}, "late"),
        ({"protects_child": False}, "late"),
    ],
)
def test_a_later_bail_of_the_same_case_and_suspect_renews(change, state):
    case = bail(case_of(), "B1", "2026-11-02 10:00", "2026-11-14 10:00")
    bail(case, "B2", "2026-11-13 10:00", "2027-11-14 10:00", **change)
    assert case.of("online-bail")["B1"].state == state


def test_bails_without_a_case_do_not_renew_each_other():
    case = bail(case_of(), "B1", "2026-11-02 10:00", "2026-11-14 10:00", case_id=None)
    bail(case, "B2", "2026-11-13 10:00", "2027-11-14 10:00", case_id=None)
    row = case.one("online-bail")
    assert (row.key, row.state, row.owner_id, row.risk_level) == ("B1", "late", None, None)


def test_a_bail_that_ends_before_it_starts_is_unknown():
    case = bail(case_of(), "B1", "2026-11-14 10:00", "2026-11-10 10:00")
    assert case.one("online-bail").state == "unknown"


def test_online_work_is_the_cases():
    case = case_of(owner_id="F1").add("officers", "F1", name="A", team="POLIT", role="online_investigator")
    assert (case.one("online-grading").owner_id, case.one("online-grading").team) == ("F1", "POLIT")
    case.change("online_cases", "K1", team="Desk")
    assert (case.one("online-grading").owner_id, case.one("online-grading").team) == ("F1", "Desk")


def test_a_death_excuses_no_online_duty():
    case = bail(case_of(), "B1", "2026-11-02 10:00", "2026-11-14 10:00").child("S", "1980-01-01", died_on=day("2026-11-12"))
    assert case.one("online-bail").state == "late"
