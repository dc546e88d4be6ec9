"""Trains the model on the force's own nominals, without anybody having to say which of them are the same person.

Expectation maximisation over agreement patterns: how many pairs have which levels together. Splink finds the patterns; the
steps over them are ours, because Splink's own take one block of pairs at a time, keep no prior for levels that are
seldom met, and add up in another order with another number of threads. Counts are whole numbers, so the same nominals give
the same model to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import numpy as np

from seenheard.people import settings
from seenheard.people.model import Likeness, Model, Weights, untrained
from seenheard.people.scoring import WEIGHTS, level_at, predict, splink_settings
from seenheard.people.settings import COMPARISONS, ELSEWHERE, Comparison, Context

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

MOST_PAIRS = 4_000_000  # that training looks at in one context
STRANGERS = 2_000  # nominals, every two of which are compared to learn what chance does
ROUNDS = 60
# How many pairs' weight the settings' own numbers have against what is counted.
PRIOR_PAIRS = 40.0
SELDOM = 10.0  # so many pairs met weigh as much as the settings' bits
# And beside that, the settings' m count as much as this share of the pairs found: many pairs that are alike in one respect
# only, like namesakes, must not talk the model into taking them for what one person's records look like; and of families
# the same holds for u.
ANCHOR = 1.0
NEVER = 1e-9
# Names come and go in fashion, so namesakes are more often of one year than strangers: how much more is learnt from those
# of rare names, because the blocks hold every pair of them.
NAME_AT, BIRTH_AT = COMPARISONS.index(settings.NAME), COMPARISONS.index(settings.BIRTH)
RARE = [at for at, level in enumerate(settings.NAME.levels) if level.name in ("same_rare", "same_uncommon")]
YEAR_AT = [level.name for level in settings.BIRTH.levels].index("year")
OF_ONE_YEAR = np.array([level.name not in ("birthday", "near", "different") for level in settings.BIRTH.levels])
NAMESAKES = 200.0  # so many pairs of namesakes weigh as much as all strangers
MOST_FASHION = 8.0


@dataclass(frozen=True, slots=True)
class Patterns:
    """Levels that pairs have together: `levels` (patterns by comparisons, -1 is not recorded), and how many pairs each."""

    levels: Ints
    pairs: Floats

    def share(self, comparison: int, of: Floats) -> Floats:
        """The weights `of` by level, and a last row for what is not recorded."""
        size = len(COMPARISONS[comparison].levels)
        return np.bincount(self.levels[:, comparison] % (size + 1), weights=of, minlength=size + 1)[:size].astype(np.float64)


def train(db: duckdb.DuckDBPyConnection, nominals: int) -> Model:
    """A model of the nominals in people.prepared."""
    start = untrained()
    home = _learn(_patterns(db, "home", nominals, settings.BLOCKS["home"], 1), start.contexts["home"], None, 0.0)
    every = _thinned(db)
    rules = [f"{rule} and (l.place + r.place) % {every} = 0" for rule in settings.BLOCKS["away"]]
    away = _patterns(db, "away", nominals, rules, every)
    step = max(1, nominals // STRANGERS)
    strangers = _patterns(db, "away", nominals, [f"l.place % {step} = 0 and r.place % {step} = 0 and {ELSEWHERE}"], 1)
    total = nominals * (nominals - 1) / 2
    learnt = _learn(away, start.contexts["away"], strangers, total)
    per_nominal = Weights(learnt.matches * total / nominals, learnt.levels)
    return Model(settings.version(), "trained", nominals, {"home": home, "away": per_nominal})


def _thinned(db: duckdb.DuckDBPyConnection) -> int:
    """Every how manieth pair is enough."""
    counts = " + ".join(
        f"(SELECT coalesce(sum(n * (n - 1) / 2), 0) FROM (SELECT count(*) AS n FROM people.prepared WHERE {key} IS NOT NULL "
        f"GROUP BY {key}))"
        for key in settings.KEYS
    )
    row = db.execute(f"SELECT {counts}").fetchone()
    assert row is not None
    return max(1, int(row[0]) // MOST_PAIRS)


def _patterns(db: duckdb.DuckDBPyConnection, context: Context, nominals: int, rules: Sequence[str], every: int) -> Patterns:
    start = untrained()
    engine, found = predict(db, splink_settings(context, start, nominals, rules), None)
    columns = ", ".join(WEIGHTS)
    rows = db.execute(f"SELECT {columns}, count(*) FROM {found} GROUP BY {columns} ORDER BY {columns}").fetchnumpy()
    engine.delete_tables_created_by_splink_from_db()
    levels = np.empty((len(rows[WEIGHTS[0]]), len(WEIGHTS)), dtype=np.int64)
    for at, comparison in enumerate(COMPARISONS):
        bits, inverse = np.unique(np.asarray(rows[WEIGHTS[at]]), return_inverse=True)
        numbers = [level_at(comparison, context, start, float(weight)) for weight in bits]
        levels[:, at] = np.array([-1 if number is None else number for number in numbers], dtype=np.int64)[inverse]
    pairs = np.asarray(rows["count_star()"], dtype=np.float64) * every
    return Patterns(levels, pairs)


def _learn(patterns: Patterns, start: Weights, strangers: Patterns | None, total: float) -> Weights:
    """Expectation and maximisation in turn. With strangers, λ is a share of the `total` of pairs, found or not."""
    m, u = _numbers(start, "m"), _numbers(start, "u")
    before_m, before_u = [part / part.sum() for part in m], [part / part.sum() for part in u]
    matches = start.matches if strangers is None else 2 * start.matches / max(2.0, (2 * total) ** 0.5)
    before = matches
    whole = max(1.0, float(patterns.pairs.sum()) if strangers is None else total)
    namesakes = np.isin(patterns.levels[:, NAME_AT], RARE)
    for _ in range(ROUNDS):
        probability = _expected(patterns, m, u, matches)
        same, different = patterns.pairs * probability, patterns.pairs * (1 - probability)
        chance = None if strangers is None else _chance(strangers, 1 - _expected(strangers, m, u, matches))
        matches = (float(same.sum()) + PRIOR_PAIRS * before) / (whole + PRIOR_PAIRS)
        for at in range(len(COMPARISONS)):
            counted = patterns.share(at, same)
            m[at] = _shares(counted, before_m[at], PRIOR_PAIRS + ANCHOR * float(counted.sum()))
            counted = patterns.share(at, different)
            if chance is None:
                u[at] = _shares(counted, before_u[at], PRIOR_PAIRS + ANCHOR * float(counted.sum()))
            else:
                # Of a rare level the blocks hold nearly every pair, and chance met too few to count.
                recorded, met = chance[at]
                u[at] = np.maximum(met, counted / (whole * recorded))
        if strangers is not None:
            u[BIRTH_AT] = _of_one_fashion(u[BIRTH_AT], patterns.share(BIRTH_AT, different * namesakes))
    levels = {}
    for at, comparison in enumerate(COMPARISONS):
        counted = np.minimum(patterns.share(at, same), patterns.share(at, different))
        levels[comparison.name] = _likenesses(comparison, m[at], u[at], start.levels[comparison.name], counted)
    return Weights(matches, levels)


def _numbers(start: Weights, which: Literal["m", "u"]) -> list[Floats]:
    return [np.array([getattr(start.levels[c.name][level.name], which) for level in c.levels]) for c in COMPARISONS]


def _likenesses(
    comparison: Comparison, m: Floats, u: Floats, before: Mapping[str, Likeness], counted: Floats
) -> dict[str, Likeness]:
    """Levels that were seldom met keep most of the bits they had before; the last level never speaks for one person."""
    found = {}
    for number, level in enumerate(comparison.levels):
        learnt = Likeness(max(NEVER, float(m[number])), max(NEVER, float(u[number])))
        seen = float(counted[number]) / (float(counted[number]) + SELDOM)
        bits = seen * learnt.bits + (1 - seen) * before[level.name].bits
        if number == len(comparison.levels) - 1:
            bits = min(bits, 0.0)
        found[level.name] = Likeness(learnt.m, learnt.m / 2**bits)
    return found


def _expected(patterns: Patterns, m: list[Floats], u: list[Floats], matches: float) -> Floats:
    """The probability that the pairs of each pattern are one person."""
    bits = np.full(len(patterns.pairs), np.log(matches / (1 - matches)))
    for at in range(len(COMPARISONS)):
        ratio = np.log(np.maximum(m[at], NEVER) / np.maximum(u[at], NEVER))
        bits += np.append(ratio, 0.0)[patterns.levels[:, at]]
    return 1 / (1 + np.exp(-np.clip(bits, -700, 700)))


def _of_one_fashion(u: Floats, namesakes: Floats) -> Floats:
    """How often birth dates are alike by chance, where namesakes are more often of one year than strangers are.

    Only the level of one year and another day can tell how much more: those that are more alike are mostly one person.
    """
    told = (namesakes[YEAR_AT] + NAMESAKES * u[YEAR_AT]) / (namesakes.sum() + NAMESAKES)
    more = min(MOST_FASHION, max(1.0, float(told / u[YEAR_AT])))
    return np.where(OF_ONE_YEAR, u * more, u)


def _shares(counted: Floats, before: Floats, pairs: float) -> Floats:
    smoothed = counted + pairs * before
    return smoothed / smoothed.sum()


def _chance(strangers: Patterns, different: Floats) -> list[tuple[float, Floats]]:
    """For each comparison: how often it says anything, and how often it then says what of two persons."""
    pairs = strangers.pairs * different
    found = []
    for at in range(len(COMPARISONS)):
        counted = strangers.share(at, pairs)
        found.append((max(NEVER, float(counted.sum() / max(1.0, pairs.sum()))), counted / max(1.0, counted.sum())))
    return found
