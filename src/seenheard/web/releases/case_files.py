"""The case files of a release: the population that an audit draws from, and what happened in one of them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from seenheard.errors import ReleaseError
from seenheard.releases.case_types import CASE_TYPES
from seenheard.releases.reading import open_release
from seenheard.web.config.words import LONDON
from seenheard.web.releases.events import EVENT, newest_first
from seenheard.web.releases.folder import Folder
from seenheard.web.releases.models import Release

NO_TEAM = ""
FILES_WITH_EVENTS = ("timeline", "case_file_events")


@dataclass(frozen=True)
class CaseFileRow:
    """A case file as the release has it. Text that is not recorded is None; `timelines` says where its events stand."""

    case_type: str
    record_set: str
    record_id: str
    opened_at: datetime
    goes_on: bool
    team: str | None
    owner_id: str | None
    risk_level: str | None
    subject_kind: str
    subject_id: str
    page_id: str | None
    nominal_ids: tuple[str, ...]
    sex: str | None
    ethnicity: str | None
    age_band: str | None
    timelines: tuple[tuple[str, str], ...]
    restricted: bool

    @property
    def identity(self) -> tuple[str, str, str]:
        """What tells it apart on every night."""
        return self.case_type, self.record_set, self.record_id


COLUMNS = tuple(one.name for one in fields(CaseFileRow))


def without_case_files(release: Release) -> str | None:
    """Why there is no population, as a sentence; None if there is one."""
    if open_release(Path(release.path)).holds("case_files"):
        return None
    return (
        f"The release {release.release_id} was made before releases had case files, so no audit can be drawn from it. "
        "The next night's has them."
    )


def not_assessable(release: Release) -> dict[str, tuple[str, ...]]:
    """The case types of which the release can't have all files, each with the record sets that were not handed over."""
    absent = open_release(Path(release.path)).manifest["not_assessable"]
    found = {
        key: tuple(sorted({name for one in case_type.opened_by for name in absent.get(one.duty, ())}))
        for key, case_type in CASE_TYPES.items()
    }
    return {key: names for key, names in found.items() if names}


def population(
    release: Release,
    *,
    case_types: Collection[str],
    teams: Collection[str] = (),
    opened_from: date | None = None,
    opened_to: date | None = None,
    restricted: bool = False,
) -> list[CaseFileRow]:
    """The files of these types, by type, record set and key. No team means every team, "" among them files without one.

    The UK days are both included; what goes on is in when it was opened by the last of them. Restricted files only for
    a reader who may know of them. Raises ReleaseError, a sentence, where the release has no case files or can't be read.
    """
    lacking = without_case_files(release)
    if lacking is not None:
        raise ReleaseError(lacking)
    where = _is_one("case_type", case_types)
    if teams:
        where &= _of_teams(teams)
    if opened_from is not None:
        where &= (ds.field("opened_at") >= _midnight(opened_from)) | ds.field("goes_on")
    if opened_to is not None:
        where &= ds.field("opened_at") < _midnight(opened_to + timedelta(days=1))
    if not restricted:
        where &= ~ds.field("restricted")
    found = [_row(row) for row in Folder(Path(release.path), {}).rows("case_files", COLUMNS, where)]
    return sorted(found, key=lambda row: row.identity)


def events_of(release: Release, timelines: Collection[tuple[str, str]], *, restricted: bool = False) -> list[dict[str, Any]]:
    """What the records say of a file (its `timelines`), the newest first: each event once, as a timeline has it."""
    if not timelines:
        return []
    folder = Folder(Path(release.path), {})
    kind, identity = ds.field("subject_kind"), ds.field("subject_id")
    of = reduce(or_, ((kind == one) & (identity == other) for one, other in timelines))
    where = of if restricted else of & ~ds.field("restricted")
    found = {_same(row): row for name in FILES_WITH_EVENTS for row in folder.rows(name, EVENT, where)}
    return newest_first(list(found.values()))


def find_file(release: Release, case_type: str, record_id: str, *, restricted: bool = False) -> CaseFileRow | None:
    """The file of this type and record, whenever it was opened."""
    lacking = without_case_files(release)
    if lacking is not None:
        raise ReleaseError(lacking)
    where = (ds.field("case_type") == case_type) & (ds.field("record_id") == record_id)
    if not restricted:
        where &= ~ds.field("restricted")
    found = Folder(Path(release.path), {}).rows("case_files", COLUMNS, where)
    return _row(found[0]) if found else None


def names(release: Release, kind: str, identity: str) -> bool:
    """Whether a case file of the release is about this child, under any of its nominals, or this offender or record."""
    if without_case_files(release) is not None:
        return False
    folder = Folder(Path(release.path), {})
    rows = folder.rows("case_files", ("subject_kind", "subject_id", "nominal_ids"), ds.scalar(True))
    if kind != "child":
        return any((row["subject_kind"], row["subject_id"]) == (kind, identity) for row in rows)
    same = _same_person(folder, identity)
    return any(not same.isdisjoint(json.loads(row["nominal_ids"])) for row in rows)


def _same_person(folder: Folder, nominal_id: str) -> set[str]:
    """All nominals of the person."""
    persons = folder.rows("persons", ("person_id",), ds.field("nominal_id") == nominal_id)
    if not persons:
        return {nominal_id}
    found = folder.rows("persons", ("nominal_id",), ds.field("person_id") == persons[0]["person_id"])
    return {str(row["nominal_id"]) for row in found}


def _is_one(column: str, values: Collection[str]) -> Any:
    """The column's value is one of these; of none, none is."""
    return ds.field(column).isin(pa.array(sorted(values), pa.string()))


def _of_teams(teams: Collection[str]) -> Any:
    named = _is_one("team", set(teams) - {NO_TEAM})
    return named | ds.field("team").is_null() if NO_TEAM in teams else named


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON)


def _row(row: dict[str, Any]) -> CaseFileRow:
    nominal_ids = tuple(json.loads(row["nominal_ids"]))
    timelines = tuple((kind, identity) for kind, identity in json.loads(row["timelines"]))
    return CaseFileRow(**row | {"nominal_ids": nominal_ids, "timelines": timelines})


def _same(row: dict[str, Any]) -> tuple[Any, ...]:
    """What two timelines tell alike of one record and one person."""
    return tuple(row[name] for name in ("happened_at", "record_set", "record_id", "kind", "sentence", "nominal_id"))
