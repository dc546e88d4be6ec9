"""Everything that writes when a person is forgotten."""

from __future__ import annotations

from django.db import transaction

from seenheard.web.accounts.models import Grant, UrgentAccess
from seenheard.web.audits.models import CaseFile
from seenheard.web.findings.models import Finding
from seenheard.web.forgetting.reach import (
    NAMED,
    Forgotten,
    case_files_of,
    findings_of,
    names_of,
    still_written,
    subjects_of,
    what_stays,
    without_words,
)
from seenheard.web.readings.models import Reading, ReferBack, ReferBackAnswer, Settlement
from seenheard.web.trail.actions import Doer, enter
from seenheard.web.trail.indexing import catch_up


@transaction.atomic
def forget_person(*, by: Doer, kind: str, identity: str, reason: str) -> Forgotten:
    """Take out who it is and what happened, of every record of the person; say what went and what stays."""
    catch_up()
    forgotten = Forgotten(subjects_of(kind, identity))
    files = case_files_of(forgotten.subjects)
    words = still_written(names_of(forgotten.subjects), forgotten.subjects, files)
    for record in forgotten.subjects:
        found = findings_of(*record)
        Finding.objects.filter(pk__in=found).update(**dict.fromkeys(NAMED, ""))
        if found:
            forgotten.removed.append(f"name, sentence and facts of {len(found)} findings about {record[0]} {record[1]}")
    forgotten.removed += _forget_access(forgotten.subjects) + _forget_readings(files)
    forgotten.removed = forgotten.removed or ["nothing: no finding says who it is"]
    forgotten.stays = [*what_stays(forgotten.subjects), *words]
    detail: dict[str, object] = {"removed": forgotten.removed, "stays": forgotten.stays}
    enter(by=by, action="person forgotten", subjects=forgotten.subjects, reason=reason, detail=detail)
    return forgotten


def _forget_access(subjects: list[tuple[str, str]]) -> list[str]:
    """Why somebody opened the person's records urgently, or was granted them: that it was done stays."""
    gone = 0
    for kind, identity in subjects:
        gone += UrgentAccess.objects.filter(kind=kind, subject_id=identity).update(reason="", answer="")
        gone += Grant.objects.filter(kind=kind, subject_id=identity).update(reason="")
    return [f"reasons of {gone} urgent accesses and grants"] if gone else []


def _forget_readings(files: list[int]) -> list[str]:
    """What readers of audits wrote about the person in their own words. Answers and grades stay: a result rests on them."""
    if not files:
        return []
    for reading in Reading.objects.select_for_update().filter(file__in=files):
        reading.answers = without_words(reading.answers, "answer")
        reading.judgements = without_words(reading.judgements, "grade")
        reading.reason = reading.note = ""
        reading.version += 1
        reading.save(update_fields=["answers", "judgements", "reason", "note", "version"])
    ReferBack.objects.filter(file__in=files).update(risk="")
    ReferBackAnswer.objects.filter(refer_back__file__in=files).update(text="", why="")
    Settlement.objects.filter(file__in=files).update(reason="")
    CaseFile.objects.filter(pk__in=files).update(why_picked="", excluded_why="")
    return [f"what readers wrote of {len(files)} case files of audits; answers and grades stay"]
