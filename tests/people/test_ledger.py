"""The ledger on disk: what a night reads of it, what it adds, and what a killed run leaves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from seenheard.errors import LedgerError, ReleaseError
from seenheard.people.ledger import ASIDE, ENTRY, MODEL, Ledger, entering, open_ledger

DAY = 86_400_000_000
FIRST = 20_000 * DAY
Rows = list[tuple[str, ...]]


def never(_: str) -> bool:
    return False


class Keeper:
    """A ledger and a database that stands for a night's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "releases" / "ledger"
        self.db = duckdb.connect()
        self.db.execute("CREATE SCHEMA people")

    def prepare(self, entered: Rows, changes: Rows = ()) -> None:  # type: ignore[assignment]
        self.db.execute("CREATE OR REPLACE TABLE people.entered (nominal_id VARCHAR, person_id VARCHAR)")
        self.db.execute("CREATE OR REPLACE TABLE people.changes (person_id VARCHAR, what VARCHAR, other_person_id VARCHAR)")
        for table, rows in (("entered", entered), ("changes", changes)):
            for row in rows:
                self.db.execute(f"INSERT INTO people.{table} VALUES ({', '.join('?' for _ in row)})", list(row))

    def open(self, day: int) -> Ledger:
        return open_ledger(self.folder, FIRST + day * DAY, never)

    def night(self, day: int, entered: Rows, changes: Rows = (), model: str | None = None) -> str:  # type: ignore[assignment]
        """Runs a night that publishes; the entry's hash."""
        self.prepare(entered, changes)
        with entering(self.open(day), self.db, model) as entry:
            pass
        return entry

    def known(self, day: int) -> dict[str, str]:
        """What a night sees."""
        self.open(day).load(self.db)
        return dict(self.db.execute("SELECT nominal_id, person_id FROM people.known").fetchall())

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    made = Keeper(tmp_path / "with [brackets] & 'quotes'")
    yield made
    made.db.close()


def test_a_new_ledger_is_empty_and_no_folder_is_made_by_reading(keeper: Keeper) -> None:
    ledger = keeper.open(1)
    assert (ledger.hash, ledger.model, keeper.known(1)) == ("", None, {})
    assert not keeper.folder.parent.exists()


def test_a_night_sees_what_stood_before_it_and_nothing_later(keeper: Keeper) -> None:
    keeper.night(1, [("A", "p1"), ("B", "p2")])
    keeper.night(2, [("B", "p1"), ("C", "p3")])
    assert keeper.known(1) == {}
    assert keeper.known(2) == {"A": "p1", "B": "p2"}
    assert keeper.known(3) == {"A": "p1", "B": "p1", "C": "p3"}
    assert keeper.names() == ["2024-10-05T0000Z", "2024-10-06T0000Z"]
    rows = keeper.db.execute("SELECT person_id, first_at FROM people.issued ORDER BY 1").fetchall()
    assert rows == [("p1", FIRST + DAY), ("p2", FIRST + DAY), ("p3", FIRST + 2 * DAY)]
    since = keeper.db.execute("SELECT since FROM people.known WHERE nominal_id = 'B'").fetchone()
    assert since == (FIRST + 2 * DAY,)


def test_who_has_ended_is_what_was_said_last(keeper: Keeper) -> None:
    keeper.night(1, [("A", "p1"), ("B", "p2")], [("p1", "ended", None), ("p2", "ended", None)])  # type: ignore[list-item]
    keeper.night(2, [], [("p2", "returned", None)])  # type: ignore[list-item]
    keeper.known(3)
    assert keeper.db.execute("FROM people.ended").fetchall() == [("p1",)]


def test_a_replay_of_a_past_night_adds_nothing_and_says_the_same(keeper: Keeper) -> None:
    first = keeper.night(1, [("A", "p1")])
    keeper.night(2, [("B", "p2")])
    before = keeper.names()
    assert keeper.night(1, [("A", "p1")]) == first
    keeper.night(0, [("Z", "p9")])
    assert keeper.names() == before
    assert keeper.known(3) == {"A": "p1", "B": "p2"}


def test_the_newest_night_again_adds_nothing_if_it_says_the_same(keeper: Keeper) -> None:
    assert keeper.night(1, [("A", "p1")]) == keeper.night(1, [("A", "p1")])
    assert keeper.names() == ["2024-10-05T0000Z"]


def test_the_newest_night_again_from_mended_extracts_counts_for_later_nights(keeper: Keeper) -> None:
    keeper.night(1, [("A", "p1")])
    keeper.night(1, [("A", "p1"), ("B", "p2")])
    assert keeper.names() == ["2024-10-05T0000Z", "2024-10-05T0000Z-2"]
    assert keeper.known(2) == {"A": "p1", "B": "p2"}
    assert keeper.known(1) == {}
    keeper.night(2, [("C", "p3")])
    assert keeper.known(3) == {"A": "p1", "B": "p2", "C": "p3"}


def test_the_model_is_kept_once_and_used_from_the_next_night(keeper: Keeper) -> None:
    keeper.night(1, [], model="one")
    assert keeper.open(1).model is None
    keeper.night(2, [], model="one")
    keeper.night(3, [], model="two")
    assert [keeper.open(day).model for day in (2, 3, 4)] == ["one", "one", "two"]
    assert [(path.parent.name, path.read_text()) for path in sorted(keeper.folder.glob(f"*/{MODEL}"))] == [
        ("2024-10-05T0000Z", "one"),
        ("2024-10-07T0000Z", "two"),
    ]


def test_a_release_that_fails_leaves_no_entry_and_no_folder(keeper: Keeper) -> None:
    keeper.prepare([("A", "p1")])
    with pytest.raises(ReleaseError), entering(keeper.open(1), keeper.db, None):
        raise ReleaseError("The disk is full.")
    assert not keeper.folder.parent.exists()
    keeper.night(1, [("A", "p1")])
    with pytest.raises(ReleaseError), entering(keeper.open(2), keeper.db, None):
        raise ReleaseError("The disk is full.")
    assert keeper.names() == ["2024-10-05T0000Z"]


def left_behind(keeper: Keeper, day: int, entered: Rows) -> str:
    """A run that is killed when its entry is written and its release is there or not; the entry's hash."""
    keeper.prepare(entered)
    with entering(keeper.open(day), keeper.db, None) as entry:
        (aside,) = keeper.folder.glob(f"{ASIDE}*")
        kept = keeper.folder.parent / "kept"
        shutil.copytree(aside, kept)
        newest = set(keeper.folder.iterdir())
    for path in set(keeper.folder.iterdir()) - newest:
        shutil.rmtree(path)
    kept.rename(keeper.folder / aside.name)
    return entry


def test_a_run_killed_before_its_release_leaves_nothing_that_a_night_sees(keeper: Keeper) -> None:
    left_behind(keeper, 1, [("A", "p1")])
    assert keeper.known(2) == {}
    assert keeper.names() == []


def test_a_run_killed_just_after_its_release_is_made_good(keeper: Keeper) -> None:
    hashes = [left_behind(keeper, 1, [("A", "p1")])]
    open_ledger(keeper.folder, FIRST + 2 * DAY, hashes.__contains__)
    assert keeper.names() == ["2024-10-05T0000Z"]
    assert keeper.known(2) == {"A": "p1"}


def test_half_an_entry_is_removed(keeper: Keeper) -> None:
    left_behind(keeper, 1, [("A", "p1")])
    next(keeper.folder.glob(f"{ASIDE}*/{ENTRY}")).unlink()
    assert open_ledger(keeper.folder, FIRST + 2 * DAY, lambda _: True).hash == ""
    assert keeper.names() == []


def test_what_was_left_is_not_put_before_a_later_night(keeper: Keeper) -> None:
    left_behind(keeper, 1, [("A", "p1")])
    aside = next(keeper.folder.glob(f"{ASIDE}*"))
    kept = keeper.folder.parent / "kept"
    aside.rename(kept)
    keeper.night(2, [("A", "p2")])
    kept.rename(aside)
    open_ledger(keeper.folder, FIRST + 3 * DAY, lambda _: True)
    assert keeper.names() == ["2024-10-06T0000Z"]


def test_a_night_that_another_overtook_writes_nothing(keeper: Keeper) -> None:
    ours = keeper.open(3)
    keeper.night(2, [("A", "p1")])
    keeper.prepare([("B", "p2")])
    with pytest.raises(LedgerError, match=r"Another night was entered .* Run it again"), entering(ours, keeper.db, None):
        pytest.fail("nothing may be published")
    assert keeper.names() == ["2024-10-06T0000Z"]


HOLDS_THE_LEDGER = """
import sys, time
from pathlib import Path
import duckdb
from seenheard.people.ledger import entering, open_ledger

db = duckdb.connect()
db.execute("CREATE SCHEMA people; CREATE TABLE people.entered AS SELECT 'A' AS nominal_id, 'p1' AS person_id")
db.execute("CREATE TABLE people.changes (person_id VARCHAR, what VARCHAR, other_person_id VARCHAR)")
with entering(open_ledger(Path(sys.argv[1]), int(sys.argv[2]), lambda entry: False), db, None):
    print("writing", flush=True)
    time.sleep(60)
"""


def test_a_killed_run_lets_the_ledger_go(keeper: Keeper) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_LEDGER, str(keeper.folder), str(FIRST + DAY)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    assert run.stdout is not None
    with run, run.stdout as said:
        assert said.readline() == b"writing\n"
        run.kill()
    assert any(name.startswith(ASIDE) for name in keeper.names())
    keeper.night(2, [("B", "p2")])
    assert keeper.names() == ["2024-10-06T0000Z"]
    assert keeper.known(3) == {"B": "p2"}


def test_a_replay_writes_nothing_into_the_ledger_s_folder(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.night(2, [("A", "p1")])
    keeper.prepare([("A", "p1")])
    with entering(keeper.open(1), keeper.db, None):
        assert keeper.names() == ["2024-10-06T0000Z"]
    assert not list(Path(tempfile.gettempdir()).glob("seenheard-ledger-*"))


def damage(keeper: Keeper, what: str) -> None:
    first = keeper.folder / "2024-10-05T0000Z"
    if what == "file":
        (first / "persons.parquet").write_bytes(b"PAR1")
    elif what == "no file":
        (first / "changes.parquet").unlink()
    elif what == "text":
        (first / ENTRY).write_text("{")
    elif what == "list":
        (first / ENTRY).write_text("[]")
    elif what == "no files":
        told = json.loads((first / ENTRY).read_text())
        (first / ENTRY).write_text(json.dumps(told | {"files": {}}))
    elif what == "newer":
        told = json.loads((first / ENTRY).read_text())
        (first / ENTRY).write_text(json.dumps(told | {"format": 2}))
    elif what == "missing":
        shutil.rmtree(first)
    elif what == "foreign":
        (keeper.folder / "nominals.csv").write_text("nominal_id\n")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("file", r"persons\.parquet is missing, or is not what the entry says"),
        ("no file", r"changes\.parquet is missing, or is not what the entry says"),
        ("text", r"entry\.json can't be read as the ledger's entry: it is damaged"),
        ("list", r"entry\.json can't be read as the ledger's entry: it is damaged"),
        ("no files", r"entry\.json can't be read as the ledger's entry: it is damaged"),
        ("newer", r"entry\.json was written by another version"),
        ("missing", r"2024-10-06T0000Z does not follow the entry before it: one is missing or changed"),
        ("foreign", r"holds nominals\.csv, which is no entry of a ledger"),
    ],
)
def test_a_damaged_or_foreign_folder_is_one_sentence(keeper: Keeper, what: str, says: str) -> None:
    keeper.night(1, [("A", "p1")])
    keeper.night(2, [("B", "p2")])
    damage(keeper, what)
    with pytest.raises(LedgerError, match=says) as told:
        keeper.open(3)
    assert told.value.exit_code == 2
    assert "\n" not in str(told.value)


def test_hidden_files_of_a_file_system_are_let_be(keeper: Keeper) -> None:
    keeper.night(1, [("A", "p1")])
    (keeper.folder / ".snapshot").mkdir()
    assert keeper.known(2) == {"A": "p1"}


def test_a_ledger_that_can_t_be_made_is_one_sentence(keeper: Keeper, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keeper.folder = tmp_path / "file" / "ledger"
    keeper.prepare([])
    made = entering(Ledger(keeper.folder, FIRST), keeper.db, None)
    with pytest.raises(LedgerError, match="can't be made a folder for the ledger"), made:
        pytest.fail("nothing may be published")


def test_a_full_disk_is_one_sentence(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("seenheard.people.ledger.write", fail)
    keeper.prepare([])
    made = entering(keeper.open(1), keeper.db, None)
    with pytest.raises(LedgerError, match=r"can't be written to .*: No space left on device"), made:
        pytest.fail("nothing may be published")
    assert not keeper.folder.parent.exists()
