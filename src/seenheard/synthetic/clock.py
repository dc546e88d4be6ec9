"""UK civil time and working days over whole arrays: seconds and days since 1970-01-01.

The synthetic force has its own calendar on purpose: it is the check on the product's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from seenheard.synthetic.listing import listed

Ints = npt.NDArray[np.int64]
DAY = 86_400
HOUR = 3600
# A time or date that does not come. Large, and far from overflow when a clock is added to it.
NEVER = 1 << 60
EPOCH = date(1970, 1, 1)

# England and Wales, from www.gov.uk/bank-holidays (Open Government Licence).
BANK_HOLIDAYS = listed(
    "2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26 2025-01-01 "
    "2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26 2026-01-01 2026-04-03 "
    "2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 "
    "2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28"
)


def day_of(text: str) -> int:
    """The number of a day written 2026-11-22."""
    return (date.fromisoformat(text) - EPOCH).days


def _last_sunday(year: int, month: int) -> int:
    last = (date(year, month, 31) - EPOCH).days
    return last - (last + 4) % 7


@lru_cache(maxsize=1)
def _changes() -> Ints:
    """Every change of the clocks, 01:00 UTC of the last Sunday of March and of October."""
    days = [_last_sunday(year, month) for year in range(1996, 2041) for month in (3, 10)]
    return np.array(days, dtype=np.int64) * DAY + HOUR


@lru_cache(maxsize=1)
def _working_days() -> Ints:
    days = np.arange(day_of("1996-01-01"), day_of("2030-01-01"), dtype=np.int64)
    off = np.array([day_of(text) for text in BANK_HOLIDAYS])
    return days[((days + 3) % 7 < 5) & ~np.isin(days, off)]


def ints(values: Any) -> Ints:
    return np.asarray(values, dtype=np.int64)


def to_wall(at: Any) -> Ints:
    """What the clock on the wall shows, as seconds."""
    at = ints(at)
    return ints(at + np.where(np.searchsorted(_changes(), at, "right") % 2 == 1, HOUR, 0))


def from_wall(wall: Any) -> Ints:
    """The first instant at which the wall shows this; where it never does, by the offset before the change."""
    wall = ints(wall)
    return ints(wall - np.where(np.searchsorted(_changes() + HOUR, wall, "right") % 2 == 1, HOUR, 0))


def uk_day(at: Any) -> Ints:
    return ints(to_wall(at) // DAY)


def midnight(day: Any) -> Ints:
    return from_wall(ints(day) * DAY)


def end_of(day: Any) -> Ints:
    """23:59:59 UK of a day."""
    return from_wall(ints(day) * DAY + DAY - 1)


def days_later(at: Any, days: Any) -> Ints:
    """The same UK time of day, days later."""
    return from_wall(to_wall(at) + ints(days) * DAY)


def months_later(day: Any, months: Any) -> Ints:
    """The same day of the month, or the month's last."""
    dates = ints(day).astype("datetime64[D]")
    first = dates.astype("datetime64[M]")
    of_month = ints((dates - first.astype("datetime64[D]")).astype(np.int64))
    target = first + ints(months).astype("timedelta64[M]")
    start = ints(target.astype("datetime64[D]").astype(np.int64))
    length = ints((target + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)) - start
    return ints(start + np.minimum(of_month, length - 1))


def years_later(day: Any, years: int) -> Ints:
    """A birthday: of 29 February in a common year 1 March."""
    there = months_later(day, 12 * years)
    leap = ints(day).astype("datetime64[D]").astype(str)
    missed = np.char.endswith(np.atleast_1d(leap), "-02-29").reshape(np.shape(there))
    short = ~np.char.endswith(np.atleast_1d(there.astype("datetime64[D]").astype(str)), "-02-29").reshape(np.shape(there))
    return ints(there + (missed & short))


def working_days_later(day: Any, count: int) -> Ints:
    """23:59:59 UK of the count-th working day after a day."""
    days = _working_days()
    return end_of(days[np.searchsorted(days, ints(day), "right") + count - 1])


def next_school_morning(at: Any) -> Ints:
    """09:00 UK of the first school day after the trigger's date; before 09:00 of a school day, that day."""
    days = _working_days()
    day, tod = np.divmod(to_wall(at), DAY)
    found = days[np.searchsorted(days, np.where(tod < 9 * HOUR, day, day + 1), "left")]
    return from_wall(found * DAY + 9 * HOUR)


def instant(text: str) -> int:
    """The instant of a UK civil time written 2026-11-22T06:00."""
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int(from_wall(int(moment.timestamp())))


def wall_text(at: int) -> str:
    """The UK civil time of an instant, to the minute."""
    return datetime.fromtimestamp(int(to_wall(at)), UTC).strftime("%Y-%m-%dT%H:%M")
