"""How values from an extract are shown to people: short, without control characters, never as a formula."""

from __future__ import annotations

import unicodedata

SHOWN = 60  # characters of a value that a sentence shows
# A spreadsheet runs a cell that begins with one of these.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def quoted(text: str) -> str:
    """A text as an SQL literal. DuckDB knows no escapes but the doubled apostrophe."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def shown(value: str) -> str:
    """A value as a sentence may hold it."""
    clean = "".join(" " if unicodedata.category(letter) in UNPRINTABLE else letter for letter in value[: SHOWN + 1])
    return clean if len(value) <= SHOWN else clean[:SHOWN] + "…"


UNPRINTABLE = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))


def shown_sql(value: str) -> str:
    """The same as `shown`, for an SQL expression of type VARCHAR."""
    clean = f"regexp_replace(left({value}, {SHOWN}), '[\\p{{Cc}}\\p{{Cf}}\\p{{Co}}\\p{{Zl}}\\p{{Zp}}]', ' ', 'g')"
    return f"{clean} || CASE WHEN length({value}) > {SHOWN} THEN '…' ELSE '' END"


def plain_cell(value: str) -> str:
    """A cell of a CSV file that a spreadsheet will show and not run."""
    return "'" + value if value.startswith(FORMULA_STARTS) else value
