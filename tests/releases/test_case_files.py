"""Which records are case files, whom each is about, and what is told beside it."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from seenheard.duties import DUTIES
from seenheard.releases import case_files, subjects
from seenheard.releases.case_types import CASE_TYPES
from tests.releases.nights import STANDARD, small_night
from tests.releases.tables import AS_OF, empty_night, moment, owe, stand


def worked_out(db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The case files of the night."""
    subjects.work_out(db, DUTIES, STANDARD, moment(AS_OF))
    case_files.work_out(db, moment(AS_OF))
    return read(db, "case_files")


def read(db: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    result = db.execute(f"SELECT * FROM result.{table} ORDER BY ALL")
    names = [column[0] for column in result.description or []]
    found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    for row in found:
        row |= {name: json.loads(row[name]) for name in ("nominal_ids", "timelines") if name in row}
    return found


def keys(found: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["case_type"], row["record_set"], row["record_id"]) for row in found]


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    """A child of eleven, of two nominals."""
    night = empty_night()
    stand(night, "nominals", nominal_id="N1", date_of_birth="2015-01-01", person="P", sex="F")
    stand(night, "nominals", nominal_id="N2", person="P", ethnicity="W1")
    return night


def domestic(db: duckdb.DuckDBPyConnection, name: str = "I1", at: str = "2026-11-01T10:00", **said: Any) -> None:
    """A domestic abuse incident with the child in it."""
    restricted = bool(said.pop("restricted", False))
    stand(db, "incidents", incident_id=name, kind="domestic_abuse", reported_at=at, restricted=restricted)
    stand(db, "incident_people", incident_person_id=f"P-{name}", incident_id=name, nominal_id="N2", role="child_present")
    told = {"key": name.replace("%", "%25").replace("|", "%7C"), "subject_kind": "record", "subject_id": name}
    owe(db, "domestic-attended", **told | {"owner_id": "F1", "team": "North", "risk_level": "high"} | said)


def missing(db: duckdb.DuckDBPyConnection, name: str, at: str, returned: str | None = None, **said: Any) -> None:
    back = {"returned_at": returned} if returned is not None else {}
    stand(db, "missing_episodes", episode_id=name, nominal_id="N1", reported_at=at, **back)
    owe(db, "missing-grading", key=name, subject_id="N1", person_id="P", **said)


def test_a_file_is_what_a_duty_is_about_also_when_it_is_met(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db, state="met")
    (row,) = worked_out(db)
    assert keys([row]) == [("domestic_abuse", "incidents", "I1")]
    assert row["opened_at"] == moment("2026-11-01T10:00")
    assert (row["owner_id"], row["team"], row["risk_level"], row["goes_on"]) == ("F1", "North", "high", False)


def test_it_says_whom_it_is_about_and_what_is_known_of_the_first(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db)
    (row,) = worked_out(db)
    assert row["nominal_ids"] == ["N2"]
    assert (row["sex"], row["ethnicity"], row["age_band"]) == ("F", "W1", "11-15")
    assert (row["subject_kind"], row["subject_id"], row["page_id"]) == ("record", "I1", None)


def test_it_leads_to_the_page_of_the_record_or_of_any_nominal_of_the_child(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db, state="late")
    missing(db, "M1", "2026-11-01T10:00", "2026-11-02T10:00")
    owe(db, subject_id="N2", person_id="P", state="late")
    found = {row["record_id"]: row for row in worked_out(db)}
    assert found["I1"]["page_id"] == "I1"
    assert (found["M1"]["subject_kind"], found["M1"]["subject_id"], found["M1"]["page_id"]) == ("child", "N1", "N2")


def test_the_page_of_another_record_set_with_the_same_key_is_none_of_its(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db, state="met")
    stand(db, "disclosures", disclosure_id="I1", applied_at="2026-11-01T10:00")
    owe(db, "disclosure-checks", key="I1", subject_kind="record", subject_id="I1", state="late")
    assert worked_out(db)[0]["page_id"] is None


@pytest.mark.parametrize(
    ("at", "there"),
    [("2025-11-21T23:59", False), ("2025-11-22T00:00", True), (AS_OF, True), ("2026-11-22T06:01", False)],
)
def test_it_was_opened_in_the_year_up_to_as_of(db: duckdb.DuckDBPyConnection, at: str, there: bool) -> None:
    domestic(db, at=at)
    assert bool(worked_out(db)) is there


@pytest.mark.parametrize("returned", [None, "2026-11-22T06:01"])
def test_what_goes_on_is_there_whenever_it_was_opened(db: duckdb.DuckDBPyConnection, returned: str | None) -> None:
    missing(db, "M1", "2020-01-01T10:00", returned)
    missing(db, "M2", "2020-01-01T10:00", "2020-01-02T10:00")
    missing(db, "M3", "2026-01-01T10:00", AS_OF)
    assert [(row["record_id"], row["goes_on"]) for row in worked_out(db)] == [("M1", True), ("M3", False)]


def test_a_record_that_does_not_stand_is_no_file(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, "domestic-attended", key="gone", subject_kind="record", subject_id="gone")
    assert worked_out(db) == []


def test_a_key_with_the_sign_between_parts_is_found(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db, "a|b%7C")
    assert [row["record_id"] for row in worked_out(db)] == ["a|b%7C"]


def test_a_restricted_record_and_a_restricted_nominal_make_it_restricted(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db, "I1")
    domestic(db, "I2", restricted=True)
    db.execute("UPDATE result.duty_states SET restricted = true WHERE key = 'I2'")
    assert [row["restricted"] for row in worked_out(db)] == [False, True]
    stand(db, "nominals", nominal_id="N3", person="P", restricted=True)
    assert [row["restricted"] for row in worked_out(db)] == [True, True]


def test_a_file_without_a_team_says_none(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, "police_protections", protection_id="R1", nominal_id="N1", taken_at="2026-11-01T10:00")
    owe(db, "police-protection-end", key="R1", subject_id="N1", person_id="P")
    (row,) = worked_out(db)
    assert (row["case_type"], row["team"], row["owner_id"]) == ("police_protection", None, None)


def test_grown_ups_in_an_incident_are_not_whom_it_is_about_but_who_may_be_a_child_is() -> None:
    night = empty_night()
    people = (("N1", "2008-11-01"), ("N2", "2008-11-02"), ("N3", None), ("N4", "2010-01-01"))
    for nominal, born in people:
        stand(night, "nominals", nominal_id=nominal, **({"date_of_birth": born} if born else {}))
        role = "suspect" if nominal == "N4" else "victim"
        stand(night, "incident_people", incident_person_id=nominal, incident_id="I1", nominal_id=nominal, role=role)
    stand(night, "incidents", incident_id="I1", kind="domestic_abuse", reported_at="2026-11-01T10:00")
    owe(night, "domestic-attended", key="I1", subject_kind="record", subject_id="I1")
    assert worked_out(night)[0]["nominal_ids"] == ["N2", "N3"]


def refer(db: duckdb.DuckDBPyConnection, name: str, **said: Any) -> None:
    stand(db, "referrals", **{"referral_id": name, "nominal_id": "N1", "recipient": "social_care"} | said)
    owe(db, "partner-answer", key=name, subject_id=said.get("nominal_id", "N1"), person_id="P")


def test_a_referral_is_another_one_unless_it_belongs_to_a_file_of_another_type(db: duckdb.DuckDBPyConnection) -> None:
    at = "2026-11-01T10:00"
    domestic(db, "I1")
    stand(db, "incidents", incident_id="I2", kind="child_concern", reported_at=at)
    stand(db, "nominals", nominal_id="N9", date_of_birth="1980-01-01")
    refer(db, "R1", sent_at=at)
    refer(db, "R2", sent_at=at, incident_id="I1")
    refer(db, "R3", sent_at=at, incident_id="I2")
    refer(db, "R4", sent_at=at, case_id="C1")
    refer(db, "R5", sent_at=at, nominal_id="N9")
    for name, outcome, held in (("R6", "section_47_joint", at), ("R7", "no_further_action", at)):
        refer(db, name, sent_at=at)
        discussion = {"discussion_id": name, "nominal_id": "N1", "referral_id": name}
        stand(db, "strategy_discussions", **discussion, held_at=held, outcome=outcome)
    assert [row["record_id"] for row in worked_out(db) if row["case_type"] == "other_referrals"] == ["R1", "R3", "R7"]


def test_an_assessment_opens_a_file_only_for_a_child_in_no_exploitation_incident() -> None:
    night = empty_night()
    for nominal in ("N1", "N2"):
        stand(night, "nominals", nominal_id=nominal, date_of_birth="2012-01-01")
        said = {"assessment_id": f"A-{nominal}", "nominal_id": nominal, "tool": "x", "level": "moderate"}
        stand(night, "exploitation_assessments", **said, completed_at="2024-01-01T10:00")
        owe(night, "exploitation-review", key=f"A-{nominal}", subject_id=nominal, person_id=f"own:{nominal}", state="late")
    stand(night, "incidents", incident_id="I1", kind="exploitation", reported_at="2026-11-01T10:00")
    stand(night, "incident_people", incident_person_id="1", incident_id="I1", nominal_id="N1", role="victim")
    owe(night, "child-seen", key="I1|N1", subject_id="N1", person_id="own:N1")
    assert keys(worked_out(night)) == [
        ("exploitation", "exploitation_assessments", "A-N2"),
        ("exploitation", "incidents", "I1"),
    ]
    night.execute("UPDATE result.duty_states SET excused_by = 'standard' WHERE duty = 'exploitation-review'")
    assert [row["record_id"] for row in worked_out(night)] == ["I1"]


def test_an_incident_with_several_children_is_one_file(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, "nominals", nominal_id="N4", date_of_birth="2016-01-01")
    stand(db, "incidents", incident_id="I1", kind="exploitation", reported_at="2026-11-01T10:00")
    for nominal in ("N1", "N2", "N4"):
        stand(db, "incident_people", incident_person_id=nominal, incident_id="I1", nominal_id=nominal, role="victim")
    owe(db, "child-seen", key="I1|N1", subject_id="N1", person_id="P")
    owe(db, "child-seen", key="I1|N4", subject_id="N4", person_id="own:N4", restricted=True)
    (row,) = worked_out(db)
    assert row["nominal_ids"] == ["N1", "N4"] and row["restricted"]


def test_an_online_case_is_about_the_children_identified_by_then() -> None:
    night = empty_night()
    stand(night, "online_cases", case_id="C1", received_at="2024-11-01T10:00", source="nca")
    for name, nominal, at in (("1", "N1", AS_OF), ("2", "N2", "2026-11-22T06:01"), ("3", None, AS_OF)):
        said = {"event_id": name, "case_id": "C1", "kind": "child_identified", "occurred_at": at}
        stand(night, "case_events", **said, nominal_id=nominal)
    owe(night, "online-grading", key="C1", subject_kind="record", subject_id="C1")
    (row,) = worked_out(night)
    assert (row["nominal_ids"], row["goes_on"]) == (["N1"], True)


def test_a_case_without_an_identified_child_is_a_file_too() -> None:
    night = empty_night()
    stand(night, "online_cases", case_id="C1", received_at="2026-11-01T10:00", source="nca", closed_at=AS_OF)
    owe(night, "online-grading", key="C1", subject_kind="record", subject_id="C1")
    (row,) = worked_out(night)
    assert (row["nominal_ids"], row["goes_on"], row["timelines"]) == ([], False, [["online_cases", "C1"]])
    assert {event["kind"] for event in read(night, "case_file_events")} == {"case_received", "case_closed"}


def test_an_offender_is_one_file_that_goes_on() -> None:
    night = small_night()
    owe(night, "offender-unallocated", key="O1", subject_kind="offender", subject_id="O1", state="met")
    found = {row["record_id"]: row for row in worked_out(night)}
    row = found["O1"]
    assert (row["case_type"], row["opened_at"], row["goes_on"]) == ("offender_management", moment("2020-01-01T00:00"), True)
    assert (row["subject_kind"], row["page_id"], row["nominal_ids"]) == ("offender", "O1", ["N9"])
    assert row["timelines"] == [["offender", "O1"]] and row["restricted"]


def said(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    return [(row["subject_kind"], row["subject_id"], row["record_set"], row["kind"]) for row in read(db, "case_file_events")]


def test_the_events_of_a_child_of_two_files_stand_once(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db)
    missing(db, "M1", "2026-11-01T10:00", "2026-11-02T10:00")
    found = {row["record_id"]: row["timelines"] for row in worked_out(db)}
    assert found == {"I1": [["incidents", "I1"], ["child", "N1"]], "M1": [["child", "N1"]]}
    assert said(db) == [
        ("child", "N1", "incidents", "incident"),
        ("child", "N1", "missing_episodes", "missing"),
        ("child", "N1", "missing_episodes", "missing_returned"),
        ("incidents", "I1", "incidents", "reported"),
    ]


def test_who_has_a_page_is_told_there_and_not_again(db: duckdb.DuckDBPyConnection) -> None:
    missing(db, "M1", "2026-11-01T10:00", state="late")
    assert worked_out(db)[0]["timelines"] == [["child", "N1"]]
    assert said(db) == []
    assert [(row["subject_id"], row["kind"]) for row in read(db, "timeline")] == [("N1", "missing")]


def test_what_names_a_child_of_the_incident_is_told_with_the_child_alone(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db)
    for nominal in ("N1", "N8"):  # another nominal of the child, and a brother who was not in the incident
        stand(
            db,
            "referrals",
            referral_id=f"R-{nominal}",
            nominal_id=nominal,
            incident_id="I1",
            recipient="social_care",
            sent_at="2026-11-01T11:00",
        )
    worked_out(db)
    assert [row[:3] for row in said(db) if row[2] == "referrals"] == [
        ("child", "N2", "referrals"),
        ("incidents", "I1", "referrals"),
    ]


def test_the_same_key_in_two_record_sets_stays_apart(db: duckdb.DuckDBPyConnection) -> None:
    domestic(db, "1")
    stand(db, "online_cases", case_id="1", received_at="2026-11-01T10:00", source="nca")
    owe(db, "online-grading", key="1", subject_kind="record", subject_id="1")
    worked_out(db)
    assert {row[:3] for row in said(db) if row[0] != "child"} == {
        ("incidents", "1", "incidents"),
        ("online_cases", "1", "online_cases"),
    }


def test_a_night_without_records_has_no_files() -> None:
    assert worked_out(empty_night()) == []


def test_every_type_can_be_worked_out_from_tables_as_records_makes_them() -> None:
    night = empty_night()
    for case_type in CASE_TYPES.values():
        for one in case_type.opened_by:
            owe(night, one.duty, key=f"{case_type.key}-{one.record_set}")
    assert worked_out(night) == []
