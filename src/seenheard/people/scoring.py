"""Splink finds and scores the pairs: the settings and a model go in, people.pairs comes out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from seenheard.people import settings
from seenheard.people.model import Model
from seenheard.people.settings import COMPARISONS, CONTEXTS, Comparison, Context

PAIRS = "people.pairs"
WEIGHTS = tuple(f"mw_{comparison.name}" for comparison in COMPARISONS)
# Splink tells the weight of each comparison, not its level. So no two levels of a comparison have the same weight: each is
# moved by its number times this many bits.
APART = 1e-7
# Works out the scored pairs of people.prepared by settings as Splink reads them; gives where DuckDB reads them, for a while.
Predictor = Callable[[duckdb.DuckDBPyConnection, dict[str, Any]], AbstractContextManager[str]]
# Splink tells its progress to a logger of its own; what a night has to say it says itself.
logging.getLogger("splink").setLevel(logging.ERROR)


def splink_settings(context: Context, model: Model, nominals: int, rules: Sequence[str]) -> dict[str, Any]:
    """The settings as Splink reads them, with a model's numbers."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "place",
        "probability_two_random_records_match": model.prior(context, nominals),
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule} for rule in rules],
        "comparisons": [_comparison(comparison, context, model) for comparison in COMPARISONS],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "linker_uid": f"seenheard{context}",  # by default a random one, which names the tables
    }


def _comparison(comparison: Comparison, context: Context, model: Model) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.unknown, "label_for_charts": "not recorded", "is_null_level": True}
    ]
    for level, bits in zip(comparison.levels, weights(comparison, context, model), strict=True):
        u = model.contexts[context].levels[comparison.name][level.name].u
        # Splink only ever looks at the ratio of the two, and wants both to be probabilities.
        u = min(u, 2.0**-bits)
        levels.append(
            {
                "sql_condition": level.condition,
                "label_for_charts": level.words,
                "m_probability": u * 2.0**bits,
                "u_probability": u,
            }
        )
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def weights(comparison: Comparison, context: Context, model: Model) -> list[float]:
    """The bits of each level, no two the same and none 0, which is what is not recorded."""
    known = model.contexts[context].levels[comparison.name]
    return [round(known[level.name].bits, 4) + number * APART for number, level in enumerate(comparison.levels, start=1)]


def level_at(comparison: Comparison, context: Context, model: Model, bits: float) -> int | None:
    """The number of the level that a weight belongs to; None if the comparison says nothing."""
    if bits == 0.0:
        return None
    found = weights(comparison, context, model)
    return min(range(len(found)), key=lambda number: abs(found[number] - bits))


def score(db: duckdb.DuckDBPyConnection, model: Model, nominals: int, predictor: Predictor | None = None) -> None:
    """Make people.pairs: place_l, place_r, context, match_weight, match_probability and the bits of each comparison."""
    predicted = predictor or on_duckdb
    columns = ", ".join(f"{name} DOUBLE" for name in WEIGHTS)
    db.execute(
        f"CREATE OR REPLACE TABLE {PAIRS} (place_l BIGINT, place_r BIGINT, context VARCHAR, match_weight DOUBLE, "
        f"match_probability DOUBLE, {columns})"
    )
    if nominals < 2:
        return
    for context in CONTEXTS:
        with predicted(db, splink_settings(context, model, nominals, settings.BLOCKS[context])) as found:
            db.execute(
                f"INSERT INTO {PAIRS} SELECT least(place_l, place_r), greatest(place_l, place_r), '{context}', "
                f"match_weight, match_probability, {', '.join(WEIGHTS)} FROM {found} ORDER BY 1, 2"
            )


@contextmanager
def on_duckdb(db: duckdb.DuckDBPyConnection, told: dict[str, Any]) -> Iterator[str]:
    """Pairs that are likelier than `settings.KEEP`, worked out where the night's tables stand."""
    engine, found = predict(db, told, settings.KEEP)
    yield found
    engine.delete_tables_created_by_splink_from_db()


def predict(db: duckdb.DuckDBPyConnection, told: dict[str, Any], least: float | None) -> tuple[DuckDBAPI, str]:
    """Splink's scored pairs of people.prepared, in a table of the name given back. Ask the engine to delete it."""
    db.execute("CREATE OR REPLACE TEMP VIEW prepared AS SELECT * FROM people.prepared")  # Splink knows no schemas
    engine = DuckDBAPI(connection=db)
    linker = Linker(engine.register("prepared"), told, log_level=None, validate_settings=False)
    found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    return engine, found.physical_name
