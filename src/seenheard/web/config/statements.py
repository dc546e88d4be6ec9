"""Statements written out, for what every queue page asks: putting one together as a query of models costs more than asking it.

Names of columns come from our code only; every value goes as a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

COMPARED = {"gte": ">=", "lte": "<="}
NOTHING = "1 = 0"


def rows_of(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What a statement finds, as the database gives it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


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


def instant(value: Any) -> datetime | None:
    """A time as a statement finds it: SQLite keeps it as a text in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
