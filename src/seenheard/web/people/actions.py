"""Everything that writes about people: that their pages were read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from seenheard.web.trail.actions import Doer, enter


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
