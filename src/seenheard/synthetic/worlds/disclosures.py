"""Applications under Sarah's Law: checks, interview, decision."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, days_later, uk_day
from seenheard.synthetic.draws import Dice, never_where
from seenheard.synthetic.extract import Ids
from seenheard.synthetic.scene import SPAN_DAYS, Scene
from seenheard.synthetic.worlds.numbers import DISCLOSURE_CHECKS_HOURS, DISCLOSURE_DECISION_DAYS, DISCLOSURE_INTERVIEW_DAYS
from seenheard.synthetic.worlds.officers import Officers, officer_ids

A_DAY = 0.9


def make(dice: Dice, scene: Scene, officers: Officers) -> None:
    n = scene.count(A_DAY * SPAN_DAYS, 60)
    applied = dice.office_hours(np.sort(dice.whole(int(uk_day(scene.begins)), scene.today, n)))
    known = applied + dice.whole(600, 3600, n)
    checked = never_where(applied + dice.delay(n, 9 * HOUR, 0.8, 1800), dice.some(n, 0.03, 3))
    met = dice.office_hours(uk_day(applied) + 1 + dice.whole(0, 9, n) + np.where(dice.chance(n, 0.12), 6, 0))
    met = never_where(met, dice.some(n, 0.05, 4))
    decided = dice.office_hours(
        uk_day(np.minimum(met, scene.last)) + 4 + dice.whole(0, 20, n) + np.where(dice.chance(n, 0.15), 16, 0)
    )
    decided = np.where(met < NEVER, never_where(decided, dice.some(n, 0.06, 4)), NEVER)
    # Two interviews are entered as before the application: from when a decision was due is unknown.
    wrong = np.zeros(n, dtype=bool)
    wrong[np.flatnonzero(met < NEVER)[[5, 25]]] = True
    lag = dice.whole(600, 5400, n)
    later = {"checked_at": checked + lag, "interviewed_at": met + lag, "decided_at": decided + lag}
    owners = officers.of("child_investigator")
    owner = owners[dice.whole(0, len(owners), n)]
    ids = Ids("DS", scene.numbers("disclosures", n), 4)
    columns: dict[str, Any] = {
        "disclosure_id": ids, "applied_at": applied, "checked_at": checked,
        "interviewed_at": np.where(wrong, applied - 3 * DAY, met), "decided_at": decided, "owner_id": officer_ids(owner),
        "team": officers.teams_of(owner),
    }  # fmt: skip
    scene.extracts.add("disclosures", columns, known, later)
    key = scene.key
    key.late("disclosure-checks", [ids], known, applied + DISCLOSURE_CHECKS_HOURS * HOUR, later["checked_at"])
    due = days_later(applied, DISCLOSURE_INTERVIEW_DAYS)
    key.late("disclosure-interview", [ids], known, due, np.where(wrong, NEVER, later["interviewed_at"]))
    began = np.where(met < NEVER, later["interviewed_at"], NEVER)
    due = days_later(np.minimum(met, scene.last + 900 * DAY), DISCLOSURE_DECISION_DAYS)
    key.late("disclosure-decision", [ids], began, due, later["decided_at"], ~wrong)
    key.plan("disclosure-decision", [ids], "unknown", began, where=wrong)
