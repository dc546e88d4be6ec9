"""Bail whose conditions protect a child: extended in time, late, ended, or lapsed."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, days_later
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Ids
from seenheard.synthetic.people import nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds.online import Cases

TURNS = 5


def make(dice: Dice, scene: Scene, cases: Cases) -> None:
    """A chain of bails after each enforcement, for three cases in five."""
    rows = np.flatnonzero(dice.chance(len(cases.enforced), 0.62) & (cases.enforced + 8 * HOUR < scene.last))
    protects = dice.choice(len(rows), (0.15, 0.1, 0.75))
    starts = cases.enforced[rows] + 6 * HOUR
    for turn in range(TURNS):
        n = len(rows)
        if not n:
            return
        ends = days_later(starts, dice.whole(21, 84, n))
        plan = dice.choice(n, (0.62, 0.06, 0.18, 0.07, 0.07))
        # Extended in time, extended after it had lapsed, ended in time, ended late, left to lapse.
        recent = np.flatnonzero((ends < scene.last) & (protects == 2))[-3:]
        plan[recent] = 4
        if turn == TURNS - 1:
            plan = np.where(plan < 2, 2, plan)
        following = np.select(
            [plan == 0, plan == 1],
            [ends - dice.between(n, HOUR, 5 * DAY), ends + dice.between(n, HOUR, 12 * DAY)], NEVER,
        )  # fmt: skip
        ended = np.select(
            [plan == 2, plan == 3], [ends - dice.between(n, HOUR, 12 * DAY), ends + dice.between(n, HOUR, 20 * DAY)], NEVER
        )
        following_known = np.where(following < NEVER, following + HOUR, NEVER)
        ended_known = np.where(ended < NEVER, ended + HOUR, NEVER)
        ids = Ids("B", scene.numbers("bails", n), 5)
        columns: dict[str, Any] = {
            "bail_id": ids, "case_id": cases.ids.take(rows), "suspect_nominal_id": nominal_ids(cases.suspect[rows]),
            "starts_at": starts, "ends_at": ends, "ended_at": ended, "protects_child": np.where(protects == 2, 1, -protects),
        }  # fmt: skip
        scene.extracts.add("bails", columns, starts + HOUR, {"ended_at": ended_known})
        until = np.minimum(following_known, ended_known)
        scene.key.late("online-bail", [ids], starts + HOUR, ends, until, protects == 2)
        on = np.flatnonzero(following + HOUR <= scene.last)
        rows, protects, starts = rows[on], protects[on], following[on]
