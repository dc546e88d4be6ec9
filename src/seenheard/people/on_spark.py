"""Scores the pairs on Spark, by the same settings and the same model: for all forces together.

DuckDB prepares the nominals, and makes persons of the pairs: that is little work. What is much, finding the pairs and
comparing them, goes to Spark as Parquet, and so do the pairs back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from splink import Linker

from seenheard.engine import on_spark
from seenheard.people import settings
from seenheard.people.scoring import Predictor

try:
    from splink import SparkAPI
except ImportError:  # pyspark is an extra; engine.on_spark says what to install
    SparkAPI = None  # type: ignore[assignment, misc]


def predictor(session: Any) -> Predictor:
    """Works the pairs out in this session of Spark's."""

    @contextmanager
    def predicted(db: duckdb.DuckDBPyConnection, told: dict[str, Any]) -> Iterator[str]:
        with tempfile.TemporaryDirectory(prefix="seenheard-spark-") as name:
            prepared, pairs = Path(name) / "prepared.parquet", Path(name) / "pairs"
            db.execute(f"COPY people.prepared TO '{on_spark.quoted(prepared)}' (FORMAT parquet)")
            with on_spark.said("Scoring pairs on Spark"):
                _predict(session, told, prepared, pairs)
            yield f"read_parquet('{on_spark.quoted(pairs)}/*.parquet')"

    return predicted


def _predict(session: Any, told: dict[str, Any], prepared: Path, pairs: Path) -> None:
    """Splink's own functions in Java are not needed: the settings use none but Spark's."""
    engine = SparkAPI(spark_session=session, register_udfs_automatically=False, break_lineage_method="persist")
    session.read.parquet(prepared.as_uri()).createOrReplaceTempView("prepared")
    linker = Linker(engine.register("prepared"), told, log_level=None, validate_settings=False)
    found = linker.inference.predict(threshold_match_probability=settings.KEEP, warning_mode="never")
    session.table(found.physical_name).write.parquet(pairs.as_uri())
    engine.delete_tables_created_by_splink_from_db()
