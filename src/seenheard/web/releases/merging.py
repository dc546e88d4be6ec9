"""Tonight's staged rows against the findings of the night before, each step one statement over all of them.

Only releases.actions uses this module, inside its transaction. `held` marks a duty whose records are doubtful or not
there tonight: none of its findings ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from seenheard.web.releases.folder import Folder
from seenheard.web.releases.staging import UNIT, copy_rows, joined, plain

OPEN = "status IN ('new', 'continuing')"
TAKEN = (
    "standard_version",
    "subject_kind",
    "subject_id",
    "person_id",
    "state",
    "tab",
    "started_at",
    "due_at",
    "met_at",
    "hours_late",
    "risk_level",
    "link_confidence",
    "excused_by",
    "actionable",
    "due_soon",
    "restricted",
    "is_finding",
    "sort_worst",
    "sort_late",
    "sort_started",
    "trigger",
)
# An owner given by hand stays until the records name another owner or team than they did then.
KEPT = "(f.by_hand AND f.recorded_owner_id = s.owner_id AND f.recorded_team = s.team)"
SAME = "f.duty = s.duty AND f.key = s.key"
# The standard excuses it: that would end the finding, which doubtful records can't.
HELD_BACK = "(s.held AND s.tab = 'excused' AND NOT s.is_finding AND f.is_finding)"


def run(statement: str, **values: object) -> int:
    """One statement; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def open_before() -> tuple[pa.Array, pa.Array]:
    """What stands before tonight: (duty, key) of every row that has not ended; (duty, subject) of recurring ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT duty, key FROM findings_finding WHERE tab <> 'ended'")
        keys = [f"{duty}{UNIT}{key}" for duty, key in cursor.fetchall()]
        cursor.execute(
            "SELECT DISTINCT f.duty, f.subject_id FROM findings_finding f JOIN releases_duty d ON d.name = f.duty "
            f"WHERE d.recurs AND f.{OPEN}"
        )
        subjects = [f"{duty}{UNIT}{subject}" for duty, subject in cursor.fetchall()]
    return pa.array(keys, pa.string()), pa.array(subjects, pa.string())


def take_over(release: int) -> None:
    """Rows that are listed tonight and were known before."""
    taken = ", ".join(f"{name} = s.{name}" for name in TAKEN)
    run(
        f"""
        UPDATE findings_finding AS f SET {taken},
            owner_id = CASE WHEN {KEPT} THEN f.owner_id ELSE s.owner_id END,
            team = CASE WHEN {KEPT} THEN f.team ELSE s.team END,
            by_hand = {KEPT}, recorded_owner_id = s.owner_id, recorded_team = s.team,
            subject_title = COALESCE(t.title, ''),
            sentence = CASE WHEN s.is_finding OR f.state <> s.state THEN s.sentence ELSE f.sentence END,
            facts = CASE WHEN s.is_finding THEN s.facts ELSE f.facts END,
            tab_since_id = CASE WHEN f.tab = s.tab THEN f.tab_since_id ELSE %(release)s END,
            first_seen_id = CASE WHEN s.is_finding AND f.first_seen_id IS NULL THEN %(release)s ELSE f.first_seen_id END,
            status = CASE WHEN s.is_finding AND f.{OPEN} THEN 'continuing' WHEN s.is_finding THEN 'new'
                          WHEN f.{OPEN} AND s.tab = 'closed' THEN 'continuing' WHEN f.{OPEN} THEN 'ended'
                          ELSE f.status END,
            ended_by = CASE WHEN s.is_finding THEN '' WHEN f.{OPEN} AND s.tab = 'excused' THEN 'no_longer_applies'
                            ELSE f.ended_by END,
            kept_in_doubt = (1 = 0)
        FROM staged_finding s
        LEFT JOIN staged_title t ON t.subject_kind = s.subject_kind AND t.subject_id = s.subject_id
        WHERE {SAME} AND s.tab <> '' AND NOT {HELD_BACK}
        """,
        release=release,
    )


def end_by_state(release: int) -> None:
    """Findings whose duty is met tonight, or not late any more."""
    run(
        f"""
        UPDATE findings_finding AS f SET tab = 'ended', status = 'ended', is_finding = (1 = 0), state = s.state,
            met_at = s.met_at, due_at = s.due_at, tab_since_id = %(release)s, kept_in_doubt = (1 = 0),
            ended_by = CASE WHEN s.state IN ('met', 'met_late') THEN 'met' ELSE 'no_longer_applies' END
        FROM staged_finding s WHERE {SAME} AND s.tab = '' AND f.{OPEN} AND NOT s.held
        """,
        release=release,
    )


def end_by_newer(release: int, held: Iterable[str]) -> None:
    """Findings of a recurring duty whose clock was started anew by a fulfilment: their key is gone, a later one is there."""
    run(
        f"""
        UPDATE findings_finding AS f SET tab = 'ended', status = 'ended', is_finding = (1 = 0), state = 'met',
            tab_since_id = %(release)s, ended_by = 'met', kept_in_doubt = (1 = 0)
        WHERE f.{OPEN} AND f.duty NOT IN {listed(held)}
            AND f.duty IN (SELECT name FROM releases_duty WHERE recurs)
            AND NOT EXISTS (SELECT 1 FROM staged_finding s WHERE {SAME})
            AND EXISTS (SELECT 1 FROM staged_finding s WHERE s.duty = f.duty AND s.subject_id = f.subject_id
                        AND (f.started_at IS NULL OR s.started_at > f.started_at))
        """,
        release=release,
    )


def end_vanished(release: int, folder: Folder, held: Iterable[str]) -> None:
    """Findings of which tonight's release says nothing: the record is gone, or the duty no longer applies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, f.facts, f.subject_kind, f.subject_id FROM findings_finding f "
            f"WHERE f.{OPEN} AND f.duty NOT IN {listed(held)} "
            f"AND NOT EXISTS (SELECT 1 FROM staged_finding s WHERE {SAME})"
        )
        vanished = [(row, _records(facts), (kind, subject)) for row, facts, kind, subject in cursor.fetchall()]
    if not vanished:
        return
    there, kinds = _standing(folder, {record for _, records, _ in vanished for record in records})
    told = _named(folder, "subjects", {subject for _, _, subject in vanished})
    owed = _named(folder, "duty_states", {subject for _, _, subject in vanished})
    changes = []
    for identity, records, subject in vanished:
        # Only subjects that a release tells of have a timeline; of another, nothing at all may be left.
        if subject in told:
            gone = any(record not in there for record in records if record[0] in kinds)
        else:
            gone = subject not in owed
        changes.append((release, "record_gone" if gone else "no_longer_applies", identity))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE findings_finding SET tab = 'ended', status = 'ended', is_finding = (1 = 0), "
            "kept_in_doubt = (1 = 0), tab_since_id = %s, ended_by = %s WHERE id = %s",
            changes,
        )


def _records(facts: str) -> list[tuple[str, str]]:
    """The records that a finding rests on."""
    try:
        listed = json.loads(facts or "[]")
    except ValueError:
        return []
    return [(str(fact.get("record_set")), str(fact.get("key"))) for fact in listed if isinstance(fact, dict)]


def _standing(folder: Folder, asked: set[tuple[str, str]]) -> tuple[set[tuple[str, str]], set[str]]:
    """Which of these records tonight's timeline has, and of which record sets it knows anything."""
    there: set[tuple[str, str]] = set()
    kinds: set[str] = set()
    if not (folder.path / "timeline.parquet").is_file():
        return there, kinds
    wanted = pa.array([f"{kind}{UNIT}{key}" for kind, key in asked], pa.string())
    for batch in folder.batches("timeline", ("record_set", "record_id")):
        table = plain(batch)
        kinds.update(pc.unique(table.column("record_set")).to_pylist())
        found = table.filter(pc.is_in(joined(table, "record_set", "record_id"), wanted))
        there.update(zip(found.column("record_set").to_pylist(), found.column("record_id").to_pylist(), strict=True))
    return there, kinds


def _named(folder: Folder, file: str, asked: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these subjects a file of tonight's release names."""
    found: set[tuple[str, str]] = set()
    if not (folder.path / f"{file}.parquet").is_file():
        return found
    wanted = pa.array([f"{kind}{UNIT}{subject}" for kind, subject in asked], pa.string())
    for batch in folder.batches(file, ("subject_kind", "subject_id")):
        table = plain(batch)
        table = table.filter(pc.is_in(joined(table, "subject_kind", "subject_id"), wanted))
        found.update(zip(table.column("subject_kind").to_pylist(), table.column("subject_id").to_pylist(), strict=True))
    return found


def keep_in_doubt(held: Iterable[str]) -> None:
    """Open findings of held duties that tonight's records would end: kept as they were."""
    run(
        f"""
        UPDATE findings_finding AS f SET kept_in_doubt = (1 = 1), status = 'continuing'
        WHERE f.{OPEN} AND f.duty IN {listed(held)}
            AND NOT EXISTS (SELECT 1 FROM staged_finding s WHERE {SAME} AND s.tab <> '' AND NOT {HELD_BACK})
        """
    )


def forget_unlisted(held: Iterable[str]) -> None:
    """Rows that never were findings and are not listed tonight."""
    run(
        f"""
        DELETE FROM findings_finding WHERE first_seen_id IS NULL AND duty NOT IN {listed(held)} AND NOT EXISTS
            (SELECT 1 FROM staged_finding s WHERE s.duty = findings_finding.duty AND s.key = findings_finding.key
             AND s.tab <> '')
        """
    )


def add_new(release: int) -> None:
    """Rows never seen before."""
    taken = ", ".join(TAKEN)
    run(
        f"""
        INSERT INTO findings_finding (duty, key, {taken}, subject_title, sentence, facts, tab_since_id, first_seen_id,
            status, ended_by, kept_in_doubt, owner_id, team, recorded_owner_id, recorded_team, by_hand, work, risen, version)
        SELECT s.duty, s.key, {", ".join(f"s.{name}" for name in TAKEN)}, COALESCE(t.title, ''), s.sentence, s.facts,
            %(release)s, CASE WHEN s.is_finding THEN %(release)s ELSE NULL END,
            CASE WHEN s.is_finding THEN 'new' ELSE '' END, '', (1 = 0), s.owner_id, s.team, s.owner_id, s.team, (1 = 0),
            'untouched', 0, 0
        FROM staged_finding s
        LEFT JOIN staged_title t ON t.subject_kind = s.subject_kind AND t.subject_id = s.subject_id
        LEFT JOIN findings_finding f ON {SAME}
        WHERE s.tab <> '' AND f.id IS NULL
        ORDER BY s.duty, s.key
        """,
        release=release,
    )


def write_history(release: int) -> None:
    """A line for each finding that came to another place tonight."""
    run(
        """
        INSERT INTO findings_findingnight (finding_id, release_id, tab, state, ended_by)
        SELECT id, %(release)s, tab, state, ended_by FROM findings_finding
        WHERE tab_since_id = %(release)s AND first_seen_id IS NOT NULL
        """,
        release=release,
    )


def copy_rates(release: int, folder: Folder, columns: tuple[str, ...]) -> None:
    """The released rates; of earlier nights only the force's are kept here, for the trend."""
    run("DELETE FROM releases_rate WHERE group_kind <> 'force'")
    for batch in folder.batches("rates", columns):
        lists: list[list[Any]] = [
            [value if value is not None else "" for value in column] if name in ("group", "group_kind") else column
            for name, column in ((name, batch.column(name).to_pylist()) for name in columns)
        ]
        rows = ((release, *row) for row in zip(*lists, strict=True))
        copy_rows("releases_rate", ("release_id", *columns), rows)


def listed(names: Iterable[str]) -> str:
    """A list of duty names for SQL. They come from the manifest: only names that look like duties get in."""
    safe = [name for name in names if name.replace("-", "").isalnum() and name.isascii()]
    return "(" + ", ".join(f"'{name}'" for name in (*safe, "")) + ")"
