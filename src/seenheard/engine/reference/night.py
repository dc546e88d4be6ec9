"""What every duty is given: the world, the clocks, the households and the standard's numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from seenheard.engine.reference.clocks import Clocks, Start
from seenheard.engine.reference.extract import NumberLike, Row, StandardLike
from seenheard.engine.reference.household import Households
from seenheard.engine.reference.states import Instance
from seenheard.engine.reference.world import World
from seenheard.errors import StandardError


@dataclass
class Night:
    """One run as of one moment."""

    world: World
    standard: StandardLike
    clocks: Clocks = field(init=False)
    households: Households = field(init=False)

    def __post_init__(self) -> None:
        self.clocks = Clocks(self.standard)
        self.households = Households(self.world, int(self.value("household", "limit")))

    def number(self, duty: str, name: str = "within") -> NumberLike | None:
        return self.standard.number(duty, name)

    def needed(self, duty: str, name: str) -> NumberLike:
        number = self.standard.number(duty, name)
        if number is None:
            raise StandardError(f"The standard has no number '{name}' for the duty '{duty}'.")
        return number

    def value(self, duty: str, name: str) -> Any:
        return self.needed(duty, name).value

    def due(self, duty: str, start: Start | None, name: str = "within", *, school: str | None = None) -> datetime | None:
        return self.clocks.due(start, self.number(duty, name), school)


@dataclass(frozen=True)
class Duty:
    """A duty's needs (record sets that must not be absent) and the function that finds its instances."""

    needs: tuple[str, ...]
    instances: Callable[[Night], Iterator[Instance]]


def earliest(times: Iterable[datetime | None], start: datetime) -> datetime | None:
    """The first of these at or after the start; a fulfilment before the start does not fulfil."""
    return min((time for time in times if time is not None and time >= start), default=None)


def last(rows: Iterable[Row], time: str, key: str) -> Row | None:
    """The last row by a time; of equal ones the greatest key."""
    return max((row for row in rows if row.get(time) is not None), key=lambda row: (row[time], row[key]), default=None)


def first(rows: Iterable[Row], time: str, key: str) -> Row | None:
    """The first row by a time; of equal ones the smallest key."""
    return min((row for row in rows if row.get(time) is not None), key=lambda row: (row[time], row[key]), default=None)


def misordered(row: Row, earlier: str, later: str) -> bool:
    """A fault of rule `order`: a duty that starts at the later one is unknown."""
    before, after = row.get(earlier), row.get(later)
    return before is not None and after is not None and before > after
