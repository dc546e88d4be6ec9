"""UK civil time (Europe/London), worked out once here and handed to engines as tables of numbers.

A *day* is a number of days since 1970-01-01, an *instant* microseconds since then in UTC, a *tod* microseconds since
UK midnight on the wall clock. A wall time that occurs twice is the first; one that does not occur is read with the
offset before the change (CONTRACT, Values). Outside 1900 to 2199 the offset is 0.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

from seenheard.errors import ArgumentError

# The pinned package's data, not the machine's: the same offsets on every machine.
with resources.files("tzdata.zoneinfo.Europe").joinpath("London").open("rb") as _file:
    LONDON = ZoneInfo.from_file(_file, key="Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = (date(1900, 1, 1) - date(1970, 1, 1)).days
LAST_DAY = (date(2199, 12, 31) - date(1970, 1, 1)).days
MICROSECONDS_A_SECOND = 1_000_000
MICROSECONDS_AN_HOUR = 3_600 * MICROSECONDS_A_SECOND
MICROSECONDS_A_DAY = 24 * MICROSECONDS_AN_HOUR

TIMESTAMP = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII
)


class Offset(NamedTuple):
    """A day's offset in µs: `before` while the clock shows less than `switch`, then `after`."""

    day: int
    before: int
    switch: int
    after: int


def _offset_at(seconds: int) -> int:
    shift = (EPOCH + timedelta(seconds=seconds)).astimezone(LONDON).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


@lru_cache(maxsize=1)
def _changes() -> tuple[tuple[int, int, int], ...]:
    """Every change of the clocks: the instant (seconds), the offset before and after (seconds)."""
    found = []
    low, low_offset = FIRST_DAY * 86_400, 0
    for high in range(low + 86_400, (LAST_DAY + 1) * 86_400, 7 * 86_400):
        offset = _offset_at(high)
        if offset != low_offset:
            before, after = low, high
            while after - before > 1:
                middle = (before + after) // 2
                before, after = (middle, after) if _offset_at(middle) == low_offset else (before, middle)
            found.append((after, low_offset, offset))
        low, low_offset = high, offset
    return tuple(found)


def _table(by_wall: bool) -> tuple[Offset, ...]:
    switches: dict[int, Offset] = {}
    for at, before, after in _changes():
        shown = at + max(before, after) if by_wall else at
        day, second = divmod(shown, 86_400)
        scale = MICROSECONDS_A_SECOND
        switches[day] = Offset(day, before * scale, second * scale, after * scale)
    rows, offset = [], 0
    for day in range(FIRST_DAY, LAST_DAY + 1):
        row = switches.get(day, Offset(day, offset, 0, offset))
        rows.append(row)
        offset = row.after
    return tuple(rows)


@lru_cache(maxsize=1)
def offset_table() -> tuple[Offset, ...]:
    """By UK civil day: from what the clock on the wall shows to the offset."""
    return _table(by_wall=True)


@lru_cache(maxsize=1)
def instant_table() -> tuple[Offset, ...]:
    """By UTC day: from UTC to the offset."""
    return _table(by_wall=False)


def _offset(table: tuple[Offset, ...], day: int, tod: int) -> int:
    if not FIRST_DAY <= day <= LAST_DAY:
        return 0
    row = table[day - FIRST_DAY]
    return row.before if tod < row.switch else row.after


def instant_of(day: int, tod: int = 0) -> int:
    """The instant of a UK civil time; a tod past midnight is of that many days later."""
    day, tod = day + tod // MICROSECONDS_A_DAY, tod % MICROSECONDS_A_DAY
    return day * MICROSECONDS_A_DAY + tod - _offset(offset_table(), day, tod)


def _uk(instant: int) -> tuple[int, int]:
    day, tod = divmod(instant, MICROSECONDS_A_DAY)
    return divmod(instant + _offset(instant_table(), day, tod), MICROSECONDS_A_DAY)


def uk_day(instant: int) -> int:
    return _uk(instant)[0]


def uk_tod(instant: int) -> int:
    return _uk(instant)[1]


def day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def date_of(day: int) -> date:
    return date.fromordinal(day + date(1970, 1, 1).toordinal())


def parse_timestamp(text: str) -> int | None:
    """The instant of a timestamp as CONTRACT writes it, or None."""
    match = TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute = (int(part) for part in match.groups()[:5])
    second, fraction, zone = int(match[6] or 0), (match[7] or "").ljust(6, "0"), match[8]
    try:
        on = day_number(date(year, month, day))
    except ValueError:
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    tod = ((hour * 60 + minute) * 60 + second) * MICROSECONDS_A_SECOND + int(fraction)
    if zone is None:
        return instant_of(on, tod)
    shift = 0 if zone == "Z" else _shift(zone)
    return None if shift is None else on * MICROSECONDS_A_DAY + tod - shift


def _shift(zone: str) -> int | None:
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 23 or minutes > 59:
        return None
    shift = (hours * 60 + minutes) * 60 * MICROSECONDS_A_SECOND
    return -shift if zone[0] == "-" else shift


def now_to_the_minute() -> int:
    return int(datetime.now(UTC).timestamp()) // 60 * 60 * MICROSECONDS_A_SECOND


def parse_as_of(text: str | None) -> int:
    """The moment of a run: default now, cut to the minute; never in the future."""
    if text is None:
        return now_to_the_minute()
    instant = parse_timestamp(text)
    if instant is None:
        raise ArgumentError(
            f"--as-of '{text[:40]}' is not a time. Write it as 2026-11-22T06:00 (UK time), or with an offset: "
            "2026-11-22T06:00Z."
        )
    instant -= instant % (60 * MICROSECONDS_A_SECOND)
    if instant > now_to_the_minute():
        raise ArgumentError(f"--as-of {text} lies in the future. A night can be run only for a time that has come.")
    return instant


def moment_of(instant: int) -> datetime:
    return EPOCH + timedelta(microseconds=instant)


def iso(instant: int) -> str:
    """UTC, e.g. 2026-11-22T06:00:00Z; a fraction only where there is one."""
    return moment_of(instant).isoformat().replace("+00:00", "Z")


def uk_words(instant: int) -> str:
    """UK civil time in words: 22 November 2026, 06:00."""
    day, tod = _uk(instant)
    minutes = tod // (60 * MICROSECONDS_A_SECOND)
    on = date_of(day)
    return f"{on.day} {on:%B %Y}, {minutes // 60:02}:{minutes % 60:02}"


__all__ = [
    "LONDON",
    "MICROSECONDS_AN_HOUR",
    "MICROSECONDS_A_DAY",
    "Offset",
    "date_of",
    "day_number",
    "instant_of",
    "instant_table",
    "iso",
    "moment_of",
    "now_to_the_minute",
    "offset_table",
    "parse_as_of",
    "parse_timestamp",
    "uk_day",
    "uk_tod",
    "uk_words",
]
