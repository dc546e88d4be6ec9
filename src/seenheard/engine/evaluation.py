"""Works out every duty's states on DuckDB: result.duty_states and result.findings (CONTRACT, A release)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import duckdb
import ibis

from seenheard.duties import DUTIES
from seenheard.duties.duty import Duty
from seenheard.duties.standards import Standard
from seenheard.engine import calendar
from seenheard.engine.evidence import births_sql, facts_sql, listed_sql, with_slots
from seenheard.engine.frames import Frame
from seenheard.engine.relations import Compiler, stored
from seenheard.engine.sentences import sentence
from seenheard.engine.states import evaluated, persons_of
from seenheard.engine.values import Setting

DIALECT = "duckdb"
CORE = {
    "duty": "VARCHAR",
    "standard_version": "VARCHAR",
    "key": "VARCHAR",
    "subject_kind": "VARCHAR",
    "subject_id": "VARCHAR",
    "person_id": "VARCHAR",
    "state": "VARCHAR",
    "started_at": "BIGINT",
    "due_at": "BIGINT",
    "met_at": "BIGINT",
    "hours_late": "DOUBLE",
    "risk_level": "VARCHAR",
    "owner_id": "VARCHAR",
    "team": "VARCHAR",
    "link_confidence": "DOUBLE",
    "excused_by": "VARCHAR",
    "actionable": "BOOLEAN",
    "due_soon": "BOOLEAN",
    "restricted": "BOOLEAN",
}
FURTHER = {
    "subject_nominal_id": "VARCHAR",
    "start_day": "INTEGER",
    "state_without_decision": "VARCHAR",
    "recurs": "BOOLEAN",
    "finding": "BOOLEAN",
}
EVIDENCE = {"facts": "VARCHAR", "sentence": "VARCHAR"}
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Evaluation:
    """What could not be assessed (duty -> the absent record sets), and the seconds that each duty took."""

    not_assessable: dict[str, tuple[str, ...]]
    timings: dict[str, float] = field(default_factory=dict)


def _everyone_alone(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether no nominal is in a link, so that persons need no join."""
    linked = "SELECT 1 FROM people.persons WHERE person_id <> 'own:' || nominal_id LIMIT 1"
    return db.execute(linked).fetchone() is None


def _storing(db: duckdb.DuckDBPyConnection) -> Callable[[str, Frame], Frame]:
    def work_out(name: str, frame: Frame) -> Frame:
        db.execute(f"CREATE OR REPLACE TABLE shared.{name} AS {ibis.to_sql(frame.table, dialect=DIALECT)}")
        schema = {column: str(kind) for column, kind in frame.table.schema().items()}
        return Frame(stored("shared", name, schema), frame.names, frame.moments)

    return work_out


def _prepare(db: duckdb.DuckDBPyConnection, standard: Standard) -> None:
    calendar.build(db, standard)
    for schema in ("shared", "result"):
        db.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for name, columns in (("duty_states", CORE | FURTHER), ("findings", CORE | EVIDENCE)):
        declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        db.execute(f"CREATE OR REPLACE TABLE result.{name} ({declared})")


def _core(duty: Duty, frame: Frame, setting: Setting) -> dict[str, Any]:
    """The columns of a duty state, in the contract's order, and those that rates need."""
    table = frame.table
    empty = ibis.null("string")
    start: Any = frame["started_at"] if duty.starts is not None else None
    persons = range(len(persons_of(duty)))
    confidence = [table[f"person_{place}_link_confidence"].fill_null(1.0) for place in persons]
    restricted = [frame.table[name] for name in duty.restricted]
    restricted += [table[f"person_{place}_person_restricted"] for place in persons]
    about_person = duty.subject_kind in ("child", "offender")

    def of(name: str | None) -> Any:
        return table[name] if name else empty

    return {
        "duty": ibis.literal(duty.name),
        "standard_version": ibis.literal(setting.standard.version),
        "key": table.key,
        "subject_kind": ibis.literal(duty.subject_kind),
        "subject_id": table[duty.subject],
        "person_id": of(duty.person) if about_person else empty,
        "state": table.state,
        "started_at": start.instant if start is not None else ibis.null("int64"),
        "due_at": table.due_at,
        "met_at": ibis.ifelse(table.state.isin(["met", "met_late"]), table.met_at, ibis.null("int64")),
        "hours_late": table.hours_late,
        "risk_level": of(duty.risk_level),
        "owner_id": of(duty.owner),
        "team": of(duty.team),
        "link_confidence": ibis.least(1.0, *confidence) if confidence else ibis.literal(1.0),
        "excused_by": table.excused_by,
        "actionable": table.actionable,
        "due_soon": table.due_soon,
        "restricted": _any(restricted),
        "subject_nominal_id": of(duty.subject_nominal) if about_person else empty,
        "start_day": start.day if start is not None else ibis.null("int32"),
        "state_without_decision": table.state_without_decision,
        "recurs": ibis.literal(duty.recurs),
        "finding": table.finding,
    }


def _any(conditions: list[Any]) -> Any:
    found = ibis.literal(False)
    for item in conditions:
        found = found | item.fill_null(False)
    return found


def rows_of(duty: Duty, compiler: Compiler) -> tuple[Any, list[Any]]:
    """The duty's rows as one ibis table: core, facts and sentence; and where its facts stand."""
    frame = evaluated(duty, compiler)
    frame, slots = with_slots(duty, frame)
    core = _core(duty, frame, compiler.setting)
    said = ibis.ifelse(frame.table.finding, sentence(duty, frame, compiler.setting), ibis.null("string"))
    further: dict[str, Any] = {name: frame.table[name] for name in frame.table.columns if name.startswith("fact_")}
    for listed in duty.listed:
        further |= {ours: frame.table[ours] for ours, _ in listed.on}
    for place, _ in enumerate(persons_of(duty)):
        further |= {f"person_{place}_{name}": frame.table[f"person_{place}_{name}"] for name in ("id", "births")}
    return frame.table.select(**(further | core), sentence=said), slots


def _put_together(db: duckdb.DuckDBPyConnection, duty: Duty, compiler: Compiler, slots: list[Any]) -> None:
    """Adds the duty's rows to the results."""
    core, names = ", ".join(CORE | FURTHER), ", ".join(f"rows.{name}" for name in CORE)
    db.execute(f"INSERT INTO result.duty_states SELECT {core} FROM duty_rows")
    lists = [(f"listed_{place}", listed_sql(place, item, compiler, DIALECT)) for place, item in enumerate(duty.listed)]
    if persons_of(duty):
        lists.append(("births", births_sql(len(persons_of(duty)))))
    joins = " ".join(f"LEFT JOIN ({sql}) AS {name}_rows ON {name}_rows.key = rows.key" for name, sql in lists)
    facts = facts_sql(slots, [name for name, _ in lists])
    db.execute(
        f"INSERT INTO result.findings SELECT {names}, {facts}, rows.sentence FROM duty_rows AS rows {joins} "
        "WHERE rows.finding"
    )


def evaluate(
    db: duckdb.DuckDBPyConnection,
    standard: Standard,
    as_of: int,
    absent: tuple[str, ...],
    progress: Progress | None = None,
) -> Evaluation:
    """Every assessable duty's rows. Reads the schemas standing, versions, people and decisions."""
    _prepare(db, standard)
    compiler = Compiler(Setting(standard, as_of), _everyone_alone(db), _storing(db))
    evaluation = Evaluation({})
    for duty in DUTIES.values():
        missing = tuple(name for name in duty.needs if name in absent)
        if missing:
            evaluation.not_assessable[duty.name] = missing
            continue
        if progress is not None:
            progress(duty.title)
        began = perf_counter()
        own = compiler.for_duty(duty.name)
        rows, slots = rows_of(duty, own)
        db.execute(f"CREATE OR REPLACE TEMP TABLE duty_rows AS {ibis.to_sql(rows, dialect=DIALECT)}")
        _put_together(db, duty, own, slots)
        evaluation.timings[duty.name] = perf_counter() - began
    db.execute("DROP TABLE IF EXISTS duty_rows")
    return evaluation
