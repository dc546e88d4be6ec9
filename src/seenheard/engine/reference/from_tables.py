"""From the tables that `seenheard.records.reading` makes to an Extract: the one place that touches duckdb."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import duckdb

from seenheard import uk_time
from seenheard.engine.reference.extract import KEYS, Extract, Row

Convert = Callable[[Any], Any]


def from_tables(db: duckdb.DuckDBPyConnection, absent: Iterable[str] = ()) -> Extract:
    """Read standing.* and versions.*; `absent` comes from the Reading, since an absent set has empty tables."""
    return Extract(
        standing={name: _rows(db, "standing", name) for name in KEYS},
        versions={name: _rows(db, "versions", name) for name in KEYS},
        absent=frozenset(absent),
    )


def _rows(db: duckdb.DuckDBPyConnection, schema: str, name: str) -> list[Row]:
    found = db.execute(f'SELECT * FROM "{schema}"."{name}"')  # both names are our own constants
    columns = [column[0] for column in found.description or ()]
    kept = [(place, column, _conversion(column, set(columns))) for place, column in enumerate(columns)]
    return [
        {column: convert(values[place]) for place, column, convert in kept if convert is not None}
        for values in found.fetchall()
    ]


def _conversion(column: str, columns: set[str]) -> Convert | None:
    """A date has a twin `_us`, a timestamp the twins `_day` and `_tod`; the twins themselves are left out."""
    if f"{column}_us" in columns:
        return _date
    if f"{column}_tod" in columns:
        return _timestamp
    stem, _, kind = column.rpartition("_")
    if stem in columns and kind in ("us", "day", "tod"):
        return None
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _date(day: int | None) -> Any:
    return None if day is None else uk_time.date_of(day)


def _timestamp(instant: int | None) -> Any:
    if instant is None:
        return None
    try:
        return uk_time.moment_of(instant)
    except OverflowError:  # an offset can carry a time of the years 1 and 9999 out of what datetime holds
        return datetime.max.replace(tzinfo=UTC) if instant > 0 else datetime.min.replace(tzinfo=UTC)
