"""Which person id each cluster of nominals has tonight, given whose id each nominal had before.

An id stays with its nominals. A cluster that grows keeps its id. Where clusters and ids don't go one to one, the pairs
of a cluster and an id are taken in this order, each if neither is taken yet: most nominals in common; the older id; the
id's nominal that has belonged to it longest; the smallest nominal. So in a merge the id of the larger part survives, then
the older one, and in a split the larger part keeps the id, then the one with its oldest nominal. An id is given once: what
lost its id and stands alone again gets a new one.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow

# 80 bits of a hash: opaque, the same wherever the ledger begins, and two alike in ten million persons once in 10^10 forces.
DIGITS = 20


@dataclass(frozen=True, slots=True)
class Changes:
    """What the night did to person ids."""

    persons: int = 0
    new: int = 0
    merges: int = 0
    splits: int = 0
    ended: int = 0
    returned: int = 0


def id_of(nominal: str, turn: int = 1) -> str:
    """SQL: the person id that is made of a nominal, the first time (turn 1) or again."""
    return f"'p' || substr(sha256('{turn}|' || {nominal}), 1, {DIGITS})"


def settle(db: duckdb.DuckDBPyConnection) -> Changes:
    """Makes people.ids (cluster, person_id), people.entered and people.changes from people.clusters and the ledger."""
    db.execute("CREATE OR REPLACE TABLE people.ids (cluster VARCHAR, person_id VARCHAR)")
    _hold(db)
    _keep(db)
    _give_new(db)
    _tell_changes(db)
    _enter(db)
    counted = db.execute(
        "SELECT (SELECT count(*) FROM people.ids), "
        "(SELECT count(*) FROM people.ids ANTI JOIN people.issued USING (person_id)), "
        "count(*) FILTER (what = 'merged_into'), count(*) FILTER (what IN ('split_from', 'took_from')), "
        "count(*) FILTER (what = 'ended'), count(*) FILTER (what = 'returned') FROM people.changes"
    ).fetchone()
    assert counted is not None
    for table in ("held", "rivals"):
        db.execute(f"DROP TABLE {table}")
    return Changes(*counted)


def _hold(db: duckdb.DuckDBPyConnection) -> None:
    """held: each cluster with each id that nominals of it had. rivals: those that don't go one to one; they are few."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE held AS SELECT cluster, person_id, count(*) AS nominals, min(since) AS since, "
        "min(nominal_id) AS smallest FROM people.clusters JOIN people.known USING (nominal_id) GROUP BY cluster, person_id"
    )
    db.execute(
        "CREATE OR REPLACE TEMP TABLE rivals AS FROM held "
        "WHERE cluster IN (SELECT cluster FROM held GROUP BY cluster HAVING count(*) > 1) "
        "OR person_id IN (SELECT person_id FROM held GROUP BY person_id HAVING count(*) > 1)"
    )


def _keep(db: duckdb.DuckDBPyConnection) -> None:
    """Gives ids that are known to the clusters that keep them."""
    db.execute(
        "INSERT INTO people.ids SELECT cluster, person_id FROM held ANTI JOIN (SELECT cluster FROM rivals) USING (cluster)"
    )
    ordered = db.execute(
        "SELECT cluster, person_id FROM rivals JOIN people.issued USING (person_id) "
        "ORDER BY nominals DESC, first_at, since, smallest, person_id, cluster"
    ).fetchall()
    clusters: dict[str, str] = {}
    taken: set[str] = set()
    for cluster, person in ordered:
        if cluster not in clusters and person not in taken:
            clusters[cluster] = person
            taken.add(person)
    if clusters:
        kept = pyarrow.table({"cluster": list(clusters), "person_id": list(clusters.values())})
        db.register("kept_ids", kept)
        db.execute("INSERT INTO people.ids SELECT cluster, person_id FROM kept_ids")
        db.unregister("kept_ids")


def _give_new(db: duckdb.DuckDBPyConnection) -> None:
    """Gives the other clusters a new id, made of their smallest nominal; one that was given before is not given again."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE without_id AS "
        "SELECT DISTINCT cluster FROM people.clusters ANTI JOIN people.ids USING (cluster)"
    )
    turn, left = 1, 1
    while left:
        db.execute(
            f"INSERT INTO people.ids SELECT cluster, person_id FROM (SELECT cluster, {id_of('cluster', turn)} AS person_id "
            "FROM without_id) ANTI JOIN people.issued USING (person_id)"
        )
        db.execute("DELETE FROM without_id WHERE cluster IN (SELECT cluster FROM people.ids)")
        counted = db.execute("SELECT count(*) FROM without_id").fetchone()
        assert counted is not None
        turn, left = turn + 1, counted[0]
    db.execute("DROP TABLE without_id")


def _tell_changes(db: duckdb.DuckDBPyConnection) -> None:
    """people.changes: what became of ids. A night without any nominal says nothing of them."""
    db.execute(
        """CREATE OR REPLACE TABLE people.changes AS
        WITH moved AS (
            SELECT rivals.person_id AS was, ids.person_id AS now FROM rivals JOIN people.ids AS ids USING (cluster)
            WHERE rivals.person_id <> ids.person_id
        ),
        surviving AS (SELECT person_id FROM people.ids SEMI JOIN rivals USING (cluster)),
        gone AS (
            SELECT DISTINCT person_id FROM people.known ANTI JOIN held USING (person_id) WHERE EXISTS (FROM people.clusters)
        )
        SELECT was AS person_id, 'merged_into' AS what, now AS other_person_id
        FROM moved WHERE was NOT IN (FROM surviving)
        UNION ALL
        SELECT now, CASE WHEN now IN (SELECT person_id FROM held) THEN 'took_from' ELSE 'split_from' END, was
        FROM moved WHERE was IN (FROM surviving)
        UNION ALL SELECT person_id, 'ended', NULL FROM gone ANTI JOIN people.ended USING (person_id)
        UNION ALL SELECT person_id, 'returned', NULL FROM people.ended SEMI JOIN held USING (person_id)"""
    )


def _enter(db: duckdb.DuckDBPyConnection) -> None:
    """people.entered: nominals with another id than before. Those that don't stand tonight go where their person went."""
    db.execute(
        """CREATE OR REPLACE TABLE people.entered AS
        WITH heirs AS (
            SELECT rivals.person_id AS was, arg_min(ids.person_id, (-nominals, rivals.since, smallest)) AS now
            FROM rivals JOIN people.ids AS ids USING (cluster)
            WHERE rivals.person_id IN (SELECT person_id FROM people.changes WHERE what = 'merged_into')
            GROUP BY rivals.person_id
        )
        SELECT nominal_id, ids.person_id FROM people.clusters JOIN people.ids AS ids USING (cluster)
        LEFT JOIN people.known AS known USING (nominal_id) WHERE known.person_id IS DISTINCT FROM ids.person_id
        UNION ALL
        SELECT nominal_id, heirs.now FROM people.known AS known JOIN heirs ON heirs.was = known.person_id
        ANTI JOIN people.clusters USING (nominal_id)"""
    )
