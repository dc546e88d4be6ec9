"""A model is learnt from nominals without their truth, is the same on any number of threads, and finds who is who."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from seenheard.people import linking
from seenheard.people.model import Model
from seenheard.records import reading
from seenheard.synthetic import force, truth
from seenheard.uk_time import parse_as_of

SCALE = 0.02


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return force.make_people(tmp_path_factory.mktemp("people"), 1, SCALE)


def linked(night: Path, threads: int) -> tuple[duckdb.DuckDBPyConnection, Model]:
    db = duckdb.connect(config={"threads": threads})
    reading.read(night / "extracts", parse_as_of(force.LAST_NIGHT), db)
    db.execute("CREATE SCHEMA decisions")
    db.execute(
        "CREATE TABLE decisions.links (nominal_id VARCHAR, other_nominal_id VARCHAR, kind VARCHAR, decision_id VARCHAR)"
    )
    return db, linking.link(db, model=None)


def share(db: duckdb.DuckDBPyConnection, sql: str) -> float:
    row = db.execute(sql).fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.slow
def test_a_force_trains_its_own_model_and_finds_who_is_who(night: Path) -> None:
    db, model = linked(night, 2)
    assert model.source == "trained"
    db.execute(
        "CREATE TABLE placed AS SELECT nominal_id, cluster, person_id, is_child, is_offender FROM people.clusters "
        f"JOIN read_csv('{night / truth.FILE}', all_varchar = true, header = true) USING (nominal_id)"
    )
    pairs = "(SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM placed GROUP BY {}))"
    both = pairs.format("cluster, person_id")
    assert share(db, f"SELECT {both} / {pairs.format('cluster')}") > 0.95
    assert share(db, f"SELECT {both} / {pairs.format('person_id')}") > 0.85
    assert (
        share(
            db,
            "SELECT count(*) FROM placed AS child JOIN placed AS other USING (cluster) "
            "WHERE child.is_child = 'true' AND other.is_offender = 'true' AND child.person_id <> other.person_id",
        )
        == 0
    )


@pytest.mark.slow
def test_the_same_nominals_give_the_same_model_and_links_on_any_number_of_threads(night: Path) -> None:
    first, second = linked(night, 1), linked(night, 4)
    assert first[1].to_json() == second[1].to_json()
    for name in ("clusters", "links", "pairs"):
        ours, theirs = (db.execute(f"FROM people.{name} ORDER BY ALL").fetchall() for db, _ in (first, second))
        assert ours == theirs, name
