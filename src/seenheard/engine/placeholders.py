"""The moment of a run, as numbers that stand in compiled SQL until it is known: so SQL is compiled once, not every night."""

from __future__ import annotations

import re

from seenheard.uk_time import instant_of, uk_day, uk_tod

# Numbers that nothing else in a duty comes near: instants of the year 233,000, a day of the year 5,880,000.
AS_OF = 7_355_000_000_000_000_001
TOD = 7_355_000_000_000_000_002
TODAY = 2_147_355_001
DAYS_BEFORE_NOW = 7_355_100_000_000_000_000
LONGEST = 1_000_000
_PLACEHOLDER = re.compile(r"\b(7355[01]\d{14}|2147355001)\b")


def days_before_now(days: int) -> int:
    """Stands for the instant so many days ago at the same UK time of day."""
    if not 0 <= days < LONGEST:
        raise ValueError(f"{days} days is not between 0 and {LONGEST}")
    return DAYS_BEFORE_NOW + days


def filled(sql: str, as_of: int) -> str:
    """The SQL of one run."""
    today, tod = uk_day(as_of), uk_tod(as_of)
    known = {AS_OF: as_of, TOD: tod, TODAY: today}

    def value(match: re.Match[str]) -> str:
        number = int(match[0])
        if number in known:
            return str(known[number])
        return str(instant_of(today - (number - DAYS_BEFORE_NOW), tod))

    return _PLACEHOLDER.sub(value, sql)
