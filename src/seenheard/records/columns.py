"""What a record set and its columns are made of. The areas declare with the short functions below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "enum", "bool", "integer", "decimal", "date", "timestamp"]
# How carefully a value must be kept: `special` is special category or criminal offence data, `restricted` may tell
# where a child is or what a child said.
Sensitivity = Literal["public", "personal", "special", "restricted"]
# A date column says so in its name; these are the ones whose names do not end in `_on`.
OTHER_DATES = ("date_of_birth", "location_since", "active_from", "active_to")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, what is allowed in it, and what it means."""

    name: str
    type: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    references: str | None = None
    low: float | None = None
    high: float | None = None
    sensitivity: Sensitivity = "personal"
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class RecordSet:
    """One record set: a file of an extract."""

    name: str
    area: str
    meaning: str
    columns: tuple[Column, ...]
    key: str
    order_pairs: tuple[tuple[str, str], ...] = ()
    is_event: bool = True
    event_column: str | None = None

    def column(self, name: str) -> Column:
        """The column of that name, also recorded_at and withdrawn."""
        for column in (*self.columns, RECORDED_AT, WITHDRAWN):
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that hold another record set's key."""
        return tuple(column for column in self.columns if column.references)


RECORDED_AT = Column(
    "recorded_at",
    "timestamp",
    required=True,
    sensitivity="public",
    meaning="When the source system came to know this version of the row.",
)
WITHDRAWN = Column("withdrawn", "bool", sensitivity="public", meaning="This version takes the key back.")


def key(name: str, meaning: str) -> Column:
    """The record set's own key."""
    return Column(name, "id", required=True, sensitivity="personal", meaning=meaning)


def ref(name: str, target: str, meaning: str, *, required: bool = False) -> Column:
    """The key of another record set."""
    return Column(name, "id", required=required, references=target, sensitivity="personal", meaning=meaning)


def text(name: str, meaning: str, sensitivity: Sensitivity = "personal", *, required: bool = False) -> Column:
    """Any text."""
    return Column(name, "text", required=required, sensitivity=sensitivity, meaning=meaning)


def choice(name: str, values: str, meaning: str, sensitivity: Sensitivity = "personal", *, required: bool = False) -> Column:
    """One of a few words, given with blanks between."""
    allowed = tuple(values.split())
    return Column(name, "enum", required=required, values=allowed, sensitivity=sensitivity, meaning=meaning)


def flag(name: str, meaning: str, sensitivity: Sensitivity = "personal") -> Column:
    """true or false."""
    return Column(name, "bool", sensitivity=sensitivity, meaning=meaning)


def number(
    name: str,
    kind: Literal["integer", "decimal"],
    meaning: str,
    sensitivity: Sensitivity = "personal",
    *,
    low: float | None = None,
    high: float | None = None,
) -> Column:
    """A number, perhaps within bounds."""
    return Column(name, kind, low=low, high=high, sensitivity=sensitivity, meaning=meaning)


def when(name: str, meaning: str, sensitivity: Sensitivity = "personal", *, required: bool = False) -> Column:
    """A date or a timestamp: the name says which."""
    kind: Kind = "date" if name.endswith("_on") or name in OTHER_DATES else "timestamp"
    return Column(name, kind, required=required, sensitivity=sensitivity, meaning=meaning)


RESTRICTED = flag("restricted", "Only named people may know of this record.", "restricted")


def record_set(
    name: str,
    area: str,
    meaning: str,
    *columns: Column,
    pairs: tuple[tuple[str, str], ...] = (),
    is_event: bool = True,
) -> RecordSet:
    """A record set whose first column is the key; an event's date is its first required time."""
    times = (column.name for column in columns if column.required and column.type in ("date", "timestamp"))
    event_column = next(times, None) if is_event else None
    return RecordSet(name, area, meaning, columns, columns[0].name, pairs, is_event, event_column)


def from_first(first: str, *later: str) -> tuple[tuple[str, str], ...]:
    """Pairs of one earlier column with each of the later ones."""
    return tuple((first, name) for name in later)
