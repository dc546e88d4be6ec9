"""Everything that reads a subject's page: from the files of the release that the site shows, only when it is opened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from seenheard.web.releases.folder import Folder
from seenheard.web.releases.models import Release

STATES = (
    "duty",
    "key",
    "state",
    "started_at",
    "due_at",
    "met_at",
    "hours_late",
    "risk_level",
    "excused_by",
    "due_soon",
    "restricted",
)
SUBJECT = ("subject_id", "person_id", "title", "born_on", "details", "restricted")
EVENT = ("happened_at", "record_set", "record_id", "kind", "sentence", "details", "restricted")
ORDER = {"late": 0, "unknown": 1, "not_due": 2, "excused": 3, "met_late": 4, "met": 5}
MOST_EVENTS = 500


@dataclass(frozen=True)
class Subject:
    """A child, an offender or a case, with what is owed and what happened."""

    kind: str
    identity: str
    title: str
    born_on: date | None
    details: list[tuple[str, Any]]
    states: list[dict[str, Any]]
    events: list[dict[str, Any]]
    more_events: int
    restricted: bool


def read_subject(release: Release, kind: str, identity: str, *, restricted: bool) -> Subject | None:
    """A subject that the reader may know of, or None."""
    folder = Folder(Path(release.path), {})
    named = (ds.field("subject_kind") == kind) & (ds.field("subject_id") == identity)
    found = folder.rows("subjects", SUBJECT, named)
    if not found or (found[0]["restricted"] and not restricted):
        return None
    states = [row for row in folder.rows("duty_states", STATES, named) if restricted or not row["restricted"]]
    states.sort(key=lambda row: (ORDER.get(row["state"], 9), -(row["hours_late"] or 0), row["duty"], row["key"]))
    events = [row for row in folder.rows("timeline", EVENT, named) if restricted or not row["restricted"]]
    events.sort(key=lambda row: (row["happened_at"] is not None, row["happened_at"], row["record_id"]), reverse=True)
    for event in events:
        event["details"] = _details(event["details"])
    return Subject(
        kind=kind,
        identity=identity,
        title=found[0]["title"] or identity,
        born_on=found[0]["born_on"],
        details=_details(found[0]["details"]),
        states=states,
        events=events[:MOST_EVENTS],
        more_events=max(len(events) - MOST_EVENTS, 0),
        restricted=bool(found[0]["restricted"]),
    )


def may_be_known(release: Release, kind: str, identity: str, *, restricted: bool) -> bool:
    """Whether there is such a subject that the reader may know of."""
    named = (ds.field("subject_kind") == kind) & (ds.field("subject_id") == identity)
    found = Folder(Path(release.path), {}).rows("subjects", ("restricted",), named)
    return bool(found) and (restricted or not found[0]["restricted"])


def same_person(release: Release, kind: str, identity: str) -> list[tuple[str, str]]:
    """The subjects that are the same person as this one, itself among them, by what the release holds together."""
    named = (ds.field("subject_kind") == kind) & (ds.field("subject_id") == identity)
    folder = Folder(Path(release.path), {})
    found = folder.rows("subjects", ("person_id",), named)
    if not found or not found[0]["person_id"]:
        return [(kind, identity)]
    rows = folder.rows("subjects", ("subject_kind", "subject_id"), ds.field("person_id") == found[0]["person_id"])
    return sorted({(kind, identity), *((row["subject_kind"], row["subject_id"]) for row in rows)})


def _details(given: str | None) -> list[tuple[str, Any]]:
    """Details in JSON as pairs of name and value; what has no value is left out."""
    try:
        said = json.loads(given or "{}")
    except ValueError:
        return []
    if isinstance(said, dict):
        return [(str(name), value) for name, value in said.items() if value not in (None, "", [], {})]
    if isinstance(said, list):
        pairs = [(part.get("name") or part.get("column"), part.get("value")) for part in said if isinstance(part, dict)]
        return [(str(name), value) for name, value in pairs if value not in (None, "")]
    return []
