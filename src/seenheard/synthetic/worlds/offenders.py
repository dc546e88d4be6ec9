"""Registered sex offenders: who they are and who manages them. Visits and the other duties are in the modules beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from seenheard.synthetic.clock import HOUR, NEVER, Ints, day_of, ints, midnight, working_days_later
from seenheard.synthetic.draws import Bools, Dice
from seenheard.synthetic.extract import Coded, Ids
from seenheard.synthetic.people import People, nominal_ids
from seenheard.synthetic.scene import Scene
from seenheard.synthetic.worlds import officers as workforce
from seenheard.synthetic.worlds.numbers import UNALLOCATED_WORKING_DAYS, VISIT_MONTHS

GROWN_UP = 25 * 365  # days; some are registered earlier than drawn here, never by five years
RISKS = ("very_high", "high", "medium", "low")
RISK_SHARES = (0.02, 0.20, 0.45, 0.33)
LOCATIONS = ("community", "custody", "hospital", "abroad", "whereabouts_unknown")
LOCATION_SHARES = (0.0, 0.7, 0.15, 0.15)
RECENT_DAYS = 60


def offender_ids(numbers: Any) -> Ids:
    return Ids("OFF", ints(numbers) + 1, 4)


@dataclass
class Offenders:
    """In order: active in the community (the first ones live with children, then those recently registered), reactive,
    away, ended, dead."""

    n: int
    active: int
    families: int
    recent: slice
    reactive: slice
    away: slice
    ended: slice
    dead: slice
    nominal: Ints
    risk: Ints
    interval: Ints
    registered: Ints
    returned: Ints
    homeless: Bools
    location: Ints
    known: Ints

    @property
    def months(self) -> Ints:
        """Between visits: the plan's own, else by risk."""
        by_risk = np.array([*VISIT_MONTHS.values(), 6])[self.risk]
        return ints(np.where(self.interval > 0, self.interval, by_risk))

    @property
    def without_clock(self) -> Bools:
        return (self.risk < 0) & (self.interval < 0)

    @property
    def has_ended(self) -> Bools:
        return np.isin(np.arange(self.n), np.arange(self.n)[self.ended])


def sizes(scene: Scene) -> dict[str, int]:
    """How many offenders there are of each kind."""
    return {
        "active": scene.count(1521, 80),
        "reactive": scene.count(36, 12),
        "away": scene.count(40, 6),
        "ended": scene.count(10, 3),
        "dead": 3,
    }


def make(dice: Dice, scene: Scene, people: People) -> Offenders:
    size = sizes(scene)
    n, active = sum(size.values()), size["active"]
    families = people.blocks["offender_families"]
    edges = np.cumsum(list(size.values()))
    recent = slice(len(families), len(families) + scene.count(50, 12))
    risk = dice.choice(n, RISK_SHARES)
    # A very high risk asks for a monthly visit; newly registered ones get their level after the first assessment.
    risk[recent] = np.maximum(risk[recent], 1)
    interval = np.where(dice.chance(n, 0.06) & (risk > 0), np.where(risk == 1, 2, 4), -1)
    interval[recent] = -1
    unknown = slice(recent.stop, recent.stop + scene.count(4, 2))
    risk[unknown], interval[unknown] = -1, -1
    only_plan = slice(unknown.stop, unknown.stop + 2)
    risk[only_plan], interval[only_plan] = -1, 5
    registered = dice.whole(day_of("2008-01-01"), scene.today - 900, n)
    later = dice.chance(n, 0.2)
    registered = np.where(later, dice.whole(scene.today - 900, scene.today - 430, n), registered)
    registered[recent] = scene.today - dice.whole(1, RECENT_DAYS, recent.stop - recent.start)
    location = np.zeros(n, dtype=np.int64)
    location[active - max(2, active // 120) : active] = 4
    location[edges[1] : edges[2]] = dice.choice(size["away"], LOCATION_SHARES)
    homes = people.blocks["offenders"]
    nominal = np.concatenate([families.first, homes.first[: n - len(families)]])
    # Nobody was registered as a child.
    people.born[nominal] = np.minimum(people.born[nominal], registered - GROWN_UP)
    people.system[nominal] = 1
    people.arrested[nominal] = True
    people.died[nominal[edges[3] :]] = scene.today - dice.whole(20, 60, size["dead"])
    people.restricted[nominal[np.flatnonzero(dice.some(n, 0.01))]] = True
    homeless = np.zeros(n, dtype=bool)
    homeless[recent.stop + 30 : active] = dice.some(active - recent.stop - 30, 0.02, 3)
    known = midnight(registered) + dice.whole(9 * HOUR, 17 * HOUR, n)
    return Offenders(
        n, active, len(families), recent, slice(edges[0], edges[1]), slice(edges[1], edges[2]), slice(edges[2], edges[3]),
        slice(edges[3], n), nominal, risk, interval, registered, np.full(n, NEVER, dtype=np.int64),
        homeless, location, known,
    )  # fmt: skip


def allocate(dice: Dice, scene: Scene, offenders: Offenders, officers: workforce.Officers) -> tuple[Ints, Ints]:
    """Who manages each offender, and since when that is known; plans who has nobody."""
    n = offenders.n
    managers = officers.of("offender_manager")
    manager = managers[dice.rng.permutation(n) % len(managers)]
    # Every manager has somebody, so that the courses of a manager are asked of each.
    manager[offenders.active - 2 * len(managers) : offenders.active] = np.repeat(managers, 2)
    known = np.maximum(offenders.known, 0)
    recent = np.arange(n)[offenders.recent]
    known[recent] += dice.whole(HOUR, 20 * HOUR, len(recent))
    due = working_days_later(offenders.registered, UNALLOCATED_WORKING_DAYS)
    pool = np.concatenate([np.arange(offenders.recent.stop + 8, offenders.active - 2 * len(managers)), recent[-2:],
                           np.arange(n)[offenders.away][:1]])  # fmt: skip
    chosen = dice.rng.permutation(pool)[: scene.count(14, 6)]
    nobody, departed = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
    manager[nobody] = -1
    manager[departed] = officers.former_manager
    for place, day in enumerate(scene.gaps):
        mended = nobody[place : place + 1]
        manager[mended] = managers[-1]
        known[mended] = midnight(day) + 15 * HOUR
    ids = offender_ids(np.arange(n))
    until = np.where(np.isin(np.arange(n), departed) | (manager < 0), NEVER, known)
    where = ~offenders.has_ended & (np.arange(n) < offenders.dead.start)
    scene.key.late("offender-unallocated", [ids], offenders.known, due, until, where)
    counted = (np.arange(n) < offenders.active) | (np.arange(n) >= offenders.away.start)
    workforce.weigh_caseloads(officers, dice, scene, manager, known, counted & ~offenders.has_ended)
    return manager, known


def write(offenders: Offenders, dice: Dice, scene: Scene, manager: Ints, manager_known: Ints) -> None:
    n = offenders.n
    rows = np.arange(n)
    ends = np.where(dice.chance(n, 0.7), NEVER, scene.today + dice.whole(60, 3000, n))
    ends[offenders.ended] = scene.today - dice.whole(15, 200, offenders.ended.stop - offenders.ended.start)
    since = np.where(dice.chance(n, 0.3) & (offenders.location == 0), offenders.registered, NEVER)
    since = np.where(offenders.returned < NEVER, offenders.returned, since)
    since[offenders.away] = scene.today - dice.whole(30, 400, offenders.away.stop - offenders.away.start)
    columns: dict[str, Any] = {
        "offender_id": offender_ids(rows),
        "nominal_id": nominal_ids(offenders.nominal),
        "manager_id": workforce.officer_ids(manager),
        "registered_on": offenders.registered,
        "notification_ends_on": ends,
        "risk_level": Coded(offenders.risk, RISKS),
        "visit_interval_months": offenders.interval,
        "management": Coded(np.where((rows >= offenders.reactive.start) & (rows < offenders.reactive.stop), 1, 0),
                            ("active", "reactive")),
        "location": Coded(offenders.location, LOCATIONS),
        "location_since": since,
        "mappa_level": Coded(dice.choice(n, (0.9, 0.08, 0.02)), ("1", "2", "3")),
        "no_fixed_abode": np.where(offenders.homeless, 1, np.where(dice.chance(n, 0.5), 0, -1)),
        "restricted": np.where(dice.some(n, 0.005), 1, -1),
    }  # fmt: skip
    scene.extracts.add("offenders", columns, offenders.known, {"manager_id": manager_known})
    flags: dict[str, Any] = {
        "flag_id": Ids("FL", scene.numbers("flags", n), 6),
        "nominal_id": nominal_ids(offenders.nominal),
        "flag": "registered_sex_offender",
        "raised_at": offenders.known,
    }
    scene.extracts.add("flags", flags, offenders.known)
