"""Is it more than chance? Two audits beside each other, and one force beside others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from scipy import stats

from seenheard.audits.proportions import Proportion, checked, said, wilson
from seenheard.errors import AuditError

INNER, OUTER = 0.95, 0.998


@dataclass(frozen=True, slots=True)
class Difference:
    """From one audit to the next: the difference of two proportions (after less before), -1 to 1.

    chance: of a difference as great or greater, either way, if nothing had changed. None where it can't be said: see
    `words`, which also say where the files are too few.
    """

    before: Proportion
    after: Proportion
    value: float | None
    low: float | None
    high: float | None
    chance: float | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which shares a force with so many files falls by chance alone: at least 95 % and 99.8 % of such forces."""

    of: int
    low: float
    high: float
    outer_low: float
    outer_high: float

    def place(self, share: float) -> str:
        """Where a share lies, in words."""
        if share < self.outer_low or share > self.outer_high:
            return "far from the others, more than chance explains"
        if share < self.low or share > self.high:
            return "further from the others than is usual"
        return "within what chance explains"


def change(before: tuple[int, int], after: tuple[int, int], *, confidence: float = 0.95) -> Difference:
    """Each audit as (count, of). Interval: Newcombe's hybrid score (Statistics in Medicine 17, 1998, 873-890, method 10).

    Chance: Fisher's exact test, two-sided. Neither takes off for a finite population, so that both are on the careful side.
    """
    was, now = (wilson(*audit, confidence=confidence) for audit in (before, after))
    if was.value is None or was.low is None or was.high is None:
        return Difference(was, now, None, None, None, None, f"Before: {was.words}")
    if now.value is None or now.low is None or now.high is None:
        return Difference(was, now, None, None, None, None, f"After: {now.words}")
    value = now.value - was.value
    low = value - math.hypot(now.value - now.low, was.high - was.value)
    high = value + math.hypot(now.high - now.value, was.value - was.low)
    table = [[after[0], after[1] - after[0]], [before[0], before[1] - before[0]]]
    chance = min(1.0, float(stats.fisher_exact(table).pvalue))
    return Difference(was, now, value, max(-1.0, low), min(1.0, high), chance, said(min(was.of, now.of)))


def chance_of_estimates(before: tuple[float, float, float], after: tuple[float, float, float]) -> float:
    """Each audit as (share, low, high), estimated from parts of different weight: there is no table of files to deal anew.

    Two-sided, from the normal distribution; each standard error is half the 95 % interval's width over its 1.96. 0 to 1.
    """
    reach = 2 * float(stats.norm.ppf((1 + INNER) / 2))
    error = math.hypot((before[2] - before[1]) / reach, (after[2] - after[1]) / reach)
    if error == 0:
        return float(before[0] == after[0])
    return min(1.0, 2 * float(stats.norm.sf(abs(after[0] - before[0]) / error)))


def chance_of_grades(before: Sequence[int], after: Sequence[int]) -> float | None:
    """The chance that two audits' grades, in their order, differ as much in their mean place, if nothing had changed.

    before, after: files of each grade. Exact over all ways to deal the files to the two audits, two-sided, grades one step
    apart (Agresti, Categorical Data Analysis, 3rd ed. 2013, 3.4 and 16.5: the exact test of linear trend). None without
    files.
    """
    if len(before) != len(after) or len(before) < 2:
        raise AuditError("Both audits need the same grades, at least two.")
    if any(files < 0 for files in (*before, *after)):
        raise AuditError("A number of files is 0 or more.")
    smaller = min(before, after, key=sum)  # either audit will do, and the smaller is less work
    dealt, of = sum(smaller), sum(before) + sum(after)
    if not dealt:
        return None
    together = [was + now for was, now in zip(before, after, strict=True)]
    ways = numpy.zeros((dealt + 1, dealt * (len(together) - 1) + 1))
    ways[0, 0] = 1.0
    for place, files in enumerate(together):
        ways = _dealt(ways, place, files, dealt / of)
    likely = ways[dealt] / ways[dealt].sum()
    # In whole numbers (times `of`), so that what is exactly as far off as what was seen counts.
    expected = dealt * sum(place * files for place, files in enumerate(together))
    apart = numpy.abs(of * numpy.arange(len(likely)) - expected)
    seen = abs(of * sum(place * files for place, files in enumerate(smaller)) - expected)
    return min(1.0, float(likely[apart >= seen].sum()))


def _dealt(ways: NDArray[numpy.float64], place: int, files: int, bias: float) -> NDArray[numpy.float64]:
    """Rows: files dealt so far; columns: the sum of their places. A grade's files go by a coin, whose bias cancels out."""
    more = numpy.zeros_like(ways)
    taken_at_most = min(files, len(ways) - 1)
    chances = stats.binom.pmf(numpy.arange(taken_at_most + 1), files, bias)
    for taken in range(taken_at_most + 1):
        kept = ways[: len(ways) - taken, : ways.shape[1] - taken * place]
        more[taken:, taken * place :] += kept * chances[taken]
    return more


def pooled(shares: Mapping[str, tuple[int, int]]) -> float:
    """The share of all forces together, each (count, of)."""
    for name, (count, of) in shares.items():
        checked(count, of, where=f"{name}: ")
    of = sum(each[1] for each in shares.values())
    if not of:
        raise AuditError("There is no file to compare with.")
    return sum(each[0] for each in shares.values()) / of


def limits(target: float, sizes: Sequence[int]) -> tuple[Limits, ...]:
    """Exact binomial limits around a target, for each number of files: the quantiles, as shares.

    Spiegelhalter, Statistics in Medicine 24, 2005, 1185-1202, appendix A.1, without its interpolation between two numbers of
    files: that makes smooth lines, but flags a share too high more readily than the same one turned round.
    """
    if any(of < 1 for of in sizes) or not 0 <= target <= 1:
        raise AuditError("Limits need at least one file, and a share between 0 and 1 to be around.")
    tails = [(1 - INNER) / 2, (1 + INNER) / 2, (1 - OUTER) / 2, (1 + OUTER) / 2]
    counts = stats.binom.ppf(numpy.array(tails), numpy.array(sizes, dtype=int).reshape(-1, 1), target)
    return tuple(Limits(of, *(float(count) / of for count in row)) for of, row in zip(sizes, counts.tolist(), strict=True))
