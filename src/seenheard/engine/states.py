"""From a duty's declaration to its rows with their states (CONTRACT, States), as one ibis table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import reduce
from typing import Any

import ibis

from seenheard.duties.duty import At, Condition, Duty, First
from seenheard.duties.foundations import PEOPLE
from seenheard.duties.language import Relation, Value
from seenheard.duties.language import joined as joined_key
from seenheard.engine.clocks import HOUR, choose_clock, not_before, run_clock
from seenheard.engine.frames import DAY, Frame, Moment
from seenheard.engine.fulfilment import met, met_with_key, moved
from seenheard.engine.placeholders import AS_OF, days_before_now
from seenheard.engine.relations import Compiler, at_instant, stored
from seenheard.engine.values import compiled, condition
from seenheard.records.declarations import RECORD_SETS
from seenheard.uk_time import MICROSECONDS_A_DAY

EXCUSES = {"duty": "string", "key": "string", "decision_id": "string", "until": "string", "reason": "string"}
TEXT = ibis.null("string")
RUN = {"key", "started_at", "due_at", "within", "clock"}  # what a clock that has run leaves


def any_true(conditions: list[Any]) -> Any:
    return reduce(lambda left, right: left | right, conditions, ibis.literal(False))


def instances(duty: Duty, compiler: Compiler) -> Frame:
    """The duty's instances with key, start and what is known of the persons they are about."""
    frame = compiler.frame(duty.one_per)
    columns: dict[str, Any] = {"key": compiled(joined_key(*duty.key), frame, compiler.setting)}
    if duty.starts is not None:
        columns["started_at"] = compiled(duty.starts, frame, compiler.setting)
    frame = frame.with_columns(**columns)
    for place, name in enumerate(persons_of(duty)):
        frame = _with_person(frame, name, f"person_{place}", compiler)
    if duty.starts is not None:
        start = frame.table.started_at
        frame = frame.filtered(start.isnull() | (start <= AS_OF))
    if duty.child:
        adult = frame.table.person_0_adult_day
        frame = frame.filtered(adult.isnull() | (adult > frame.table["started_at" + DAY]))
    return frame


def persons_of(duty: Duty) -> tuple[str, ...]:
    return ((duty.person,) if duty.person else ()) + duty.involves


def _with_person(frame: Frame, column: str, prefix: str, compiler: Compiler) -> Frame:
    people = compiler.frame(PEOPLE).table
    told = ("adult_day", "died", "person_restricted", "link_confidence", "births")
    people = people.select(**{f"{prefix}_id": people.person}, **{f"{prefix}_{name}": people[name] for name in told})
    joined = frame.table.left_join(people, frame.table[column] == people[f"{prefix}_id"])
    return Frame(joined, frame.names, frame.moments)


def with_due(duty: Duty, frame: Frame, compiler: Compiler) -> Frame:
    """Adds due_at (an instant), and within: the clock in words."""
    setting = compiler.setting
    if duty.starts is None:
        return frame.with_columns(due_at=ibis.null("int64"), within=TEXT)
    if duty.due is not None:
        due: Any = compiled(duty.due, frame, setting)
        return frame.with_columns(due_at=due.instant, due_at_day=due.day, within=TEXT)
    assert duty.within is not None
    frame, steps = choose_clock(frame, duty.within, setting)
    frame = run_clock(frame, steps, duty.school, setting)
    if duty.due_not_before is not None:
        when, moment, number = duty.due_not_before
        days = int(setting.number(number).value)
        applies, since = condition(when, frame, setting), compiled(moment, frame, setting)
        frame = not_before(frame, applies, since, days)
    return frame


def with_met(duty: Duty, frame: Frame, compiler: Compiler) -> Frame:
    """Adds met_at (an instant) and holds (true, false) for conditions."""
    answer = duty.met_by
    if answer is None:
        return frame.with_columns(met_at=ibis.null("int64"), holds=False)
    if isinstance(answer, Condition):
        holds = condition(answer.holds, frame, compiler.setting)
        start = frame.table.started_at if answer.met_at_start else ibis.null("int64")
        return frame.with_columns(holds=holds, met_at=ibis.ifelse(holds, start, ibis.null("int64")))
    if isinstance(answer, At):
        moment: Any = compiled(answer.moment, frame, compiler.setting)
        start = frame.table.started_at
        at = ibis.ifelse((moment.instant >= start).fill_null(False), moment.instant, ibis.null("int64"))
        return frame.with_columns(met_at=at, holds=False)
    frame = _with_earliest(answer, frame, compiler)
    if duty.moved_by is None:
        frame = met(answer, frame, compiler)
    else:
        frame = moved(duty.moved_by, met_with_key(answer, duty.moved_by.record_key, frame, compiler), compiler)
    return frame.with_columns(holds=frame.table.met_at.notnull() if answer.condition else ibis.literal(False))


def _with_earliest(answer: First, frame: Frame, compiler: Compiler) -> Frame:
    """Adds the earliest moment that still fulfils, where a fulfilment some days before the start does."""
    if answer.days_before is None:
        return frame
    start: Any = frame["started_at"]
    days = int(compiler.setting.number(answer.days_before).value)
    frame = frame.with_columns(
        earliest_day=(start.day - days).cast("int32"), earliest_tod=start.tod, earliest_at=ibis.null("int64")
    )
    return Frame(at_instant(frame.table, "earliest_day", "earliest_tod", "earliest_at"), frame.names, frame.moments)


def with_state(duty: Duty, frame: Frame, compiler: Compiler) -> Frame:
    """Adds state_without_decision, state, excused_by, until: in the order of CONTRACT."""
    setting = compiler.setting
    due = Moment(frame.table.due_at, frame.table.due_at, ibis.literal(0, "int64"), False)
    judged = Frame(frame.table, (*frame.names, "due_at"), frame.moments | {"due_at": False})
    judged = judged.with_columns(due_at=due)
    table = judged.table
    died = [
        table[f"person_{place}_died"].fill_null(False) for place, name in enumerate(persons_of(duty)) if _dies(duty, name)
    ]
    excused = any_true([*died, *(condition(when, judged, setting) for when, _ in duty.excused)])
    unknown = [condition(when, judged, setting) for when, _ in duty.unknown]
    if duty.starts is not None:
        unknown += [table.started_at.isnull(), table.due_at.isnull()]
    if duty.child:
        unknown.append(table.person_0_adult_day.isnull())
    fulfilled = table.holds | table.met_at.notnull()
    in_time = table.holds | (table.met_at <= table.due_at).fill_null(False)
    plain = ibis.cases(
        (excused & ~fulfilled, "excused"),
        (any_true(unknown), "unknown"),
        (fulfilled & in_time, "met"),
        (fulfilled, "met_late"),
        ((table.due_at >= AS_OF).fill_null(False), "not_due"),
        else_="late",
    )
    table = table.mutate(state_without_decision=plain, fulfilled=fulfilled)
    decided = stored("decisions", "excuses", EXCUSES)
    decided = decided.filter(decided.duty == duty.name).select(excused_key=decided.key, until=decided.until)
    joined = table.left_join(decided, table.key == decided.excused_key)
    by_decision = joined.excused_key.notnull() & ~joined.fulfilled & (joined.state_without_decision != "excused")
    by_standard = joined.state_without_decision == "excused"
    table = joined.mutate(
        state=ibis.ifelse(by_decision, "excused", joined.state_without_decision),
        excused_by=ibis.cases((by_standard, "standard"), (by_decision, "decision"), else_=TEXT),
    )
    return Frame(table, judged.names, judged.moments)


def _dies(duty: Duty, name: str) -> bool:
    """Whose death excuses: the offender's in offender duties, the child's in child duties."""
    return name == duty.person or duty.area == "offenders"


def with_urgency(duty: Duty, frame: Frame, compiler: Compiler) -> Frame:
    """Adds hours_late, actionable, due_soon, finding."""
    table, setting = frame.table, compiler.setting
    late, met_late = table.state == "late", table.state == "met_late"
    until = ibis.ifelse(late, ibis.literal(AS_OF, "int64"), ibis.ifelse(met_late, table.met_at, ibis.null("int64")))
    warning = setting.standard.number(duty.name, "warning")
    start = table.started_at if duty.starts is not None else ibis.null("int64")
    left = table.due_at - AS_OF
    if warning is not None:
        soon = left <= int(warning.value * (24 * HOUR if warning.unit == "days" else HOUR))
    else:
        share, most = setting.number("warning_share", "*").value, setting.number("warning_most", "*").value
        soon = (left * int(share) <= table.due_at - start) & (left <= int(most) * MICROSECONDS_A_DAY)
    due_soon = (table.state == "not_due") & soon.fill_null(False)
    table = table.mutate(
        hours_late=(until - table.due_at) / float(HOUR),
        actionable=_actionable(duty, frame, compiler),
        due_soon=due_soon,
    )
    look = table.state.isin(["late", "unknown"]) & table.actionable
    finding = look | table.due_soon | (table.excused_by == "decision").fill_null(False)
    return Frame(table.mutate(finding=finding), frame.names, frame.moments)


def _actionable(duty: Duty, frame: Frame, compiler: Compiler) -> Any:
    setting, table = compiler.setting, frame.table
    own = setting.standard.number(duty.name, "can_still_be_done")
    shared = setting.standard.number("*", "can_still_be_done")
    number = own or shared
    in_time = table.due_at.isnull()
    if number is not None:
        in_time = in_time | (table.due_at >= days_before_now(int(number.value)))
    its_own = own is not None and own.duty == duty.name
    if duty.still_possible is None or its_own:
        return in_time.fill_null(True)
    return in_time.fill_null(True) | condition(duty.still_possible, frame, setting)


def _needed(duty: Duty, frame: Frame) -> Frame:
    """The frame without the columns that nothing else in the declaration names."""
    told = set(_names({field.name: getattr(duty, field.name) for field in fields(duty) if field.name != "one_per"}))
    names = [name for name in frame.names if name in told | RUN]
    persons = tuple(f"person_{place}_" for place, _ in enumerate(persons_of(duty)))
    kept = [part for name in names for part in frame.physical(name)]
    kept += [part for part in frame.table.columns if part.startswith(persons)]
    moments = {name: dated for name, dated in frame.moments.items() if name in names}
    return Frame(frame.table.select(*dict.fromkeys(kept)), tuple(names), moments)


def _names(item: Any) -> Iterator[str]:
    """Every text in a part of a declaration: the names of columns are among them."""
    if isinstance(item, str):
        yield item
        yield item.strip("{}")
    elif isinstance(item, dict):
        yield from _names(tuple(item.values()))
    elif isinstance(item, tuple):
        for part in item:
            yield from _names(part)
    elif is_dataclass(item) and not isinstance(item, Relation):
        yield from _names(tuple(getattr(item, field.name) for field in fields(item)))
        if isinstance(item, Value) and item.operator == "misordered":
            yield from (earlier for earlier, later in RECORD_SETS[item.operands[0]].order_pairs if later == item.operands[1])


def evaluated(duty: Duty, compiler: Compiler) -> Frame:
    """Every row of the duty, with all that files and sentences need."""
    frame = with_due(duty, instances(duty, compiler), compiler)
    if isinstance(duty.met_by, First):
        # Joined with its answers and then with what came of them: an engine would work the instances out each time.
        frame = compiler.keep(f"instances_of_{duty.name.replace('-', '_')}", _needed(duty, frame))
    frame = with_met(duty, frame, compiler)
    return with_urgency(duty, with_state(duty, frame, compiler), compiler)
