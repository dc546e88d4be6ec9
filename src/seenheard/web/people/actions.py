"""Everything that writes about people: reading their pages, and erasing one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from seenheard.web.findings.models import Finding
from seenheard.web.people.forgetting import NAMED, Forgotten, findings_of, subjects_of, what_stays
from seenheard.web.trail.actions import Doer, enter
from seenheard.web.trail.indexing import catch_up


@transaction.atomic
def record_nominals_reading(*, by: Doer, nominal_ids: Iterable[str], page: str) -> None:
    """Someone opened records side by side: one entry that names them all."""
    enter(by=by, action="read", subjects=[("nominal", one) for one in sorted(set(nominal_ids))], page=page)


@transaction.atomic
def record_subject_reading(
    *,
    by: Doer,
    subject_kind: str,
    subject_id: str,
    nominal_ids: Iterable[str],
    page: str,
    reason: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    """Someone opened the page of a child, an offender or a case: one entry that names every record it is made of."""
    records = [("nominal", one) for one in sorted(set(nominal_ids))]
    about: dict[str, Any] = {"subject_kind": subject_kind, "subject_id": subject_id, "subjects": records}
    enter(by=by, action="read", page=page, reason=reason, detail=detail, **about)


@transaction.atomic
def forget_person(*, by: Doer, kind: str, identity: str, reason: str) -> Forgotten:
    """Take out who it is and what happened, of every record of the person; say what went and what stays."""
    catch_up()
    forgotten = Forgotten(subjects_of(kind, identity))
    for record in forgotten.subjects:
        found = findings_of(*record)
        Finding.objects.filter(pk__in=found).update(**dict.fromkeys(NAMED, ""))
        if found:
            forgotten.removed.append(f"name, sentence and facts of {len(found)} findings about {record[0]} {record[1]}")
    forgotten.removed = forgotten.removed or ["nothing: no finding says who it is"]
    forgotten.stays = what_stays(forgotten.subjects)
    detail: dict[str, object] = {"removed": forgotten.removed, "stays": forgotten.stays}
    enter(by=by, action="person forgotten", subjects=forgotten.subjects, reason=reason, detail=detail)
    return forgotten
