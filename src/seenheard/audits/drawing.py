"""The draw: how many files, from which strata, and which ones; and who reads them.

A file's place in its stratum follows from a hash of the seed and the file's own key. So a draw does not depend on the order
of rows or on a random generator's version, anybody can make it again, and leaving one file out moves no other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from statistics import NormalDist

from seenheard.errors import AuditError

Key = tuple[str, str, str]  # case type, record set, record id
SEPARATOR = "\x1f"


def sample_size(population: int, margin: float, expected: float = 0.5, confidence: float = 0.95) -> int:
    """How many files give a share to within the margin (0 to 1), at this confidence, from so many.

    n0 = z² p (1 - p) / e², n = n0 / (1 + (n0 - 1) / N): Cochran, Sampling Techniques, 3rd edition (1977), 4.4 and 4.5.
    """
    if population < 1:
        raise AuditError("There is no file to draw from.")
    if not 0 < margin < 1 or not 0 < expected < 1 or not 0 < confidence < 1:
        raise AuditError("Margin, expected share and confidence are more than 0 and less than 1.")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    first = z * z * expected * (1 - expected) / (margin * margin)
    return min(population, max(1, math.ceil(first / (1 + (first - 1) / population) - 1e-9)))


def allocate(strata: Mapping[str, int], size: int, least: int = 0) -> dict[str, int]:
    """How many files of each stratum: in proportion, by largest remainders; at least so many of each that holds them."""
    held = {name: count for name, count in strata.items() if count > 0}
    total = sum(held.values())
    if any(count < 0 for count in strata.values()):
        raise AuditError("A stratum holds 0 files or more.")
    if size < 1 or not total:
        raise AuditError("There is no file to draw from." if not total else "At least one file is drawn.")
    size = min(size, total)
    floors = {name: min(least, count) for name, count in held.items()}
    if sum(floors.values()) > size:
        raise AuditError(
            f"{size} files are too few: at least {least} of each of {len(held)} parts are {sum(floors.values())} files."
        )
    # Parts whose share is below their floor get the floor; the rest is shared among the others, until none is below.
    fixed: dict[str, int] = {}
    while True:
        rest, of = size - sum(fixed.values()), total - sum(held[name] for name in fixed)
        below = [name for name in held if name not in fixed and rest * held[name] < floors[name] * of]
        if not below:
            break
        fixed |= {name: floors[name] for name in below}
    shares = {name: rest * held[name] / of for name in held if name not in fixed}
    given = {name: math.floor(share + 1e-9) for name, share in shares.items()}
    by_remainder = sorted(shares, key=lambda name: (given[name] - shares[name], name))
    for name in by_remainder[: rest - sum(given.values())]:
        given[name] += 1
    return {name: fixed.get(name, given.get(name, 0)) for name in strata}


def in_order(keys: Iterable[Key], seed: str) -> list[Key]:
    """The files in the order in which a seed draws them."""
    return sorted(keys, key=lambda key: (_place(seed, key), key))


def _place(seed: str, key: Key) -> bytes:
    return sha256(SEPARATOR.join((seed, *key)).encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True)
class StratumDraw:
    """What a stratum gave: the files drawn and the reserves, each in order."""

    drawn: tuple[Key, ...]
    reserves: tuple[Key, ...]


@dataclass(frozen=True)
class Draw:
    """A draw: by stratum. population_hash is of every key that could have been drawn, with its stratum."""

    strata: dict[str, StratumDraw]
    population_hash: str


def draw(population: Mapping[str, Sequence[Key]], sizes: Mapping[str, int], seed: str, least_reserves: int = 10) -> Draw:
    """Draw so many files of each stratum (name -> keys), and as many reserves again, `least_reserves` at least."""
    keys = [key for stratum in population.values() for key in stratum]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise AuditError(f"The record {twice[2]} of {twice[1]} is in the population twice as {twice[0]}.")
    if not seed.strip():
        raise AuditError("A draw needs a seed: any word or number.")
    strange = [name for name in sizes if name not in population]
    if strange:
        raise AuditError(f"There is no part {strange[0]} to draw from.")
    made = {}
    for name, stratum in population.items():
        size = sizes.get(name, 0)
        if not 0 <= size <= len(stratum):
            raise AuditError(f"{name} holds {len(stratum)} files: {size} can’t be drawn from it.")
        order = in_order(stratum, seed)
        made[name] = StratumDraw(tuple(order[:size]), tuple(order[size : size + max(size, least_reserves)]))
    lines = sorted(SEPARATOR.join((name, *key)) for name, stratum in population.items() for key in stratum)
    return Draw(made, sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest())
