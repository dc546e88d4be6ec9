"""What an offender's file must hold: the yearly assessment, the yearly notification, and a review after new intelligence."""

from __future__ import annotations

from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, days_later, end_of, ints, midnight, months_later, uk_day
from seenheard.synthetic.draws import Bools, Dice
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds.incident_ids import case_ids, episode_ids, incident_ids
from seenheard.synthetic.worlds.numbers import (
    AFTER_RETURN_DAYS,
    ASSESSMENT_MONTHS,
    NO_FIXED_ABODE_DAYS,
    NOTIFICATION_MONTHS,
    REACTIVE_REVIEW_DAYS,
)
from seenheard.synthetic.worlds.offenders import Offenders, offender_ids

KINDS = ("initial", "annual", "change", "no_fixed_abode")


class Yearly:
    """Days on which something was done for an offender, and when that was recorded."""

    def __init__(self) -> None:
        self.offender: list[Ints] = []
        self.day: list[Ints] = []

    def add(self, offender: Ints, day: Ints) -> None:
        self.offender.append(ints(offender))
        self.day.append(ints(day))

    def sorted(self, scene: Scene) -> tuple[Ints, Ints, Ints]:
        """Offender, day and recorded time of all that the last night knows, by offender and day."""
        offender, day = np.concatenate(self.offender), np.concatenate(self.day)
        known = midnight(day) + 16 * HOUR + offender % 7 * 600
        keep = known <= scene.last
        offender, day, known = offender[keep], day[keep], known[keep]
        order = np.lexsort((day, offender))
        return offender[order], day[order], known[order]


def draw(dice: Dice, scene: Scene, offenders: Offenders, rows: Ints, share: float, clock: Any) -> Yearly:
    """The last and earlier days of each, so that about a share is overdue; some put right between the nights."""
    yearly, n = Yearly(), len(rows)
    late = dice.some(n, share, 6)
    late[np.flatnonzero(offenders.homeless[rows])[:1]] = True
    ahead = 3 + ints(dice.rng.random(n) * 340)
    due = np.where(late, scene.today - 1 - ints(dice.rng.exponential(60, n)), scene.today + ahead)
    due[np.flatnonzero(late)[:3]] = scene.today - np.array([1, 2, 3])
    last = np.where(offenders.homeless[rows], due - NO_FIXED_ABODE_DAYS, months_later(due, -clock))
    last = np.where(offenders.homeless[rows] & ~late, scene.today - dice.whole(2, 5, n), last)
    mended = np.flatnonzero(~late & ~offenders.homeless[rows])[: len(scene.gaps)]
    last[mended] = scene.gaps[: len(mended)]
    there = last > offenders.registered[rows]
    yearly.add(rows[there], last[there])
    for turn in (1, 2):
        before = last - turn * 330 - dice.whole(0, 60, n)
        before[mended] -= 60
        before = np.where(offenders.homeless[rows], last - 7 * turn, before)
        there = before > offenders.registered[rows]
        yearly.add(rows[there], before[there])
    return yearly


def owed(
    scene: Scene, duty: str, offenders: Offenders, ids: Ids, yearly: tuple[Ints, Ints, Ints], everybody: Ints, due_of: Any
) -> None:
    """Late from one to the next, and from registration to the first."""
    who, day, known = yearly
    following = np.append(np.where(who[1:] == who[:-1], known[1:], NEVER), NEVER)
    mine = np.isin(who, everybody)
    parts = [offender_ids(who), ids]
    scene.key.late(duty, parts, np.maximum(known, offenders.known[who]), due_of(who, day), following, mine)
    first = np.full(offenders.n, NEVER, dtype=np.int64)
    np.minimum.at(first, who, known)
    due = due_of(everybody, offenders.registered[everybody])
    scene.key.late(duty, [offender_ids(everybody), "registered"], offenders.known[everybody], due, first[everybody])


def notifications(dice: Dice, scene: Scene, offenders: Offenders) -> None:
    everybody = np.arange(offenders.reactive.stop)
    settled = np.flatnonzero(offenders.registered[everybody] < scene.today - 365)
    yearly = draw(dice, scene, offenders, settled, 0.05, NOTIFICATION_MONTHS)
    newer = np.setdiff1d(everybody, settled)
    yearly.add(newer, offenders.registered[newer] + 1)
    who, day, known = yearly.sorted(scene)
    ids = Ids("NT", scene.numbers("notifications", len(who)), 6)

    def due_of(rows: Ints, start: Ints) -> Ints:
        later = np.where(offenders.homeless[rows], start + NO_FIXED_ABODE_DAYS, months_later(start, NOTIFICATION_MONTHS))
        back = np.where(offenders.location[rows] == 0, offenders.returned[rows], NEVER)
        return end_of(np.maximum(later, np.where(back < NEVER, back + AFTER_RETURN_DAYS, 0)))

    owed(scene, "offender-notification", offenders, ids, (who, day, known), everybody, due_of)
    kind = np.where(offenders.homeless[who], 3, np.where(day <= offenders.registered[who] + 3, 0, 1))
    columns: dict[str, Any] = {
        "notification_id": ids,
        "offender_id": offender_ids(who),
        "kind": Coded(kind, KINDS),
        "notified_on": day,
    }
    scene.extracts.add("notifications", columns, known)


def assessments(dice: Dice, scene: Scene, offenders: Offenders) -> Ints:
    """The yearly assessment of active ones, and the review of reactive ones after they were named.

    Gives the reactive ones whom nothing named."""
    everybody = np.arange(offenders.active)
    settled = np.flatnonzero(offenders.registered[everybody] < scene.today - 365)
    homeless, offenders.homeless = offenders.homeless, np.zeros(offenders.n, dtype=bool)
    yearly = draw(dice, scene, offenders, settled, 0.08, ASSESSMENT_MONTHS)
    offenders.homeless = homeless
    unnamed = named(dice, scene, offenders, yearly)
    who, day, known = yearly.sorted(scene)
    ids = Ids("RA", scene.numbers("risk_assessments", len(who)), 6)

    def due_of(rows: Ints, start: Ints) -> Ints:
        back = np.where(offenders.location[rows] == 0, offenders.returned[rows], NEVER)
        return end_of(months_later(np.where((back < NEVER) & (back > start), back, start), ASSESSMENT_MONTHS))

    owed(scene, "offender-assessment", offenders, ids, (who, day, known), everybody, due_of)
    columns: dict[str, Any] = {
        "assessment_id": ids,
        "offender_id": offender_ids(who),
        "tool": "arms",
        "completed_on": day,
    }
    scene.extracts.add("risk_assessments", columns, known)
    other = dice.rng.permutation(everybody)[: scene.count(200, 5)]
    day = scene.today - dice.whole(1, 300, len(other))
    oasys = {
        "assessment_id": Ids("RA", scene.numbers("risk_assessments", len(other)), 6),
        "offender_id": offender_ids(other),
        "tool": "oasys",
        "completed_on": day,
    }
    scene.extracts.add("risk_assessments", oasys, midnight(day) + 15 * HOUR)
    return unnamed


def named(dice: Dice, scene: Scene, offenders: Offenders, yearly: Yearly) -> Ints:
    """Reactive offenders: assessed some time ago, then two in three named in an incident, an episode or a case."""
    rows = np.arange(offenders.n)[offenders.reactive]
    n = len(rows)
    plan = dice.choice(n, (0.34, 0.25, 0.15, 0.16, 0.1))
    # Not named; late; lately named; named and then reviewed; named on the day of the review.
    plan[:9] = (1, 1, 1, 1, 2, 3, 4, 0, 0)
    ago = np.select([plan == 1, plan == 2], [dice.whole(8, 120, n), dice.whole(1, 6, n)], dice.whole(150, 300, n))
    day = scene.today - ago
    at = dice.office_hours(day)
    if len(scene.nights) > 1:
        # One grows late between the nights, one is reviewed between them.
        at[plan == 2] = np.where(np.arange((plan == 2).sum()) == 0, scene.first - REACTIVE_REVIEW_DAYS * DAY + 9 * HOUR,
                                 at[plan == 2])  # fmt: skip
    assessed = np.where(np.arange(n) % 4 == 1, NEVER, day - dice.whole(30, 200, n))
    assessed = np.where(plan == 4, uk_day(at), assessed)
    has = (assessed < NEVER) & (assessed > offenders.registered[rows])
    yearly.add(rows[has], assessed[has])
    reviewed = np.where(plan == 3, day + dice.whole(2, 20, n), NEVER)
    if scene.gaps:
        reviewed[0] = scene.gaps[0]
    done = reviewed < NEVER
    yearly.add(rows[done], reviewed[done])
    where = (plan != 0) & (plan != 4) & (at > midnight(offenders.registered[rows]))
    known = at + 2 * HOUR
    due, until = (
        days_later(at, REACTIVE_REVIEW_DAYS),
        np.where(done, midnight(np.where(done, reviewed, 0)) + 18 * HOUR, NEVER),
    )
    kind = np.arange(n) % 3
    for number, write in enumerate((write_incidents, write_episodes, write_cases)):
        chosen: Bools = (kind == number) & (plan != 0)
        ids = write(scene, offenders.nominal[rows[chosen]], at[chosen], known[chosen])
        parts = [offender_ids(rows[chosen]), ids]
        scene.key.late("offender-reactive-review", parts, known[chosen], due[chosen], until[chosen], where[chosen])
    return rows[plan == 0]


def write_incidents(scene: Scene, nominal: Ints, at: Ints, known: Ints) -> Ids:
    ids = incident_ids(scene, at)
    scene.extracts.add(
        "incidents", {"incident_id": ids, "kind": "other", "reported_at": at, "team": "Response Avonmere"}, known
    )
    people: dict[str, Any] = {
        "incident_person_id": Ids("IP", scene.numbers("incident_people", len(at)), 7),
        "incident_id": ids,
        "nominal_id": nominal_ids(nominal),
        "role": Coded(np.arange(len(at)) % 2, ("suspect", "witness")),
    }
    scene.extracts.add("incident_people", people, known)
    return ids


def write_episodes(scene: Scene, nominal: Ints, at: Ints, known: Ints) -> Ids:
    """Adults: nothing is owed about them but the review."""
    ids = episode_ids(scene, at)
    columns = {"episode_id": ids, "nominal_id": nominal_ids(nominal), "reported_at": at, "team": "Response Eastlow"}
    scene.extracts.add("missing_episodes", columns, known)
    return ids


def write_cases(scene: Scene, nominal: Ints, at: Ints, known: Ints) -> Ids:
    """Closed within the day, before a grading was due: no duty of the case itself is left."""
    ids = case_ids(scene, at)
    columns: dict[str, Any] = {
        "case_id": ids,
        "received_at": at,
        "source": "other_force",
        "suspect_nominal_id": nominal_ids(nominal),
        "team": "Online Child Abuse Investigation",
        "closed_at": at + HOUR,
    }
    scene.extracts.add("online_cases", columns, known)
    return ids
