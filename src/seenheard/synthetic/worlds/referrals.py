"""Referrals of every world, and the partner's answer that each one to social care is owed."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import HOUR, NEVER, Ints, uk_day, working_days_later
from seenheard.synthetic.draws import Dice, never_where
from seenheard.synthetic.extract import Ids
from seenheard.synthetic.people import nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds.numbers import PARTNER_ANSWER_WORKING_DAYS

NEVER_ANSWERED = 0.04


def add(dice: Dice, scene: Scene, recipient: str, nominal: Ints, sent: Ints, known: Ints, **links: Ids) -> None:
    """Writes the referrals that were sent (NEVER: not sent); links are incident_id, case_id or offender_id."""
    rows = np.flatnonzero((sent < NEVER) & (known <= scene.last))
    n = len(rows)
    if not n:
        return
    sent, known = sent[rows], known[rows]
    ids = Ids("RF", scene.numbers("referrals", n), 7)
    columns: dict[str, Any] = {
        "referral_id": ids,
        "nominal_id": nominal_ids(nominal[rows]),
        "recipient": recipient,
        "sent_at": sent,
        **{name: link.take(rows) for name, link in links.items()},
    }
    if recipient != "social_care":
        scene.extracts.add("referrals", columns, known)
        return
    acknowledged = sent + dice.delay(n, 2.5 * HOUR, 0.9)
    decided = acknowledged + dice.delay(n, 4 * HOUR, 0.9)
    decided = never_where(decided, dice.some(n, NEVER_ANSWERED, min(1, n // 4)))
    acknowledged = never_where(acknowledged, dice.chance(n, 0.01))
    later = {"acknowledged_at": acknowledged + HOUR // 2, "decided_at": decided + HOUR // 2}
    columns |= {"acknowledged_at": acknowledged, "decided_at": decided}
    scene.extracts.add("referrals", columns, known, later)
    due = working_days_later(uk_day(sent), PARTNER_ANSWER_WORKING_DAYS)
    scene.key.late("partner-answer", [ids], known, due, np.maximum(later["acknowledged_at"], later["decided_at"]))
