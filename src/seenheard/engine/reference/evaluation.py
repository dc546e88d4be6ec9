"""All duties over one extract, as of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from seenheard.engine.reference import (
    children,
    custody,
    disclosure,
    domestic,
    exploitation,
    missing,
    offenders,
    online,
    partners,
    workforce,
)
from seenheard.engine.reference.extract import Extract, StandardLike
from seenheard.engine.reference.night import Duty, Night
from seenheard.engine.reference.states import DutyState, Judge
from seenheard.engine.reference.world import World

DUTIES: Mapping[str, Duty] = {
    **offenders.DUTIES,
    **online.DUTIES,
    **exploitation.DUTIES,
    **missing.DUTIES,
    **children.DUTIES,
    **domestic.DUTIES,
    **partners.DUTIES,
    **custody.DUTIES,
    **disclosure.DUTIES,
    **workforce.DUTIES,
}


def evaluate(
    rows: Extract,
    as_of: int,
    standard: StandardLike,
    excuses: Mapping[tuple[str, str], date],
    persons: Mapping[str, str],
    match_probability: Mapping[str, float] | None = None,
) -> list[DutyState]:
    """The duty states as of an instant (µs since 1970 UTC), sorted by duty and key.

    `excuses` gives the last date (inclusive, UK) by (duty, key); `persons` the person of a nominal.
    """
    world = World(rows, as_of, persons)
    night, judge = Night(world, standard), Judge(world, standard, excuses, match_probability or {})
    found = [
        judge.state(instance)
        for duty in DUTIES.values()
        if not world.absent.intersection(duty.needs)
        for instance in duty.instances(night)
        if instance.start is None or instance.start.at <= world.as_of
    ]
    return sorted(found, key=lambda state: (state.duty, state.key))
