"""A night's tables, made by hand: what releases read, without reading or evaluating anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from seenheard.engine.evaluation import CORE, EVIDENCE, FURTHER
from seenheard.records.declarations import RECORD_SETS, Column
from seenheard.uk_time import day_number, instant_of, parse_timestamp, uk_day, uk_tod

KINDS = {"bool": "BOOLEAN", "integer": "BIGINT", "decimal": "DOUBLE", "date": "INTEGER", "timestamp": "BIGINT"}
AS_OF = "2026-11-22T06:00"


def moment(text: str) -> int:
    found = parse_timestamp(text)
    assert found is not None
    return found


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def _declared(column: Column) -> dict[str, str]:
    further = {"date": {f"{column.name}_us": "BIGINT"}}.get(column.type, {})
    if column.type == "timestamp":
        further = {f"{column.name}_day": "INTEGER", f"{column.name}_tod": "BIGINT"}
    return {column.name: KINDS.get(column.type, "VARCHAR")} | further


def _create(db: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> None:
    db.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")


def empty_night() -> duckdb.DuckDBPyConnection:
    """Every table that releases read, without a row."""
    db = duckdb.connect()
    for schema in ("standing", "people", "checks", "result", "decisions"):
        db.execute(f"CREATE SCHEMA {schema}")
    for declared in RECORD_SETS.values():
        columns: dict[str, str] = {}
        for column in declared.columns:
            columns |= _declared(column)
        kept = {"recorded_at": "BIGINT", "recorded_at_day": "INTEGER", "recorded_at_tod": "BIGINT", "row_number": "BIGINT"}
        _create(db, f"standing.{declared.name}", columns | kept)
    persons = {"nominal_id": "VARCHAR", "person_id": "VARCHAR", "match_probability": "DOUBLE", "decided_by": "VARCHAR"}
    _create(db, "people.persons", persons)
    db.execute(
        'CREATE TABLE checks.rejects (record_set VARCHAR, row_number BIGINT, record_id VARCHAR, "column" VARCHAR, '
        "rule VARCHAR, kept BOOLEAN, sentence VARCHAR)"
    )
    _create(db, "result.duty_states", CORE | FURTHER)
    _create(db, "result.findings", CORE | EVIDENCE)
    return db


def _insert(db: duckdb.DuckDBPyConnection, table: str, values: dict[str, Any]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" for _ in values)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))


def stand(db: duckdb.DuckDBPyConnection, record_set: str, **given: Any) -> None:
    """A standing row; times are given as the contract writes them. A nominal is its own person unless `person` is given."""
    person = given.pop("person", None)
    values: dict[str, Any] = {"recorded_at": moment(AS_OF), "row_number": 1}
    for name, item in given.items():
        column = RECORD_SETS[record_set].column(name)
        if column.type == "date":
            values |= {name: day(item), f"{name}_us": instant_of(day(item))}
        elif column.type == "timestamp":
            at = moment(item)
            values |= {name: at, f"{name}_day": uk_day(at), f"{name}_tod": uk_tod(at)}
        else:
            values[name] = item
    _insert(db, f"standing.{record_set}", values)
    if record_set == "nominals":
        nominal = given["nominal_id"]
        row = {"nominal_id": nominal, "person_id": person or f"own:{nominal}", "match_probability": 1.0}
        _insert(db, "people.persons", row | {"decided_by": "given" if person else "exact"})


def owe(db: duckdb.DuckDBPyConnection, duty: str = "child-seen", **given: Any) -> None:
    """A duty state; `finding` also makes it a finding."""
    row: dict[str, Any] = {
        "duty": duty,
        "standard_version": "2012-01-01-00000000",
        "key": f"key-{given.get('subject_id', '')}-{given.get('state', 'met')}",
        "subject_kind": "child",
        "subject_id": "N1",
        "state": "met",
        "started_at": "2026-10-01T12:00",
        "link_confidence": 1.0,
        "actionable": True,
        "due_soon": False,
        "restricted": False,
        "recurs": False,
        "finding": False,
    } | given
    if row["started_at"] is not None:
        row["started_at"] = moment(row["started_at"])
        row["start_day"] = uk_day(row["started_at"])
    row.setdefault("subject_nominal_id", row["subject_id"] if row["subject_kind"] == "child" else None)
    row.setdefault("state_without_decision", row["state"])
    _insert(db, "result.duty_states", row)
    if row["finding"]:
        finding = {name: value for name, value in row.items() if name in CORE}
        _insert(db, "result.findings", finding | {"facts": "[]", "sentence": "Because."})
