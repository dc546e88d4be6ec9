"""The synthetic forces that are measured, kept between runs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import duckdb

import seenheard.synthetic
from seenheard.synthetic import force
from seenheard.uk_time import parse_as_of

SEED = 1


def cache() -> Path:
    """Where forces are kept; SEENHEARD_BENCH names another place."""
    kept = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("SEENHEARD_BENCH") or Path(kept) / "seenheard" / "bench")


def code() -> str:
    """Changes with the code that draws the force, so that an old one is not taken for it."""
    digest = hashlib.sha256()
    for path in sorted(Path(seenheard.synthetic.__path__[0]).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def force_of(scale: float, nights: int = 1) -> list[Path]:
    """The extracts of each night of a force of this scale."""
    folder = cache() / f"force-{code()}-scale-{scale:g}-nights-{nights}"
    if not (folder / "made").exists():
        # A large force takes gigabytes: those that older code has drawn are of no more use.
        for old in (*cache().glob("force-*"), folder):
            if old == folder or not old.name.startswith(f"force-{code()}-"):
                shutil.rmtree(old, ignore_errors=True)
        folder.mkdir(parents=True)
        print(f"Making a synthetic force of scale {scale:g} in {folder}", file=sys.stderr)
        force.make(folder, SEED, scale, nights)
        (folder / "made").touch()
    return [folder / f"night-{night}" / "extracts" for night in range(1, nights + 1)]


def persons_of(extracts: Path) -> Path:
    """A master index that links nobody: each nominal is its own person, so that nothing is measured with linkage."""
    file = extracts.parent / "nobody_linked.csv"
    if not file.exists():
        file.write_text("nominal_id,person_id\n")
    return file


def some_linked(extracts: Path) -> Path:
    """A master index in which 4 % of the nominals are two of a person: the 1st and the 26th of every fifty."""
    file = extracts.parent / "some_linked.csv"
    if not file.exists():
        db = duckdb.connect()
        pairs = "SELECT nominal_id, 'M' || place // 50 AS person_id FROM numbered WHERE place % 50 IN (0, 25)"
        rows = "SELECT DISTINCT nominal_id FROM read_csv(?, header = true, all_varchar = true) WHERE nominal_id <> ''"
        numbered = f"SELECT nominal_id, row_number() OVER (ORDER BY nominal_id) - 1 AS place FROM ({rows})"
        db.execute(f"CREATE TABLE numbered AS {numbered}", [str(extracts / "nominals.csv")])
        db.execute(f"COPY ({pairs}) TO '{file}' (HEADER)")
    return file


def as_of_of(extracts: Path) -> int:
    """The moment of a synthetic night."""
    return parse_as_of(str(json.loads((extracts.parent / "night.json").read_text())["as_of"]))
