"""A release is there whole or not at all, and never changes once it is there."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seenheard.errors import ReleaseError
from seenheard.releases.publishing import HIDDEN, publish
from seenheard.releases.reading import open_release, releases_in
from seenheard.releases.schema import FILES, MANIFEST
from tests.releases.nights import night, small_night, worked_out, write_night

KILLED_IN_MID_WRITE = """
import sys, time
from pathlib import Path
from seenheard.releases.publishing import publish

def write(folder):
    (folder / "duty_states.parquet").write_bytes(b"half")
    print("writing", flush=True)
    time.sleep(60)

publish(Path(sys.argv[1]), write)
"""


@pytest.fixture(scope="module")
def db() -> Any:
    return worked_out(small_night())


def test_a_release_has_every_file_and_verifies(tmp_path: Path, db: Any) -> None:
    path = publish(tmp_path / "new" / "releases", lambda folder: write_night(db, folder))
    assert {file.name for file in path.iterdir()} == {MANIFEST, *(file.file for file in FILES.values())}
    release = open_release(path)
    release.verify()
    assert path.name == release.release_id == night().release_id
    assert [one.path for one in releases_in(path.parent)] == [path]
    assert list(path.parent.iterdir()) == [path]


def test_the_same_night_again_gives_the_same_path_and_changes_nothing(tmp_path: Path, db: Any) -> None:
    first = publish(tmp_path, lambda folder: write_night(db, folder))
    before = {file.name: (file.stat().st_ino, file.read_bytes()) for file in first.iterdir()}
    again = publish(tmp_path, lambda folder: write_night(db, folder, timings={"read": 9.9}))
    assert again == first
    assert {file.name: (file.stat().st_ino, file.read_bytes()) for file in first.iterdir()} == before
    assert list(tmp_path.iterdir()) == [first]


def test_a_damaged_release_is_left_alone_and_ours_stands_beside_it(tmp_path: Path, db: Any) -> None:
    first = publish(tmp_path, lambda folder: write_night(db, folder))
    (first / "rates.parquet").write_bytes(b"")
    second = publish(tmp_path, lambda folder: write_night(db, folder))
    assert second.name == f"{first.name}-2"
    assert open_release(second).release_id == second.name
    assert publish(tmp_path, lambda folder: write_night(db, folder)) == second


def test_a_release_that_says_something_else_is_left_alone(tmp_path: Path, db: Any) -> None:
    first = publish(tmp_path, lambda folder: write_night(db, folder))
    second = publish(tmp_path, lambda folder: write_night(db, folder, doubtful={"visits": "Fell."}))
    assert (first.name, second.name) == (night().release_id, f"{night().release_id}-2")


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def write(folder: Path) -> dict[str, Any]:
        (folder / "duty_states.parquet").write_bytes(b"half")
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        publish(tmp_path, write)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    def write(folder: Path) -> dict[str, Any]:
        raise OSError(28, "No space left on device")

    with pytest.raises(ReleaseError, match=r"can't be written to .*: No space left on device"):
        publish(tmp_path, write)


def test_a_file_in_place_of_the_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ReleaseError, match="can't be made a folder for releases"):
        publish(tmp_path / "out", lambda folder: {})


def test_a_run_killed_in_mid_write_leaves_no_half_release_and_the_next_run_clears_up(tmp_path: Path, db: Any) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", KILLED_IN_MID_WRITE, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    assert run.stdout is not None
    with run, run.stdout as said:
        assert said.readline() == b"writing\n"
        leftover = [path for path in tmp_path.iterdir() if path.name.startswith(HIDDEN)]
        assert len(leftover) == 1
        publish(tmp_path, lambda folder: write_night(db, folder))
        assert leftover[0].is_dir()  # its run still lives
        run.kill()
    assert [one.release_id for one in releases_in(tmp_path)] == [night().release_id]
    path = publish(tmp_path, lambda folder: write_night(db, folder))
    assert list(tmp_path.iterdir()) == [path]


def test_the_id_names_the_moment_and_what_went_in() -> None:
    from_here = night().release_id
    assert from_here.startswith("2026-11-22T0600Z-")
    assert len(from_here) == len("2026-11-22T0600Z-") + 8
