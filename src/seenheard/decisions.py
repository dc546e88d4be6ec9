"""What people decided (`--decisions FILE`): excuses that set a finding aside, and links between nominals."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow

from seenheard.errors import ArgumentError, ContractError
from seenheard.records import faults
from seenheard.records.csv_files import first_line
from seenheard.records.folder import hash_and_size
from seenheard.records.sieve import Wanted, sieve
from seenheard.records.wording import shown
from seenheard.uk_time import date_of, parse_timestamp, uk_day

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
KINDS = ("excuse", "same", "not_same", "take_back")
COLUMNS = (
    "decision_id",
    "kind",
    "duty",
    "key",
    "until",
    "nominal_id",
    "other_nominal_id",
    "takes_back",
    "decided_at",
    "decided_by",
    "reason",
)
REQUIRED = ("decision_id", "kind", "decided_at", "decided_by", "reason")
# What a kind needs besides: without them it decides nothing.
NEEDS = {
    "excuse": ("duty", "key", "until"),
    "same": ("nominal_id", "other_nominal_id"),
    "not_same": ("nominal_id", "other_nominal_id"),
    "take_back": ("takes_back",),
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The file of decisions, and what became of its rows: read = accepted + rejected + not_yet_known."""

    file: str | None = None
    sha256: str | None = None
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    not_yet_known: int = 0


@dataclass(frozen=True, slots=True)
class _Decision:
    """A row without a fault in itself."""

    row_number: int
    decided_at: int
    values: dict[str, str]

    @property
    def id(self) -> str:
        return self.values["decision_id"]

    @property
    def kind(self) -> str:
        return self.values["kind"]

    @property
    def place(self) -> tuple[int, str]:
        """Later decisions have the greater place."""
        return self.decided_at, self.id

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it decides on; the two nominals of a link in either order are one subject."""
        if self.kind == "excuse":
            return "excuse", self.values["duty"], self.values["key"]
        first, second = sorted((self.values["nominal_id"], self.values["other_nominal_id"]))
        return "link", first, second


@dataclass(slots=True)
class _Sorting:
    """The rows on their way: accepted ones by id, and the rejects."""

    accepted: dict[str, _Decision] = field(default_factory=dict)
    rejects: list[tuple[int, str | None, str, str, str]] = field(default_factory=list)
    not_yet_known: int = 0

    def reject(self, row_number: int, identity: str | None, column: str, rule: str, fault: str) -> None:
        """Note a fault; the row is skipped."""
        name = f" ({shown(identity)})" if identity else ""
        sentence = f"decisions, record {row_number}{name}: {fault} The decision is skipped."
        self.rejects.append((row_number, identity, column, rule, sentence))

    @property
    def rejected(self) -> int:
        """How many rows are at fault."""
        return len({reject[0] for reject in self.rejects})


def load(db: duckdb.DuckDBPyConnection, file: Path | None, as_of: int) -> Decisions:
    """Make decisions.excuses and decisions.links with what is in force at `as_of`."""
    db.execute("CREATE SCHEMA IF NOT EXISTS decisions")
    db.execute("CREATE SCHEMA IF NOT EXISTS checks")
    db.execute(faults.CREATE.replace("CREATE OR REPLACE TABLE", "CREATE TABLE IF NOT EXISTS"))
    db.execute(
        "CREATE OR REPLACE TABLE decisions.excuses "
        "(duty VARCHAR, key VARCHAR, decision_id VARCHAR, until VARCHAR, reason VARCHAR)"
    )
    db.execute(
        "CREATE OR REPLACE TABLE decisions.links "
        "(nominal_id VARCHAR, other_nominal_id VARCHAR, kind VARCHAR, decision_id VARCHAR)"
    )
    if file is None:
        return Decisions()
    if not file.is_file():
        raise ArgumentError(f"--decisions {shown(str(file))} is not a file. Name a CSV file of decisions.")
    sha256, _ = hash_and_size(file)
    sorting = _Sorting()
    read = _sort(file, as_of, sorting)
    _check_taken_back(sorting)
    _check_nominals(db, sorting)
    _write(db, sorting, as_of)
    return Decisions(file.name, sha256, read, len(sorting.accepted), sorting.rejected, sorting.not_yet_known)


def _sort(file: Path, as_of: int, sorting: _Sorting) -> int:
    """Read every row and decide what becomes of it; give their number."""
    header = _header(file)
    present = tuple(name for name in COLUMNS if name in header)
    wanted = Wanted(
        len(header),
        tuple(header.index(name) for name in present),
        header.index("decision_id"),
        header.index("decided_at"),
        as_of,
    )
    with tempfile.TemporaryDirectory(prefix="seenheard-") as folder:
        clean, bad = Path(folder) / "clean.csv", Path(folder) / "faults.csv"
        count = sieve(file, file.name, wanted, clean, bad)
        sorting.not_yet_known = count.not_yet_known
        for number, identity, fault in _rows(bad):
            sorting.reject(int(number), identity or None, "", "shape", f"it {fault}.")
        for number, *values in _rows(clean):
            given = {name: value for name, value in zip(present, values, strict=True) if not _is_blank(value)}
            _accept(int(number), given, as_of, sorting)
    return count.records


def _header(file: Path) -> list[str]:
    header = first_line(file, file.name).names
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise ContractError(f"{file.name} has the column '{shown(twice[0])}' more than once. Each may appear once.")
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise ContractError(
            f"{file.name} has no column {missing[0]}, which decisions must have. Required are: {', '.join(REQUIRED)}."
        )
    return header


def _rows(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream, strict=True)


def _is_blank(value: str) -> bool:
    return not value or value.isspace()


def _accept(row_number: int, given: dict[str, str], as_of: int, sorting: _Sorting) -> None:
    identity = given.get("decision_id")
    written = given.get("decided_at", "")
    decided_at = parse_timestamp(written)
    if decided_at is None:
        rule, fault = (
            ("type", f"'{shown(written)}' is not a time such as 2026-11-22T06:00") if written else ("required", "is empty")
        )
        sorting.reject(row_number, identity, "decided_at", rule, f"decided_at {fault}.")
        return
    if decided_at > as_of:
        sorting.not_yet_known += 1
        return
    found = list(_faults(given))
    if identity in sorting.accepted:
        found.append(("decision_id", "value", "decision_id is used by an earlier record. Each decision needs its own."))
    for column, rule, fault in found:
        sorting.reject(row_number, identity, column, rule, fault)
    if identity is not None and not found:
        sorting.accepted[identity] = _Decision(row_number, decided_at, given)


def _faults(given: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The faults that a row has in itself: column, rule, sentence."""
    kind = given.get("kind", "")
    for column in (*(name for name in REQUIRED if name != "decided_at"), *NEEDS.get(kind, ())):
        if column not in given:
            yield column, "required", f"{column} is empty, and must be given."
    if kind and kind not in KINDS:
        yield "kind", "value", f"kind '{shown(kind)}' is not allowed. Allowed are: {', '.join(KINDS)}."
    until = given.get("until")
    if until is not None and _day(until) is None:
        yield "until", "type", f"until '{shown(until)}' is not a date. Write a real day as YYYY-MM-DD."
    pair = given.get("nominal_id"), given.get("other_nominal_id")
    if kind in ("same", "not_same") and pair[0] is not None and pair[0] == pair[1]:
        yield "other_nominal_id", "value", "other_nominal_id is the same as nominal_id. A link needs two nominals."


def _day(text: str) -> date | None:
    if DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _check_taken_back(sorting: _Sorting) -> None:
    """A take_back must name an accepted decision that is not later than itself, and no other take_back."""
    for decision in [one for one in sorting.accepted.values() if one.kind == "take_back"]:
        name = decision.values["takes_back"]
        target = sorting.accepted.get(name)
        if target is None or target.kind == "take_back":
            fault = "reference", f"takes_back '{shown(name)}' names no excuse and no link that was decided by then."
        elif target.decided_at > decision.decided_at:
            fault = "order", f"it takes back '{shown(name)}', which was decided later."
        else:
            continue
        sorting.reject(decision.row_number, decision.id, "takes_back", *fault)
        del sorting.accepted[decision.id]


def _check_nominals(db: duckdb.DuckDBPyConnection, sorting: _Sorting) -> None:
    """A link in force must name nominals that stand. Where no nominals were handed over, nothing can be said of them.

    It is looked at anew every night: a link whose nominal is withdrawn is back when the nominal is.
    """
    links = [one for one in _in_force(sorting) if one.kind != "excuse"]
    named = sorted({one.values[column] for one in links for column in NEEDS["same"]})
    db.register("named_nominals", pyarrow.table({"nominal_id": pyarrow.array(named, pyarrow.string())}))
    missing = "FROM named_nominals ANTI JOIN standing.nominals USING (nominal_id) WHERE EXISTS (FROM standing.nominals)"
    unknown = {row[0] for row in db.execute(missing).fetchall()}
    db.unregister("named_nominals")
    for decision in links:
        wrong = [column for column in NEEDS["same"] if decision.values[column] in unknown]
        for column in wrong:
            fault = f"{column} '{shown(decision.values[column])}' is no nominal that stands tonight."
            sorting.reject(decision.row_number, decision.id, column, "reference", fault)
        if wrong:
            del sorting.accepted[decision.id]


def _in_force(sorting: _Sorting) -> list[_Decision]:
    """The latest decision on each subject, unless it was taken back: then nothing stands, not even an older one."""
    taken_back = {one.values["takes_back"] for one in sorting.accepted.values() if one.kind == "take_back"}
    latest: dict[tuple[str, str, str], _Decision] = {}
    for decision in sorted(sorting.accepted.values(), key=lambda one: one.place):
        if decision.kind != "take_back":
            latest[decision.subject] = decision
    return [latest[subject] for subject in sorted(latest) if latest[subject].id not in taken_back]


def _write(db: duckdb.DuckDBPyConnection, sorting: _Sorting, as_of: int) -> None:
    today = date_of(uk_day(as_of)).isoformat()
    excuses: list[tuple[object, ...]] = []
    links: list[tuple[object, ...]] = []
    for decision in _in_force(sorting):
        given = decision.values
        if decision.kind != "excuse":
            links.append((given["nominal_id"], given["other_nominal_id"], decision.kind, decision.id))
        elif given["until"] >= today:
            excuses.append((given["duty"], given["key"], decision.id, given["until"], given["reason"]))
    rejects = [("decisions", *reject[:4], False, reject[4]) for reject in sorted(sorting.rejects, key=lambda one: one[0])]
    _insert(db, "decisions.excuses", excuses)
    _insert(db, "decisions.links", links)
    _insert(db, faults.TABLE, rejects)


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Through Arrow: row by row takes DuckDB a millisecond each."""
    if not rows:
        return
    columns = {f"c{place}": list(values) for place, values in enumerate(zip(*rows, strict=True))}
    db.register("decision_rows", pyarrow.table(columns))
    db.execute(f"INSERT INTO {table} SELECT * FROM decision_rows")
    db.unregister("decision_rows")
