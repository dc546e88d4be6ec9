"""The statement that turns a record set's raw rows into typed ones, each with its faults and its fate.

One pass, generated from the declaration: (1) blanks become NULL; (2) values are parsed; (3) UK time is joined; (4) the
faults are bits of one number, so that clean files cost little: only rows with a bit set are looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass

from seenheard.records import clock_table
from seenheard.records.columns import Column
from seenheard.records.declarations import RECORDED_AT, WITHDRAWN, RecordSet
from seenheard.records.headers import all_columns
from seenheard.records.parquet_files import Physical
from seenheard.records.parsing import parsed, recorded
from seenheard.records.wording import named
from seenheard.uk_time import MICROSECONDS_A_DAY

ACCEPTED, REJECTED, NOT_YET_KNOWN = 0, 1, 2
ENGINE_TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "enum": "VARCHAR",
    "bool": "BOOLEAN",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
}


@dataclass(frozen=True, slots=True)
class Raw:
    """A record set's rows as they came: a SELECT with row_number and the file's columns, and their physical types."""

    declared: RecordSet
    source: str
    types: dict[str, Physical]
    may_hold_nul: bool = False  # of a CSV file the sieve has seen to it

    def physical(self, column: Column) -> Physical:
        """The type of a column in the file; one that the file does not have is all empty."""
        return self.types.get(column.name, "nothing")

    def cleaned(self) -> str:
        """A SELECT of the rows with every blank value as NULL."""
        values = [
            f"{recorded(named(column.name), self.physical(column))} AS {named(column.name)}"
            for column in all_columns(self.declared)
        ]
        return f"SELECT row_number, {', '.join(values)} FROM ({self.source})"


def table_columns(declared: RecordSet) -> list[tuple[str, str]]:
    """The columns of a standing table and their types in the engine."""
    columns = [pair for column in declared.columns for pair in _engine_columns(column)]
    return [*columns, *_engine_columns(RECORDED_AT), ("row_number", "BIGINT")]


def _engine_columns(column: Column) -> list[tuple[str, str]]:
    name = column.name
    if column.type == "date":
        return [(name, "INTEGER"), (f"{name}_us", "BIGINT")]
    if column.type == "timestamp":
        return [(name, "BIGINT"), (f"{name}_day", "INTEGER"), (f"{name}_tod", "BIGINT")]
    return [(name, ENGINE_TYPES[column.type])]


def fault_bit(declared: RecordSet, name: str) -> int:
    """The bit that says that a column's value is at fault."""
    return 1 << [column.name for column in all_columns(declared)].index(name)


def order_bit(declared: RecordSet, place: int) -> int:
    """The bit that says that the pair of that place is out of order."""
    return 1 << (len(all_columns(declared)) + place)


def shape_bit(declared: RecordSet) -> int:
    """The bit that says that a row holds NUL (Parquet; in CSV files the sieve finds it)."""
    return order_bit(declared, len(declared.order_pairs))


def typed_rows(raw: Raw, as_of: int) -> str:
    """A SELECT of all rows: the engine's columns, withdrawn, faults and fate."""
    declared = raw.declared
    finals = [expression for column in (*declared.columns, RECORDED_AT) for expression in _final(column)]
    withdrawn = "coalesce(withdrawn__value, false) AS withdrawn"
    inner = f"SELECT *, {_known_as(as_of)} AS known, {_faults(raw)} AS faults FROM ({_with_clock(raw)})"
    return f"SELECT {', '.join(finals)}, row_number, {withdrawn}, faults, {_fate(declared)} AS fate FROM ({inner})"


def _times(declared: RecordSet) -> list[Column]:
    return [column for column in all_columns(declared) if column.type in ("date", "timestamp")]


def _with_parsed(raw: Raw) -> str:
    values = [
        f"{expression} AS {named(column.name + suffix)}"
        for column in all_columns(raw.declared)
        for suffix, expression in parsed(column, raw.physical(column)).items()
        if suffix
    ]
    return f"SELECT *, {', '.join(values)} FROM ({raw.cleaned()})"


def _with_moments(raw: Raw) -> str:
    """Adds each time as `__moment`: by the wall clock without an offset, else by UTC."""
    values = []
    for column in _times(raw.declared):
        if column.type == "date":
            values.append(f"CAST({column.name}__value AS BIGINT) * {MICROSECONDS_A_DAY} AS {column.name}__moment")
        else:
            moment = f"{column.name}__wall - coalesce({column.name}__shift, 0)"
            values.append(f"{moment} AS {column.name}__moment")
    return f"SELECT *, {', '.join(values)} FROM ({_with_parsed(raw)})"


def _with_clock(raw: Raw) -> str:
    """Adds each time's offset from UTC."""
    values, joins = [], []
    for place, column in enumerate(_times(raw.declared)):
        if raw.physical(column) == "nothing":
            values.append(f"CAST(NULL AS BIGINT) AS {column.name}__offset, CAST(NULL AS BIGINT) AS {column.name}__gap")
            continue
        moment, alias = f"rows.{column.name}__moment", f"clock{place}"
        by_utc = "false" if column.type == "date" else f"rows.{column.name}__shift IS NOT NULL"
        values.append(f"{clock_table.offset(moment, alias)} AS {column.name}__offset")
        values.append(f"{clock_table.gap(moment, alias)} AS {column.name}__gap")
        joins.append(f"LEFT JOIN {clock_table.TABLE} AS {alias} ON {alias}.block = {clock_table.block(moment, by_utc)}")
    return f"SELECT rows.*, {', '.join(values)} FROM ({_with_moments(raw)}) AS rows {' '.join(joins)}"


def _instant(column: Column) -> str:
    name = column.name
    if column.type == "date":
        return f"({name}__moment - {name}__offset)"
    return f"({name}__moment - CASE WHEN {name}__shift IS NULL THEN {name}__offset ELSE 0 END)"


def _local(column: Column) -> str:
    name = column.name
    return f"({name}__moment + CASE WHEN {name}__shift IS NULL THEN {name}__gap ELSE {name}__offset END)"


def _final(column: Column) -> list[str]:
    name = column.name
    if column.type == "date":
        return [f"{name}__value AS {name}", f"{_instant(column)} AS {name}_us"]
    if column.type == "timestamp":
        local = _local(column)
        day, tod = clock_table.day_of(local), clock_table.tod_of(local)
        return [f"{_instant(column)} AS {name}", f"{day} AS {name}_day", f"{tod} AS {name}_tod"]
    value = name if column.type in ("id", "text") else f"{name}__value"
    return [f"CAST({named(value)} AS {ENGINE_TYPES[column.type]}) AS {named(name)}"]


def _known_as(as_of: int) -> str:
    return f"{_instant(RECORDED_AT)} <= {as_of}"


def _faults(raw: Raw) -> str:
    declared = raw.declared
    bits = [
        f"CASE WHEN {test} THEN {fault_bit(declared, column.name)} ELSE 0 END"
        for column in all_columns(declared)
        if (test := _fault(column, raw.physical(column)))
    ]
    for place, pair in enumerate(declared.order_pairs):
        bits.append(f"CASE WHEN {_out_of_order(declared, pair)} THEN {order_bit(declared, place)} ELSE 0 END")
    nul = _holds_nul(raw)
    if nul:
        bits.append(f"CASE WHEN {nul} THEN {shape_bit(declared)} ELSE 0 END")
    return f"CAST({' | '.join(bits)} AS BIGINT)"


def _fault(column: Column, physical: Physical) -> str | None:
    parse = next(iter(parsed(column, physical)))
    if column.required:
        return f"{named(column.name + parse)} IS NULL"
    if not parse or physical == "nothing":
        return None
    return f"{named(column.name)} IS NOT NULL AND {named(column.name + parse)} IS NULL"


def _out_of_order(declared: RecordSet, pair: tuple[str, str]) -> str:
    earlier, later = (declared.column(name) for name in pair)
    if earlier.type == later.type:
        measure = (lambda column: f"{column.name}__value") if earlier.type == "date" else _instant
        return f"{measure(earlier)} > {measure(later)}"
    days = [
        f"{column.name}__value" if column.type == "date" else clock_table.day_of(_local(column))
        for column in (earlier, later)
    ]
    return f"{days[0]} > {days[1]}"


def _holds_nul(raw: Raw) -> str:
    if not raw.may_hold_nul:
        return ""
    texts = [column.name for column in all_columns(raw.declared) if raw.physical(column) == "text"]
    return " OR ".join(f"contains({named(name)}, chr(0))" for name in texts)


def required_bits(declared: RecordSet) -> int:
    """The bits of the faults that reject a row."""
    bits = shape_bit(declared)
    for column in all_columns(declared):
        if column.required:
            bits |= fault_bit(declared, column.name)
    return bits


def _fate(declared: RecordSet) -> str:
    return (
        f"CAST(CASE WHEN known IS NULL THEN {REJECTED} WHEN NOT known THEN {NOT_YET_KNOWN} "
        f"WHEN faults & {required_bits(declared)} <> 0 THEN {REJECTED} ELSE {ACCEPTED} END AS TINYINT)"
    )


__all__ = ["ACCEPTED", "NOT_YET_KNOWN", "REJECTED", "WITHDRAWN", "Raw", "table_columns", "typed_rows"]
