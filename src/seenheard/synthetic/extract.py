"""Writes the extracts of every night: rows of whole arrays, by parts, each version only once it is known."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from seenheard.records.declarations import RECORD_SETS
from seenheard.synthetic.clock import NEVER, Ints, to_wall

CHUNK = 100_000
ARROW = {"bool": pa.bool_(), "integer": pa.int64(), "decimal": pa.float64(), "date": pa.date32()}
# Not those whose first version starts a clock (offenders, associations, incident_people).
SAVED_TWICE = (
    "nominals",
    "visits",
    "online_cases",
    "incidents",
    "child_contacts",
    "missing_episodes",
    "referrals",
    "detentions",
)
# These are written as UK civil time without an offset, the others in UTC: both are allowed.
CIVIL = ("visits", "disclosures")


@dataclass(frozen=True)
class Ids:
    """Ids made of a prefix, perhaps a year, and a number; -1 is none."""

    prefix: str
    numbers: Ints
    width: int
    years: Ints | None = None

    def take(self, rows: Any) -> Ids:
        return Ids(self.prefix, self.numbers[rows], self.width, None if self.years is None else self.years[rows])

    def arrow(self) -> Any:
        numbers = pa.array(self.numbers, mask=self.numbers < 0)
        text = pc.utf8_lpad(pc.cast(numbers, pa.string()), width=self.width, padding="0")
        if self.years is None:
            return pc.binary_join_element_wise(self.prefix, text, "")
        years = pc.cast(pa.array(self.years), pa.string())
        return pc.binary_join_element_wise(pc.binary_join_element_wise(self.prefix, years, ""), text, "-")

    def texts(self, rows: Any) -> list[str]:
        return [str(text) for text in self.take(rows).arrow().to_pylist()]


@dataclass(frozen=True)
class Coded:
    """Texts out of a short list, by number; -1 is none."""

    codes: Any
    words: Sequence[str]

    def take(self, rows: Any) -> Coded:
        return Coded(self.codes[rows], self.words)

    def arrow(self) -> Any:
        codes = np.asarray(self.codes, dtype=np.int64)
        return pa.array(list(self.words), pa.string()).take(pa.array(codes, mask=codes < 0))


@dataclass(frozen=True)
class Made:
    """Texts that are made only when their rows are written."""

    make: Callable[[Ints], Any]
    rows: Ints

    def take(self, rows: Any) -> Made:
        return Made(self.make, self.rows[rows])

    def arrow(self) -> Any:
        return pa.array(self.make(self.rows), pa.string(), from_pandas=True)


def _arrow(values: Any, rows: Ints, kind: str, hidden: Any, civil: bool) -> Any:
    """One column of some rows; what is hidden is not recorded."""
    if isinstance(values, Ids | Coded | Made):
        made = values.take(rows).arrow()
        return made if hidden is None else pc.if_else(pa.array(hidden), pa.scalar(None, made.type), made)
    if isinstance(values, str):
        return pa.array(np.full(len(rows), values, dtype=object), pa.string(), mask=hidden)
    taken = np.asarray(values)[rows]
    if kind in ("id", "text", "enum"):
        made = pa.array(taken, pa.string(), from_pandas=True)
        return made if hidden is None else pc.if_else(pa.array(hidden), pa.scalar(None, pa.string()), made)
    if kind == "decimal":
        return pa.array(taken, pa.float64(), mask=np.isnan(taken) | (False if hidden is None else hidden))
    none = taken >= NEVER if kind in ("date", "timestamp") else taken < 0
    none = none if hidden is None else none | hidden
    taken = np.where(none, 0, taken)
    if kind == "timestamp":
        return pa.array(to_wall(taken) if civil else taken, mask=none).cast(pa.timestamp("s", None if civil else "UTC"))
    return pa.array(taken.astype(np.int32) if kind == "date" else taken, mask=none).cast(ARROW[kind])


class Extracts:
    """The growing files of every night."""

    def __init__(self, out: Path, nights: Sequence[int]) -> None:
        self.out, self.nights = out, list(nights)
        self.counts: dict[str, int] = {}
        self._files: dict[tuple[str, int], BinaryIO] = {}
        for night in range(len(nights)):
            (self.folder(night) / "extracts").mkdir(parents=True, exist_ok=True)

    def folder(self, night: int) -> Path:
        return self.out / f"night-{night + 1}"

    def _file(self, name: str, night: int) -> BinaryIO:
        found = self._files.get((name, night))
        if found is None:
            suffix = "" if night == 0 else ".new"
            found = (self.folder(night) / "extracts" / f"{name}.csv{suffix}").open("wb")
            self._files[name, night] = found
            if night == 0:
                found.write((",".join(self.header(name)) + "\n").encode())
        return found

    @staticmethod
    def header(name: str) -> list[str]:
        return [*(column.name for column in RECORD_SETS[name].columns), "recorded_at", "withdrawn"]

    def add(
        self,
        name: str,
        columns: Mapping[str, Any],
        recorded: Any,
        later: Mapping[str, Any] | None = None,
        withdrawn: Any = NEVER,
    ) -> None:
        """Rows, each recorded at a time; `later` says when a column's value became known after that.

        Of what was known by the first night only the version then standing is written; each later night on which
        more became known adds a version. `withdrawn` takes a row back at a time.
        """
        later = {column: np.asarray(known) for column, known in (later or {}).items()}
        recorded = np.asarray(recorded, dtype=np.int64)
        withdrawn = np.broadcast_to(np.asarray(withdrawn), recorded.shape)
        unknown = sorted(set(columns) - set(self.header(name)))
        assert not unknown, f"{name} has no {unknown}"
        if name in SAVED_TWICE:
            self._older(name, columns, recorded)
        before = -NEVER
        for night, as_of in enumerate(self.nights):
            newest = np.where((recorded > before) & (recorded <= as_of), recorded, -NEVER)
            for known in later.values():
                newest = np.where((known > before) & (known <= as_of), np.maximum(newest, known), newest)
            rows = np.flatnonzero((newest > -NEVER) & (recorded <= as_of))
            stamps = np.maximum(newest, recorded)
            for start in range(0, len(rows), CHUNK):
                self._write(name, night, columns, rows[start : start + CHUNK], stamps, later, None)
            gone = np.flatnonzero((withdrawn > before) & (withdrawn <= as_of) & (recorded <= as_of))
            if len(gone):
                self._write(name, night, columns, gone, withdrawn, later, True)
            before = as_of
        self.counts[name] = self.counts.get(name, 0) + int((recorded <= self.nights[-1]).sum())

    def _older(self, name: str, columns: Mapping[str, Any], recorded: Ints) -> None:
        """One row in a hundred that the first night knows was saved twice, at first with the required columns only."""
        rows = np.flatnonzero((recorded <= self.nights[0]) & (recorded % 101 == 0))
        required = {column.name for column in RECORD_SETS[name].columns if column.required}
        early = {column: values for column, values in columns.items() if column in required}
        self._write(name, 0, early, rows, recorded - 45, {}, None)

    def _write(
        self, name: str, night: int, columns: Mapping[str, Any], rows: Ints, stamps: Any, later: Mapping[str, Any], gone: Any
    ) -> None:
        if not len(rows):
            return
        civil, as_of = name in CIVIL, self.nights[night]
        arrays, names = [], self.header(name)
        for column in RECORD_SETS[name].columns:
            values = columns.get(column.name)
            if values is None:
                arrays.append(pa.nulls(len(rows), pa.string()))
                continue
            hidden = later[column.name][rows] > as_of if column.name in later else None
            arrays.append(_arrow(values, rows, column.type, hidden, civil))
        arrays.append(pa.array(stamps[rows].astype(np.int64)).cast(pa.timestamp("s", "UTC")))
        arrays.append(pa.array([gone] * len(rows), pa.bool_()))
        options = pa_csv.WriteOptions(include_header=False)
        pa_csv.write_csv(pa.table(dict(zip(names, arrays, strict=True))), self._file(name, night), options)

    def raw(self, name: str, rows: Sequence[Mapping[str, str]], night: int = 0) -> None:
        """Rows of text, as they are: for what a source system should not have written."""
        text = io.StringIO()
        writer = csv.DictWriter(text, self.header(name), restval="", lineterminator="\n")
        writer.writerows(rows)
        self._file(name, night).write(text.getvalue().encode())

    def finish(self) -> None:
        """Each night's file is the last night's and what is new."""
        for name in RECORD_SETS:
            for night in range(len(self.nights)):
                self._file(name, night)
        for file in self._files.values():
            file.close()
        for night in range(1, len(self.nights)):
            for name in RECORD_SETS:
                here = self.folder(night) / "extracts"
                fresh = here / f"{name}.csv.new"
                shutil.copyfile(self.folder(night - 1) / "extracts" / f"{name}.csv", here / f"{name}.csv")
                with (here / f"{name}.csv").open("ab") as file, fresh.open("rb") as new:
                    shutil.copyfileobj(new, file)
                fresh.unlink()
