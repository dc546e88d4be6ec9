"""Who is who: standing nominals in, clusters of one person each and the pairs that a clerk should look at out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from seenheard.people import evidence, scoring, settings, training
from seenheard.people.clustering import Clusters, Pair, Told, join_decided, join_likely
from seenheard.people.model import Model, shipped
from seenheard.people.preparing import prepare


@dataclass(slots=True)
class Outcome:
    """What came of the pairs: the clusters, and the pairs refused for a contradiction."""

    clusters: Clusters
    refused: list[Pair]
    decided: set[int]


def link(db: duckdb.DuckDBPyConnection, *, model: Model | None) -> Model:
    """Make people.clusters, people.links and people.pairs from standing.nominals and decisions.links.

    A model that was given is used as it is; without one, or with one of other settings, the force's own nominals train
    one, or the shipped one serves if they are too few. The same input gives the same tables and the same model.
    """
    nominals = prepare(db)
    if model is None or model.settings != settings.version():
        model = training.train(db, nominals) if nominals >= settings.ENOUGH_TO_TRAIN else shipped()
    scoring.score(db, model, nominals)
    _write_clusters(db, _cluster(db))
    evidence.write_links(db, model)
    return model


def _cluster(db: duckdb.DuckDBPyConnection) -> Outcome:
    db.execute(
        "CREATE OR REPLACE TABLE people.numbered AS SELECT row_number() OVER (ORDER BY nominal_id) - 1 AS number, nominal_id, "
        "day, month, year, pnc, place FROM standing.nominals LEFT JOIN people.prepared USING (nominal_id)"
    )
    told = [Told(*row) for row in db.execute("SELECT day, month, year, pnc FROM people.numbered ORDER BY number").fetchall()]
    pairs = db.execute(
        "SELECT match_probability, least(one.number, other.number), greatest(one.number, other.number) FROM people.pairs "
        "JOIN people.numbered AS one ON one.place = place_l JOIN people.numbered AS other ON other.place = place_r"
    ).fetchall()
    same, not_same = (_decided(db, kind) for kind in ("same", "not_same"))
    apart: dict[int, set[int]] = defaultdict(set)
    for a, b in not_same:
        apart[a].add(b)
        apart[b].add(a)
    clusters = Clusters(told, dict(apart), {(a, b): probability for probability, a, b in pairs})
    refused = join_decided(clusters, same)
    refused += join_likely(clusters, pairs)
    return Outcome(clusters, refused, {nominal for pair in same for nominal in pair})


def _decided(db: duckdb.DuckDBPyConnection, kind: str) -> list[Pair]:
    return db.execute(
        "SELECT least(one.number, other.number), greatest(one.number, other.number) FROM decisions.links AS link "
        "JOIN people.numbered AS one ON one.nominal_id = link.nominal_id "
        "JOIN people.numbered AS other ON other.nominal_id = link.other_nominal_id "
        "WHERE kind = ? AND one.number <> other.number ORDER BY ALL",
        [kind],
    ).fetchall()


def _write_clusters(db: duckdb.DuckDBPyConnection, outcome: Outcome) -> None:
    clusters = outcome.clusters
    smallest = [clusters.find(number) for number in range(len(clusters.told))]
    joined = pa.table({"number": pa.array(range(len(smallest)), pa.int64()), "smallest": pa.array(smallest, pa.int64()),
                       "by_clerk": pa.array([number in outcome.decided for number in range(len(smallest))], pa.bool_())})  # fmt: skip
    db.register("handed_over", joined)
    db.execute("CREATE OR REPLACE TABLE people.joined AS SELECT * FROM handed_over")
    db.unregister("handed_over")
    refused = pa.table(
        {
            "a": pa.array([a for a, _ in outcome.refused], pa.int64()),
            "b": pa.array([b for _, b in outcome.refused], pa.int64()),
        }
    )
    db.register("handed_over", refused)
    db.execute("CREATE OR REPLACE TABLE people.refused AS SELECT * FROM handed_over")
    db.unregister("handed_over")
    db.execute(CLUSTERS)


# A nominal's probability is that of the strongest pair with another of its own cluster.
CLUSTERS = """
CREATE OR REPLACE TABLE people.clusters AS
WITH placed AS (SELECT numbered.number, numbered.nominal_id, numbered.place, joined.smallest, joined.by_clerk, first.nominal_id AS cluster
    FROM people.joined AS joined JOIN people.numbered AS numbered USING (number) JOIN people.numbered AS first ON first.number = joined.smallest),
within AS (SELECT one.number AS a, other.number AS b, match_probability FROM people.pairs
    JOIN placed AS one ON one.place = place_l JOIN placed AS other ON other.place = place_r WHERE one.smallest = other.smallest),
strongest AS (SELECT number, max(match_probability) AS probability
    FROM (SELECT a AS number, match_probability FROM within UNION ALL SELECT b, match_probability FROM within) GROUP BY number),
sizes AS (SELECT smallest, count(*) AS size FROM placed GROUP BY smallest)
SELECT nominal_id, cluster,
    CASE WHEN size = 1 OR (by_clerk AND size > 1) THEN 1.0 ELSE coalesce(probability, 1.0) END AS match_probability,
    CASE WHEN size = 1 THEN 'exact' WHEN by_clerk THEN 'clerk' ELSE 'model' END AS decided_by
FROM placed JOIN sizes USING (smallest) LEFT JOIN strongest USING (number) ORDER BY nominal_id
"""
