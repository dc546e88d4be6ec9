"""A synthetic force's nights with linkage: a past night again, from later extracts and with the ledger, is the same."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from seenheard import nightly
from seenheard.releases.reading import Release, open_release
from seenheard.synthetic import force

SCALE, NIGHTS = 0.02, 3
FILES = ("duty_states", "findings", "rates", "persons", "links", "subjects", "timeline", "case_files", "case_file_events")

pytestmark = pytest.mark.slow


def run(made: Path, extracts: int, night: int, out: Path) -> Release:
    """The night `night`, from the extracts of another or of its own."""
    as_of = json.loads((made / f"night-{night}" / "night.json").read_text())["as_of"]
    options = {"standards": None, "persons": None, "decisions": None, "engine": "duckdb", "strict": False}
    options |= {"ledger": made / "releases" / "ledger", "read_narratives": False}
    return open_release(nightly.run(made / f"night-{extracts}" / "extracts", out, as_of=str(as_of), **options))  # type: ignore[arg-type]


def ids(release: Release) -> dict[str, str]:
    return {row["nominal_id"]: row["person_id"] for row in release.table("persons").to_pylist()}


def test_nights_with_linkage_can_be_replayed_and_ids_stay(tmp_path: Path) -> None:
    force.make(tmp_path, 1, SCALE, NIGHTS)
    releases = [run(tmp_path, night, night, tmp_path / "releases") for night in range(1, NIGHTS + 1)]
    assert all(release.manifest["ledger"]["nominals_linked"] > 1000 for release in releases)
    for before, after in pairwise(releases):
        was, now = ids(before), ids(after)
        moved = [nominal for nominal in was.keys() & now.keys() if was[nominal] != now[nominal]]
        told = after.manifest["ledger"]
        assert len(moved) <= 5 * (told["merges"] + told["splits"])
    ledger = sorted(path.name for path in (tmp_path / "releases" / "ledger").iterdir())
    for night in range(1, NIGHTS):
        again = run(tmp_path, NIGHTS, night, tmp_path / "again")
        for name in FILES:
            path = f"{name}.parquet"
            assert (again.path / path).read_bytes() == (releases[night - 1].path / path).read_bytes(), path
    assert sorted(path.name for path in (tmp_path / "releases" / "ledger").iterdir()) == ledger
