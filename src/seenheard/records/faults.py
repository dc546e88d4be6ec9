"""One sentence for each fault: what is wrong in which record, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from seenheard.records.columns import Column
from seenheard.records.declarations import RECORD_SETS, RECORDED_AT, RecordSet
from seenheard.records.headers import all_columns
from seenheard.records.parsing import is_number
from seenheard.records.rows import NOT_YET_KNOWN, REJECTED, Raw, fault_bit, order_bit, shape_bit
from seenheard.records.wording import named, quoted, shown_sql

TABLE = "checks.rejects"
CREATE = (
    f'CREATE OR REPLACE TABLE {TABLE} (record_set VARCHAR, row_number BIGINT, record_id VARCHAR, "column" VARCHAR, '
    "rule VARCHAR, kept BOOLEAN, sentence VARCHAR)"
)
LEFT_OUT = "The record is left out."
BLANKED = "The value counts as not recorded."
EXPECTED = {
    "date": "is not a date. Write a real day as YYYY-MM-DD.",
    "timestamp": "is not a time. Write it as YYYY-MM-DDTHH:MM, with seconds and an offset if known.",
    "bool": "is not true or false.",
    "integer": "is not a whole number.",
    "decimal": "is not a number. Write it in digits, with a point before decimals.",
}


def name_faults(db: duckdb.DuckDBPyConnection, raw: Raw, typed: str) -> None:
    """Write a reject for every fault of the known rows of `typed`."""
    declared = raw.declared
    bad = (
        f"SELECT values.*, bad.faults, bad.fate, bad.fate <> {REJECTED} AS kept FROM ({raw.cleaned()}) AS values JOIN "
        f"(SELECT row_number, faults, fate FROM {typed} WHERE faults <> 0 AND fate <> {NOT_YET_KNOWN}) AS bad "
        "USING (row_number)"
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE bad_rows AS {bad}")
    selects = list(_selects(raw))
    db.execute(
        f"INSERT INTO {TABLE} SELECT {quoted(declared.name)}, row_number, record_id, place, rule, kept, sentence "
        f"FROM ({' UNION ALL '.join(selects)}) ORDER BY row_number, rank"
    )
    db.execute("DROP TABLE bad_rows")


def _selects(raw: Raw) -> Iterator[str]:
    declared = raw.declared
    only_recorded = f"faults & {fault_bit(declared, RECORDED_AT.name)} <> 0"
    for column in all_columns(declared):
        bit = fault_bit(declared, column.name)
        if column.name == RECORDED_AT.name:
            yield _select(declared, bit, column.name, quoted("recorded_at"), _value_sentence(raw, column), "true")
        else:
            rule = _rule(raw, column)
            yield _select(declared, bit, column.name, rule, _value_sentence(raw, column), f"NOT {only_recorded}")
    for place, (earlier, later) in enumerate(declared.order_pairs):
        words = quoted(f"{later} is before {earlier}. Correct whichever is wrong; both are kept as they are.")
        yield _select(declared, order_bit(declared, place), later, "'order'", words, f"NOT {only_recorded}")
    words = quoted(f"a value holds a NUL character. {LEFT_OUT}")
    yield _select(declared, shape_bit(declared), "", "'shape'", words, f"NOT {only_recorded}")


def _select(declared: RecordSet, bit: int, column: str, rule: str, sentence: str, test: str) -> str:
    identity = named(declared.key)
    return (
        f"SELECT row_number, {identity} AS record_id, {quoted(column)} AS place, {rule} AS rule, kept, "
        f"{_subject(declared.name, 'row_number', identity)} || {sentence} AS sentence, {bit} AS rank "
        f"FROM bad_rows WHERE faults & {bit} <> 0 AND {test}"
    )


def _subject(record_set: str, row: str, identity: str) -> str:
    return f"{quoted(record_set + ', record ')} || {row} || coalesce(' (' || {shown_sql(identity)} || ')', '') || ': '"


def _rule(raw: Raw, column: Column) -> str:
    value = named(column.name)
    if column.type == "enum":
        rule = "'value'"
    elif column.type in ("integer", "decimal"):
        rule = f"CASE WHEN {is_number(column, raw.physical(column))} THEN 'value' ELSE 'type' END"
    else:
        rule = "'type'"
    return f"CASE WHEN {value} IS NULL THEN 'required' ELSE {rule} END"


def _value_sentence(raw: Raw, column: Column) -> str:
    value = f"CAST({named(column.name)} AS VARCHAR)"
    after = f"' ' || CASE WHEN kept THEN {quoted(BLANKED)} ELSE {quoted(LEFT_OUT)} END"
    empty = quoted(f"{column.name} is empty, and must be given.")
    wrong = f"{quoted(column.name + ' ')} || '''' || {shown_sql(value)} || ''' ' || {_expected(raw, column)}"
    return f"CASE WHEN {named(column.name)} IS NULL THEN {empty} ELSE {wrong} END || {after}"


def _expected(raw: Raw, column: Column) -> str:
    if column.type == "enum":
        return quoted(f"is not allowed. Allowed are: {', '.join(column.values)}.")
    if column.type not in EXPECTED:
        return quoted("can't be used.")
    words = quoted(EXPECTED[column.type])
    if column.low is None and column.high is None:
        return words
    bounds = f"is out of range. Allowed is {column.low:g}" + (f" to {column.high:g}." if column.high else " or more.")
    return f"CASE WHEN {is_number(column, raw.physical(column))} THEN {quoted(bounds)} ELSE {words} END"


def name_shapes(db: duckdb.DuckDBPyConnection, declared: RecordSet, faults: Path) -> int:
    """Write a reject for every record that the sieve kept back."""
    before = _count(db)
    words = f"fault || {quoted('. ' + LEFT_OUT)}"
    db.execute(
        f"INSERT INTO {TABLE} SELECT {quoted(declared.name)}, CAST(row_number AS BIGINT), record_id, '', 'shape', "
        f"false, {_subject(declared.name, 'row_number', 'record_id')} || 'it ' || {words} "
        f"FROM read_csv({quoted(str(faults))}, auto_detect=false, header=false, delim=',', quote='\"', escape='\"', "
        "new_line='\\n', nullstr='', columns={'row_number': 'VARCHAR', 'record_id': 'VARCHAR', 'fault': 'VARCHAR'}, "
        "hive_partitioning=false)"
    )
    return _count(db) - before


def name_references(db: duckdb.DuckDBPyConnection, present: set[str]) -> None:
    """Write a reject for every reference of a standing row to an id that does not stand."""
    for declared in RECORD_SETS.values():
        for column in declared.references:
            if declared.name in present and column.references in present:
                _name_reference(db, declared, column, RECORD_SETS[column.references])


def _name_reference(db: duckdb.DuckDBPyConnection, declared: RecordSet, column: Column, target: RecordSet) -> None:
    value, identity = f"source.{named(column.name)}", f"source.{named(declared.key)}"
    sentence = (
        f"{_subject(declared.name, 'source.row_number', identity)} || {quoted(column.name + ' ')} || '''' || "
        f"{shown_sql(value)} || {quoted(chr(39) + ' names no record of ' + target.name + '. The value is kept.')}"
    )
    # Distinct values first: clean files, the usual ones, then cost half.
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE dangling AS SELECT id FROM (SELECT DISTINCT {value} AS id "
        f"FROM standing.{declared.name} AS source WHERE {value} IS NOT NULL) AS named "
        f"WHERE NOT EXISTS (SELECT 1 FROM standing.{target.name} AS target WHERE target.{named(target.key)} = named.id)"
    )
    db.execute(
        f"INSERT INTO {TABLE} SELECT {quoted(declared.name)}, source.row_number, {identity}, {quoted(column.name)}, "
        f"'reference', true, {sentence} FROM standing.{declared.name} AS source JOIN dangling ON dangling.id = {value} "
        "ORDER BY source.row_number"
    )
    db.execute("DROP TABLE dangling")


def _count(db: duckdb.DuckDBPyConnection) -> int:
    row = db.execute(f"SELECT count(*) FROM {TABLE}").fetchone()
    assert row is not None
    return int(row[0])
