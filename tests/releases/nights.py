"""A small night with a finding of every kind of subject, and what a release of it needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from seenheard.duties import DUTIES
from seenheard.duties.standards import load
from seenheard.records.declarations import RECORD_SETS
from seenheard.records.reading import Reading, SetReading
from seenheard.releases import case_files, contents, rates, subjects
from seenheard.releases.manifest import Night, manifest
from seenheard.uk_time import day_number
from tests.releases.tables import AS_OF, empty_night, moment, owe, stand

STANDARD = load(day_number(date(2026, 11, 22)), None)


def set_reading(standing: int = 10, newest: str | None = AS_OF, sha256: str = "0" * 64) -> SetReading:
    at = None if newest is None else moment(newest)
    return SetReading("a.csv", sha256, 100, standing, standing, 0, 0, 0, standing, 0, at)


def reading(**sets: SetReading) -> Reading:
    """What was read; a record set that is not given is there with 10 fresh rows."""
    return Reading({name: sets.get(name, set_reading()) for name in RECORD_SETS}, (), (), (), ())


def night(**sets: SetReading) -> Night:
    return Night(moment(AS_OF), STANDARD, reading(**sets), DUTIES, "duckdb")


def worked_out(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Rates, subjects, timeline and case files of what stands and is owed."""
    rates.work_out(db, DUTIES, moment(AS_OF))
    subjects.work_out(db, DUTIES, STANDARD, moment(AS_OF))
    case_files.work_out(db, moment(AS_OF))
    return db


def small_night() -> duckdb.DuckDBPyConnection:
    db = empty_night()
    stand(db, "officers", officer_id="F1", name="PC O'Hara", team="North", role="other", active_to="2026-11-22")
    stand(db, "officers", officer_id="F2", name="PC Past", team="North", role="other", active_to="2026-11-21")
    stand(db, "nominals", nominal_id="N1", forenames="Ann", surname="Lee", date_of_birth="2015-01-01", person="P", sex="F")
    stand(db, "nominals", nominal_id="N2", person="P", postcode="BS1 1AA")
    stand(db, "nominals", nominal_id="N9", forenames="Max", surname="Doe", restricted=True)
    stand(db, "incidents", incident_id="I1", kind="domestic_abuse", reported_at="2026-11-01T10:00", risk_level="high")
    stand(db, "incident_people", incident_person_id="1", incident_id="I1", nominal_id="N2", role="child_present")
    stand(
        db,
        "offenders",
        offender_id="O1",
        nominal_id="N9",
        registered_on="2020-01-01",
        management="active",
        location="abroad",
    )
    owe(db, subject_id="N1", person_id="P", state="late", finding=True, due_at=moment("2026-11-02T10:00"), hours_late=20.5)
    owe(db, "domestic-attended", subject_kind="record", subject_id="I1", state="late", finding=True)
    owe(db, "workforce-trained", subject_kind="officer", subject_id="F1", state="unknown", finding=True)
    owe(
        db,
        "offender-visit",
        subject_kind="offender",
        subject_id="O1",
        person_id="own:N9",
        subject_nominal_id="N9",
        state="late",
    )
    return db


def write_night(db: duckdb.DuckDBPyConnection, folder: Path, of: Night | None = None, **told: Any) -> dict[str, Any]:
    """Write all files into a folder; their manifest."""
    written = contents.write_all(db, folder)
    return manifest(of or night(), written, {}, told.get("doubtful", {}), {"read": 0.1} | told.get("timings", {}))
