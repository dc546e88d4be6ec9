"""Compiles the duties' declarations to SQL, once for each standard: what a night then runs (evaluation.py)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ibis

from seenheard.duties import DUTIES
from seenheard.duties.duty import Duty
from seenheard.duties.standards import Standard
from seenheard.engine.dialects import sql_of
from seenheard.engine.evidence import births_sql, facts_sql, listed_sql, with_slots
from seenheard.engine.frames import Frame
from seenheard.engine.relations import Compiler, stored
from seenheard.engine.sentences import sentence
from seenheard.engine.states import evaluated, persons_of
from seenheard.engine.values import Setting

PACKAGE = Path(__file__).parents[1]
KEPT_PLANS = 8


def _code() -> bytes:
    """A digest of the declarations and of the compiler."""
    digest = hashlib.sha256()
    for room in ("duties", "engine", "records"):
        for path in sorted((PACKAGE / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.digest()


# Taken when the code is loaded: a file that is changed later must not give its digest to a plan of the code before.
CODE = _code()


@dataclass(frozen=True)
class Stage:
    """A shared relation to be stored, in the order of the plan: its SQL and the shared relations that it reads."""

    name: str
    sql: str
    reads: tuple[str, ...]


@dataclass(frozen=True)
class DutyPlan:
    """instances: stored before the rows, for this duty alone; rows: SQL of the duty's rows; listed: SQL of further facts,
    by column; facts: SQL of a row's JSON."""

    instances: tuple[Stage, ...]
    rows: str
    reads: tuple[str, ...]
    listed: tuple[tuple[str, str], ...]
    facts: str


@dataclass(frozen=True)
class Plan:
    stages: tuple[Stage, ...]
    duties: dict[str, DutyPlan]

    def stages_of(self, names: set[str]) -> list[Stage]:
        """The stages that these shared relations need, in order."""
        wanted = set(names)
        for stage in reversed(self.stages):
            if stage.name in wanted:
                wanted |= set(stage.reads)
        return [stage for stage in self.stages if stage.name in wanted]


class _Planner:
    """Collects what is to be stored while the duties are compiled: for all of them, and for the one at hand."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.stages: list[Stage] = []
        self.instances: list[Stage] = []

    def sql(self, table: Any) -> tuple[str, tuple[str, ...]]:
        """The SQL, and the shared relations that it reads."""
        text = sql_of(table, self.dialect)
        tables = table.op().find(ibis.expr.operations.UnboundTable)
        return text, tuple(sorted({item.name for item in tables if item.namespace.database == "shared"}))

    def work_out(self, name: str, frame: Frame) -> Frame:
        return self._stored_in(self.stages, name, frame)

    def keep(self, name: str, frame: Frame) -> Frame:
        return self._stored_in(self.instances, name, frame)

    def _stored_in(self, stages: list[Stage], name: str, frame: Frame) -> Frame:
        stages.append(Stage(name, *self.sql(frame.table)))
        schema = {column: str(kind) for column, kind in frame.table.schema().items()}
        return Frame(stored("shared", name, schema), frame.names, frame.moments)

    def duty(self, duty: Duty, compiler: Compiler) -> DutyPlan:
        self.instances = []
        table, slots = rows_of(duty, compiler)
        listed = tuple((f"listed_{place}", listed_sql(place, item, compiler)) for place, item in enumerate(duty.listed))
        births = (("births", births_sql(len(persons_of(duty)))),) if persons_of(duty) else ()
        facts = facts_sql(slots, [name for name, _ in (*listed, *births)])
        sql, reads = self.sql(table)
        own = {stage.name for stage in self.instances}
        every = {*reads, *(name for stage in self.instances for name in stage.reads)} - own
        return DutyPlan(tuple(self.instances), sql, tuple(sorted(every)), (*listed, *births), facts)


def _core(duty: Duty, frame: Frame, setting: Setting) -> dict[str, Any]:
    """The columns of a duty state, in the contract's order, and those that rates need."""
    table = frame.table
    empty = ibis.null("string")
    start: Any = frame["started_at"] if duty.starts is not None else None
    persons = range(len(persons_of(duty)))
    confidence = [table[f"person_{place}_link_confidence"].fill_null(1.0) for place in persons]
    confidence += [table[name].fill_null(1.0) for name in duty.links]
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


def compile_plan(standard: Standard, everyone_alone: bool, dialect: str, names: Iterable[str] = DUTIES) -> Plan:
    """The plan of these duties, from their declarations."""
    planner = _Planner(dialect)
    compiler = Compiler(Setting(standard), everyone_alone, planner.work_out, planner.keep)
    duties = {name: planner.duty(DUTIES[name], compiler.for_duty(name)) for name in names}
    return Plan(tuple(planner.stages), duties)


def _key(standard: Standard, everyone_alone: bool, dialect: str, duties: Iterable[str]) -> str:
    """Changes whenever the plan could: with the code, the compiler or the standard in force."""
    digest = hashlib.sha256(CODE)
    numbers = sorted((item.duty, item.name, str(item.value), item.unit) for item in standard.numbers)
    lists = sorted((*key, *words) for key, words in standard.lists.items())
    schools = sorted({school for school, _, _ in standard.school_days})
    parts = (
        standard.version,
        numbers,
        lists,
        schools,
        sorted(duties),
        everyone_alone,
        dialect,
        version("ibis-framework"),
        version("sqlglot"),
    )
    digest.update(json.dumps(parts).encode())
    return digest.hexdigest()


def _shelf() -> Path:
    """Where compiled plans are kept: they hold declarations and numbers, nothing of an extract."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "seenheard" / "plans"


def plan_for(standard: Standard, everyone_alone: bool, dialect: str, duties: Collection[str] = DUTIES) -> Plan:
    """The plan, compiled now or kept from an earlier night. Compiling takes some seconds, and a night can do without."""
    key = _key(standard, everyone_alone, dialect, duties)
    return _kept(key) or _keep(key, compile_plan(standard, everyone_alone, dialect, duties))


def _kept(key: str) -> Plan | None:
    path = _shelf() / f"{key}.json"
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return _from_json(content)


def _from_json(content: dict[str, Any]) -> Plan:
    def stages(items: list[dict[str, Any]]) -> tuple[Stage, ...]:
        return tuple(Stage(item["name"], item["sql"], tuple(item["reads"])) for item in items)

    duties = {
        name: DutyPlan(
            stages(item["instances"]),
            item["rows"],
            tuple(item["reads"]),
            tuple((column, sql) for column, sql in item["listed"]),
            item["facts"],
        )
        for name, item in content["duties"].items()
    }
    return Plan(stages(content["stages"]), duties)


def _keep(key: str, plan: Plan) -> Plan:
    """Kept if it can be: a machine without a home folder compiles every night."""
    shelf = _shelf()
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        aside = shelf / f".{key}.{os.getpid()}"
        aside.write_text(json.dumps(asdict(plan)))
        aside.replace(shelf / f"{key}.json")
        kept = sorted(shelf.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[KEPT_PLANS:]:
            old.unlink(missing_ok=True)
    except OSError:
        return plan
    return plan
