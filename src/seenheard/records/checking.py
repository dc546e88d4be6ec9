"""The verb `seenheard check`: what a folder of extracts holds, and what is wrong with it."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from seenheard.duties.standards import load
from seenheard.errors import ArgumentError, StandardError
from seenheard.people import crowded_homes, given
from seenheard.records import faults, reading
from seenheard.records.declarations import RECORD_SETS
from seenheard.records.reading import Reading, read
from seenheard.records.wording import plain_cell, shown
from seenheard.uk_time import parse_as_of, uk_day, uk_words

DEFAULT_REJECTS = Path("rejects.csv")
PATIENCE = 2.0  # seconds without a progress bar
MEMORY = "3GB"
BATCH = 10_000


def check(extracts: Path, *, as_of: str | None = None, rejects: Path | None = None) -> None:
    """Print what a folder holds and the first faults of each kind; write all faults to a CSV file."""
    moment = parse_as_of(as_of)
    target = rejects or DEFAULT_REJECTS
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise ArgumentError(f"--rejects {shown(str(target))} can't be written: name a file in a folder that exists.")
    console = Console(highlight=False, soft_wrap=False)
    with tempfile.TemporaryDirectory(prefix="seenheard-") as folder:
        db = duckdb.connect(config={"temp_directory": folder, "memory_limit": MEMORY})
        try:
            with patient_bar("Checking") as progress:
                found = read(extracts, moment, db, progress)
            console.print(Text(f"Extracts in {shown(str(extracts))} as of {uk_words(moment)} (UK time)"))
            console.print(counts(found))
            for line in (*gaps(found), *crowded(db, moment), *first_faults(db)):
                console.print(line)
            written = write_rejects(db, target)
        finally:
            db.close()
    console.print(Text(f"{written:,} {'fault' if written == 1 else 'faults'} written to {target}"))


@contextmanager
def patient_bar(what: str) -> Iterator[reading.Progress]:
    """A progress bar on standard error that appears only when the work takes a while."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    )
    task = bar.add_task(what, total=1.0)
    begun = time.monotonic()

    def step(record_set: str, part: float) -> None:
        if time.monotonic() - begun > PATIENCE:
            bar.start()
        bar.update(task, completed=part, description=f"{what} {record_set}")

    try:
        yield step
    finally:
        bar.stop()


def counts(found: Reading) -> Table:
    """The table of what became of every row."""
    table = Table()
    table.add_column("Record set", no_wrap=True)
    for title in ("Read", "Stand", "Superseded", "Rejected", "Not yet known"):
        table.add_column(title, justify="right")
    for name, one in found.sets.items():
        numbers = (one.read, one.accepted, one.superseded, one.rejected, one.not_yet_known)
        table.add_row(name, *(f"{number:,}" for number in numbers))
    return table


def gaps(found: Reading) -> Iterator[Text]:
    """What is absent, and what is there but unknown."""
    several = {name: one.several_versions for name, one in found.sets.items() if one.several_versions}
    for title, names in (
        ("Absent record sets", list(found.absent)),
        ("Absent optional columns", [f"{name}.{column}" for name, column in found.absent_columns]),
        ("Unknown files, ignored", list(found.unknown_files)),
        ("Unknown columns, ignored", [f"{name}.{shown(column)}" for name, column in found.unknown_columns]),
        ("Keys with more than one version", [f"{name} {count:,}" for name, count in several.items()]),
    ):
        if names:
            yield Text.assemble((f"{title}: ", "bold"), ", ".join(shown(name) for name in names))


def crowded(db: duckdb.DuckDBPyConnection, as_of: int) -> Iterator[Text]:
    """The children whom a home of too many leaves out. Nothing is linked yet: each nominal is its own person."""
    try:
        standard = load(uk_day(as_of), None)
    except StandardError:
        return  # no night can be run for that day
    given.load(db, None)
    for home in crowded_homes.find(db, standard, as_of):
        yield Text.assemble(("Crowded home: ", "bold"), home.sentence())


def first_faults(db: duckdb.DuckDBPyConnection) -> Iterator[Text]:
    """One line for each kind of fault: how often, and the first of them."""
    kinds = db.execute(
        f'SELECT record_set, rule, "column", count(*), arg_min(sentence, row_number) FROM {faults.TABLE} GROUP BY ALL'
    ).fetchall()
    order = {name: place for place, name in enumerate(RECORD_SETS)}
    for record_set, rule, column, number, sentence in sorted(kinds, key=lambda kind: (order[kind[0]], *kind[1:3])):
        place = f"{record_set}.{column}" if column else record_set
        yield Text.assemble((f"{place}, rule {rule}, {number:,} times. ", "bold"), f"First: {sentence}")


def write_rejects(db: duckdb.DuckDBPyConnection, target: Path) -> int:
    """Write every fault to a CSV file whose cells no spreadsheet will run; give their number."""
    part = target.with_name(target.name + ".part")
    rows = db.execute(f"SELECT * FROM {faults.TABLE}")
    written = 0
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([column[0] for column in rows.description or ()])
            while batch := rows.fetchmany(BATCH):
                writer.writerows([_cell(value) for value in row] for row in batch)
                written += len(batch)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return written


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return plain_cell(value) if isinstance(value, str) else value
