"""Runs the duties' plan: result.duty_states and result.findings (CONTRACT, A release).

An engine only works out a plan's rows; what becomes of them is the same code for all, on DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol

import duckdb

from seenheard.duties import DUTIES
from seenheard.duties.standards import Standard
from seenheard.engine import calendar
from seenheard.engine.dialects import DUCKDB
from seenheard.engine.placeholders import filled
from seenheard.engine.plan import DutyPlan, Stage, plan_for

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


class Engine(Protocol):
    """What works out SQL of its dialect over the schemas standing, superseded, people, decisions and calendar."""

    @property
    def dialect(self) -> str: ...

    @property
    def spark(self) -> Any:
        """The session of Spark's that it works in, or None: linkage scores its pairs there too."""

    def begin(self, stages: list[Stage], duties: list[DutyPlan], as_of: int) -> None:
        """Stores the shared relations of these duties, in this order; DuckDB's schema `shared` has them too."""

    def work_out(self, duty: DutyPlan, as_of: int) -> None:
        """Puts the rows of one of those duties into DuckDB's table `duty_rows`."""


@dataclass(frozen=True)
class OnDuckDB:
    """The engine that is always there."""

    db: duckdb.DuckDBPyConnection
    dialect: str = DUCKDB
    spark: None = None

    def begin(self, stages: list[Stage], duties: list[DutyPlan], as_of: int) -> None:
        for stage in stages:
            self.db.execute(f"CREATE OR REPLACE TABLE shared.{stage.name} AS {filled(stage.sql, as_of)}")

    def work_out(self, duty: DutyPlan, as_of: int) -> None:
        self.begin(list(duty.instances), [], as_of)
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE duty_rows AS {filled(duty.rows, as_of)}")
        for stage in duty.instances:
            self.db.execute(f"DROP TABLE shared.{stage.name}")


def evaluate(
    db: duckdb.DuckDBPyConnection,
    standard: Standard,
    as_of: int,
    absent: Iterable[str],
    progress: Progress | None = None,
    duties: Collection[str] | None = None,
    engine: Engine | None = None,
) -> Evaluation:
    """The rows of all assessable duties, or of these. Reads the schemas standing, superseded, people and decisions."""
    asked = DUTIES if duties is None else {name: DUTIES[name] for name in duties}
    missing = {name: tuple(sorted(set(duty.needs) & set(absent))) for name, duty in asked.items()}
    evaluation = Evaluation({name: sets for name, sets in missing.items() if sets})
    assessable = [name for name, sets in missing.items() if not sets]
    began = perf_counter()
    engine = engine or OnDuckDB(db)
    plan = plan_for(standard, everyone_alone(db), engine.dialect, tuple(asked))
    _prepare(db, standard)
    evaluation.timings["preparing"] = perf_counter() - began
    began = perf_counter()
    plans = [plan.duties[name] for name in assessable]
    engine.begin(plan.stages_of({stage for duty in plans for stage in duty.reads}), plans, as_of)
    evaluation.timings["shared relations"] = perf_counter() - began
    for name in assessable:
        if progress is not None:
            progress(DUTIES[name].title)
        began = perf_counter()
        engine.work_out(plan.duties[name], as_of)
        _add(db, plan.duties[name], as_of)
        evaluation.timings[name] = perf_counter() - began
    db.execute("DROP TABLE IF EXISTS duty_rows")
    db.execute("DETACH shared")
    return evaluation


def everyone_alone(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether no nominal is in a link, so that persons need no join."""
    placed = "SELECT nominal_id, person_id FROM people.persons UNION ALL SELECT nominal_id, person_id FROM people.mapped"
    linked = f"SELECT 1 FROM ({placed}) WHERE person_id <> 'own:' || nominal_id LIMIT 1"
    return db.execute(linked).fetchone() is None


def _prepare(db: duckdb.DuckDBPyConnection, standard: Standard) -> None:
    calendar.build(db, standard)
    db.execute("CREATE SCHEMA IF NOT EXISTS result")
    # What is stored under way stays in memory, whatever the records stand in.
    db.execute("ATTACH OR REPLACE ':memory:' AS shared")
    for name, columns in (("duty_states", CORE | FURTHER), ("findings", CORE | EVIDENCE)):
        declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        db.execute(f"CREATE OR REPLACE TABLE result.{name} ({declared})")


def _add(db: duckdb.DuckDBPyConnection, duty: DutyPlan, as_of: int) -> None:
    """Adds one duty's rows to the results, with the facts of its findings."""
    db.execute(f"INSERT INTO result.duty_states SELECT {', '.join(CORE | FURTHER)} FROM duty_rows")
    joins = " ".join(
        f"LEFT JOIN ({filled(sql, as_of)}) AS {name}_rows ON {name}_rows.key = rows.key" for name, sql in duty.listed
    )
    core = ", ".join(f"rows.{name}" for name in CORE)
    db.execute(
        f"INSERT INTO result.findings SELECT {core}, {duty.facts}, rows.sentence FROM duty_rows AS rows {joins} "
        "WHERE rows.finding"
    )
