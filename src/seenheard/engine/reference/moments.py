"""The moments at which a child's missing episodes or exploitation incidents call for an answer, and their groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from seenheard.engine.reference import uk
from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.night import Night, earliest
from seenheard.engine.reference.world import IN_AN_INCIDENT


@dataclass(frozen=True)
class Moment:
    """The record that calls."""

    at: datetime
    key: str
    nominal_id: str
    risk_level: str | None = None
    restricted: bool = False

    @property
    def order(self) -> tuple[datetime, str]:
        """In order of time, then of the record's id."""
        return self.at, self.key


def persons_in(night: Night, *record_sets: str) -> list[str]:
    """Everybody whom a row of these record sets names."""
    world = night.world
    return sorted({world.person(row["nominal_id"]) for name in record_sets for row in world.rows(name)})


def exploitation_incidents(night: Night, person: str) -> Iterator[tuple[Row, str]]:
    """Exploitation incidents that the person is in, each with the smallest of their nominals that it names."""
    world = night.world
    named: dict[str, str] = {}
    for row in world.of_person("incident_people", person):
        if row["role"] in IN_AN_INCIDENT:
            named[row["incident_id"]] = min(row["nominal_id"], named.get(row["incident_id"], row["nominal_id"]))
    for incident_id, nominal_id in named.items():
        incident = world.get("incidents", incident_id)
        if incident is not None and incident["kind"] == "exploitation":
            yield incident, nominal_id


def often_missing(night: Night, duty: str, person: str) -> Iterator[Moment]:
    """(a) the missing episodes by which there are enough of them in the window up to and including it."""
    enough, window = int(night.value(duty, "episodes")), night.needed(duty, "window")
    episodes = night.world.of_person("missing_episodes", person)
    for row in episodes:
        at = row["reported_at"]
        since = night.clocks.back(at, window)
        if sum(since <= other["reported_at"] <= at for other in episodes) >= enough:
            yield Moment(at, row["episode_id"], row["nominal_id"], row.get("risk_level"))


def in_exploitation(night: Night, person: str) -> Iterator[Moment]:
    """(b) the exploitation incidents that the person is in."""
    for incident, nominal_id in exploitation_incidents(night, person):
        restricted = incident.get("restricted") is True
        yield Moment(incident["reported_at"], incident["incident_id"], nominal_id, incident.get("risk_level"), restricted)


def as_a_child(night: Night, person: str, moments: Iterable[Moment]) -> list[Moment]:
    """The moments at which the person was under 18, or of unknown age."""
    return [one for one in moments if night.world.is_child(person, uk.uk_day(one.at)) is not False]


def latest_group(moments: Sequence[Moment], answers: Sequence[datetime]) -> tuple[Moment, datetime | None] | None:
    """The earliest moment of the group that the last moment is in, and that group's answer."""
    if not moments:
        return None
    answer = earliest(answers, max(one.at for one in moments))
    group = [one for one in moments if earliest(answers, one.at) == answer]
    return min(group, key=lambda one: one.order), answer
