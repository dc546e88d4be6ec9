"""Our linkage as the night calls it: people.clusters, people.links and people.pairs from standing.nominals."""

from __future__ import annotations

import duckdb

from seenheard.people import linking


def ours(db: duckdb.DuckDBPyConnection) -> None:
    """Leaves clusters (nominal_id, cluster_id), offered and scored (pairs of nominals)."""
    db.execute("CREATE SCHEMA IF NOT EXISTS decisions")
    db.execute(
        "CREATE TABLE IF NOT EXISTS decisions.links (decision_id VARCHAR, kind VARCHAR, nominal_id VARCHAR, "
        "other_nominal_id VARCHAR)"
    )
    linking.link(db, model=None)


def tell(db: duckdb.DuckDBPyConnection) -> None:
    """After the clock has stopped: the tables in the form that all are measured in."""
    db.execute("CREATE OR REPLACE TABLE clusters AS SELECT nominal_id, cluster AS cluster_id FROM people.clusters")
    db.execute("CREATE OR REPLACE TABLE offered AS SELECT nominal_id, other_nominal_id FROM people.links")
    db.execute(
        "CREATE OR REPLACE TABLE scored AS SELECT a.nominal_id, b.nominal_id AS other_nominal_id, match_probability "
        "FROM people.pairs JOIN people.prepared AS a ON a.place = place_l JOIN people.prepared AS b ON b.place = place_r"
    )
