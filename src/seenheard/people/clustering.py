"""Puts nominals together into persons, the surest pairs first, and never where the records speak against it.

A chain of links is no proof: of A like B and B like C it does not follow that A and C are one person. So each step looks at
all of both clusters: a birth date or PNC id that contradicts, or a clerk's word, keeps them apart, and most of the pairs
between them must be likely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from seenheard.people import settings

Pair = tuple[int, int]


class Told(NamedTuple):
    """What may contradict another nominal: a date of birth and a PNC id, as far as recorded; and whether it is a child's
    or a registered offender's."""

    day: int | None
    month: int | None
    year: int | None
    pnc: str | None
    child: bool = False
    offender: bool = False


def births_contradict(one: Told, other: Told) -> bool:
    """Both complete, more than one of day, month and year differ, and not day for month.

    A 1 January is often written where only the year is known, or guessed: it contradicts only a year far off.
    """
    if one.year is None or other.year is None:
        return False
    if (1, 1) in ((one.day, one.month), (other.day, other.month)):
        return abs(one.year - other.year) > settings.YEARS_OF_A_GUESS
    differ = (one.day != other.day) + (one.month != other.month) + (one.year != other.year)
    swapped = one.year == other.year and one.day == other.month and one.month == other.day
    return differ > 1 and not swapped


def contradict(one: Told, other: Told) -> bool:
    """Whether two nominals can't be one person, as far as records can say so."""
    return (one.pnc is not None and other.pnc is not None and one.pnc != other.pnc) or births_contradict(one, other)


@dataclass(slots=True)
class Clusters:
    """Who is with whom. Nominals are numbers in the order of their ids, so the smallest stands for its cluster."""

    told: list[Told]
    likely: dict[Pair, float]
    link: float
    apart: dict[int, set[int]] = field(init=False, default_factory=dict)
    parent: list[int] = field(init=False)
    members: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.parent = list(range(len(self.told)))

    def find(self, nominal: int) -> int:
        """The smallest nominal of its cluster."""
        root = nominal
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[nominal] != root:
            self.parent[nominal], nominal = root, self.parent[nominal]
        return root

    def of(self, root: int) -> list[int]:
        """A cluster's nominals."""
        return self.members.get(root) or [root]

    def keep_apart(self, pairs: Iterable[Pair]) -> None:
        """From now on no cluster may hold both of a pair."""
        for a, b in pairs:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def kept_apart(self, one: int, other: int) -> bool:
        """Whether that was said of any two of the clusters."""
        theirs = set(self.of(other))
        return any(self.apart[nominal] & theirs for nominal in self.of(one) if nominal in self.apart)

    def excluded(self, a: int, b: int) -> bool:
        """Whether two nominals are known to be two persons."""
        return b in self.apart.get(a, ()) or contradict(self.told[a], self.told[b])

    def contradicting(self, one: int, other: int) -> bool:
        """Whether any two of the clusters contradict each other."""
        return any(contradict(self.told[a], self.told[b]) for a in self.of(one) for b in self.of(other))

    def needed(self, one: int, other: int) -> float:
        """The probability from which two clusters may be joined: more where a child may be joined to an adult.

        Who is or may be a child is never joined to a registered offender: a clerk decides.
        """
        ours, theirs = ([self.told[nominal] for nominal in self.of(root)] for root in (one, other))
        ageless = any(all(told.year is None for told in cluster) for cluster in (ours, theirs))
        children = [any(told.child for told in cluster) for cluster in (ours, theirs)]
        if (ageless or any(children)) and any(told.offender for told in (*ours, *theirs)):
            return settings.NEVER
        return self.link if all(children) or not any(children) else max(self.link, settings.SURE)

    def mean_likelihood(self, one: int, other: int) -> float:
        """The mean probability of all pairs between two clusters; a pair that was never found counts as 0."""
        ours, theirs = self.of(one), self.of(other)
        return sum(self.likely.get((min(a, b), max(a, b)), 0.0) for a in ours for b in theirs) / (len(ours) * len(theirs))

    def join(self, one: int, other: int) -> None:
        """Make two clusters one."""
        first, second = min(one, other), max(one, other)
        self.members[first] = [*self.of(first), *self.of(second)]
        self.members.pop(second, None)
        self.parent[second] = first


def join_decided(clusters: Clusters, same: Iterable[Pair]) -> list[Pair]:
    """Join what clerks say is the same, whatever the records say. Gives the pairs that another decision keeps apart."""
    refused = []
    for a, b in sorted(same):
        one, other = clusters.find(a), clusters.find(b)
        if one == other:
            continue
        if clusters.kept_apart(one, other):
            refused.append((a, b))
        else:
            clusters.join(one, other)
    return refused


def join_likely(clusters: Clusters, pairs: Sequence[tuple[float, int, int]]) -> list[Pair]:
    """Join the pairs that are likely enough, the likeliest first. Gives those that were refused for a contradiction."""
    refused = []
    for probability, a, b in sorted(beside_rivals(clusters, pairs), key=lambda pair: (-pair[0], pair[1], pair[2])):
        one, other = clusters.find(a), clusters.find(b)
        if one == other or clusters.kept_apart(one, other):
            continue
        if (
            probability < clusters.needed(one, other)
            or clusters.contradicting(one, other)
            or clusters.mean_likelihood(one, other) < settings.MEAN_OF_CLUSTERS
        ):
            refused.append((a, b))
        else:
            clusters.join(one, other)
    return refused


def beside_rivals(clusters: Clusters, pairs: Sequence[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """The pairs that are likely enough, each less likely where one of the two is also like a third who can't be the other.

    A nominal is one person at most. "J Smith" without a birth date may be the father or the son: likely both, sure neither.
    """
    alike: dict[int, list[tuple[float, int]]] = {}
    likely = [pair for pair in pairs if pair[0] >= clusters.link]
    wanted = {nominal for _, a, b in likely for nominal in (a, b)}
    for probability, a, b in pairs:
        for nominal, other in ((a, b), (b, a)):
            if nominal in wanted:
                alike.setdefault(nominal, []).append((odds(probability), other))
    found = []
    for probability, a, b in likely:
        rivals = [
            rival
            for one, other in ((a, b), (b, a))
            for rival, third in alike[one]
            if third != other and clusters.excluded(other, third)
        ]
        own = odds(probability)
        found.append((own / (1 + own + max(rivals)) if rivals else probability, a, b))
    return found


def odds(probability: float) -> float:
    """How many times likelier than not."""
    return probability / max(1e-15, 1 - probability)
