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
