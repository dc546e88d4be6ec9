"""Clocks (CONTRACT, Clocks) as ibis expressions: from a start to when a duty is due."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import ibis

from seenheard.duties.duty import Within
from seenheard.duties.standards import Number
from seenheard.engine.frames import DAY, Frame, Moment, dated_expression
from seenheard.engine.relations import CALENDAR, at_instant, stored
from seenheard.engine.values import Setting, compiled, condition
from seenheard.uk_time import MICROSECONDS_AN_HOUR

HOUR = MICROSECONDS_AN_HOUR
END_OF_DAY = 86_399_000_000
NINE = 9 * HOUR


@dataclass(frozen=True)
class Step:
    """One clock of a duty: it runs for the rows whose column `clock` is its place. No amount: the row's clock_months."""

    place: int
    unit: str
    amount: Any


def choose_clock(frame: Frame, within: Within, setting: Setting) -> tuple[Frame, list[Step]]:
    """Adds clock (which one counts), clock_months and within (the clock in words)."""
    steps: list[Step] = []
    chosen, months, words = [], ibis.null("int64"), []
    for place, (when, clock) in enumerate(within.clocks):
        applies = ibis.literal(True) if when is None else condition(when, frame, setting)
        chosen.append((applies, ibis.literal(place, "int64")))
        if clock.months is None:
            number = setting.number(str(clock.number))
            steps.append(Step(place, number.unit, number.value))
            words.append((applies, ibis.literal(words_of(number))))
            continue
        months = compiled(clock.months, frame, setting)
        steps.append(Step(place, "months", None))
        words.append((applies, months.cast("string") + ibis.ifelse(months == 1, " month", " months")))
    columns = {
        "clock": ibis.cases(*chosen, else_=ibis.null("int64")),
        "clock_months": months,
        "within": ibis.cases(*words, else_=ibis.null("string")),
    }
    return frame.with_columns(**columns), steps


def words_of(number: Number) -> str:
    if number.unit == "school_day":
        return "the next school day"
    unit = number.unit.replace("_", " ")
    return f"{number.value} {unit[:-1] if number.value == 1 else unit}"


def _by_clock(table: Any, values: dict[int, Any], kind: str) -> Any:
    if not values:
        return ibis.null(kind)
    branches = [(table.clock == place, item) for place, item in values.items()]
    return ibis.cases(*branches, else_=ibis.null(kind)).cast(kind)


def run_clock(frame: Frame, steps: list[Step], school: str | None, setting: Setting) -> Frame:
    """Adds due_at, an instant; empty where no clock applies or the calendar has ended."""
    start: Any = frame["started_at"]
    hours = [step for step in steps if step.unit == "hours"]
    direct = {step.place: start.instant + int(step.amount * HOUR) for step in hours}
    if len(hours) == len(steps) and start.dated is False:
        return frame.with_columns(due_at=_by_clock(frame.table, direct, "int64"))
    frame = _with_calendar(frame, steps, school, setting)
    start = frame["started_at"]
    days = {step.place: _due_day(step, start, frame.table) for step in steps}
    tods = {step.place: _due_tod(step, start) for step in steps}
    frame = frame.with_columns(
        due_day=_by_clock(frame.table, days, "int32"),
        due_tod=_by_clock(frame.table, tods, "int64"),
        due_at=ibis.null("int64"),
    )
    frame = Frame(at_instant(frame.table, "due_day", "due_tod", "due_at"), frame.names, frame.moments)
    start = frame["started_at"]
    direct = {step.place: start.instant + int(step.amount * HOUR) for step in hours}
    return frame.with_columns(due_at=ibis.coalesce(frame.table.due_at, _by_clock(frame.table, direct, "int64")))


def _with_calendar(frame: Frame, steps: list[Step], school: str | None, setting: Setting) -> Frame:
    """Joins what the calendar says of the start's day, as far as these clocks need it."""
    units = {step.unit for step in steps}
    table = frame.table
    if units & {"working_days", "months"}:
        days = stored("calendar", "days", CALENDAR["days"])
        days = days.select(
            start_cal_day=days.day,
            start_month=days.month,
            start_dom=days.day_of_month,
            start_working=days.working_number,
        )
        table = table.left_join(days, table["started_at" + DAY] == days.start_cal_day).select(
            table, days.start_month, days.start_dom, days.start_working
        )
    if "months" in units:
        table = _with_month(table, steps)
    if "working_days" in units:
        table = _with_working_day(table, steps)
    if "school_day" in units:
        table = _with_school_day(table, school, setting)
    return Frame(table, frame.names, frame.moments)


def _with_month(table: Any, steps: list[Step]) -> Any:
    amounts = {
        step.place: table.clock_months if step.amount is None else ibis.literal(int(step.amount), "int64")
        for step in steps
        if step.unit == "months"
    }
    table = table.mutate(due_month=(table.start_month + _by_clock(table, amounts, "int64")).cast("int32"))
    months = stored("calendar", "months", CALENDAR["months"])
    months = months.select(target_month=months.month, first_day=months.first_day, length=months.length)
    joined = table.left_join(months, table.due_month == months.target_month)
    return joined.select(table, months.first_day, months.length)


def _with_working_day(table: Any, steps: list[Step]) -> Any:
    amounts = {step.place: ibis.literal(int(step.amount), "int64") for step in steps if step.unit == "working_days"}
    table = table.mutate(target_number=(table.start_working + _by_clock(table, amounts, "int64")).cast("int32"))
    working = stored("calendar", "working_days", CALENDAR["working_days"])
    working = working.select(found_number=working.working_number, working_day=working.day)
    joined = table.left_join(working, table.target_number == working.found_number)
    return joined.select(table, working.working_day)


def _with_school_day(table: Any, school: str | None, setting: Setting) -> Any:
    """A school with days of its own has its own calendar; any other has the empty one's."""
    listed = sorted({name for name, _, _ in setting.standard.school_days if name})
    own = table[school].isin(listed) if school and listed else ibis.literal(False)
    table = table.mutate(school_key=ibis.ifelse(own, table[school] if school else "", ""))
    days = stored("calendar", "school_days", CALENDAR["school_days"])
    days = days.select(at_school=days.school, school_day=days.day, next_school_day=days.next_day, school_open=days.is_open)
    joined = table.left_join(days, [("school_key", "at_school"), ("started_at" + DAY, "school_day")])
    return joined.select(*table.columns, "next_school_day", "school_open")


def _due_day(step: Step, start: Moment, table: Any) -> Any:
    if step.unit == "hours":
        return ibis.ifelse(dated_expression(start), start.day + ceil(step.amount / 24), ibis.null("int32"))
    if step.unit == "days":
        return start.day + int(step.amount)
    if step.unit == "working_days":
        # No working days: the end of the start's own day, also on a Sunday.
        return start.day if int(step.amount) == 0 else table.working_day
    if step.unit == "months":
        return table.first_day + ibis.least(table.start_dom, table.length) - 1
    at_once = table.school_open & (start.tod < NINE)
    return ibis.ifelse(at_once, start.day, table.next_school_day)


def _due_tod(step: Step, start: Moment) -> Any:
    if step.unit == "days":
        return ibis.ifelse(dated_expression(start), END_OF_DAY, start.tod)
    return ibis.literal(NINE if step.unit == "school_day" else END_OF_DAY, "int64")


def not_before(frame: Frame, applies: Any, moment: Moment, days: int) -> Frame:
    """Due no earlier than the end of the UK date so many days after this moment."""
    frame = frame.with_columns(
        floor_day=ibis.ifelse(applies, (moment.day + days).cast("int32"), ibis.null("int32")),
        floor_tod=ibis.literal(END_OF_DAY, "int64"),
        floor_at=ibis.null("int64"),
    )
    frame = Frame(at_instant(frame.table, "floor_day", "floor_tod", "floor_at"), frame.names, frame.moments)
    table = frame.table
    later = (table.floor_at > table.due_at).fill_null(False)
    return frame.with_columns(due_at=ibis.ifelse(later, table.floor_at, table.due_at))
