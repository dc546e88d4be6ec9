"""The clocks of CONTRACT: from a start and a number of the standard to the moment by which a duty is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from seenheard.engine.reference import uk
from seenheard.engine.reference.extract import NumberLike, StandardLike
from seenheard.errors import StandardError

SCHOOL_OPENS = time(9)


@dataclass(frozen=True)
class Start:
    """A moment that a clock runs from; `on` is set when the records give only a date."""

    at: datetime
    on: date | None = None

    @staticmethod
    def of(value: date | datetime) -> Start:
        """Of a recorded value: a date is 00:00:00 UK of that date."""
        if isinstance(value, datetime):
            return Start(value)
        return Start(uk.instant(value), value)

    @property
    def uk_day(self) -> date:
        return self.on if self.on is not None else uk.uk_day(self.at)


@dataclass(frozen=True)
class Span:
    """A number that no standard holds but a record does (a plan's own interval)."""

    value: int | float | str
    unit: str
    duty: str = ""


class Clocks:
    """Reads the standard's calendars once; every question after that is a look-up."""

    def __init__(self, standard: StandardLike) -> None:
        self._holidays = {day for day, _ in standard.bank_holidays}
        self._school_days = {(school or "", day): is_open for school, day, is_open in standard.school_days}
        self._last_year = standard.last_listed_year

    def due(self, start: Start | None, within: NumberLike | None, school: str | None = None) -> datetime | None:
        """When it is due, or None: no start, no number, or a calendar that does not reach that far."""
        if start is None or within is None:
            return None
        unit = within.unit
        if unit == "school_day":
            return self._next_school_day(start.at, school or "")
        if unit == "working_days":
            last = self._working_day(start.uk_day, int(within.value))
            return None if last is None else uk.end_of(last)
        if unit == "months":
            return uk.end_of(uk.months_later(start.uk_day, int(within.value)))
        if unit not in ("hours", "days"):
            raise StandardError(
                f"The standard gives '{within.duty}' a time in '{unit}'; "
                "allowed are hours, days, working_days, months and school_day."
            )
        amount = float(within.value)
        if start.on is not None:
            return uk.end_of(uk.day_plus(start.on, ceil(amount / 24 if unit == "hours" else amount)))
        if unit == "hours":
            return uk.elapsed(start.at, timedelta(hours=amount))
        return uk.days_later(start.at, int(amount))

    def back(self, at: datetime, by: NumberLike) -> datetime:
        """That long before: days at the same UK time of day, hours elapsed."""
        if by.unit == "days":
            return uk.days_later(at, -int(by.value))
        return uk.elapsed(at, -timedelta(hours=float(by.value)))

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and uk.day_number(day) not in self._holidays

    def is_school_day(self, day: date, school: str) -> bool:
        """A school's own row beats the row of all schools, and that the default: a working day."""
        for name in (school, ""):
            listed = self._school_days.get((name, uk.day_number(day)))
            if listed is not None:
                return listed
        return self.is_working_day(day)

    def _working_day(self, day: date, count: int) -> date | None:
        """The trigger's day is not counted; of 0 working days it is the trigger's own day."""
        while count > 0:
            day = uk.day_plus(day, 1)
            if day.year > self._last_year:
                return None
            count -= self.is_working_day(day)
        return day if day.year <= self._last_year else None

    def _next_school_day(self, at: datetime, school: str) -> datetime | None:
        shown = uk.wall(at)
        day = shown.date()
        if shown.time() >= SCHOOL_OPENS or not self.is_school_day(day, school):
            day = uk.day_plus(day, 1)
            while day.year <= self._last_year and not self.is_school_day(day, school):
                day = uk.day_plus(day, 1)
        return uk.instant(day, SCHOOL_OPENS) if day.year <= self._last_year else None
