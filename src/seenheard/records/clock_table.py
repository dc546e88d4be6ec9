"""The UK's offset changes as a small table in DuckDB, and the expressions that use it.

A day falls into a block of sixteen days; no block has more than one change. The key of a block is its number when
counted by the wall clock, and its number + UTC_KEYS when counted by UTC: one join serves both kinds of timestamp.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import duckdb
import pyarrow

from seenheard.uk_time import MICROSECONDS_A_DAY, Offset, instant_table, offset_table

BLOCK_DAYS = 16
UTC_KEYS = 1_000_000
# Added before dividing, so that no number is negative: SQL rounds those the other way.
LIFT_DAYS = 16 * 50_000
TABLE = "checks.clock_changes"


@lru_cache(maxsize=1)
def _rows() -> pyarrow.Table:
    keys: list[int] = []
    before: list[int] = []
    switch: list[int] = []
    after: list[int] = []
    for base, table in ((0, offset_table()), (UTC_KEYS, instant_table())):
        for number, days in groupby(table, lambda row: (row.day + LIFT_DAYS) // BLOCK_DAYS):
            _add_block(base + number, tuple(days), (keys, before, switch, after))
    return pyarrow.table({"block": keys, "before": before, "switch": switch, "after": after})


def _add_block(key: int, days: tuple[Offset, ...], columns: tuple[list[int], ...]) -> None:
    keys, before, switch, after = columns
    change = next((day for day in days if day.before != day.after), None)
    keys.append(key)
    before.append(days[0].before)
    switch.append(change.day * MICROSECONDS_A_DAY + change.switch if change else 0)
    after.append(days[-1].after)


def create(db: duckdb.DuckDBPyConnection) -> None:
    """Make the table."""
    rows = _rows()
    db.register("clock_change_rows", rows)
    db.execute(f"CREATE OR REPLACE TABLE {TABLE} AS SELECT * FROM clock_change_rows")
    db.unregister("clock_change_rows")


def block(shown: str, by_utc: str = "false") -> str:
    """The key of the block that microseconds fall into."""
    lift, width = LIFT_DAYS * MICROSECONDS_A_DAY, BLOCK_DAYS * MICROSECONDS_A_DAY
    return f"({shown} + {lift}) // {width} + CASE WHEN {by_utc} THEN {UTC_KEYS} ELSE 0 END"


def offset(shown: str, alias: str) -> str:
    """The offset of microseconds, given the block's row; outside the table 0."""
    return f"coalesce(CASE WHEN {shown} < {alias}.switch THEN {alias}.before ELSE {alias}.after END, 0)"


def gap(shown: str, alias: str) -> str:
    """How far a time that does not occur lies before the one that the clock shows at that instant; else 0."""
    width = f"({alias}.after - {alias}.before)"
    return f"CASE WHEN {shown} < {alias}.switch AND {shown} >= {alias}.switch - {width} THEN {width} ELSE 0 END"


def day_of(local: str) -> str:
    """The day of microseconds on the wall clock."""
    return f"CAST(({local} + {LIFT_DAYS * MICROSECONDS_A_DAY}) // {MICROSECONDS_A_DAY} - {LIFT_DAYS} AS INTEGER)"


def tod_of(local: str) -> str:
    """The time of day of microseconds on the wall clock."""
    return f"({local} + {LIFT_DAYS * MICROSECONDS_A_DAY}) % {MICROSECONDS_A_DAY}"
