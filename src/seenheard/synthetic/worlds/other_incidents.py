"""Incidents that owe no child anything: adults, and many of them, as in any force."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import People, nominal_ids
from seenheard.synthetic.scene import SPAN_DAYS, Scene
from seenheard.synthetic.worlds.incident_ids import incident_ids
from seenheard.synthetic.worlds.officers import Officers, officer_ids

A_DAY = 90
PART = 100_000


def make(dice: Dice, scene: Scene, people: People, officers: Officers) -> None:
    adults = people.blocks["adults"]
    responders = officers.of("response")
    total = scene.count(A_DAY * SPAN_DAYS, 100)
    moments = dice.moments(total, scene.begins, scene.last - 60)
    for start in range(0, total, PART):
        at = moments[start : start + PART]
        n = len(at)
        ids, known = incident_ids(scene, at), at + dice.whole(60, 1200, n)
        owner = responders[dice.whole(0, len(responders), n)]
        columns: dict[str, Any] = {
            "incident_id": ids, "kind": "other", "reported_at": at, "attended_at": at + dice.delay(n, 2 * HOUR),
            "owner_id": officer_ids(owner), "team": officers.teams_of(owner),
            "closed_at": np.where(dice.chance(n, 0.9), at + dice.delay(n, 9 * DAY, 0.8, DAY), NEVER),
        }  # fmt: skip
        scene.extracts.add(
            "incidents", columns, known, {"attended_at": columns["attended_at"], "closed_at": columns["closed_at"]}
        )
        for role in (0, 1):
            rows = np.flatnonzero(dice.chance(n, (0.8, 0.6)[role]))
            people_columns: dict[str, Any] = {
                "incident_person_id": Ids("IP", scene.numbers("incident_people", len(rows)), 7),
                "incident_id": ids.take(rows),
                "nominal_id": nominal_ids(adults.adult(dice.whole(0, len(adults), len(rows)), role)),
                "role": Coded(np.full(len(rows), role), ("victim", "suspect")),
            }
            scene.extracts.add("incident_people", people_columns, known[rows])
