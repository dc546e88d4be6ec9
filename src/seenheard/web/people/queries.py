"""Everything that reads a subject's page: from the files of the release that the site shows, only when it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from seenheard.releases.schema import ON_A_PAGE
from seenheard.web.config.words import LONDON
from seenheard.web.people.around import AROUND, Other, around
from seenheard.web.people.pairs import read_nominals
from seenheard.web.releases.events import EVENT, newest_first, read_details
from seenheard.web.releases.folder import Folder
from seenheard.web.releases.models import Release

SUBJECT = ("subject_id", "person_id", "page_id", "title", "born_on", "details", "restricted")
ORDER = {"late": 0, "unknown": 1, "not_due": 2, "excused": 3, "met_late": 4, "met": 5}
DONE = ("met", "met_late")
MOST_EVENTS = 500
# Not shown as a value: the records have a table of their own.
RECORDS = "nominals"


@dataclass(frozen=True)
class Subject:
    """A child, an offender or a case, with what is owed, what happened, who is around and which records say so."""

    kind: str
    identity: str
    title: str
    born_on: date | None
    details: list[tuple[str, Any]]
    states: list[dict[str, Any]]
    events: list[dict[str, Any]]
    restricted: bool
    nominal_ids: list[str] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    around: list[Other] = field(default_factory=list)

    @property
    def owed(self) -> list[dict[str, Any]]:
        """What is not done: the late first."""
        return [state for state in self.states if state["state"] not in DONE]

    @property
    def done(self) -> list[dict[str, Any]]:
        """What was met, in time or late."""
        return [state for state in self.states if state["state"] in DONE]

    @property
    def subject_ids(self) -> list[str]:
        """Under which ids its duties are listed: a child's under any of its records."""
        return sorted({self.identity, *self.nominal_ids}) if self.kind == "child" else [self.identity]


@dataclass(frozen=True)
class PageRow:
    """The row of subjects.parquet that an id leads to."""

    kind: str
    row: dict[str, Any]

    @property
    def page_id(self) -> str:
        """Under which id the page is."""
        return str(self.row["page_id"])


def find_page(release: Release, kind: str, identity: str, *, restricted: bool) -> PageRow | None:
    """Where an id leads, if the reader may know of it: of a child, any of its records leads to the one page."""
    folder = Folder(Path(release.path), {})
    found = folder.rows("subjects", SUBJECT, _named(kind, identity))
    if not found and kind == "child":
        records = read_nominals(release, [identity], restricted=restricted)
        if records:
            of_person = (ds.field("subject_kind") == kind) & (ds.field("person_id") == records[0]["person_id"])
            found = folder.rows("subjects", SUBJECT, of_person)
    if not found or (found[0]["restricted"] and not restricted):
        return None
    return PageRow(kind, found[0])


def read_subject(release: Release, page: PageRow, *, restricted: bool) -> Subject:
    """All that a page shows."""
    folder, kind, identity, row = Folder(Path(release.path), {}), page.kind, page.page_id, page.row
    details = read_details(row["details"])
    nominal_ids = [str(name) for name in dict(details).get(RECORDS) or ()]

    def visible(file: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
        return [row for row in folder.rows(file, columns, _named(kind, identity)) if restricted or not row["restricted"]]

    with_people = kind in ("child", "offender")
    return Subject(
        kind=kind,
        identity=identity,
        title=row["title"] or identity,
        born_on=row["born_on"],
        details=[pair for pair in details if pair[0] != RECORDS],
        states=_in_order(visible("subject_states", ON_A_PAGE)),
        events=newest_first(visible("timeline", EVENT)),
        restricted=bool(row["restricted"]),
        nominal_ids=nominal_ids,
        records=read_nominals(release, nominal_ids, restricted=restricted) if with_people else [],
        around=around(visible("household", AROUND), release.as_of.astimezone(LONDON).date()) if with_people else [],
    )


def _named(kind: str, identity: str) -> Any:
    return (ds.field("subject_kind") == kind) & (ds.field("subject_id") == identity)


def _in_order(states: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(states, key=lambda row: (ORDER.get(row["state"], 9), -(row["hours_late"] or 0), row["duty"], row["key"]))


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
