"""The people of the area, in households. Each world has households of its own, so that no duty meets another by accident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from seenheard.synthetic import places
from seenheard.synthetic.clock import DAY, NEVER, Ints, day_of, ints, midnight
from seenheard.synthetic.draws import Bools, Dice
from seenheard.synthetic.extract import Coded, Extracts, Ids, Made
from seenheard.synthetic.names import COMMUNITIES

FIRST_CHILD_BORN, LAST_CHILD_BORN = day_of("2009-01-01"), day_of("2024-10-31")
BABIES_BORN = (day_of("2024-11-25"), day_of("2026-09-30"))
SYSTEMS = ("rms", "visor", "compact", "custody")
KIDS_SHARES = (0.0, 0.38, 0.36, 0.17, 0.07, 0.02)


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

    def child(self, home: Any, which: Any) -> Ints:
        """The nominal of a home's which-th child, from 0."""
        return ints(self.first[home] + self.adults[home] + which)

    def adult(self, home: Any, which: Any) -> Ints:
        return ints(self.first[home] + np.minimum(which, self.adults[home] - 1))


@dataclass
class People:
    """Everybody, by number."""

    n: int
    household: Ints
    is_child: Bools
    born: Ints
    woman: Bools
    community: Ints
    forename: Ints
    surname: Ints
    recorded: Ints
    system: Ints
    no_birth_date: Bools
    died: Ints
    restricted: Bools
    blocks: dict[str, Block] = field(default_factory=dict)

    def ids(self, numbers: Any) -> Ids:
        return nominal_ids(numbers)


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
        homes("quiet", of(6_000, 100), kids=True),
    ]
    have = sum(int(adults.sum() + kids.sum()) for _, adults, kids in blocks)
    rest = max(of(40_000, 800), round((288_000 * scale - have) / 1.78))
    return [*blocks, homes("quiet_adults", rest // 6, kids=False), homes("adults", rest - rest // 6, kids=False)]


def make(dice: Dice, scale: float, offenders: int) -> People:
    """Draws everybody."""
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
    born = births(dice, household, is_child, len(adults))
    woman = np.where(is_child, dice.chance(n, 0.49), (place % 2 == 0) ^ dice.chance(n, 0.2))
    recorded = midnight(dice.whole(day_of("2013-01-01"), day_of("2024-10-01"), n)) + dice.whole(8 * 3600, 80_000, n)
    recorded = np.maximum(recorded, midnight(born + 2) + 36_000)
    people = People(
        n, household, is_child, born, woman, community, *names(dice, household, place, community, woman), recorded,
        np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool), np.full(n, NEVER, dtype=np.int64), np.zeros(n, dtype=bool),
    )  # fmt: skip
    at = 0
    for name, grown, small in plan:
        rows = slice(at, at + len(grown))
        people.blocks[name] = Block(first[rows], grown, small, np.arange(at, at + len(grown)))
        at += len(grown)
    return people


def births(dice: Dice, household: Ints, is_child: Bools, homes: int) -> Ints:
    n = len(household)
    born = dice.whole(FIRST_CHILD_BORN, LAST_CHILD_BORN, n)
    eldest = np.full(homes, day_of("2006-01-01"), dtype=np.int64)
    np.minimum.at(eldest, household[is_child], born[is_child])
    alone = np.bincount(household, weights=is_child, minlength=homes)[household] == 0
    grown = np.where(alone, dice.whole(day_of("1942-01-01"), day_of("2004-01-01"), n), eldest[household] - ints(
        365.25 * (19 + 20 * dice.rng.beta(2, 3, n))
    ))  # fmt: skip
    return ints(np.where(is_child, born, grown))


def names(dice: Dice, household: Ints, place: Ints, community: Ints, woman: Bools) -> tuple[Ints, Ints]:
    """Numbers of forename and surname within the community; a household mostly shares its surname."""
    n = len(household)
    women = np.array([len(group.women) for group in COMMUNITIES])
    men = np.array([len(group.men) for group in COMMUNITIES])
    surnames = np.array([len(group.surnames) for group in COMMUNITIES])
    forename = ints(dice.rng.random(n) ** 1.2 * np.where(woman, women[community], men[community]))
    shared = dice.rng.random(int(household[-1]) + 1)[household]
    own = np.where((place > 0) & dice.chance(n, 0.18), dice.rng.random(n), shared)
    return forename, ints(own * surnames[community])


def forename_text(people: People, rows: Ints) -> list[str]:
    groups = [(group.women, group.men) for group in COMMUNITIES]
    drawn = zip(people.community[rows].tolist(), people.woman[rows].tolist(), people.forename[rows].tolist(), strict=True)
    return [groups[community][0 if woman else 1][name] for community, woman, name in drawn]


def surname_text(people: People, rows: Ints) -> list[str]:
    drawn = zip(people.community[rows].tolist(), people.surname[rows].tolist(), strict=True)
    return [COMMUNITIES[community].surnames[name] for community, name in drawn]


def ethnicity_text(people: People, rows: Ints) -> list[str | None]:
    made: list[str | None] = []
    for community, row in zip(people.community[rows].tolist(), rows.tolist(), strict=True):
        codes = COMMUNITIES[community].ethnicity
        made.append(None if row % 23 == 0 else codes[row // 3 % len(codes)])
    return made


def school_text(people: People, rows: Ints, today: int) -> list[str | None]:
    """A school of the town by age; none before four or after sixteen."""
    ages = ((today - people.born[rows]) / 365.25).astype(int).tolist()
    made: list[str | None] = []
    for age, town, row in zip(ages, places.towns(people.household[rows]).tolist(), rows.tolist(), strict=True):
        name = places.TOWN_NAMES[town]
        kinds = (
            ("Primary School", "St Aldhelm's Primary School", "Community Primary")
            if age < 11
            else ("Academy", "High School")
        )
        made.append(f"{name} {kinds[row % len(kinds)]}" if 4 <= age <= 16 else None)
    return made


def write(people: People, dice: Dice, extracts: Extracts, today: int) -> None:
    """The nominals. Called last: the worlds have said whose birth date is missing and who has died."""
    n, homes = people.n, people.household
    rows = np.arange(n)
    # One in twenty has no uprn but the same address as the home's others: rule (c) of the household.
    by_address = dice.chance(n, 0.05)
    adults = people.blocks["adults"]
    nowhere = (rows >= adults.first[0]) & dice.chance(n, 0.1)
    shouted = dice.chance(n, 0.08)

    def address(chosen: Ints) -> Any:
        lines = places.address_lines(homes[chosen])
        lines = np.where(shouted[chosen], np.char.upper(lines.astype(str)), lines).astype(object)
        lines[nowhere[chosen]] = None
        return lines

    def masked(make: Any, hidden: Bools) -> Made:
        return Made(lambda chosen: np.where(hidden[chosen], None, make(homes[chosen])), rows)

    # Nobody asks the age of these: suspects and witnesses of incidents that owe no child anything.
    second = adults.first[np.flatnonzero((adults.adults > 1) & dice.chance(len(adults), 0.05))] + 1
    people.no_birth_date[second] = True

    care = people.blocks["care"].households
    in_care = (homes >= care[0]) & (homes <= care[-1])
    year = ((today - people.born) / 365.25).astype(int)
    columns: dict[str, Any] = {
        "nominal_id": nominal_ids(rows),
        "source_system": Coded(people.system, SYSTEMS),
        "forenames": Made(lambda chosen: forename_text(people, chosen), rows),
        "surname": Made(lambda chosen: surname_text(people, chosen), rows),
        "date_of_birth": np.where(people.no_birth_date, NEVER, people.born),
        "sex": Coded(np.where(dice.chance(n, 0.003), 2, people.woman), ("M", "F", "U")),
        "ethnicity": Made(lambda chosen: ethnicity_text(people, chosen), rows),
        "disability": Coded(dice.choice(n, (0.07, 0.6, 0.33)), ("yes", "no", "not_recorded")),
        "pnc_id": Ids("", np.where((year > 18) & dice.chance(n, 0.3), rows * 37 % 9_999_991, -1), 7, 2000 + rows % 25),
        "address_line": Made(address, rows),
        "postcode": masked(places.postcodes, nowhere),
        "uprn": masked(places.uprns, by_address | nowhere),
        "easting": np.where(nowhere, np.nan, places.eastings(homes)),
        "northing": np.where(nowhere, np.nan, places.northings(homes)),
        "school": Made(lambda chosen: school_text(people, chosen, today), rows),
        "looked_after": np.where(people.is_child & in_care, 1, -1),
        "died_on": people.died,
        "restricted": np.where(people.restricted, 1, -1),
    }  # fmt: skip
    extracts.add("nominals", columns, people.recorded)


def new_nominals(people: People, dice: Dice, nights: list[int]) -> None:
    """Some adults whom nobody's duty names became known between the nights."""
    quiet = people.blocks["quiet_adults"]
    for as_of in nights:
        homes = dice.whole(0, len(quiet), max(2, len(quiet) // 3000))
        people.recorded[quiet.adult(homes, 0)] = as_of - dice.whole(600, DAY, len(homes))


def make_older(people: People, dice: Dice, block: Block, home: Ints, child: Ints) -> None:
    """Makes children eleven to seventeen, and the adults of their homes old enough for that."""
    people.born[child] = dice.whole(FIRST_CHILD_BORN, day_of("2015-01-01"), len(child))
    for which in range(3):
        adult = block.adult(home, which)
        grown = np.minimum(people.born[adult], people.born[child] - 7000 - child % 3000)
        people.born[adult] = np.where(block.adults[home] > 0, grown, people.born[adult])
    people.recorded[child] = np.maximum(people.recorded[child], midnight(people.born[child] + 2) + 36_000)
