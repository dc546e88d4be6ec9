"""Splink finds and scores the pairs: the settings and a model go in, people.pairs comes out."""

from __future__ import annotations

import logging
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from seenheard.people import settings
from seenheard.people.model import Model
from seenheard.people.settings import COMPARISONS, CONTEXTS, Comparison, Context

PAIRS = "people.pairs"
# Splink tells its progress to a logger of its own; what a night has to say it says itself.
logging.getLogger("splink").setLevel(logging.ERROR)


def splink_settings(context: Context, model: Model, nominals: int) -> dict[str, Any]:
    """The settings as Splink reads them, with a model's numbers."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "place",
        "probability_two_random_records_match": model.prior(context, nominals),
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule} for rule in settings.BLOCKS[context]],
        "comparisons": [_comparison(comparison, context, model) for comparison in COMPARISONS],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "linker_uid": f"seenheard{context}",  # by default a random one, which names the tables
    }


def _comparison(comparison: Comparison, context: Context, model: Model) -> dict[str, Any]:
    known = model.contexts[context].levels[comparison.name]
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.unknown, "label_for_charts": "not recorded", "is_null_level": True}
    ]
    for level in comparison.levels:
        numbers = known[level.name]
        levels.append(
            {
                "sql_condition": level.condition,
                "label_for_charts": level.words,
                "m_probability": numbers.m,
                "u_probability": numbers.m / 2**numbers.bits,
            }
        )
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def level_of(comparison: Comparison, value: int) -> settings.Level | None:
    """The level that Splink's number means: they count down to 0; -1 is not recorded."""
    return None if value < 0 else comparison.levels[len(comparison.levels) - 1 - value]


def score(db: duckdb.DuckDBPyConnection, model: Model, nominals: int) -> None:
    """Make people.pairs: place_l, place_r, context, match_weight, match_probability and the level of each comparison."""
    levels = ", ".join(f"gamma_{comparison.name} TINYINT" for comparison in COMPARISONS)
    db.execute(
        f"CREATE OR REPLACE TABLE {PAIRS} (place_l BIGINT, place_r BIGINT, context VARCHAR, match_weight DOUBLE, "
        f"match_probability DOUBLE, {levels})"
    )
    if nominals < 2:
        return
    for context in CONTEXTS:
        _score_context(db, context, model, nominals)


def _score_context(db: duckdb.DuckDBPyConnection, context: Context, model: Model, nominals: int) -> None:
    linker, engine = linker_on(db, context, model, nominals)
    found = linker.inference.predict(threshold_match_probability=settings.KEEP, warning_mode="never")
    gammas = ", ".join(f"gamma_{comparison.name}" for comparison in COMPARISONS)
    db.execute(
        f"INSERT INTO {PAIRS} SELECT least(place_l, place_r), greatest(place_l, place_r), '{context}', match_weight, "
        f"match_probability, {gammas} FROM {found.physical_name} ORDER BY 1, 2"
    )
    engine.delete_tables_created_by_splink_from_db()


def linker_on(db: duckdb.DuckDBPyConnection, context: Context, model: Model, nominals: int) -> tuple[Linker, DuckDBAPI]:
    """Splink's linker over people.prepared."""
    db.execute("CREATE OR REPLACE TEMP VIEW prepared AS SELECT * FROM people.prepared")  # Splink knows no schemas
    engine = DuckDBAPI(connection=db)
    linker = Linker(
        engine.register("prepared"),
        splink_settings(context, model, nominals),
        log_level=None,
        validate_settings=False,
    )
    return linker, engine
