"""The slow and patient way to read a CSV file: good records go into a clean copy, each faulty one is named.

Python's csv reads one record at a time. A quotation mark that is never closed, or followed by more text, costs only
the line on which it stands: reading starts again at the next line.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO

from seenheard.errors import ContractError
from seenheard.records.wording import shown
from seenheard.uk_time import parse_timestamp

LONGEST_RECORD = 16 << 20  # characters
MOST_UNREADABLE = 0.01  # of a file's records


class Writer(Protocol):
    """What csv.writer gives."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one record."""


@dataclass(slots=True)
class Sieved:
    """What the sieve counted: all records, those not known yet, those at fault, and the longest one in bytes."""

    records: int = 0
    good: int = 0
    not_yet_known: int = 0
    unreadable: int = 0
    longest: int = 0


@dataclass(slots=True)
class _Lines:
    """The lines of a file, with those of the record in hand kept so that they can be read again."""

    source: Iterator[str]
    record: list[str] = field(default_factory=list)
    waiting: deque[str] = field(default_factory=deque)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else next(self.source)
        self.record.append(line)
        return line

    def begin(self) -> None:
        """Forget the last record's lines."""
        self.record.clear()

    def again(self) -> None:
        """Give all lines but the record's first back."""
        self.waiting.extendleft(reversed(self.record[1:]))
        del self.record[1:]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a record's columns stand: those to keep, the key and recorded_at, if any; and the moment of the run."""

    width: int
    kept: tuple[int, ...]
    key: int
    recorded_at: int | None
    as_of: int


def sieve(path: Path, file: str, wanted: Wanted, clean: Path, faults: Path) -> Sieved:
    """Split a file into `clean` (record number, kept columns) and `faults` (record number, record id, what is wrong)."""
    count = Sieved()
    before = csv.field_size_limit(LONGEST_RECORD)
    try:
        with (
            path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as source,
            clean.open("w", encoding="utf-8", newline="") as good,
            faults.open("w", encoding="utf-8", newline="") as bad,
        ):
            _split(_Lines(source), csv_writer(good), csv_writer(bad), wanted, count)
    except OSError as failure:
        raise ContractError(f"{file} can't be read: {failure.strerror}.") from failure
    finally:
        csv.field_size_limit(before)
    if count.unreadable > MOST_UNREADABLE * count.records:
        raise ContractError(
            f"{file} is not UTF-8 text: {count.unreadable} of its {count.records} records hold invalid UTF-8 or NUL. "
            "At most 1 % may. Write the file again as UTF-8."
        )
    return count


def csv_writer(stream: TextIO) -> Writer:
    """A writer that quotes every value: blanks, quotation marks and line ends then survive DuckDB's reader."""
    return csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)


def _split(lines: _Lines, good: Writer, bad: Writer, wanted: Wanted, count: Sieved) -> None:
    records = _records(lines)
    next(records, None)  # the header
    empty = 0
    for values, fault in records:
        if values == []:
            empty += 1  # a fault only when a record follows
            continue
        for _ in range(empty):
            count.records += 1
            bad.writerow((count.records, "", "is an empty line"))
        empty = 0
        count.records += 1
        fault = _unreadable(lines.record, count) or fault or _wrong_width(len(values), wanted.width)
        if fault is None:
            row = [values[place] for place in wanted.kept]
            good.writerow((count.records, *row))
            count.good += 1
            count.longest = max(count.longest, sum(len(line) for line in lines.record))
        elif _is_later(values, wanted):
            count.not_yet_known += 1
        else:
            bad.writerow((count.records, _at(values, wanted.key), fault))


def _records(lines: _Lines) -> Iterator[tuple[list[str], str | None]]:
    """Each record's values; of one that breaks the grammar, what can be made out, and the fault."""
    reader = csv.reader(lines, strict=True)
    while True:
        lines.begin()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as failure:
            lines.again()
            yield lines.record[0].rstrip("\r\n").split(","), _broken(str(failure))
        else:
            yield values, None


def _broken(failure: str) -> str:
    if "new-line" in failure:
        return "holds a carriage return outside quotation marks"
    if "field larger" in failure or "unexpected end" in failure:
        return "opens a quotation mark that is never closed"
    return "has text after a closing quotation mark"


def _unreadable(record: list[str], count: Sieved) -> str | None:
    for line in record:
        if "\0" in line:
            count.unreadable += 1
            return "holds a NUL character"
        if not line.isascii():
            try:
                line.encode("utf-8")
            except UnicodeEncodeError:
                count.unreadable += 1
                return "is not valid UTF-8"
    return None


def _wrong_width(found: int, width: int) -> str | None:
    if found == width:
        return None
    return f"has {found} fields where the header has {width}"


def _is_later(values: list[str], wanted: Wanted) -> bool:
    if wanted.recorded_at is None:
        return False
    recorded = parse_timestamp(_at(values, wanted.recorded_at))
    return recorded is not None and recorded > wanted.as_of


def _at(values: list[str], place: int) -> str:
    text = values[place] if place < len(values) else ""
    return shown(text.encode("utf-8", "replace").decode("utf-8"))
