"""The demonstration: what it asks of each room, what it keeps, and what it won't touch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seenheard import decisions, demo
from seenheard.errors import ArgumentError, EngineError, ReleaseError
from seenheard.releases.schema import LINKS
from seenheard.uk_time import parse_timestamp

OWN = {"seed": 1, "scale": 0.05, "nights": 2, "port": 8000, "only_prepare": False}


class Rooms:
    """Stand-ins for the synthetic force, the night and the site; `done` lists what they were asked, in order."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        self.decisions: list[object] = []
        self.pairs: list[dict[str, object]] = []
        self.fail_on_night = 0

    def make(self, out: Path, seed: int, scale: float, nights: int) -> None:
        self.done.append(("make", seed, scale, nights))
        for number in range(1, nights + 1):
            extracts = out / f"night-{number}" / "extracts"
            extracts.mkdir(parents=True)
            (extracts.parent / "night.json").write_text(json.dumps({"as_of": f"2026-11-2{number}T06:00"}))
            (extracts.parent / "truth_persons.csv").write_text("nominal_id,person_id\nN1,P1\nN2,P1\nN3,P3\n")

    def run(self, extracts: Path, out: Path, **named: object) -> Path:
        number = int(extracts.parent.name.removeprefix("night-"))
        if number == self.fail_on_night:
            raise EngineError("The disk is full.")
        self.done.append(("run", number, named["as_of"]))
        release = out / f"release-{number}"
        release.mkdir(parents=True)
        (release / "manifest.json").touch()
        self.decisions.append(named["decisions"])
        if self.pairs:
            pq.write_table(pa.Table.from_pylist(self.pairs, schema=LINKS.schema), release / LINKS.file)
        return release

    def prepare(self) -> None:
        self.done.append(("prepare",))

    def load_release(self, release: Path) -> None:
        self.done.append(("load", release.name))

    def make_demo_accounts(self) -> None:
        self.done.append(("accounts",))

    def serve(self, *, port: int, with_worker: bool) -> None:
        self.done.append(("serve", port))

    def again(self) -> list[tuple[object, ...]]:
        """What was done since the last look."""
        done, self.done = self.done, []
        return done


EVERYTHING = [
    ("make", 1, 0.05, 2),
    ("run", 1, "2026-11-21T06:00"),
    ("run", 2, "2026-11-22T06:00"),
    ("prepare",),
    ("load", "release-1"),
    ("load", "release-2"),
    ("accounts",),
    ("serve", 8000),
]
ONLY_THE_SITE = [("prepare",), ("accounts",), ("serve", 8000)]


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    stand_in = Rooms()
    monkeypatch.setattr(demo.force, "make", stand_in.make)
    monkeypatch.setattr(demo.nightly, "run", stand_in.run)
    monkeypatch.setattr(demo, "_site", lambda: stand_in)
    # Set first, so that what the demonstration sets is taken back after the test.
    for name in (demo.DATABASE_URL, demo.DEMO):
        monkeypatch.setenv(name, "")
    return stand_in


def show(folder: Path, **other: Any) -> None:
    demo.demo(folder, **(OWN | other))


def touch_database(folder: Path) -> None:
    (folder / demo.DATABASE).touch()


def test_the_first_time_everything_is_made(rooms: Rooms, tmp_path: Path) -> None:
    show(tmp_path / "demo")
    assert rooms.again() == EVERYTHING


def test_the_second_time_only_the_site_is_started(rooms: Rooms, tmp_path: Path) -> None:
    show(tmp_path)
    touch_database(tmp_path)
    rooms.again()
    show(tmp_path)
    assert rooms.again() == ONLY_THE_SITE


def test_only_prepare_stops_before_serving(rooms: Rooms, tmp_path: Path) -> None:
    show(tmp_path, only_prepare=True)
    assert rooms.again() == EVERYTHING[:-1]


@pytest.mark.parametrize("other", [{"seed": 2}, {"scale": 0.1}, {"nights": 3}])
def test_another_force_takes_the_place_of_the_one_before(other: dict[str, Any], rooms: Rooms, tmp_path: Path) -> None:
    show(tmp_path)
    touch_database(tmp_path)
    rooms.again()
    show(tmp_path, **other)
    done = rooms.again()
    assert done[0][0] == "make"
    assert [what for what, *_ in done].count("load") == other.get("nights", 2)
    assert not (tmp_path / demo.DATABASE).exists()


def test_a_database_that_was_deleted_is_filled_again(rooms: Rooms, tmp_path: Path) -> None:
    show(tmp_path)
    rooms.again()
    show(tmp_path)
    assert rooms.again() == [("prepare",), ("load", "release-1"), ("load", "release-2"), *ONLY_THE_SITE[1:]]


def test_after_a_failure_it_goes_on_where_it_stopped(rooms: Rooms, tmp_path: Path) -> None:
    rooms.fail_on_night = 2
    with pytest.raises(EngineError):
        show(tmp_path)
    assert rooms.again() == EVERYTHING[:2]
    rooms.fail_on_night = 0
    show(tmp_path)
    assert rooms.again() == EVERYTHING[2:]


def test_half_a_force_is_made_anew(rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(out: Path, *_: object) -> None:
        (out / "night-1").mkdir(parents=True)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(demo.force, "make", killed)
        show(tmp_path)
    show(tmp_path)
    assert rooms.again() == EVERYTHING


def test_a_release_that_was_deleted_is_run_again(rooms: Rooms, tmp_path: Path) -> None:
    show(tmp_path)
    touch_database(tmp_path)
    rooms.again()
    (tmp_path / demo.RELEASES / "release-2" / "manifest.json").unlink()
    (tmp_path / demo.RELEASES / "release-2").rmdir()
    show(tmp_path)
    assert rooms.again() == [("run", 2, "2026-11-22T06:00"), *ONLY_THE_SITE]


@pytest.mark.parametrize("name", [demo.FORCE, demo.RELEASES, demo.DATABASE])
def test_what_it_did_not_make_it_does_not_touch(name: str, rooms: Rooms, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(ArgumentError, match=f"{name} is there already and no demonstration made it"):
        show(tmp_path)
    assert (tmp_path / name).is_dir()
    assert not rooms.again()


def test_a_forces_own_database_is_not_filled_with_made_up_children(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(demo.DATABASE_URL, "postgresql://force@db/seenheard")
    with pytest.raises(ArgumentError, match="unset it, or set SEENHEARD_DEMO=1"):
        show(tmp_path)
    assert not rooms.again()


def test_a_database_meant_for_it_is_used(rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(demo.DATABASE_URL, "postgresql://demo@db/demo")
    monkeypatch.setenv(demo.DEMO, "1")
    show(tmp_path)
    assert rooms.again() == EVERYTHING
    show(tmp_path)
    assert rooms.again() == ONLY_THE_SITE


def test_its_own_database_is_in_its_folder(rooms: Rooms, tmp_path: Path) -> None:
    folder = tmp_path / "a demo, 100%"
    show(folder)
    assert demo.os.environ[demo.DATABASE_URL] == f"sqlite:///{tmp_path}/a%20demo%2C%20100%25/seenheard.sqlite3"
    assert demo.os.environ[demo.DEMO] == "1"


def test_notes_that_make_no_sense_are_one_sentence(rooms: Rooms, tmp_path: Path) -> None:
    (tmp_path / demo.NOTES).write_text("[")
    with pytest.raises(ArgumentError, match=r"demo\.json: can't be read"):
        show(tmp_path)


def test_a_night_without_its_time_is_one_sentence(rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo.force, "make", lambda *_: None)
    with pytest.raises(ReleaseError, match=r"night-1/night\.json: does not say when the night runs"):
        show(tmp_path)


def test_the_later_nights_take_a_clerks_word_on_the_first_pairs_as_the_truth_has_it(rooms: Rooms, tmp_path: Path) -> None:
    pairs = [("N2", "N3", 2), ("N1", "N2", 1), ("N8", "N9", 3)]
    rooms.pairs = [{"nominal_id": one, "other_nominal_id": other, "place": place} for one, other, place in pairs]
    show(tmp_path)
    file = tmp_path / demo.DECISIONS
    assert rooms.decisions == [None, file]
    db, night = duckdb.connect(), parse_timestamp("2026-11-22T06:00")
    assert night is not None
    db.execute("CREATE SCHEMA standing")
    db.execute("CREATE TABLE standing.nominals (nominal_id VARCHAR)")
    read = decisions.load(db, file, night)
    assert (read.accepted, read.rejected, read.not_yet_known) == (3, 0, 0)
    assert db.execute("SELECT nominal_id, other_nominal_id, kind FROM decisions.links ORDER BY ALL").fetchall() == [
        ("N1", "N2", "same"),
        ("N2", "N3", "not_same"),
        ("N8", "N9", "not_same"),
    ]


def test_without_pairs_there_is_nothing_to_decide(rooms: Rooms, tmp_path: Path) -> None:
    show(tmp_path)
    assert rooms.decisions == [None, None] and not (tmp_path / demo.DECISIONS).exists()
