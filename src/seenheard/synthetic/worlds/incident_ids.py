"""Ids that carry the year in which a thing was reported."""

from __future__ import annotations

from seenheard.synthetic.clock import Ints, uk_day
from seenheard.synthetic.extract import Ids
from seenheard.synthetic.scene import Scene


def _years(at: Ints) -> Ints:
    return uk_day(at).astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970


def incident_ids(scene: Scene, at: Ints) -> Ids:
    return Ids("INC-", scene.numbers("incidents", len(at)), 7, _years(at))


def episode_ids(scene: Scene, at: Ints) -> Ids:
    return Ids("MIS-", scene.numbers("episodes", len(at)), 6, _years(at))


def case_ids(scene: Scene, at: Ints) -> Ids:
    return Ids("C-", scene.numbers("cases", len(at)), 5, _years(at))
