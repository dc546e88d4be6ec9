"""Online child sexual exploitation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.night import Duty, Night, earliest, first, last, misordered
from seenheard.engine.reference.states import Instance

UNNAMED = "unnamed"


def events(night: Night, case_id: str | None, kind: str) -> list[Row]:
    return [row for row in night.world.where("case_events", "case_id", case_id) if row["kind"] == kind]


def counting_grading(night: Night, case_id: str | None) -> Row | None:
    """The last grading at or before the first enforced event; not enforced: the last of all."""
    graded, enforced = (
        events(night, case_id, "graded"),
        first(events(night, case_id, "enforced"), "occurred_at", "event_id"),
    )
    if enforced is not None:
        graded = [row for row in graded if row["occurred_at"] <= enforced["occurred_at"]]
    return last(graded, "occurred_at", "event_id")


def instance(
    night: Night, duty: str, case_id: str | None, start: Start | None, due_at: datetime | None, **more: Any
) -> Instance:
    """A row about a case, which need not stand: then it is an id with nothing recorded."""
    case = night.world.get("online_cases", case_id)
    grading = counting_grading(night, case_id)
    owner, team = night.world.owner_and_team(case)
    values: dict[str, Any] = {
        "key": (case_id,),
        "subject_kind": "record",
        "subject_id": case_id,
        "risk_level": grading.get("level") if grading else None,
        "owner_id": owner,
        "team": team,
        "restricted": case is not None and case.get("restricted") is True,
        "case_is_open": case is not None and case.get("closed_at") is None,
    }
    return Instance(duty=duty, start=start, due_at=due_at, **{**values, **more})


def online_grading(night: Night) -> Iterator[Instance]:
    duty = "online-grading"
    for case in night.world.rows("online_cases"):
        start = Start.of(case["received_at"])
        due = night.due(duty, start)
        met = earliest((row["occurred_at"] for row in events(night, case["case_id"], "graded")), start.at)
        closed = case.get("closed_at")
        excused = closed is not None and due is not None and closed < due
        yield instance(night, duty, case["case_id"], start, due, met_at=met, excused=excused)


def online_enforcement(night: Night) -> Iterator[Instance]:
    duty = "online-enforcement"
    from_receipt = night.value(duty, "counts_from") == "receipt"
    for case in night.world.rows("online_cases"):
        grading = counting_grading(night, case["case_id"])
        if grading is None:
            continue
        start = Start.of(case["received_at"] if from_receipt else grading["occurred_at"])
        level = grading.get("level")
        due = night.due(duty, start, f"within_{level}") if level is not None else None
        enforced = events(night, case["case_id"], "enforced")
        charged = bool(events(night, case["case_id"], "charging_decision"))
        yield instance(
            night, duty, case["case_id"], start, due,
            key=(case["case_id"], grading["event_id"]),
            met_at=earliest((row["occurred_at"] for row in enforced), start.at),
            excused=case.get("closed_at") is not None and not enforced and charged,
        )  # fmt: skip


def told(night: Night, case_id: str, recipient: str, child: str | None, start: datetime) -> datetime | None:
    """The first referral with that case_id to that recipient (for that child, if one is named)."""
    sent = [
        row["sent_at"]
        for row in night.world.where("referrals", "case_id", case_id)
        if row["recipient"] == recipient and (child is None or night.world.person(row["nominal_id"]) == child)
    ]
    return earliest(sent, start)


def online_children_shared(night: Night) -> Iterator[Instance]:
    duty, world = "online-children-shared", night.world
    for case in world.rows("online_cases"):
        by_child: dict[str | None, list[Row]] = {}
        for event in events(night, case["case_id"], "child_identified"):
            named = event.get("nominal_id")
            by_child.setdefault(None if named is None else world.person(named), []).append(event)
        for child, identified in by_child.items():
            trigger = first(identified, "occurred_at", "event_id")
            assert trigger is not None
            start = Start.of(trigger["occurred_at"])
            yield instance(
                night, duty, case["case_id"], start, night.due(duty, start),
                key=(case["case_id"], trigger["nominal_id"] if child is not None else UNNAMED),
                met_at=told(night, case["case_id"], "social_care", child, start.at),
                persons=() if child is None else (child,),
            )  # fmt: skip


def online_lado(night: Night) -> Iterator[Instance]:
    duty = "online-lado"
    for case in night.world.rows("online_cases"):
        trigger = first(events(night, case["case_id"], "child_work_identified"), "occurred_at", "event_id")
        if trigger is not None:
            start = Start.of(trigger["occurred_at"])
            met = told(night, case["case_id"], "lado", None, start.at)
            yield instance(night, duty, case["case_id"], start, night.due(duty, start), met_at=met)


def online_progress(night: Night) -> Iterator[Instance]:
    duty = "online-progress"
    for case in night.world.rows("online_cases"):
        if case.get("closed_at") is None:
            newest = last(night.world.where("case_events", "case_id", case["case_id"]), "occurred_at", "event_id")
            start = Start.of(newest["occurred_at"] if newest else case["received_at"])
            key = (case["case_id"], newest["event_id"] if newest else "received")
            yield instance(night, duty, case["case_id"], start, night.due(duty, start), key=key)


def online_devices(night: Night) -> Iterator[Instance]:
    duty = "online-devices"
    for event in night.world.rows("case_events"):
        if event["kind"] == "devices_submitted":
            start = Start.of(event["occurred_at"])
            examined = (row["occurred_at"] for row in events(night, event["case_id"], "devices_examined"))
            met, key = earliest(examined, start.at), (event["event_id"],)
            yield instance(night, duty, event["case_id"], start, night.due(duty, start), key=key, met_at=met)


def released_or_renewed(night: Night, bail: Row) -> datetime | None:
    """The earlier of ended_at and the start of a later bail of the same case and suspect that protects a child."""
    suspect = night.world.person(bail["suspect_nominal_id"])
    times = [
        other["starts_at"]
        for other in night.world.where("bails", "case_id", bail.get("case_id"))
        if other.get("protects_child") is True
        and night.world.person(other["suspect_nominal_id"]) == suspect
        and other["starts_at"] > bail["starts_at"]
    ]
    if bail.get("ended_at") is not None:
        times.append(bail["ended_at"])
    return min(times, default=None)


def online_bail(night: Night) -> Iterator[Instance]:
    duty, world = "online-bail", night.world
    for bail in world.rows("bails"):
        if bail.get("protects_child") is not True:
            continue
        start = Start(night.clocks.back(bail["ends_at"], night.needed(duty, "before_end")))
        met = released_or_renewed(night, bail)
        if start.at > world.as_of or (met is not None and met < start.at):
            continue
        suspect = world.person(bail["suspect_nominal_id"])
        yield instance(
            night, duty, bail.get("case_id"), start, bail["ends_at"],
            key=(bail["bail_id"],), subject_id=bail["bail_id"], met_at=met, persons=(suspect,),
            unknown=misordered(bail, "starts_at", "ends_at"),
        )  # fmt: skip


DUTIES = {
    "online-grading": Duty(("online_cases", "case_events"), online_grading),
    "online-enforcement": Duty(("online_cases", "case_events"), online_enforcement),
    "online-children-shared": Duty(("online_cases", "case_events", "referrals"), online_children_shared),
    "online-lado": Duty(("online_cases", "case_events", "referrals"), online_lado),
    "online-progress": Duty(("online_cases", "case_events"), online_progress),
    "online-devices": Duty(("online_cases", "case_events"), online_devices),
    "online-bail": Duty(("bails",), online_bail),
}
