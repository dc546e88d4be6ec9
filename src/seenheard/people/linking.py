"""Who is who: standing nominals in, clusters of one person each and the pairs that a clerk should look at out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from seenheard.people import evidence, scoring, settings, training
from seenheard.people.clustering import Clusters, Pair, Told, join_decided, join_likely
from seenheard.people.model import Model, shipped
from seenheard.people.preparing import prepare
from seenheard.people.scoring import Predictor

DAY = 86_400_000_000
CHILDHOOD = 6575  # days; the newest record says what day it is about


@dataclass(slots=True)
class Outcome:
    """What came of the pairs: the clusters, and the pairs refused for a contradiction."""

    clusters: Clusters
    refused: list[Pair]
    decided: set[int]


def link(db: duckdb.DuckDBPyConnection, *, model: Model | None, predictor: Predictor | None = None) -> Model:
    """Make people.clusters, people.links and people.pairs from standing.nominals and decisions.links.

    A model that was given is used as it is; without one, or with one of other settings, the force's own nominals train
    one, or the shipped one serves if they are too few. The same input gives the same tables and the same model.
    The pairs are scored by `predictor`: on DuckDB, if it is none.
    """
    nominals = prepare(db)
    if model is None or model.settings != settings.version():
        model = training.train(db, nominals) if nominals >= settings.ENOUGH_TO_TRAIN else shipped()
    scoring.score(db, model, nominals, predictor)
    _write_clusters(db, _cluster(db, model.link))
    evidence.write_links(db, model)
    return model


def _cluster(db: duckdb.DuckDBPyConnection, link: float) -> Outcome:
    db.execute(
        "CREATE OR REPLACE TABLE people.numbered AS SELECT row_number() OVER (ORDER BY nominal_id) - 1 AS number, "
        "nominal_id, day, month, year, pnc, place, "
        f"coalesce(date_of_birth > max(recorded_at) OVER () // {DAY} - {CHILDHOOD}, false) AS child, "
        "nominal_id IN (SELECT nominal_id FROM standing.offenders) AS offender "
        "FROM standing.nominals LEFT JOIN people.prepared USING (nominal_id)"
    )
    rows = db.execute("SELECT day, month, year, pnc, child, offender FROM people.numbered ORDER BY number").fetchall()
    told = [Told(*row) for row in rows]
    pairs = db.execute(
        "SELECT match_probability, least(one.number, other.number), greatest(one.number, other.number) FROM people.pairs "
        "JOIN people.numbered AS one ON one.place = place_l JOIN people.numbered AS other ON other.place = place_r"
    ).fetchall()
    same, not_same = (_decided(db, kind) for kind in ("same", "not_same"))
    clusters = Clusters(told, {(a, b): probability for probability, a, b in pairs}, link)
    clusters.keep_apart(not_same)
    refused = join_decided(clusters, same)
    clusters.keep_apart(_relatives(db))
    refused += join_likely(clusters, pairs)
    return Outcome(clusters, refused, {nominal for pair in same for nominal in pair})


def _relatives(db: duckdb.DuckDBPyConnection) -> list[Pair]:
    """Nominals whom the records know as two persons: nobody is their own brother, parent or partner."""
    return db.execute(
        "SELECT DISTINCT least(one.number, other.number), greatest(one.number, other.number) "
        "FROM standing.associations AS tie "
        "JOIN people.numbered AS one ON one.nominal_id = tie.nominal_id "
        "JOIN people.numbered AS other ON other.nominal_id = tie.other_nominal_id "
        "WHERE kind <> 'associate' AND one.number <> other.number ORDER BY ALL"
    ).fetchall()


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
    numbers = range(len(clusters.told))
    smallest = [clusters.find(number) for number in numbers]
    _hand_over(db, "people.joined", {"number": numbers, "smallest": smallest})
    _hand_over(db, "people.by_clerk", {"number": sorted(outcome.decided)})
    apart = sorted({(clusters.find(a), clusters.find(b)) for a, others in clusters.apart.items() for b in others})
    _hand_over(db, "people.apart", {"one": [a for a, _ in apart], "other": [b for _, b in apart]})
    _hand_over(db, "people.refused", {"a": [a for a, _ in outcome.refused], "b": [b for _, b in outcome.refused]})
    db.execute(CLUSTERS)


def _hand_over(db: duckdb.DuckDBPyConnection, table: str, columns: dict[str, Sequence[int]]) -> None:
    rows = pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()})
    db.register("handed_over", rows)
    db.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM handed_over")
    db.unregister("handed_over")


# A nominal's probability is that of the strongest pair with another of its own cluster.
CLUSTERS = """
CREATE OR REPLACE TABLE people.clusters AS
WITH placed AS (SELECT numbered.number, numbered.nominal_id, numbered.place, joined.smallest,
        by_clerk.number IS NOT NULL AS by_clerk, first.nominal_id AS cluster
    FROM people.joined AS joined JOIN people.numbered AS numbered USING (number)
    JOIN people.numbered AS first ON first.number = joined.smallest
    LEFT JOIN people.by_clerk AS by_clerk ON by_clerk.number = numbered.number),
within AS (SELECT one.number AS a, other.number AS b, match_probability FROM people.pairs
    JOIN placed AS one ON one.place = place_l JOIN placed AS other ON other.place = place_r
    WHERE one.smallest = other.smallest),
strongest AS (SELECT number, max(match_probability) AS probability
    FROM (SELECT a AS number, match_probability FROM within UNION ALL SELECT b, match_probability FROM within)
    GROUP BY number),
sizes AS (SELECT smallest, count(*) AS size FROM placed GROUP BY smallest)
SELECT nominal_id, cluster,
    CASE WHEN size = 1 OR (by_clerk AND size > 1) THEN 1.0 ELSE coalesce(probability, 1.0) END AS match_probability,
    CASE WHEN size = 1 THEN 'exact' WHEN by_clerk THEN 'clerk' ELSE 'model' END AS decided_by
FROM placed JOIN sizes USING (smallest) LEFT JOIN strongest USING (number) ORDER BY nominal_id
"""
