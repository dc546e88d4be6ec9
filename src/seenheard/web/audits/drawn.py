"""From a release's population to an audit's strata and files: the draw as rows, nothing written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from seenheard.audits.drawing import Draw, Key, allocate, sample_size
from seenheard.audits.drawing import draw as draw_files
from seenheard.audits.plan import Plan, plan_of
from seenheard.errors import AuditError
from seenheard.web.audits.models import Audit, CaseFile, Stratum
from seenheard.web.releases.case_files import CaseFileRow, not_assessable, population
from seenheard.web.releases.case_files import find_file as find_row_of
from seenheard.web.releases.models import Release

NO_TEAM = "team not recorded"


@dataclass(frozen=True)
class Part:
    """A stratum as it would be drawn from."""

    name: str
    case_type: str
    team: str
    population: int
    size: int


@dataclass(frozen=True)
class Preview:
    """The population as it would be drawn from. absent: case types that the night could not have all files of, and why."""

    population: int
    size: int
    parts: list[Part]
    absent: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Drawn:
    """What a draw makes."""

    strata: list[Stratum]
    files: list[CaseFile]
    population_hash: str


def subjects(files: Iterable[CaseFile]) -> list[tuple[str, str]]:
    """Whom or what the files are about, for the trail."""
    about: set[tuple[str, str]] = set()
    for file in files:
        about |= {(file.record_set, file.record_id), *(("nominal", one) for one in file.nominal_ids)}
    return sorted(about)


def preview(audit: Audit, release: Release) -> Preview:
    """How many files each part holds, and how many of them would be drawn."""
    plan = plan_of(audit.plan)
    rows = _population(audit, plan, release)
    held = {name: len(part) for name, part in rows.items()}
    sizes = _sizes(plan, held)
    parts = [Part(name, *_named(name), held[name], sizes[name]) for name in rows]
    absent = {key: why for key, why in not_assessable(release).items() if key in plan.case_types}
    return Preview(sum(held.values()), sum(sizes.values()), parts, absent)


def draw(audit: Audit, release: Release, seed: str) -> Drawn:
    """The strata and files of a draw, numbered case type by case type, with reserves; nothing is kept yet."""
    rows, made = _made(audit, release, seed)
    strata, files, number = [], [], 0
    for name, part in made.strata.items():
        found = {row.identity: row for row in rows[name]}
        stratum = Stratum(audit=audit, name=name, population=len(found), size=len(part.drawn))
        stratum.case_type, stratum.team = _named(name)
        strata.append(stratum)
        for place, key in enumerate((*part.drawn, *part.reserves), 1):
            drawn = place <= len(part.drawn)
            number += drawn
            told = {"state": "drawn" if drawn else "reserve", "number": number if drawn else None, "place": place}
            files.append(case_file(audit, found[key], stratum=stratum, **told))
    return Drawn(strata, files, made.population_hash)


def made_again(audit: Audit) -> list[str]:
    """How a draw from the same release, plan and seed differs from the one that is kept: nothing, unless one was changed."""
    if audit.drawn_from is None:
        raise AuditError("Nothing is drawn yet.")
    _, made = _made(audit, audit.drawn_from, audit.seed)
    kept = {
        (file.case_type, file.record_set, file.record_id): file
        for file in CaseFile.objects.filter(audit=audit, stratum__isnull=False).select_related("stratum")
    }
    said = [] if made.population_hash == audit.population_hash else ["The population is not the one that was drawn from."]
    picked = set(CaseFile.objects.filter(audit=audit, targeted=True).values_list("case_type", "record_set", "record_id"))
    for name, part in made.strata.items():
        for place, key in enumerate((*part.drawn, *part.reserves), 1):
            file = kept.pop(key, None)
            if file is None and key not in picked:
                said.append(f"{key[2]} would be drawn, and is not in the audit.")
            elif file is not None and file.stratum is not None and (file.stratum.name, file.place) != (name, place):
                said.append(f"{key[2]} would have place {place} of {name}, and has another.")
    return said + [f"{key[2]} is in the audit, and would not be drawn." for key in sorted(kept)]


def find_row(audit: Audit, release: Release | None, case_type: str, record_id: str) -> CaseFileRow:
    """A file of the release by its case type and record."""
    if release is None:
        raise AuditError("No night is loaded: there are no files to choose from.")
    row = find_row_of(release, case_type, record_id, restricted=audit.restricted)
    if row is None:
        raise AuditError(f"The night of {timezone.localdate(release.as_of):%d/%m/%Y} has no such file of this case type.")
    return row


def case_file(audit: Audit, row: CaseFileRow, **said: object) -> CaseFile:
    """A row of the release as a file of the audit."""
    return CaseFile(
        audit=audit,
        case_type=row.case_type,
        record_set=row.record_set,
        record_id=row.record_id,
        opened_at=row.opened_at,
        team=row.team or "",
        owner_id=row.owner_id or "",
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        page_id=row.page_id or "",
        nominal_ids=list(row.nominal_ids),
        timelines=[list(one) for one in row.timelines],
        risk_level=row.risk_level or "",
        restricted=row.restricted,
        **said,
    )


def _made(audit: Audit, release: Release, seed: str) -> tuple[dict[str, list[CaseFileRow]], Draw]:
    plan = plan_of(audit.plan)
    rows = _population(audit, plan, release)
    keys: dict[str, list[Key]] = {name: [row.identity for row in part] for name, part in rows.items()}
    sizes = _sizes(plan, {name: len(part) for name, part in rows.items()})
    return rows, draw_files(keys, sizes, seed)


def _population(audit: Audit, plan: Plan, release: Release) -> dict[str, list[CaseFileRow]]:
    """Stratum -> its files, in the scheme's order of case types; without those that were left out before the draw."""
    found = population(
        release,
        case_types=plan.case_types,
        teams=plan.teams,
        opened_from=plan.opened_from,
        opened_to=plan.opened_to,
        restricted=audit.restricted,
    )
    left_out = CaseFile.objects.filter(audit=audit, state="excluded", stratum=None, targeted=False)
    out = set(left_out.values_list("case_type", "record_set", "record_id"))
    order = [one.key for one in audit.scheme.case_types if one.key in plan.case_types]
    parts: dict[str, list[CaseFileRow]] = {} if plan.by_team else {name: [] for name in order}
    for row in sorted(found, key=lambda row: (order.index(row.case_type), row.team or "", row.identity)):
        if row.identity not in out:
            name = f"{row.case_type} / {row.team or NO_TEAM}" if plan.by_team else row.case_type
            parts.setdefault(name, []).append(row)
    return parts


def _named(name: str) -> tuple[str, str]:
    """The case type and the team of a stratum's name."""
    case_type, _, team = name.partition(" / ")
    return case_type, team


def _sizes(plan: Plan, held: dict[str, int]) -> dict[str, int]:
    total = sum(held.values())
    if not total:
        raise AuditError(
            f"No file of these case types was opened from {_day(plan.opened_from)} until {_day(plan.opened_to)}."
        )
    if plan.size is not None:
        return allocate(held, plan.size, plan.least)
    floors = sum(min(plan.least, count) for count in held.values())  # a margin asks for no less than each part's least
    return allocate(held, max(sample_size(total, plan.margin or 0.1), floors), plan.least)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
