"""A fictional area: towns, streets and postcodes on a grid that lies in the sea, so that nobody's home is in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import Ints, ints
from seenheard.synthetic.listing import listed

TOWN_NAMES = listed(
    "Avonmere|Brackwater|Castle Denholm|Dunsford Quay|Eastlow|Fennacombe|Great Harrow|Hallowstow|"
    "Ivelbridge|Kelsworth|Lower Marden|Minster Tor|Netherwick|Old Sarne|Pensbury|Quarrendon|Redholt|"
    "Saltmarsh Bay|Thornmoor|Upper Wray|Vellacott|Westering|Yarncombe|Zealby",
    "|",
)
STREET_FIRST = listed(
    "Abbey Alder Anchor Ash Barn Beech Bridge Brook Castle Cherry Church Clover Copse Court Drovers "
    "Elder Farthing Field Foundry Garden Glebe Harbour Hawthorn Hazel Heron Hill Ivy Kestrel Kiln Lark "
    "Lime Linden Maple Market Meadow Mill Moor Nettle Oak Orchard Park Pippin Poplar Priory Quarry Rook "
    "Rowan Saddler Saffron Sheep Spring Station Stone Swan Tanner Thistle Tower Vine Walnut Weaver Well "
    "Willow Windmill Wren Yew"
)
STREET_LAST = ("Road", "Lane", "Street", "Close", "Avenue", "Way", "Drive", "Gardens", "Terrace", "Rise", "Walk", "Court")
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
HOMES_PER_POSTCODE = 40
EASTING, NORTHING, STEP = 100_000, 20_000, 400
# A home's number is its household's; each letter after the house number (12A, 12B) is that many homes further on.
LETTER = 100_000_000
FLATS = ("", "A", "B", "C", "D", "E", "F")


def beside(homes: Ints, letter: int) -> Ints:
    """The homes of the same house number with a letter after it, where nobody lives now."""
    return ints(homes % LETTER + letter * LETTER)


def uprns(homes: Ints) -> Any:
    """Ids of buildings that no gazetteer has."""
    numbers = 990_000_000 + homes % LETTER * 7 + homes // LETTER
    return np.array([f"9{number:011d}" for number in numbers.tolist()], dtype=object)


def postcodes(homes: Ints) -> Any:
    """Postcodes of the area ZA, which does not exist."""
    units = (homes % LETTER // HOMES_PER_POSTCODE).tolist()
    n = len(LETTERS)
    return np.array(
        [f"ZA{u // (n * n * 10) + 1} {u // (n * n) % 10}{LETTERS[u // n % n]}{LETTERS[u % n]}" for u in units], dtype=object
    )


def towns(homes: Ints) -> Ints:
    return ints(homes % LETTER // (HOMES_PER_POSTCODE * 25) % len(TOWN_NAMES))


def address_lines(homes: Ints) -> Any:
    """A line that no other home of the same postcode has."""
    made = []
    for home, town in zip(homes.tolist(), towns(homes).tolist(), strict=True):
        unit, number = home % LETTER // HOMES_PER_POSTCODE, home % LETTER % HOMES_PER_POSTCODE + 1
        street = f"{STREET_FIRST[unit * 7 % len(STREET_FIRST)]} {STREET_LAST[unit * 5 % len(STREET_LAST)]}"
        made.append(f"{number}{FLATS[home // LETTER]} {street}, {TOWN_NAMES[town]}")
    return np.array(made, dtype=object)


SHORT_STREETS = {"Road": "Rd", "Street": "St", "Avenue": "Ave", "Close": "Cl", "Drive": "Dr", "Gardens": "Gdns",
                 "Terrace": "Terr", "Lane": "Ln", "Court": "Ct", "Way": "Wy", "Walk": "Wk", "Rise": "Ri"}  # fmt: skip


def otherwise(line: str) -> str:
    """The same address as another clerk writes it: without the town, and the street cut short."""
    first, _, last = line.split(",")[0].rpartition(" ")
    return f"{first} {SHORT_STREETS[last]}"


def eastings(homes: Ints) -> Any:
    unit = homes % LETTER // HOMES_PER_POSTCODE
    return (EASTING + unit % 150 * STEP + homes % LETTER % HOMES_PER_POSTCODE * 9).astype(np.float64)


def northings(homes: Ints) -> Any:
    unit = homes % LETTER // HOMES_PER_POSTCODE
    return (NORTHING + unit // 150 % 200 * STEP + homes % LETTER * 13 % STEP).astype(np.float64)
