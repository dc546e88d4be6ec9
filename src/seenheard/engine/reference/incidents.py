"""Who is in an incident, and a row about a child of an incident: shared by the children's and domestic duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from seenheard.engine.reference import uk
from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.night import Night
from seenheard.engine.reference.states import Instance
from seenheard.engine.reference.world import IN_AN_INCIDENT


def of_kind(night: Night, *kinds: str) -> Iterator[Row]:
    return (row for row in night.world.rows("incidents") if row["kind"] in kinds)


def people(night: Night, incident: Row, roles: Sequence[str] | None = IN_AN_INCIDENT) -> dict[str, str]:
    """By person: the smallest of their nominals that the incident names in one of these roles (None: any)."""
    found: dict[str, str] = {}
    for row in night.world.where("incident_people", "incident_id", incident["incident_id"]):
        if roles is None or row["role"] in roles:
            person = night.world.person(row["nominal_id"])
            found[person] = min(row["nominal_id"], found.get(person, row["nominal_id"]))
    return found


def children(night: Night, incident: Row, at: datetime, roles: Sequence[str] = IN_AN_INCIDENT) -> Iterator[tuple[str, str]]:
    """Those under 18, or of unknown age, on the UK day of a moment: person and nominal."""
    for person, nominal_id in people(night, incident, roles).items():
        if night.world.is_child(person, uk.uk_day(at)) is not False:
            yield person, nominal_id


def contacts(night: Night, incident: Row, person: str) -> list[Row]:
    """The contacts of that person and incident, in order of time."""
    found = night.world.where("child_contacts", "incident_id", incident["incident_id"])
    theirs = (row for row in found if night.world.person(row["nominal_id"]) == person)
    return sorted(theirs, key=lambda row: (row["contact_at"], row["contact_id"]))


def referrals(night: Night, incident: Row, person: str, recipient: str | None = None) -> list[datetime]:
    """When referrals for that person with that incident_id were sent (to one recipient, or any)."""
    return [
        row["sent_at"]
        for row in night.world.where("referrals", "incident_id", incident["incident_id"])
        if night.world.person(row["nominal_id"]) == person and recipient in (None, row["recipient"])
    ]


def instance(
    night: Night,
    duty: str,
    incident: Row,
    child: tuple[str, str],
    start: Start,
    due_at: datetime | None,
    **more: Any,
) -> Instance:
    """A row about a child of an incident; unknown when their age is."""
    person, nominal_id = child
    owner, team = night.world.owner_and_team(incident)
    values: dict[str, Any] = {
        "key": (incident["incident_id"], nominal_id),
        "subject_kind": "child",
        "subject_id": nominal_id,
        "person": person,
        "persons": (person,),
        "mortal": (person,),
        "unknown": night.world.born(person) is None,
        "risk_level": incident.get("risk_level"),
        "owner_id": owner,
        "team": team,
        "restricted": incident.get("restricted") is True,
    }
    return Instance(duty=duty, start=start, due_at=due_at, **{**values, **more})
