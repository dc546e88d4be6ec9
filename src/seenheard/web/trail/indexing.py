"""Makes the rows by which lines are found by whom they are about, for all lines that have none yet: many at once, sorted,
so that the index is written leaf by leaf. Only actions use this module, inside their transaction.
"""

from __future__ import annotations

from django.db import connection

from seenheard.web.trail.models import TrailEntry, TrailHead, TrailIndexed

LINES = 1000  # at a time
ROWS = 300  # of one statement
ONLY = 1  # the one row that says how far


def catch_up() -> int:
    """Up to the last line that stands; how many lines were new."""
    TrailIndexed.objects.bulk_create([TrailIndexed(pk=ONLY, number=0)], ignore_conflicts=True)
    reached = TrailIndexed.objects.select_for_update().get(pk=ONLY)
    head = TrailHead.objects.first()
    upto, count = head.number if head else 0, 0
    while reached.number < upto:
        entries = TrailEntry.objects.filter(number__gt=reached.number, number__lte=upto).order_by("number")
        batch = list(entries.values_list("number", "pk", "about")[:LINES])
        if not batch:
            break
        _add(sorted((kind, subject, pk) for _, pk, about in batch for kind, subject in about))
        reached.number, count = batch[-1][0], count + len(batch)
    reached.save()
    return count


def _add(rows: list[tuple[str, str, int]]) -> None:
    with connection.cursor() as cursor:
        for first in range(0, len(rows), ROWS):
            part = rows[first : first + ROWS]
            places = ", ".join(["(%s, %s, %s)"] * len(part))
            values = [value for row in part for value in row]
            cursor.execute(f"INSERT INTO trail_trailsubject (kind, subject_id, entry_id) VALUES {places}", values)
