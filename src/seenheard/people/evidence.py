"""The pairs that a clerk should look at, with what speaks for and against each, in words and bits."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pyarrow as pa

from seenheard.people import settings
from seenheard.people.model import Model
from seenheard.people.scoring import WEIGHTS, level_at

OFFERED_FROM = " ".join(f"WHEN '{context}' THEN {least}" for context, least in settings.OFFER.items())
# Of all pairs between two clusters one leads: what the clerk says of it holds for the others, which come after all leaders.
OFFERED = f"""
WITH placed AS (SELECT numbered.place, numbered.nominal_id, joined.smallest,
        count(*) OVER (PARTITION BY joined.smallest) AS size
    FROM people.numbered AS numbered JOIN people.joined AS joined USING (number)),
between AS (SELECT pair.*, least(one.nominal_id, other.nominal_id) AS nominal_id,
        greatest(one.nominal_id, other.nominal_id) AS other_nominal_id, one.size * other.size AS joins,
        least(one.smallest, other.smallest) AS one, greatest(one.smallest, other.smallest) AS other
    FROM people.pairs AS pair JOIN placed AS one ON one.place = place_l JOIN placed AS other ON other.place = place_r
    WHERE one.smallest <> other.smallest),
ranked AS (SELECT *, max(match_probability) OVER clusters AS likeliest,
        bool_or(match_probability >= CASE context {OFFERED_FROM} END) OVER clusters AS offered,
        row_number() OVER (clusters ORDER BY match_probability DESC, place_l, place_r) = 1 AS leads
    FROM between ANTI JOIN people.apart AS apart USING (one, other)
    WINDOW clusters AS (PARTITION BY one, other))
SELECT nominal_id, other_nominal_id, match_probability, leads, context, {{weights}} FROM ranked
WHERE offered
ORDER BY leads DESC, likeliest DESC, joins DESC, match_probability DESC, nominal_id, other_nominal_id
"""


def write_links(db: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make people.links, the most useful first."""
    found = db.execute(OFFERED.format(weights=", ".join(WEIGHTS))).fetchall()
    table = pa.table(
        {
            "ordinal": pa.array(range(1, len(found) + 1), pa.int64()),
            "nominal_id": pa.array([row[0] for row in found], pa.string()),
            "other_nominal_id": pa.array([row[1] for row in found], pa.string()),
            "match_probability": pa.array([row[2] for row in found], pa.float64()),
            "leads": pa.array([row[3] for row in found], pa.bool_()),
            "evidence": pa.array([json.dumps(_evidence(model, row[4], row[5:])) for row in found], pa.string()),
        }
    )
    db.register("handed_over", table)
    db.execute("CREATE OR REPLACE TABLE people.links AS SELECT * FROM handed_over ORDER BY ordinal")
    db.unregister("handed_over")


def _evidence(model: Model, context: Any, weights: tuple[float, ...]) -> list[dict[str, Any]]:
    told = []
    for comparison, bits in zip(settings.COMPARISONS, weights, strict=True):
        number = level_at(comparison, context, model, bits)
        if number is not None:
            told.append({"field": comparison.name, "level": comparison.levels[number].words, "weight": round(bits, 1)})
    return told
