"""People whom a careless linkage takes for one: twins, fathers and sons of one name, namesakes, strangers at one address."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

from seenheard.synthetic import places
from seenheard.synthetic.clock import Ints, day_of, ints
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.names import COMMUNITIES
from seenheard.synthetic.people import People, new_year

KINDS = ("twin", "twin_of_like_name", "parent_and_child", "namesake", "offenders_namesake", "shared_address")
TWIN, LIKE_TWIN, PARENT_AND_CHILD, NAMESAKE, OFFENDERS_NAMESAKE, SHARED_ADDRESS = range(len(KINDS))
# Of two children in a row; one birth in sixty-five is of twins.
TWINS, TWINS_OF_ONE_SEX, TWINS_OF_LIKE_NAME = 0.05, 0.65, 0.2
OF_A_PARENTS_NAME, NAMESAKES, NAMESAKES_OF_ONE_DAY = 0.02, 0.012, 0.12
IN_HOSTELS, IN_HOTELS, OF_ONE_HOTEL = 0.015, 0.05, 110


def bear_twins(dice: Dice, people: People) -> None:
    """Two children in a row of one home, never of a care home: one birthday, mostly one sex."""
    kid = ints(people.place - np.bincount(people.household, ~people.is_child).astype(np.int64)[people.household])
    first = np.flatnonzero(people.is_child[:-1] & (kid[:-1] % 2 == 0) & (people.household[:-1] == people.household[1:]))
    first = first[~np.isin(people.household[first], people.blocks["care"].households)]
    first = first[dice.chance(len(first), TWINS)]
    people.twin[first], people.twin[first + 1] = first + 1, first
    people.born[first + 1] = people.born[first]
    same = first[dice.chance(len(first), TWINS_OF_ONE_SEX)]
    people.woman[same + 1] = people.woman[same]


@lru_cache(maxsize=256)
def _likest(community: int, woman: bool) -> Ints:
    """For each forename the one that looks most like it."""
    names = COMMUNITIES[community].women if woman else COMMUNITIES[community].men
    found = []
    for name in names:
        matcher = SequenceMatcher(b=name)
        scores = []
        for other in names:
            matcher.set_seq1(other)
            scores.append(0.0 if other == name else matcher.ratio())
        found.append(int(np.argmax(scores)))
    return ints(found)


def name_alike(dice: Dice, people: People) -> None:
    """After everybody has a name: who bears a name like another's."""
    first = np.flatnonzero(people.twin > np.arange(people.n))
    people.alike[first], people.alike[people.twin[first]] = TWIN, TWIN
    one_sex = first[people.woman[first] == people.woman[people.twin[first]]]
    for twin in one_sex[dice.chance(len(one_sex), TWINS_OF_LIKE_NAME / TWINS_OF_ONE_SEX)].tolist():
        other = twin + 1
        people.forename[other] = _likest(int(people.community[twin]), bool(people.woman[twin]))[people.forename[twin]]
        people.surname[other], people.second_surname[other] = people.surname[twin], people.second_surname[twin]
        people.alike[[twin, other]] = LIKE_TWIN
    alike = first[people.forename[first] == people.forename[people.twin[first]]]
    alike = alike[people.woman[alike] == people.woman[people.twin[alike]]]
    size = np.array([min(len(group.women), len(group.men)) for group in COMMUNITIES])[people.community[alike]]
    people.forename[alike + 1] = (people.forename[alike] + 1) % size
    parents_names(dice, people)
    offenders_names(dice, people)


def parents_names(dice: Dice, people: People) -> None:
    """John Smith and his son John Smith."""
    children = np.flatnonzero(people.is_child & dice.chance(people.n, OF_A_PARENTS_NAME) & (people.twin < 0))
    children = children[~np.isin(people.household[children], people.blocks["care"].households)]
    start = children - people.place[children]
    for which in (0, 1):
        parent = start + which
        fits = ~people.is_child[parent] & (people.woman[parent] == people.woman[children])
        fits &= people.community[parent] == people.community[children]
        copy_name(people, parent[fits], children[fits])
        people.alike[parent[fits]], people.alike[children[fits]] = PARENT_AND_CHILD, PARENT_AND_CHILD


def offenders_names(dice: Dice, people: People) -> None:
    """Boys of quiet homes who bear the name of an offender of their street: their father, or nobody they know."""
    quiet, offenders = people.blocks["quiet"], people.blocks["offenders"]
    boys = quiet.child(np.arange(len(quiet)), 0)
    boys = boys[~people.woman[boys] & (people.twin[boys] < 0)]
    count = min(len(boys), max(4, len(offenders) // 15))
    boys = dice.rng.permutation(boys)[:count]
    men = offenders.first[dice.rng.permutation(len(offenders))[:count]]
    men = men[~people.woman[men]]
    boys = boys[: len(men)]
    copy_name(people, men, boys)
    people.community[boys], people.middle[boys] = people.community[men], -1
    people.alike[boys] = OFFENDERS_NAMESAKE
    move(people, boys, places.beside(people.home[men], 1))


def copy_name(people: People, of: Ints, to: Ints) -> None:
    for trait in (people.forename, people.surname, people.second_surname):
        trait[to] = trait[of]


def move(people: People, somebody: Ints, homes: Ints) -> None:
    """Moves the households of some people; the later one of a household counts."""
    there = np.arange(people.homes)
    there[people.household[somebody]] = homes
    moved = np.isin(people.household, people.household[somebody])
    people.home = np.where(moved, there[people.household], people.home)


def namesakes(dice: Dice, people: People) -> None:
    """Strangers of one name and one birth year, some of one birthday. The second is a child, or lives with none."""
    with_child = np.bincount(people.household, people.is_child, people.homes)[people.household] > 0
    order = np.lexsort((dice.rng.random(people.n), people.is_child, people.woman, people.community))
    one, other = order[:-1:2], order[1::2]
    fits = people.household[one] != people.household[other]
    for trait in (people.community, people.woman, people.is_child):
        fits &= trait[one] == trait[other]
    fits &= (people.is_child | ~with_child)[other] & (people.alike[one] < 0) & (people.alike[other] < 0)
    fits &= people.twin[other] < 0
    fits &= dice.chance(len(one), 2 * NAMESAKES)
    one, other = one[fits], other[fits]
    copy_name(people, one, other)
    people.alike[one], people.alike[other] = NAMESAKE, NAMESAKE
    same = dice.chance(len(one), NAMESAKES_OF_ONE_DAY)
    day = new_year(people.born[one]) + dice.whole(0, 365, len(one))
    day = np.where(people.is_child[other], np.clip(day, day_of("2009-01-01"), day_of("2024-10-31")), day)
    people.born[other] = np.where(same, people.born[one], day)


def share_addresses(dice: Dice, people: People) -> None:
    """A hundred strangers in a hostel; families in a hotel. Nobody of them is in another world than the quiet ones."""
    for name, share in (("adults", IN_HOSTELS), ("quiet", IN_HOTELS)):
        block = people.blocks[name]
        homes = np.flatnonzero(dice.chance(len(block), share))
        homes = homes[people.home[block.first[homes]] < places.LETTER]
        if not len(homes):
            continue
        somebody = block.first[homes]
        living = block.adults[homes] + block.kids[homes]
        hotels = max(1, round(int(living.sum()) / OF_ONE_HOTEL))
        there = places.beside(block.households[homes[np.arange(len(homes)) % hotels]], 6)
        move(people, somebody, there)
        residents = np.isin(people.household, people.household[somebody]) & (people.alike < 0)
        people.alike[residents] = SHARED_ADDRESS
