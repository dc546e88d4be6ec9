"""Runs the duties' plan on Spark, for all forces together. The only module that knows pyspark.

DuckDB has read and checked the extracts. What the plan reads goes to Spark as Parquet, and so do its rows back:
the files stand in a folder of the run, and with a cluster that folder must be one that its workers see.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from seenheard.engine.dialects import SPARK
from seenheard.engine.placeholders import filled
from seenheard.engine.plan import DutyPlan, Stage
from seenheard.errors import EngineError

try:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    MISSING = False
except ImportError:
    MISSING = True

NO_PYSPARK = "--engine spark needs pyspark, which is not installed: pip install 'seenheard[spark]'."
NO_JAVA = (
    "--engine spark needs Java 17 or 21, which was not found: install it (Debian: openjdk-17-jre-headless) or set JAVA_HOME."
)
# Spark's own options (spark-defaults.conf, SPARK_CONF_DIR, MASTER) say where and how big; these say what is right.
SESSION = {
    "spark.sql.ansi.enabled": "true",  # what can't be counted is a failure, as on DuckDB, never a quiet null
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
}
START = {
    "spark.app.name": "seenheard",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",  # its pages show queries to whoever reaches the port
    "spark.ui.showConsoleProgress": "false",
}
# Tables as ibis writes them. Quoted so, nothing but a table of these schemas can stand here.
_TABLE = re.compile(r"`(standing|versions|people|decisions|calendar|shared)`\.`(\w+)`")


def java_is_there() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None


def session() -> SparkSession:
    """A Spark session by Spark's own settings; the one already there, if there is one."""
    if MISSING:
        raise EngineError(NO_PYSPARK)
    if not java_is_there():
        raise EngineError(NO_JAVA)
    builder = SparkSession.builder
    for name, value in START.items():
        builder = builder.config(name, value)
    with _said("Starting Spark"):
        return builder.getOrCreate()


@contextmanager
def _said(words: str) -> Iterator[None]:
    """Spark's failures as one sentence."""
    try:
        yield
    except (PySparkException, Py4JError) as failure:
        told = next((line for line in str(failure).splitlines() if line.strip()), type(failure).__name__)
        raise EngineError(f"{words} failed: {told}") from failure


@contextmanager
def spark_for(db: duckdb.DuckDBPyConnection) -> Iterator[OnSpark]:
    """The engine of one night; a session that was there before stays."""
    there_before = None if MISSING else SparkSession.getActiveSession()
    spark = there_before or session()
    try:
        with tempfile.TemporaryDirectory(prefix="seenheard-spark-") as folder:
            yield OnSpark(db, spark, Path(folder))
    finally:
        if there_before is None:
            spark.stop()


class OnSpark:
    """The engine `spark`: views in a session of this night's own, over Parquet."""

    dialect = SPARK

    def __init__(self, db: duckdb.DuckDBPyConnection, spark: SparkSession, folder: Path) -> None:
        self.db, self.folder = db, folder
        self.known: set[str] = set()
        with _said("Starting Spark"):
            self.spark: Any = spark.newSession()
            for name, value in SESSION.items():
                self.spark.conf.set(name, value)

    def share(self, stages: list[Stage], as_of: int) -> None:
        """Stores shared relations as Parquet for Spark, and as views of it in DuckDB."""
        for stage in stages:
            path = self._worked_out(f"shared__{stage.name}", filled(stage.sql, as_of))
            self._view(f"shared__{stage.name}", path)
            self.db.execute(f"CREATE OR REPLACE VIEW shared.{stage.name} AS {self._read(path)}")

    def work_out(self, duty: DutyPlan, as_of: int) -> None:
        """Puts a duty's rows into DuckDB's table `duty_rows`."""
        path = self._worked_out("duty_rows", filled(duty.rows, as_of))
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE duty_rows AS {self._read(path)}")
        shutil.rmtree(path)

    def _worked_out(self, name: str, sql: str) -> Path:
        """Where the rows of this SQL were written."""
        path = self.folder / name
        for schema, table in sorted(set(_TABLE.findall(sql))):
            self._hand_over(schema, table)
        with _said("Working out the duties on Spark"):
            self.spark.sql(_TABLE.sub(r"`\1__\2`", sql)).write.mode("overwrite").parquet(path.as_uri())
        return path

    def _hand_over(self, schema: str, table: str) -> None:
        """Gives Spark a table of DuckDB's, once."""
        name = f"{schema}__{table}"
        if name in self.known:
            return
        path = self.folder / f"{name}.parquet"
        self.db.execute(f"COPY (SELECT * FROM {schema}.{table}) TO '{_quoted(path)}' (FORMAT parquet)")
        self._view(name, path)

    def _view(self, name: str, path: Path) -> None:
        with _said("Reading Parquet on Spark"):
            self.spark.read.parquet(path.as_uri()).createOrReplaceTempView(name)
        self.known.add(name)

    def _read(self, folder: Path) -> str:
        return f"SELECT * FROM read_parquet('{_quoted(folder)}/*.parquet')"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
