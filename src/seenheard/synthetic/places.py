"""A fictional area: towns, streets and postcodes on a grid that lies in the sea, so that nobody's home is in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import Ints
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


def uprns(households: Ints) -> Any:
    """Ids of buildings that no gazetteer has."""
    return np.array([f"9{number:011d}" for number in (990_000_000 + households * 7).tolist()], dtype=object)


def postcodes(households: Ints) -> Any:
    """Postcodes of the area ZA, which does not exist."""
    units = (households // HOMES_PER_POSTCODE).tolist()
    n = len(LETTERS)
    return np.array(
        [f"ZA{u // (n * n * 10) + 1} {u // (n * n) % 10}{LETTERS[u // n % n]}{LETTERS[u % n]}" for u in units], dtype=object
    )


def towns(households: Ints) -> Ints:
    return households // (HOMES_PER_POSTCODE * 25) % len(TOWN_NAMES)


def address_lines(households: Ints) -> Any:
    """A line that no other home of the same postcode has."""
    made = []
    for household, town in zip(households.tolist(), towns(households).tolist(), strict=True):
        unit, number = household // HOMES_PER_POSTCODE, household % HOMES_PER_POSTCODE + 1
        street = f"{STREET_FIRST[unit * 7 % len(STREET_FIRST)]} {STREET_LAST[unit * 5 % len(STREET_LAST)]}"
        made.append(f"{number} {street}, {TOWN_NAMES[town]}")
    return np.array(made, dtype=object)


def eastings(households: Ints) -> Any:
    unit = households // HOMES_PER_POSTCODE
    return (EASTING + unit % 150 * STEP + households % HOMES_PER_POSTCODE * 9).astype(np.float64)


def northings(households: Ints) -> Any:
    unit = households // HOMES_PER_POSTCODE
    return (NORTHING + unit // 150 % 200 * STEP + households * 13 % STEP).astype(np.float64)
