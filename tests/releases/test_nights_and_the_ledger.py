"""Nights one after another with a ledger: ids that stay, a clerk's word that holds, and replays that see what they saw."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from seenheard import nightly
from seenheard.errors import ArgumentError, EngineError, LedgerError
from seenheard.people import persons
from seenheard.releases.reading import Release, open_release
from seenheard.releases.schema import FILES
from tests.people import stand_in

# Ann Lee twice, and Ben Lee of another date of birth: linkage and the stand-in link the first two.
NOMINALS = {
    "N1": ("Ann", "Lee", "2015-03-14", "2024/123456A", "7 Elm Road", "ZA1 1AA"),
    "N2": ("Ann", "Lee", "2015-03-14", "2024/123456A", "7 Elm Road", "ZA1 1AA"),
    "N3": ("Ben", "Lee", "2011-11-27", "", "", ""),
    "N4": ("Zoe", "Fox", "2014-05-05", "", "", ""),
}
COLUMNS = "nominal_id,source_system,forenames,surname,date_of_birth,pnc_id,address_line,postcode,recorded_at"
INCIDENTS = {"I1": "N1", "I2": "N2", "I3": "N3", "I4": "N4"}
SAME = {"kind": "same", "nominal_id": "N1", "other_nominal_id": "N3"}
NOT_SAME = {"kind": "not_same", "nominal_id": "N2", "other_nominal_id": "N1"}


@pytest.fixture(scope="module", autouse=True)
def linking() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(persons, "import_module", lambda _: stand_in)
        yield


class Force:
    """A force's extracts, decisions and releases."""

    def __init__(self, folder: Path) -> None:
        self.extracts, self.out, self.decisions = folder / "extracts", folder / "out", folder / "decisions.csv"
        self.extracts.mkdir()
        self.nominals = dict(NOMINALS)
        self.decided: list[dict[str, str]] = []

    def _write(self, name: str, columns: str, rows: list[tuple[str, ...]]) -> None:
        with (self.extracts / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([columns.split(","), *rows])

    def decide(self, day: int, **decision: str) -> None:
        """A clerk's word at noon of a day of November."""
        filled = {"decision_id": f"d{len(self.decided)}", "decided_at": f"2026-11-{day}T12:00"}
        self.decided.append(filled | {"decided_by": "Clerk Jo", "reason": "Read both records."} | decision)

    def night(self, day: int, out: Path | None = None, **options: Any) -> Release:
        """The night of a day of November."""
        recorded = "2026-11-01T10:00"
        rows = [(nominal, "rms", *told, recorded) for nominal, told in self.nominals.items()]
        self._write("nominals", COLUMNS, rows)
        reported = "2026-11-18T10:00"
        rows = [(incident, "child_abuse", reported, reported) for incident in INCIDENTS]
        self._write("incidents", "incident_id,kind,reported_at,recorded_at", rows)
        rows = [(incident, incident, nominal, "victim", reported) for incident, nominal in INCIDENTS.items()]
        self._write("incident_people", "incident_person_id,incident_id,nominal_id,role,recorded_at", rows)
        self._write("child_contacts", "contact_id,nominal_id,contact_at,incident_id,seen,recorded_at", [])
        with self.decisions.open("w", newline="") as file:
            columns = (
                "decision_id",
                "kind",
                "nominal_id",
                "other_nominal_id",
                "takes_back",
                "decided_at",
                "decided_by",
                "reason",
            )
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(self.decided)
        given = {"standards": None, "persons": None, "engine": "duckdb", "ledger": None, "strict": False}
        given |= {"read_narratives": False, "decisions": self.decisions, "as_of": f"2026-11-{day}T06:00"}
        return open_release(nightly.run(self.extracts, out or self.out, **(given | options)))  # type: ignore[arg-type]


@pytest.fixture
def force(tmp_path: Path) -> Force:
    return Force(tmp_path)


def ids(release: Release) -> dict[str, str]:
    return {row["nominal_id"]: row["person_id"] for row in release.table("persons").to_pylist()}


def decided_by(release: Release) -> dict[str, str]:
    return {row["nominal_id"]: row["decided_by"] for row in release.table("persons").to_pylist()}


def findings(release: Release) -> dict[str, str]:
    """The person of each finding that a child was not seen, by key."""
    rows = release.table("findings").to_pylist()
    return {row["key"]: row["person_id"] for row in rows if row["duty"] == "child-seen"}


def read(release: Release) -> dict[str, bytes]:
    return {file.file: (release.path / file.file).read_bytes() for file in FILES.values()}


def test_persons_findings_and_subjects_have_the_ledger_s_id(force: Force) -> None:
    release = force.night(20)
    found = ids(release)
    assert found["N1"] == found["N2"]
    assert len(set(found.values())) == 3
    assert all(person.startswith("p") and len(person) == 21 for person in found.values())
    assert findings(release) == {f"{incident}|{nominal}": found[nominal] for incident, nominal in INCIDENTS.items()}
    subjects = {row["subject_id"]: row["person_id"] for row in release.table("subjects").to_pylist()}
    assert subjects == found
    rows = [row for row in release.table("duty_states").to_pylist() if row["duty"] == "child-seen"]
    assert [row["link_confidence"] for row in sorted(rows, key=lambda row: row["key"])] == [0.97, 0.97, 1.0, 1.0]
    rates = [row for row in release.table("rates").to_pylist() if row["duty"] == "child-seen" and row["scope"] == "all"]
    assert {(row["owed"], row["on_unseen_links"]) for row in rates if row["group_kind"] == "force"} == {(4, 2)}


def test_a_nominal_that_does_not_stand_has_the_id_that_it_would_get(force: Force) -> None:
    del force.nominals["N4"]
    before = findings(force.night(20))["I4|N4"]
    force.nominals = dict(NOMINALS)
    release = force.night(21)
    assert ids(release)["N4"] == findings(release)["I4|N4"] == before
    del force.nominals["N4"]
    release = force.night(22)
    assert "N4" not in ids(release)
    assert findings(release)["I4|N4"] == before  # the ledger remembers


def test_a_clerk_s_word_holds_on_three_nights_until_it_is_taken_back(force: Force, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persons, "import_module", import_module)  # linkage itself, no stand-in
    first = ids(force.night(20))
    force.decide(20, **SAME)
    force.decide(20, **NOT_SAME)
    nights = [force.night(day) for day in (21, 22, 23)]
    keys = findings(nights[0]).keys()
    for night in nights:
        now = ids(night)
        assert now == ids(nights[0])
        assert now["N1"] == now["N3"] == first["N1"]  # a merge of equals: the smallest nominal's id survives
        assert now["N2"] not in first.values()  # a split: the other part has a new id
        assert decided_by(night) == {"N1": "clerk", "N2": "exact", "N3": "clerk", "N4": "exact"}
        assert findings(night).keys() == keys == findings(nights[0]).keys()
        assert findings(night)["I3|N3"] == first["N1"]
        pairs = {(row["nominal_id"], row["other_nominal_id"]) for row in night.table("links").to_pylist()}
        assert not pairs & {("N1", "N2"), ("N1", "N3")}  # what a clerk decided is not offered again
    assert nights[0].manifest["ledger"]["merges"] == 1
    assert nights[0].manifest["ledger"]["splits"] == 1
    assert nights[1].manifest["ledger"]["merges"] == nights[1].manifest["ledger"]["splits"] == 0
    for number in (0, 1):
        force.decide(23, kind="take_back", takes_back=f"d{number}")
    last = force.night(24)
    now = ids(last)
    assert now["N1"] == now["N2"] == first["N1"]
    assert now["N3"] not in first.values()  # its id was merged away, and is not given again
    assert decided_by(last) == {"N1": "model", "N2": "model", "N3": "exact", "N4": "exact"}
    assert findings(last).keys() == keys


def test_a_wrong_id_in_a_decision_is_reported_and_skipped(force: Force) -> None:
    force.decide(19, **(SAME | {"other_nominal_id": "N33"}))
    force.decide(19, **SAME)
    release = force.night(20)
    (reject,) = release.table("rejects").to_pylist()
    assert (reject["record_set"], reject["row_number"], reject["column"], reject["rule"], reject["kept"]) == (
        "decisions", 1, "other_nominal_id", "reference", False,
    )  # fmt: skip
    assert release.manifest["decisions"]["rejected"] == 1
    assert ids(release)["N1"] == ids(release)["N3"]


@dataclass(frozen=True)
class Story:
    """Three nights: a clerk joins two nominals after the first, and a nominal comes before the third."""

    force: Force
    nights: tuple[Release, Release, Release]

    def ledger(self) -> list[str]:
        return sorted(path.name for path in (self.force.out / "ledger").iterdir())


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    force = Force(tmp_path_factory.mktemp("story"))
    first = force.night(20)
    force.decide(20, **SAME)
    second = force.night(21)
    force.nominals["N0"] = NOMINALS["N4"]
    third = force.night(22)
    del force.nominals["N0"]
    return Story(force, (first, second, third))


def test_a_replay_sees_what_its_night_saw_in_equal_bytes(story: Story, tmp_path: Path) -> None:
    second = story.nights[1]
    again = story.force.night(21, out=tmp_path, ledger=story.force.out / "ledger")
    assert again.path.name == second.path.name
    assert read(again) == read(second)
    assert {**again.manifest, "timings": None} == {**second.manifest, "timings": None}
    assert not (tmp_path / "ledger").exists()


def test_a_past_night_again_changes_nothing(story: Story) -> None:
    ledger, releases = story.ledger(), set(story.force.out.iterdir())
    assert story.force.night(21).path == story.nights[1].path
    assert (story.ledger(), set(story.force.out.iterdir())) == (ledger, releases)


def test_a_past_night_from_other_extracts_changes_no_later_night(story: Story) -> None:
    ledger = story.ledger()
    story.force.nominals["N9"] = ("Ida", "New", "2012-01-01", "", "", "")
    other = story.force.night(20)
    del story.force.nominals["N9"]
    assert other.path != story.nights[0].path
    assert {**ids(other), "N9": ""} == {**ids(story.nights[0]), "N9": ""}
    assert story.ledger() == ledger


def test_what_stood_in_the_ledger_is_named_in_the_manifest_and_the_release_s_id(story: Story, tmp_path: Path) -> None:
    first, second = (night.manifest["ledger"] for night in story.nights[:2])
    assert (first["before"], second["before"]) == (None, first["entry"])
    assert first["model"] == second["model"] is not None
    assert (first["persons"], first["nominals_linked"], first["links_offered"]) == (3, 2, 2)
    assert (second["merges"], second["new"]) == (1, 0)
    assert story.force.night(21, out=tmp_path).path.name != story.nights[1].path.name  # without the ledger


def test_of_several_runs_of_the_newest_night_the_last_counts_for_later_nights(force: Force) -> None:
    missing = force.nominals.pop("N1")
    first = ids(force.night(20))
    force.nominals["N1"] = missing  # the extract was not whole
    mended = ids(force.night(20))
    assert mended["N1"] == mended["N2"] != first["N2"]
    assert ids(force.night(21)) == mended


def test_persons_that_are_given_need_no_ledger(force: Force, tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_text("nominal_id,person_id\nN1,P\nN4,P\n")
    force.decide(19, **SAME)
    release = force.night(20, persons=file)
    assert ids(release) == {"N1": "P", "N2": "own:N2", "N3": "own:N3", "N4": "P"}
    assert (release.manifest["ledger"], release.table("links").num_rows) == ({}, 0)
    assert not (force.out / "ledger").exists()


def test_person_ids_are_in_no_key_and_move_nothing_else(force: Force, tmp_path: Path) -> None:
    rows = []
    for number, names in enumerate(({"N1": "P", "N3": "P", "N4": "Q"}, {"N1": "zz", "N3": "zz", "N4": "I1|N1"})):
        file = tmp_path / f"{number}.csv"
        file.write_text("nominal_id,person_id\n" + "".join(f"{nominal},{person}\n" for nominal, person in names.items()))
        release = force.night(20, out=tmp_path / str(number), persons=file)
        for name in ("duty_states", "findings", "subjects"):
            rows.append(release.table(name).drop(["person_id"]).to_pylist())
        rows.append(release.table("rates").to_pylist())
        rows.append(release.table("timeline").to_pylist())
    assert rows[:5] == rows[5:]


@pytest.mark.parametrize(
    ("place", "says"),
    [("file", "is not a folder"), ("extracts", "is no entry of a ledger"), ("out", "the folder of the releases")],
)
def test_a_ledger_that_is_none_stops_the_night(force: Force, tmp_path: Path, place: str, says: str) -> None:
    (tmp_path / "file").write_text("")
    force._write("nominals", "nominal_id", [])
    with pytest.raises((ArgumentError, LedgerError), match=says) as told:
        force.night(20, ledger=tmp_path / place)
    assert told.value.exit_code == 2
    assert not force.out.exists()


def test_a_night_that_fails_leaves_no_ids(force: Force, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineError("The disk is full.")

    monkeypatch.setattr(nightly.contents, "write_all", fail)
    with pytest.raises(EngineError):
        force.night(20)
    assert not list(force.out.rglob("*"))
