"""Which version of a key stands. The others wait in superseded.<record set>; versions.<record set> shows both."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from seenheard.records.declarations import RecordSet
from seenheard.records.rows import ACCEPTED, NOT_YET_KNOWN, REJECTED, table_columns
from seenheard.records.wording import named


@dataclass(frozen=True, slots=True)
class Counted:
    """A record set's rows by what became of them."""

    standing: int
    superseded: int
    rejected: int
    not_yet_known: int
    several_versions: int
    newest_recorded_at: int | None


def create_empty(db: duckdb.DuckDBPyConnection, declared: RecordSet) -> None:
    """The tables of a record set without rows."""
    columns = ", ".join(f"{named(name)} {kind}" for name, kind in table_columns(declared))
    db.execute(f"CREATE OR REPLACE TABLE standing.{declared.name} ({columns})")
    db.execute(f"CREATE OR REPLACE TABLE superseded.{declared.name} ({columns}, withdrawn BOOLEAN)")
    create_view(db, declared)


def create_view(db: duckdb.DuckDBPyConnection, declared: RecordSet) -> None:
    """All accepted versions."""
    columns = ", ".join(named(name) for name, _ in table_columns(declared))
    db.execute(
        f"CREATE OR REPLACE VIEW versions.{declared.name} AS SELECT {columns}, false AS withdrawn "
        f"FROM standing.{declared.name} UNION ALL SELECT {columns}, withdrawn FROM superseded.{declared.name}"
    )


def settle(db: duckdb.DuckDBPyConnection, declared: RecordSet) -> Counted:
    """Leave in standing.<record set>, which holds typed rows with withdrawn, faults and fate, what stands."""
    table = f"standing.{declared.name}"
    fates: dict[int, int] = dict(db.execute(f"SELECT fate, count(*) FROM {table} GROUP BY fate").fetchall())
    if fates.keys() - {ACCEPTED}:
        db.execute(f"DELETE FROM {table} WHERE fate <> {ACCEPTED}")
    newest = _one(db, f"SELECT max(recorded_at) FROM {table}")
    several = _find_losers(db, declared)
    columns = ", ".join(named(name) for name, _ in table_columns(declared))
    db.execute(
        f"CREATE OR REPLACE TABLE superseded.{declared.name} AS SELECT {columns}, withdrawn FROM {table} "
        "WHERE row_number IN (SELECT row_number FROM losers) ORDER BY row_number"
    )
    superseded = _one(db, f"SELECT count(*) FROM superseded.{declared.name}") or 0
    if superseded:
        db.execute(f"DELETE FROM {table} WHERE row_number IN (SELECT row_number FROM losers)")
    db.execute("DROP TABLE losers")
    for name in ("withdrawn", "faults", "fate"):
        db.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    create_view(db, declared)
    standing = fates.get(ACCEPTED, 0) - superseded
    return Counted(standing, superseded, fates.get(REJECTED, 0), fates.get(NOT_YET_KNOWN, 0), several, newest)


def _find_losers(db: duckdb.DuckDBPyConnection, declared: RecordSet) -> int:
    """Name the rows that do not stand in the table `losers`; give the number of keys with several versions."""
    table, key = f"standing.{declared.name}", named(declared.key)
    # Two steps: most keys have one version, and counting costs half of finding the newest.
    db.execute(f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT {key} AS id FROM {table} GROUP BY id HAVING count(*) > 1")
    db.execute(
        "CREATE OR REPLACE TEMP TABLE several AS SELECT id, arg_max(row_number, (recorded_at, row_number)) AS newest "
        f"FROM {table} JOIN repeated ON id = {key} GROUP BY id"
    )
    db.execute("DROP TABLE repeated")
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE losers AS SELECT row_number FROM {table} WHERE withdrawn "
        f"UNION SELECT row_number FROM {table} JOIN several ON id = {key} WHERE row_number <> newest"
    )
    several = _one(db, "SELECT count(*) FROM several") or 0
    db.execute("DROP TABLE several")
    return several


def _one(db: duckdb.DuckDBPyConnection, query: str) -> int | None:
    row = db.execute(query).fetchone()
    assert row is not None
    return None if row[0] is None else int(row[0])
