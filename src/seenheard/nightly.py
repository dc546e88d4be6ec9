"""The night as a table of contents: read, decide, link, evaluate, rate, describe, release."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
from rich.console import Console

from seenheard import decisions as decisions_room
from seenheard.duties import DUTIES
from seenheard.duties.standards import Standard, load
from seenheard.engine import on_spark
from seenheard.engine.evaluation import Engine, Evaluation, OnDuckDB, evaluate
from seenheard.errors import ArgumentError, DoubtfulError, EngineError
from seenheard.people import crowded_homes
from seenheard.people import persons as persons_room
from seenheard.records import reading as records
from seenheard.releases import case_files, contents, rates, subjects
from seenheard.releases.doubtful import doubts, last_before
from seenheard.releases.manifest import Night, manifest
from seenheard.releases.publishing import publish
from seenheard.releases.reading import Release, entered_in, releases_in
from seenheard.releases.unchanged import refuse_changed
from seenheard.uk_time import parse_as_of, uk_day

LEDGER = "ledger"  # in the folder of the releases, unless --ledger names another
MEMORY = "3GB"
QUIET_SECONDS = 2.0  # a run that is over by then shows no progress
Progress = Callable[[str], None]
ENGINES: dict[str, Callable[[duckdb.DuckDBPyConnection], AbstractContextManager[Engine]]] = {
    "duckdb": lambda db: nullcontext(OnDuckDB(db)),
    "spark": on_spark.night_on_spark,
}


def run(
    extracts: Path,
    out: Path,
    *,
    as_of: str | None,
    standards: Path | None,
    persons: Path | None,
    decisions: Path | None,
    engine: str,
    ledger: Path | None,
    strict: bool,
    read_narratives: bool,
    progress: Progress | None = None,
) -> Path:
    """Run a night and publish its release: the release's path. Raises SeenHeardError, and then nothing is written."""
    moment = parse_as_of(as_of)
    _refuse_what_is_not_there(engine, out, ledger, read_narratives)
    standard, earlier = _standard(standards, out, moment)
    before = persons_room.open_ledger(ledger or out / LEDGER, persons, moment, lambda entry: entered_in(earlier, entry))
    with _telling(progress) as tell, _database() as db, ENGINES[engine](db) as working:
        clock = Stages(tell)
        with clock.stage("read", "Reading the extracts"):
            reading = records.read(extracts, moment, db, lambda name, _: tell(f"Reading {name}".strip()))
            doubtful = doubts(reading, standard, moment, earlier)
            _refuse_doubtful(doubtful, strict)
        with clock.stage("decide", "Reading the decisions"):
            told_decisions = decisions_room.load(db, decisions, moment)
        with clock.stage("link", "Finding who is who"):
            people = persons_room.find(db, persons, before, working.spark)
            crowded = crowded_homes.find(db, standard, moment)
        with clock.stage("evaluate", "Working out the duties"):
            db.execute("SET preserve_insertion_order = false")  # files are sorted when written; less memory until then
            evaluation = evaluate(db, standard, moment, reading.absent, tell, engine=working)
        with clock.stage("rate", "Working out the rates"):
            rates.work_out(db, [name for name in DUTIES if name not in evaluation.not_assessable], moment)
        with clock.stage("describe", "Putting timelines and case files together"):
            persons_room.put_links_in_order(db)
            subjects.work_out(db, DUTIES, standard, moment)
            case_files.work_out(db, moment)
        with clock.stage("enter", "Entering the night into the ledger"), people.entering(db) as entry:
            told = asdict(people.given), asdict(told_decisions), people.told(entry)
            night = Night(moment, standard, reading, DUTIES, engine, *told, crowded)
            return publish(out, lambda folder: _write(db, folder, night, clock, evaluation, doubtful))


def _write(
    db: duckdb.DuckDBPyConnection,
    folder: Path,
    night: Night,
    clock: Stages,
    evaluation: Evaluation,
    doubtful: dict[str, str],
) -> dict[str, Any]:
    """Fills a release's folder; its manifest."""
    with clock.stage("write", "Writing the release"):
        written = contents.write_all(db, folder)
    timings = clock.timings | {f"duty {name}": seconds for name, seconds in evaluation.timings.items()}
    return manifest(night, written, evaluation.not_assessable, doubtful, timings)


def _standard(standards: Path | None, out: Path, moment: int) -> tuple[Standard, list[Release]]:
    """The standard in force, and the releases before: what stood in one of them must still read the same."""
    standard, earlier = load(uk_day(moment), standards), releases_in(out)
    refuse_changed(standard, last_before(earlier, moment))
    return standard, earlier


def _refuse_what_is_not_there(engine: str, out: Path, ledger: Path | None, read_narratives: bool) -> None:
    """What the contract names and this version can't do yet is said, never passed over."""
    if engine not in ENGINES:
        raise ArgumentError(f"--engine {engine} is not an engine. Allowed: {', '.join(ENGINES)}.")
    lacking = on_spark.missing() if engine == "spark" else None
    if lacking is not None:
        raise ArgumentError(lacking)
    if read_narratives:
        raise ArgumentError("--read-narratives is not there yet in this version: narratives are not read. Leave it out.")
    if ledger is not None and ledger.exists() and not ledger.is_dir():
        raise ArgumentError(f"--ledger {ledger} is not a folder.")
    if ledger is not None and ledger.resolve() == out.resolve():
        raise ArgumentError(
            f"--ledger {ledger} is the folder of the releases. Name another, or leave it out: {out / LEDGER}."
        )


def _refuse_doubtful(doubtful: dict[str, str], strict: bool) -> None:
    if strict and doubtful:
        raise DoubtfulError(f"{' '.join(doubtful.values())} The run is --strict, so nothing was written.")


class Stages:
    """The seconds of each stage, and the name of the one at hand for the sentence when it fails."""

    def __init__(self, tell: Progress) -> None:
        self.tell = tell
        self.timings: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, words: str) -> Iterator[None]:
        """Times a stage. What the engine can't do becomes one sentence."""
        began = perf_counter()
        self.tell(words)
        try:
            yield
        except (duckdb.Error, MemoryError) as failure:
            raise EngineError(_said(words, failure)) from failure
        self.timings[name] = perf_counter() - began


def _said(words: str, failure: Exception) -> str:
    """A failure of the engine in one sentence."""
    told = (str(failure).splitlines() or [type(failure).__name__])[0]
    if "No space left" in told or "max_temp_directory_size" in told:
        return f"{words} needs more room on disk than {tempfile.gettempdir()} has; set TMPDIR to a larger disk."
    if isinstance(failure, duckdb.OutOfMemoryException | MemoryError):
        return f"{words} needs more memory than the {MEMORY} that a night may use ({told})."
    return f"{words} failed in the engine: {told}"


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of the night's own, in memory and, where that is not enough, on disk; gone when the night is over.

    In memory a night reads its extracts in half the time that a database file takes (10 million rows).
    """
    with tempfile.TemporaryDirectory(prefix="seenheard-night-") as folder:
        settings: dict[str, Any] = {
            "memory_limit": MEMORY,
            "threads": os.cpu_count() or 1,
            "temp_directory": str(Path(folder) / "spill"),
            # Nothing is ever fetched from a network while children's records are open.
            "autoinstall_known_extensions": False,
        }
        try:
            db = duckdb.connect(config=settings)
        except (duckdb.Error, OSError) as failure:
            raise EngineError(_said("Making the night's database", failure)) from failure
        try:
            yield db
        finally:
            db.close()


@contextmanager
def _telling(progress: Progress | None) -> Iterator[Progress]:
    """Says what is being done: to the caller, or on a terminal once the run has taken a while."""
    if progress is not None:
        yield progress
        return
    if not sys.stderr.isatty():
        yield lambda words: None
        return
    began, status = perf_counter(), Console(stderr=True).status("")

    def tell(words: str) -> None:
        status.update(words)
        if perf_counter() - began > QUIET_SECONDS:
            status.start()

    try:
        yield tell
    finally:
        status.stop()
