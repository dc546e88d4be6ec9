"""The one writer of a release's Parquet: fixed settings and a fixed order, so that equal rows are equal bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from seenheard.releases.files import hash_of
from seenheard.releases.schema import MOMENT, ReleaseFile

# Columns whose values repeat get a dictionary. One of keys and instants costs as much again, and makes the file larger.
REPEATING = (
    "duty",
    "standard_version",
    "subject_kind",
    "state",
    "risk_level",
    "owner_id",
    "team",
    "excused_by",
    "scope",
    "group_kind",
    "group",
    "decided_by",
    "record_set",
    "column",
    "rule",
    "kind",
    "sentence",
    "role",
    "case_type",
    "age_band",
)


@dataclass(frozen=True)
class Written:
    """What a file came to."""

    rows: int
    sha256: str


def write(db: duckdb.DuckDBPyConnection, table: str, file: ReleaseFile, folder: Path) -> Written:
    """Write a table (or a query in brackets) of ours; instants are BIGINT and become timestamps in UTC."""
    names = ", ".join(quoted(column.name) for column in file.columns)
    # A null sorts first everywhere; the order must not hang on a setting of the engine.
    order = ", ".join(f"{quoted(name)} NULLS FIRST" for name in file.order)
    result = db.execute(f"SELECT {names} FROM {table} ORDER BY {order}")
    return write_batches(result.to_arrow_reader(file.rows_in_a_group), file, folder)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def write_batches(batches: Iterator[pa.RecordBatch], file: ReleaseFile, folder: Path) -> Written:
    """Write rows in their order; where the batches end leaves no trace in the file."""
    path, rows = folder / file.file, 0
    with path.open("xb") as stream:
        # The settings are written out: another default of another version must not change our bytes unnoticed.
        with pq.ParquetWriter(
            stream,
            file.schema,
            version="2.6",
            compression="zstd",
            compression_level=1,
            use_dictionary=[name for name in file.schema.names if name in REPEATING],
            write_statistics=True,
            data_page_version="1.0",
            store_schema=True,
        ) as writer:
            for table in _groups(batches, file):
                writer.write_table(table, row_group_size=file.rows_in_a_group)
                rows += table.num_rows
        stream.flush()
        os.fsync(stream.fileno())
    return Written(rows, hash_of(path))


def _groups(batches: Iterator[pa.RecordBatch], file: ReleaseFile) -> Iterator[pa.Table]:
    """The same rows in groups of one size, each column in one piece."""
    held: list[pa.Table] = []
    count = 0
    for batch in batches:
        table = pa.Table.from_batches([_typed(batch, file.schema)])
        while count + table.num_rows >= file.rows_in_a_group:
            room = file.rows_in_a_group - count
            yield pa.concat_tables([*held, table.slice(0, room)]).combine_chunks()
            held, count, table = [], 0, table.slice(room)
        held.append(table)
        count += table.num_rows
    if count:
        yield pa.concat_tables(held).combine_chunks()


def _typed(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field in schema:
        column = batch.column(field.name)
        if field.type == MOMENT and not pa.types.is_int64(column.type):
            raise TypeError(f"{field.name} must be an instant, microseconds since 1970 in UTC")
        columns.append(column.cast(field.type))
    return pa.RecordBatch.from_arrays(columns, schema=schema)
