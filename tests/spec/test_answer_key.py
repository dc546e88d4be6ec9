"""The synthetic force's answer key: the night finds every planted failure, and nothing else; and any night again.

With every nominal alone, and with those of a person linked as the truth says: then it also finds what only links show.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from seenheard import nightly
from seenheard.duties import DUTIES
from seenheard.releases.case_types import CASE_TYPES
from seenheard.synthetic import force, key, truth

SCALE, NIGHTS = 0.02, 2
LATE_OR_UNKNOWN = ("late", "unknown")
ONLY_LINKED = {
    "exploitation-assessment", "missing-strategy", "offender-child-in-household", "offender-reactive-review",
}  # fmt: skip
QUICK = [1]
EVERY_SEED = [pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3, 4, 5)]


def run(extracts: Path, out: Path, as_of: str, persons: Path) -> Path:
    return nightly.run(
        extracts,
        out,
        as_of=as_of,
        standards=None,
        persons=persons,
        decisions=None,
        engine="duckdb",
        ledger=None,
        strict=False,
        read_narratives=False,
    )


def as_of(night: Path) -> str:
    return str(json.loads((night / "night.json").read_text())["as_of"])


def states(release: Path) -> list[dict[str, object]]:
    return pq.read_table(release / "duty_states.parquet").drop(["person_id", "link_confidence"]).to_pylist()


@pytest.fixture(scope="module", params=[*QUICK, *EVERY_SEED])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("force")
    force.make(folder, request.param, SCALE, NIGHTS)
    (folder / "nobody.csv").write_text("nominal_id,person_id\n", encoding="utf-8")
    yield folder


def nights_of(made: Path) -> list[Path]:
    return [made / f"night-{number}" for number in range(1, NIGHTS + 1)]


@pytest.fixture(scope="module")
def releases(made: Path) -> list[Path]:
    alone = made / "nobody.csv"
    return [run(night / "extracts", made / "releases", as_of(night), alone) for night in nights_of(made)]


@pytest.fixture(scope="module")
def linked_releases(made: Path) -> list[Path]:
    out = made / "linked-releases"
    return [run(night / "extracts", out, as_of(night), night / truth.FILE) for night in nights_of(made)]


def late_or_unknown(release: Path) -> set[key.Line]:
    found = {(str(row["duty"]), str(row["key"]), str(row["state"])) for row in states(release)}
    return {row for row in found if row[2] in LATE_OR_UNKNOWN}


@pytest.mark.parametrize("number", range(1, NIGHTS + 1))
def test_every_planted_failure_is_found_and_nothing_else(made: Path, releases: list[Path], number: int) -> None:
    found, planted = late_or_unknown(releases[number - 1]), key.read(made / f"night-{number}")
    assert {duty for duty, _, _ in planted} == set(DUTIES), "every duty has a planted failure"
    assert sorted(planted - found)[:5] == []  # recall
    assert sorted(found - planted)[:5] == []  # precision


@pytest.mark.parametrize("number", range(1, NIGHTS + 1))
def test_linked_it_finds_the_same_and_what_only_links_show(made: Path, linked_releases: list[Path], number: int) -> None:
    night = made / f"night-{number}"
    found, alone, linked = late_or_unknown(linked_releases[number - 1]), key.read(night), key.read(night, key.LINKED_FILE)
    assert {duty for duty, _, _ in linked} == ONLY_LINKED
    assert not alone & linked
    assert sorted((alone | linked) - found)[:5] == []  # recall
    assert sorted(found - alone - linked)[:5] == []  # precision


def test_a_past_night_again_from_later_extracts(made: Path, releases: list[Path], tmp_path: Path) -> None:
    again = run(made / f"night-{NIGHTS}" / "extracts", tmp_path, as_of(made / "night-1"), made / "nobody.csv")
    assert states(again) == states(releases[0])


def test_a_force_has_case_files_of_every_type_and_each_has_events_or_a_page(releases: list[Path]) -> None:
    files, events, timeline = (
        pq.read_table(releases[-1] / f"{name}.parquet").to_pylist()
        for name in ("case_files", "case_file_events", "timeline")
    )
    assert {row["case_type"] for row in files} == set(CASE_TYPES)
    assert len({(row["case_type"], row["record_set"], row["record_id"]) for row in files}) == len(files)
    told = {(row["subject_kind"], row["subject_id"]) for row in (*events, *timeline)}
    opened = {(row["record_set"], row["record_id"]) for row in (*events, *timeline)}
    for row in files:
        assert {tuple(one) for one in json.loads(row["timelines"])} & told, row
        assert (row["record_set"], row["record_id"]) in opened, row
    named = {tuple(one) for row in files for one in json.loads(row["timelines"])}
    assert {(row["subject_kind"], row["subject_id"]) for row in events} <= named


def test_the_same_night_again_gives_the_same_bytes(made: Path, releases: list[Path], tmp_path: Path) -> None:
    night = made / f"night-{NIGHTS}"
    again = run(night / "extracts", tmp_path, as_of(night), made / "nobody.csv")
    for name in ("duty_states", "findings", "rates", "subjects", "timeline", "case_files", "case_file_events"):
        assert (again / f"{name}.parquet").read_bytes() == (releases[-1] / f"{name}.parquet").read_bytes(), name
