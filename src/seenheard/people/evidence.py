"""The pairs that a clerk should look at, with what speaks for and against each, in words and bits."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pyarrow as pa

from seenheard.people import settings
from seenheard.people.model import Model
from seenheard.people.scoring import WEIGHTS, level_at

# One pair of two clusters is enough: what the clerk says of it holds for all.
OFFERED = f"""
WITH placed AS (SELECT numbered.place, numbered.number, numbered.nominal_id, joined.smallest
    FROM people.numbered AS numbered JOIN people.joined AS joined USING (number)),
sized AS (SELECT *, count(*) OVER (PARTITION BY smallest) AS size FROM placed),
between AS (SELECT pair.*, least(one.nominal_id, other.nominal_id) AS nominal_id, greatest(one.nominal_id, other.nominal_id) AS other_nominal_id,
    one.size * other.size AS joins, refused.a IS NOT NULL AS refused,
    row_number() OVER (PARTITION BY least(one.smallest, other.smallest), greatest(one.smallest, other.smallest)
        ORDER BY match_probability DESC, place_l, place_r) AS rank
    FROM people.pairs AS pair JOIN sized AS one ON one.place = place_l JOIN sized AS other ON other.place = place_r
    LEFT JOIN people.refused AS refused ON refused.a = least(one.number, other.number) AND refused.b = greatest(one.number, other.number)
    WHERE one.smallest <> other.smallest AND match_probability >= {settings.OFFER})
SELECT nominal_id, other_nominal_id, match_probability, context, {{weights}} FROM between
WHERE rank = 1 AND NOT EXISTS (SELECT 1 FROM decisions.links AS link WHERE kind = 'not_same'
    AND least(link.nominal_id, link.other_nominal_id) = between.nominal_id
    AND greatest(link.nominal_id, link.other_nominal_id) = between.other_nominal_id)
ORDER BY match_probability DESC, joins DESC, nominal_id, other_nominal_id
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
            "evidence": pa.array([json.dumps(_evidence(model, row[3], row[4:])) for row in found], pa.string()),
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
