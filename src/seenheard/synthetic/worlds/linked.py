"""What only who is who can show: one child's episodes under two nominals, an offender who lives and acts under an alias.

These rows are late only when a person's nominals are linked; they stand in a key of their own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.aliases import SAME, Aliases, Writing, numbers
from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, days_later, ints, uk_day, working_days_later
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import People, make_older, nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds import missing
from seenheard.synthetic.worlds.households import TIES
from seenheard.synthetic.worlds.incident_ids import incident_ids
from seenheard.synthetic.worlds.numbers import (
    CHILD_IN_HOUSEHOLD_HOURS,
    EXPLOITATION_ASSESSMENT_DAYS,
    REACTIVE_REVIEW_DAYS,
    STRATEGY_WORKING_DAYS,
)
from seenheard.synthetic.worlds.offenders import Offenders, offender_ids
from seenheard.synthetic.worlds.officers import Officers


def make(
    dice: Dice, scene: Scene, people: People, officers: Officers, offenders: Offenders, unnamed: Ints, aliases: Aliases
) -> None:
    block = people.blocks["linked"]
    living = max(2, len(block) // 12)
    third_episode(dice, scene, people, officers, np.arange(living, len(block)), aliases)
    lives_with_children(dice, scene, people, offenders, np.arange(living), aliases)
    acts(dice, scene, people, offenders, unnamed, aliases)


def alias_of(
    dice: Dice, scene: Scene, people: People, of: Ints, recorded: Ints, aliases: Aliases, homes: Ints | None = None
) -> Ints:
    """Writes an alias of each, with the true birthday; gives the nominals."""
    made = numbers(people, aliases, len(of))
    writing = Writing(people, dice, scene.extracts, of, recorded, scene.today)
    writing.date[:] = 0
    if homes is not None:
        writing.place[:] = SAME
        writing.lives_at = homes
    writing.write(aliases)
    return made


def third_episode(dice: Dice, scene: Scene, people: People, officers: Officers, home: Ints, aliases: Aliases) -> None:
    """Two episodes under one nominal, the third within ninety days under another: only then is anybody asked to act."""
    child = people.blocks["linked"].child(home, 0)
    make_older(people, dice, people.blocks["linked"], home, child)
    n = len(child)
    third = scene.last - dice.between(n, 12 * DAY, 70 * DAY)
    # One grows late between the nights.
    third[0] = scene.first - EXPLOITATION_ASSESSMENT_DAYS * DAY + 9 * HOUR
    first, second = third - dice.between(n, 40 * DAY, 80 * DAY), third - dice.between(n, 8 * DAY, 35 * DAY)
    aged = np.zeros(n, dtype=bool)
    alias = alias_of(dice, scene, people, child, third - dice.between(n, 5 * DAY, 300 * DAY), aliases)
    for nominal, at, before in ((child, first, second), (child, second, third)):
        missing.write(dice, scene, officers, nominal, at, before, aged, aged)
    ids, known = missing.write(dice, scene, officers, alias, third, np.full(n, NEVER), aged, aged)
    due = days_later(third, EXPLOITATION_ASSESSMENT_DAYS)
    scene.linked.late("exploitation-assessment", [nominal_ids(alias), ids], known, due)
    scene.linked.late("missing-strategy", [ids], known, working_days_later(uk_day(third), STRATEGY_WORKING_DAYS))


def lives_with_children(
    dice: Dice, scene: Scene, people: People, offenders: Offenders, home: Ints, aliases: Aliases
) -> None:
    """An offender's alias at the address of a family."""
    block, n = people.blocks["linked"], len(home)
    who = offenders.recent.stop + 8 + TIES + np.arange(n)
    there = block.households[home]
    known = np.maximum(scene.last - dice.between(n, 6 * DAY, 200 * DAY), offenders.known[who] + DAY)
    alias_of(dice, scene, people, offenders.nominal[who], known, aliases, there)
    row = np.repeat(np.arange(n), block.kids[home])
    which = np.arange(len(row)) - np.repeat(np.cumsum(block.kids[home]) - block.kids[home], block.kids[home])
    child = block.child(home[row], which)
    start = np.maximum(np.maximum(known, offenders.known[who])[row], people.recorded[child])
    parts = [offender_ids(who[row]), nominal_ids(child)]
    scene.linked.late("offender-child-in-household", parts, start, start + CHILD_IN_HOUSEHOLD_HOURS * HOUR)


def acts(dice: Dice, scene: Scene, people: People, offenders: Offenders, unnamed: Ints, aliases: Aliases) -> None:
    """Reactive offenders who are named in an incident, under an alias."""
    n = len(unnamed)
    at = scene.last - dice.between(n, 9 * DAY, 100 * DAY)
    nominal = offenders.nominal[unnamed]
    alias = alias_of(dice, scene, people, nominal, ints(at - dice.between(n, DAY, 100 * DAY)), aliases)
    ids, known = incident_ids(scene, at), at + 2 * HOUR
    team = "Response Avonmere"
    scene.extracts.add("incidents", {"incident_id": ids, "kind": "other", "reported_at": at, "team": team}, known)
    columns: dict[str, Any] = {
        "incident_person_id": Ids("IP", scene.numbers("incident_people", n), 7),
        "incident_id": ids,
        "nominal_id": nominal_ids(alias),
        "role": Coded(np.ones(n, dtype=np.int64), ("victim", "suspect")),
    }
    scene.extracts.add("incident_people", columns, known)
    due = days_later(at, REACTIVE_REVIEW_DAYS)
    scene.linked.late("offender-reactive-review", [offender_ids(unnamed), ids], known, due)
