"""Eight duties twice on one database: by the engine, and as hand-written SQL. Each call is one cold process.

python -m bench.eight prepare EXTRACTS DATABASE [PERSONS]    reads extracts into a database, as a night does
python -m bench.eight compare DATABASE             both, and that their rows are equal
python -m bench.eight engine|hand DATABASE         one of them, timed
python -m bench.eight all DATABASE                 every duty by the engine, timed
python -m bench.eight spark DATABASE               the same on Spark, by Spark's own settings (local[*]), timed
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb

from bench.forces import as_of_of, persons_of
from seenheard import decisions
from seenheard.duties import DUTIES
from seenheard.duties.standards import load
from seenheard.engine import calendar
from seenheard.engine.dialects import DUCKDB
from seenheard.engine.evaluation import CORE, EVIDENCE, FURTHER, Engine, evaluate, everyone_alone
from seenheard.engine.on_spark import night_on_spark
from seenheard.engine.plan import plan_for
from seenheard.nightly import MEMORY
from seenheard.people import given
from seenheard.records import reading
from seenheard.uk_time import instant_of, uk_day, uk_tod

EIGHT = (
    "offender-visit",
    "offender-notification",
    "online-enforcement",
    "online-progress",
    "child-seen",
    "child-heard",
    "missing-return-interview",
    "domestic-school-told",
)
HAND_WRITTEN = Path(__file__).parent / "hand_written"
DAYS_STILL_POSSIBLE = 90


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database with a night's settings."""
    settings: dict[str, Any] = {"memory_limit": MEMORY, "threads": os.cpu_count() or 1}
    db = duckdb.connect(str(database), config=settings | {"temp_directory": f"{database}.spill"})
    try:
        db.execute("SET preserve_insertion_order = false")
        yield db
    finally:
        db.close()


def prepare(extracts: Path, database: Path, persons: Path | None = None) -> dict[str, Any]:
    """What an evaluation stands on: records, persons, decisions; and the calendar that it leaves."""
    moment = as_of_of(extracts)
    with opened(database) as db:
        read = reading.read(extracts, moment, db)
        given.load(db, persons or persons_of(extracts))
        decisions.load(db, None, moment)
        evaluate(db, load(uk_day(moment), None), moment, read.absent, duties=EIGHT)
        db.execute("DROP SCHEMA result CASCADE")
        db.execute("CREATE SCHEMA bench")
        db.execute("CREATE TABLE bench.night AS SELECT ? AS as_of", [moment])
    return {"rows": sum(item.read for item in read.sets.values())}


def _moment(db: duckdb.DuckDBPyConnection) -> int:
    row = db.execute("SELECT as_of FROM bench.night").fetchone()
    assert row is not None
    return int(row[0])


def by_engine(
    db: duckdb.DuckDBPyConnection, duties: Collection[str] = EIGHT, engine: Engine | None = None
) -> dict[str, float]:
    """The engine's seconds: in all, and without the calendar and the plan, which hand-written SQL is given."""
    moment = _moment(db)
    standard = load(uk_day(moment), None)
    began_cpu = process_time()
    calendar.build(db, standard)
    plan_for(standard, everyone_alone(db), engine.dialect if engine else DUCKDB, tuple(duties))
    preparing, began_cpu, began = process_time() - began_cpu, process_time(), perf_counter()
    evaluation = evaluate(db, standard, moment, (), duties=duties, engine=engine)
    seconds, cpu = perf_counter() - began, process_time() - began_cpu
    parts = {name: took for name, took in evaluation.timings.items() if name != "preparing"}
    told = {"whole": seconds, "seconds": seconds - evaluation.timings["preparing"], "cpu": cpu - preparing}
    return told | parts


def every_duty(db: duckdb.DuckDBPyConnection, engine: Engine | None = None) -> dict[str, float]:
    """Every duty by the engine: seconds, and the rows that came of it."""
    return by_engine(db, tuple(DUTIES), engine) | {f"{name} rows": _count(db, name) for name in ("duty_states", "findings")}


def every_duty_on_spark(db: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The same on Spark, and the seconds until its Java stood ready. What Java takes is not in this process's CPU."""
    began = perf_counter()
    with night_on_spark(db) as engine:
        starting = perf_counter() - began
        return every_duty(db, engine) | {"starting": starting}


def _count(db: duckdb.DuckDBPyConnection, name: str) -> int:
    row = db.execute(f"SELECT count(*) FROM result.{name}").fetchone()
    return int(row[0]) if row else 0


def by_hand(db: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The seconds of the hand-written SQL: in all, and of each duty."""
    moment = _moment(db)
    standard = load(uk_day(moment), None)
    still_from = instant_of(uk_day(moment) - DAYS_STILL_POSSIBLE, uk_tod(moment))
    taken = {}
    began, began_cpu = perf_counter(), process_time()
    db.execute(f"SET VARIABLE as_of = {moment}::BIGINT")
    db.execute(f"SET VARIABLE today = {uk_day(moment)}")
    db.execute(f"SET VARIABLE still_from = {still_from}::BIGINT")
    db.execute(f"SET VARIABLE standard = '{standard.version}'")
    db.execute("CREATE SCHEMA hand")
    for name, columns in (("duty_states", CORE | FURTHER), ("findings", CORE | EVIDENCE)):
        db.execute(f"CREATE TABLE hand.{name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    db.execute((HAND_WRITTEN / "macros.sql").read_text())
    for name in EIGHT:
        start = perf_counter()
        run_by_hand(db, name)
        taken[name] = perf_counter() - start
    return {"seconds": perf_counter() - began, "cpu": process_time() - began_cpu, **taken}


def run_by_hand(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """One duty: what is owed, its states, what is said of the findings."""
    owed, evidence = (HAND_WRITTEN / f"{name}.sql").read_text().split(";\n\n")
    db.execute(f"SET VARIABLE duty = '{name}'")
    db.execute(f"SET VARIABLE title = '{DUTIES[name].title}'")
    for statement in (
        owed,
        (HAND_WRITTEN / "states.sql").read_text(),
        evidence,
        (HAND_WRITTEN / "findings.sql").read_text(),
    ):
        db.execute(statement)


def compare(db: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Both, and how many rows; stops at the first row that only one of them has."""
    by_engine(db)
    by_hand(db)
    counts: dict[str, Any] = {}
    for table in ("duty_states", "findings"):
        for ours, theirs in (("result", "hand"), ("hand", "result")):
            only = db.execute(f"FROM {ours}.{table} EXCEPT ALL FROM {theirs}.{table} ORDER BY ALL LIMIT 3").fetchall()
            if only:
                raise SystemExit(f"Not equal: only {ours}.{table} has " + "\n".join(map(str, only)))
        counts[table] = _count(db, table)
    return counts


WAYS: dict[str, Callable[[duckdb.DuckDBPyConnection], dict[str, Any]]] = {
    "compare": compare,
    "engine": by_engine,
    "hand": by_hand,
    "all": every_duty,
    "spark": every_duty_on_spark,
}


def main(arguments: list[str]) -> None:
    """Does what the first argument says and prints what came of it as JSON."""
    what, *places = arguments
    if what == "prepare":
        told: dict[str, Any] = prepare(*map(Path, places))
    else:
        with opened(Path(places[0])) as db:
            told = WAYS[what](db)
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
