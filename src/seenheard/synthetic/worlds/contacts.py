"""Contacts with children: whether a child was seen in time, and whether anybody wrote down what the child said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seenheard.synthetic import sentences
from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, ints
from seenheard.synthetic.draws import Dice, never_where
from seenheard.synthetic.extract import Ids, Made
from seenheard.synthetic.people import nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds.numbers import ATTEMPT_EXTENDS_HOURS, SEEN_HOURS, SEEN_NEVER_LATER_HOURS
from seenheard.synthetic.worlds.officers import officer_ids


@dataclass(frozen=True)
class Owed:
    """A child in an incident: who, in which, since when, and when the records knew."""

    nominal: Ints
    incident: Ids
    at: Ints
    known: Ints
    visit: Ints


def write(
    dice: Dice, scene: Scene, owed: Owed, at: Ints, known: Ints, officers: Ints, *,
    seen: Any = 1, words: Any = -1, demeanour: Any = -1, reason: Any = -1,
) -> None:  # fmt: skip
    """Contacts at a time (NEVER: none) of the children of `owed`."""
    rows = np.flatnonzero((at < NEVER) & (known <= scene.last))
    n = len(rows)
    if not n:
        return
    picked = {name: np.broadcast_to(np.asarray(value), at.shape)[rows] for name, value in
              (("seen", seen), ("words", words), ("demeanour", demeanour), ("reason", reason))}  # fmt: skip
    drawn = dice.whole(0, 1 << 20, n)
    met = picked["seen"] == 1
    columns: dict[str, Any] = {
        "contact_id": Ids("CC", scene.numbers("child_contacts", n), 7),
        "nominal_id": nominal_ids(owed.nominal[rows]),
        "incident_id": owed.incident.take(rows),
        "officer_id": officer_ids(officers[drawn % len(officers)]),
        "contact_at": at[rows],
        "seen": picked["seen"],
        "spoken_to": np.where(met, np.where(picked["words"] >= 0, 1, drawn % 2), -1),
        "alone": np.where(met, drawn // 2 % 2, -1),
        "words": Made(sentences.spoken, picked["words"]),
        "demeanour": Made(sentences.optional(sentences.DEMEANOUR), picked["demeanour"]),
        "home": Made(sentences.optional(sentences.HOME), np.where(met & (drawn % 3 > 0), drawn, -1)),
        "not_seen_reason": Made(sentences.optional(sentences.NOT_SEEN), picked["reason"]),
        "narrative": Made(sentences.narratives, np.where(drawn % 10 < 3, drawn, -1)),
    }
    scene.extracts.add("child_contacts", columns, known[rows])


def see(dice: Dice, scene: Scene, owed: Owed, officers: Ints) -> None:
    """Draws when each child was seen, writes the contacts, and plans child-seen and child-heard."""
    n = len(owed.at)
    parts = [owed.incident, nominal_ids(owed.nominal)]
    seen_at = owed.at + np.where(dice.chance(n, 0.85), owed.visit + dice.whole(60, 900, n), dice.delay(n, 6 * HOUR, 1.0))
    seen_at, due = attempts(dice, scene, owed, seen_at, officers)
    seen_at = never_where(seen_at, dice.some(n, 0.035, min(n, 2)))
    # A few at the very last second of the time, and one at the second after.
    edge = np.flatnonzero(dice.chance(n, 0.0005) & (seen_at < NEVER))
    seen_at[edge] = due[edge] + edge % 2
    seen_known = np.where(seen_at < NEVER, seen_at + dice.whole(20 * 60, 90 * 60, n), NEVER)
    scene.key.late("child-seen", parts, owed.known, due, seen_known)
    heard(dice, scene, owed, seen_at, seen_known, officers)


def attempts(dice: Dice, scene: Scene, owed: Owed, seen_at: Ints, officers: Ints) -> tuple[Ints, Ints]:
    """Failed attempts with a reason move the due time; gives when the child was then seen, and that due time."""
    n = len(owed.at)
    due = owed.at + SEEN_HOURS * HOUR
    limit = owed.at + SEEN_NEVER_LATER_HOURS * HOUR
    first = np.where(dice.chance(n, 0.07), owed.at + dice.between(n, HOUR, 20 * HOUR), NEVER)
    tried = first < NEVER
    moved = np.where(tried, np.minimum(np.maximum(due, first + ATTEMPT_EXTENDS_HOURS * HOUR), limit), due)
    second = np.where(tried & dice.chance(n, 0.4), first + dice.between(n, 10 * HOUR, 60 * HOUR), NEVER)
    again = (second < NEVER) & (second < moved - HOUR)
    second = np.where(again, second, NEVER)
    moved = np.where(again, np.minimum(np.maximum(moved, second + ATTEMPT_EXTENDS_HOURS * HOUR), limit), moved)
    last = np.where(again, second, np.where(tried, first, owed.at))
    seen_at = np.where(tried, last + dice.between(n, 2 * HOUR, 90 * HOUR), seen_at)
    # Without a reason, an attempt moves nothing; nor does one after the time.
    idle = ~tried & dice.chance(n, 0.02)
    idle_at = np.where(idle, owed.at + dice.between(n, HOUR, 10 * HOUR), NEVER)
    after = ~tried & ~idle & dice.chance(n, 0.01)
    after_at = np.where(after, due + dice.between(n, HOUR, 20 * HOUR), NEVER)
    seen_at = np.where(
        idle, np.maximum(seen_at, idle_at + HOUR), np.where(after, np.maximum(seen_at, after_at + HOUR), seen_at)
    )
    drawn = dice.whole(0, 1000, n)
    for at, reason in ((first, drawn), (second, drawn + 1), (idle_at, -1), (after_at, drawn)):
        write(dice, scene, owed, at, at + 300, officers, seen=np.where(drawn % 5 == 0, -1, 0), reason=reason)
    return ints(seen_at), ints(moved)


def heard(dice: Dice, scene: Scene, owed: Owed, seen_at: Ints, seen_known: Ints, officers: Ints) -> None:
    """The words, at once, later, or never; a stock phrase is no voice."""
    n = len(owed.at)
    parts = [owed.incident, nominal_ids(owed.nominal)]
    plan = dice.choice(n, (0.52, 0.12, 0.18, 0.06, 0.12))
    # Words; demeanour; both; a stock phrase; nothing.
    plan[: min(n, 2)] = (3, 4)[: min(n, 2)]
    codes, stock = dice.whole(0, 1 << 16, n), sentences.STOCK + dice.whole(0, 1000, n)
    said = np.select([(plan == 0) | (plan == 2), plan == 3], [codes, stock], -1)
    shown = np.where((plan == 1) | (plan == 2), codes // 7, -1)
    write(dice, scene, owed, seen_at, seen_known, officers, words=said, demeanour=shown)
    silent = (plan >= 3) & (seen_at < NEVER)
    again = silent & dice.chance(n, 0.4)
    at = np.where(again, seen_at + dice.between(n, 5 * HOUR, 15 * DAY), NEVER)
    known = np.where(again, at + HOUR, NEVER)
    write(dice, scene, owed, at, known, officers, words=codes, demeanour=np.where(codes % 2 == 0, codes, -1))
    scene.key.late("child-heard", parts, np.maximum(owed.known, seen_known), seen_at, known, silent)
