"""A small spreadsheet from outside, CSV or XLSX, as lines of text under headings. Nothing in it is worked out or followed.

Everything in it is hostile until read: its size, what it unpacks to and its XML are limited first. A formula counts as the
value that was saved with it; one without a saved value is a fault. Links to other workbooks are left alone.
"""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
from openpyxl.utils import get_column_letter

from seenheard.errors import AuditError

MOST_BYTES = 5 << 20
MOST_UNPACKED = 50 << 20
MOST_PARTS = 500  # files in the zip that an .xlsx is
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000
LAST_ROW = 20 * MOST_ROWS  # how far down cells are looked for
# What openpyxl and what is under it say of a file that is no workbook, or a broken one. SyntaxError: of its XML.
NOT_A_WORKBOOK = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError, OSError, EOFError, OverflowError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row: its number as the spreadsheet shows it, and the text under each heading (trimmed)."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """What was read: headings as written, lines that are not empty, what is wrong, and what was not looked at."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


Rows = Iterator[tuple[int, list[str]]]


def read(name: str, content: bytes) -> Sheet:
    """Read a file by its content, whatever it is called. Raises AuditError if nothing of it can be read."""
    if not content.strip():
        raise AuditError(f"{name} is empty.")
    if len(content) > MOST_BYTES:
        raise AuditError(f"{name} is larger than {MOST_BYTES >> 20} MB: take out what is not part of the layout.")
    if content.startswith(b"PK"):
        return _workbook(name, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise AuditError(f"{name} is an old workbook (.xls) or has a password: save it as .xlsx or CSV, without a password.")
    return _sheet(name, _csv_rows(name, content), [], [])


def _csv_rows(name: str, content: bytes) -> Rows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise AuditError(f"{name}, line {line}: it is not UTF-8. Save it as “CSV UTF-8”.") from problem
    if "\0" in text:
        raise AuditError(f"{name} is no text file: save it as CSV or .xlsx.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise AuditError(
                f"{name}, line {start}: a quotation mark is opened and not closed, or text follows it."
            ) from problem
        yield start, row


def _workbook(name: str, content: bytes) -> Sheet:
    faults: list[str] = []
    try:
        _check_unpacked(name, content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of looks that it does not keep
            values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            written = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            sheets = values.worksheets
            if not sheets:
                raise AuditError(f"{name} has no sheet with cells.")
            notes = []
            if len(sheets) > 1:
                notes.append(
                    f"Only the first sheet, “{sheets[0].title[:60]}”, was read; the workbook has {len(sheets) - 1} more."
                )
            return _sheet(name, _cells(sheets[0], written.worksheets[0], faults), faults, notes)
    except NOT_A_WORKBOOK as problem:
        raise AuditError(f"{name} can’t be read as a workbook: open it, and save it afresh as .xlsx or as CSV.") from problem


def _check_unpacked(name: str, content: bytes) -> None:
    """Python's zipfile unpacks no more of a part than its directory says, so that the directory can be believed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise AuditError(
                f"{name} unpacks to more than {MOST_UNPACKED >> 20} MB or {MOST_PARTS} parts: save only its first sheet."
            )


def _cells(values: object, written: object, faults: list[str]) -> Rows:
    """Rows as text. The size that a sheet says of itself is not believed: rows beyond it would be lost."""
    for sheet in (values, written):
        sheet.reset_dimensions()  # type: ignore[attr-defined]
    pairs = zip(
        values.iter_rows(max_col=MOST_COLUMNS + 1),  # type: ignore[attr-defined]
        written.iter_rows(max_col=MOST_COLUMNS + 1),  # type: ignore[attr-defined]
        strict=True,
    )
    for row, (seen, formulas) in enumerate(pairs, 1):
        if row > LAST_ROW:
            raise AuditError(f"The sheet has rows below row {LAST_ROW:,}: move them up, or delete the empty rows between.")
        for place, (cell, formula) in enumerate(zip(seen, formulas, strict=True), 1):
            if formula.data_type == "f" and cell.value is None:
                faults.append(
                    f"Row {row}, column {get_column_letter(place)}: a formula without a saved value: paste its value."
                )
        yield row, [_text(cell.value) for cell in seen]


def _text(value: object) -> str:
    """A cell's value as it would be written in the CSV."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _sheet(name: str, rows: Rows, faults: list[str], notes: list[str]) -> Sheet:
    headings: list[str] = []
    lines: list[Line] = []
    for number, row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if not headings:
            headings = _headings(name, cells)
            continue
        if len(lines) == MOST_ROWS:
            raise AuditError(f"{name} has more than {MOST_ROWS:,} rows, from row {number} on: an audit is smaller.")
        faults += _faults_of(number, cells, headings)
        named = zip(headings, cells, strict=False)
        lines.append(Line(number, {heading: cell for heading, cell in named if heading}))
    if not headings:
        raise AuditError(f"{name} is empty.")
    return Sheet(tuple(heading for heading in headings if heading), tuple(lines), tuple(faults), tuple(notes))


def _headings(name: str, cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        raise AuditError(f"{name} has more than {MOST_COLUMNS} columns: keep those of the layout.")
    found = cells[:MOST_COLUMNS]
    while found and not found[-1]:
        found.pop()
    return found


def _faults_of(number: int, cells: list[str], headings: list[str]) -> Iterator[str]:
    for place, cell in enumerate(cells, 1):
        if cell and (place > len(headings) or not headings[place - 1]):
            yield f"Row {number}, column {get_column_letter(place)}: “{cell[:40]}” stands under no heading."
        if len(cell) > LONGEST_CELL:
            yield f"Row {number}, column {get_column_letter(place)}: a cell holds at most {LONGEST_CELL:,} characters."
