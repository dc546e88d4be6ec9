"""Which numbers and lists there are, and what each may say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seenheard.duties.standards.standard import EVERY_DUTY, Number, WordList
from seenheard.records.declarations import RECORD_SETS

CLOCK_UNITS = ("hours", "days", "working_days", "months", "school_day")
UNITS = (*CLOCK_UNITS, "count", "choice")
CONFIDENCES = ("verified", "secondary", "unverified")
DOUBTFUL, HOUSEHOLD = "doubtful", "household"
NOT_DUTIES = (EVERY_DUTY, DOUBTFUL, HOUSEHOLD)
# A century at most, so that no engine's whole numbers overflow.
MOST: dict[str, int] = {
    "hours": 876_000,
    "days": 36_500,
    "working_days": 26_000,
    "months": 1_200,
    "school_day": 1,
    "count": 1_000_000,
}
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {("online-enforcement", "counts_from"): ("grading", "receipt")}
LEAST: dict[str, int] = {"warning_share": 1, "episodes": 1, "limit": 1}
OPTIONAL: dict[str, tuple[str, ...]] = {"can_still_be_done": ("days",), "warning": ("days", "hours")}


@dataclass(frozen=True)
class Allowed:
    """What may be set: for each duty (and "*", doubtful, household) its numbers with their units, and its lists."""

    units: dict[str, dict[str, tuple[str, ...]]]
    lists: dict[str, tuple[str, ...]]

    @property
    def duties(self) -> tuple[str, ...]:
        return tuple(sorted(self.units))


def allowed_names(numbers: Iterable[Number], lists: Iterable[WordList]) -> Allowed:
    """The names of the shipped standard, those that a duty may have beside them, and one per record set for doubt."""
    units: dict[str, dict[str, tuple[str, ...]]] = {}
    for number in numbers:
        clock = number.name == "within" or number.name.startswith("within_")
        units.setdefault(number.duty, {})[number.name] = CLOCK_UNITS if clock else (number.unit,)
    for duty, names in units.items():
        if duty not in NOT_DUTIES:
            names.update(OPTIONAL)
    doubtful = units.setdefault(DOUBTFUL, {})
    for record_set in RECORD_SETS:
        doubtful[f"age_{record_set}"] = ("hours",)
        doubtful[f"fall_{record_set}"] = ("count",)
    by_duty: dict[str, tuple[str, ...]] = {}
    for item in lists:
        by_duty[item.duty] = tuple(sorted({*by_duty.get(item.duty, ()), item.name}))
    return Allowed(units, by_duty)
