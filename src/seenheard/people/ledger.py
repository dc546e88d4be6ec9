"""The ledger: the folder that keeps person ids, and the linkage model, from night to night.

It holds one entry, a folder of its own, for each night that gave out or moved an id: which nominals got which person id
(persons.parquet), what became of ids (changes.parquet), and the model if that night made it (model.json). An entry is
never changed, and names the hash of the one before it. A night reads the entries of nights before its own as_of, so a
replay sees what its night saw; only a night that is not older than the newest entry adds one.

An entry is written aside, then the release is published, then the entry takes its place: a run that is killed before the
release is there leaves no entry, and one that is killed just after it is made good by the next run, because the release's
manifest names the entry's hash.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from seenheard.errors import LedgerError
from seenheard.releases.files import hash_of, locked, settle_folder, write_text
from seenheard.releases.schema import MOMENT, TEXT, Column, ReleaseFile
from seenheard.releases.writing import Written, write
from seenheard.uk_time import iso, moment_of, parse_timestamp

FORMAT = 1
ENTRY, MODEL = "entry.json", "model.json"
ASIDE = ".writing-"
BACKUP = "Put the ledger back from its backup."
PERSONS = ReleaseFile(
    "persons",
    "a nominal that got a person id that night, or another one than before",
    (
        Column("nominal_id", TEXT, "The nominal."),
        Column("person_id", TEXT, "The person that it belongs to from that night on."),
        Column("as_of", MOMENT, "The night."),
    ),
    ("nominal_id",),
)
CHANGES = ReleaseFile(
    "changes",
    "what became of a person id that night",
    (
        Column("as_of", MOMENT, "The night."),
        Column("person_id", TEXT, "The person id."),
        Column("what", TEXT, "merged_into, split_from, took_from, ended or returned."),
        Column("other_person_id", TEXT, "The other id of a merge or a split; of took_from the one that gave nominals."),
    ),
    ("person_id", "what", "other_person_id"),
)


@dataclass(frozen=True)
class Entry:
    """One entry. `before`: the hash of the entry that it stands on, empty for the first. A night may have several."""

    path: Path
    as_of: int
    number: int
    before: str
    files: Mapping[str, Mapping[str, Any]]
    hash: str


@dataclass(frozen=True)
class Ledger:
    """What stood in a ledger before a night: the night's input."""

    folder: Path
    as_of: int
    entries: tuple[Entry, ...] = ()

    @property
    def hash(self) -> str:
        """Of everything that stood: each entry names the one before it."""
        return self.entries[-1].hash if self.entries else ""

    @property
    def model(self) -> str | None:
        """The linkage model that stands, as text."""
        paths = [entry.path / MODEL for entry in self.entries if MODEL in entry.files]
        return paths[-1].read_text(encoding="utf-8") if paths else None

    def load(self, db: duckdb.DuckDBPyConnection) -> None:
        """Makes people.known (whose id each nominal has, and since when), people.issued and people.ended."""
        rows = _registered(db, "ledger_rows", self.entries, PERSONS)
        db.execute(f"CREATE OR REPLACE TEMP TABLE issues AS SELECT nominal_id, person_id, as_of FROM {rows}")
        db.unregister(rows)
        db.execute(
            "CREATE OR REPLACE TABLE people.known AS "
            "SELECT nominal_id, arg_max(person_id, as_of) AS person_id, max(as_of) AS since FROM issues GROUP BY nominal_id"
        )
        db.execute(
            "CREATE OR REPLACE TABLE people.issued AS "
            "SELECT person_id, min(as_of) AS first_at FROM issues GROUP BY person_id"
        )
        db.execute("DROP TABLE issues")
        rows = _registered(db, "ledger_rows", self.entries, CHANGES)
        db.execute(
            f"CREATE OR REPLACE TABLE people.ended AS SELECT person_id FROM {rows} WHERE what IN ('ended', 'returned') "
            "GROUP BY person_id HAVING arg_max(what, as_of) = 'ended'"
        )
        db.unregister(rows)


def open_ledger(folder: Path, as_of: int, published: Callable[[str], bool]) -> Ledger:
    """What stood before `as_of`. `published` tells whether a release names the entry with this hash."""
    if not folder.exists():
        return Ledger(folder, as_of)
    if not folder.is_dir():
        raise LedgerError(f"--ledger {folder} is not a folder.")
    with locked(folder):
        _make_good(folder, published)
        entries = _entries(folder)
    stood = _before(entries, as_of)
    _check(stood)
    return Ledger(folder, as_of, stood)


@contextmanager
def entering(ledger: Ledger, db: duckdb.DuckDBPyConnection, model: str | None) -> Iterator[str]:
    """Writes the night's entry (people.entered, people.changes, a new model) and gives its hash.

    It takes its place in the ledger when the block, which publishes the release, is through.
    """
    with _room_for(ledger) as entries:
        newest = max((entry.as_of for entry in entries), default=ledger.as_of)
        older = ledger.as_of < newest
        with _aside(None if older else ledger.folder) as aside:
            entry = _written(ledger, db, model, aside)
            yield entry.hash
            if not older and entry.hash not in {other.hash for other in entries}:
                _take_place(entry, ledger.folder, entries)


@contextmanager
def _room_for(ledger: Ledger) -> Iterator[list[Entry]]:
    """Holds the ledger's folder, made where it is not there; gives its entries. A folder made for nothing is gone again."""
    made = [path for path in (ledger.folder, *ledger.folder.parents) if not path.exists()]
    try:
        ledger.folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise LedgerError(f"{ledger.folder} can't be made a folder for the ledger: {failure.strerror}.") from failure
    try:
        with locked(ledger.folder):
            entries = _entries(ledger.folder)
            if [entry.hash for entry in _before(entries, ledger.as_of)] != [entry.hash for entry in ledger.entries]:
                raise LedgerError(
                    f"Another night was entered into the ledger {ledger.folder} while this one ran, so nothing was written. "
                    "Run it again."
                )
            yield entries
    finally:
        for path in made:
            with suppress(OSError):  # there is something in it, as there should be
                path.rmdir()


@contextmanager
def _aside(folder: Path | None) -> Iterator[Path]:
    """Where an entry is written: beside the others, or, if it won't be kept, in a folder that is soon gone."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="seenheard-ledger-") as temporary:
            yield Path(temporary)
        return
    aside = folder / f"{ASIDE}{token_hex(6)}"
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _written(ledger: Ledger, db: duckdb.DuckDBPyConnection, model: str | None, folder: Path) -> Entry:
    try:
        folder.mkdir(exist_ok=True)
        files: dict[str, Any] = {}
        for file, table in ((PERSONS, "people.entered"), (CHANGES, "people.changes")):
            rows = f"(SELECT *, CAST({ledger.as_of} AS BIGINT) AS as_of FROM {table})"
            files[file.file] = asdict(write(db, rows, file, folder))
        if model is not None and model != ledger.model:
            write_text(folder / MODEL, model)
            files[MODEL] = asdict(Written(1, hash_of(folder / MODEL)))
        told = {"format": FORMAT, "as_of": iso(ledger.as_of), "before": ledger.hash, "files": files}
        # Last: an entry without it is only half there.
        write_text(folder / ENTRY, json.dumps(told, indent=1, sort_keys=True) + "\n")
        settle_folder(folder)
        return _entry(folder)
    except OSError as failure:
        raise LedgerError(f"The ledger can't be written to {ledger.folder}: {failure.strerror or failure}.") from failure


def _take_place(entry: Entry, folder: Path, entries: Sequence[Entry]) -> None:
    same = sum(other.as_of == entry.as_of for other in entries)
    name = f"{moment_of(entry.as_of):%Y-%m-%dT%H%MZ}" + (f"-{same + 1}" if same else "")
    try:
        entry.path.rename(folder / name)
        settle_folder(folder)
    except OSError as failure:
        raise LedgerError(f"The ledger can't be written to {folder}: {failure.strerror or failure}.") from failure


def _make_good(folder: Path, published: Callable[[str], bool]) -> None:
    """What a killed run left: an entry whose release is there takes its place, anything else is removed."""
    for path in sorted(folder.glob(f"{ASIDE}*")):
        entries = _entries(folder)
        newest = max((entry.as_of for entry in entries), default=None)
        try:
            entry = _entry(path)
        except LedgerError:
            entry = None
        if entry is not None and entry.hash not in {other.hash for other in entries}:
            stood = _before(entries, entry.as_of)
            follows = entry.before == (stood[-1].hash if stood else "") and (newest is None or entry.as_of >= newest)
            if follows and published(entry.hash):
                _take_place(entry, folder, entries)
        shutil.rmtree(path, ignore_errors=True)


def _entries(folder: Path) -> list[Entry]:
    """All entries, in order; a folder with something else in it is no ledger."""
    found = []
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if not (path / ENTRY).is_file():
            raise LedgerError(
                f"{folder} holds {path.name}, which is no entry of a ledger. Name a ledger's folder, or a new one."
            )
        found.append(_entry(path))
    return sorted(found, key=lambda entry: (entry.as_of, entry.number))


def _entry(path: Path) -> Entry:
    damaged = LedgerError(f"{path / ENTRY} can't be read as the ledger's entry: it is damaged. {BACKUP}")
    try:
        text = (path / ENTRY).read_bytes()
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise LedgerError(f"{path / ENTRY} was written by another version of Seen and Heard, which this one can't read.")
        as_of, before, files = parse_timestamp(told["as_of"]), told["before"], told["files"]
        number = path.name.partition("Z-")[2]
        if as_of is None or not {PERSONS.file, CHANGES.file} <= files.keys():
            raise damaged
        hashes = {name: {"rows": int(one["rows"]), "sha256": str(one["sha256"])} for name, one in files.items()}
        return Entry(path, as_of, int(number) if number.isdigit() else 1, str(before), hashes, sha256(text).hexdigest())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged from None


def _before(entries: Sequence[Entry], as_of: int) -> tuple[Entry, ...]:
    """The entries that stood before a moment; of several of one night the last."""
    last = {entry.as_of: entry for entry in entries if entry.as_of < as_of}
    return tuple(last[moment] for moment in sorted(last))


def _check(entries: Sequence[Entry]) -> None:
    """Every entry is what it was, and follows the one before it, or LedgerError."""
    before = ""
    for entry in entries:
        if entry.before != before:
            raise LedgerError(f"{entry.path} does not follow the entry before it: one is missing or changed. {BACKUP}")
        before = entry.hash
        for name, told in entry.files.items():
            path = entry.path / name
            if not path.is_file() or hash_of(path) != told["sha256"]:
                raise LedgerError(f"{path} is missing, or is not what the entry says: its hash differs. {BACKUP}")


def _registered(db: duckdb.DuckDBPyConnection, name: str, entries: Sequence[Entry], file: ReleaseFile) -> str:
    """Registers the rows of these entries under a name, as_of in microseconds; through Arrow, which takes any path."""
    schema = pa.schema([field.with_type(pa.int64()) if field.type == MOMENT else field for field in file.schema])

    def batches() -> Iterator[pa.RecordBatch]:
        for entry in entries:
            with pq.ParquetFile(entry.path / file.file) as opened:
                yield from (batch.cast(schema) for batch in opened.iter_batches(columns=schema.names))

    db.register(name, pa.RecordBatchReader.from_batches(schema, batches()))
    return name
