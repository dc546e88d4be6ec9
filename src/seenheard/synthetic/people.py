"""The people of the area, in households. Each world has households of its own, so that no duty meets another by accident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from seenheard.synthetic.clock import DAY, NEVER, Ints, day_of, ints, midnight
from seenheard.synthetic.draws import Bools, Dice
from seenheard.synthetic.extract import Ids
from seenheard.synthetic.names import COMMUNITIES

FIRST_CHILD_BORN, LAST_CHILD_BORN = day_of("2009-01-01"), day_of("2024-10-31")
BABIES_BORN = (day_of("2024-11-25"), day_of("2026-09-30"))
SYSTEMS = ("rms", "visor", "compact", "custody")
KIDS_SHARES = (0.0, 0.38, 0.36, 0.17, 0.07, 0.02)
# Of 300,000 nominals that many are somebody's first.
FIRST_NOMINALS = 222_000
# Of the lists that are long enough, children bear the names of the front, and adults not those.
LONG_LIST, OF_CHILDREN, OF_ADULTS = 40, 0.62, 0.28


def nominal_ids(numbers: Any) -> Ids:
    """-1 is nobody."""
    numbers = ints(numbers)
    return Ids("N", np.where(numbers < 0, -1, numbers + 1), 7)


@dataclass
class Block:
    """Households of one world: first nominal, adults and children of each; the adults come first."""

    first: Ints
    adults: Ints
    kids: Ints
    households: Ints

    def __len__(self) -> int:
        return len(self.first)

    @property
    def everybody(self) -> Ints:
        return np.arange(self.first[0], self.first[-1] + self.adults[-1] + self.kids[-1])

    def child(self, home: Any, which: Any) -> Ints:
        """The nominal of a home's which-th child, from 0."""
        return ints(self.first[home] + self.adults[home] + which)

    def adult(self, home: Any, which: Any) -> Ints:
        return ints(self.first[home] + np.minimum(which, self.adults[home] - 1))


def _numbers(value: int) -> Any:
    return field(default_factory=lambda: np.full(0, value, dtype=np.int64))


@dataclass
class People:
    """Everybody, by number: who lives with whom and where, and what is known of each. -1 is none."""

    household: Ints
    place: Ints
    is_child: Bools
    community: Ints
    woman: Bools
    blocks: dict[str, Block]

    def __post_init__(self) -> None:
        self.n = len(self.household)
        self.homes = int(self.household[-1]) + 1
        self.home = self.household.copy()
        none = np.full(self.n, -1, dtype=np.int64)
        self.forename, self.surname, self.system = (np.zeros(self.n, dtype=np.int64) for _ in range(3))
        self.middle, self.second_surname, self.twin, self.alike = none.copy(), none.copy(), none.copy(), none.copy()
        self.born, self.recorded = (np.zeros(self.n, dtype=np.int64) for _ in range(2))
        self.died = np.full(self.n, NEVER, dtype=np.int64)
        self.no_birth_date, self.restricted, self.arrested = (np.zeros(self.n, dtype=bool) for _ in range(3))

    def ids(self, numbers: Any) -> Ids:
        return nominal_ids(numbers)

    def of(self, trait: str) -> npt.NDArray[Any]:
        """A trait of everybody's community."""
        return np.array([getattr(group, trait) for group in COMMUNITIES])[self.community]


def planned_blocks(dice: Dice, scale: float, offenders: int) -> list[tuple[str, Ints, Ints]]:
    """How many households each world has, and who lives in them."""

    def homes(name: str, count: int, kids: bool) -> tuple[str, Ints, Ints]:
        adults = dice.choice(count, (0.0, 0.42, 0.52, 0.06)) if kids else dice.choice(count, (0.0, 0.36, 0.5, 0.14))
        return name, adults, dice.choice(count, KIDS_SHARES) if kids else np.zeros(count, dtype=np.int64)

    def of(count: int, least: int) -> int:
        return max(least, round(count * scale))

    care = ("care", np.full(2, 1, dtype=np.int64), np.array([15, 18], dtype=np.int64))
    blocks = [
        homes("offenders", offenders, kids=False),
        homes("offender_families", of(70, 12), kids=True),
        homes("incidents", of(17_000, 400), kids=True),
        homes("exploitation", of(1_500, 60), kids=True),
        homes("missing", of(6_000, 150), kids=True),
        homes("repeaters", of(1_300, 60), kids=True),
        homes("assessed", of(900, 60), kids=True),
        homes("partners", of(4_000, 150), kids=True),
        homes("special", 60, kids=True),
        care,
        homes("linked", of(120, 24), kids=True),
        homes("quiet", of(6_000, 100), kids=True),
    ]
    have = sum(int(adults.sum() + kids.sum()) for _, adults, kids in blocks)
    rest = max(of(30_000, 800), round((FIRST_NOMINALS * scale - have) / 1.78))
    return [*blocks, homes("quiet_adults", rest // 6, kids=False), homes("adults", rest - rest // 6, kids=False)]


def settle(dice: Dice, scale: float, offenders: int) -> People:
    """The households, with nobody's name or birthday yet."""
    plan = planned_blocks(dice, scale, offenders)
    adults = np.concatenate([block[1] for block in plan])
    kids = np.concatenate([block[2] for block in plan])
    first = np.concatenate([[0], np.cumsum(adults + kids)])
    n, first = int(first[-1]), first[:-1]
    household = np.repeat(np.arange(len(adults)), adults + kids)
    place = np.arange(n) - first[household]
    is_child = place >= adults[household]
    community = dice.choice(len(adults), [group.share for group in COMMUNITIES])[household]
    # About one adult in twelve is of another community than the household's first.
    community = np.where(~is_child & (place > 0) & dice.chance(n, 0.08), dice.choice(n, [1.0] * len(COMMUNITIES)), community)
    woman = np.where(is_child, dice.chance(n, 0.49), (place % 2 == 0) ^ dice.chance(n, 0.2))
    registered = first[: offenders + len(plan[1][1])]  # the first two blocks' first adults
    woman[registered] = dice.chance(len(registered), 0.02)
    blocks, at = {}, 0
    for name, grown, small in plan:
        rows = slice(at, at + len(grown))
        blocks[name] = Block(first[rows], grown, small, np.arange(at, at + len(grown)))
        at += len(grown)
    return People(household, ints(place), is_child, community, woman, blocks)


def bear_children(dice: Dice, people: People) -> None:
    """Birthdays of the children, before those of the adults."""
    born = dice.whole(FIRST_CHILD_BORN, LAST_CHILD_BORN, people.n)
    people.born = ints(np.where(people.is_child, born, NEVER))


def age_adults(dice: Dice, people: People) -> None:
    """Adults are old enough for the children they live with."""
    n, household, is_child = people.n, people.household, people.is_child
    eldest = np.full(people.homes, day_of("2006-01-01"), dtype=np.int64)
    np.minimum.at(eldest, household[is_child], people.born[is_child])
    alone = np.bincount(household, weights=is_child, minlength=people.homes)[household] == 0
    grown = np.where(alone, dice.whole(day_of("1942-01-01"), day_of("2004-01-01"), n), eldest[household] - ints(
        365.25 * (19 + 20 * dice.rng.beta(2, 3, n))
    ))  # fmt: skip
    people.born = ints(np.where(is_child, people.born, grown))


def new_year(born: Ints) -> Ints:
    """1 January of the same year: what papers say where nobody wrote the day down."""
    return ints(born.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64))


def birthdays_of_papers(dice: Dice, people: People) -> None:
    without = dice.rng.random(people.homes)[people.household] < people.of("new_year")
    people.born = np.where(without, new_year(people.born), people.born)


def know(dice: Dice, people: People) -> None:
    """Since when a source system knows each of them."""
    n = people.n
    recorded = midnight(dice.whole(day_of("2013-01-01"), day_of("2024-10-01"), n)) + dice.whole(8 * 3600, 80_000, n)
    people.recorded = np.maximum(recorded, midnight(people.born + 2) + 36_000)


def name(dice: Dice, people: People) -> None:
    """Numbers of forenames and surnames within the community; a household mostly shares its surname."""
    n = people.n
    women, men = (np.array([len(getattr(group, of)) for group in COMMUNITIES]) for of in ("women", "men"))
    listed = np.where(people.woman, women[people.community], men[people.community])
    long = listed > LONG_LIST
    span = np.where(long, np.where(people.is_child, OF_CHILDREN, 1 - OF_ADULTS), 1.0)
    since = np.where(long & ~people.is_child, OF_ADULTS, 0.0)
    people.forename = ints((since + dice.rng.random(n) ** 1.2 * span) * listed)
    middle = ints((since + dice.rng.random(n) ** 1.2 * span) * listed)
    has = (dice.rng.random(n) < people.of("middle")) & (middle != people.forename)
    people.middle = ints(np.where(has, middle, -1))
    surnames = np.array([len(group.surnames) for group in COMMUNITIES])[people.community]
    shared = dice.rng.random(people.homes)[people.household]
    in_care = np.isin(people.household, people.blocks["care"].households)
    apart = ((people.place > 0) & dice.chance(n, 0.18)) | in_care
    own = np.where(apart, dice.rng.random(n), shared)
    people.surname = ints(own ** people.of("steep") * surnames)
    doubled = dice.rng.random(people.homes)[people.household] < people.of("doubled")
    second = ints(dice.rng.random(people.homes)[people.household] * surnames)
    doubled &= ~apart & (second != people.surname) & (people.is_child | dice.chance(n, 0.6))
    people.second_surname = ints(np.where(doubled, second, -1))


def new_nominals(people: People, dice: Dice, nights: list[int]) -> None:
    """Some adults whom nobody's duty names became known between the nights."""
    quiet = people.blocks["quiet_adults"]
    for as_of in nights:
        homes = dice.whole(0, len(quiet), max(2, len(quiet) // 3000))
        people.recorded[quiet.adult(homes, 0)] = as_of - dice.whole(600, DAY, len(homes))


def make_older(people: People, dice: Dice, block: Block, home: Ints, child: Ints) -> None:
    """Makes children eleven to seventeen (twins alike), and the adults of their homes old enough for that."""
    born = dice.whole(FIRST_CHILD_BORN, day_of("2015-01-01"), len(child))
    papers = dice.rng.random(len(child)) < people.of("new_year")[child]
    people.born[child] = np.where(papers, new_year(born), born)
    twin = people.twin[child]
    pairs = np.flatnonzero(twin >= 0)
    elder = np.minimum(child[pairs], twin[pairs])
    people.born[twin[pairs]] = people.born[child[pairs]]
    people.born[elder] = people.born[people.twin[elder]]
    for which in range(3):
        adult = block.adult(home, which)
        grown = np.minimum(people.born[adult], people.born[child] - 7000 - child % 3000)
        people.born[adult] = np.where(block.adults[home] > 0, grown, people.born[adult])
    both = np.concatenate([child, twin[pairs]])
    people.recorded[both] = np.maximum(people.recorded[both], midnight(people.born[both] + 2) + 36_000)
