"""What partners owe, and what is owed to a child under police protection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.extract import KEYS, Row
from seenheard.engine.reference.night import Duty, Night, earliest
from seenheard.engine.reference.states import Instance


def through(night: Night, referral: Row | None) -> dict[str, Any]:
    """Owner, team and restriction of the incident, else the case, that a referral names."""
    world = night.world
    if referral is None:
        return {}
    incident = world.get("incidents", referral.get("incident_id"))
    case = world.get("online_cases", referral.get("case_id"))
    owner, team = world.owner_and_team(incident if incident is not None else case)
    restricted = any(row is not None and row.get("restricted") is True for row in (incident, case))
    return {"owner_id": owner, "team": team, "restricted": restricted}


def of_record(
    night: Night, duty: str, record_set: str, row: Row, begins: str, met_at: datetime | None, **more: Any
) -> Instance:
    """One row per record about a child, or anyone."""
    person, start = night.world.person(row["nominal_id"]), Start.of(row[begins])
    return Instance(
        duty=duty, key=(row[KEYS[record_set]],), subject_kind="child", subject_id=row["nominal_id"],
        person=person, persons=(person,), mortal=(person,),
        start=start, due_at=night.due(duty, start), met_at=earliest([met_at], start.at), **more,
    )  # fmt: skip


def partner_answer(night: Night) -> Iterator[Instance]:
    for row in night.world.rows("referrals"):
        if row["recipient"] == "social_care":
            told, decided = row.get("acknowledged_at"), row.get("decided_at")
            met = None if told is None or decided is None else max(told, decided)
            yield of_record(night, "partner-answer", "referrals", row, "sent_at", met, **through(night, row))


def partner_conference(night: Night) -> Iterator[Instance]:
    for row in night.world.rows("strategy_discussions"):
        if row["outcome"] in ("section_47_joint", "section_47_single"):
            more = through(night, night.world.get("referrals", row.get("referral_id")))
            met = row.get("conference_at")
            yield of_record(night, "partner-conference", "strategy_discussions", row, "held_at", met, **more)


def police_protection_end(night: Night) -> Iterator[Instance]:
    for row in night.world.rows("police_protections"):
        yield of_record(night, "police-protection-end", "police_protections", row, "taken_at", row.get("ended_at"))


def police_protection_told(night: Night) -> Iterator[Instance]:
    for row in night.world.rows("police_protections"):
        told = row.get("local_authority_told_at")
        yield of_record(night, "police-protection-told", "police_protections", row, "taken_at", told)


DUTIES = {
    "partner-answer": Duty(("referrals",), partner_answer),
    "partner-conference": Duty(("strategy_discussions",), partner_conference),
    "police-protection-end": Duty(("police_protections",), police_protection_end),
    "police-protection-told": Duty(("police_protections",), police_protection_told),
}
