"""A small force of two nights for looking at pages: in tests, in the browser, by hand."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

from tests.web.release import AS_OF, Night, event, officer, rate, state, subject

NAMES = (
    "Gareth Pugh",
    "Imran Siddiqui",
    "Tomasz Wójcik",
    "Kwame Boateng",
    "Neil O’Hara",
    "Peter Ashdown",
    "Rajesh Patel",
    "Colin Mfume",
)
CHILDREN = ("Amira Haddad", "Jayden Cole", "Zofia Nowak", "Temi Adeyemi", "Ellie Marsh", "Noah Price")
TEAMS = ("North offender team", "South offender team")
LEVELS = ("very_high", "high", "medium", "low")
HOSTILE = "<script>alert('x')</script> \"O'Neil\" & <b>Sons</b>"


def first_night(offenders: int = 120) -> Night:
    """The night before."""
    return _night("2026-11-21T0600Z-bbbb", offenders, nights_ago=1)


def second_night(offenders: int = 120) -> Night:
    """Last night: some visits were made, some became late."""
    return _night("2026-11-22T0600Z-aaaa", offenders, nights_ago=0)


def _night(release_id: str, offenders: int, nights_ago: int) -> Night:
    dice = Random(7)
    as_of = AS_OF - timedelta(days=nights_ago)
    night = Night(release_id=release_id, as_of=as_of)
    night.officers = [
        officer("F1", "DC Sarah Whitcombe", TEAMS[0], "offender_manager"),
        officer("F2", "DC Owen Rees", TEAMS[1], "offender_manager"),
        officer("F3", "DC Priya Nair", "Online team", "online_investigator"),
        officer("F4", "PC Daniel Mensah", "Child team", "child_investigator"),
    ]
    for number in range(offenders):
        _offender(night, number, dice, nights_ago)
    for number in range(12):
        _case(night, number)
    for number, name in enumerate((*CHILDREN, HOSTILE)):
        _child(night, number, name)
    for duty in ("offender-visit", "online-progress", "child-heard"):
        for scope in ("all", "open"):
            night.rates.append(rate(duty, scope=scope))
            night.rates += [rate(duty, "team", team, scope, rate=0.6 + 0.2 * n) for n, team in enumerate(TEAMS)]
            night.rates += [rate(duty, "risk_level", level, scope, rate=0.5 + 0.1 * n) for n, level in enumerate(LEVELS)]
            night.rates += [rate(duty, "month", f"2026-{month:02}", scope, owed=10 * month) for month in (9, 10, 11)]
    night.states.sort(key=lambda row: (row["duty"], row["key"]))
    return night


def _offender(night: Night, number: int, dice: Random, nights_ago: int) -> None:
    identity, level = f"O{number:04}", LEVELS[min(int(dice.random() * 6), 3)]
    days = dice.randrange(-20, 120) - nights_ago
    name = f"{NAMES[number % len(NAMES)]}"
    visited = number % 17 == 3 and not nights_ago
    key = f"{identity}|V{number}{'b' if visited else ''}"
    late, team = days > 0 and not visited, TEAMS[number % 2]
    seen_on = (night.as_of - timedelta(days=days + 31)).date()
    night.states.append(
        state(
            key=key,
            as_of=night.as_of,
            state="late" if late else "not_due",
            hours_late=days * 24 - 18.0 if late else None,
            due_soon=not late and not visited and days > -8,
            started_at=night.as_of - timedelta(days=0 if visited else days + 31),
            due_at=night.as_of - timedelta(days=-30 if visited else days, hours=-18),
            risk_level=level,
            owner_id=f"F{1 + number % 2}",
            team=team,
            restricted=number == 5,
            subject_id=identity,
            sentence=f"{level.replace('_', '-').capitalize()}-risk offender, last seen at home {days + 31} days ago. "
            f"The visit was due {days} days ago. Since then 2 attempts found nobody in.",
            facts=json.dumps(
                [
                    {"record_set": "offenders", "key": identity, "column": "risk_level", "value": level},
                    {"record_set": "offenders", "key": identity, "column": "registered_on", "value": "2019-03-04"},
                    {"record_set": "visits", "key": f"V{number}", "column": "attempted_at", "value": f"{seen_on}T10:15:00Z"},
                    {"record_set": "visits", "key": f"V{number}", "column": "outcome", "value": "seen"},
                ]
            ),
        )
    )
    details = {"risk_level": level, "management": "active", "location": "community", "manager_id": f"F{1 + number % 2}"}
    night.subjects.append(subject("offender", identity, name, details=json.dumps(details), restricted=number == 5))
    for visit in range(4):
        outcome = "seen" if visit else "no_reply"
        night.timeline.append(
            event(
                "offender",
                identity,
                "visits",
                f"V{number}" if visit == 1 else f"V{number}-{visit}",
                happened_at=night.as_of - timedelta(days=days + 31 * visit, hours=3),
                kind="visit",
                sentence=f"Home visit by DC Sarah Whitcombe: {outcome.replace('_', ' ')}.",
                details=json.dumps({"outcome": outcome, "officers_present": 2}),
            )
        )


def _case(night: Night, number: int) -> None:
    identity = f"C{number:03}"
    said = {"hours_late": 24.0 * (number + 1), "owner_id": "F3", "team": "Online team", "as_of": night.as_of}
    night.states.append(
        state(
            "online-progress",
            f"{identity}|received",
            risk_level="" if number % 3 else "very_high",
            state="unknown" if number == 4 else "late",
            sentence=f"Online case {identity} has had no event for {number + 29} days; it stands at research.",
            **said,
        )
    )
    night.subjects.append(subject("record", identity, f"Online case {identity}", details=json.dumps({"source": "nca"})))
    night.timeline.append(event("record", identity, "case_events", f"E{number}", kind="researched", sentence="Researched."))


def _child(night: Night, number: int, name: str) -> None:
    identity = f"N{number:03}"
    said = {"owner_id": "F4", "team": "Child team", "risk_level": "standard", "subject_id": identity, "as_of": night.as_of}
    excused = number == 2
    night.states.append(
        state(
            "child-heard",
            f"I{number}|{identity}",
            state="excused" if excused else "late",
            excused_by="standard" if excused else "",
            hours_late=None if excused else 30.0 * (number + 1) + (3000 if number == 3 else 0),
            actionable=number != 3,
            sentence=f"{name} was seen, but neither their words nor how they were is recorded.",
            **said,
        )
    )
    night.subjects.append(subject("child", identity, name, details=json.dumps({"school": "Fernhill Primary", "sex": "F"})))
    night.timeline.append(
        event("child", identity, "child_contacts", f"K{number}", kind="contact", sentence=f"{name} seen at home by DC Rees.")
    )
