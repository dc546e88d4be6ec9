"""Children seen and heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from seenheard.engine.reference import incidents
from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.night import Duty, Night, earliest
from seenheard.engine.reference.states import Instance

KINDS = ("domestic_abuse", "child_concern", "child_abuse", "exploitation")
VICTIM_FACTS = ("incident_id", "nominal_id", "role")


def seen_from(contacts: Sequence[Row], start: datetime) -> Row | None:
    """The first contact at or after the start at which the child was seen (empty: not seen)."""
    return next((row for row in contacts if row.get("seen") is True and row["contact_at"] >= start), None)


def seen_due(night: Night, contacts: Sequence[Row], start: Start) -> datetime | None:
    """Every failed attempt with a reason, made in time, moves the due time on, up to a limit."""
    duty = "child-seen"
    due, limit = night.due(duty, start), night.due(duty, start, "never_later")
    seen = seen_from(contacts, start.at)
    for row in contacts:
        if due is None or row is seen:
            break
        if row.get("seen") is True or row.get("not_seen_reason") is None:
            continue
        moved = night.due(duty, Start(row["contact_at"]), "attempt_extends")
        if moved is not None and start.at <= row["contact_at"] <= due:
            due = max(due, moved if limit is None else min(moved, limit))
    return due


def child_seen(night: Night) -> Iterator[Instance]:
    duty = "child-seen"
    for incident in incidents.of_kind(night, *KINDS):
        start = Start.of(incident["reported_at"])
        for child in incidents.children(night, incident, start.at):
            contacts = incidents.contacts(night, incident, child[0])
            seen = seen_from(contacts, start.at)
            met = seen["contact_at"] if seen is not None else None
            due = seen_due(night, contacts, start)
            yield incidents.instance(night, duty, incident, child, start, due, met_at=met)


def plain(text: str) -> str:
    """Lower-cased, only letters and single spaces."""
    kept = "".join(mark for mark in text.lower() if mark.isalpha() or mark.isspace())
    return " ".join(kept.split())


def is_voice(text: str | None, not_voice: Sequence[str]) -> bool:
    """Whether a text records what a child said or showed, and is no stock phrase."""
    return text is not None and plain(text) not in not_voice


def child_heard(night: Night) -> Iterator[Instance]:
    duty = "child-heard"
    not_voice = night.standard.lists.get((duty, "not_voice"), ())
    for incident in incidents.of_kind(night, *KINDS):
        for person, nominal_id in incidents.people(night, incident).items():
            contacts = incidents.contacts(night, incident, person)
            seen = seen_from(contacts, incident["reported_at"])
            if seen is None:
                continue
            start = Start.of(seen["contact_at"])
            if night.world.is_child(person, start.uk_day) is False:
                continue
            heard = (
                max(row["contact_at"], start.at)
                for row in contacts
                if is_voice(row.get("words"), not_voice) or is_voice(row.get("demeanour"), not_voice)
            )
            met, due = min(heard, default=None), night.due(duty, start)
            yield incidents.instance(night, duty, incident, (person, nominal_id), start, due, met_at=met)


def siblings(night: Night, incident: Row, start: Start) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Others of the victims' households, or their siblings: person, smallest nominal, the victims that name them."""
    world, day = night.world, start.uk_day
    there = incidents.people(night, incident, None)
    named: dict[str, str] = {}
    victims: dict[str, set[str]] = {}
    for victim in incidents.people(night, incident, ("victim",)):
        if world.is_child(victim, day) is not True:
            continue
        brothers_and_sisters = night.households.related(victim, day, "sibling", forward=True, backward=True)
        for ground in (*night.households.of(victim, day), *brothers_and_sisters):
            if ground.person not in there and world.is_child(ground.person, day) is not False:
                named[ground.person] = min(ground.nominal_id, named.get(ground.person, ground.nominal_id))
                victims.setdefault(ground.person, set()).add(victim)
    for person, nominal_id in named.items():
        yield person, world.smallest_nominal(person, nominal_id), tuple(sorted(victims[person]))


def child_siblings(night: Night) -> Iterator[Instance]:
    duty = "child-siblings"
    for incident in incidents.of_kind(night, *KINDS):
        start = Start.of(incident["reported_at"])
        for person, nominal_id, victims in siblings(night, incident, start):
            contacts = incidents.contacts(night, incident, person)
            seen = [row["contact_at"] for row in contacts if row.get("seen") is True]
            met = earliest([*seen, *incidents.referrals(night, incident, person)], start.at)
            yield incidents.instance(
                night, duty, incident, (person, nominal_id), start, night.due(duty, start),
                met_at=met, persons=(person, *victims),
            )  # fmt: skip


def child_victim_recorded(night: Night) -> Iterator[Instance]:
    duty, world = "child-victim-recorded", night.world
    for incident in incidents.of_kind(night, "domestic_abuse"):
        start = Start.of(incident["reported_at"])
        named = world.where("incident_people", "incident_id", incident["incident_id"])
        for child in incidents.children(night, incident, start.at, ("child_related",)):
            known = (
                max(world.first_known("incident_people", row, VICTIM_FACTS), start.at)
                for row in named
                if row["role"] == "victim" and world.person(row["nominal_id"]) == child[0]
            )
            met, due = min(known, default=None), night.due(duty, start)
            yield incidents.instance(night, duty, incident, child, start, due, met_at=met)


CONTACT_NEEDS = ("nominals", "incidents", "incident_people", "child_contacts")

DUTIES = {
    "child-seen": Duty(CONTACT_NEEDS, child_seen),
    "child-heard": Duty(CONTACT_NEEDS, child_heard),
    "child-siblings": Duty((*CONTACT_NEEDS, "associations", "referrals"), child_siblings),
    "child-victim-recorded": Duty(("nominals", "incidents", "incident_people"), child_victim_recorded),
}
