"""How far readers agree, before moderation: raw, kappa, Gwet's AC1 and AC2, Krippendorff's alpha.

Coefficients and their variances are those of K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014: any number of
readers, ratings may be missing, Student's t with one degree of freedom less than there are units. The kappa of two readers
is Cohen's (1960, 1968), that of more is Conger's (1980), of which Cohen's is a case. Per criterion or per pair of readers:
call with the ratings of that criterion or pair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy
from numpy.typing import NDArray
from scipy import stats

from seenheard.audits.proportions import TOO_FEW
from seenheard.audits.ratings import Numbers, Ratings, Weighting, counts, ordinal_distances, weights
from seenheard.errors import AuditError

Scale = Literal["nominal", "ordinal", "interval"]
RESAMPLES = 2_000
NEARLY_NOTHING = 1e-12
FEW_UNITS = TOO_FEW  # with fewer an interval is about as wide as the scale
# J. R. Landis and G. G. Koch, Biometrics 33, 1977, 159-174: the usual words, each from this value up.
STRENGTHS = ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair"), (0.0, "slight"))
NO_PAIR = "No unit has two ratings: agreement can't be said."
ONE_UNIT = "Only one file has two ratings: agreement beyond chance can’t be said."
ALL_THE_SAME = "All ratings are the same grade: this coefficient can't be said, for chance alone gives that."
NO_SPREAD = "The units do not differ in agreement: how sure that is can't be said from them."


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient with its interval.

    name: kappa, AC1 and so on. value, low, high: None where they can't be said, and then `words` says why; it also says
    where the units are few. units: with at least two ratings. seed: of the resampling, where the interval is made by one.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    units: int
    words: str = ""
    error: float | None = None
    seed: int | None = None


def strength(value: float) -> str:
    """The usual word for a coefficient; below 0 it is poor."""
    rounded = round(value, 2)
    return next((word for least, word in STRENGTHS if rounded >= least), "poor")


class _CantSay(Exception):
    """Why a coefficient has no value."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """Agreement and what chance would give, over all and by each unit; the units' mean is the whole's value."""

    seen: float
    chance: float
    seen_by_unit: Numbers
    chance_by_unit: Numbers


def raw_agreement(ratings: Ratings, weighting: Weighting = "nominal", *, confidence: float = 0.95) -> Agreement:
    """The share of pairs of ratings of the same unit that agree; chance is not taken off.

    Of two readers without weights it is a plain share, and its interval is Wilson's (1927), which holds where all agree too.
    """
    if weighting == "nominal" and ratings.readers == 2:
        return _raw_of_two(ratings, confidence)

    def parts(places: NDArray[numpy.int64]) -> _Parts:
        given = counts(places[(places >= 0).sum(axis=1) >= 2], len(ratings.grades))
        seen, by_unit = _seen(given, weights(weighting, len(ratings.grades)), 0.0)
        return _Parts(seen, 0.0, by_unit, numpy.zeros(len(by_unit)))

    return _told("raw agreement", ratings, parts, confidence)


def _raw_of_two(ratings: Ratings, confidence: float) -> Agreement:
    _check(confidence)
    both = [row for row in ratings.rows if None not in row]
    if not both:
        return Agreement("raw agreement", None, None, None, 0, NO_PAIR)
    found = stats.binomtest(sum(first == second for first, second in both), len(both))
    interval = found.proportion_ci(confidence, method="wilson")
    return Agreement(
        "raw agreement", float(found.statistic), float(interval.low), float(interval.high), len(both), _few(len(both))
    )


def kappa(ratings: Ratings, weighting: Weighting = "nominal", *, confidence: float = 0.95) -> Agreement:
    """Cohen's kappa, for more than two readers Conger's; weighted if so asked."""
    weight = weights(weighting, len(ratings.grades))
    name = "kappa" if weighting == "nominal" else f"{weighting} kappa"
    return _told(name, ratings, lambda places: _kappa_parts(places, weight), confidence)


def gwet(ratings: Ratings, weighting: Weighting = "nominal", *, confidence: float = 0.95) -> Agreement:
    """Gwet's AC1; with weights his AC2. Steady where nearly all files have the same grade, which kappa is not."""
    weight = weights(weighting, len(ratings.grades))
    name = "AC1" if weighting == "nominal" else f"{weighting} AC2"
    return _told(name, ratings, lambda places: _gwet_parts(places, weight), confidence)


def alpha(ratings: Ratings, scale: Scale = "nominal", *, confidence: float = 0.95, seed: int = 1) -> Agreement:
    """Krippendorff's alpha. On the ordinal scale the distances depend on the ratings themselves, and no formula for the
    interval is published: it is by resampling units (percentiles of 2,000), seeded."""
    name = f"{scale} alpha"
    if scale == "ordinal":
        return _resampled(name, ratings, confidence, seed)
    weight = weights("nominal" if scale == "nominal" else "quadratic", len(ratings.grades))
    return _told(name, ratings, lambda places: _alpha_parts(places, weight), confidence, by_alpha=True)


def _few(units: int) -> str:
    return f"Only {units} with two ratings: too few to say." if units < FEW_UNITS else ""


def _check(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise AuditError("Confidence is between 0 and 1, as 0.95.")


def pair(ratings: Ratings, first: int, second: int) -> Ratings:
    """The ratings of two of the readers, by their columns."""
    if first == second or not {first, second} <= set(range(ratings.readers)):
        raise AuditError(f"A pair is two different readers, numbered from 0 to {ratings.readers - 1}.")
    return Ratings(ratings.grades, tuple((row[first], row[second]) for row in ratings.rows))


def _told(
    name: str,
    ratings: Ratings,
    parts_of: Callable[[NDArray[numpy.int64]], _Parts],
    confidence: float,
    *,
    by_alpha: bool = False,
) -> Agreement:
    """A coefficient and its interval. by_alpha: of units with two ratings alone, corrected for few ratings."""
    _check(confidence)
    places = ratings.places
    twice = (places >= 0).sum(axis=1) >= 2
    units = int(twice.sum())
    try:
        if not units:
            raise _CantSay(NO_PAIR)
        if units == 1:
            raise _CantSay(ONE_UNIT)
        if by_alpha:
            places = places[twice]
        parts = parts_of(places)
        if 1 - parts.chance < NEARLY_NOTHING:
            raise _CantSay(ALL_THE_SAME)
    except _CantSay as why:
        return Agreement(name, None, None, None, units, str(why))
    plain = (parts.seen - parts.chance) / (1 - parts.chance)
    seen = _mended(parts.seen, float((places >= 0).sum())) if by_alpha else parts.seen
    value = (seen - parts.chance) / (1 - parts.chance)
    counted = len(parts.seen_by_unit)
    apart = parts.seen_by_unit - parts.seen - 2 * (1 - plain) * (parts.chance_by_unit - parts.chance)
    error = float(numpy.sqrt((apart**2).sum() / (counted * (counted - 1)))) / (1 - parts.chance)
    if error < NEARLY_NOTHING:
        return Agreement(name, value, None, None, units, NO_SPREAD)
    reach = error * float(stats.t.ppf((1 + confidence) / 2, counted - 1))
    return Agreement(name, value, value - reach, min(1.0, value + reach), units, _few(units), error=error)


def _seen(given: Numbers, weight: Numbers, chance: float) -> tuple[float, Numbers]:
    """Agreement over the units that have two ratings; and by each unit, a unit with one rating counting for chance."""
    ratings = given.sum(axis=1)
    twice = ratings >= 2
    agreeing = (given * (given @ weight.T - 1)).sum(axis=1)
    by_unit = numpy.where(twice, agreeing / numpy.where(twice, ratings * (ratings - 1), 1), 0.0)
    seen = float(by_unit[twice].mean())
    return seen, len(given) / twice.sum() * (by_unit - chance * twice) + chance


def _gwet_parts(places: NDArray[numpy.int64], weight: Numbers) -> _Parts:
    given = counts(places, len(weight))
    share = given / given.sum(axis=1, keepdims=True)
    use = share.mean(axis=0)
    spread = weight.sum() / (len(weight) * (len(weight) - 1))
    chance = float(spread * (use * (1 - use)).sum())
    seen, by_unit = _seen(given, weight, chance)
    return _Parts(seen, chance, by_unit, spread * (share @ (1 - use)))


def _kappa_parts(places: NDArray[numpy.int64], weight: Numbers) -> _Parts:
    """Chance: of two readers, each by their own use of the grades. By unit: its linear share in that (delta method)."""
    if not (places >= 0).any(axis=0).all():
        raise _CantSay("A reader rated nothing: kappa can't be said.")
    units, readers = places.shape
    rated = (places >= 0).astype(float)
    gave = (places[:, :, None] == numpy.arange(len(weight))).astype(float)
    use = gave.sum(axis=0) / rated.sum(axis=0)[:, None]
    others = (use.sum(axis=0) - use) @ weight
    pairs = readers * (readers - 1)
    chance = float((use * others).sum() / pairs)
    lever = units / rated.sum(axis=0)
    shift = (gave - rated[:, :, None] * use) * lever[None, :, None]
    by_unit = chance + numpy.einsum("ugk,gk->u", shift, others) / pairs
    seen, seen_by_unit = _seen(counts(places, len(weight)), weight, chance)
    return _Parts(seen, chance, seen_by_unit, by_unit)


def _alpha_parts(places: NDArray[numpy.int64], weight: Numbers) -> _Parts:
    """Units with two ratings only; a unit weighs by its number of ratings."""
    given = counts(places, len(weight))
    ratings = given.sum(axis=1)
    mean = ratings.mean()
    agreeing = (given * (given @ weight.T - 1)).sum(axis=1) / (mean * (ratings - 1))
    seen = float(agreeing.mean())
    use = given.mean(axis=0) / mean
    chance = float(use @ weight @ use)
    heavier = (ratings - mean) / mean
    by_unit = agreeing - _mended(seen, ratings.sum()) * heavier
    return _Parts(seen, chance, by_unit, given @ (weight @ use) / mean - chance * heavier)


def _mended(seen: float, ratings: float) -> float:
    """Alpha's correction for few ratings."""
    return (1 - 1 / ratings) * seen + 1 / ratings


def _ordinal_alphas(given: Numbers, times: Numbers) -> Numbers:
    """Alpha from coincidences, 1 less the disagreement seen by that of chance, for each row of how often each unit counts.

    Not a number where all ratings are the same grade.
    """
    ratings = given.sum(axis=1)
    grades = given.shape[1]
    together = given[:, :, None] * given[:, None, :] / (ratings - 1)[:, None, None]
    seen_pairs = (times @ together.reshape(len(given), -1)).reshape(-1, grades, grades)
    use = times @ given
    distance = ordinal_distances(use)
    seen = (seen_pairs * distance).sum(axis=(1, 2))
    by_chance = numpy.einsum("rc,rk,rck->r", use, use, distance) / (times @ ratings - 1)
    differ = by_chance > NEARLY_NOTHING
    return numpy.where(differ, 1 - seen / numpy.where(differ, by_chance, 1.0), numpy.nan)


def _resampled(name: str, ratings: Ratings, confidence: float, seed: int) -> Agreement:
    """Resamples in which all ratings are the same grade are left out: they have no alpha."""
    _check(confidence)
    given = counts(ratings.places, len(ratings.grades))
    given = given[given.sum(axis=1) >= 2]
    units = len(given)
    if units < 2:
        return Agreement(name, None, None, None, units, ONE_UNIT if units else NO_PAIR)
    value = float(_ordinal_alphas(given, numpy.ones((1, units)))[0])
    if numpy.isnan(value):
        return Agreement(name, None, None, None, units, ALL_THE_SAME)
    times = numpy.random.default_rng(seed).multinomial(units, numpy.full(units, 1 / units), size=RESAMPLES).astype(float)
    tail = (1 - confidence) / 2
    low, high = (float(one) for one in numpy.nanquantile(_ordinal_alphas(given, times), (tail, 1 - tail)))
    if high - low < NEARLY_NOTHING:
        return Agreement(name, value, None, None, units, NO_SPREAD)
    return Agreement(name, value, min(value, low), max(value, high), units, _few(units), seed=seed)
