"""Domestic abuse, partners, custody, disclosure."""

import pytest
from tests.engine.reference.making import Night, day, end, night, school_closed, uk

REPORTED = "2026-11-20 18:30"  # a Friday evening


def abuse(as_of: str = "2026-11-30 12:00", reported: str = REPORTED, born: str | None = "2015-05-05") -> Night:
    return night(as_of).child("C", born).adult("M").incident("I1", reported, victim="M", child_present="C")


@pytest.mark.parametrize(
    ("risk", "due"), [("high", "2026-11-20 19:30"), ("medium", "2026-11-20 22:30"), ("standard", "2026-11-21 18:30")]
)
def test_attended_by_risk(risk, due):
    row = abuse().change("incidents", "I1", risk_level=risk, attended_at=uk(due)).one("domestic-attended")
    assert (row.due_at, row.state, row.subject_kind, row.person_id) == (uk(due), "met", "record", None)


def test_attended_is_unknown_when_nobody_is_known_to_be_a_child():
    case = abuse(born=None).change("incidents", "I1", risk_level="high")
    assert case.one("domestic-attended").state == "unknown"
    case.child("D", "2016-01-01").add("incident_people", "X", incident_id="I1", nominal_id="D", role="child_related")
    assert case.one("domestic-attended").state == "late"
    assert abuse(born="1990-01-01").of("domestic-attended") == {}


def test_a_referral_for_that_child_with_that_incident():
    case = abuse()
    sent = {"recipient": "social_care", "sent_at": uk("2026-11-21 18:30")}
    case.add("referrals", "R1", nominal_id="C", **sent).add("referrals", "R2", nominal_id="M", incident_id="I1", **sent)
    assert case.one("domestic-referral").state == "late"
    case.add("referrals", "R3", nominal_id="C", incident_id="I1", **sent)
    assert case.one("domestic-referral").state == "met"


def test_school_is_told_by_nine_on_the_next_school_day():
    assert abuse().one("domestic-school-told").due_at == uk("2026-11-23 09:00")
    assert abuse(reported="2026-11-20 08:59").one("domestic-school-told").due_at == uk("2026-11-20 09:00")
    case = abuse().change("nominals", "C", school="Hill Primary")
    case.standard.school_days = school_closed("2026-11-23", school="Hill Primary")
    assert case.one("domestic-school-told").due_at == uk("2026-11-24 09:00")


@pytest.mark.parametrize(
    ("born", "states"), [("2022-11-20", ["late"]), ("2022-11-21", []), (None, ["unknown"]), ("2008-11-20", [])]
)
def test_school_is_told_from_the_fourth_birthday(born, states):
    assert [row.state for row in abuse(born=born).of("domestic-school-told").values()] == states


def test_a_partners_answer_is_both_the_later():
    case = night("2026-11-30 12:00").adult("M")
    case.add("referrals", "R1", nominal_id="M", recipient="social_care", sent_at=uk(REPORTED), acknowledged_at=uk(REPORTED))
    case.add("referrals", "R2", nominal_id="M", recipient="school", sent_at=uk(REPORTED))
    row = case.one("partner-answer")
    assert (row.key, row.subject_kind, row.due_at, row.state) == ("R1", "child", end("2026-11-23"), "late")
    case.change("referrals", "R1", decided_at=uk("2026-11-23 23:59"))
    assert (case.one("partner-answer").state, case.one("partner-answer").met_at) == ("met", uk("2026-11-23 23:59"))


def test_partners_work_is_that_of_the_incident_or_case():
    case = abuse().change("incidents", "I1", team="DA")
    case.add("online_cases", "K1", received_at=uk(REPORTED), source="nca", team="POLIT", restricted=True)
    case.add("referrals", "R1", nominal_id="C", recipient="social_care", sent_at=uk(REPORTED), incident_id="I1")
    case.add("referrals", "R2", nominal_id="C", recipient="social_care", sent_at=uk(REPORTED), case_id="K1")
    assert {key: (row.team, row.restricted) for key, row in case.of("partner-answer").items()} == {
        "R1": ("DA", False), "R2": ("POLIT", True)
    }  # fmt: skip
    case.add(
        "strategy_discussions", "S1", nominal_id="C", referral_id="R1", held_at=uk(REPORTED), outcome="section_47_joint"
    )
    assert (case.one("partner-conference").team, case.one("partner-conference").due_at) == ("DA", end("2026-12-11"))


def test_a_conference_is_owed_after_section_47_only_and_bank_holidays_put_it_off():
    case = night("2026-12-30 12:00").child("C")
    held = {"nominal_id": "C", "held_at": uk("2026-12-10 10:00")}
    case.add("strategy_discussions", "S1", outcome="section_47_single", **held)
    case.add("strategy_discussions", "S2", outcome="no_further_action", **held)
    assert list(case.of("partner-conference")) == ["S1"]
    # 11, 14-18, 21-24, 29-31 December are 13 working days; 1 January is not in this standard's list: 14; 4 January: 15.
    assert case.one("partner-conference").due_at == end("2027-01-04")


def test_police_protection():
    case = night("2026-10-30 12:00").child("C").add(
        "police_protections", "P1", nominal_id="C", taken_at=uk("2026-10-24 10:00"),
        ended_at=uk("2026-10-27 09:00"), local_authority_told_at=uk("2026-10-24 12:01"),
    )  # fmt: skip
    ended, told = case.one("police-protection-end"), case.one("police-protection-told")
    assert (ended.due_at, ended.state) == (uk("2026-10-27 09:00"), "met")  # 72 hours over the end of summer time
    assert (told.state, told.owner_id, told.risk_level) == ("met_late", None, None)


@pytest.mark.parametrize(("released", "state"), [("2026-11-20 20:30", "excused"), ("2026-11-20 20:31", "late")])
def test_an_appropriate_adult_is_not_owed_to_who_was_released_in_time(released, state):
    case = night("2026-11-30 12:00").child("C")
    case.add("detentions", "D1", nominal_id="C", arrived_at=uk(REPORTED), released_at=uk(released))
    assert case.one("custody-appropriate-adult").state == state


def test_accommodation_is_asked_within_an_hour_of_bail_refused():
    case = night("2026-11-30 12:00").child("C").add("detentions", "D1", nominal_id="C", arrived_at=uk(REPORTED))
    assert case.of("custody-accommodation") == {}
    case.change(
        "detentions", "D1", bail_refused_at=uk("2026-11-21 02:00"), accommodation_requested_at=uk("2026-11-21 03:00")
    )
    assert case.one("custody-accommodation").state == "met"
    case.change("nominals", "C", date_of_birth=day("2008-11-21"))  # 18 on the day of the refusal
    assert case.of("custody-accommodation") == {}
    assert len(case.of("custody-appropriate-adult")) == 1


def test_disclosures():
    case = night("2026-11-30 12:00").add("disclosures", "X1", applied_at=uk("2026-10-20 10:00"), team="MOSOVO")
    assert {row.duty: row.due_at for row in case.run()} == {
        "disclosure-checks": uk("2026-10-21 10:00"), "disclosure-interview": uk("2026-10-30 10:00")
    }  # fmt: skip
    case.change("disclosures", "X1", interviewed_at=uk("2026-10-30 10:01"))
    assert case.one("disclosure-interview").state == "met_late"
    assert (case.one("disclosure-decision").due_at, case.one("disclosure-decision").team) == (
        uk("2026-11-27 10:01"), "MOSOVO"
    )  # fmt: skip
    case.change("disclosures", "X1", interviewed_at=uk("2026-10-19 10:01"), decided_at=uk("2026-10-20 10:00"))
    assert (case.one("disclosure-decision").state, case.one("disclosure-interview").state) == ("unknown", "late")


def test_an_event_after_as_of_is_left_out_of_everything():
    case = abuse(as_of="2026-11-20 18:29")
    assert case.run() == []
