"""The plan of an audit: which case files it is about, how many are drawn, and how they are read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from seenheard.errors import AuditError

MOST_FILES = 2_000
LONGEST_REFER_HOURS = 14 * 24


@dataclass(frozen=True)
class Plan:
    """Which files, how many, and how they are read.

    teams: empty for all. by_team: each case type and team is drawn from by itself, otherwise each case type.
    size: how many files; or margin: half the width of the 95 % interval that is wanted, from which the size follows.
    least: files of each stratum at least, as far as it holds them. second_share: the share of files that are read blind by
    a second reader, 0 to 1. own_team_out: nobody reads a file of their own team. refer_hours: the clock of a refer-back.
    """

    case_types: tuple[str, ...]
    opened_from: date
    opened_to: date
    teams: tuple[str, ...] = ()
    by_team: bool = False
    size: int | None = None
    margin: float | None = None
    least: int = 0
    second_share: float = 0.2
    own_team_out: bool = True
    refer_hours: int = 24

    def __post_init__(self) -> None:
        for wrong, sentence in (
            (not self.case_types, "An audit is of at least one case type: choose one."),
            (len(set(self.case_types)) != len(self.case_types), "A case type is chosen once."),
            (self.opened_to < self.opened_from, "The last day on which a file was opened is before the first."),
            ((self.size is None) == (self.margin is None), "Give either the number of files or the margin that is wanted."),
            (self.size is not None and not 1 <= self.size <= MOST_FILES, f"An audit reads 1 to {MOST_FILES:,} files."),
            (
                self.margin is not None and not (math.isfinite(self.margin) and 0.01 <= self.margin <= 0.5),
                "The margin is from 1 to 50 percentage points.",
            ),
            (not 0 <= self.least <= MOST_FILES, "The least number of files of a stratum is 0 or more."),
            (
                not (math.isfinite(self.second_share) and 0 <= self.second_share <= 1),
                "The share that is read twice is from 0 to 100 %.",
            ),
            (
                not 1 <= self.refer_hours <= LONGEST_REFER_HOURS,
                f"The clock of a refer-back is 1 to {LONGEST_REFER_HOURS} hours.",
            ),
        ):
            if wrong:
                raise AuditError(sentence)

    @property
    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


def plan_of(kept: Mapping[str, Any]) -> Plan:
    """A plan from what `as_json` gave."""
    told = dict(kept)
    for name in ("opened_from", "opened_to"):
        told[name] = date.fromisoformat(told[name])
    for name in ("case_types", "teams"):
        told[name] = tuple(told[name])
    return Plan(**told)
