"""Extracts that nobody would think of: few ids, so that rows meet; moments at and around every boundary."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from seenheard.records.declarations import RECORD_SETS, Column, RecordSet

AS_OF = datetime(2026, 11, 22, 6, 0)
STEPS = [
    timedelta(0),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 23, 24, 47, 48, 72, 96, 120, 144)),
    *(timedelta(days=days) for days in (7, 8, 14, 15, 21, 28, 29, 30, 31, 59, 61, 89, 90, 91, 92, 120, 182, 183)),
    *(timedelta(days=days) for days in (364, 365, 366, 400, 730)),
]
SHIFTS = [timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(minutes=30), timedelta(hours=5)]
SPECIAL = [
    datetime(2026, 3, 29, 0, 59, 59),
    datetime(2026, 3, 29, 1, 30),
    datetime(2026, 3, 29, 2, 0),
    datetime(2026, 10, 25, 0, 59, 59),
    datetime(2026, 10, 25, 1, 30),
    datetime(2026, 10, 25, 2, 0),
    datetime(2026, 2, 28, 23, 59, 59),
    datetime(2024, 2, 29, 12, 0),
    datetime(2025, 12, 24, 16, 0),
    datetime(2026, 4, 2, 17, 0),
    datetime(2026, 8, 28, 9, 0),
    datetime(2026, 11, 20, 17, 30),
    datetime(2026, 11, 20, 8, 59, 59),
    datetime(2026, 11, 20, 9, 0),
]
POOLS = {"nominals": 12, "officers": 5, "offenders": 8, "incidents": 10, "online_cases": 6, "referrals": 16}
IDS = {name: [f"{name[:3]}{place}" for place in range(size)] for name, size in POOLS.items()}
TEXTS = {
    "uprn": ["100", "200"],
    "address_line": ["1 High St", "1, high st.", "2 Low Rd"],
    "postcode": ["ZA1 1AA", "za11aa"],
    "school": ["Oak", "Elm"],
    "course": ["mosovo", "arms", "kirat", "scaidp", "other"],
    "tool": ["arms", "screen"],
    "words": ["Safe and well.", "ok", "I was scared", "NFA", " n/a "],
    "demeanour": ["fine", "quiet, near the door", "..."],
    "not_seen_reason": ["no reply", "asleep"],
    "team": ["Team A", "Team B"],
}


ROWS = {"incident_people": 24, "child_contacts": 30, "missing_episodes": 16, "case_events": 24, "visits": 16, "training": 16}
RECORDED = 0.75  # how often an optional column is filled
RARELY = {"died_on": 0.85, "notification_ends_on": 0.6, "uprn": 0.3, "closed_at": 0.3, "released_at": 0.4}
LATER_VERSION, WITHDRAWN, NOT_YET = 0.15, 0.05, 0.03


def moment(random: Random) -> datetime:
    """Mostly before the night, and mostly as far before it as some clock runs."""
    if random.random() < 0.15:
        return random.choice(SPECIAL)
    step, shift = random.choice(STEPS), random.choice(SHIFTS)
    later = -1 if random.random() < 0.06 else 1
    return AS_OF - later * step + random.choice((1, -1)) * shift


def soon_after(random: Random, earlier: str) -> str:
    """A moment some clock's length after another, or a little before it."""
    step = random.choice(STEPS[:12])
    at = datetime.fromisoformat(earlier) + random.choice((1, 1, 1, 1, -1)) * step + random.choice(SHIFTS)
    return at.isoformat()


def birth(random: Random) -> str:
    years, days = random.choice((0, 3, 4, 9, 12, 15, 17, 18, 30)), random.choice((-2, -1, 0, 1, 2, 40))
    return str(random.choice((date(2026 - years, 11, 21) + timedelta(days=days), date(2008, 2, 29))))


def value(random: Random, column: Column) -> str:
    if column.name == "date_of_birth":
        return birth(random)
    if random.random() < RARELY.get(column.name, 0):
        return ""
    if column.name == "location" and random.random() < 0.6:
        return "community"
    if column.type == "date":
        return str(moment(random).date())
    if column.type == "timestamp":
        return moment(random).isoformat()
    if column.type == "bool":
        return random.choice(("true", "false", "true" if column.name != "restricted" else "false"))
    if column.type == "enum":
        return random.choice(column.values)
    if column.type == "integer":
        return str(random.randint(1, 3))
    if column.type == "decimal":
        return random.choice(("0.5", "1", "0", "0.02", "0.04"))
    if column.references:
        return random.choice(IDS.get(column.references, ["x1", "x2"]))
    return random.choice(TEXTS.get(column.name, ["plain", "other"]))


def row(random: Random, record_set: RecordSet, key: str) -> dict[str, str]:
    made = {record_set.key: key}
    start = ""
    for column in record_set.columns:
        if column.name == record_set.key or not (column.required or random.random() < RECORDED):
            continue
        item = value(random, column)
        if column.type == "timestamp" and item:
            item = soon_after(random, start) if start and random.random() < 0.7 else item
            start = start or item
        made[column.name] = item
    year = 2027 if random.random() < NOT_YET else 2024
    made["recorded_at"] = datetime(year, random.randint(1, 11), random.randint(1, 28), random.choice((6, 23))).isoformat()
    made["withdrawn"] = "true" if random.random() < WITHDRAWN else ""
    return made


def extract(random: Random) -> dict[str, list[dict[str, str]]]:
    """Record set -> rows; some keys have several versions, some references stand for nothing."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, record_set in RECORD_SETS.items():
        keys = IDS.get(name) or [f"{name[:3]}{place}" for place in range(ROWS.get(name, 8))]
        found[name] = [row(random, record_set, key) for key in keys if random.random() < 0.9]
        for old in list(found[name]):
            if random.random() < LATER_VERSION:
                newer = row(random, record_set, old[record_set.key]) if random.random() < 0.5 else dict(old)
                newer["recorded_at"] = f"2025-{random.randint(1, 12):02}-03T10:00"
                found[name].append(newer)
    meet(random, found)
    return found


def meet(random: Random, extract: dict[str, list[dict[str, str]]]) -> None:
    """Contacts and referrals mostly belong to somebody in an incident, some hours after its report."""
    reported = {incident["incident_id"]: incident["reported_at"] for incident in extract["incidents"]}
    people = [person for person in extract["incident_people"] if person["incident_id"] in reported]
    for name, at in (("child_contacts", "contact_at"), ("referrals", "sent_at")):
        for made in extract[name]:
            if people and random.random() < 0.8:
                person = random.choice(people)
                made["nominal_id"], made["incident_id"] = person["nominal_id"], person["incident_id"]
                made[at] = soon_after(random, reported[person["incident_id"]])


def probabilities(random: Random, persons: dict[str, str]) -> dict[str, float]:
    """How sure the model is of some of those who are linked."""
    return {nominal: random.choice((0.999, 0.93, 0.5)) for nominal in persons if random.random() < 0.5}


def links(random: Random) -> dict[str, str]:
    """Some nominals are one person."""
    return {nominal: random.choice("AB") for nominal in IDS["nominals"] if random.random() < 0.3}
