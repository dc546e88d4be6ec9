"""Visits to offenders: how long since the last, the first after registration, and visits by one officer alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import HOUR, NEVER, Ints, end_of, ints, midnight, months_later, uk_day
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds.numbers import FIRST_VISIT_DAYS
from seenheard.synthetic.worlds.offenders import Offenders, offender_ids
from seenheard.synthetic.worlds.officers import officer_ids

OUTCOMES = ("seen", "no_reply", "refused", "moved")
LATE_AT_SCALE_ONE = 283


class Visits:
    """Collects the visits, then writes them all and plans what they owe."""

    def __init__(self) -> None:
        self.offender: list[Ints] = []
        self.at: list[Ints] = []
        self.outcome: list[Ints] = []

    def add(self, offender: Ints, at: Ints, outcome: Any = 0) -> None:
        self.offender.append(ints(offender))
        self.at.append(ints(at))
        self.outcome.append(np.broadcast_to(ints(outcome), np.shape(offender)))


def plan(dice: Dice, scene: Scene, offenders: Offenders) -> Visits:
    """Draws the last visit of each active offender so that exactly the planned ones are overdue on the last night."""
    visits, today = Visits(), scene.today
    n = offenders.active
    rows = np.arange(n)
    settled = (rows < offenders.recent.start) | (rows >= offenders.recent.stop)
    settled &= ~offenders.without_clock[:n]
    pool = with_very_high(dice.rng.permutation(np.flatnonzero(settled)), offenders)
    months = offenders.months[:n]
    wanted = scene.count(LATE_AT_SCALE_ONE, 15)
    late = np.isin(rows, pool[:wanted])
    rest = pool[wanted:]
    overdue = ints(dice.rng.exponential(75, n))
    overdue[pool[:5]] = np.array([0, 1, 2, 400, 57])
    ahead = 4 + ints(dice.rng.random(n) * (30 * months - 8))
    due_day = np.where(late, today - 1 - overdue, today + ahead)
    last = months_later(due_day, -months)
    last = np.where(offenders.without_clock[:n], today - 50, last)
    fresh = rest[:2]
    last[fresh] = uk_day(scene.first) - 1
    mended = rest[2 : 2 + len(scene.gaps) * scene.count(6, 1)]
    if len(mended):
        last[mended] = np.resize(scene.gaps, len(mended))
    back = rest[len(mended) + 2 : len(mended) + 2 + scene.count(30, 2)]
    back = np.concatenate([back, pool[6 : 6 + scene.count(10, 1)]])
    back = back[offenders.location[back] == 0]
    # Back from custody: the clock runs from the return, whatever the visit before.
    offenders.returned[back] = last[back]
    offenders.registered[back] = np.minimum(offenders.registered[back], last[back] - 500)
    last[back] -= dice.whole(60, 300, len(back))
    offenders.known[back] = midnight(offenders.registered[back]) + 40_000
    never = pool[wanted - 3 : wanted]
    offenders.registered[:n] = np.where(settled, np.minimum(offenders.registered[:n], last - 45), offenders.registered[:n])
    offenders.known[:n] = np.where(settled, midnight(offenders.registered[:n]) + 40_000, offenders.known[:n])
    offenders.registered[never], offenders.returned[never] = months_later(due_day[never], -months[never]), NEVER
    offenders.known[never] = midnight(offenders.registered[never]) + 40_000
    visited = (settled | offenders.without_clock[:n]) & ~np.isin(rows, never)
    last_at = dice.office_hours(last)
    visits.add(rows[visited], last_at[visited])
    history(dice, scene, offenders, visits, rows[visited], last[visited], months[visited], mended)
    attempts(dice, scene, visits, rows, late, last)
    newcomers(dice, scene, offenders, visits)
    passive(dice, scene, offenders, visits)
    return visits


def with_very_high(pool: Ints, offenders: Offenders) -> Ints:
    """The same offenders, the fifth and sixth at very high risk: at every scale one of them is overdue."""
    graded = np.flatnonzero((offenders.risk[pool] >= 0) & (offenders.interval[pool] < 0))
    chosen = pool[graded[graded >= 4][:2]]
    offenders.risk[chosen] = 0
    return ints(np.concatenate([pool[:4][~np.isin(pool[:4], chosen)], chosen, pool[4:][~np.isin(pool[4:], chosen)]]))


def history(
    dice: Dice, scene: Scene, offenders: Offenders, visits: Visits, rows: Ints, last: Ints, months: Ints, mended: Ints
) -> None:
    """Earlier visits at about the interval, back to two years ago, and the first after registration."""
    begins, day = int(uk_day(scene.begins)), last.copy()
    for turn in range(30):
        step = ints(months * 30.4 * (0.85 + 0.4 * dice.rng.random(len(rows))))
        if turn == 0:
            # Overdue before the first night already, and put right between the nights.
            step = np.where(np.isin(rows, mended), months * 31 + 15, step)
        day = day - np.maximum(step, 5)
        there = (day > begins) & (day > offenders.registered[rows] + 31)
        if not there.any():
            break
        visits.add(rows[there], dice.office_hours(day[there]))
    first = offenders.registered[rows] + dice.whole(2, 14, len(rows)) + np.where(dice.chance(len(rows), 0.06), 16, 0)
    visits.add(rows, dice.office_hours(first))


def attempts(dice: Dice, scene: Scene, visits: Visits, rows: Ints, late: Any, last: Ints) -> None:
    """Knocks at the door that found nobody, since the last visit."""
    for _ in range(3):
        tried = np.flatnonzero(np.where(late, dice.chance(len(rows), 0.3), dice.chance(len(rows), 0.04)))
        day = ints(last[tried] + 3 + dice.rng.random(len(tried)) * (scene.today - last[tried] - 3))
        visits.add(rows[tried], dice.office_hours(day), 1 + dice.choice(len(tried), (0.7, 0.15, 0.15)))


def newcomers(dice: Dice, scene: Scene, offenders: Offenders, visits: Visits) -> None:
    """Recently registered: visited in time, late, or not yet."""
    rows = np.arange(offenders.n)[offenders.recent]
    n = len(rows)
    plan_of = dice.choice(n, (0.55, 0.2, 0.25))
    plan_of[:6] = (2, 2, 2, 2, 0, 1)
    offenders.registered[rows[:4]] = scene.today - np.array([16, 17, 40, 10])
    offenders.known[rows] = midnight(offenders.registered[rows]) + 40_000
    wait = np.where(plan_of == 0, dice.whole(2, 14, n), dice.whole(17, 30, n))
    gone = plan_of < 2
    visits.add(rows[gone], dice.office_hours((offenders.registered[rows] + wait)[gone]))


def passive(dice: Dice, scene: Scene, offenders: Offenders, visits: Visits) -> None:
    """Visits of those whom no visit is owed to: reactive, away, ended."""
    rows = np.repeat(np.arange(offenders.active, offenders.dead.start), 2)
    visits.add(rows, dice.office_hours(scene.today - dice.whole(100, 700, len(rows))))


def write(dice: Dice, scene: Scene, offenders: Offenders, visits: Visits, manager: Ints) -> None:
    """All visits in order of time, and the three duties that rest on them."""
    offender, at, outcome = (np.concatenate(part) for part in (visits.offender, visits.at, visits.outcome))
    known = at + dice.whole(HOUR // 2, 3 * HOUR, len(at))
    order = np.lexsort((offender, at))
    order = order[(known[order] <= scene.last) & (at[order] > midnight(offenders.registered[offender[order]]))]
    offender, at, outcome, known = offender[order], at[order], outcome[order], known[order]
    n = len(at)
    ids = Ids("V", scene.numbers("visits", n), 6)
    alone = dice.choice(n, (0.925, 0.055, 0.012, 0.002, 0.006))
    alone[-40:] = 0
    alone[-20:-10] = (2, 2, 2, 3, 3, 1, 2, 0, 2, 4)
    living = offender < offenders.dead.start
    approved_at = known + dice.whole(0, HOUR, n)
    mended = np.flatnonzero(alone == 2)[-len(scene.gaps) :] if scene.gaps else np.zeros(0, dtype=np.int64)
    approved = (alone == 1) | np.isin(np.arange(n), mended)
    approved_at[mended] = np.array([midnight(day) + 11 * HOUR for day in scene.gaps], dtype=np.int64)[: len(mended)]
    approved_at = np.maximum(approved_at, known)
    lone = (alone == 1) | (alone == 2)
    scene.key.late("offender-lone-visit", [ids], known, at, np.where(approved, approved_at, NEVER), lone & living)
    scene.key.plan("offender-lone-visit", [ids], "unknown", known, where=(alone == 3) & living)
    columns: dict[str, Any] = {
        "visit_id": ids,
        "offender_id": offender_ids(offender),
        "attempted_at": at,
        "outcome": Coded(outcome, OUTCOMES),
        "officer_id": officer_ids(np.maximum(manager[offender], 0)),
        "officers_present": np.array([2, 1, 1, -1, 3])[alone],
        "lone_visit_approved_by": officer_ids(np.where(approved, 0, -1)),
        "announced": np.where(dice.chance(n, 0.1), 1, 0),
    }
    scene.extracts.add("visits", columns, known, {"lone_visit_approved_by": approved_at})
    owed(scene, offenders, ids, offender, at, known, outcome == 0)


def owed(scene: Scene, offenders: Offenders, ids: Ids, offender: Ints, at: Ints, known: Ints, seen: Any) -> None:
    """offender-visit for each last visit, and offender-first-visit."""
    rows = np.flatnonzero(seen & (offender < offenders.active))
    rows = rows[np.lexsort((at[rows], offender[rows]))]
    who = offender[rows]
    following = np.append(np.where(who[1:] == who[:-1], known[rows][1:], NEVER), NEVER)
    visit_duty(scene, offenders, who, uk_day(at[rows]), known[rows], following, ids.take(rows))
    everybody = np.arange(offenders.active)
    first = np.full(offenders.active, NEVER, dtype=np.int64)
    np.minimum.at(first, who, known[rows])
    visit_duty(scene, offenders, everybody, offenders.registered[everybody], offenders.known[everybody], first, "registered")
    due = end_of(offenders.registered[everybody] + FIRST_VISIT_DAYS)
    scene.key.late("offender-first-visit", [offender_ids(everybody)], offenders.known[everybody], due, first)


def visit_duty(scene: Scene, offenders: Offenders, who: Ints, start: Ints, known: Ints, until: Ints, part: Any) -> None:
    """Late or unknown from one visit to the next."""
    returned = offenders.returned[who]
    start = np.where((returned < NEVER) & (returned > start) & (offenders.location[who] == 0), returned, start)
    due = end_of(months_later(start, offenders.months[who]))
    known = np.maximum(known, offenders.known[who])
    parts = [offender_ids(who), part]
    scene.key.late("offender-visit", parts, known, due, until, ~offenders.without_clock[who])
    scene.key.plan("offender-visit", parts, "unknown", known, until, offenders.without_clock[who])
