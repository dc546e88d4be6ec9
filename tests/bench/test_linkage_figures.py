"""The figures of the linkage benchmark, worked out by hand on a few nominals."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from bench import linkage_figures as figures

# Ann (child) has three nominals, her twin Bea one, the child Cem two, the adult Dan two, the offender Eve one.
TRUTH = [
    ("a1", "A", True, False, "B", "W1"), ("a2", "A", True, False, "B", "W1"), ("a3", "A", True, False, "B", "W1"),
    ("b1", "B", True, False, "A", "W1"), ("c1", "C", True, False, None, "B2"), ("c2", "C", True, False, None, "B2"),
    ("d1", "D", False, False, None, "B2"), ("d2", "D", False, False, None, "B2"), ("e1", "E", False, True, None, "W1"),
]  # fmt: skip


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            "CREATE TABLE truth (nominal_id VARCHAR, person_id VARCHAR, is_child BOOLEAN, is_offender BOOLEAN, "
            "twin_person_id VARCHAR, community VARCHAR)"
        )
        opened.executemany("INSERT INTO truth VALUES (?, ?, ?, ?, ?, ?)", TRUTH)
        yield opened


def clusters(db: duckdb.DuckDBPyConnection, *groups: str) -> None:
    db.execute("CREATE OR REPLACE TABLE clusters (nominal_id VARCHAR, cluster_id VARCHAR)")
    told = [(nominal, nominals) for nominals in groups for nominal in nominals.split()]
    db.executemany("INSERT INTO clusters VALUES (?, ?)", told)
    figures.place(db)


def test_all_right_is_one_and_nobody_is_joined_to_another(db: duckdb.DuckDBPyConnection) -> None:
    clusters(db, "a1 a2 a3", "b1", "c1 c2", "d1 d2", "e1")
    assert figures.accuracy(db) == figures.Accuracy(5, 1.0, 1.0)
    assert figures.false_joins(db) == figures.FalseJoins(3, 0.0, 0.0, 0.0, 0.0)


def test_nobody_joined_misses_all_and_is_never_wrong(db: duckdb.DuckDBPyConnection) -> None:
    clusters(db, *(row[0] for row in TRUTH))
    found = figures.accuracy(db)
    assert (found.precision, found.recall, found.f1) == (1.0, 0.0, 0.0)


def test_precision_and_recall_count_pairs(db: duckdb.DuckDBPyConnection) -> None:
    clusters(db, "a1 a2 b1", "a3", "c1 c2", "d1", "d2", "e1")
    found = figures.accuracy(db)
    assert found.precision == pytest.approx(2 / 4)
    assert found.recall == pytest.approx(2 / 5)


def test_a_twin_joined_to_its_twin_alone_is_counted_apart(db: duckdb.DuckDBPyConnection) -> None:
    clusters(db, "a1 b1", "a2 a3", "c1 c2", "d1 d2", "e1")
    joins = figures.false_joins(db)
    assert joins.another_child == pytest.approx(10_000 * 2 / 3)
    assert joins.only_twins == joins.another_child
    clusters(db, "a1 b1 c1", "a2 a3", "c2", "d1 d2", "e1")
    joins = figures.false_joins(db)
    assert (joins.another_child, joins.only_twins) == (10_000.0, 0.0)


def test_a_child_with_an_adult_and_one_with_an_offender(db: duckdb.DuckDBPyConnection) -> None:
    clusters(db, "a1 d1", "a2 a3", "b1", "c1 e1", "c2", "d2")
    joins = figures.false_joins(db)
    assert joins.another_child == 0.0
    assert joins.an_adult == pytest.approx(10_000 * 2 / 3)  # an offender is an adult too
    assert joins.an_offender == pytest.approx(10_000 / 3)


def test_recall_by_group_leaves_out_who_has_one_nominal_only(db: duckdb.DuckDBPyConnection) -> None:
    clusters(db, "a1 a2", "a3", "b1", "c1 c2", "d1", "d2", "e1")
    assert figures.recalls(db, "community") == {"B2": (2, 0.5), "W1": (3, pytest.approx(1 / 3))}


def test_a_true_offer_brings_the_others_of_both_persons_along(db: duckdb.DuckDBPyConnection) -> None:
    clusters(db, "a1 a2", "a3", "b1", "c1 c2", "d1", "d2", "e1")
    db.execute("CREATE TABLE offered AS FROM (VALUES ('a3', 'a1'), ('b1', 'a1')) AS pairs (nominal_id, other_nominal_id)")
    offers = figures.offers(db)
    assert (offers.offered, offers.true) == (2, 0.5)
    assert offers.missed == 3  # a1 a3, a2 a3, d1 d2
    assert offers.missed_offered == pytest.approx(1 / 3)
    assert offers.recall_after == pytest.approx(4 / 5)


def test_a_band_tells_what_was_said_and_what_is_true(db: duckdb.DuckDBPyConnection) -> None:
    db.execute(
        "CREATE TABLE scored AS "
        "FROM (VALUES ('a1', 'a2', 0.97), ('a1', 'b1', 0.96), ('c1', 'c2', 0.02), ('c1', 'd1', 0.001)) "
        "AS pairs (nominal_id, other_nominal_id, match_probability)"
    )
    assert figures.calibration(db) == [(pytest.approx(0.02), 1.0, 1), (pytest.approx(0.965), 0.5, 2)]
