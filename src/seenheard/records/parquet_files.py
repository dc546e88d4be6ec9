"""Parquet files: the physical types that the contract allows, and DuckDB's reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
from pyarrow import types

from seenheard.errors import ContractError
from seenheard.records.columns import Kind
from seenheard.records.declarations import RecordSet
from seenheard.records.headers import Header, compare
from seenheard.records.wording import named, quoted

Physical = str  # "text", "bool", "number", "date", "civil", "instant", "nothing"


def _is_text(kind: pyarrow.DataType) -> bool:
    inner = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(inner) or types.is_large_string(inner) or types.is_string_view(inner))


def _is_number(kind: pyarrow.DataType) -> bool:
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))


TESTS: tuple[tuple[Physical, Callable[[pyarrow.DataType], bool]], ...] = (
    ("text", _is_text),
    ("bool", types.is_boolean),
    ("number", _is_number),
    ("date", types.is_date32),
    ("civil", lambda kind: types.is_timestamp(kind) and kind.tz is None),
    ("instant", lambda kind: types.is_timestamp(kind) and kind.tz is not None),
    ("nothing", types.is_null),  # a writer's type for a column without any value
)
ALLOWED: dict[Kind, tuple[Physical, ...]] = {
    "id": ("text", "nothing"),
    "text": ("text", "nothing"),
    "enum": ("text", "nothing"),
    "bool": ("bool", "text", "nothing"),
    "integer": ("number", "text", "nothing"),
    "decimal": ("number", "text", "nothing"),
    "date": ("date", "text", "nothing"),
    "timestamp": ("civil", "instant", "text", "nothing"),
}
WORDS: dict[Kind, str] = {
    "id": "string or dictionary of string",
    "text": "string or dictionary of string",
    "enum": "string or dictionary of string",
    "bool": "bool or string",
    "integer": "any numeric type or string",
    "decimal": "any numeric type or string",
    "date": "date32 or string",
    "timestamp": "timestamp or string",
}


def header_and_types(declared: RecordSet, path: Path) -> tuple[Header, dict[str, Physical]]:
    """The columns of a file, and the physical type of each declared one."""
    try:
        schema = pyarrow.parquet.read_schema(path)
    except (pyarrow.ArrowException, OSError) as failure:
        raise ContractError(f"{path.name} can't be read as Parquet: {_first_line(failure)}") from failure
    header = compare(declared, path.name, list(schema.names))
    found: dict[str, Physical] = {}
    for column in (name for name in schema.names if name in header.present):
        kind = declared.column(column).type
        arrow = schema.field(column).type
        physical = next((name for name, test in TESTS if test(arrow)), str(arrow))
        if declared.column(column).values == ("1", "2", "3") and physical == "number":
            found[column] = physical  # a level is a number in many systems
        elif physical in ALLOWED[kind]:
            found[column] = physical
        else:
            raise ContractError(f"{path.name}: the column {column} has the Parquet type {arrow}. Allowed is {WORDS[kind]}.")
    return header, found


def _first_line(failure: BaseException) -> str:
    return (str(failure).splitlines() or [type(failure).__name__])[0]


def source(path: Path, header: Header) -> str:
    """The file's rows with their number from 1. Columns go by place: DuckDB takes `Team` and `team` for one name."""
    places = [f"c{place}" for place in range(len(header.names))]
    kept = [f"{place} AS {named(name)}" for place, name in zip(places, header.names, strict=True) if name in header.present]
    return (
        f"SELECT file_row_number + 1 AS row_number, {', '.join(kept)} FROM read_parquet({quoted(str(path))}, "
        f"file_row_number=true, hive_partitioning=false) AS file({', '.join(places)}, file_row_number)"
    )
