"""Draws over whole arrays: delays, choices, moments of a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, from_wall, ints

Bools = npt.NDArray[np.bool_]


class Dice:
    """A random source of one world."""

    def __init__(self, seed: int, world: int) -> None:
        self.rng = np.random.default_rng([seed, world])

    def chance(self, n: int, share: float) -> Bools:
        return self.rng.random(n) < share

    def whole(self, low: int, high: int, n: int) -> Ints:
        """low <= x < high"""
        return ints(self.rng.integers(low, high, n))

    def delay(self, n: int, median: float, sigma: float = 0.8, least: int = 60) -> Ints:
        """A log-normal delay in seconds; the median in seconds."""
        return ints(np.maximum(least, median * np.exp(sigma * self.rng.standard_normal(n))))

    def between(self, n: int, low: float, high: float) -> Ints:
        """Seconds, evenly between."""
        return ints(low + (high - low) * self.rng.random(n))

    def choice(self, n: int, shares: Sequence[float]) -> Ints:
        """The number of one of the shares."""
        edges = np.cumsum(np.asarray(shares, dtype=float))
        return ints(np.minimum(np.searchsorted(edges / edges[-1], self.rng.random(n), "right"), len(shares) - 1))

    def moments(self, n: int, since: int, until: int) -> Ints:
        """Sorted moments, more of them in the evening than at night."""
        day = np.sort(self.whole(since // DAY, until // DAY + 1, n))
        hour = self.choice(n, (3, 2, 2, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 7, 8, 8, 9, 9, 8, 8, 6, 5))
        at = day * DAY + hour * HOUR + self.whole(0, HOUR, n)
        return np.sort(np.clip(at, since, until))

    def office_hours(self, day: Ints) -> Ints:
        """A moment of each UK day between eight and eight."""
        return from_wall(day * DAY + self.whole(8 * HOUR, 20 * HOUR, len(day)))

    def some(self, n: int, share: float, least: int = 1) -> Bools:
        """About a share, but never fewer than a least number."""
        chosen = np.zeros(n, dtype=bool)
        wanted = min(n, max(least, round(n * share)))
        chosen[self.rng.permutation(n)[:wanted]] = True
        return chosen


def never_where(values: Ints, mask: Any) -> Ints:
    return ints(np.where(mask, NEVER, values))


def first_of(values: Ints, groups: Ints, size: int) -> Ints:
    """The smallest value of each group; NEVER of an empty one."""
    found = np.full(size, NEVER, dtype=np.int64)
    np.minimum.at(found, groups, values)
    return found
