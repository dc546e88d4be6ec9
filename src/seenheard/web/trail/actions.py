"""Everything that writes the trail. `enter` is called by every other action, last, inside its transaction.

Last, because it holds the trail's head until the transaction is over: whoever waited for it while holding something that
another needs would wait for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from seenheard.errors import TrailError
from seenheard.web.accounts.models import User
from seenheard.web.config.statements import rows_of
from seenheard.web.trail.chain import FIRST, Line, Link, hash_of, in_order, plain
from seenheard.web.trail.indexing import catch_up
from seenheard.web.trail.models import TrailEntry, TrailHead, TrailSubject
from seenheard.web.trail.queries import CUT, last_before, seal_of


@dataclass(frozen=True)
class Program:
    """A program that acts by itself, such as the night's load."""

    name: str


Doer = User | Program
HEAD = 1  # the head's one row
# Written out, because every page pays for them: as model objects they cost three times as much.
HOLD = "SELECT number, hash FROM trail_trailhead WHERE id = %s"  # SQLite's writers wait before they begin
HOLD_ROW = f"{HOLD} FOR UPDATE"
MOVE_ON = "UPDATE trail_trailhead SET number = %s, hash = %s WHERE id = %s"
COLUMNS = "number, at, by_user_id, by_name, action, subject_kind, subject_id, page, reason, detail, about, before, hash"
ADD = f"INSERT INTO trail_trailentry ({COLUMNS}) VALUES ({', '.join(['%s'] * 13)})"


def enter(
    *,
    by: Doer,
    action: str,
    subject_kind: str = "",
    subject_id: str = "",
    subjects: Iterable[tuple[str, str]] = (),
    page: str = "",
    reason: str = "",
    detail: dict[str, object] | None = None,
) -> None:
    """Add one line, about one subject, or about several."""
    if not connection.in_atomic_block:
        raise TypeError("A trail entry is made inside the transaction of what it is about.")
    before = _take_head()
    line = Line(
        number=before.number + 1,
        at=timezone.now(),
        by_user=None if isinstance(by, Program) else by.pk,
        by_name=f"program: {by.name}" if isinstance(by, Program) else by.get_username(),
        action=action,
        subjects=in_order([*subjects, *([(subject_kind, subject_id)] if subject_id else [])]),
        page=page,
        reason=reason.replace("\x00", ""),
        detail=plain(detail or {}),
        before=before.hash,
    )
    _add(line, hash_of(line), subject_kind, subject_id)


def _take_head() -> Link:
    """Where the chain stands; the head is held until the transaction is over."""
    hold = HOLD if connection.vendor == "sqlite" else HOLD_ROW
    found = rows_of(hold, [HEAD])
    if not found:
        # Whoever else writes the first line commits it together with the head, so after a line the head is looked for again.
        lines = TrailEntry.objects.exists()
        found = rows_of(hold, [HEAD])
        if lines and not found:
            raise TrailError("The trail has lines but no head: somebody has changed the database. Restore a backup.")
    if not found:
        TrailHead.objects.bulk_create([TrailHead(pk=HEAD, number=0, hash=FIRST)], ignore_conflicts=True)
        found = rows_of(hold, [HEAD])
    return Link(*found[0])


def _add(line: Line, own_hash: str, subject_kind: str, subject_id: str) -> None:
    at = connection.ops.adapt_datetimefield_value(line.at)
    told_of = (json.dumps(line.detail), json.dumps(line.subjects))
    told = [line.number, at, line.by_user, line.by_name, line.action, subject_kind, subject_id, line.page, line.reason]
    added, moved = [*told, *told_of, line.before, own_hash], [line.number, own_hash, HEAD]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(ADD, added)
            cursor.execute(MOVE_ON, moved)
        else:
            cursor.execute(f"WITH moved AS ({MOVE_ON}) {ADD}", [*moved, *added])  # one journey to the server and back


@transaction.atomic
def record_reading(
    *, by: Doer, subject_kind: str, subject_id: str, page: str, reason: str = "", detail: dict[str, object] | None = None
) -> None:
    """Someone opened a page about a person or a case."""
    enter(by=by, action="read", subject_kind=subject_kind, subject_id=subject_id, page=page, reason=reason, detail=detail)


@transaction.atomic
def record_listing(*, by: Doer, subjects: Iterable[tuple[str, str]], page: str) -> None:
    """Someone saw a list with these people or cases on it; a list without any is no reading."""
    about = list(subjects)
    if about:
        enter(by=by, action="listed", subjects=about, page=page)


@transaction.atomic
def record_backup(*, by: Doer, file: str) -> None:
    """Everything is copied to a file."""
    enter(by=by, action="backup", detail={"file": file})


@transaction.atomic
def record_look(*, by: Doer, subjects: Iterable[tuple[str, str]], page: str, at: str) -> None:
    """The information officer looks into the trail: from here on its lines are found by whom they are about."""
    catch_up()
    enter(by=by, action="trail read", subjects=subjects, page=page, detail={"at": at})


@transaction.atomic
def cut(*, by: Doer, before: datetime) -> int:
    """Take away the lines older than this, and say so in a line that the site's key signs; give how many were taken."""
    catch_up()  # so that nobody makes rows for a line while it goes
    last = last_before(before)
    if last is None:
        return 0
    old = TrailEntry.objects.filter(number__lte=last.number)
    count = old.count()
    # The manager refuses to take lines away, and should: this is the one place that may.
    TrailSubject.objects.filter(entry__in=old)._raw_delete(connection.alias)
    old._raw_delete(connection.alias)
    detail = {"through": last.number, "hash": last.hash, "lines": count, "seal": seal_of(last)}
    enter(by=by, action=CUT, detail=detail)
    return count
