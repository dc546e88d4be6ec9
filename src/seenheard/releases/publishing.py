"""Publishes a release whole or not at all: written in a hidden folder beside its place, then renamed into it.

A published release is never changed: whoever holds it open goes on reading what it was. The same night run again gives
the same id; if what is there says the same (all but the timings), its path is returned and nothing is written. If it says
something else, because a file was damaged or another release came before, ours gets the same id with -2, -3 and so on.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import Any

from seenheard.errors import ReleaseError
from seenheard.releases.files import locked, settle_folder, write_text
from seenheard.releases.manifest import as_text
from seenheard.releases.reading import open_release
from seenheard.releases.schema import MANIFEST

HIDDEN = ".writing-"


def publish(out: Path, write: Callable[[Path], dict[str, Any]]) -> Path:
    """Let `write` fill an empty folder and give its manifest; then publish it. The release's path."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise ReleaseError(f"{out} can't be made a folder for releases: {failure.strerror}.") from failure
    with _hidden_folder(out) as folder:
        try:
            told = write(folder)
            return _take_place(out, folder, told)
        except OSError as failure:
            raise ReleaseError(f"The release can't be written to {out}: {failure.strerror or failure}.") from failure


def _take_place(out: Path, folder: Path, told: dict[str, Any]) -> Path:
    release_id = str(told["release_id"])
    for place in count(1):
        name = release_id if place == 1 else f"{release_id}-{place}"
        path = out / name
        if path.exists():
            if _says_the_same(path, told):
                return path
            continue
        write_text(folder / MANIFEST, as_text(told | {"release_id": name}))
        settle_folder(folder)
        try:
            folder.rename(path)
        except OSError:
            # Another run of the same night was quicker: look at what it wrote.
            if path.exists() and _says_the_same(path, told):
                return path
            if not path.exists():
                raise
            continue
        settle_folder(out)
        return path
    raise AssertionError("count never ends")


def _says_the_same(path: Path, told: dict[str, Any]) -> bool:
    """Whether a release is whole and says what ours says, but for the timings and the end of its id."""
    try:
        release = open_release(path)
        release.verify()
    except ReleaseError:
        return False
    # Through JSON, so that both are made of the same lists and objects.
    sides = (release.manifest, json.loads(as_text(told)))
    kept, ours = ({**one, "timings": None, "release_id": None} for one in sides)
    return kept == ours


@contextmanager
def _hidden_folder(out: Path) -> Iterator[Path]:
    """A folder of our own beside the releases; it is locked while we live, so that others know it from a leftover."""
    with locked(out):
        _clear_leftovers(out)
        folder = out / f"{HIDDEN}{token_hex(6)}"
        folder.mkdir()
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _clear_leftovers(out: Path) -> None:
    """Removes what dead runs left: a folder whose lock nobody holds."""
    for folder in out.glob(f"{HIDDEN}*"):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass  # a run that lives is writing there
        finally:
            os.close(handle)
