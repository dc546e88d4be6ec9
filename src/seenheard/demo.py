"""The demonstration: a force that does not exist, its nights, and the site that shows them, all in one folder.

What is made already, with the same seed, scale and nights, is kept: a second run goes straight to the site.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow.parquet as pq

from seenheard import __version__, nightly
from seenheard.decisions import COLUMNS
from seenheard.errors import ArgumentError, ReleaseError
from seenheard.releases.schema import LINKS
from seenheard.synthetic import force

DATABASE_URL = "SEENHEARD_DATABASE_URL"
DEMO = "SEENHEARD_DEMO"
NOTES = "demo.json"
FORCE, RELEASES, DATABASE, DECISIONS = "force", "releases", "seenheard.sqlite3", "decisions.csv"
PARTS = (FORCE, RELEASES, DECISIONS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")
PAIRS_DECIDED = 4  # of each kind


@dataclass
class Notes:
    """What the folder holds, written down after each step, so that an interrupted demonstration goes on from there."""

    force: dict[str, object] = field(default_factory=dict)
    made: bool = False
    releases: dict[str, str] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write the notes aside and put them in place in one step."""
        aside = folder / f"{NOTES}.new"
        aside.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        aside.replace(folder / NOTES)


def demo(folder: Path, scale: float, seed: int, nights: int, port: int, only_prepare: bool) -> None:
    """Make a synthetic force, run its nights, load them and serve the site."""
    folder = folder.absolute()
    _use_database(folder / DATABASE)
    notes = _notes_of(folder, {"seed": seed, "scale": scale, "nights": nights, "version": __version__})
    if not notes.made:
        print(f"Making a force that does not exist (seed {seed}, scale {scale:g}, nights {nights})", flush=True)
        force.make(folder / FORCE, seed, scale, nights)
        notes.made = True
        notes.write(folder)
    for number in range(1, nights + 1):
        _run_night(folder, number, notes)
        if number == 1:
            _decide(folder, notes)
    site = _site()
    site.prepare()
    for name, release in notes.releases.items():
        if name not in notes.loaded:
            site.load_release(folder / release)
            notes.loaded.append(name)
            notes.write(folder)
    site.make_demo_accounts()
    if not only_prepare:
        site.serve(port=port, with_worker=True)


def _site() -> Any:
    # Resolved by name, as the command line does: nothing outside the site may import what imports Django.
    return import_module("seenheard.web.commands")


def _use_database(file: Path) -> None:
    """The demonstration's own database, unless somebody says plainly that another one is meant for it."""
    if os.environ.get(DATABASE_URL) and os.environ.get(DEMO) != "1":
        raise ArgumentError(
            f"{DATABASE_URL} is set, and the demonstration would fill that database with children who do not exist and "
            f"accounts whose password is published: unset it, or set {DEMO}=1 if that database is for the demonstration."
        )
    os.environ[DEMO] = "1"
    if not os.environ.get(DATABASE_URL):
        os.environ[DATABASE_URL] = f"sqlite:///{quote(str(file))}"


def _notes_of(folder: Path, wanted: dict[str, object]) -> Notes:
    """The notes of what is kept; what another seed, scale or number of nights made is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    notes = _read(folder)
    if notes is None or notes.force != wanted:
        _clear(folder, ours=notes is not None)
        notes = Notes(force=wanted)
    elif not notes.made:
        shutil.rmtree(folder / FORCE, ignore_errors=True)  # half a force, from a run that was stopped
    elif not (folder / DATABASE).exists() and os.environ[DATABASE_URL].startswith("sqlite:"):
        notes.loaded = []
    notes.write(folder)
    return notes


def _read(folder: Path) -> Notes | None:
    file = folder / NOTES
    if not file.is_file():
        return None
    try:
        return Notes(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise ArgumentError(f"{file}: can't be read as the demonstration's notes. Delete the folder {folder}.") from None


def _clear(folder: Path, *, ours: bool) -> None:
    found = [folder / name for name in PARTS if (folder / name).exists()]
    if found and not ours:
        raise ArgumentError(f"{found[0]} is there already and no demonstration made it: name another --folder.")
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _run_night(folder: Path, number: int, notes: Notes) -> None:
    name = f"night-{number}"
    kept = notes.releases.get(name)
    if kept is not None and (folder / kept / "manifest.json").is_file():
        return
    night = folder / FORCE / name
    as_of = _as_of(night / "night.json")
    print(f"Running night {number} of {notes.force['nights']}, as of {as_of}", flush=True)
    decisions = folder / DECISIONS
    release = nightly.run(
        night / "extracts",
        folder / RELEASES,
        as_of=as_of,
        standards=None,
        persons=None,
        decisions=decisions if decisions.is_file() else None,
        engine="duckdb",
        ledger=None,
        strict=False,
        read_narratives=False,
    )
    notes.releases[name] = str(release.relative_to(folder))
    notes.write(folder)


def _decide(folder: Path, notes: Notes) -> None:
    """A made-up clerk's word on the first pairs of the first night, as the truth has it: the later nights take it."""
    night, file = folder / FORCE / "night-1", folder / DECISIONS
    links, truth = folder / notes.releases["night-1"] / LINKS.file, night / "truth_persons.csv"
    if file.exists() or not links.is_file() or not truth.is_file():
        return
    with truth.open(encoding="utf-8", newline="") as rows:
        person = {row["nominal_id"]: row["person_id"] for row in csv.DictReader(rows)}
    decided_at = datetime.fromisoformat(_as_of(night / "night.json")) + timedelta(hours=3)
    words: dict[str, list[tuple[str, str]]] = {"same": [], "not_same": []}
    for pair in sorted(pq.read_table(links).to_pylist(), key=lambda pair: pair["place"]):
        one, other = pair["nominal_id"], pair["other_nominal_id"]
        words["same" if one in person and person[one] == person.get(other) else "not_same"].append((one, other))
    aside = folder / f"{DECISIONS}.new"
    with aside.open("w", encoding="utf-8", newline="") as stream:
        written = csv.DictWriter(stream, COLUMNS)
        written.writeheader()
        told = {"decided_at": decided_at.isoformat(), "decided_by": "records_clerk"}
        for kind, pairs in words.items():
            for one, other in pairs[:PAIRS_DECIDED]:
                about = {"decision_id": f"demo-{one}-{other}", "kind": kind, "nominal_id": one, "other_nominal_id": other}
                written.writerow(told | about | {"reason": "Made up for the demonstration."})
    aside.replace(file)


def _as_of(file: Path) -> str:
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ReleaseError(f"{file}: does not say when the night runs. Delete the demonstration's folder.") from None
