"""Officers, their teams, their training and their caseloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seenheard.synthetic import places
from seenheard.synthetic.clock import NEVER, Ints, day_of, end_of, ints, midnight, uk_day
from seenheard.synthetic.draws import Dice
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.names import COMMUNITIES
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds.numbers import CASELOAD_PER_FTE

ROLES = ("offender_manager", "supervisor", "online_investigator", "child_investigator", "response", "other")
COURSES = {"offender_manager": ("mosovo", "arms"), "online_investigator": ("kirat",), "child_investigator": ("scaidp",)}
TEAMS = {
    "offender_manager": ("Offender Management North", "Offender Management East", "Offender Management South",
                         "Offender Management West"),
    "supervisor": ("Offender Management North", "Child Protection", "Online Child Abuse Investigation",
                   "Missing and Exploitation"),
    "online_investigator": ("Online Child Abuse Investigation",),
    "child_investigator": ("Child Protection", "Domestic Abuse Safeguarding", "Missing and Exploitation", "Safeguarding"),
    "response": tuple(f"Response {town}" for town in places.TOWN_NAMES[:8]),
    "other": ("Public Protection Support",),
}  # fmt: skip
FTES = np.array([1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1])


def officer_ids(numbers: Any) -> Ids:
    return Ids("OF", ints(numbers), 4)


@dataclass
class Officers:
    """Everybody who works for the force; `left` are no longer active, the last manager among them."""

    role: Ints
    team: list[str]
    left: Ints
    since: Ints
    fte: Any

    def of(self, role: str) -> Ints:
        """Numbers of the active ones of a role."""
        return np.flatnonzero((self.role == ROLES.index(role)) & (self.left >= NEVER))

    @property
    def former_manager(self) -> int:
        return int(np.flatnonzero((self.role == 0) & (self.left < NEVER))[0])

    def teams_of(self, numbers: Ints) -> Any:
        return np.array(self.team, dtype=object)[numbers]


def make(dice: Dice, scene: Scene) -> Officers:
    counts = [
        max(4, round(32 * scene.scale)) + 1, max(3, round(6 * scene.scale)), max(8, round(16 * scene.scale)),
        max(16, round(70 * scene.scale)), max(24, round(260 * scene.scale)), max(4, round(24 * scene.scale)),
    ]  # fmt: skip
    role = np.repeat(np.arange(len(ROLES)), counts)
    team = [
        TEAMS[name][place % len(TEAMS[name])] for name, count in zip(ROLES, counts, strict=True) for place in range(count)
    ]
    n = len(role)
    left = np.full(n, NEVER, dtype=np.int64)
    left[counts[0] - 1] = scene.today - 75
    left[sum(counts[:3])] = scene.today - 200
    since = dice.whole(day_of("2016-01-04"), day_of("2026-03-01"), n)
    for number, name in enumerate(COURSES):
        # New in the role, and by the plan of train() not yet on the course: still to be put right.
        since[np.flatnonzero(role == ROLES.index(name))[number]] = scene.today - 40
    return Officers(role, team, left, since, np.where(dice.chance(n, 0.12), 0.6, 1.0))


def write(officers: Officers, dice: Dice, scene: Scene) -> None:
    n = len(officers.role)
    groups = dice.choice(n, [group.share for group in COMMUNITIES]).tolist()
    names = []
    for place, group in enumerate(groups):
        community = COMMUNITIES[group]
        forenames = community.women + community.men
        names.append(f"{forenames[place * 11 % 12]} {community.surnames[place * 17 % len(community.surnames)]}")
    ranks = ("DC", "DS", "DC", "DC", "PC", "")
    names = [f"{ranks[role]} {name}".strip() for role, name in zip(officers.role.tolist(), names, strict=True)]
    unknown = np.zeros(n, dtype=bool)
    for role in COURSES:
        unknown[officers.of(role)[-1]] = True
    homes = dice.whole(0, 50_000, n)
    columns: dict[str, Any] = {
        "officer_id": officer_ids(np.arange(n)),
        "name": np.array(names, dtype=object),
        "team": np.array(officers.team, dtype=object),
        "role": Coded(officers.role, ROLES),
        "fte": officers.fte,
        "base_easting": places.eastings(homes),
        "base_northing": places.northings(homes),
        "active_from": np.where(unknown, NEVER, officers.since),
        "active_to": officers.left,
    }
    scene.extracts.add("officers", columns, midnight(officers.since) + 9 * 3600)
    train(officers, dice, scene, unknown)


def train(officers: Officers, dice: Dice, scene: Scene, unknown: Any) -> None:
    """Who has done which course: met, never, run out, running out or done between the nights."""
    for number, (role, courses) in enumerate(COURSES.items()):
        everybody = np.flatnonzero(officers.role == ROLES.index(role))
        for course in courses:
            n = len(everybody)
            plan = dice.choice(n, (0.84, 0.06, 0.05, 0.05))
            # The first ones are planned, so that every kind of failure is there at any scale.
            plan[:4] = np.roll(np.array([1, 2, 4, 3]), number)
            done = ints(np.maximum(officers.since[everybody], scene.today - dice.whole(200, 700, n)))
            expires = np.where(plan == 0, np.where(dice.chance(n, 0.5), NEVER, scene.today + dice.whole(90, 900, n)), NEVER)
            expires = np.where(plan == 2, scene.today - dice.whole(20, 120, n), expires)
            expires = np.where(plan == 3, scene.today + dice.whole(8, 55, n), expires)
            if len(scene.nights) > 1:
                expires[np.flatnonzero(plan == 3)[:1]] = uk_day(scene.nights[0])
            done = np.where(plan == 2, np.minimum(done, expires - 100), done)
            done = np.where(plan == 4, uk_day(scene.nights[-1]) - 1, done)
            known = midnight(done) + 17 * 3600
            active = (officers.left[everybody] >= NEVER) & ~unknown[everybody]
            parts = [officer_ids(everybody), course]
            due = end_of(officers.since[everybody])
            never, put_right, ran_out = plan == 1, plan == 4, expires < NEVER
            scene.key.late("workforce-trained", parts, 0, due, where=active & never)
            scene.key.late("workforce-trained", parts, 0, due, until=known, where=active & put_right)
            lapsed = midnight(np.where(ran_out, expires + 1, 0))
            scene.key.plan("workforce-trained", parts, "late", np.where(ran_out, lapsed, NEVER), where=active)
            asked = (officers.left[everybody] >= NEVER) & unknown[everybody]
            scene.key.plan("workforce-trained", parts, "unknown", 0, where=asked)
            write_training(scene, everybody, course, done, expires, known, ~never)
    others = officers.of("response")
    day = scene.today - dice.whole(30, 600, len(others))
    write_training(scene, others, "voice_of_the_child", day, np.full(len(others), NEVER), midnight(day) + 60_000,
                   dice.chance(len(others), 0.4))  # fmt: skip


def write_training(scene: Scene, who: Ints, course: str, done: Ints, expires: Ints, known: Ints, where: Any) -> None:
    rows = np.flatnonzero(where)
    columns: dict[str, Any] = {
        "training_id": Ids("TR", scene.numbers("training", len(rows)), 5),
        "officer_id": officer_ids(who[rows]),
        "course": course,
        "completed_on": done[rows],
        "expires_on": expires[rows],
    }
    scene.extracts.add("training", columns, known[rows])


def weigh_caseloads(officers: Officers, dice: Dice, scene: Scene, manager: Ints, known: Ints, counted: Any) -> None:
    """Sets each manager's fte so that the planned ones are over the limit on the last night, and writes who is late.

    `manager` is who manages each offender once that is known; `counted` are the active ones that have not ended.
    """
    n = len(officers.role)
    loads = [np.bincount(manager[counted & (manager >= 0) & (known <= night)], minlength=n) for night in scene.nights]
    managers = officers.of("offender_manager")
    over = dice.some(len(managers), 0.15, 2)
    over[0] = False
    for place, officer in enumerate(managers.tolist()):
        fits = loads[-1][officer] - 1e-9 <= FTES * CASELOAD_PER_FTE
        below = min(load[officer] for load in loads) - 1e-9 > FTES * CASELOAD_PER_FTE
        if over[place] and below.any():
            officers.fte[officer] = FTES[below][0]
        else:
            officers.fte[officer] = FTES[fits][-1] if fits.any() else 1.0
    officers.fte[managers[0]] = np.nan
    for night, managed in enumerate(loads):
        until = scene.nights[night] + 1
        late = managed[managers] > np.nan_to_num(np.round(officers.fte[managers] * CASELOAD_PER_FTE, 6), nan=1e9)
        scene.key.plan("workforce-caseload", [officer_ids(managers)], "late", scene.nights[night], until, late)
    scene.key.plan("workforce-caseload", [officer_ids(managers[:1])], "unknown", 0)
