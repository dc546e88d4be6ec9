"""The making of everybody, as a table of contents."""

from __future__ import annotations

from seenheard.synthetic import lookalikes, people
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.people import People


def make(dice: Dice, scale: float, offenders: int) -> People:
    """Draws everybody: a birthday and a name depend on those of the others in the home, and a few on a stranger's."""
    everybody = people.settle(dice, scale, offenders)
    people.bear_children(dice, everybody)
    lookalikes.bear_twins(dice, everybody)
    people.name(dice, everybody)
    lookalikes.name_alike(dice, everybody)
    people.age_adults(dice, everybody)
    people.birthdays_of_papers(dice, everybody)
    lookalikes.namesakes(dice, everybody)
    lookalikes.share_addresses(dice, everybody)
    people.know(dice, everybody)
    return everybody
