"""The facts of a finding: the values it rests on, each with its record set, key and column.

A duty's rows carry them as columns, filled for findings only; here DuckDB puts them together as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis

from seenheard.duties.duty import Duty, Fact, Listed
from seenheard.engine.frames import DATED, DAY, Frame, Moment, dated_expression
from seenheard.engine.relations import Compiler

STRUCT = 'STRUCT(record_set VARCHAR, key VARCHAR, "column" VARCHAR, value VARCHAR)'


@dataclass(frozen=True)
class Slot:
    """Where a fact stands in a duty's rows. `record_set`: SQL; `moment`: whether day and instant stand apart."""

    record_set: str
    key: str
    column: str
    value: str
    moment: bool


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def with_slots(duty: Duty, frame: Frame) -> tuple[Frame, list[Slot]]:
    """Adds the facts' columns, filled for findings only."""
    finding = frame.table.finding
    added: dict[str, Any] = {}
    slots = []
    for place, fact in enumerate(duty.facts):
        name = f"fact_{place}"
        item = frame[fact.column]
        added[f"{name}_key"] = ibis.ifelse(finding, frame.table[fact.key], ibis.null("string"))
        if isinstance(item, Moment):
            dated = dated_expression(item)
            added[f"{name}_day"] = ibis.ifelse(finding & dated, item.day, ibis.null("int32"))
            added[f"{name}_at"] = ibis.ifelse(finding & ~dated, item.instant, ibis.null("int64"))
        else:
            added[f"{name}_value"] = ibis.ifelse(finding, item, ibis.null(item.type()))
        record_set = _record_set(fact, frame, name, added)
        slots.append(Slot(record_set, f"{name}_key", fact.of or fact.column, name, isinstance(item, Moment)))
    return frame.with_columns(**added), slots


def _record_set(fact: Fact, frame: Frame, name: str, added: dict[str, Any]) -> str:
    if not fact.record_set.startswith("{"):
        return quoted(fact.record_set)
    added[f"{name}_set"] = ibis.ifelse(frame.table.finding, frame.table[fact.record_set[1:-1]], ibis.null("string"))
    return f"{name}_set"


def day_text(column: str) -> str:
    """SQL: a day as YYYY-MM-DD."""
    return f"CAST(DATE '1970-01-01' + {column} AS VARCHAR)"


def instant_text(column: str) -> str:
    """SQL: an instant as ISO 8601 in UTC, with a fraction only where there is one."""
    moment = f"make_timestamp({column})"
    whole, fraction = f"strftime({moment}, '%Y-%m-%dT%H:%M:%SZ')", f"strftime({moment}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"CASE WHEN {column} % 1000000 = 0 THEN {whole} ELSE {fraction} END"


def _struct(slot: Slot) -> str:
    text = f"CAST({slot.value}_value AS VARCHAR)"
    if slot.moment:
        text = f"coalesce({day_text(slot.value + '_day')}, {instant_text(slot.value + '_at')})"
    parts = f"'record_set': {slot.record_set}, 'key': {slot.key}, 'column': {quoted(slot.column)}, 'value': {text}"
    return "{" + parts + "}"


def facts_sql(slots: list[Slot], further: list[str]) -> str:
    """SQL: the JSON list of a row's facts; `further` are columns that hold lists of facts."""
    own = ", ".join(_struct(slot) for slot in slots)
    lists = [f"CAST([{own}] AS {STRUCT}[])", *(f"coalesce({name}, [])" for name in further)]
    together = lists[0]
    for item in lists[1:]:
        together = f"list_concat({together}, {item})"
    return f"CAST(to_json(list_filter({together}, fact -> fact.key IS NOT NULL)) AS VARCHAR)"


def listed_sql(place: int, listed: Listed, compiler: Compiler) -> str:
    """SQL: per key of the duty's findings the further facts, in order of time."""
    frame = compiler.frame(listed.of)
    parts = [name for item in (listed.key, listed.at, *listed.columns) for name in frame.physical(item)]
    names = dict.fromkeys((*(theirs for _, theirs in listed.on), *parts))
    rows = ibis.to_sql(frame.table.select(*names), dialect="duckdb")
    same = " AND ".join(f"rows.{ours} = other.{theirs}" for ours, theirs in listed.on)
    since = "" if listed.any_time else f" AND other.{listed.at} >= rows.started_at"
    facts = ", ".join(_listed_struct(name, listed, frame) for name in listed.columns)
    order = f"other.{listed.at}, other.{listed.key}"
    return (
        f"SELECT rows.key, flatten(list([{facts}] ORDER BY {order})) AS listed_{place} "
        f"FROM duty_rows AS rows JOIN ({rows}) AS other ON {same}{since} "
        f"WHERE rows.finding GROUP BY rows.key"
    )


def _listed_struct(name: str, listed: Listed, frame: Frame) -> str:
    text = f"CAST(other.{name} AS VARCHAR)"
    if name in frame.moments:
        dated = day_text(f"other.{name}{DAY}")
        told = frame.moments[name]
        text = dated if told else instant_text(f"other.{name}")
        if told is None:
            text = f"CASE WHEN other.{name}{DATED} THEN {dated} ELSE {instant_text('other.' + name)} END"
    key = f"other.{listed.key}"
    return f"{{'record_set': {quoted(listed.record_set)}, 'key': {key}, 'column': {quoted(name)}, 'value': {text}}}"


def births_sql(persons: int) -> str:
    """SQL: per key the dates of birth of persons whose nominals do not agree on it (CONTRACT, Persons)."""
    each = [
        "SELECT rows.key, people.nominal_id, standing_nominals.date_of_birth FROM duty_rows AS rows "
        f"JOIN people.persons AS people ON people.person_id = rows.person_{place}_id "
        "JOIN standing.nominals AS standing_nominals USING (nominal_id) "
        f"WHERE rows.finding AND rows.person_{place}_births > 1 AND standing_nominals.date_of_birth IS NOT NULL"
        for place in range(persons)
    ]
    fact = (
        f"{{'record_set': 'nominals', 'key': nominal_id, 'column': 'date_of_birth', 'value': {day_text('date_of_birth')}}}"
    )
    return f"SELECT key, list({fact} ORDER BY nominal_id) AS births FROM ({' UNION '.join(each)}) GROUP BY key"
