"""Who is around a child: the household of the day, and those that an association ties to them."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from seenheard.duties import DUTIES
from seenheard.releases import subjects
from tests.releases.nights import STANDARD
from tests.releases.tables import AS_OF, empty_night, moment, owe, stand

HOME = {"address_line": "1 High St.", "postcode": "BS1 1AA"}


def around(db: duckdb.DuckDBPyConnection, *columns: str) -> list[tuple[Any, ...]]:
    subjects.work_out(db, DUTIES, STANDARD, moment(AS_OF))
    found = db.execute(f"SELECT {', '.join(columns)} FROM result.household ORDER BY ALL").fetchall()
    return [tuple(row) for row in found]


def associate(db: duckdb.DuckDBPyConnection, kind: str, one: str, other: str, **said: Any) -> None:
    stand(db, "associations", association_id=f"A-{one}-{other}", kind=kind, nominal_id=one, other_nominal_id=other, **said)


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    """A child of two nominals with a late duty, and others."""
    night = empty_night()
    stand(night, "nominals", nominal_id="N1", person="P", forenames="Ann", date_of_birth="2015-01-01", **HOME)
    stand(night, "nominals", nominal_id="N2", person="P", uprn="77")
    stand(night, "nominals", nominal_id="N5", forenames="Bo", surname="Lee", date_of_birth="2013-02-03")
    stand(night, "nominals", nominal_id="N6", forenames="Cy")
    owe(night, subject_id="N1", person_id="P", state="late")
    return night


def test_an_association_says_what_the_other_is_to_the_child(db: duckdb.DuckDBPyConnection) -> None:
    associate(db, "parent", "N5", "N2")
    associate(db, "sibling", "N1", "N6")
    assert around(db, "nominal_id", "relation", "ground", "record_id", "in_household") == [
        ("N5", "parent", "association", "A-N5-N2", False),
        ("N6", "sibling", "association", "A-N1-N6", False),
    ]


def test_a_parent_who_is_looked_at_from_their_own_page_has_a_child(db: duckdb.DuckDBPyConnection) -> None:
    associate(db, "parent", "N1", "N6")
    assert around(db, "nominal_id", "relation") == [("N6", "child")]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, 1),
        ({"started_on": "2026-11-22", "ended_on": "2026-11-22"}, 1),
        ({"started_on": "2026-11-23"}, 0),
        ({"ended_on": "2026-11-21"}, 0),
    ],
)
def test_an_association_counts_from_its_first_to_its_last_day(
    db: duckdb.DuckDBPyConnection, said: dict[str, str], found: int
) -> None:
    associate(db, "lives_with", "N6", "N1", **said)
    assert len(around(db, "nominal_id")) == found


def test_the_household_is_by_uprn_by_address_or_by_living_together(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, "nominals", nominal_id="H1", uprn="77")
    stand(db, "nominals", nominal_id="H2", address_line="1 HIGH ST", postcode="bs11aa")
    # Both have a UPRN, and they differ: the address does not count.
    stand(db, "nominals", nominal_id="N3", person="P", uprn="77", address_line="2 Low St", postcode="BS1 1AA")
    stand(db, "nominals", nominal_id="H4", uprn="78", address_line="2 Low St", postcode="BS1 1AA")
    associate(db, "lives_with", "N6", "N1")
    associate(db, "sibling", "N6", "N2")
    assert around(db, "nominal_id", "relation", "ground", "in_household") == [
        ("H1", "same_home", "uprn", True),
        ("H2", "same_home", "address", True),
        ("N6", "lives_with", "association", True),
        ("N6", "sibling", "association", True),
    ]


def test_of_a_home_of_more_than_twelve_persons_there_is_no_household(db: duckdb.DuckDBPyConnection) -> None:
    for number in range(11):
        stand(db, "nominals", nominal_id=f"H{number:02}", uprn="77")
        stand(db, "nominals", nominal_id=f"H{number:02}b", person=f"own:H{number:02}", uprn="77")
    assert len(around(db, "person_id")) == 11
    stand(db, "nominals", nominal_id="H11", uprn="77")
    stand(db, "nominals", nominal_id="H12", uprn="77")
    assert around(db, "person_id") == []


def test_the_other_is_named_with_their_page_and_as_a_registered_offender(db: duckdb.DuckDBPyConnection) -> None:
    associate(db, "sibling", "N5", "N1")
    associate(db, "lives_with", "N6", "N1")
    stand(db, "nominals", nominal_id="N5b", person="own:N5", date_of_birth="2014-02-03")
    owe(db, subject_id="N5b", person_id="own:N5", state="late")
    for identity, ends in (("O1", None), ("O2", "2026-11-21")):
        offender = {"offender_id": identity, "registered_on": "2020-01-01", "management": "active", "location": "community"}
        stand(db, "offenders", nominal_id="N6", **offender, **({"notification_ends_on": ends} if ends else {}))
    found = [row for row in around(db, "subject_id", "title", "born_on", "offender_id", "page_id") if row[0] == "N1"]
    assert [(title, str(born), offender, page) for _, title, born, offender, page in found] == [
        ("Bo Lee", "2014-02-03", None, "N5b"),
        ("Cy", "None", "O1", None),
    ]


def test_someone_who_is_restricted_is_marked_and_so_is_a_restricted_offender(db: duckdb.DuckDBPyConnection) -> None:
    associate(db, "sibling", "N5", "N1")
    associate(db, "lives_with", "N6", "N1")
    stand(db, "nominals", nominal_id="N5b", person="own:N5", restricted=True)
    stand(
        db,
        "offenders",
        offender_id="O1",
        nominal_id="N6",
        registered_on="2020-01-01",
        management="active",
        location="community",
        restricted=True,
    )
    assert around(db, "nominal_id", "restricted") == [("N5", True), ("N6", True)]


def test_a_tie_to_a_record_that_does_not_stand_is_kept_without_a_name(db: duckdb.DuckDBPyConnection) -> None:
    associate(db, "partner", "N1", "gone")
    assert around(db, "nominal_id", "title") == [("gone", "Name not recorded")]
