"""Online cases: received, graded, enforced, devices examined, decided; and where they stand still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, days_later, ints, uk_day, working_days_later
from seenheard.synthetic.draws import Bools, Dice, never_where
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.listing import listed
from seenheard.synthetic.people import People, nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds import referrals
from seenheard.synthetic.worlds.incident_ids import case_ids
from seenheard.synthetic.worlds.numbers import (
    CHILDREN_SHARED_HOURS,
    DEVICES_DAYS,
    ENFORCEMENT_DAYS,
    GRADING_HOURS,
    LADO_WORKING_DAYS,
    PROGRESS_DAYS,
)
from seenheard.synthetic.worlds.officers import Officers, officer_ids

KINDS = listed(
    "researched graded child_identified child_work_identified warrant_applied enforced devices_submitted "
    "devices_examined images_uploaded charging_decision"
)
A_MONTH = 73
LEVELS = tuple(ENFORCEMENT_DAYS)
FILLERS = 36


@dataclass
class Cases:
    """The course of every case; NEVER is a step that does not come."""

    ids: Ids
    received: Ints
    known: Ints
    lag: Ints
    suspect: Ints
    level: Ints
    level_again: Ints
    graded: Ints
    graded_again: Ints
    enforced: Ints
    submitted: Ints
    submitted_again: Ints
    examined: Ints
    charging: Ints
    closed: Ints

    @property
    def closed_known(self) -> Ints:
        return ints(self.closed + HOUR)


class Events:
    """All steps of all cases."""

    def __init__(self, cases: Cases) -> None:
        self.cases = cases
        self.case: list[Ints] = []
        self.kind: list[Ints] = []
        self.at: list[Ints] = []
        self.level: list[Ints] = []
        self.child: list[Ints] = []

    def add(self, kind: str, case: Ints, at: Ints, level: Any = -1, child: Any = -1) -> None:
        kept = np.flatnonzero(at < np.minimum(self.cases.closed[case], NEVER))
        self.case.append(case[kept])
        self.at.append(ints(at[kept]))
        for there, value in ((self.kind, KINDS.index(kind)), (self.level, level), (self.child, child)):
            there.append(np.broadcast_to(ints(value), at.shape)[kept])


def course(dice: Dice, scene: Scene, people: People) -> Cases:
    n = scene.count(A_MONTH * 24, 90)
    received = dice.moments(n, scene.begins, scene.last - 2 * HOUR)
    # One on the day before each night, so that the record set is never stale.
    received[-len(scene.nights) :] = [night - 15 * HOUR for night in scene.nights]
    adults = people.blocks["adults"]
    level = dice.choice(n, (0.08, 0.25, 0.35, 0.3, 0.02))
    level[10:14] = 4
    days = np.array([*ENFORCEMENT_DAYS.values(), 20])[level]
    plan = dice.choice(n, (0.88, 0.06, 0.025, 0.025, 0.01))
    # Graded in time, late, never, closed ungraded in time, closed ungraded after the time.
    plan[[5, 20, 35]] = (2, 3, 4)
    graded = received + np.where(plan == 0, dice.between(n, HOUR, 23 * HOUR), dice.between(n, 25 * HOUR, 200 * HOUR))
    graded = never_where(graded, plan >= 2)
    enforced = np.minimum(graded, NEVER - DAY) + dice.delay(n, 0.55 * DAY, 0.7, 2 * HOUR) * days
    enforced = never_where(enforced, dice.some(n, 0.09, 6) | (graded >= NEVER))
    again = dice.chance(n, 0.06) & (graded < NEVER) & (received < scene.first - 30 * DAY)
    graded_again = np.where(again, graded + 40 * 60, NEVER)
    submitted = np.where((enforced < NEVER) & dice.chance(n, 0.8), enforced + dice.delay(n, 20 * HOUR), NEVER)
    twice = (submitted < NEVER) & dice.chance(n, 0.1)
    submitted_again = np.where(twice, submitted + 5 * DAY, NEVER)
    examined = np.where(
        (submitted < NEVER) & ~dice.chance(n, 0.06), submitted + 6 * DAY + dice.delay(n, 70 * DAY, 0.6), NEVER
    )
    waits = examined >= NEVER
    charging = np.where(waits, NEVER, examined + dice.delay(n, 50 * DAY, 0.6))
    no_devices = (enforced < NEVER) & (submitted >= NEVER)
    charging = np.where(no_devices, enforced + dice.delay(n, 30 * DAY, 0.6), charging)
    # Not enforced: some are decided without it (excused), some closed with nothing said, some just lie there.
    idle = (graded < NEVER) & (enforced >= NEVER)
    end = dice.choice(n, (0.4, 0.25, 0.35))
    end[np.flatnonzero(idle)[:3]] = (0, 1, 2)
    charging = np.where(idle & (end == 0), graded + dice.delay(n, 40 * DAY, 0.5, 3 * DAY), charging)
    closed = np.where((charging < NEVER) & dice.chance(n, 0.9), charging + dice.delay(n, 5 * DAY, 0.7, 30 * HOUR), NEVER)
    closed = np.where(idle & (end == 1), graded + dice.delay(n, 60 * DAY, 0.5, 3 * DAY), closed)
    closed = np.where(plan == 3, received + dice.between(n, HOUR, 20 * HOUR), closed)
    closed = np.where(plan == 4, received + dice.between(n, 40 * HOUR, 900 * HOUR), closed)
    return Cases(
        case_ids(scene, received), received, received + dice.whole(300, 3600, n), dice.whole(20 * 60, 60 * 60, n),
        adults.adult(ints(np.arange(n) * 3 % len(adults)), 0), np.where(level == 4, -1, level),
        dice.choice(n, (0.2, 0.4, 0.3, 0.1)),
        graded, graded_again, enforced, submitted, submitted_again, examined, charging, closed,
    )  # fmt: skip


def make(dice: Dice, scene: Scene, people: People, officers: Officers) -> Cases:
    cases = course(dice, scene, people)
    n = len(cases.received)
    owners = officers.of("online_investigator")
    owner = owners[dice.whole(0, len(owners), n)]
    columns: dict[str, Any] = {
        "case_id": cases.ids, "received_at": cases.received,
        "source": Coded(dice.choice(n, (0.7, 0.12, 0.12, 0.06)), ("nca", "other_force", "public", "internal")),
        "suspect_nominal_id": nominal_ids(np.where(dice.chance(n, 0.25), -1, cases.suspect)),
        "owner_id": officer_ids(np.where(dice.chance(n, 0.04), -1, owner)), "team": officers.teams_of(owner),
        "closed_at": cases.closed, "restricted": np.where(dice.chance(n, 0.01), 1, -1),
    }  # fmt: skip
    scene.extracts.add("online_cases", columns, cases.known, {"closed_at": cases.closed_known})
    events = Events(cases)
    steps(dice, scene, cases, events)
    children(dice, scene, people, cases, events)
    works_with_children(dice, scene, cases, events)
    write_events(scene, cases, events)
    grading(scene, cases)
    return cases


def steps(dice: Dice, scene: Scene, cases: Cases, events: Events) -> None:
    everyone = np.arange(len(cases.received))
    events.add("researched", everyone, cases.received + dice.delay(len(everyone), 3 * HOUR, 0.6, 3700))
    events.add("graded", everyone, cases.graded, cases.level)
    events.add("graded", everyone, cases.graded_again, cases.level_again)
    events.add(
        "warrant_applied",
        everyone,
        np.where(cases.enforced < NEVER, cases.enforced - dice.whole(1800, 3600, len(everyone)), NEVER),
    )
    events.add("enforced", everyone, cases.enforced)
    events.add("devices_submitted", everyone, cases.submitted)
    events.add("devices_submitted", everyone, cases.submitted_again)
    events.add("devices_examined", everyone, cases.examined)
    events.add("charging_decision", everyone, cases.charging)
    # Work on the case goes on every three weeks or so; on some it stops.
    at = cases.received + 2 * DAY
    stops = scene.last - dice.delay(len(everyone), 120 * DAY, 0.9)
    stops = np.where(dice.chance(len(everyone), 0.75), NEVER, stops)
    for turn in range(FILLERS):
        at = at + dice.whole(9 * DAY, 27 * DAY, len(everyone))
        rows = np.flatnonzero((at < scene.last) & (at < stops))
        events.add("images_uploaded" if turn % 3 == 1 else "researched", rows, at[rows])


def children(dice: Dice, scene: Scene, people: People, cases: Cases, events: Events) -> None:
    """Children identified in a case are made known to social care within a day."""
    rows = np.flatnonzero(dice.some(len(cases.received), 0.24, 10) & (cases.graded < NEVER))
    at = cases.graded[rows] + dice.between(len(rows), 2 * HOUR, 30 * DAY)
    alive = at < cases.closed[rows] - 2 * DAY
    rows, at = rows[alive], at[alive]
    block = people.blocks["partners"]
    home = ints(np.arange(len(rows)) % len(block))
    unnamed = dice.some(len(rows), 0.2, 3)
    second = ~unnamed & (block.kids[home] > 1) & dice.chance(len(rows), 0.3)
    for which, chosen in ((0, ~unnamed), (0, unnamed), (1, second)):
        some = np.flatnonzero(chosen)
        child, case = block.child(home[some], which), rows[some]
        nameless = bool(unnamed[some].any())
        events.add("child_identified", case, at[some] + which * 600, child=np.full(len(some), -1) if nameless else child)
        sent = at[some] + which * 600 + dice.delay(len(some), 6 * HOUR, 0.9, 900)
        sent = never_where(sent, dice.some(len(some), 0.06, min(2, len(some))))
        known = np.where(sent < NEVER, sent + 1200, NEVER)
        referrals.add(dice, scene, "social_care", child, sent, known, case_id=cases.ids.take(case))
        parts = [cases.ids.take(case), "unnamed" if nameless else nominal_ids(child)]
        due = at[some] + which * 600 + CHILDREN_SHARED_HOURS * HOUR
        scene.key.late("online-children-shared", parts, at[some] + which * 600 + cases.lag[case], due, known)


def works_with_children(dice: Dice, scene: Scene, cases: Cases, events: Events) -> None:
    rows = np.flatnonzero(dice.some(len(cases.received), 0.06, 8) & (cases.graded < NEVER))
    at = cases.graded[rows] + dice.between(len(rows), HOUR, 20 * DAY)
    alive = at < cases.closed[rows] - 2 * DAY
    rows, at = rows[alive], at[alive]
    events.add("child_work_identified", rows, at)
    sent = never_where(at + dice.delay(len(rows), 9 * HOUR, 0.9, 900), dice.some(len(rows), 0.08, 2))
    known = np.where(sent < NEVER, sent + 1200, NEVER)
    referrals.add(dice, scene, "lado", cases.suspect[rows], sent, known, case_id=cases.ids.take(rows))
    due = working_days_later(uk_day(at), LADO_WORKING_DAYS)
    scene.key.late("online-lado", [cases.ids.take(rows)], at + cases.lag[rows], due, known)


def write_events(scene: Scene, cases: Cases, events: Events) -> None:
    """All events by case and time; what each owes rests on what came after it."""
    case, at, kind, level, child = (
        np.concatenate(part) for part in (events.case, events.at, events.kind, events.level, events.child)
    )
    known = at + cases.lag[case]
    order = np.lexsort((at, case))
    order = order[known[order] <= scene.last]
    case, at, kind, level, child, known = (part[order] for part in (case, at, kind, level, child, known))
    ids = Ids("E", scene.numbers("case_events", len(at)), 6)
    columns: dict[str, Any] = {
        "event_id": ids, "case_id": cases.ids.take(case), "kind": Coded(kind, KINDS), "occurred_at": at,
        "level": Coded(level, LEVELS), "nominal_id": nominal_ids(child),
    }  # fmt: skip
    scene.extracts.add("case_events", columns, known)
    following = np.append(np.where(case[1:] == case[:-1], known[1:], NEVER), NEVER)
    end = np.minimum(following, cases.closed_known[case])
    parts = [cases.ids.take(case), ids]
    scene.key.late("online-progress", parts, known, days_later(at, PROGRESS_DAYS), end)
    first = np.full(len(cases.received), NEVER, dtype=np.int64)
    np.minimum.at(first, case, known)
    due = days_later(cases.received, PROGRESS_DAYS)
    scene.key.late("online-progress", [cases.ids, "received"], cases.known, due, np.minimum(first, cases.closed_known))
    sent_in = np.flatnonzero(kind == KINDS.index("devices_submitted"))
    examined_known = np.where(cases.examined < NEVER, cases.examined + cases.lag, NEVER)[case[sent_in]]
    scene.key.late(
        "online-devices", [ids.take(sent_in)], known[sent_in], days_later(at[sent_in], DEVICES_DAYS), examined_known
    )
    enforcement(scene, cases, ids, case, at, known, kind, level)


def grading(scene: Scene, cases: Cases) -> None:
    due = cases.received + GRADING_HOURS * HOUR
    graded = np.where(cases.graded < NEVER, cases.graded + cases.lag, NEVER)
    excused = np.where(cases.closed < due, cases.closed_known, NEVER)
    scene.key.late("online-grading", [cases.ids], cases.known, due, np.minimum(graded, excused))


def enforcement(scene: Scene, cases: Cases, ids: Ids, case: Ints, at: Ints, known: Ints, kind: Ints, level: Ints) -> None:
    """A grading counts until the next one before enforcement."""
    rows = np.flatnonzero((kind == KINDS.index("graded")) & (at <= cases.enforced[case]))
    case, at, known, level = case[rows], at[rows], known[rows], level[rows]
    following = np.append(np.where(case[1:] == case[:-1], known[1:], NEVER), NEVER)
    enforced = np.where(cases.enforced < NEVER, cases.enforced + cases.lag, NEVER)[case]
    decided = np.where(cases.charging < NEVER, cases.charging + cases.lag, NEVER)
    decided = np.where(cases.charging < cases.closed, decided, NEVER)
    excused = np.where(cases.enforced >= NEVER, np.maximum(decided, cases.closed_known), NEVER)[case]
    days = np.array([*ENFORCEMENT_DAYS.values(), 0])[level]
    due = np.where(level == 0, at + DAY, days_later(at, days))
    parts = [cases.ids.take(case), ids.take(rows)]
    graded: Bools = level >= 0
    end = np.minimum(np.minimum(following, enforced), excused)
    scene.key.late("online-enforcement", parts, known, due, end, graded)
    scene.key.plan("online-enforcement", parts, "unknown", known, np.minimum(following, excused), ~graded)
