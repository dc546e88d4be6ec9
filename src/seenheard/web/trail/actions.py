"""Everything that writes the trail. `enter` is called by every other action, inside its transaction."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from seenheard.web.accounts.models import User
from seenheard.web.trail.models import TrailEntry


@dataclass(frozen=True)
class Program:
    """A program that acts by itself, such as the night's load."""

    name: str


Doer = User | Program


def enter(
    *,
    by: Doer,
    action: str,
    subject_kind: str = "",
    subject_id: str = "",
    page: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    """Add one line."""
    TrailEntry(
        by_user=None if isinstance(by, Program) else by,
        by_name=f"program: {by.name}" if isinstance(by, Program) else by.get_username(),
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        page=page,
        detail=detail or {},
    ).save()


@transaction.atomic
def record_reading(*, by: Doer, subject_kind: str, subject_id: str, page: str) -> None:
    """Someone opened a page about a person or a case."""
    enter(by=by, action="read", subject_kind=subject_kind, subject_id=subject_id, page=page)
