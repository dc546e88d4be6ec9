"""A list as a file to take away: CSV that no spreadsheet runs, or a spreadsheet whose texts are texts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO

import xlsxwriter

from seenheard.records.wording import plain_cell

Cell = str | float | int | bool | datetime | None
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL = 32_767  # of a spreadsheet
SPOILT = {sign: " " for sign in range(32) if sign not in (9, 10)}  # what XML can't hold


def written(format: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file's content."""
    return _csv(titles, rows) if format == "csv" else _xlsx(titles, rows)


def _csv(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    stream = StringIO(newline="")
    writer = csv.writer(stream)  # RFC 4180
    writer.writerow(titles)
    for row in rows:
        writer.writerow([plain_cell(cell) if isinstance(cell, str) else _told(cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig", "replace")  # the mark tells spreadsheets that it is UTF-8


def _told(cell: Cell) -> str | float | int:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(cell).lower() if isinstance(cell, bool) else cell


def _xlsx(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    stream = BytesIO()
    # Nothing in a text is looked for: no formula, no link, no number.
    said = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, said) as book:
        sheet = book.add_worksheet("Findings")
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                told = _told(cell)
                if isinstance(told, str):
                    sheet.write_string(number, place, told.translate(SPOILT)[:LONGEST_CELL], text)
                else:
                    sheet.write_number(number, place, told)
        sheet.freeze_panes(1, 0)
    return stream.getvalue()
