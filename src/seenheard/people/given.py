"""The persons of a force's own master index (`--persons FILE`), or each nominal as its own person."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from seenheard.errors import ArgumentError, ContractError
from seenheard.records import csv_files
from seenheard.records.folder import hash_and_size
from seenheard.records.parsing import recorded
from seenheard.records.sieve import Wanted, sieve
from seenheard.records.wording import shown

COLUMNS = ("nominal_id", "person_id")
RAW = "people.given_rows"


@dataclass(frozen=True, slots=True)
class Given:
    """The file that persons came from, and how many nominals it names."""

    file: str | None = None
    sha256: str | None = None
    rows: int = 0


def load(db: duckdb.DuckDBPyConnection, file: Path | None) -> Given:
    """Make people.persons for every standing nominal, and people.mapped with what the file says of any other."""
    db.execute("CREATE SCHEMA IF NOT EXISTS people")
    db.execute("CREATE OR REPLACE TABLE people.mapped (nominal_id VARCHAR, person_id VARCHAR)")
    given = Given() if file is None else _load_file(db, file)
    db.execute(
        "CREATE OR REPLACE TABLE people.persons AS SELECT nominal_id, "
        "coalesce(mapped.person_id, 'own:' || nominal_id) AS person_id, CAST(1.0 AS DOUBLE) AS match_probability, "
        "CASE WHEN mapped.person_id IS NULL THEN 'exact' ELSE 'given' END AS decided_by "
        "FROM standing.nominals LEFT JOIN people.mapped AS mapped USING (nominal_id) ORDER BY nominal_id"
    )
    db.execute("DELETE FROM people.mapped WHERE nominal_id IN (SELECT nominal_id FROM people.persons)")
    return given


def _load_file(db: duckdb.DuckDBPyConnection, file: Path) -> Given:
    if not file.is_file():
        raise ArgumentError(f"--persons {shown(str(file))} is not a file. Name a CSV file with nominal_id, person_id.")
    sha256, _ = hash_and_size(file)
    with tempfile.TemporaryDirectory(prefix="seenheard-") as folder:
        _load_rows(db, file.resolve(), Path(folder))
    nominal, person = (recorded(column, "text") for column in COLUMNS)
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE given AS SELECT record, {nominal} AS nominal_id, {person} AS person_id FROM {RAW}"
    )
    db.execute(f"DROP TABLE {RAW}")
    _refuse(db, file.name)
    db.execute("INSERT INTO people.mapped SELECT DISTINCT nominal_id, person_id FROM given ORDER BY nominal_id")
    db.execute("DROP TABLE given")
    row = db.execute("SELECT count(*) FROM people.mapped").fetchone()
    assert row is not None
    return Given(file.name, sha256, int(row[0]))


def _load_rows(db: duckdb.DuckDBPyConnection, file: Path, folder: Path) -> None:
    first = csv_files.first_line(file, file.name)
    for column in COLUMNS:
        if first.names.count(column) != 1:
            raise ContractError(
                f"{file.name} must have the column {column} once, and has it {first.names.count(column)} times. "
                "Its header is nominal_id,person_id."
            )
    names = [name if name in COLUMNS else None for name in first.names]
    plain = folder / "persons.csv"
    plain.symlink_to(file)  # DuckDB would take some names for patterns
    table = "people.given_text"
    if first.size and csv_files.load(db, table, plain, names, csv_files.scan(plain), first):
        db.execute(f"CREATE OR REPLACE TABLE {RAW} AS SELECT rowid + 1 AS record, nominal_id, person_id FROM {table}")
    else:
        _sieve_rows(db, file, first.names, folder, table)
    db.execute(f"DROP TABLE IF EXISTS {table}")


def _sieve_rows(db: duckdb.DuckDBPyConnection, file: Path, header: list[str], folder: Path, table: str) -> None:
    places = tuple(header.index(column) for column in COLUMNS)
    clean, bad = folder / "clean.csv", folder / "faults.csv"
    count = sieve(file, file.name, Wanted(len(header), places, places[0], None, 0), clean, bad)
    if count.good < count.records:
        with bad.open(encoding="utf-8") as faults:
            record, _, fault = faults.readline().strip().strip('"').split('","')
        raise ContractError(f"{file.name}: record {record} {fault}. A master index must be read whole or not at all.")
    names: list[str | None] = ["record", *COLUMNS]
    longest = max(csv_files.LONGEST_LINE, 4 * count.longest + 1024)
    if not csv_files.load(db, table, clean, names, csv_files.scan(clean), longest=longest, newline="\n"):
        raise ContractError(f"{file.name} can't be read: DuckDB and Python read its records differently.")
    db.execute(
        f"CREATE OR REPLACE TABLE {RAW} AS SELECT CAST(record AS BIGINT) AS record, {', '.join(COLUMNS)} FROM {table}"
    )


def _refuse(db: duckdb.DuckDBPyConnection, file: str) -> None:
    empty = db.execute(
        "SELECT record, nominal_id IS NULL FROM given WHERE nominal_id IS NULL OR person_id IS NULL ORDER BY record LIMIT 1"
    ).fetchone()
    if empty is not None:
        column = COLUMNS[0] if empty[1] else COLUMNS[1]
        raise ContractError(f"{file}: record {empty[0]} has no {column}. Both columns must be given in every record.")
    twice = db.execute(
        "SELECT max(record), nominal_id FROM given GROUP BY nominal_id HAVING count(DISTINCT person_id) > 1 "
        "ORDER BY 1 LIMIT 1"
    ).fetchone()
    if twice is not None:
        raise ContractError(
            f"{file}: record {twice[0]} gives the nominal '{shown(twice[1])}' a second person. "
            "A nominal belongs to one person."
        )
