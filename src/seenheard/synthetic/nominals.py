"""The first nominal of everybody, as text."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic import places
from seenheard.synthetic.clock import NEVER, Ints
from seenheard.synthetic.draws import Bools, Dice
from seenheard.synthetic.extract import Coded, Extracts, Ids, Made
from seenheard.synthetic.names import COMMUNITIES
from seenheard.synthetic.people import SYSTEMS, People, nominal_ids

ARRESTED_ADULTS = 0.1


def forename_text(people: People, rows: Ints) -> list[str]:
    """The first forename."""
    groups = [(group.men, group.women) for group in COMMUNITIES]
    drawn = zip(people.community[rows].tolist(), people.woman[rows].tolist(), people.forename[rows].tolist(), strict=True)
    return [groups[community][woman][name] for community, woman, name in drawn]


def middle_text(people: People, rows: Ints) -> list[str]:
    """The second forename; empty without one."""
    groups = [(group.men, group.women) for group in COMMUNITIES]
    drawn = zip(people.community[rows].tolist(), people.woman[rows].tolist(), people.middle[rows].tolist(), strict=True)
    return ["" if name < 0 else groups[community][woman][name] for community, woman, name in drawn]


def surname_text(people: People, rows: Ints) -> list[str]:
    """The whole surname, both halves of a double-barrelled one."""
    groups = [(group.surnames, group.womens_surnames) for group in COMMUNITIES]
    drawn = zip(
        people.community[rows].tolist(), people.woman[rows].tolist(), people.surname[rows].tolist(),
        people.second_surname[rows].tolist(), strict=True,
    )  # fmt: skip
    return [
        groups[community][woman][name] + ("" if second < 0 else f"-{groups[community][woman][second]}")
        for community, woman, name, second in drawn
    ]


def forenames_text(people: People, rows: Ints) -> list[str]:
    both = zip(forename_text(people, rows), middle_text(people, rows), strict=True)
    return [f"{first} {middle}" if middle else first for first, middle in both]


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


def pnc_ids(rows: Ints, shown: Bools) -> Ids:
    """Of those who were arrested: the year of the first arrest, and a number."""
    return Ids("", np.where(shown, rows * 37 % 9_999_991, -1), 7, 2000 + rows % 25)


def arrest(dice: Dice, people: People) -> None:
    """Beside those whom the worlds put into custody, some of the adults of quiet homes."""
    others = np.isin(
        people.household, np.concatenate([people.blocks[name].households for name in ("adults", "quiet_adults")])
    )
    people.arrested |= others & dice.chance(people.n, ARRESTED_ADULTS)


def write(people: People, dice: Dice, extracts: Extracts, today: int) -> None:
    """The nominals. Called last: the worlds have said whose birth date is missing and who has died."""
    n, homes = people.n, people.home
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
    in_care = np.isin(people.household, care)
    columns: dict[str, Any] = {
        "nominal_id": nominal_ids(rows),
        "source_system": Coded(people.system, SYSTEMS),
        "forenames": Made(lambda chosen: forenames_text(people, chosen), rows),
        "surname": Made(lambda chosen: surname_text(people, chosen), rows),
        "date_of_birth": np.where(people.no_birth_date, NEVER, people.born),
        "sex": Coded(np.where(dice.chance(n, 0.003), 2, people.woman), ("M", "F", "U")),
        "ethnicity": Made(lambda chosen: ethnicity_text(people, chosen), rows),
        "disability": Coded(dice.choice(n, (0.07, 0.6, 0.33)), ("yes", "no", "not_recorded")),
        "pnc_id": pnc_ids(rows, people.arrested & dice.chance(n, 0.9)),
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
