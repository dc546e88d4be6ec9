"""Domestic abuse with children in it."""

from __future__ import annotations

from collections.abc import Iterator

from seenheard.engine.reference import incidents, uk
from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.night import Duty, Night, earliest
from seenheard.engine.reference.states import Instance

SCHOOL_AGE = 4


def domestic_attended(night: Night) -> Iterator[Instance]:
    """About the incident; nobody known under 18 and someone of unknown age makes it unknown."""
    duty, world = "domestic-attended", night.world
    for incident in incidents.of_kind(night, "domestic_abuse"):
        start = Start.of(incident["reported_at"])
        there = [person for person, _ in incidents.children(night, incident, start.at)]
        if not there:
            continue
        risk = incident.get("risk_level")
        owner, team = world.owner_and_team(incident)
        yield Instance(
            duty=duty, key=(incident["incident_id"],), subject_kind="record", subject_id=incident["incident_id"],
            persons=tuple(there), start=start,
            due_at=night.due(duty, start, f"within_{risk}") if risk is not None else None,
            met_at=earliest([incident.get("attended_at")], start.at),
            unknown=all(world.born(person) is None for person in there),
            risk_level=risk, owner_id=owner, team=team, restricted=incident.get("restricted") is True,
        )  # fmt: skip


def domestic_referral(night: Night) -> Iterator[Instance]:
    duty = "domestic-referral"
    for incident in incidents.of_kind(night, "domestic_abuse"):
        start = Start.of(incident["reported_at"])
        for child in incidents.children(night, incident, start.at):
            met = earliest(incidents.referrals(night, incident, child[0], "social_care"), start.at)
            yield incidents.instance(night, duty, incident, child, start, night.due(duty, start), met_at=met)


def domestic_school_told(night: Night) -> Iterator[Instance]:
    duty, world = "domestic-school-told", night.world
    for incident in incidents.of_kind(night, "domestic_abuse"):
        start = Start.of(incident["reported_at"])
        for child in incidents.children(night, incident, start.at):
            person, nominal_id = child
            born, nominal = world.born(person), world.get("nominals", nominal_id)
            if born is not None and uk.birthday(born, SCHOOL_AGE) > start.uk_day:
                continue
            due = night.due(duty, start, school=nominal.get("school") if nominal is not None else None)
            met = earliest(incidents.referrals(night, incident, person, "school"), start.at)
            yield incidents.instance(night, duty, incident, child, start, due, met_at=met)


INCIDENT_NEEDS = ("nominals", "incidents", "incident_people")

DUTIES = {
    "domestic-attended": Duty(INCIDENT_NEEDS, domestic_attended),
    "domestic-referral": Duty((*INCIDENT_NEEDS, "referrals"), domestic_referral),
    "domestic-school-told": Duty((*INCIDENT_NEEDS, "referrals"), domestic_school_told),
}
