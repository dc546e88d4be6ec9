"""What a night makes of people's work: what ended takes its work with it, what was waited for in vain comes back, and what
nobody took further rises.

Only releases.actions uses this module, inside its transaction, when tonight's findings stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from seenheard.web.findings.arrangements import arrangements
from seenheard.web.releases.merging import listed, run

OPEN_TABS = "f.tab IN ('late', 'due_soon')"
RISING = "('untouched', 'noted', 'returned')"


def end_work(release: int) -> None:
    """The work on what ended, and on what came back as new, is over. Its steps stay."""
    run(
        """
        UPDATE findings_finding SET work = 'untouched', work_since = NULL, version = version + 1
        WHERE id IN (SELECT finding_id FROM findings_work)
            AND (tab = 'ended' OR status = 'ended' OR (status = 'new' AND tab_since_id = %(release)s))
        """,
        release=release,
    )
    run(
        "DELETE FROM findings_work WHERE NOT EXISTS "
        "(SELECT 1 FROM findings_finding f WHERE f.id = findings_work.finding_id AND f.work <> 'untouched')"
    )


def bring_back(as_of: datetime, held: Iterable[str]) -> None:
    """Work whose date has passed, and "done" that the nights since do not show. Doubtful records prove nothing."""
    today = timezone.localdate(as_of)
    nights = "(SELECT COUNT(*) FROM releases_release r WHERE r.id > w.release_id)"
    passed = f"w.until < %(today)s AND {OPEN_TABS}"
    run(
        f"""
        UPDATE findings_work AS w SET state = 'returned', since = %(as_of)s, why =
            CASE w.state WHEN 'waiting' THEN 'silent' WHEN 'excused' THEN 'over' ELSE 'date' END
        FROM findings_finding AS f WHERE f.id = w.finding_id AND (
            (w.state IN ('looked_at', 'asked', 'excused') AND {passed})
            OR (w.state = 'waiting' AND {OPEN_TABS} AND {nights} >= %(nights)s AND NOT f.kept_in_doubt
                AND f.duty NOT IN {listed(held)}))
        """,
        as_of=_moment(as_of),
        today=connection.ops.adapt_datefield_value(today),
        nights=arrangements().nights_to_wait,
    )
    run(
        """
        INSERT INTO findings_step (finding_id, kind, at, by_name, text, to_officer_id, to_team)
        SELECT w.finding_id, 'returned', %(as_of)s, 'program: load', w.why, '', ''
        FROM findings_work w JOIN findings_finding f ON f.id = w.finding_id
        WHERE w.state = 'returned' AND f.work <> 'returned'
        """,
        as_of=_moment(as_of),
    )
    run(
        """
        UPDATE findings_finding SET work = 'returned', work_since = %(as_of)s, version = version + 1
        WHERE work <> 'returned' AND id IN (SELECT finding_id FROM findings_work WHERE state = 'returned')
        """,
        as_of=_moment(as_of),
    )


def raise_up(as_of: datetime) -> None:
    """What is late and nobody took further: to the supervisor, later to the lead. It counts from the night on which it came
    to the late list, or from the last step: nobody could touch it before."""
    since = "CASE WHEN f.work_since IS NULL OR f.work_since < r.as_of THEN r.as_of ELSE f.work_since END"
    values: dict[str, object] = {}
    sides = []
    for side in (1, 0):
        limits = []
        for level, days in arrangements().rise.items():
            values[f"{level}_{side}"] = _moment(as_of - timedelta(days=days[side]))
            limits.append(f"WHEN '{level}' THEN %({level}_{side})s" if level != "other" else f"ELSE %(other_{side})s")
        sides.append(f"WHEN {since} <= CASE f.risk_level {' '.join(limits)} END THEN {side + 1}")
    risen = f"CASE WHEN f.tab <> 'late' OR f.work NOT IN {RISING} THEN 0 {' '.join(sides)} ELSE 0 END"
    run(
        f"UPDATE findings_finding AS f SET risen = {risen} FROM releases_release r "
        f"WHERE r.id = f.tab_since_id AND f.risen <> {risen}",
        **values,
    )


def _moment(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)
