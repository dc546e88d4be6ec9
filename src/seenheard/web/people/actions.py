"""Everything that is written when somebody looks at the records of people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from seenheard.web.trail.actions import Doer, enter


@transaction.atomic
def record_nominals_reading(*, by: Doer, nominal_ids: Iterable[str], page: str) -> None:
    """Someone opened records side by side: one entry that names them all."""
    ids = sorted(set(nominal_ids))
    detail: dict[str, object] = {"nominals": ids}
    enter(by=by, action="read", subject_kind="nominal", subject_id=ids[0] if ids else "", page=page, detail=detail)


@transaction.atomic
def record_subject_reading(*, by: Doer, subject_kind: str, subject_id: str, nominal_ids: Iterable[str], page: str) -> None:
    """Someone opened the page of a child, an offender or a case: one entry that names every record it is made of."""
    detail: dict[str, object] = {"nominals": sorted(set(nominal_ids))}
    enter(by=by, action="read", subject_kind=subject_kind, subject_id=subject_id, page=page, detail=detail)
