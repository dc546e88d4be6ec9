"""Reads a folder of extracts into tables: what stands, every version, and every fault."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from seenheard.errors import ContractError
from seenheard.records import clock_table, csv_files, faults, parquet_files, versions
from seenheard.records.declarations import RECORD_SETS, RecordSet
from seenheard.records.folder import find, hash_and_size
from seenheard.records.headers import Header, compare
from seenheard.records.rows import Raw, shape_bit, typed_rows
from seenheard.records.sieve import MOST_UNREADABLE, Wanted, sieve
from seenheard.records.wording import shown

# Called with the name of the record set in hand and the part of all bytes that is done, 0 to 1.
Progress = Callable[[str, float], None]
SCHEMAS = ("raw", "standing", "superseded", "versions", "checks")


@dataclass(frozen=True, slots=True)
class SetReading:
    """What became of one file's rows: read = accepted + superseded + rejected + not_yet_known."""

    file: str
    sha256: str
    bytes: int
    read: int
    accepted: int
    superseded: int
    rejected: int
    not_yet_known: int
    standing: int
    several_versions: int
    newest_recorded_at: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a folder."""

    sets: dict[str, SetReading]
    absent: tuple[str, ...]
    absent_columns: tuple[tuple[str, str], ...]
    unknown_files: tuple[str, ...]
    unknown_columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A file as raw rows, with the records that never became rows."""

    raw: Raw
    header: Header
    shapes: int = 0
    not_yet_known: int = 0


def read(extracts: Path, as_of: int, db: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> Reading:
    """Read a folder as it was known at `as_of`; a folder that breaks the contract raises ContractError."""
    found = find(extracts)
    for schema in SCHEMAS:
        db.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    db.execute(faults.CREATE)
    clock_table.create(db)
    sizes = {name: path.stat().st_size for name, path in found.files.items()}
    done, total = 0, sum(sizes.values()) or 1
    sets: dict[str, SetReading] = {}
    headers: dict[str, Header] = {}
    for declared in RECORD_SETS.values():
        path = found.files.get(declared.name)
        if path is None:
            versions.create_empty(db, declared)
            continue
        if progress:
            progress(declared.name, done / total)
        sets[declared.name], headers[declared.name] = _read_set(db, declared, path.resolve(), path.name, as_of)
        done += sizes[declared.name]
    faults.name_references(db, set(sets))
    if progress:
        progress("", 1.0)
    return Reading(
        sets,
        tuple(name for name in RECORD_SETS if name not in sets),
        tuple((name, column) for name, header in headers.items() for column in header.absent),
        found.unknown,
        tuple((name, column) for name, header in headers.items() for column in header.unknown),
    )


def _read_set(
    db: duckdb.DuckDBPyConnection, declared: RecordSet, path: Path, file: str, as_of: int
) -> tuple[SetReading, Header]:
    sha256, size = hash_and_size(path)
    with tempfile.TemporaryDirectory(prefix="seenheard-") as folder:
        load = _load_parquet if file.endswith(".parquet") else _load_csv
        loaded = load(db, declared, path, Path(folder), as_of)
        table = f"standing.{declared.name}"
        try:
            db.execute(f"CREATE OR REPLACE TABLE {table} AS {typed_rows(loaded.raw, as_of)}")
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as failure:  # a damaged page of a Parquet file shows only now, by any of DuckDB's errors
            if not file.endswith(".parquet"):
                raise
            raise ContractError(f"{file} can't be read: {shown(str(failure))}") from failure
        _refuse_unreadable(db, declared, file)
        faults.name_faults(db, loaded.raw, table)
    db.execute(f"DROP TABLE IF EXISTS raw.{declared.name}")
    counted = versions.settle(db, declared)
    rejected = counted.rejected + loaded.shapes
    not_yet_known = counted.not_yet_known + loaded.not_yet_known
    reading = SetReading(
        file=file,
        sha256=sha256,
        bytes=size,
        read=counted.standing + counted.superseded + rejected + not_yet_known,
        accepted=counted.standing,
        superseded=counted.superseded,
        rejected=rejected,
        not_yet_known=not_yet_known,
        standing=counted.standing,
        several_versions=counted.several_versions,
        newest_recorded_at=counted.newest_recorded_at,
    )
    return reading, loaded.header


def _load_parquet(db: duckdb.DuckDBPyConnection, declared: RecordSet, path: Path, folder: Path, as_of: int) -> _Loaded:
    del db, as_of
    header, types = parquet_files.header_and_types(declared, path)
    return _Loaded(Raw(declared, parquet_files.source(_plain(path, folder), header), types, may_hold_nul=True), header)


def _load_csv(db: duckdb.DuckDBPyConnection, declared: RecordSet, path: Path, folder: Path, as_of: int) -> _Loaded:
    plain = _plain(path, folder)
    if path.name.endswith(".gz"):
        plain = folder / "unpacked.csv"
        csv_files.unpack(path, plain)
    first = csv_files.first_line(plain, path.name)
    header = compare(declared, path.name, first.names)
    types = dict.fromkeys(header.present, "text")
    table = f"raw.{declared.name}"
    names = [name if name in header.present else None for name in header.names]
    if first.size and csv_files.load(db, table, plain, names, csv_files.scan(plain), first):
        return _Loaded(Raw(declared, f"SELECT rowid + 1 AS row_number, * EXCLUDE (row_bytes) FROM {table}", types), header)
    return _sieved(db, declared, plain, path.name, header, folder, as_of)


def _sieved(
    db: duckdb.DuckDBPyConnection, declared: RecordSet, plain: Path, file: str, header: Header, folder: Path, as_of: int
) -> _Loaded:
    kept = [name for name in header.names if name in header.present]
    wanted = Wanted(
        len(header.names),
        tuple(header.position(name) for name in kept),
        header.position(declared.key),
        header.position("recorded_at"),
        as_of,
    )
    clean, bad, table = folder / "clean.csv", folder / "faults.csv", f"raw.{declared.name}"
    count = sieve(plain, file, wanted, clean, bad)
    longest = max(csv_files.LONGEST_LINE, 4 * count.longest + 1024)
    names: list[str | None] = ["sieved_number", *kept]
    if not csv_files.load(db, table, clean, names, csv_files.scan(clean), longest=longest, newline="\n"):
        raise ContractError(f"{file} can't be read: DuckDB and Python read its records differently.")
    shapes = faults.name_shapes(db, declared, bad)
    source = f"SELECT CAST(sieved_number AS BIGINT) AS row_number, * EXCLUDE (row_bytes, sieved_number) FROM {table}"
    return _Loaded(Raw(declared, source, dict.fromkeys(header.present, "text")), header, shapes, count.not_yet_known)


def _plain(path: Path, folder: Path) -> Path:
    """The path, or a link to it when DuckDB would take its name for a pattern."""
    if not any(letter in str(path) for letter in "*?[]{}"):
        return path
    link = folder / f"linked{path.suffix}"
    link.symlink_to(path)
    return link


def _refuse_unreadable(db: duckdb.DuckDBPyConnection, declared: RecordSet, file: str) -> None:
    """More than 1 % of records with NUL (Parquet) stop the run."""
    query = f"SELECT count(*) FILTER (faults & {shape_bit(declared)} <> 0), count(*) FROM standing.{declared.name}"
    row = db.execute(query).fetchone()
    assert row is not None
    if row[0] > MOST_UNREADABLE * row[1]:
        raise ContractError(f"{file}: {row[0]} of its {row[1]} records hold NUL characters. At most 1 % may.")
