"""Strategy discussions with their conferences, and police protection."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, uk_day, working_days_later
from seenheard.synthetic.draws import Dice, never_where
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import People, nominal_ids
from seenheard.synthetic.scene import SPAN_DAYS, Scene
from seenheard.synthetic.worlds.exploitation import Answers
from seenheard.synthetic.worlds.numbers import CONFERENCE_WORKING_DAYS, PROTECTION_END_HOURS, PROTECTION_TOLD_HOURS

DISCUSSIONS_A_DAY, PROTECTIONS_A_DAY = 4, 0.8
OUTCOMES = ("section_47_joint", "section_47_single", "no_further_action")


def make(dice: Dice, scene: Scene, people: People, held: Answers) -> None:
    block = people.blocks["partners"]
    n = scene.count(DISCUSSIONS_A_DAY * SPAN_DAYS, 100)
    at = dice.moments(n, scene.begins, scene.last - 2 * HOUR)
    discuss(dice, scene, block.child(dice.whole(0, len(block), n), 0), at, at + HOUR)
    for who, when, known in zip(held.who, held.at, held.known, strict=True):
        discuss(dice, scene, who, when, known)
    m = scene.count(PROTECTIONS_A_DAY * SPAN_DAYS, 40)
    protect(dice, scene, block.child(dice.whole(0, len(block), m), 0), dice.moments(m, scene.begins, scene.last - HOUR))


def discuss(dice: Dice, scene: Scene, who: Ints, held: Ints, known: Ints) -> None:
    rows = np.flatnonzero(known <= scene.last)
    who, held, known = who[rows], held[rows], known[rows]
    n = len(rows)
    if not n:
        return
    outcome = dice.choice(n, (0.35, 0.2, 0.45))
    asked = outcome < 2
    conference = held + dice.delay(n, 12 * DAY, 0.35, DAY)
    conference = np.where(asked & ~dice.chance(n, 0.12), conference, NEVER)
    conference[: n // 40] = NEVER
    ids = Ids("SD", scene.numbers("strategy_discussions", n), 5)
    columns: dict[str, Any] = {
        "discussion_id": ids, "nominal_id": nominal_ids(who), "held_at": held, "outcome": Coded(outcome, OUTCOMES),
        "conference_at": conference,
    }  # fmt: skip
    later = np.where(conference < NEVER, conference + 2 * HOUR, NEVER)
    scene.extracts.add("strategy_discussions", columns, known, {"conference_at": later})
    due = working_days_later(uk_day(held), CONFERENCE_WORKING_DAYS)
    scene.key.late("partner-conference", [ids], known, due, later, asked)


def protect(dice: Dice, scene: Scene, who: Ints, taken: Ints) -> None:
    """Seventy-two hours at most, and the council told within two."""
    n = len(taken)
    ended = taken + np.where(
        dice.chance(n, 0.94), dice.between(n, 4 * HOUR, 71 * HOUR), dice.between(n, 73 * HOUR, 120 * HOUR)
    )
    ended = never_where(ended, dice.some(n, 0.02, 3))
    told = never_where(taken + dice.delay(n, 0.8 * HOUR, 0.6, 120), dice.some(n, 0.04, 3))
    ids, known = Ids("PP", scene.numbers("police_protections", n), 4), taken + dice.whole(300, 1800, n)
    columns: dict[str, Any] = {
        "protection_id": ids, "nominal_id": nominal_ids(who), "taken_at": taken, "ended_at": ended,
        "local_authority_told_at": told,
    }  # fmt: skip
    ended_known, told_known = np.minimum(ended + 1800, NEVER), np.minimum(told + 1800, NEVER)
    later = {"ended_at": ended_known, "local_authority_told_at": told_known}
    scene.extracts.add("police_protections", columns, known, later)
    scene.key.late("police-protection-end", [ids], known, taken + PROTECTION_END_HOURS * HOUR, ended_known)
    scene.key.late("police-protection-told", [ids], known, taken + PROTECTION_TOLD_HOURS * HOUR, told_known)
