"""Statements written out, for what every queue page asks: as a query of models each costs more to put together than to ask.

They read and never write. Names of columns come from our code only; every value goes as a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

COMPARED = {"gte": ">=", "lte": "<="}
NOTHING = "1 = 0"
Found = TypeVar("Found", bound=Model)


def rows_of(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What a statement finds, as the database gives it."""
    check_reads(statement)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def models_of(model: type[Found], statement: str, values: Sequence[object] = ()) -> list[Found]:
    """What a statement finds, as objects of a model: it selects all its columns, and further ones become attributes."""
    check_reads(statement)
    return list(model._default_manager.raw(statement, values))


def check_reads(statement: str) -> None:
    """Refuse what writes."""
    if not statement.startswith("SELECT ") or ";" in statement:
        raise TypeError("Only one statement that begins with SELECT is asked here: what writes is an action's.")


def conditions(wanted: Mapping[str, Any], *, restricted: bool) -> tuple[str, list[Any]]:
    """Columns and values, spelled as filter() takes them (team, risen__gte, team__in), as one condition and its values.

    restricted is whether the reader may know of restricted rows: False hides them.
    """
    parts: list[str] = [] if restricted else ["NOT restricted"]
    values: list[Any] = []
    for name, value in sorted(wanted.items()):
        column, _, how = name.partition("__")
        if how == "in":
            parts.append(f"{column} IN ({', '.join(['%s'] * len(value))})" if value else NOTHING)
            values += value
        else:
            parts.append(f"{column} {COMPARED[how] if how else '='} %s")
            values.append(value)
    return " AND ".join(parts) or "1 = 1", values


def instant(value: datetime | None) -> datetime | None:
    """A time as a statement finds it: SQLite gives it without its zone, which is UTC."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
