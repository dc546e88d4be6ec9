"""The persons of a force's own master index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seenheard.errors import ArgumentError, ContractError
from seenheard.people.given import Given, load


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute(
            "CREATE SCHEMA standing; CREATE TABLE standing.nominals AS SELECT 'N' || i AS nominal_id FROM range(1, 4) t(i)"
        )
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "persons[1].csv"


def persons(db: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return db.execute("FROM people.persons ORDER BY nominal_id").fetchall()


def test_without_a_file_each_nominal_is_its_own_person(db: duckdb.DuckDBPyConnection) -> None:
    assert load(db, None) == Given()
    assert persons(db) == [(f"N{n}", f"own:N{n}", 1.0, "exact") for n in (1, 2, 3)]
    assert db.execute("FROM people.mapped").fetchall() == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_file_replaces_linkage(db: duckdb.DuckDBPyConnection, file: Path, newline: str, quote: str) -> None:
    lines = ["more,person_id,nominal_id", f"x,P1,{quote}N1{quote}", "x,P1,N2", "x,P1,N2", "x, P ,gone", ""]
    file.write_bytes("\n".join(lines).replace("\n", newline).encode())
    found = load(db, file)
    assert persons(db) == [("N1", "P1", 1.0, "given"), ("N2", "P1", 1.0, "given"), ("N3", "own:N3", 1.0, "exact")]
    assert db.execute("FROM people.mapped").fetchall() == [("gone", " P ")]  # it may be named by other records
    assert (found.file, found.rows) == (file.name, 3)


def test_a_file_that_only_the_sieve_reads(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    file.write_text('nominal_id,person_id\n N1, "P"\nN2,"a\r\nb"\n', newline="")
    load(db, file)
    assert persons(db)[1] == ("N2", "a\r\nb", 1.0, "given")
    assert db.execute("FROM people.mapped").fetchall() == [(" N1", ' "P"')]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no header"),
        ("nominal_id\nN1\n", "person_id"),
        ("nominal_id,person_id,person_id\nN1,P,P\n", "person_id"),
        ("nominal_id,person_id\nN1,P1\nN2\n", "record 2 has 1 fields"),
        ("nominal_id,person_id\nN1,P1\n\nN2,P1\n", "record 2 is an empty line"),
        ("nominal_id,person_id\nN1,P1\nN2, \n", "record 2 has no person_id"),
        ("nominal_id,person_id\nN1,P1\n,P2\n", "record 2 has no nominal_id"),
        ("nominal_id,person_id\nN1,P1\nN2,P1\nN1,P2\n", "record 3 gives the nominal 'N1' a second person"),
    ],
)
def test_a_bad_file_stops_the_run(db: duckdb.DuckDBPyConnection, file: Path, content: str, words: str) -> None:
    file.write_text(content)
    with pytest.raises(ContractError) as failure:
        load(db, file)
    assert words in str(failure.value)


def test_a_file_that_is_not_there(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    with pytest.raises(ArgumentError, match="is not a file"):
        load(db, file)
