"""Counts every part of every queue once, at load, so that no page counts.

Only releases.actions uses this module, inside its transaction.
"""

from __future__ import annotations

from django.db import connection

from seenheard.web.releases.merging import run

# What a queue is read by; the long texts would take most of the time, and nothing is looked for in them.
SOUGHT = "duty, key, subject_kind, subject_id, tab, state, risk_level, owner_id, team, restricted, is_finding, status, "
SOUGHT += "first_seen_id, tab_since_id, sort_worst, sort_late, sort_started, trigger, work, risen"
COUNTS = "findings_queuecount, findings_tabcount, findings_dutynight, findings_queuechoice, findings_findingnight"
LOOK = {"sqlite": "ANALYZE", "postgresql": f"ANALYZE findings_finding ({SOUGHT}), {COUNTS}, releases_rate, releases_officer"}


def count(release: int) -> None:
    """Count every part of every queue, what no step changes, and what tonight changed."""
    _count_parts(release)
    run("DELETE FROM findings_queuecount")
    run(
        """
        INSERT INTO findings_queuecount (duty, tab, state, risk_level, team, owner_id, work, risen, restricted, count)
        SELECT duty, tab, state, risk_level, team, owner_id, work, risen, restricted, SUM(count)
        FROM staged_count WHERE tab <> 'ended'
        GROUP BY duty, tab, state, risk_level, team, owner_id, work, risen, restricted
        """
    )
    run("DELETE FROM findings_tabcount")
    run(
        """
        INSERT INTO findings_tabcount (duty, tab, state, risk_level, restricted, count, came, longest)
        SELECT duty, tab, state, risk_level, restricted, SUM(count), SUM(came), MAX(longest)
        FROM staged_count WHERE tab <> 'ended' GROUP BY duty, tab, state, risk_level, restricted
        """
    )
    _count_night(release)
    _list_choices()
    run("DROP TABLE staged_count")
    run(LOOK[connection.vendor])


def _count_parts(release: int) -> None:
    run("DROP TABLE IF EXISTS staged_count")
    # By the numbers of the columns: PostgreSQL does not take a CASE with a parameter for the same one in both places.
    run(
        """
        CREATE TEMPORARY TABLE staged_count AS
        SELECT duty, tab, state, risk_level, team, owner_id, work, risen, restricted,
            CASE WHEN tab_since_id = %(release)s AND status = 'ended' THEN ended_by ELSE '' END AS ended_tonight,
            COUNT(*) AS count, SUM(CASE WHEN tab_since_id = %(release)s THEN 1 ELSE 0 END) AS came,
            MAX(hours_late) AS longest, SUM(CASE WHEN kept_in_doubt THEN 1 ELSE 0 END) AS in_doubt
        FROM findings_finding GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        """,
        release=release,
    )


def _count_night(release: int) -> None:
    run(
        """
        INSERT INTO findings_dutynight (release_id, duty, restricted, late, new_late, met, no_longer_applies,
            record_gone, kept_in_doubt)
        SELECT %(release)s, duty, restricted,
            SUM(CASE WHEN tab = 'late' THEN count ELSE 0 END),
            SUM(CASE WHEN tab = 'late' THEN came ELSE 0 END),
            SUM(CASE WHEN ended_tonight = 'met' THEN count ELSE 0 END),
            SUM(CASE WHEN ended_tonight = 'no_longer_applies' THEN count ELSE 0 END),
            SUM(CASE WHEN ended_tonight = 'record_gone' THEN count ELSE 0 END),
            SUM(in_doubt)
        FROM staged_count GROUP BY duty, restricted
        """,
        release=release,
    )


def _list_choices() -> None:
    """What each queue can be filtered by."""
    run("DELETE FROM findings_queuechoice")
    for kind, column in (("team", "team"), ("risk", "risk_level"), ("state", "state")):
        run(
            f"""
            INSERT INTO findings_queuechoice (duty, restricted, kind, value, label)
            SELECT DISTINCT duty, restricted, '{kind}', {column}, {column} FROM findings_queuecount
            """
        )
    run(
        """
        INSERT INTO findings_queuechoice (duty, restricted, kind, value, label)
        SELECT DISTINCT c.duty, c.restricted, 'owner', c.owner_id, COALESCE(o.name, c.owner_id)
        FROM findings_queuecount c LEFT JOIN releases_officer o ON o.officer_id = c.owner_id
        """
    )
