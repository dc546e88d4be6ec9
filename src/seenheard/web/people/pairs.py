"""Reading pairs of records: the queue from the database, the records from the files of the release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
from django.db.models import Count, Q

from seenheard.web.decisions.models import Decision, link_subject
from seenheard.web.decisions.queries import CANT_TELL, in_force, latest_on
from seenheard.web.people.comparing import FIELDS, Evidence, Line, compare, evidence_of
from seenheard.web.people.models import Link
from seenheard.web.releases.folder import Folder
from seenheard.web.releases.models import Release

NOMINAL = (
    "nominal_id",
    "person_id",
    "match_probability",
    "decided_by",
    "source_system",
    *FIELDS,
    "recorded_at",
    "restricted",
)
LISTED = 50


@dataclass(frozen=True)
class Progress:
    """3 of 41 decided; of those that wait, 2 were looked at and left open."""

    decided: int
    total: int
    cant_tell: int

    @property
    def left(self) -> int:
        """How many wait."""
        return self.total - self.decided


@dataclass(frozen=True)
class Pair:
    """Two records beside each other, and what was decided on them. link: the night's pair, if it is one."""

    release: Release
    records: tuple[dict[str, Any], dict[str, Any]]
    lines: list[Line]
    link: Link | None
    evidence: list[Evidence]
    latest: Decision | None

    @property
    def ids(self) -> tuple[str, str]:
        """The two nominal ids in code point order."""
        return self.records[0]["nominal_id"], self.records[1]["nominal_id"]

    @property
    def decision(self) -> Decision | None:
        """What stands."""
        return in_force(self.latest)

    @property
    def left_open(self) -> Decision | None:
        """The last decision, if it was that a clerk can't tell."""
        return self.latest if self.latest is not None and self.latest.kind == CANT_TELL else None

    @property
    def one_person(self) -> bool:
        """Whether last night held both for one person."""
        return bool(self.records[0]["person_id"] == self.records[1]["person_id"])


def _open_to(restricted: bool) -> Q:
    return Q() if restricted else Q(restricted=False)


def progress(*, restricted: bool) -> Progress:
    """How many of the night's pairs are decided."""
    rows = Link.objects.filter(_open_to(restricted)).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(decided=True)),
        open=Count("pk", filter=Q(decided=False, cant_tell=True)),
    )
    return Progress(rows["done"], rows["all"], rows["open"])


def waiting(*, restricted: bool) -> list[Link]:
    """The pairs to decide, the most useful first; those that a clerk could not tell come last."""
    return list(Link.objects.filter(_open_to(restricted), decided=False).order_by("cant_tell", "place")[:LISTED])


def next_pair(after: Link | None, *, restricted: bool) -> Link | None:
    """The next pair to decide; after the last one, the first one again. Those left open wait until nobody's is untouched."""
    rows = Link.objects.filter(_open_to(restricted), decided=False).order_by("cant_tell", "place")
    if after is None:
        return rows.first()
    others = rows.exclude(pk=after.pk)
    first = others.first()
    return first and (others.filter(cant_tell=first.cant_tell, place__gt=after.place).first() or first)


def read_nominals(release: Release, nominal_ids: Iterable[str], *, restricted: bool) -> list[dict[str, Any]]:
    """The records of these ids that the reader may know of, by id."""
    named = ds.field("nominal_id").isin(pa.array(list(nominal_ids), pa.string()))
    return _visible(Folder(Path(release.path), {}).rows("nominals", NOMINAL, named), restricted)


def read_person(release: Release, nominal_id: str, *, restricted: bool) -> list[dict[str, Any]]:
    """All records of the person that a record belongs to, by id."""
    found = read_nominals(release, [nominal_id], restricted=restricted)
    if not found:
        return []
    person = ds.field("person_id") == found[0]["person_id"]
    return _visible(Folder(Path(release.path), {}).rows("nominals", NOMINAL, person), restricted)


def _visible(rows: list[dict[str, Any]], restricted: bool) -> list[dict[str, Any]]:
    return sorted((row for row in rows if restricted or not row["restricted"]), key=lambda row: row["nominal_id"])


def read_pair(release: Release, one: str, other: str, *, restricted: bool) -> Pair | None:
    """Two records that the reader may know of, or None."""
    found = read_nominals(release, {one, other}, restricted=restricted)
    if len(found) != 2:
        return None
    subject = link_subject(one, other)
    link = Link.objects.filter(subject=subject).first()
    return Pair(
        release=release,
        records=(found[0], found[1]),
        lines=compare(found[0], found[1]),
        link=link,
        evidence=evidence_of(link.evidence) if link else [],
        latest=latest_on(subject),
    )
