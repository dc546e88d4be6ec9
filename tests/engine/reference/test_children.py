"""Children seen and heard, and the children around them."""

from datetime import UTC, datetime

import pytest
from tests.engine.reference.making import Night, day, night, uk

REPORTED = "2026-11-10 10:00"


def concern(as_of: str = "2026-11-20 12:00", kind: str = "child_concern", **people) -> Night:
    return night(as_of).child("C").incident("I1", REPORTED, kind, **(people or {"victim": "C"}))


def contact(case: Night, key: str, at: str, seen: bool | None = None, nominal: str = "C", **more) -> Night:
    return case.add("child_contacts", key, nominal_id=nominal, incident_id="I1", contact_at=uk(at), seen=seen, **more)


def attempt(case: Night, key: str, at: str) -> Night:
    return contact(case, key, at, seen=False, not_seen_reason="at school")


@pytest.mark.parametrize("kind", ["domestic_abuse", "child_concern", "child_abuse", "exploitation"])
def test_a_child_in_such_an_incident_is_seen_within_a_day(kind):
    row = concern(kind=kind).one("child-seen")
    assert (row.key, row.due_at, row.state) == ("I1|C", uk("2026-11-11 10:00"), "late")


def test_other_incidents_and_other_roles_ask_nothing():
    assert concern(kind="other").of("child-seen") == {}
    for role in ("suspect", "witness", "other"):
        assert concern(**{role: "C"}).of("child-seen") == {}
    for role in ("victim", "child_related", "child_present"):
        assert len(concern(**{role: "C"}).of("child-seen")) == 1


def test_two_roles_or_two_linked_nominals_give_one_row_with_the_smallest():
    assert len(concern(victim="C", child_present="C").of("child-seen")) == 1
    case = concern(victim="C", child_present="B").child("B")
    assert list(case.of("child-seen")) == ["I1|B", "I1|C"]
    case.persons.update({"B": "P", "C": "P"})
    assert list(case.of("child-seen")) == ["I1|B"]


@pytest.mark.parametrize(
    ("born", "states"), [("2008-11-10", []), ("2008-11-11", ["late"]), (None, ["unknown"]), ("2008-02-29", [])]
)
def test_a_child_is_under_eighteen_on_the_day_of_the_report(born, states):
    case = concern().change("nominals", "C", date_of_birth=born and day(born))
    assert [row.state for row in case.of("child-seen").values()] == states


def test_the_youngest_date_of_birth_of_linked_nominals_counts():
    case = concern().change("nominals", "C", date_of_birth=day("2000-01-01")).child("B", "2012-01-01")
    assert case.of("child-seen") == {}
    case.persons.update({"B": "P", "C": "P"})
    assert len(case.of("child-seen")) == 1


def test_only_contacts_of_that_incident_and_person_count():
    case = concern().child("B", "2016-01-01")
    case.add("child_contacts", "X", nominal_id="C", contact_at=uk("2026-11-10 12:00"), seen=True)
    contact(case, "Y", "2026-11-10 12:00", seen=True, nominal="B")
    assert case.one("child-seen").state == "late"
    case.persons.update({"B": "P", "C": "P"})
    assert case.one("child-seen").state == "met"


def test_seen_empty_is_not_seen_and_a_contact_before_the_report_does_not_fulfil():
    case = contact(contact(concern(), "T1", "2026-11-10 11:00"), "T2", "2026-11-10 09:59", seen=True)
    assert case.one("child-seen").state == "late"


def test_an_attempt_with_a_reason_moves_the_due_time():
    case = attempt(concern("2026-11-13 12:00"), "T1", "2026-11-11 10:00")  # at the due time: still in time
    row = case.one("child-seen")
    assert (row.due_at, row.state) == (uk("2026-11-14 10:00"), "not_due")


def test_an_attempt_after_the_due_time_changes_nothing():
    assert attempt(concern(), "T1", "2026-11-11 10:01").one("child-seen").due_at == uk("2026-11-11 10:00")


def test_an_attempt_before_the_report_or_without_reason_changes_nothing():
    case = contact(attempt(concern(), "T1", "2026-11-10 09:59"), "T2", "2026-11-10 12:00", seen=False)
    assert case.one("child-seen").due_at == uk("2026-11-11 10:00")


def test_attempts_move_the_due_time_on_up_to_five_days():
    case = attempt(attempt(concern(), "T1", "2026-11-10 12:00"), "T2", "2026-11-13 12:00")
    assert case.one("child-seen").due_at == uk("2026-11-15 10:00")  # 120 hours after the report, not 16 November
    assert attempt(case, "T3", "2026-11-15 10:00").one("child-seen").due_at == uk("2026-11-15 10:00")


def test_an_attempt_in_time_only_by_an_earlier_move_counts():
    case = attempt(attempt(concern(), "T2", "2026-11-12 09:00"), "T1", "2026-11-10 11:00")
    assert case.one("child-seen").due_at == uk("2026-11-15 09:00")


def test_attempts_after_the_child_was_seen_change_nothing():
    case = contact(concern(), "T1", "2026-11-11 11:00", seen=True)
    assert attempt(case, "T2", "2026-11-11 09:00").one("child-seen").state == "met"
    late = contact(concern(), "T1", "2026-11-10 11:00", seen=True)
    assert attempt(late, "T2", "2026-11-10 12:00").one("child-seen").due_at == uk("2026-11-11 10:00")


def test_a_decision_excuses_a_moved_duty_too():
    case = attempt(concern("2026-11-12 12:00"), "T1", "2026-11-11 10:00")
    case.excuses["child-seen", "I1|C"] = day("2026-11-12")
    assert case.one("child-seen").state == "excused"


def test_heard_is_asked_once_the_child_is_seen():
    case = attempt(concern(), "T1", "2026-11-10 12:00")
    assert case.of("child-heard") == {}
    row = contact(case, "T2", "2026-11-10 13:00", seen=True, spoken_to=True).one("child-heard")
    assert (row.started_at, row.due_at, row.state) == (uk("2026-11-10 13:00"), uk("2026-11-10 13:00"), "late")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("I want to stay at nan's", "met"),
        ("Safe and well.", "late"),
        ("  SAFE   AND\nWELL ", "late"),
        ("O.K.", "late"),
        ("N/A", "late"),
        ("n a", "met"),
        ("safe & well", "met"),
        ("asleep upstairs", "met"),
        ("…", "met"),
        (None, "late"),
    ],
)
def test_stock_phrases_are_no_voice(text, state):
    for column in ("words", "demeanour"):
        case = contact(concern(), "T1", "2026-11-10 13:00", seen=True, **{column: text})
        assert case.one("child-heard").state == state


def test_demeanour_counts_where_words_are_a_stock_phrase():
    case = contact(concern(), "T1", "2026-11-10 13:00", seen=True, words="ok", demeanour="held on to mum")
    assert case.one("child-heard").state == "met"


def test_heard_at_any_contact_of_the_incident():
    case = contact(concern(), "T1", "2026-11-10 13:00", seen=True)
    contact(case, "T2", "2026-11-11 13:00", words="I was frightened")
    assert (case.one("child-heard").state, case.one("child-heard").hours_late) == ("met_late", 24.0)
    contact(case, "T0", "2026-11-09 13:00", words="He shouts")
    assert (case.one("child-heard").state, case.one("child-heard").met_at) == ("met", uk("2026-11-10 13:00"))


def family(as_of: str = "2026-11-20 12:00") -> Night:
    """C is a victim; S lives with C."""
    case = concern(as_of).child("S", "2018-01-01")
    return case.add("associations", "L1", nominal_id="S", other_nominal_id="C", kind="lives_with")


def test_others_of_a_child_victims_household_are_seen_or_referred():
    row = family().one("child-siblings")
    assert (row.key, row.due_at, row.state) == ("I1|S", uk("2026-11-12 10:00"), "late")
    assert contact(family(), "T1", "2026-11-12 10:00", seen=True, nominal="S").one("child-siblings").state == "met"
    case = family().add(
        "referrals", "R1", nominal_id="S", recipient="health", sent_at=uk("2026-11-12 10:01"), incident_id="I1"
    )
    assert case.one("child-siblings").state == "met_late"


def test_whoever_is_in_the_incident_in_any_role_is_no_sibling_of_it():
    case = family().add("incident_people", "IP", incident_id="I1", nominal_id="S", role="witness")
    assert case.of("child-siblings") == {}


def test_siblings_need_not_live_there_but_one_step_only():
    case = concern().child("S").child("T")
    case.add("associations", "L1", nominal_id="C", other_nominal_id="S", kind="sibling")
    case.add("associations", "L2", nominal_id="S", other_nominal_id="T", kind="sibling")
    assert list(case.of("child-siblings")) == ["I1|S"]


@pytest.mark.parametrize(("ended", "rows"), [("2026-11-09", 0), ("2026-11-10", 1)])
def test_the_household_is_that_of_the_starts_day(ended, rows):
    assert len(family().change("associations", "L1", ended_on=day(ended)).of("child-siblings")) == rows


def test_only_a_victim_known_to_be_under_eighteen_has_siblings():
    assert family().change("nominals", "C", date_of_birth=None).of("child-siblings") == {}
    assert family().change("nominals", "C", date_of_birth=day("2000-01-01")).of("child-siblings") == {}


def test_a_sibling_of_unknown_age_is_unknown_and_an_adult_none():
    assert family().change("nominals", "S", date_of_birth=None).one("child-siblings").state == "unknown"
    assert family().change("nominals", "S", date_of_birth=day("2008-11-10")).of("child-siblings") == {}


def test_a_siblings_subject_is_their_smallest_nominal():
    case = family().child("A", "2018-01-01")
    case.persons.update({"A": "P", "S": "P"})
    assert case.one("child-siblings").key == "I1|A"


def known(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_related_child_is_recorded_as_victim():
    case = concern(kind="domestic_abuse", child_related="C")
    assert case.one("child-victim-recorded").state == "late"
    case.add("incident_people", "V", incident_id="I1", nominal_id="C", role="victim", recorded_at=known("2026-11-11T10:00"))
    row = case.one("child-victim-recorded")
    assert (row.state, row.met_at, row.due_at) == ("met", known("2026-11-11T10:00"), uk("2026-11-11 10:00"))
    values = {"incident_id": "I1", "nominal_id": "C"}
    case.version("incident_people", "V", role="victim", recorded_at=known("2026-11-10T09:00"), **values)
    assert case.one("child-victim-recorded").met_at == uk(REPORTED)  # first known before the report: not before it
    case.version("incident_people", "V", role="other", recorded_at=known("2026-11-10T12:00"), **values)
    assert case.one("child-victim-recorded").met_at == known("2026-11-11T10:00")


def test_a_child_only_present_or_in_another_kind_need_not_be_victim():
    assert concern(kind="domestic_abuse", child_present="C").of("child-victim-recorded") == {}
    assert concern(kind="child_concern", child_related="C").of("child-victim-recorded") == {}
