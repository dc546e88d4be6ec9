"""Erasing a person: what goes from where, what stays, and why. Nothing is silent about what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.dataset as ds

from seenheard.errors import ReleaseError
from seenheard.web.findings.models import Finding
from seenheard.web.people.queries import same_person
from seenheard.web.releases import case_files
from seenheard.web.releases.folder import Folder
from seenheard.web.releases.models import Release
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.models import TrailSubject

NAMED = ("subject_title", "sentence", "facts", "person_id")  # of a finding: what says who it is, and what happened
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
