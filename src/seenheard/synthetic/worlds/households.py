"""Offenders who live with a child, or have one: social care must know within a day."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, midnight, uk_day
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import People, nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds import referrals
from seenheard.synthetic.worlds.numbers import CHILD_IN_HOUSEHOLD_HOURS
from seenheard.synthetic.worlds.offenders import Offenders, offender_ids

DUTY = "offender-child-in-household"
TIES = 16


def make(dice: Dice, scene: Scene, people: People, offenders: Offenders) -> None:
    same_address(dice, scene, people, offenders)
    ties(dice, scene, people, offenders)
    families(dice, scene, people)


def same_address(dice: Dice, scene: Scene, people: People, offenders: Offenders) -> None:
    """Families of an offender: the same building, or the same address."""
    block = people.blocks["offender_families"]
    who = np.repeat(np.arange(len(block)), block.kids)
    which = np.arange(len(who)) - np.repeat(np.cumsum(block.kids) - block.kids, block.kids)
    child = block.child(who, which)
    # Some children came to notice lately: that is when the duty starts.
    lately = dice.some(len(who), 0.2, 5) & (people.born[child] < scene.today - 400)
    people.recorded[child[lately]] = scene.last - dice.between(int(lately.sum()), HOUR, 9 * DAY)
    people.no_birth_date[child[-1]] = True
    start = np.maximum(np.maximum(offenders.known[who], people.recorded[offenders.nominal[who]]), people.recorded[child])
    answer(dice, scene, people, who, child, start)


def answer(dice: Dice, scene: Scene, people: People, who: Ints, child: Ints, start: Ints) -> None:
    n = len(who)
    plan = dice.choice(n, (0.6, 0.1, 0.12, 0.06, 0.12))
    plan[: min(n, 5)] = (0, 1, 2, 3, 4)[: min(n, 5)]
    # In time, in the week before, late, too long before to count, never.
    sent = start + np.select(
        [plan == 0, plan == 1, plan == 2, plan == 3],
        [dice.between(n, HOUR / 2, 23 * HOUR), -dice.between(n, HOUR, 6 * DAY), dice.between(n, 25 * HOUR, 20 * DAY),
         -dice.between(n, 8 * DAY, 30 * DAY)], NEVER,
    )  # fmt: skip
    sent = np.where(plan == 4, NEVER, sent)
    known = np.where(sent < NEVER, sent + 1200, NEVER)
    referrals.add(dice, scene, "social_care", child, sent, known, offender_id=offender_ids(who))
    unknown = people.no_birth_date[child]
    parts = [offender_ids(who), nominal_ids(child)]
    until = np.where(plan == 3, NEVER, known)
    scene.key.late(DUTY, parts, start, start + CHILD_IN_HOUSEHOLD_HOURS * HOUR, until, ~unknown)
    scene.key.plan(DUTY, parts, "unknown", start, where=unknown)


def ties(dice: Dice, scene: Scene, people: People, offenders: Offenders) -> None:
    """A child elsewhere: the offender is the parent, or lives with the child; every fourth tie has ended."""
    block = people.blocks["special"]
    n = min(TIES, len(block))
    who = offenders.recent.stop + 8 + np.arange(n)
    child = block.child(np.arange(n), 0)
    begun = scene.today - dice.whole(30, 400, n)
    begun[:6] = scene.today - np.array([0, 1, 2, 3, 3, 4])
    recorded = midnight(begun) + dice.whole(1, 5, n) * HOUR
    recorded[n // 2 :] -= 10 * DAY
    over = np.arange(n) % 4 == 3
    kind = np.arange(n) % 2
    turned = kind * (np.arange(n) // 2 % 2) == 1
    columns: dict[str, Any] = {
        "association_id": Ids("AS", scene.numbers("associations", n), 6),
        "nominal_id": nominal_ids(np.where(turned, child, offenders.nominal[who])),
        "other_nominal_id": nominal_ids(np.where(turned, offenders.nominal[who], child)),
        "kind": Coded(kind, ("parent", "lives_with")),
        "started_on": begun,
        "ended_on": np.where(over, np.minimum(begun + 20, int(uk_day(scene.first)) - 1), NEVER),
    }
    over &= begun + 20 < int(uk_day(scene.first))
    columns["ended_on"] = np.where(over, begun + 20, NEVER)
    scene.extracts.add("associations", columns, recorded)
    start = np.maximum(np.maximum(recorded, midnight(begun)), offenders.known[who])
    rows = np.flatnonzero(~over)
    answer(dice, scene, people, who[rows], child[rows], start[rows])


def families(dice: Dice, scene: Scene, people: People) -> None:
    """Parents, partners and friends of the other worlds' homes: they change no duty, for the homes are the same."""
    for name in ("incidents", "exploitation", "missing", "repeaters", "partners", "quiet"):
        block = people.blocks[name]
        homes = np.flatnonzero(dice.chance(len(block), 0.5))
        pairs = ((block.adult(homes, 0), block.child(homes, 0), "parent"),)
        two = homes[block.adults[homes] > 1]
        pairs = (*pairs, (block.adult(two, 0), block.adult(two, 1), "partner"))  # type: ignore[assignment]
        more = homes[block.kids[homes] > 1]
        pairs = (*pairs, (block.child(more, 0), block.child(more, 1), "sibling"))  # type: ignore[assignment]
        for one, other, kind in pairs:
            columns: dict[str, Any] = {
                "association_id": Ids("AS", scene.numbers("associations", len(one)), 6),
                "nominal_id": nominal_ids(one),
                "other_nominal_id": nominal_ids(other),
                "kind": kind,
            }
            known = np.maximum(people.recorded[one], people.recorded[other]) + DAY
            scene.extracts.add("associations", columns, known)
