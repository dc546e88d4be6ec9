"""The header of a file against its declaration."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from seenheard.errors import ContractError
from seenheard.records.declarations import RECORDED_AT, WITHDRAWN, Column, RecordSet
from seenheard.records.wording import shown


@dataclass(frozen=True, slots=True)
class Header:
    """A file's columns: all names in order, and what of the declaration is there, missing or unknown."""

    names: tuple[str, ...]
    present: frozenset[str]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]

    def position(self, name: str) -> int:
        """Where a column stands, from 0."""
        return self.names.index(name)


def all_columns(declared: RecordSet) -> tuple[Column, ...]:
    """The declared columns, then recorded_at and withdrawn."""
    return (*declared.columns, RECORDED_AT, WITHDRAWN)


def compare(declared: RecordSet, file: str, names: list[str]) -> Header:
    """The header as read; a column twice or a required column missing stops the run."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ContractError(f"{file} has the column '{shown(twice[0])}' more than once. Each column may appear once.")
    columns = all_columns(declared)
    missing = [column.name for column in columns if column.required and column.name not in names]
    if missing:
        raise ContractError(
            f"{file} has no column {missing[0]}, which {declared.name} must have. "
            f"Required are: {', '.join(column.name for column in columns if column.required)}."
        )
    known = {column.name for column in columns}
    return Header(
        tuple(names),
        frozenset(names) & known,
        tuple(column.name for column in columns if column.name not in names),
        tuple(name for name in names if name not in known),
    )
