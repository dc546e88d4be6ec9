"""The linkage model as numbers that no engine owns: how often nominals of one person, and of two, are how much alike."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from seenheard.people.settings import (
    COMPARISONS,
    CONTEXTS,
    LINK,
    LINK_OF_A_SHIPPED_MODEL,
    MATCHES_AT_HOME,
    MATCHES_PER_NOMINAL,
    NAME,
    UNKNOWN_NAME,
    Context,
    version,
)

SHIPPED = Path(__file__).parent / "models"
# No likeness proves anything beyond doubt, nor against it.
MOST_BITS = 24.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """How often a level is met: `m` in pairs of one person, `u` in pairs of two persons."""

    m: float
    u: float

    @property
    def bits(self) -> float:
        """The match weight: positive speaks for one person."""
        return max(-MOST_BITS, min(MOST_BITS, math.log2(self.m / self.u)))


@dataclass(frozen=True, slots=True)
class Weights:
    """The parameters of one context: λ, and each comparison's levels.

    `matches` is the share of pairs that are one person; in the context `away` it is told per nominal instead, because the
    number of pairs grows with the square of the nominals and the number of persons doesn't.
    """

    matches: float
    levels: Mapping[str, Mapping[str, Likeness]]


@dataclass(frozen=True, slots=True)
class Model:
    """A linkage model. `source` is trained or shipped; `settings` the version of what it compares."""

    settings: str
    source: str
    nominals: int
    contexts: Mapping[Context, Weights]

    def to_json(self) -> str:
        """The same model gives the same bytes."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What to_json wrote."""
        told: dict[str, Any] = json.loads(text)
        contexts: dict[Context, Weights] = {}
        for name in CONTEXTS:
            given = told["contexts"][name]
            levels = {
                comparison: {level: Likeness(**numbers) for level, numbers in found.items()}
                for comparison, found in given["levels"].items()
            }
            contexts[name] = Weights(given["matches"], levels)
        return cls(told["settings"], told["source"], told["nominals"], contexts)

    def prior(self, context: Context, nominals: int) -> float:
        """The probability that two nominals of this context are one person, before anything is compared.

        A shipped model is as careful with a small force as with the one that it was trained on.
        """
        matches = self.contexts[context].matches
        among = max(nominals, self.nominals) if self.source == "shipped" else nominals
        return matches if context == "home" else min(0.5, 2 * matches / max(2, among))

    @property
    def link(self) -> float:
        """From which probability on it links without a clerk."""
        return LINK if self.source == "trained" else LINK_OF_A_SHIPPED_MODEL


def untrained() -> Model:
    """What is thought before any training: the numbers of the settings."""
    contexts: dict[Context, Weights] = {}
    for name, matches in (("home", MATCHES_AT_HOME), ("away", MATCHES_PER_NOMINAL)):
        levels = {
            comparison.name: {
                level.name: Likeness(level.m, level.u_home if name == "home" else level.u) for level in comparison.levels
            }
            for comparison in COMPARISONS
        }
        contexts["home" if name == "home" else "away"] = Weights(matches, levels)
    return Model(version(), "untrained", 300_000, contexts)


def shipped() -> Model:
    """The newest model of the package: for a force too small to train one, so that nobody knows which names are rare."""
    files = sorted(SHIPPED.glob("*.json"))
    model = Model.from_json(files[-1].read_text(encoding="utf-8"))
    contexts: dict[Context, Weights] = {}
    for name in CONTEXTS:
        weights = model.contexts[name]
        names = dict(weights.levels[NAME.name])
        same = [likeness for level, likeness in names.items() if level.startswith("same")]
        m, u = sum(likeness.m for likeness in same), sum(likeness.u for likeness in same)
        # At home nobody asks how common the name is: of one family two rarely bear the same.
        names["same_common"] = Likeness(m, u if name == "home" else UNKNOWN_NAME * u)
        contexts[name] = Weights(weights.matches, {**weights.levels, NAME.name: names})
    return replace(model, source="shipped", contexts=contexts)
