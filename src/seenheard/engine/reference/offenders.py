"""Managing people who pose a risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from seenheard.engine.reference import uk
from seenheard.engine.reference.clocks import Span, Start
from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.household import Ground
from seenheard.engine.reference.night import Duty, Night, earliest, last
from seenheard.engine.reference.states import Instance

AWAY = ("custody", "hospital", "abroad")
OFFENDER_FACTS = ("nominal_id", "registered_on", "location")


def has_ended(night: Night, offender: Row) -> bool:
    ends = offender.get("notification_ends_on")
    return ends is not None and ends < night.world.today


def ended_or_away(night: Night, offender: Row) -> bool:
    return has_ended(night, offender) or offender["location"] in AWAY


def moved(offender: Row, start: Start | None) -> Start | None:
    """Back in the community after the start: the start is that date. The same date is not after."""
    since = offender.get("location_since")
    if start is None or offender["location"] != "community" or since is None or since <= start.uk_day:
        return start
    return Start.of(since)


def registered(offender: Row) -> Start | None:
    """None when registered_on lies after as_of: nothing that starts there is owed yet."""
    on = offender.get("registered_on")
    return None if on is None else Start.of(on)


def instance(night: Night, duty: str, offender: Row, start: Start, due_at: datetime | None, **more: Any) -> Instance:
    """A row about an offender; the work is the manager's."""
    world = night.world
    who = world.person(offender["nominal_id"])
    values: dict[str, Any] = {
        "key": (offender["offender_id"],),
        "subject_kind": "offender",
        "subject_id": offender["offender_id"],
        "person": who,
        "persons": (who,),
        "mortal": (who,),
        "risk_level": offender.get("risk_level"),
        "owner_id": offender.get("manager_id"),
        "team": world.team_of(offender.get("manager_id")),
    }
    values.update(more)
    values["restricted"] = more.get("restricted") is True or offender.get("restricted") is True
    return Instance(duty=duty, start=start, due_at=due_at, **values)


def under_active_management(night: Night) -> Iterator[Row]:
    return (row for row in night.world.rows("offenders") if row["management"] == "active")


def seen_visits(night: Night, offender: Row) -> list[Row]:
    visits = night.world.where("visits", "offender_id", offender["offender_id"])
    return [row for row in visits if row["outcome"] == "seen"]


def last_arms(night: Night, offender: Row) -> Row | None:
    made = night.world.where("risk_assessments", "offender_id", offender["offender_id"])
    return last((row for row in made if row["tool"] == "arms"), "completed_on", "assessment_id")


def offender_visit(night: Night) -> Iterator[Instance]:
    duty = "offender-visit"
    for offender in under_active_management(night):
        visit = last(seen_visits(night, offender), "attempted_at", "visit_id")
        start = moved(offender, Start.of(visit["attempted_at"]) if visit else registered(offender))
        if start is None:
            continue
        months, risk = offender.get("visit_interval_months"), offender.get("risk_level")
        if months is not None:
            due = night.clocks.due(start, Span(int(months), "months"))
        else:
            due = night.due(duty, start, f"within_{risk}") if risk is not None else None
        key = (offender["offender_id"], visit["visit_id"] if visit else "registered")
        yield instance(night, duty, offender, start, due, key=key, excused=ended_or_away(night, offender))


def offender_first_visit(night: Night) -> Iterator[Instance]:
    duty = "offender-first-visit"
    for offender in under_active_management(night):
        start = registered(offender)
        if start is not None:
            met = earliest((visit["attempted_at"] for visit in seen_visits(night, offender)), start.at)
            due, excused = night.due(duty, start), ended_or_away(night, offender)
            yield instance(night, duty, offender, start, due, met_at=met, excused=excused)


def offender_assessment(night: Night) -> Iterator[Instance]:
    duty = "offender-assessment"
    for offender in under_active_management(night):
        made = last_arms(night, offender)
        start = moved(offender, Start.of(made["completed_on"]) if made else registered(offender))
        if start is not None:
            key = (offender["offender_id"], made["assessment_id"] if made else "registered")
            due, excused = night.due(duty, start), ended_or_away(night, offender)
            yield instance(night, duty, offender, start, due, key=key, excused=excused)


def offender_notification(night: Night) -> Iterator[Instance]:
    duty = "offender-notification"
    for offender in night.world.rows("offenders"):
        given = night.world.where("notifications", "offender_id", offender["offender_id"])
        newest = last(given, "notified_on", "notification_id")
        start = Start.of(newest["notified_on"]) if newest else registered(offender)
        if start is None:
            continue
        homeless = offender.get("no_fixed_abode") is True
        due = night.due(duty, start, "within_no_fixed_abode" if homeless else "within")
        if offender["location"] == "community" and offender.get("location_since") is not None:
            returned = night.due(duty, Start.of(offender["location_since"]), "after_return")
            due = max(due, returned) if due is not None and returned is not None else due
        key = (offender["offender_id"], newest["notification_id"] if newest else "registered")
        yield instance(night, duty, offender, start, due, key=key, excused=ended_or_away(night, offender))


def offender_lone_visit(night: Night) -> Iterator[Instance]:
    """By visit: the offender need not stand, and then nothing is known of them."""
    duty = "offender-lone-visit"
    for visit in night.world.rows("visits"):
        present = visit.get("officers_present")
        if present is not None and present != 1:
            continue
        start = Start.of(visit["attempted_at"])
        met = visit["attempted_at"] if visit.get("lone_visit_approved_by") is not None else None
        more: dict[str, Any] = {"key": (visit["visit_id"],), "met_at": met, "unknown": present is None}
        offender = night.world.get("offenders", visit["offender_id"])
        due = night.due(duty, start)
        if offender is not None:
            yield instance(night, duty, offender, start, due, **more)
        else:
            subject = visit["offender_id"]
            yield Instance(duty=duty, subject_kind="offender", subject_id=subject, start=start, due_at=due, **more)


def events_naming(night: Night, person: str) -> Iterator[tuple[datetime, str, bool]]:
    """Incidents (any role), missing episodes and online cases (suspect): when, which, restricted."""
    world = night.world
    named = {row["incident_id"] for row in world.of_person("incident_people", person)}
    for incident in filter(None, (world.get("incidents", key) for key in named)):
        yield incident["reported_at"], incident["incident_id"], incident.get("restricted") is True
    for episode in world.of_person("missing_episodes", person):
        yield episode["reported_at"], episode["episode_id"], False
    for case in world.of_person("online_cases", person, "suspect_nominal_id"):
        yield case["received_at"], case["case_id"], case.get("restricted") is True


def offender_reactive_review(night: Night) -> Iterator[Instance]:
    duty = "offender-reactive-review"
    for offender in night.world.rows("offenders"):
        if offender["management"] != "reactive":
            continue
        made, on = last_arms(night, offender), offender.get("registered_on")
        events = [
            event
            for event in events_naming(night, night.world.person(offender["nominal_id"]))
            if (uk.uk_day(event[0]) > made["completed_on"] if made else on is not None and uk.uk_day(event[0]) >= on)
        ]
        if events:
            at, key, restricted = min(events)
            start = moved(offender, Start.of(at))
            assert start is not None
            more = {"key": (offender["offender_id"], key), "restricted": restricted}
            due, excused = night.due(duty, start), ended_or_away(night, offender)
            yield instance(night, duty, offender, start, due, excused=excused, **more)


def known_since(night: Night, offender: Row, ground: Ground) -> datetime:
    """The latest first-known time of a ground's facts, not before 00:00 UK of started_on."""
    facts = (*ground.facts, ("offenders", offender, OFFENDER_FACTS))
    known = max(night.world.first_known(*fact) for fact in facts)
    return known if ground.started_on is None else max(known, uk.instant(ground.started_on))


def children_at_risk(night: Night, offender: Row) -> dict[str, tuple[datetime, str]]:
    """By person: the earliest ground's moment, and the child's nominal in it (of equal ones the smallest)."""
    world = night.world
    who = world.person(offender["nominal_id"])
    own_children = night.households.related(who, world.today, "parent", forward=True, backward=False)
    found: dict[str, tuple[datetime, str]] = {}
    for ground in (*night.households.of(who, world.today), *own_children):
        if world.is_child(ground.person, world.today) is not False:
            reason = (known_since(night, offender, ground), ground.nominal_id)
            found[ground.person] = min(reason, found.get(ground.person, reason))
    return found


def told_social_care(referrals: Iterable[Row], since: datetime) -> datetime | None:
    return earliest((row["sent_at"] for row in referrals if row["recipient"] == "social_care"), since)


def offender_child_in_household(night: Night) -> Iterator[Instance]:
    duty, world = "offender-child-in-household", night.world
    for offender in world.rows("offenders"):
        if has_ended(night, offender) or offender["location"] not in ("community", "whereabouts_unknown"):
            continue
        who = world.person(offender["nominal_id"])
        for child, (at, nominal_id) in children_at_risk(night, offender).items():
            since = night.clocks.back(at, night.needed(duty, "referral_before"))
            sent = told_social_care(world.of_person("referrals", child), since)
            start = Start(at)
            yield instance(
                night, duty, offender, start, night.due(duty, start),
                key=(offender["offender_id"], nominal_id), subject_kind="child", subject_id=nominal_id,
                person=child, persons=(who, child), mortal=(who, child),
                met_at=None if sent is None else max(sent, at), unknown=world.born(child) is None,
            )  # fmt: skip


def offender_unallocated(night: Night) -> Iterator[Instance]:
    duty = "offender-unallocated"
    for offender in night.world.rows("offenders"):
        start = moved(offender, registered(offender))
        if start is not None and not has_ended(night, offender):
            holds = night.world.is_active(offender.get("manager_id"))
            yield instance(night, duty, offender, start, night.due(duty, start), holds=holds)


REACTIVE_NEEDS = (
    "offenders", "risk_assessments", "incidents", "incident_people", "missing_episodes", "online_cases"
)  # fmt: skip

DUTIES = {
    "offender-visit": Duty(("offenders", "visits"), offender_visit),
    "offender-first-visit": Duty(("offenders", "visits"), offender_first_visit),
    "offender-assessment": Duty(("offenders", "risk_assessments"), offender_assessment),
    "offender-notification": Duty(("offenders", "notifications"), offender_notification),
    "offender-lone-visit": Duty(("visits",), offender_lone_visit),
    "offender-reactive-review": Duty(REACTIVE_NEEDS, offender_reactive_review),
    "offender-child-in-household": Duty(("offenders", "nominals", "associations", "referrals"), offender_child_in_household),
    "offender-unallocated": Duty(("offenders", "officers"), offender_unallocated),
}
