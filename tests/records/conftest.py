"""An extract folder that a test fills, and the reading of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seenheard.records.declarations import RECORD_SETS
from seenheard.records.reading import Reading, read
from seenheard.uk_time import parse_timestamp

AS_OF = "2026-11-22T06:00"
RECORDED = "2026-01-01T00:00"
# A value that each type takes; required columns that a test does not name get one.
SAMPLES = {"id": "X1", "text": "text", "date": "2026-01-02", "timestamp": "2026-01-02T03:04"}


class Extracts:
    """A folder of extracts: `csv` writes whole files, `put` writes records, `read` reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = duckdb.connect()
        self.reading: Reading | None = None

    def csv(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def put(self, record_set: str, *records: dict[str, str]) -> None:
        """Write records; required columns that are not given get a sample."""
        declared = RECORD_SETS[record_set]
        samples = {
            column.name: (column.values or (SAMPLES.get(column.type, ""),))[0]
            for column in declared.columns
            if column.required
        } | {"recorded_at": RECORDED}
        names = list(dict.fromkeys([*samples, *(name for record in records for name in record)]))
        lines = [",".join(names)]
        for record in records:
            values = ((samples | record).get(name, "") for name in names)
            lines.append(
                ",".join('"' + value.replace('"', '""') + '"' if set(value) & set('",\n') else value for value in values)
            )
        self.csv(f"{record_set}.csv", "\n".join(lines) + "\n")

    def read(self, as_of: str = AS_OF) -> Reading:
        moment = parse_timestamp(as_of)
        assert moment is not None
        self.reading = read(self.folder, moment, self.db)
        return self.reading

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.db.execute(query).fetchall()

    def values(self, record_set: str, column: str) -> list[Any]:
        return [row[0] for row in self.rows(f'SELECT "{column}" FROM standing.{record_set} ORDER BY row_number')]

    def faults(self, rule: str | None = None) -> list[tuple[Any, ...]]:
        """(row_number, column, rule, kept) of the rejects, perhaps of one rule only."""
        rows = self.rows('SELECT row_number, "column", rule, kept FROM checks.rejects ORDER BY ALL')
        return [row for row in rows if rule in (None, row[2])]

    def counts(self, record_set: str) -> tuple[int, int, int, int, int]:
        assert self.reading is not None
        one = self.reading.sets[record_set]
        return one.read, one.accepted, one.superseded, one.rejected, one.not_yet_known


@pytest.fixture
def extracts(tmp_path: Path) -> Iterator[Extracts]:
    folder = tmp_path / "extracts"
    folder.mkdir()
    made = Extracts(folder)
    yield made
    made.db.close()
