"""The two others that our linkage is measured beside: Splink as its tutorials set it up, and equal name and birth date.

A peer reads the table `nominals` (the contract's columns) of a DuckDB connection and leaves `scored` (nominal_id,
other_nominal_id, match_probability), each pair once; clusters(…) makes persons of the pairs at or above a threshold.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.clustering import cluster_pairwise_predictions_at_threshold

from bench.linkage_data import SHARED

SEED = 1
MAX_PAIRS = 1e6
FAKE_1000 = SHARED / "er_splink" / "dev" / "fake_1000.csv"


def tutorial_settings() -> SettingsCreator:
    """The library's ready-made comparisons, and rules of two columns each: what its tutorials begin with.

    https://moj-analytical-services.github.io/splink/demos/tutorials/
    """
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="nominal_id",
        comparisons=[
            cl.NameComparison("forenames"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("forenames", "surname"),
            block_on("surname", "date_of_birth"),
            block_on("forenames", "date_of_birth"),
            block_on("surname", "postcode"),
            block_on("date_of_birth", "postcode"),
        ],
    )


def documented_settings() -> SettingsCreator:
    """For Splink's own example: its columns as they are, town and e-mail address too, which a nominal has not."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="nominal_id",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "city"), block_on("surname"), block_on("dob"), block_on("email"),
        ],
    )  # fmt: skip


def documented(db: duckdb.DuckDBPyConnection) -> None:
    """fake_1000 as the tutorials link it."""
    db.execute(
        "CREATE OR REPLACE TABLE documented_input AS SELECT unique_id AS nominal_id, * EXCLUDE (unique_id, cluster) "
        f"FROM read_csv('{FAKE_1000}', all_varchar = true)"
    )
    same = [block_on("first_name", "surname", "dob"), block_on("email")]
    _predict(db, "documented_input", documented_settings(), same, (block_on("first_name", "surname"), block_on("dob")))


def tutorial(db: duckdb.DuckDBPyConnection) -> None:
    """The contract's columns, without regard to capitals."""
    db.execute(
        "CREATE OR REPLACE TABLE tutorial_input AS "
        "SELECT nominal_id, upper(forenames) AS forenames, upper(surname) AS surname, "
        "CAST(date_of_birth AS VARCHAR) AS date_of_birth, postcode, sex FROM nominals ORDER BY nominal_id"
    )
    same = [block_on("forenames", "surname", "date_of_birth"), block_on("surname", "date_of_birth", "postcode")]
    rounds = (block_on("forenames", "surname"), block_on("date_of_birth"))
    _predict(db, "tutorial_input", tutorial_settings(), same, rounds)


def _predict(
    db: duckdb.DuckDBPyConnection, table: str, settings: SettingsCreator, same: Sequence[Any], rounds: Sequence[Any]
) -> None:
    """Trained as the tutorials do it: a guess of how many match, u by random pairs, m by two rounds of EM."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=db)
    linker = Linker(api.register(table), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(list(same), recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=MAX_PAIRS, seed=SEED)
    for rule in rounds:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01)
    db.execute(
        "CREATE OR REPLACE TABLE scored AS SELECT nominal_id_l AS nominal_id, nominal_id_r AS other_nominal_id, "
        f"match_probability FROM {found.physical_name}"
    )


def exact(db: duckdb.DuckDBPyConnection) -> None:
    """Equal forenames, surname and birth date; case does not count."""
    db.execute(
        "CREATE OR REPLACE TABLE scored AS SELECT a.nominal_id, b.nominal_id AS other_nominal_id, 1.0 AS match_probability "
        "FROM nominals AS a JOIN nominals AS b ON upper(a.forenames) = upper(b.forenames) "
        "AND upper(a.surname) = upper(b.surname) AND a.date_of_birth = b.date_of_birth AND a.nominal_id < b.nominal_id"
    )


def cluster(db: duckdb.DuckDBPyConnection, threshold: float, table: str = "clusters") -> None:
    """Persons: what hangs together by pairs at or above the threshold."""
    api = DuckDBAPI(connection=db)
    db.execute("CREATE OR REPLACE TABLE nodes AS SELECT nominal_id FROM nominals")
    db.execute(f"CREATE OR REPLACE TABLE edges AS SELECT * FROM scored WHERE match_probability >= {threshold}")
    found = cluster_pairwise_predictions_at_threshold(
        api.register("nodes"), api.register("edges"), api, node_id_column_name="nominal_id",
        edge_id_column_name_left="nominal_id", edge_id_column_name_right="other_nominal_id",
        threshold_match_probability=None,
    )  # fmt: skip
    db.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT nominal_id, cluster_id FROM {found.physical_name}")
