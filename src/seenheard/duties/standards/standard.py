"""What a standard is once read: the numbers, lists and calendars in force on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

EVERY_DUTY = "*"


@dataclass(frozen=True)
class Number:
    """One number of one duty (or of "*", all duties): its value, since when, on whose word, and who answers for it."""

    duty: str
    name: str
    value: int | float | str
    unit: str
    in_force_from: date
    source: str
    url: str
    confidence: str
    keeper: str
    check_by: date
    file: str

    @property
    def said(self) -> str:
        """The value with its unit: 24 hours, 1 month, next school day; a count or a choice alone."""
        if self.unit in ("count", "choice"):
            return str(self.value)
        if self.unit == "school_day":
            return "next school day"
        unit = self.unit.replace("_", " ")
        return f"{self.value} {unit[:-1] if self.value == 1 else unit}"


@dataclass(frozen=True)
class WordList:
    """A list that a duty reads, such as the phrases that are not a child's voice."""

    duty: str
    name: str
    values: tuple[str, ...]
    in_force_from: date
    source: str
    url: str
    confidence: str
    keeper: str
    check_by: date
    file: str


@dataclass(frozen=True)
class Standard:
    """The standard in force on a day. Days are numbers of days since 1970-01-01."""

    version: str
    hash: str
    as_of_day: int
    numbers: tuple[Number, ...]
    word_lists: tuple[WordList, ...]
    bank_holidays: tuple[tuple[int, str], ...]
    last_listed_year: int
    school_days: tuple[tuple[str, int, bool], ...]

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Number]:
        return {(number.duty, number.name): number for number in self.numbers}

    @cached_property
    def lists(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The values of each list by duty and name."""
        return {(item.duty, item.name): item.values for item in self.word_lists}

    def number(self, duty: str, name: str) -> Number | None:
        """The duty's own number of that name, else the one for all duties."""
        return self._by_name.get((duty, name)) or self._by_name.get((EVERY_DUTY, name))
