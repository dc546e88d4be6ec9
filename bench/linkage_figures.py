"""What is measured of a linkage: `truth` (nominal_id, person_id, what the person is) beside `clusters` (and cluster_id)."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

TRUTH = "SELECT truth.*, cluster_id FROM truth JOIN clusters USING (nominal_id)"


def one(db: duckdb.DuckDBPyConnection, sql: str) -> float:
    row = db.execute(sql).fetchone()
    return 0.0 if row is None or row[0] is None else float(row[0])


def pairs_in(by: str, where: str = "true") -> str:
    """How many pairs of nominals are together in groups of some columns."""
    return f"SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM placed WHERE {where} GROUP BY {by})"


@dataclass(frozen=True)
class Accuracy:
    """Pairwise: of the pairs that were joined the share that is true, of the true pairs the share that was joined."""

    true_pairs: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 0.0 if not self.precision + self.recall else 2 * self.precision * self.recall / (self.precision + self.recall)


def place(db: duckdb.DuckDBPyConnection) -> None:
    """The table that all figures are read from."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE placed AS {TRUTH}")


def accuracy(db: duckdb.DuckDBPyConnection, where: str = "true") -> Accuracy:
    """Of the whole, or of the nominals of some persons: then only the recall says anything."""
    true, joined = one(db, pairs_in("person_id", where)), one(db, pairs_in("cluster_id", where))
    both = one(db, pairs_in("person_id, cluster_id", where))
    return Accuracy(int(true), both / joined if joined else 1.0, both / true if true else 1.0)


# No cluster is joined with itself: a careless cut makes clusters of a hundred thousand.
COUNTED = """
WITH persons AS (SELECT DISTINCT cluster_id, person_id, twin_person_id, is_child, is_offender FROM placed),
clusters AS (
    SELECT cluster_id, count(*) FILTER (WHERE is_child) AS children, count(*) FILTER (WHERE NOT is_child) AS adults,
        count(*) FILTER (WHERE is_offender) AS offenders, min(person_id) FILTER (WHERE is_child) AS one,
        max(person_id) FILTER (WHERE is_child) AS other
    FROM persons GROUP BY cluster_id),
joined AS (
    SELECT person_id, bool_or(children > 1) AS child, bool_or(adults > 0) AS adult, bool_or(offenders > 0) AS offender,
        bool_or(children > 2
            OR (children = 2 AND twin_person_id IS DISTINCT FROM if(one = person_id, other, one))) AS stranger
    FROM persons JOIN clusters USING (cluster_id) WHERE is_child GROUP BY person_id)
SELECT count(*) FILTER (WHERE child), count(*) FILTER (WHERE child AND NOT stranger), count(*) FILTER (WHERE adult),
    count(*) FILTER (WHERE offender)
FROM joined
"""


@dataclass(frozen=True)
class FalseJoins:
    """Children who share a cluster with somebody else, per 10,000 children."""

    children: int
    another_child: float
    only_twins: float
    an_adult: float
    an_offender: float


def false_joins(db: duckdb.DuckDBPyConnection) -> FalseJoins:
    """A child counts once, however many others share its cluster; `only_twins`: no other child than its own twin."""
    children = one(db, "SELECT count(DISTINCT person_id) FROM placed WHERE is_child")
    row = db.execute(COUNTED).fetchone()
    assert row is not None
    share = [10_000 * value / children if children else 0.0 for value in row]
    return FalseJoins(int(children), *share)


def recalls(db: duckdb.DuckDBPyConnection, by: str) -> dict[str, tuple[int, float]]:
    """True pairs, and the share of them joined, in each group of a truth column."""
    rows = db.execute(
        f"SELECT true_pairs.grouped, pairs, coalesce(joined, 0) / pairs FROM (SELECT {by} AS grouped, sum(n * (n - 1) / 2) "
        f"AS pairs FROM (SELECT {by}, person_id, count(*) AS n FROM placed GROUP BY ALL) GROUP BY ALL HAVING pairs > 0) "
        f"AS true_pairs LEFT JOIN (SELECT {by} AS grouped, sum(n * (n - 1) / 2) AS joined FROM (SELECT {by}, person_id, "
        "cluster_id, count(*) AS n FROM placed GROUP BY ALL) GROUP BY ALL) AS found USING (grouped) ORDER BY 1"
    ).fetchall()
    return {str(group): (int(pairs), float(recall)) for group, pairs, recall in rows}


BANDS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)


def calibration(db: duckdb.DuckDBPyConnection) -> list[tuple[float, float, int]]:
    """Of the scored pairs in each band of probability: what was said on average, the share that is true, and how many."""
    edges = ", ".join(map(str, BANDS))
    rows = db.execute(
        f"SELECT avg(match_probability), avg(CAST(one.person_id = other.person_id AS INTEGER)), count(*) FROM scored "
        "JOIN truth AS one USING (nominal_id) JOIN truth AS other ON other.nominal_id = other_nominal_id "
        f"WHERE match_probability >= {BANDS[0]} "
        f"GROUP BY len(list_filter([{edges}], lambda edge: edge <= match_probability)) ORDER BY 1"
    ).fetchall()
    return [(float(said), float(true), int(pairs)) for said, true, pairs in rows]


@dataclass(frozen=True)
class Offers:
    """What a clerk is shown: how many pairs, the share that is true, and of the true pairs missed the share shown."""

    offered: int
    true: float
    missed: int
    missed_offered: float
    recall_after: float


def offers(db: duckdb.DuckDBPyConnection) -> Offers:
    """`offered` beside the true pairs that are not in one cluster. `recall_after`: once a clerk has said yes to each true
    offer, with all that hangs together by that."""
    db.execute(MISSED)
    db.execute(
        "CREATE OR REPLACE TEMP TABLE shown AS "
        "SELECT offered.*, one.person_id = other.person_id AS same, one.cluster_id AS a, "
        "other.cluster_id AS b FROM offered JOIN placed AS one USING (nominal_id) "
        "JOIN placed AS other ON other.nominal_id = other_nominal_id"
    )
    shown, true = one(db, "SELECT count(*) FROM shown"), one(db, "SELECT avg(CAST(same AS INTEGER)) FROM shown")
    missed = one(db, "SELECT count(*) FROM missed")
    found = one(
        db,
        "SELECT count(*) FROM missed WHERE (least(nominal_id, other_nominal_id), greatest(nominal_id, other_nominal_id)) IN "
        "(SELECT (least(nominal_id, other_nominal_id), greatest(nominal_id, other_nominal_id)) FROM shown)",
    )
    _join_told(db)
    after = one(db, "SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM told GROUP BY person_id, cluster_id)")
    pairs = one(db, pairs_in("person_id"))
    return Offers(int(shown), true, int(missed), found / missed if missed else 1.0, after / pairs if pairs else 1.0)


MISSED = """
CREATE OR REPLACE TEMP TABLE missed AS SELECT one.nominal_id, other.nominal_id AS other_nominal_id
FROM placed AS one JOIN placed AS other USING (person_id)
WHERE one.nominal_id < other.nominal_id AND one.cluster_id <> other.cluster_id
"""


def _join_told(db: duckdb.DuckDBPyConnection) -> None:
    """The table told: placed, with clusters joined that a true offer joins."""
    parent: dict[str, str] = {}

    def root(cluster: str) -> str:
        while parent.get(cluster, cluster) != cluster:
            cluster = parent[cluster]
        return cluster

    for a, b in db.execute("SELECT a, b FROM shown WHERE same").fetchall():
        parent[root(a)] = root(b)
    db.execute("CREATE OR REPLACE TEMP TABLE roots (cluster_id VARCHAR, root VARCHAR)")
    if parent:
        db.executemany("INSERT INTO roots VALUES (?, ?)", [(cluster, root(cluster)) for cluster in parent])
    db.execute(
        "CREATE OR REPLACE TEMP TABLE told AS SELECT nominal_id, person_id, coalesce(root, cluster_id) AS cluster_id "
        "FROM placed LEFT JOIN roots USING (cluster_id)"
    )
