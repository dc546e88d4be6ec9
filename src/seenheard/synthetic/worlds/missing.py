"""Missing episodes: graded, returned, spoken to; children who go missing once or twice, and those who do so often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seenheard.synthetic.clock import DAY, HOUR, NEVER, Ints, ints
from seenheard.synthetic.draws import Bools, Dice, never_where
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import FIRST_CHILD_BORN, People, make_older, nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds.incident_ids import episode_ids
from seenheard.synthetic.worlds.numbers import MISSING_GRADING_HOURS, PREVENTION_INTERVIEW_HOURS, RETURN_INTERVIEW_HOURS
from seenheard.synthetic.worlds.officers import Officers, officer_ids

RISKS = ("no_apparent", "low", "medium", "high")
SINGLES_A_DAY, ADULTS_A_DAY = 11.7, 2.6
MOST_EPISODES = 8


@dataclass(frozen=True)
class Bursts:
    """Children who went missing three to eight times within ninety days: their episodes, by child and time."""

    child: Ints
    count: Ints
    at: list[Ints]
    ids: list[Ids]
    known: list[Ints]


def make(dice: Dice, scene: Scene, people: People, officers: Officers) -> Bursts:
    singles(dice, scene, people, officers)
    adults(dice, scene, people, officers)
    return repeaters(dice, scene, people, officers)


def singles(dice: Dice, scene: Scene, people: People, officers: Officers) -> None:
    """At most two episodes in all."""
    block = people.blocks["missing"]
    homes = np.repeat(np.arange(len(block)), block.kids)
    which = np.arange(len(homes)) - np.repeat(np.cumsum(block.kids) - block.kids, block.kids)
    children = dice.rng.permutation(block.child(homes, which))
    n = min(scene.count(SINGLES_A_DAY * 730 / 1.2, 150), len(children))
    child = children[:n]
    home = np.searchsorted(block.first, child, "right") - 1
    make_older(people, dice, block, home, child)
    at = dice.moments(n, scene.begins, scene.last - 600)
    # One on the evening before each night, so that the record set is never stale.
    at[-len(scene.nights) :] = [night - 10 * HOUR for night in scene.nights]
    again = np.flatnonzero((at < scene.last - 60 * DAY) & dice.chance(n, 0.2))
    child = np.concatenate([child, child[again]])
    at = np.concatenate([at, at[again] + dice.between(len(again), 20 * DAY, 50 * DAY)])
    # Two have died since, of four no birth date is recorded: children of the first days and of the last.
    people.died[child[1:3]] = scene.today - 40
    unknown = np.isin(child, child[[4, 5, n - 9, n - 10]])
    people.no_birth_date[child[unknown]] = True
    dead = np.isin(child, child[1:3])
    write(dice, scene, officers, child, at, np.full(len(at), NEVER), unknown, dead)


def adults(dice: Dice, scene: Scene, people: People, officers: Officers) -> None:
    block = people.blocks["adults"]
    n = scene.count(ADULTS_A_DAY * 730, 10)
    grown = block.adult(dice.rng.permutation(len(block))[:n], 0)
    at = dice.moments(len(grown), scene.begins, scene.last - 600)
    nobody = np.ones(len(grown), dtype=bool)
    write(dice, scene, officers, grown, at, np.full(len(at), NEVER), ~nobody, nobody)


def repeaters(dice: Dice, scene: Scene, people: People, officers: Officers) -> Bursts:
    block, care = people.blocks["repeaters"], people.blocks["care"]
    homes = np.repeat(np.arange(len(care)), care.kids)
    which = np.arange(len(homes)) - np.repeat(np.cumsum(care.kids) - care.kids, care.kids)
    child = np.concatenate([block.child(np.arange(len(block)), 0), care.child(homes, which)])
    make_older(people, dice, block, np.arange(len(block)), child[: len(block)])
    people.born[child[len(block) :]] = dice.whole(FIRST_CHILD_BORN, FIRST_CHILD_BORN + 2000, len(child) - len(block))
    # Of one of them no birth date is recorded.
    people.no_birth_date[child[0]] = True
    n = len(child)
    count = 3 + dice.choice(n, (0.35, 0.25, 0.2, 0.1, 0.06, 0.04))
    at = dice.moments(n, scene.begins, scene.last - 15 * DAY)
    at[-12:] = scene.last - dice.between(12, 12 * DAY, 60 * DAY)
    moments, ids, known = [], [], []
    for turn in range(MOST_EPISODES):
        following = at + dice.between(n, 2 * DAY, 11 * DAY)
        rows = np.flatnonzero((turn < count) & (at <= scene.last))
        none = np.zeros(len(rows), dtype=bool)
        before = np.where(turn + 1 < count[rows], following[rows], NEVER)
        made, made_known = write(dice, scene, officers, child[rows], at[rows], before, child[rows] == child[0], none)
        spread = np.full(n, -1, dtype=np.int64)
        spread[rows] = made.numbers
        years = np.zeros(n, dtype=np.int64)
        years[rows] = 0 if made.years is None else made.years
        when, heard = np.full(n, NEVER, dtype=np.int64), np.full(n, NEVER, dtype=np.int64)
        when[rows], heard[rows] = at[rows], made_known
        moments.append(when)
        known.append(heard)
        ids.append(Ids(made.prefix, spread, made.width, years))
        at = following
    return Bursts(child, count, moments, ids, known)


def write(
    dice: Dice, scene: Scene, officers: Officers, nominal: Ints, at: Ints, before: Ints, unknown: Bools, nothing: Bools
) -> tuple[Ids, Ints]:
    """Episodes (each back before a time), and the three duties; `nothing` is owed to adults and the dead."""
    n = len(at)
    ids, known = episode_ids(scene, at), at + dice.whole(60, 900, n)
    graded = never_where(at + dice.delay(n, 1200, 0.7), dice.some(n, 0.02, min(2, n // 8)))
    returned = at + dice.delay(n, 9 * HOUR, 1.1, 1800)
    returned = np.where(
        before < NEVER, np.minimum(returned, before - 2 * HOUR), never_where(returned, dice.chance(n, 0.004))
    )
    # A few are entered the wrong way round: back before the report. What starts at the return is then unknown.
    wrong = (before >= NEVER) & ~unknown & ~nothing & dice.some(n, 0.0006, min(2, n // 50))
    prevention = never_where(returned + dice.delay(n, 8 * HOUR, 0.8, 600), dice.some(n, 0.07, min(2, n // 8)))
    interview = never_where(returned + dice.delay(n, 36 * HOUR, 0.6, 2 * HOUR), dice.some(n, 0.09, min(2, n // 8)))
    prevention, interview = (np.where(returned < NEVER, when, NEVER) for when in (prevention, interview))
    lag = dice.whole(5 * 60, 40 * 60, n)
    later = {"graded_at": graded + 60, "returned_at": returned + lag, "prevention_interview_at": prevention + lag,
             "return_interview_at": interview + lag}  # fmt: skip
    shown = np.where(wrong, at - 2 * HOUR, returned)
    owners = officers.of("child_investigator")
    owner = owners[dice.whole(0, len(owners), n)]
    columns: dict[str, Any] = {
        "episode_id": ids, "nominal_id": nominal_ids(nominal), "reported_at": at, "graded_at": graded,
        "risk_level": Coded(dice.choice(n, (0.08, 0.2, 0.57, 0.15)), RISKS), "returned_at": shown,
        "prevention_interview_at": prevention, "return_interview_at": interview, "owner_id": officer_ids(owner),
        "team": officers.teams_of(owner),
    }  # fmt: skip
    scene.extracts.add("missing_episodes", columns, known, later | {"risk_level": later["graded_at"]})
    key = scene.key
    clear = ~unknown & ~nothing
    key.late("missing-grading", [ids], known, at + MISSING_GRADING_HOURS * HOUR, later["graded_at"], clear)
    key.plan("missing-grading", [ids], "unknown", known, where=unknown)
    back = np.where(returned < NEVER, np.maximum(known, later["returned_at"]), NEVER)
    for duty, hours, done in (("missing-prevention-interview", PREVENTION_INTERVIEW_HOURS, "prevention_interview_at"),
                              ("missing-return-interview", RETURN_INTERVIEW_HOURS, "return_interview_at")):  # fmt: skip
        key.late(duty, [ids], back, np.minimum(returned, NEVER) + hours * HOUR, later[done], clear & ~wrong)
        key.plan(duty, [ids], "unknown", back, where=unknown | wrong)
    return ids, ints(known)
