"""Workforce: conditions on as_of's date."""

import pytest
from tests.engine.reference.making import Night, day, end, night, uk


def officer(role: str = "offender_manager", as_of: str = "2026-11-20 12:00", **more) -> Night:
    usual = {"name": "A", "team": "T1", "role": role, "active_from": day("2026-11-10")}
    return night(as_of).add("officers", "F1", **{**usual, **more})


def trained(case: Night, course: str, on: str, until: str | None = None) -> Night:
    key = f"T{len(case.standing.get('training', []))}"
    expires = None if until is None else day(until)
    return case.add("training", key, officer_id="F1", course=course, completed_on=day(on), expires_on=expires)


@pytest.mark.parametrize(
    ("role", "courses"),
    [
        ("online_investigator", ["F1|kirat"]),
        ("child_investigator", ["F1|scaidp"]),
        ("offender_manager", []),
        ("response", []),
    ],
)
def test_the_courses_of_a_role(role, courses):
    assert list(officer(role).of("workforce-trained")) == courses


def test_a_manager_of_an_active_offender_needs_two_courses():
    case = officer("response").offender(manager_id="F1")
    assert list(case.of("workforce-trained")) == ["F1|arms", "F1|mosovo"]
    row = case.of("workforce-trained")["F1|arms"]
    assert (row.started_at, row.due_at, row.state, row.subject_kind) == (
        uk("2026-11-10 00:00"), end("2026-11-10"), "late", "officer"
    )  # fmt: skip
    assert (row.owner_id, row.team, row.person_id) == ("F1", "T1", None)
    assert case.change("offenders", "O1", management="reactive").of("workforce-trained") == {}
    case.change("offenders", "O1", management="active", notification_ends_on=day("2026-11-19"))
    assert case.of("workforce-trained") == {}


@pytest.mark.parametrize(
    ("on", "until", "state"),
    [
        ("2026-11-20", None, "met"),
        ("2026-11-21", None, "late"),
        ("2020-01-01", "2026-11-20", "met"),
        ("2020-01-01", "2026-11-19", "late"),
    ],
)
def test_training_holds_on_as_ofs_date(on, until, state):
    case = trained(officer("online_investigator"), "kirat", on, until)
    assert (case.one("workforce-trained").state, case.one("workforce-trained").hours_late is None) == (
        state,
        state == "met",
    )


def test_trained_is_met_at_the_later_of_completion_and_start_and_never_late():
    case = trained(officer("online_investigator"), "kirat", "2026-11-15")
    assert (case.one("workforce-trained").state, case.one("workforce-trained").met_at) == (
        "met",
        uk("2026-11-15 00:00"),
    )
    trained(case, "kirat", "2020-01-01")
    assert case.one("workforce-trained").met_at == uk("2026-11-10 00:00")


def test_without_active_from_it_is_unknown():
    row = trained(officer("online_investigator", active_from=None), "kirat", "2020-01-01").one("workforce-trained")
    assert (row.state, row.started_at, row.due_at, row.met_at) == ("unknown", None, None, None)


@pytest.mark.parametrize("dates", [{"active_from": day("2026-11-21")}, {"active_to": day("2026-11-19")}])
def test_who_is_not_active_owes_nothing(dates):
    assert officer("online_investigator", **dates).run() == []
    assert officer("offender_manager", fte=1, **dates).run() == []


def caseload(fte: float | None, offenders: int) -> Night:
    case = officer(fte=fte)
    for number in range(offenders):
        case.offender(f"O{number}", nominal_id=f"N{number}", manager_id="F1")
    return case


@pytest.mark.parametrize(
    ("fte", "offenders", "state"),
    [
        (1, 50, "met"),
        (1, 51, "late"),
        (0.5, 25, "met"),
        (0.5, 26, "late"),
        (0.58, 29, "met"),
        (0, 0, "met"),
        (0, 1, "late"),
    ],
)
def test_a_caseload_is_at_or_under_its_limit(fte, offenders, state):
    row = caseload(fte, offenders).one("workforce-caseload")
    assert (row.state, row.started_at, row.due_at, row.met_at, row.hours_late) == (state, None, None, None, None)
    assert row.actionable
    assert not row.due_soon


def test_a_caseload_without_fte_is_unknown_and_reactive_or_ended_ones_do_not_count():
    assert caseload(None, 1).one("workforce-caseload").state == "unknown"
    case = caseload(0.02, 1)
    case.offender("R", manager_id="F1", management="reactive")
    case.offender("E", manager_id="F1", notification_ends_on=day("2026-11-19"))
    assert case.one("workforce-caseload").state == "met"
    case.offender("T", manager_id="F1", notification_ends_on=day("2026-11-20"))
    assert case.one("workforce-caseload").state == "late"
