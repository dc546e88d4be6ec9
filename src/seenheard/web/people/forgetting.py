"""Erasing a person: what goes from where, what stays, and why. Nothing is silent about what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
from django.db.models import Q

from seenheard.errors import ReleaseError
from seenheard.web.audits.models import CaseFile
from seenheard.web.decisions.models import Decision
from seenheard.web.findings.models import Finding, Step, WrongRecord
from seenheard.web.people.pairs import read_nominals
from seenheard.web.people.queries import same_person
from seenheard.web.releases import case_files
from seenheard.web.releases.folder import Folder
from seenheard.web.releases.models import Release
from seenheard.web.releases.queries import current_release
from seenheard.web.reports.models import Conclusion
from seenheard.web.trail.models import TrailSubject

NAMED = ("subject_title", "sentence", "facts", "person_id")  # of a finding: what says who it is, and what happened
SHORTEST_NAME, MOST_LISTED = 5, 20
WHY_TRAIL = (
    "the law asks for a log of who read and changed what (Data Protection Act 2018, section 62); it holds ids, no names"
)
WHY_RELEASES = "a release is never changed: delete the folder when you need not keep it, or after a night without the person"
WHY_SOURCE = "correct or erase the person there first: the next night brings back what its extracts still hold"


@dataclass
class Forgotten:
    """What was removed, and what stays with its reason."""

    subjects: list[tuple[str, str]]
    removed: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """For whoever asked."""
        about = ", ".join(f"{kind} {identity}" for kind, identity in self.subjects)
        return [
            f"About {about}:",
            *(f"- removed: {said}" for said in self.removed),
            *(f"- stays: {said}" for said in self.stays),
        ]


def subjects_of(kind: str, identity: str) -> list[tuple[str, str]]:
    """All records of the person that the site's release holds together."""
    release = current_release()
    return same_person(release, kind, identity) if release is not None else [(kind, identity)]


def findings_of(kind: str, identity: str) -> list[int]:
    """The findings about one record that still say who it is."""
    rows = Finding.objects.filter(subject_kind=kind, subject_id=identity)
    return [row.pk for row in rows if any(getattr(row, name) for name in NAMED)]


def names_of(subjects: list[tuple[str, str]]) -> set[str]:
    """How findings and the night's records call the person: full names, to look for them in what people wrote."""
    names = set()
    for kind, identity in subjects:
        titles = Finding.objects.filter(subject_kind=kind, subject_id=identity).values_list("subject_title", flat=True)
        names |= {title for title in titles.distinct() if " " in title}
    release = current_release()
    if release is not None:
        try:
            for row in read_nominals(release, [identity for _, identity in subjects], restricted=True):
                names.add(" ".join(filter(None, (row["forenames"], row["surname"]))))
        except ReleaseError:
            pass  # the files are gone, and hold nobody
    return {name for name in names if " " in name and len(name) >= SHORTEST_NAME}


def case_files_of(subjects: list[tuple[str, str]]) -> list[int]:
    """The case files of audits that are about the person."""
    ids = {identity for _, identity in subjects}
    about = set(subjects)
    rows = CaseFile.objects.only("pk", "subject_kind", "subject_id", "page_id", "nominal_ids").iterator()
    return [
        row.pk
        for row in rows
        if {(row.subject_kind, row.subject_id), (row.subject_kind, row.page_id)} & about or ids & set(row.nominal_ids)
    ]


def without_words(written: dict[str, dict[str, str]], *kept: str) -> dict[str, dict[str, str]]:
    """A reading's answers or judgements without what was written in its own words."""
    return {name: {key: value for key, value in said.items() if key in kept} for name, said in written.items()}


def still_named(names: set[str], subjects: list[tuple[str, str]]) -> list[str]:
    """Where people's own words name the person, or are about them: no program changes them, so somebody must read them."""
    said = []
    own = Finding.objects.filter(_about(subjects)).values_list("pk", flat=True)
    of_own = Step.objects.filter(finding__in=own).exclude(text="").values_list("finding", flat=True)
    if of_own:
        said.append(f"notes and comments on findings {_listed(of_own)}: they are never changed; read them at the finding")
    places: tuple[tuple[str, Any, str, str], ...] = (
        ("notes and comments on findings", Step.objects.exclude(finding__in=own), "text", "finding"),
        ("reports of wrong data on findings", WrongRecord.objects.all(), "text", "finding"),
        ("reasons of decisions", Decision.objects.all(), "reason", "decision_id"),
        ("conclusions of audits", Conclusion.objects.all(), "text", "audit"),
    )
    for what, rows, column, identity in places:
        named = Q()
        for name in names:
            named |= Q(**{f"{column}__icontains": name})
        found = rows.filter(named).values_list(identity, flat=True) if names else []
        if found:
            said.append(f"{what} {_listed(found)}: they name the person; ask whoever wrote them")
    return said


def _about(subjects: list[tuple[str, str]]) -> Q:
    wanted = Q()
    for kind, identity in subjects:
        wanted |= Q(subject_kind=kind, subject_id=identity)
    return wanted


def _listed(found: Any) -> str:
    numbers = sorted({str(one) for one in found})
    more = f" and {len(numbers) - MOST_LISTED} more" if len(numbers) > MOST_LISTED else ""
    return f"{', '.join(numbers[:MOST_LISTED])}{more}"


def what_stays(subjects: list[tuple[str, str]]) -> list[str]:
    """Where the person still is, and why."""
    lines = sum(TrailSubject.objects.filter(kind=kind, subject_id=identity).count() for kind, identity in subjects)
    said = [f"{lines} lines of the trail: {WHY_TRAIL}"]
    for release in Release.objects.order_by("pk"):
        if _holds(release, subjects):
            said.append(f"the files of {release.path}: {WHY_RELEASES}")
    said.append("findings with their duty, times and ids, and what people did about them: the force answers for it")
    said.append(f"the systems of record and their extracts: {WHY_SOURCE}")
    return said


def _holds(release: Release, subjects: list[tuple[str, str]]) -> bool:
    """Whether a release's files hold the person; files that are gone hold nobody."""
    try:
        return any(
            case_files.names(release, kind, identity)
            or Folder(Path(release.path), {}).rows(
                "subjects", ("subject_id",), (ds.field("subject_kind") == kind) & (ds.field("subject_id") == identity)
            )
            for kind, identity in subjects
        )
    except ReleaseError:
        return False
