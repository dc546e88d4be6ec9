"""What forgetting a person reaches: what goes from where, what stays, and why. Nothing that is left is kept silent."""

from __future__ import annotations

import re
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
from seenheard.web.reports.models import Conclusion, Report
from seenheard.web.trail.models import TrailEntry, TrailSubject

NAMED = ("subject_title", "sentence", "facts", "person_id")  # of a finding: what says who it is, and what happened
SHORTEST_NAME, MOST_LISTED = 5, 20
WHY_TRAIL = (
    "the law asks for a log of who read and changed what (Data Protection Act 2018, section 62); it holds ids, "
    "and a name only where somebody wrote one as a reason"
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


def still_written(names: set[str], subjects: list[tuple[str, str]], files: list[int]) -> list[str]:
    """Where people's own words are about the person or name them: no program changes them, so somebody must read them."""
    said = []
    own = list(Finding.objects.filter(_about(subjects)).values_list("pk", "duty", "key"))
    findings, ids = [pk for pk, _, _ in own], [identity for _, identity in subjects]
    decided = Q(nominal_id__in=ids) | Q(other_nominal_id__in=ids)
    for _, duty, key in own:
        decided |= Q(duty=duty, key=key)
    lines = TrailSubject.objects.filter(_about(subjects, "kind")).values("entry")
    on = Q(finding__in=findings)
    places: tuple[tuple[str, Any, Q, tuple[str, ...], str], ...] = (
        ("notes and comments on findings", Step.objects.exclude(text=""), on, ("text",), "finding"),
        ("reports of wrong data on findings", WrongRecord.objects.all(), on, ("text",), "finding"),
        ("reasons of decisions", Decision.objects.exclude(reason=""), decided, ("reason",), "decision_id"),
        ("conclusions of audits", Conclusion.objects.all(), Q(files__in=files), ("text", "named", "withdrawn_why"), "audit"),
        ("reasons in lines of the trail", TrailEntry.objects.exclude(reason=""), Q(pk__in=lines), ("reason",), "number"),
    )
    pattern = naming(names, ids)
    for what, rows, about, columns, identity in places:
        theirs = list(rows.filter(about).values_list(identity, flat=True))
        named = Q(**{f"{columns[0]}__iregex": pattern})
        for column in columns[1:]:
            named |= Q(**{f"{column}__iregex": pattern})
        elsewhere = set(rows.filter(named).values_list(identity, flat=True)) - set(theirs) if pattern else set()
        if theirs:
            said.append(f"{what} {_listed(theirs)}, about the person: they are never changed by a program; read them")
        if elsewhere:
            said.append(f"{what} {_listed(elsewhere)}: they name the person; ask whoever wrote them")
    made = Report.objects.filter(state="made", audit__files__in=files).values_list("audit", flat=True)
    if made:
        said.append(f"reports made of audits {_listed(made)}: they hold what was written when they were made; read them")
    return said


def naming(names: set[str], ids: list[str]) -> str:
    """A pattern, of both databases, that finds a full name or an id as words of their own; empty if there is none.

    A short number is left out as an id: it would be found in every date.
    """
    told = [one for one in ids if len(one) >= SHORTEST_NAME or not one.isdigit()]
    words = [r"\s+".join(map(_either_case, one.split())) for one in sorted(names) + sorted(set(told))]
    return rf"(^|\W)({'|'.join(words)})($|\W)" if words else ""


def _either_case(word: str) -> str:
    """Accented letters in both cases: whether PostgreSQL knows that they are one depends on the database's locale."""
    return "".join(re.escape(letter) if letter.isascii() else f"({letter.lower()}|{letter.upper()})" for letter in word)


def _about(subjects: list[tuple[str, str]], kind_column: str = "subject_kind") -> Q:
    wanted = Q()
    for kind, identity in subjects:
        wanted |= Q(**{kind_column: kind, "subject_id": identity})
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
