"""Which nominals a release shows: nobody's record is in it without a reason to look at it."""

from __future__ import annotations

from typing import Any

import duckdb

from seenheard.duties import DUTIES
from seenheard.releases import subjects
from tests.releases.nights import STANDARD, small_night
from tests.releases.tables import AS_OF, empty_night, moment, owe, stand


def shown(db: duckdb.DuckDBPyConnection, *columns: str) -> list[tuple[Any, ...]]:
    subjects.work_out(db, DUTIES, STANDARD, moment(AS_OF))
    return db.execute(f"SELECT {', '.join(columns)} FROM result.nominals ORDER BY ALL").fetchall()


def test_those_of_a_subject_with_all_records_of_its_person() -> None:
    night = small_night()
    stand(night, "nominals", nominal_id="N5", forenames="Nobody's business")
    assert shown(night, "nominal_id", "person_id", "decided_by") == [
        ("N1", "P", "given"),
        ("N2", "P", "given"),
        ("N9", "own:N9", "exact"),
    ]


def test_those_of_a_person_of_several_of_a_pair_and_of_a_link_decision() -> None:
    night = empty_night()
    for nominal, person in (("N1", "P"), ("N2", "P"), *((f"N{n}", None) for n in range(3, 8))):
        stand(night, "nominals", nominal_id=nominal, **({"person": person} if person else {}))
    night.execute("CREATE TABLE people.links AS SELECT 'N4' AS nominal_id, 'N5' AS other_nominal_id")
    night.execute("CREATE TABLE decisions.links AS SELECT 'N6' AS nominal_id, 'N7' AS other_nominal_id")
    assert [row[0] for row in shown(night, "nominal_id")] == ["N1", "N2", "N4", "N5", "N6", "N7"]


def test_one_restricted_record_hides_all_of_the_person() -> None:
    night = empty_night()
    stand(night, "nominals", nominal_id="N1", person="P")
    stand(night, "nominals", nominal_id="N2", person="P", restricted=True)
    stand(night, "nominals", nominal_id="N3")
    owe(night, subject_id="N3", person_id="own:N3", state="late")
    assert shown(night, "nominal_id", "restricted") == [("N1", True), ("N2", True), ("N3", False)]
