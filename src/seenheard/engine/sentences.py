"""The sentence of a finding, from the words of its duty, as an ibis expression: the same on every engine."""

from __future__ import annotations

from functools import reduce
from typing import Any

import ibis

from seenheard.duties.duty import EVERY, OVERDUE, SINCE, WITHIN, Duty, Maybe, Plural, Words
from seenheard.duties.language import Value
from seenheard.engine.clocks import HOUR
from seenheard.engine.frames import Frame, dated_expression
from seenheard.engine.placeholders import AS_OF, TODAY
from seenheard.engine.values import Setting, compiled, condition

MINUTE = HOUR // 60
NO_START = "the start is not recorded"
NO_CLOCK = "the clock that counts can't be told"
NO_CALENDAR = "the due date lies past the last year whose bank holidays are listed"
NO_BIRTH = "the date of birth is not recorded"


def _text(*parts: Any) -> Any:
    return reduce(lambda left, right: left + right, [_string(part) for part in parts])


def _string(part: Any) -> Any:
    return ibis.literal(part) if isinstance(part, str) else part


def plural(number: Any, one: str, many: str) -> Any:
    return number.cast("string") + ibis.ifelse(number == 1, f" {one}", f" {many}")


def elapsed(span: Any) -> Any:
    """A span of µs in words: minutes under two hours, hours under two days, then days."""
    whole = [(span / unit).floor().cast("int64") for unit in (MINUTE, HOUR, 24 * HOUR)]
    return ibis.cases(
        (span < 2 * HOUR, plural(whole[0], "minute", "minutes")),
        (span < 48 * HOUR, plural(whole[1], "hour", "hours")),
        else_=plural(whole[2], "day", "days"),
    )


def _since_start(frame: Frame, setting: Setting) -> Any:
    """How long ago the start was; of a date, in days."""
    start: Any = frame["started_at"]
    days = plural(TODAY - start.day, "day", "days")
    if start.dated is True:
        return days
    span = elapsed(AS_OF - start.instant)
    return span if start.dated is False else ibis.ifelse(dated_expression(start), days, span)


def _words(parts: tuple[Words, ...], frame: Frame, setting: Setting) -> Any:
    return _text(*(_word(part, frame, setting) for part in parts))


def _word(part: Words, frame: Frame, setting: Setting) -> Any:
    if isinstance(part, Plural):
        return plural(compiled(part.of, frame, setting), part.one, part.many)
    if isinstance(part, Maybe):
        return ibis.ifelse(condition(part.condition, frame, setting), _words(part.parts, frame, setting), "")
    # Values before texts: == makes of a Value another one, which counts as true.
    if isinstance(part, Value):
        told = compiled(part, frame, setting).cast("string")
        is_id = part.operator == "column" and str(part.operands[0]).endswith("_id")
        return told if is_id else told.replace("_", " ")
    if part == WITHIN:
        return frame.table.within
    if part == EVERY:
        within = frame.table.within
        return ibis.literal("every ") + ibis.ifelse(within.startswith("1 "), within.substr(2), within)
    if part == SINCE:
        return _since_start(frame, setting)
    if part == OVERDUE:
        return elapsed(AS_OF - frame.table.due_at)
    return part


def _reasons(duty: Duty, frame: Frame, setting: Setting) -> Any:
    """Why the state is unknown; several joined by a semicolon."""
    table = frame.table
    told = [(condition(when, frame, setting), words) for when, words in duty.unknown]
    if duty.child:
        told.append((table.person_0_adult_day.isnull(), NO_BIRTH))
    if duty.starts is not None:
        named = reduce(lambda left, right: left | right, [when for when, _ in told], ibis.literal(False))
        told.append((table.started_at.isnull() & ~named, NO_START))
        past_calendar = table.started_at.notnull() & table.due_at.isnull() & ~named
        if duty.within is not None:
            told.append((past_calendar & table.clock.isnull(), NO_CLOCK))
            past_calendar = past_calendar & table.clock.notnull()
        told.append((past_calendar, NO_CALENDAR))
    together = _text(*(ibis.ifelse(when, "; " + words, "") for when, words in told))
    return together.substr(2)


def _due_words(duty: Duty, frame: Frame, setting: Setting) -> Any:
    if duty.not_due:
        return _words(duty.not_due, frame, setting)
    days = ((frame.table.due_at - AS_OF) / (24 * HOUR)).floor().cast("int64")
    left = ibis.ifelse(days < 1, "within a day", ibis.literal("in ") + plural(days, "day", "days"))
    return _text(duty.title, ": due ", left)


def sentence(duty: Duty, frame: Frame, setting: Setting) -> Any:
    """Why a finding is here: of a decision, also until when it sets the finding aside."""
    table = frame.table
    state = table.state_without_decision
    plain = ibis.cases(
        (state == "unknown", _text(duty.title + ": can't be worked out, as ", _reasons(duty, frame, setting))),
        (state == "not_due", _due_words(duty, frame, setting)),
        else_=_words(duty.late, frame, setting),
    )
    set_aside = _text(" — set aside by a decision until ", table.until)
    return plain + ibis.ifelse(table.excused_by == "decision", set_aside, "").fill_null("")
