"""Proportions of files, with what a sample can say about them: intervals, finite populations, weighting of strata."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from scipy import stats

from seenheard.errors import AuditError

# How few files are too few is said here and nowhere else. Below LEAST no share and no change is given: an exact interval of
# 4 files can be 86 points wide. Below TOO_FEW (of 9 files, 65 points) words stand beside the numbers, and a team has no
# share at all: it would be read as its mark.
LEAST = 5
TOO_FEW = 10


@dataclass(frozen=True, slots=True)
class Proportion:
    """count of `of` files, and between which proportions (0 to 1) the population's lies: low <= value <= high.

    value, low, high: None where nothing can be said, and then `words` says why. population: None if it is taken as endless.
    words: also says so where the files are too few to say more than their count. error: the standard error, of a weighted
    one.
    """

    count: int
    of: int
    value: float | None
    low: float | None
    high: float | None
    population: int | None = None
    words: str = ""
    error: float | None = None


@dataclass(frozen=True, slots=True)
class StratumCount:
    """What was read of a stratum: `count` of `of` files, of a population of so many."""

    name: str
    population: int
    of: int
    count: int

    def __post_init__(self) -> None:
        checked(self.count, self.of, self.population, f"Stratum {self.name}: ")


def checked(count: int, of: int, population: int | None = None, where: str = "") -> None:
    """Raise AuditError unless 0 <= count <= of <= population."""
    if not 0 <= count <= of:
        raise AuditError(f"{where}{count} of {of} files is no share: a count is from 0 to the number of files.")
    if population is not None and of > population:
        raise AuditError(f"{where}{of} files were read, but the population has {population}.")


def said(of: int) -> str:
    """What is to be said about so many files before any share: nothing, if they are enough."""
    if of == 0:
        return "No file: nothing can be said."
    return "" if of >= TOO_FEW else f"Only {of} {'file' if of == 1 else 'files'}: too few to say."


def wilson(count: int, of: int, *, population: int | None = None, confidence: float = 0.95) -> Proportion:
    """Wilson's score interval (1927; method 3 of Newcombe, Statistics in Medicine 17, 1998, 857-872).

    Of a finite population the variance that the score inverts is P Q (N - n) / (n (N - 1)) (Cochran, Sampling Techniques,
    3rd ed. 1977, theorem 3.2), which is Wilson's with n (N - 1) / (N - n) files. What was read is known, so that the limits
    never leave what the unread files could still make. Where few files are left unread, take the exact one.
    """
    checked(count, of, population)
    _is_confidence(confidence)
    if not of:
        return _nothing(count, of, population)
    if population == of:
        return _proportion(count, of, count / of, (count / of, count / of), population)
    files = float(of) if population is None else of * (population - 1) / (population - of)
    return _proportion(count, of, count / of, _score(count / of, files, confidence), population)


def exact(count: int, of: int, *, population: int | None = None, confidence: float = 0.95) -> Proportion:
    """The exact interval: Clopper and Pearson (Biometrika 26, 1934), never less sure than it says.

    Of a finite population it inverts the hypergeometric instead of the binomial: all numbers of such files in the population
    for which neither tail is at most (1 - confidence) / 2 (Buonaccorsi, The American Statistician 41, 1987, 215-218).
    """
    checked(count, of, population)
    _is_confidence(confidence)
    if not of:
        return _nothing(count, of, population)
    tail = (1 - confidence) / 2
    if population is None:
        low = float(stats.beta.ppf(tail, count, of - count + 1)) if count else 0.0
        high = float(stats.beta.ppf(1 - tail, count + 1, of - count)) if count < of else 1.0
    else:
        possible = range(count, population - of + count + 1)
        first = bisect_left(possible, True, key=lambda such: _at_least(count, of, such, population) > tail)
        beyond = bisect_left(possible, True, key=lambda such: _at_most(count, of, such, population) <= tail)
        low, high = possible[first] / population, possible[beyond - 1] / population
    return _proportion(count, of, count / of, (low, high), population)


def stratified(strata: Sequence[StratumCount], *, confidence: float = 0.95) -> Proportion:
    """The population's proportion from a stratified sample, each stratum weighing by its population.

    Mean and variance: Cochran (1977), section 5.10, with each stratum's finite population. The interval is Wilson's with the
    effective number of files p q / v, corrected for degrees of freedom (Korn and Graubard, Survey Methodology 24, 1998,
    193-201; with Wilson: Dean and Pagano, Journal of Survey Statistics and Methodology 3, 2015, 484-503). A stratum of
    which one file was read is taken to spread as all together do.
    """
    _is_confidence(confidence)
    names = [stratum.name for stratum in strata]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise AuditError(f"Stratum {twice} is given twice.")
    full = [stratum for stratum in strata if stratum.population]
    count, of, population = (sum(getattr(stratum, what) for stratum in full) for what in ("count", "of", "population"))
    unread = [stratum.name for stratum in full if not stratum.of]
    if not of or unread:
        words = said(of) if not of else f"No file was read of {', '.join(unread)}: the whole population's can't be said."
        return Proportion(count, of, None, None, None, population, words)
    weights = [stratum.population / population for stratum in full]
    value = math.fsum(weight * stratum.count / stratum.of for weight, stratum in zip(weights, full, strict=True))
    value = count / of if count in (0, of) else value  # exactly 0 or 1, whatever the weights' rounding
    spread = [_variance(stratum, value) for stratum in full]
    variance = math.fsum(weight**2 * one for weight, one in zip(weights, spread, strict=True))
    if of == population:
        return _proportion(count, of, value, (value, value), population, 0.0)
    files = _effective(value, variance, full, weights, confidence)
    return _proportion(count, of, value, _score(value, files, confidence), population, math.sqrt(variance))


def _variance(stratum: StratumCount, overall: float) -> float:
    share = stratum.count / stratum.of
    unread = 1 - stratum.of / stratum.population
    return unread * (overall * (1 - overall) if stratum.of == 1 else share * (1 - share) / (stratum.of - 1))


def _effective(
    value: float, variance: float, strata: Sequence[StratumCount], weights: Sequence[float], confidence: float
) -> float:
    """How many files of a simple random sample would say as much: strata can gain, unequal weights lose.

    Files of a stratum that are all alike show no variance, though the unread ones may differ. Then it is never more than if
    all strata spread alike, which leaves the loss by weights alone (Kish, Survey Sampling, 1965, 11.7).
    """
    of = sum(stratum.of for stratum in strata)
    loss = math.fsum(
        weight**2 * (1 - stratum.of / stratum.population) / stratum.of
        for weight, stratum in zip(weights, strata, strict=True)
    )
    if variance <= 0 or of <= len(strata):
        return 1 / loss
    wide = float(stats.t.ppf(0.5 + confidence / 2, of - 1)) / float(stats.t.ppf(0.5 + confidence / 2, of - len(strata)))
    files = value * (1 - value) / variance * wide**2
    alike = any(1 < one.of < one.population and one.count in (0, one.of) for one in strata)
    return min(files, 1 / loss) if alike else files


def _nothing(count: int, of: int, population: int | None) -> Proportion:
    return Proportion(count, of, None, None, None, population, said(of))


def _proportion(
    count: int,
    of: int,
    value: float,
    limits: tuple[float, float],
    population: int | None = None,
    error: float | None = None,
) -> Proportion:
    """With limits that the files read allow, and around the value: numbers of whole files may lie just beside it."""
    low, high = limits
    if population is not None:
        low, high = max(low, count / population), min(high, (population - of + count) / population)
    return Proportion(count, of, value, min(low, value), max(high, value), population, said(of), error)


def _score(value: float, files: float, confidence: float) -> tuple[float, float]:
    z = float(stats.norm.ppf(0.5 + confidence / 2))
    middle = (value + z**2 / (2 * files)) / (1 + z**2 / files)
    reach = z / (1 + z**2 / files) * math.sqrt(value * (1 - value) / files + z**2 / (4 * files**2))
    # At the ends the limit is the end itself: subtraction leaves a dust of 1e-17.
    return (0.0 if value == 0 else max(0.0, middle - reach)), (1.0 if value == 1 else min(1.0, middle + reach))


def _at_least(count: int, of: int, such: int, population: int) -> float:
    return float(stats.hypergeom.sf(count - 1, population, such, of))


def _at_most(count: int, of: int, such: int, population: int) -> float:
    return float(stats.hypergeom.cdf(count, population, such, of))


def _is_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise AuditError("Confidence is between 0 and 1, as 0.95.")
