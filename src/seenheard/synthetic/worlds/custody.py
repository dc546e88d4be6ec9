"""Children in custody: an appropriate adult in time, and a bed elsewhere when bail is refused."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER
from seenheard.synthetic.draws import Dice, never_where
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import People, make_older, nominal_ids
from seenheard.synthetic.scene import SPAN_DAYS, Scene
from seenheard.synthetic.worlds.numbers import ACCOMMODATION_HOURS, APPROPRIATE_ADULT_HOURS

CHILDREN_A_DAY, ADULTS_A_DAY = 3.2, 9


def make(dice: Dice, scene: Scene, people: People) -> None:
    block, adults = people.blocks["partners"], people.blocks["adults"]
    n = scene.count(CHILDREN_A_DAY * SPAN_DAYS, 80)
    homes = np.arange(len(block) // 2, len(block))
    make_older(people, dice, block, homes, block.child(homes, 0))
    child = block.child(dice.rng.choice(homes, n), 0)
    # One child has no recorded birth date: whether these duties are owed is unknown.
    people.no_birth_date[block.child(homes[:1], 0)] = True
    child[[3, n - 4]] = block.child(homes[:1], 0)
    write(dice, scene, child, people.no_birth_date[child], np.ones(n, dtype=bool))
    people.arrested[child] = True
    m = scene.count(ADULTS_A_DAY * SPAN_DAYS, 20)
    grown = adults.adult(dice.whole(0, len(adults), m), 0)
    people.arrested[grown] = True
    write(dice, scene, grown, np.zeros(m, dtype=bool), np.zeros(m, dtype=bool))


def write(dice: Dice, scene: Scene, who: Any, unknown: Any, is_child: Any) -> None:
    n = len(who)
    arrived = dice.moments(n, scene.begins, scene.last - 1200)
    ids, known = Ids("D", scene.numbers("detentions", n), 6), arrived + dice.whole(60, 600, n)
    asked = np.where(is_child, arrived + dice.whole(300, 2400, n), NEVER)
    came = np.where(is_child, arrived + dice.delay(n, 1.1 * HOUR, 0.5, 900), NEVER)
    came = never_where(came, dice.some(n, 0.03, 4))
    due = arrived + APPROPRIATE_ADULT_HOURS * HOUR
    quick = dice.some(n, 0.08, 3)
    came = np.where(quick, NEVER, came)
    refused = np.where(dice.some(n, 0.1, 10) & ~quick, arrived + dice.between(n, 5 * HOUR, 20 * HOUR), NEVER)
    requested = refused + dice.delay(n, 0.4 * HOUR, 0.6, 120)
    requested = np.where(refused < NEVER, never_where(requested, dice.chance(n, 0.25)), NEVER)
    standing = np.flatnonzero((refused < scene.first - DAY) & is_child & ~unknown)
    requested[standing[:2]] = NEVER
    released = np.where(
        quick, arrived + dice.between(n, HOUR / 2, 1.9 * HOUR), arrived + dice.delay(n, 11 * HOUR, 0.4, 4 * HOUR)
    )
    released = np.where(refused < NEVER, np.minimum(refused, NEVER - HOUR) + dice.between(n, 4 * HOUR, 14 * HOUR), released)
    lag = dice.whole(60, 900, n)
    # A refusal entered as before the arrival makes the start unknown.
    wrong = np.zeros(n, dtype=bool)
    wrong[np.flatnonzero((refused < NEVER) & is_child & ~unknown)[-2:-1]] = True
    later = {
        "released_at": released + lag, "appropriate_adult_requested_at": asked + lag,
        "appropriate_adult_arrived_at": came + lag, "bail_refused_at": refused + lag, "charged_at": refused + lag,
        "accommodation_requested_at": requested + lag, "accommodation_outcome": requested + lag,
    }  # fmt: skip
    columns: dict[str, Any] = {
        "detention_id": ids, "nominal_id": nominal_ids(who), "arrived_at": arrived, "released_at": released,
        "appropriate_adult_requested_at": asked, "appropriate_adult_arrived_at": came,
        "charged_at": np.where(refused < NEVER, refused - 300, NEVER),
        "bail_refused_at": np.where(wrong, arrived - HOUR, refused), "accommodation_requested_at": requested,
        "accommodation_outcome": Coded(np.where(requested < NEVER, dice.choice(n, (0.2, 0.2, 0.6)), -1),
                                       ("provided", "refused", "none_available")),
    }  # fmt: skip
    scene.extracts.add("detentions", columns, known, later)
    key, clear = scene.key, is_child & ~unknown
    left = np.where(released <= due, later["released_at"], NEVER)
    key.late("custody-appropriate-adult", [ids], known, due, np.minimum(later["appropriate_adult_arrived_at"], left), clear)
    # Released in time is excused, whatever else is not known.
    key.plan("custody-appropriate-adult", [ids], "unknown", known, left, unknown)
    refused_known = np.where(refused < NEVER, later["bail_refused_at"], NEVER)
    due = np.minimum(refused, NEVER) + ACCOMMODATION_HOURS * HOUR
    key.late("custody-accommodation", [ids], refused_known, due, later["accommodation_requested_at"], clear & ~wrong)
    key.plan("custody-accommodation", [ids], "unknown", refused_known, where=unknown | wrong)
