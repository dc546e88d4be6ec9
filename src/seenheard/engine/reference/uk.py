"""UK civil time by zoneinfo: the reference's own reading, independent of seenheard.uk_time."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LAST_SECOND = time(23, 59, 59)
DAY_ZERO = date(1970, 1, 1).toordinal()
# Outside these years the offset is taken as 0: no record is of then, and year 1 or 9999 can't be shifted.
YEARS_WITH_OFFSET = range(1900, 2200)


def instant(day: date, clock: time = time(0)) -> datetime:
    """The UTC instant of a UK wall time: the first of two, or read with the offset before the change (fold=0)."""
    if day.year not in YEARS_WITH_OFFSET:
        return datetime.combine(day, clock, UTC)
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    return instant(day, LAST_SECOND)


def wall(at: datetime) -> datetime:
    """What the clock on a UK wall shows (naive)."""
    local = at.astimezone(LONDON) if at.year in YEARS_WITH_OFFSET else at
    return local.replace(tzinfo=None)


def uk_day(at: datetime) -> date:
    return wall(at).date()


def day_plus(day: date, days: int) -> date:
    """A date some days on or back, kept within what a date can be."""
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def days_later(at: datetime, days: int) -> datetime:
    """Calendar days on or back, at the same UK time of day."""
    if days == 0:
        return at  # the second of two equal wall times must not slip to the first
    shown = wall(at)
    return instant(day_plus(shown.date(), days), shown.time())


def elapsed(at: datetime, span: timedelta) -> datetime:
    """Elapsed time on or back, kept within what a datetime can be."""
    try:
        return at + span
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if span > timedelta(0) else datetime.min.replace(tzinfo=UTC)


def months_later(day: date, months: int) -> date:
    """The same day of the month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(born: date, years: int) -> date:
    """A birthday; of 29 February in a year without one: 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1) if born.year + years <= date.max.year else date.max


def day_number(day: date) -> int:
    return day.toordinal() - DAY_ZERO
