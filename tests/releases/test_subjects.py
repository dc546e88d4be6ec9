"""Whose pages there are, and what their timelines say."""

import json
from datetime import date
from typing import Any

import duckdb
import pytest

from seenheard.duties import DUTIES
from seenheard.releases import subjects, timeline
from tests.releases.nights import STANDARD, small_night, worked_out
from tests.releases.tables import AS_OF, empty_night, moment, owe, stand


def rows(db: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    subjects.work_out(db, DUTIES, STANDARD, moment(AS_OF))
    result = db.execute(f"SELECT * FROM result.{table} ORDER BY ALL")
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def said(db: duckdb.DuckDBPyConnection, subject: str = "N1") -> list[str]:
    found = [row for row in rows(db, "timeline") if row["subject_id"] == subject]
    return [row["sentence"] for row in sorted(found, key=lambda row: (row["happened_at"], row["kind"]))]


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    """A child with a late duty."""
    night = empty_night()
    stand(night, "nominals", nominal_id="N1", forenames="Ann", surname="Lee", date_of_birth="2015-01-01")
    owe(night, subject_id="N1", person_id="own:N1", state="late")
    return night


def test_each_kind_of_subject_has_one_row_with_a_title() -> None:
    found = {(row["subject_kind"], row["subject_id"]): row for row in rows(small_night(), "subjects")}
    assert {key: row["title"] for key, row in found.items()} == {
        ("child", "N1"): "Ann Lee",
        ("offender", "O1"): "Max Doe",
        ("officer", "F1"): "PC O'Hara",
        ("record", "I1"): "Incident I1 (domestic abuse)",
    }
    child = found[("child", "N1")]
    assert str(child["born_on"]) == "2015-01-01"
    assert json.loads(child["details"]) == {"sex": "F", "nominals": ["N1", "N2"]}
    assert [row["restricted"] for row in found.values()] == [False, True, False, False]


def test_a_subject_whose_duties_are_all_met_has_no_page() -> None:
    night = empty_night()
    owe(night, state="met")
    assert rows(night, "subjects") == []


def test_a_subject_without_a_name_is_called_by_the_persons_smallest_nominal_with_one() -> None:
    night = empty_night()
    stand(night, "nominals", nominal_id="N1", person="P")
    stand(night, "nominals", nominal_id="N3", person="P", forenames="Cy")
    stand(night, "nominals", nominal_id="N2", person="P", surname="Bee")
    owe(night, person_id="P", state="late")
    owe(night, subject_id="N8", state="late", key="other")
    assert [row["title"] for row in rows(night, "subjects")] == ["Bee", "Name not recorded"]


def test_a_timeline_has_the_records_of_all_nominals_of_the_person() -> None:
    assert said(small_night()) == ["Named as child present in a reported incident (domestic abuse)."]


def test_two_roles_in_an_incident_are_one_step(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, "incidents", incident_id="I1", kind="child_abuse", reported_at="2026-11-01T10:00")
    for place, role in enumerate(("victim", "child_related")):
        stand(db, "incident_people", incident_person_id=str(place), incident_id="I1", nominal_id="N1", role=role)
    assert said(db) == ["Named as child related and victim in a reported incident (child abuse)."]


def test_what_happens_after_as_of_is_left_out(db: duckdb.DuckDBPyConnection) -> None:
    stand(
        db,
        "missing_episodes",
        episode_id="M1",
        nominal_id="N1",
        reported_at="2026-11-22T05:00",
        graded_at="2026-11-22T06:00",
        returned_at="2026-11-22T06:01",
        risk_level="high",
    )
    # Its own date is still to come, so nothing of it has happened.
    stand(
        db,
        "missing_episodes",
        episode_id="M2",
        nominal_id="N1",
        reported_at="2026-11-23T05:00",
        graded_at="2026-11-01T06:00",
    )
    assert said(db) == ["Reported missing.", "Risk of the missing episode graded: high."]


def test_a_contact_says_how_the_child_was_met_and_by_whom(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, "officers", officer_id="F1", name="PC O'Hara", team="T", role="other")
    stand(
        db,
        "child_contacts",
        contact_id="C1",
        nominal_id="N1",
        contact_at="2026-11-01T10:00",
        officer_id="F1",
        not_seen_reason="nobody in",
    )
    stand(
        db,
        "child_contacts",
        contact_id="C2",
        nominal_id="N1",
        contact_at="2026-11-02T10:00",
        officer_id="F9",
        seen=True,
        spoken_to=True,
        alone=True,
        words="Tuesdays are bad",
    )
    assert said(db) == ["Contact by PC O'Hara: not seen (nobody in).", "Contact by F9: seen and spoken to alone."]
    details = [json.loads(row["details"]) for row in rows(db, "timeline")]
    assert details[1]["words"] == "Tuesdays are bad"


def test_a_step_from_a_restricted_record_is_restricted(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, "incidents", incident_id="I1", kind="other", reported_at="2026-11-01T10:00", restricted=True)
    stand(db, "child_contacts", contact_id="C1", nominal_id="N1", incident_id="I1", contact_at="2026-11-01T10:00")
    stand(db, "referrals", referral_id="R1", nominal_id="N1", recipient="school", sent_at="2026-11-01T11:00")
    assert {row["record_id"]: row["restricted"] for row in rows(db, "timeline")} == {"C1": True, "R1": False}


def test_a_contact_with_a_restricted_child_is_restricted_on_the_incidents_page() -> None:
    night = empty_night()
    stand(night, "nominals", nominal_id="N1", restricted=True)
    stand(night, "incidents", incident_id="I1", kind="other", reported_at="2026-11-01T10:00")
    stand(night, "child_contacts", contact_id="C1", nominal_id="N1", incident_id="I1", contact_at="2026-11-01T10:00")
    owe(night, "domestic-attended", subject_kind="record", subject_id="I1", state="late")
    assert {row["record_id"]: row["restricted"] for row in rows(night, "timeline")} == {"I1": False, "C1": True}


def test_a_record_reaches_a_subject_once_whatever_the_routes() -> None:
    night = empty_night()
    stand(night, "nominals", nominal_id="N1")
    stand(
        night,
        "offenders",
        offender_id="O1",
        nominal_id="N1",
        registered_on="2020-01-01",
        management="active",
        location="community",
    )
    stand(
        night, "referrals", referral_id="R1", nominal_id="N1", offender_id="O1", recipient="lado", sent_at="2026-11-01T11:00"
    )
    owe(
        night,
        "offender-visit",
        subject_kind="offender",
        subject_id="O1",
        subject_nominal_id="N1",
        person_id="own:N1",
        state="late",
    )
    assert said(night, "O1") == ["Registered with police.", "Referred to the designated officer (LADO)."]


def test_the_same_key_in_two_record_sets_is_one_row_that_names_both() -> None:
    night = empty_night()
    stand(night, "incidents", incident_id="1", kind="domestic_abuse", reported_at="2026-11-01T10:00")
    stand(night, "disclosures", disclosure_id="1", applied_at="2026-11-01T10:00")
    owe(night, "domestic-attended", subject_kind="record", subject_id="1", state="late")
    owe(night, "disclosure-checks", subject_kind="record", subject_id="1", state="late")
    assert [row["title"] for row in rows(night, "subjects")] == ["Disclosure application 1 · Incident 1 (domestic abuse)"]


def test_an_officer_is_active_on_the_first_and_the_last_day() -> None:
    assert {row["officer_id"]: row["active"] for row in rows(small_night(), "officers")} == {"F1": True, "F2": False}


def ends(*trainings: tuple[str, str, str | None], asked: tuple[str, ...] = ("mosovo", "arms")) -> tuple[object, object]:
    """Which course of F1 ends first, and when: trainings are (course, completed on, expires on)."""
    night = empty_night()
    stand(night, "officers", officer_id="F1", name="PC O'Hara", team="North", role="other")
    for course in asked:
        owe(night, "workforce-trained", subject_kind="officer", subject_id="F1", key=f"F1|{course}")
    for number, (course, completed, expires) in enumerate(trainings):
        until = {} if expires is None else {"expires_on": expires}
        stand(night, "training", training_id=str(number), officer_id="F1", course=course, completed_on=completed, **until)
    row = rows(worked_out(night), "officers")[0]
    return row["training_course"], row["training_ends_on"]


@pytest.mark.parametrize(
    ("trainings", "said"),
    [
        ([], (None, None)),
        ([("arms", "2025-01-01", None)], (None, None)),
        ([("arms", "2025-01-01", "2026-11-21")], (None, None)),  # ended yesterday: that is a finding
        ([("arms", "2025-01-01", "2026-11-22")], ("arms", date(2026, 11, 22))),
        ([("arms", "2026-11-23", "2027-11-22")], (None, None)),  # completed tomorrow
        ([("arms", "2025-01-01", "2027-01-02"), ("mosovo", "2025-01-01", "2027-01-01")], ("mosovo", date(2027, 1, 1))),
        ([("arms", "2025-01-01", "2026-12-01"), ("arms", "2026-11-01", "2028-12-01")], ("arms", date(2028, 12, 1))),
        ([("arms", "2025-01-01", "2026-12-01"), ("arms", "2026-11-01", None)], (None, None)),  # renewed for good
        ([("kirat", "2025-01-01", "2026-12-01")], (None, None)),  # not asked of this officer
    ],
)
def test_of_an_officers_courses_the_one_that_ends_first_is_told(
    trainings: list[tuple[str, str, str | None]], said: tuple[object, object]
) -> None:
    assert ends(*trainings) == said


def test_every_step_can_be_read_from_tables_as_records_makes_them() -> None:
    worked_out(empty_night())
    assert len({(source.record_set, source.kind) for source in timeline.sources()}) == len(timeline.sources())


def test_a_record_whose_duty_rests_on_a_restricted_person_is_restricted_too() -> None:
    night = empty_night()
    stand(night, "bails", bail_id="B1", suspect_nominal_id="N1", starts_at="2026-11-01T10:00", ends_at="2026-11-25T10:00")
    owe(night, "online-bail", subject_kind="record", subject_id="B1", state="not_due", restricted=True)
    assert [(row["title"], row["restricted"]) for row in rows(night, "subjects")] == [("Bail B1", True)]


def test_a_child_of_several_nominals_is_one_page_with_one_timeline() -> None:
    night = empty_night()
    stand(night, "nominals", nominal_id="N2", person="P", date_of_birth="2015-01-01")
    stand(night, "nominals", nominal_id="N3", person="P", date_of_birth="2015-02-01")
    stand(night, "missing_episodes", episode_id="M1", nominal_id="N3", reported_at="2026-11-01T10:00")
    for nominal in ("N2", "N3"):
        owe(night, subject_id=nominal, person_id="P", state="late")
    assert [(row["subject_id"], row["page_id"], str(row["born_on"])) for row in rows(night, "subjects")] == [
        ("N2", "N2", "2015-02-01"),
        ("N3", "N2", "2015-02-01"),
    ]
    assert [(row["subject_id"], row["record_id"]) for row in rows(night, "timeline")] == [("N2", "M1")]


def test_a_page_shows_the_states_of_all_nominals_of_its_child_also_of_one_whose_duties_are_met() -> None:
    night = empty_night()
    for nominal in ("N1", "N2", "N3"):
        stand(night, "nominals", nominal_id=nominal, person="P" if nominal != "N3" else "Q")
    owe(night, subject_id="N2", person_id="P", state="late")
    owe(night, subject_id="N1", person_id="P", state="met")
    owe(night, subject_id="N3", person_id="Q", state="met")
    owe(night, "domestic-attended", subject_kind="record", subject_id="N2", state="late", key="of a record")
    assert {(row["subject_kind"], row["subject_id"], row["key"]) for row in rows(night, "subject_states")} == {
        ("child", "N2", "key-N2-late"),
        ("child", "N2", "key-N1-met"),
        ("record", "N2", "of a record"),
    }
