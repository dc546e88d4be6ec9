"""Reads bank_holidays.csv and school_days.csv of a standards folder."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from seenheard.duties.standards.wrong import Place, several, shown
from seenheard.uk_time import day_number

BANK_HOLIDAYS, SCHOOL_DAYS = "bank_holidays.csv", "school_days.csv"
COLUMNS = {BANK_HOLIDAYS: ("date", "name", "known_from"), SCHOOL_DAYS: ("school", "date", "open")}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199


class BankHoliday(NamedTuple):
    """A bank holiday of England and Wales, and the day from which it could be known."""

    day: int
    name: str
    known_from: int


class SchoolDay(NamedTuple):
    """Whether a school (empty: every school) is open on a day."""

    school: str
    day: int
    open: bool


def _rows(file: str, kind: str, content: bytes) -> Iterator[tuple[Place, dict[str, str]]]:
    columns = COLUMNS[kind]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = content[: failure.start].count(b"\n") + 1
        raise Place(file, line).wrong("the text", "is not UTF-8", "CSV in UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if sorted(header) != sorted(columns):
            raise Place(file, 1).wrong("the header", f"{shown(','.join(header))} is not right", several(columns))
        for cells in reader:
            place = Place(file, reader.line_num)
            if not cells:
                continue
            if len(cells) != len(header):
                raise place.wrong("the row", f"has {len(cells)} cells", f"{len(header)}: {several(columns)}")
            yield place, dict(zip(header, cells, strict=True))
    except csv.Error as failure:
        raise Place(file, reader.line_num).wrong("the text", f"is not CSV ({failure})", "RFC 4180") from None


def _day(row: dict[str, str], column: str, place: Place) -> int:
    text = row[column]
    try:
        if DATE.fullmatch(text):
            found = date.fromisoformat(text)
            if FIRST_YEAR <= found.year <= LAST_YEAR:
                return day_number(found)
    except ValueError:
        pass  # said below, like every other text that is no date
    raise place.wrong(column, f"{shown(text)} is not a date", f"YYYY-MM-DD, a real day from {FIRST_YEAR} to {LAST_YEAR}")


def read_bank_holidays(file: str, content: bytes) -> dict[int, BankHoliday]:
    """The bank holidays of one file by day."""
    found: dict[int, BankHoliday] = {}
    for place, row in _rows(file, BANK_HOLIDAYS, content):
        holiday = BankHoliday(_day(row, "date", place), row["name"], _day(row, "known_from", place))
        if not holiday.name.strip() or not holiday.name.isprintable():
            raise place.wrong("name", f"{shown(holiday.name)} is not a name", "a text on one line")
        if holiday.day in found:
            raise place.wrong("date", f"{shown(row['date'])} stands twice", "one row for each date")
        found[holiday.day] = holiday
    return found


def read_school_days(file: str, content: bytes) -> dict[tuple[str, int], SchoolDay]:
    """The school days of one file by school and day."""
    found: dict[tuple[str, int], SchoolDay] = {}
    for place, row in _rows(file, SCHOOL_DAYS, content):
        if row["open"] not in ("true", "false"):
            raise place.wrong("open", f"{shown(row['open'])} is not allowed", "true, false")
        day = SchoolDay(row["school"] if row["school"].strip() else "", _day(row, "date", place), row["open"] == "true")
        if (day.school, day.day) in found:
            raise place.wrong("date", f"{shown(row['date'])} stands twice for a school", "one row for each school and date")
        found[(day.school, day.day)] = day
    return found
