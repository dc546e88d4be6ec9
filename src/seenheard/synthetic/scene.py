"""What every world needs: the nights, the files, the key, the people, and fresh numbers for ids."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seenheard.synthetic.clock import DAY, Ints, uk_day
from seenheard.synthetic.extract import Extracts
from seenheard.synthetic.key import AnswerKey

SPAN_DAYS = 730


@dataclass
class Scene:
    """One force in the making."""

    seed: int
    scale: float
    nights: list[int]
    extracts: Extracts
    key: AnswerKey
    linked: AnswerKey
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The first night."""
        return self.nights[0]

    @property
    def last(self) -> int:
        """The last night."""
        return self.nights[-1]

    @property
    def today(self) -> int:
        """The UK day of the last night."""
        return int(uk_day(self.last))

    @property
    def begins(self) -> int:
        """When the records begin: two years before the last night."""
        return self.last - SPAN_DAYS * DAY

    @property
    def gaps(self) -> list[int]:
        """The UK days between the nights, on which failures are put right."""
        return [int(uk_day(night)) - 1 for night in self.nights[1:]]

    def count(self, at_scale_one: float, least: int = 1) -> int:
        return max(least, round(at_scale_one * self.scale))

    def numbers(self, what: str, count: int) -> Ints:
        """The next numbers of a kind of id."""
        start = self._numbers.get(what, 1)
        self._numbers[what] = start + count
        return np.arange(start, start + count, dtype=np.int64)

    def night_of(self, known: int) -> int:
        """The first night that knows what was recorded at a time."""
        return next(place for place, night in enumerate(self.nights) if known <= night)
