"""Runs the duties' plan on Spark, for all forces together. The only module that knows pyspark.

DuckDB has read and checked the extracts. What the plan reads goes to Spark as Parquet, and so do its rows back:
the files stand in a folder of the run, and with a cluster that folder must be one that its workers see.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from seenheard.engine.dialects import SPARK, view_name
from seenheard.engine.placeholders import filled
from seenheard.engine.plan import DutyPlan, Stage
from seenheard.errors import EngineError

try:
    from py4j.protocol import Py4JError
    from pyspark import SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    INSTALLED = True
except ImportError:
    INSTALLED = False

NO_PYSPARK = "--engine spark needs the package pyspark, which is not installed: pip install 'seenheard[spark]'."
NO_JAVA = (
    "--engine spark needs Java 17 or 21: install it (Debian: openjdk-17-jre-headless), or set JAVA_HOME to where it is."
)
# What is right does not depend on where it runs.
SESSION = {
    "spark.sql.ansi.enabled": "true",  # what can't be worked out is a failure, as on DuckDB, never a quiet null
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
}
# Where and how big it runs is told by Spark's own settings (spark-defaults.conf, MASTER); these fill in the rest.
USUAL = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",  # its pages show queries to whoever reaches the port
}
ON_THIS_MACHINE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}
AT_ONCE = 4  # duties: one is planned while others run
SCHEMAS = ("standing", "superseded", "people", "decisions", "calendar")


def missing() -> str | None:
    """What must be installed before Spark can run, as a sentence."""
    if not INSTALLED:
        return NO_PYSPARK
    home = os.environ.get("JAVA_HOME")
    there = (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None
    return None if there else NO_JAVA


def start() -> SparkSession:
    """A Spark session by Spark's own settings; the one that runs already, if there is one."""
    lacking = missing()
    if lacking is not None:
        raise EngineError(lacking)
    with said("Starting Spark's Java, which must be 17 or 21 and take the settings given,"):
        master = SparkContext.getSystemProperty("spark.master") or "local[*]"
    with said(f"Starting Spark on {master}"):
        usual = USUAL | ON_THIS_MACHINE if master.startswith("local") else USUAL
        builder = SparkSession.builder.appName("seenheard").config("spark.ui.showConsoleProgress", "false")
        for name, value in usual.items():
            if SparkContext.getSystemProperty(name) is None:
                builder = builder.config(name, value)
        return builder.getOrCreate()


def session_of(spark: SparkSession) -> Any:
    """A session of its own, in which the same is right wherever it runs."""
    with said("Opening a session on Spark"):
        session: Any = spark.newSession()
        for name, value in SESSION.items():
            session.conf.set(name, value)
        return session


@contextmanager
def said(words: str) -> Iterator[None]:
    """Spark's failures as one sentence."""
    try:
        yield
    except (PySparkException, Py4JError) as failure:
        lines = [line.strip() for line in str(failure).splitlines() if line.strip()] or [type(failure).__name__]
        raise EngineError(f"{words} failed: {' '.join(lines[:2])}") from failure


@contextmanager
def night_on_spark(db: duckdb.DuckDBPyConnection) -> Iterator[OnSpark]:
    """The engine of one night. A session that ran before goes on running."""
    running = SparkSession.getActiveSession() if INSTALLED else None
    spark = running or start()
    try:
        with tempfile.TemporaryDirectory(prefix="seenheard-spark-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
            working = OnSpark(db, spark, Path(folder), pool)
            try:
                yield working
            finally:
                pool.shutdown(cancel_futures=True)
    finally:
        if running is None:
            spark.stop()


class OnSpark:
    """The engine `spark`: views in a session of this night's own, over Parquet."""

    dialect = SPARK

    def __init__(self, db: duckdb.DuckDBPyConnection, spark: SparkSession, folder: Path, pool: ThreadPoolExecutor) -> None:
        self.db, self.folder, self.pool = db, folder, pool
        self.underway: dict[str, Future[Path]] = {}
        self.spark = session_of(spark)

    def begin(self, stages: list[Stage], duties: list[DutyPlan], as_of: int) -> None:
        """Stores shared relations as Parquet, which DuckDB sees too, and sets Spark to work on the duties."""
        kept = [stage for duty in duties for stage in duty.instances]
        self._hand_over(" ".join((*(stage.sql for stage in (*stages, *kept)), *(duty.rows for duty in duties))))
        for stage in stages:
            name = view_name("shared", stage.name)
            path = self._worked_out(name, filled(stage.sql, as_of))
            self._view(name, path)
            self.db.execute(f"CREATE OR REPLACE VIEW shared.{stage.name} AS {_rows_of(path)}")
        for place, duty in enumerate(duties):
            self.underway[duty.rows] = self.pool.submit(self._rows_of, duty, f"duty__{place}", as_of)

    def work_out(self, duty: DutyPlan, as_of: int) -> None:
        """Puts a duty's rows into DuckDB's table `duty_rows`."""
        path = self.underway.pop(duty.rows).result()
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE duty_rows AS {_rows_of(path)}")
        shutil.rmtree(path)

    def _rows_of(self, duty: DutyPlan, name: str, as_of: int) -> Path:
        """Where a duty's rows were written, after its instances."""
        for stage in duty.instances:
            kept = view_name("shared", stage.name)
            self._view(kept, self._worked_out(kept, filled(stage.sql, as_of)))
        return self._worked_out(name, filled(duty.rows, as_of))

    def _worked_out(self, name: str, sql: str) -> Path:
        """Where the rows of this SQL were written."""
        path = self.folder / name
        with said("Working out the duties on Spark"):
            self.spark.sql(sql).write.parquet(path.as_uri())
        return path

    def _hand_over(self, sql: str) -> None:
        """Gives Spark the tables of DuckDB's that this SQL reads."""
        tables = self.db.execute("SELECT table_schema, table_name FROM information_schema.tables ORDER BY ALL").fetchall()
        for schema, table in tables:
            name = view_name(schema, table)
            if schema in SCHEMAS and f"`{name}`" in sql:
                path = self.folder / f"{name}.parquet"
                self.db.execute(f"COPY (SELECT * FROM {schema}.{table}) TO '{quoted(path)}' (FORMAT parquet)")
                self._view(name, path)

    def _view(self, name: str, path: Path) -> None:
        with said("Reading Parquet on Spark"):
            self.spark.read.parquet(path.as_uri()).createOrReplaceTempView(name)


def _rows_of(folder: Path) -> str:
    """DuckDB's SQL for what Spark wrote."""
    return f"SELECT * FROM read_parquet('{quoted(folder)}/*.parquet')"


def quoted(path: Path) -> str:
    return str(path).replace("'", "''")
