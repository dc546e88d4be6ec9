"""The calendar as tables: engines join it and do no date arithmetic of their own (CONTRACT, Clocks).

calendar.days: one row per UK day, 1900 to 2199. `working_number` counts working days of England and Wales up to and
including the day; it is empty past the last year whose bank holidays are listed. calendar.birthdays: of whoever is born on
a day, the days of the birthdays that duties ask for; of 29 February 1 March in a year without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from seenheard.duties.standards import Standard
from seenheard.uk_time import FIRST_DAY, LAST_DAY, date_of, day_number, offset_table

EVERY_SCHOOL = ""
SATURDAY = 5


def _days(standard: Standard, last_day: int) -> tuple[pa.Table, list[int]]:
    """The days, and which of them are working days."""
    holidays = {day for day, _ in standard.bank_holidays}
    working: list[int] = []
    rows: dict[str, list[int | None]] = {name: [] for name in DAYS.names}
    for offset in offset_table():
        on = date_of(offset.day)
        if on.weekday() < SATURDAY and offset.day not in holidays and offset.day <= last_day:
            working.append(offset.day)
        month = on.year * 12 + on.month - 1
        number = len(working) if offset.day <= last_day else None
        values = (offset.day, on.year * 10_000 + on.month * 100 + on.day, month, on.day, number, *offset[1:])
        for name, item in zip(rows, values, strict=True):
            rows[name].append(item)
    return pa.table(rows, schema=DAYS), working


def _months() -> pa.Table:
    rows = []
    for year in range(date_of(FIRST_DAY).year, date_of(LAST_DAY).year + 1):
        for month in range(12):
            first = day_number(date(year, month + 1, 1))
            after = day_number(date(year + 1, 1, 1) if month == 11 else date(year, month + 2, 1))
            rows.append((year * 12 + month, first, after - first))
    return _table(rows, MONTHS)


def _birthdays() -> pa.Table:
    days = np.arange(FIRST_DAY, LAST_DAY + 1)
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    in_month = days - months.astype("datetime64[D]").astype(np.int64)
    reached = [(months + 12 * years).astype("datetime64[D]").astype(np.int64) + in_month for years in (18, 4)]
    return pa.table([pa.array(column, pa.int32()) for column in (days, *reached)], schema=BIRTHDAYS)


def _school_days(standard: Standard, working: list[int], last_day: int) -> pa.Table:
    """Every day's next school day, for the calendar of all schools and for each school that has rows of its own."""
    own: dict[str, dict[int, bool]] = {EVERY_SCHOOL: {}}
    for school, day, is_open in standard.school_days:
        own.setdefault(school, {})[day] = is_open
    rows: list[tuple[str, int, int | None, bool]] = []
    for school, changes in own.items():
        opened = dict.fromkeys(working, True) | own[EVERY_SCHOOL] | changes
        following: int | None = None
        for day in range(last_day, FIRST_DAY - 1, -1):
            rows.append((school, day, following, opened.get(day, False)))
            following = day if opened.get(day, False) else following
    return _table(rows, SCHOOL_DAYS)


def _table(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema)


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


DAYS = _schema(
    day=pa.int32(),
    ymd=pa.int32(),
    month=pa.int32(),
    day_of_month=pa.int32(),
    working_number=pa.int32(),
    offset_before=pa.int64(),
    switch_tod=pa.int64(),
    offset_after=pa.int64(),
)
MONTHS = _schema(month=pa.int32(), first_day=pa.int32(), length=pa.int32())
BIRTHDAYS = _schema(born=pa.int32(), eighteenth=pa.int32(), fourth=pa.int32())
WORKING_DAYS = _schema(working_number=pa.int32(), day=pa.int32())
SCHOOL_DAYS = _schema(school=pa.string(), day=pa.int32(), next_day=pa.int32(), is_open=pa.bool_())


def tables(standard: Standard) -> dict[str, pa.Table]:
    """The calendar's tables by name, for any engine."""
    last_day = day_number(date(standard.last_listed_year, 12, 31))
    days, working = _days(standard, last_day)
    return {
        "days": days,
        "months": _months(),
        "birthdays": _birthdays(),
        "working_days": _table(enumerate(working, start=1), WORKING_DAYS),
        "school_days": _school_days(standard, working, last_day),
    }


def build(db: duckdb.DuckDBPyConnection, standard: Standard) -> None:
    """Stores the calendar in the schema `calendar`."""
    db.execute("CREATE SCHEMA IF NOT EXISTS calendar")
    for name, table in tables(standard).items():
        db.register("calendar_rows", table)
        db.execute(f"CREATE OR REPLACE TABLE calendar.{name} AS SELECT * FROM calendar_rows")
        db.unregister("calendar_rows")
