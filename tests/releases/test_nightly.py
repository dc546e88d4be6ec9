"""A night from extracts to release: whole or not at all, and the same whenever it is run again."""

import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seenheard import nightly
from seenheard.errors import ArgumentError, ContractError, DoubtfulError, EngineError, SeenHeardError
from seenheard.releases.reading import Release, open_release
from seenheard.releases.schema import FILES

EXTRACTS = {
    "nominals": [
        "nominal_id,source_system,forenames,surname,date_of_birth,recorded_at",
        "N1,rms,Ann,Lee,2015-01-01,2026-11-01T10:00",
        "N2,rms,Anne,Lee,2015-01-01,2026-11-01T10:00",
    ],
    "incidents": [
        "incident_id,kind,reported_at,recorded_at",
        "I1,domestic_abuse,2026-11-19T10:00,2026-11-20T18:00",
        "I2,child_concern,2026-11-21T12:00,2026-11-21T18:00",
    ],
    "incident_people": [
        "incident_person_id,incident_id,nominal_id,role,recorded_at",
        "1,I1,N1,child_present,2026-11-20T18:00",
        "2,I2,N2,victim,2026-11-21T18:00",
    ],
    "child_contacts": [
        "contact_id,nominal_id,incident_id,contact_at,seen,recorded_at",
        "C1,N1,I1,2026-11-19T11:00,true,2026-11-21T18:00",
    ],
}


@pytest.fixture
def extracts(tmp_path: Path) -> Path:
    folder = tmp_path / "extracts"
    folder.mkdir()
    for name, lines in EXTRACTS.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go; nothing may be left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def run(extracts: Path, out: Path, **options: Any) -> Path:
    given: dict[str, Any] = {
        "as_of": "2026-11-22T06:00",
        "standards": None,
        "persons": None,
        "decisions": None,
        "engine": "duckdb",
        "ledger": None,
        "strict": False,
        "read_narratives": False,
    }
    return nightly.run(extracts, out, **(given | options))


def states(release: Release) -> dict[tuple[str, str], str]:
    rows = release.table("duty_states").to_pylist()
    return {(row["duty"], row["key"]): row["state"] for row in rows}


def test_a_night_is_read_worked_out_and_released(extracts: Path, tmp_path: Path, room: Path) -> None:
    release = open_release(run(extracts, tmp_path / "out"))
    release.verify()
    found = states(release)
    assert found[("child-seen", "I1|N1")] == "met"
    assert found[("child-heard", "I1|N1")] == "late"
    assert found[("child-seen", "I2|N2")] == "not_due"
    assert release.manifest["not_assessable"]["offender-visit"] == ["offenders", "visits"]
    assert {row["duty"] for row in release.table("rates").to_pylist()}.isdisjoint(release.manifest["not_assessable"])
    assert list(room.iterdir()) == []


def test_two_runs_are_equal_bytes(extracts: Path, tmp_path: Path) -> None:
    first, second = (run(extracts, tmp_path / name) for name in ("one", "two"))
    assert first.name == second.name
    for file in FILES.values():
        assert (first / file.file).read_bytes() == (second / file.file).read_bytes(), file.file


def test_a_past_night_is_not_disturbed_by_what_came_later(extracts: Path, tmp_path: Path) -> None:
    release = open_release(run(extracts, tmp_path / "out", as_of="2026-11-21T06:00"))
    assert set(states(release)) & {("child-seen", "I1|N1"), ("child-seen", "I2|N2")} == {("child-seen", "I1|N1")}
    assert states(release)[("child-seen", "I1|N1")] == "late"  # the contact was not known yet


def test_persons_and_decisions_go_in_and_are_named_in_the_manifest(extracts: Path, tmp_path: Path) -> None:
    persons, decisions = tmp_path / "persons.csv", tmp_path / "decisions.csv"
    persons.write_text("nominal_id,person_id\nN1,P\nN2,P\n", encoding="utf-8")
    decisions.write_text(
        "decision_id,kind,duty,key,until,decided_at,decided_by,reason\n"
        "D1,excuse,child-heard,I1|N1,2026-12-01,2026-11-21T10:00,sgt,Interpreter booked\n",
        encoding="utf-8",
    )
    plain = run(extracts, tmp_path / "out")
    release = open_release(run(extracts, tmp_path / "out", persons=persons, decisions=decisions))
    assert release.path != plain
    assert states(release)[("child-heard", "I1|N1")] == "excused"
    assert {row["person_id"] for row in release.table("persons").to_pylist()} == {"P"}
    assert release.manifest["persons"]["rows"] == 2
    assert release.manifest["decisions"]["accepted"] == 1


def test_a_standard_of_the_force_makes_another_release(extracts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "standards"
    folder.mkdir()
    (folder / "2026-01-01-ours.toml").write_text(
        '[[number]]\nduty = "child-seen"\nname = "within"\nvalue = 0.5\nunit = "hours"\nin_force_from = 2026-01-01\n'
        'source = "Policy"\nconfidence = "verified"\nkeeper = "K"\ncheck_by = 2028-01-01\n',
        encoding="utf-8",
    )
    release = open_release(run(extracts, tmp_path / "out", standards=folder))
    assert states(release)[("child-seen", "I1|N1")] == "met_late"
    assert release.manifest["standards"]["version"].startswith("2026-01-01-")


def test_stale_sets_are_doubtful_and_stop_a_strict_run(extracts: Path, tmp_path: Path) -> None:
    late = {"as_of": "2026-11-23T18:00"}
    release = open_release(run(extracts, tmp_path / "out", **late))
    assert set(release.manifest["doubtful"]) == {"incidents", "child_contacts"}
    with pytest.raises(DoubtfulError, match=r"^The newest row of incidents .* --strict, so nothing was written\.$"):
        run(extracts, tmp_path / "strict", strict=True, **late)
    assert not (tmp_path / "strict").exists()


def test_a_fall_since_the_last_release_is_doubtful(extracts: Path, tmp_path: Path) -> None:
    run(extracts, tmp_path / "out", as_of="2026-11-22T05:00")
    (extracts / "nominals.csv").write_text("\n".join(EXTRACTS["nominals"][:2]) + "\n", encoding="utf-8")
    release = open_release(run(extracts, tmp_path / "out"))
    assert "fell from 2 to 1" in release.manifest["doubtful"]["nominals"]


@pytest.mark.parametrize(
    ("options", "failure"),
    [
        ({"engine": "abacus"}, ArgumentError),
        ({"read_narratives": True}, ArgumentError),
        ({"as_of": "2999-01-01T00:00"}, ArgumentError),
        ({"as_of": "yesterday"}, ArgumentError),
        ({"standards": Path("nowhere")}, SeenHeardError),
        ({"persons": Path("nowhere")}, ArgumentError),
        ({"decisions": Path("nowhere")}, SeenHeardError),
    ],
)
def test_what_can_not_be_done_is_said_and_nothing_is_written(
    extracts: Path, tmp_path: Path, options: dict[str, Any], failure: type[Exception]
) -> None:
    with pytest.raises(failure):
        run(extracts, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_extracts_that_break_the_contract_write_nothing(extracts: Path, tmp_path: Path, room: Path) -> None:
    (extracts / "nominals.csv").write_text("", encoding="utf-8")
    with pytest.raises(ContractError):
        run(extracts, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert list(room.iterdir()) == []


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (duckdb.OutOfMemoryException("could not allocate\nmore"), "needs more memory than the 3GB"),
        (duckdb.IOException("No space left on device"), "needs more room on disk than"),
        (duckdb.InternalException("odd"), r"Working out the rates failed in the engine: odd"),
    ],
)
def test_a_failing_engine_is_one_sentence_and_leaves_nothing(
    extracts: Path, tmp_path: Path, room: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, says: str
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(nightly.rates, "work_out", fail)
    with pytest.raises(EngineError, match=says) as told:
        run(extracts, tmp_path / "out")
    assert told.value.exit_code == 3
    assert "\n" not in str(told.value)
    assert not (tmp_path / "out").exists()
    assert list(room.iterdir()) == []


def test_progress_is_told_in_words(extracts: Path, tmp_path: Path) -> None:
    told: list[str] = []
    run(extracts, tmp_path / "out", progress=told.append)
    assert told[0] == "Reading the extracts"
    assert told[-1] == "Writing the release"
    assert "Seeing the child" in told


def test_nothing_is_said_where_nobody_watches(extracts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(extracts, tmp_path / "out")
    assert capsys.readouterr() == ("", "")
