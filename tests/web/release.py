"""Makes small releases by hand, by the letter of CONTRACT: the site is tested without the engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from seenheard.releases.files import hash_of
from seenheard.releases.schema import FILES, ON_A_PAGE

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)

DUTIES: dict[str, dict[str, Any]] = {
    "offender-visit": {
        "title": "Visit to a registered sex offender",
        "area": "offenders",
        "needs": ["offenders", "visits"],
        "recurs": True,
        "asks": "An actively managed offender is seen at home as often as their plan, or else their risk level, asks.",
        "matters": "A visit is how police learn who lives there and whether a child is in reach.",
        "counts": "Only a visit with the outcome seen.",
        "rule": {
            "one_per": "a registered offender under active management",
            "starts": "the last visit at which the offender was seen",
            "met_by": "the next visit at which the offender is seen",
        },
        "subject_kind": "offender",
    },
    "online-progress": {
        "title": "Progress of an online case",
        "area": "online",
        "needs": ["online_cases", "case_events"],
        "recurs": True,
        "asks": "An open case has an event every 28 days.",
        "matters": "A case that stands still protects nobody.",
        "counts": "Any case event.",
        "subject_kind": "record",
    },
    "child-heard": {
        "title": "Child heard",
        "area": "seen",
        "needs": ["nominals", "incidents", "incident_people", "child_contacts"],
        "recurs": False,
        "asks": "When a child is seen, their words or how they were is recorded.",
        "matters": "Spoken to is not heard.",
        "counts": "Words or demeanour, not ‘safe and well’.",
        "subject_kind": "child",
    },
}
AREAS = [
    ["offenders", "Managing people who pose a risk"],
    ["online", "Online child sexual exploitation"],
    ["seen", "Children seen and heard"],
]
NUMBERS = [
    ("offender-visit", "within_very_high", 1, "months", "secondary"),
    ("offender-visit", "within_high", 3, "months", "secondary"),
    ("child-heard", "within", 0, "hours", "unverified"),
    ("*", "can_still_be_done", 90, "days", "unverified"),
]


@dataclass
class Night:
    """One release to be written."""

    release_id: str = "2026-11-22T0600Z-aaaa"
    as_of: datetime = AS_OF
    states: list[dict[str, Any]] = field(default_factory=list)
    subjects: list[dict[str, Any]] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    household: list[dict[str, Any]] = field(default_factory=list)
    nominals: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    officers: list[dict[str, Any]] = field(default_factory=list)
    persons: list[dict[str, Any]] = field(default_factory=list)
    case_files: list[dict[str, Any]] = field(default_factory=list)
    case_file_events: list[dict[str, Any]] = field(default_factory=list)
    rates: list[dict[str, Any]] = field(default_factory=list)
    doubtful: dict[str, str] = field(default_factory=dict)
    not_assessable: dict[str, list[str]] = field(default_factory=dict)
    standard_hash: str = "hash-1"
    of_old: bool = False  # without the files and columns that were added to the contract later

    def write(self, under: Path) -> Path:
        """Write the folder and give its path."""
        folder = under / self.release_id
        folder.mkdir(parents=True)
        rows = {
            "duty_states": self.states,
            "findings": [row for row in self.states if is_finding(row)],
            "rates": self.rates,
            "subjects": self.subjects,
            "subject_states": list(self.on_pages()),
            "timeline": self.timeline,
            "household": self.household,
            "nominals": self.nominals,
            "links": self.links,
            "officers": self.officers,
            "persons": self.persons,
            "case_files": self.case_files,
            "case_file_events": self.case_file_events,
        }
        outputs = {}
        for name, file in FILES.items():
            if self.of_old and file.added:
                continue
            path = folder / file.file
            table = pa.Table.from_pylist(rows.get(name, []), schema=file.schema)
            if self.of_old:
                table = table.drop_columns([column.name for column in file.columns if column.added])
            pq.write_table(table, path)
            outputs[file.file] = {"rows": len(rows.get(name, [])), "sha256": hash_of(path)}
        manifest = self.manifest() | {"outputs": outputs}
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return folder

    def on_pages(self) -> Iterator[dict[str, Any]]:
        """Each duty state under the page that shows it."""
        pages = {(one["subject_kind"], one["subject_id"]): one["page_id"] for one in self.subjects}
        for row in self.states:
            page = pages.get((row["subject_kind"], row["subject_id"]))
            if page is not None:
                yield {name: row.get(name) for name in ON_A_PAGE} | {"subject_kind": row["subject_kind"], "subject_id": page}

    def manifest(self) -> dict[str, Any]:
        """The manifest's parts that the site reads."""
        sets = sorted({need for said in DUTIES.values() for need in said["needs"]})
        return {
            "release_id": self.release_id,
            "inputs": {},
            "as_of": self.as_of.isoformat().replace("+00:00", "Z"),
            "product_version": "0.1.0",
            "standards": {"version": "2026-10", "hash": self.standard_hash},
            "not_assessable": self.not_assessable,
            "doubtful": self.doubtful,
            "duties": DUTIES,
            "areas": AREAS,
            "standard": [
                {
                    "duty": duty,
                    "name": name,
                    "value": value,
                    "unit": unit,
                    "in_force_from": "2026-01-01",
                    "source": "A published schedule",
                    "url": "https://example.org/schedule",
                    "confidence": sure,
                    "keeper": "Head of public protection",
                    "check_by": "2027-01-01",
                }
                for duty, name, value, unit, sure in NUMBERS
            ],
            "freshness": {
                name: {"newest_recorded_at": self.as_of.isoformat(), "standing": 100, "absent": False} for name in sets
            },
        }


def is_finding(row: dict[str, Any]) -> bool:
    """CONTRACT: late or unknown and actionable; due soon; excused by a decision."""
    owed = row["state"] in ("late", "unknown") and row["actionable"]
    return bool(owed or row["due_soon"] or (row["state"] == "excused" and row["excused_by"] == "decision"))


def state(duty: str = "offender-visit", key: str = "O1|registered", **said: Any) -> dict[str, Any]:
    """A duty state: late by 48 hours unless said otherwise."""
    as_of = said.pop("as_of", AS_OF)
    row: dict[str, Any] = {
        "duty": duty,
        "standard_version": "2026-10",
        "key": key,
        "subject_kind": DUTIES[duty]["subject_kind"] if duty in DUTIES else "child",
        "subject_id": key.split("|")[0],
        "person_id": "",
        "state": "late",
        "started_at": as_of - timedelta(days=33),
        "due_at": as_of - timedelta(hours=48),
        "met_at": None,
        "hours_late": 48.0,
        "risk_level": "high",
        "owner_id": "F1",
        "team": "North",
        "link_confidence": 1.0,
        "excused_by": "",
        "actionable": True,
        "due_soon": False,
        "restricted": False,
        "sentence": f"{key} is late.",
        "facts": json.dumps(
            [
                {"record_set": "offenders", "key": key.split("|")[0], "column": "registered_on", "value": "2026-10-20"},
                {"record_set": "visits", "key": "V1", "column": "attempted_at", "value": "2026-10-20T09:30:00Z"},
            ]
        ),
    }
    row |= said
    if row["state"] not in ("late", "met_late"):
        row["hours_late"] = said.get("hours_late")
    return row


def subject(kind: str, identity: str, title: str, **said: Any) -> dict[str, Any]:
    """A subject."""
    return {
        "subject_kind": kind,
        "subject_id": identity,
        "person_id": "",
        "page_id": identity,
        "title": title,
        "born_on": date(2014, 5, 1) if kind == "child" else None,
        "details": json.dumps({"risk_level": "high"}),
        "restricted": False,
    } | said


def event(subject_kind: str, identity: str, record_set: str, record: str, **said: Any) -> dict[str, Any]:
    """A line of a timeline."""
    return {
        "subject_kind": subject_kind,
        "subject_id": identity,
        "happened_at": AS_OF - timedelta(days=33),
        "record_set": record_set,
        "record_id": record,
        "kind": "visit",
        "sentence": "Seen at home.",
        "details": json.dumps({"outcome": "seen"}),
        "restricted": False,
    } | said


def case_file(case_type: str, record_set: str, record: str, **said: Any) -> dict[str, Any]:
    """A case file of one child, opened a month ago, unless said otherwise."""
    return {
        "case_type": case_type,
        "record_set": record_set,
        "record_id": record,
        "opened_at": AS_OF - timedelta(days=30),
        "goes_on": False,
        "team": "North",
        "owner_id": "F1",
        "risk_level": "high",
        "subject_kind": "child",
        "subject_id": "N1",
        "page_id": None,
        "nominal_ids": json.dumps(["N1"]),
        "sex": "F",
        "ethnicity": None,
        "age_band": "11-15",
        "timelines": json.dumps([["child", "N1"]]),
        "restricted": False,
    } | said


def nominal(identity: str, **said: Any) -> dict[str, Any]:
    """A record of a person, alone unless said otherwise."""
    return {
        "nominal_id": identity,
        "person_id": f"P-{identity}",
        "match_probability": 1.0,
        "decided_by": "exact",
        "source_system": "RMS",
        "forenames": "Amira",
        "surname": "Haddad",
        "date_of_birth": date(2014, 5, 1),
        "sex": "F",
        "postcode": "BS1 1AA",
        "recorded_at": AS_OF - timedelta(days=40),
        "restricted": False,
    } | said


EVIDENCE = [
    {"field": "surname", "level": "same, rare", "weight": 7.1},
    {"field": "date_of_birth", "level": "day and month swapped", "weight": 4.2},
    {"field": "postcode", "level": "another district", "weight": -2.4},
    {"field": "sex", "level": "not recorded in one", "weight": 0.0},
]


def link(one: str, other: str, place: int | None, **said: Any) -> dict[str, Any]:
    """A pair for the clerk."""
    return {
        "nominal_id": one,
        "other_nominal_id": other,
        "match_probability": 0.62,
        "evidence": json.dumps(EVIDENCE),
        "place": place,
    } | said


def relative(identity: str, other: str, title: str, **said: Any) -> dict[str, Any]:
    """Someone around a child: a brother or sister of the same home unless said otherwise."""
    return {
        "subject_kind": "child",
        "subject_id": identity,
        "person_id": f"P-{other}",
        "nominal_id": other,
        "title": title,
        "born_on": date(2012, 3, 4),
        "relation": "sibling",
        "in_household": True,
        "ground": "association",
        "record_set": "associations",
        "record_id": f"A-{other}",
        "started_on": None,
        "offender_id": None,
        "page_id": None,
        "restricted": False,
    } | said


def officer(identity: str, name: str, team: str, role: str, **said: Any) -> dict[str, Any]:
    """An officer."""
    return {"officer_id": identity, "name": name, "team": team, "role": role, "active": True, **said}


def rate(duty: str, kind: str = "force", group: str = "force", scope: str = "all", **said: Any) -> dict[str, Any]:
    """A rate."""
    return {
        "duty": duty,
        "scope": scope,
        "group_kind": kind,
        "group": group,
        "owed": 100,
        "met": 70,
        "met_late": 5,
        "late": 20,
        "not_due": 0,
        "unknown": 5,
        "excused": 0,
        "in_time": 70,
        "rate": 0.7,
        "low": 0.604,
        "high": 0.781,
        "late_rate": 0.2,
        "late_low": 0.13,
        "late_high": 0.29,
        "rate_without_excuses": 0.7,
        "on_unseen_links": 0,
    } | said
