"""Runs the duties' plan on DuckDB: result.duty_states and result.findings (CONTRACT, A release)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter

import duckdb

from seenheard.duties import DUTIES
from seenheard.duties.standards import Standard
from seenheard.engine import calendar
from seenheard.engine.placeholders import filled
from seenheard.engine.plan import DutyPlan, Plan, plan_for

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
    """What could not be assessed (duty -> the absent record sets), and the seconds that each part took."""

    not_assessable: dict[str, tuple[str, ...]]
    timings: dict[str, float] = field(default_factory=dict)


def evaluate(
    db: duckdb.DuckDBPyConnection,
    standard: Standard,
    as_of: int,
    absent: Iterable[str],
    progress: Progress | None = None,
) -> Evaluation:
    """Every assessable duty's rows. Reads the schemas standing, versions, people and decisions."""
    missing = {name: tuple(sorted(set(duty.needs) & set(absent))) for name, duty in DUTIES.items()}
    evaluation = Evaluation({name: sets for name, sets in missing.items() if sets})
    assessable = [name for name, sets in missing.items() if not sets]
    began = perf_counter()
    plan = plan_for(standard, _everyone_alone(db), "duckdb")
    _prepare(db, standard)
    evaluation.timings["preparing"] = perf_counter() - began
    began = perf_counter()
    _share(db, plan, assessable, as_of)
    evaluation.timings["shared relations"] = perf_counter() - began
    for name in assessable:
        if progress is not None:
            progress(DUTIES[name].title)
        began = perf_counter()
        _run(db, plan.duties[name], as_of)
        evaluation.timings[name] = perf_counter() - began
    db.execute("DROP TABLE IF EXISTS duty_rows")
    db.execute("DROP SCHEMA shared CASCADE")
    return evaluation


def _everyone_alone(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether no nominal is in a link, so that persons need no join."""
    linked = "SELECT 1 FROM people.persons WHERE person_id <> 'own:' || nominal_id LIMIT 1"
    return db.execute(linked).fetchone() is None


def _prepare(db: duckdb.DuckDBPyConnection, standard: Standard) -> None:
    calendar.build(db, standard)
    for schema in ("shared", "result"):
        db.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for name, columns in (("duty_states", CORE | FURTHER), ("findings", CORE | EVIDENCE)):
        declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        db.execute(f"CREATE OR REPLACE TABLE result.{name} ({declared})")


def _share(db: duckdb.DuckDBPyConnection, plan: Plan, duties: list[str], as_of: int) -> None:
    """Stores the relations that several duties stand on."""
    needed = {stage for name in duties for stage in plan.duties[name].reads}
    for stage in plan.stages_of(needed):
        db.execute(f"CREATE OR REPLACE TABLE shared.{stage.name} AS {filled(stage.sql, as_of)}")


def _run(db: duckdb.DuckDBPyConnection, duty: DutyPlan, as_of: int) -> None:
    """Adds one duty's rows to the results."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE duty_rows AS {filled(duty.rows, as_of)}")
    db.execute(f"INSERT INTO result.duty_states SELECT {', '.join(CORE | FURTHER)} FROM duty_rows")
    joins = " ".join(
        f"LEFT JOIN ({filled(sql, as_of)}) AS {name}_rows ON {name}_rows.key = rows.key" for name, sql in duty.listed
    )
    core = ", ".join(f"rows.{name}" for name in CORE)
    db.execute(
        f"INSERT INTO result.findings SELECT {core}, {duty.facts}, rows.sentence FROM duty_rows AS rows {joins} "
        "WHERE rows.finding"
    )
