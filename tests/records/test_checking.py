"""The verb check."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.records.conftest import AS_OF, Extracts

from seenheard.errors import ArgumentError
from seenheard.records import checking
from seenheard.records.checking import check


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.chdir(tmp_path)


def test_it_prints_counts_gaps_and_the_first_fault_of_each_kind(
    extracts: Extracts, capsys: pytest.CaptureFixture[str]
) -> None:
    extracts.put(
        "incidents",
        {"incident_id": "I1", "risk_level": "[bold]x", "colour[/]": "y"},
        {"incident_id": "I2", "risk_level": "z"},
        {"incident_id": "I3", "kind": "zzz"},
    )
    extracts.csv("no\ntes[red].txt", "")
    check(extracts.folder, as_of=AS_OF)
    printed = capsys.readouterr().out
    assert "22 November 2026, 06:00" in printed
    assert [cell.strip() for cell in printed.split("incidents", 1)[1].split("│")[1:6]] == ["3", "2", "0", "1", "0"]
    assert "Absent record sets: nominals, associations" in printed
    assert "Absent optional columns: incidents.attended_at" in printed
    assert "Unknown files, ignored: no tes[red].txt" in printed
    assert "Unknown columns, ignored: incidents.colour[/]" in printed
    assert "incidents.risk_level, rule value, 2 times. First: incidents, record 1 (I1): risk_level '[bold]x'" in printed
    assert printed.rstrip().endswith("3 faults written to rejects.csv")


def test_rejects_are_written_so_that_no_spreadsheet_runs_them(extracts: Extracts, tmp_path: Path) -> None:
    extracts.put("incidents", {"incident_id": "=HYPERLINK(1)", "risk_level": "x"}, {"incident_id": '+"1\n', "kind": "x"})
    check(extracts.folder, as_of=AS_OF, rejects=tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["record_set", "row_number", "record_id", "column", "rule", "kept", "sentence"]
    assert [row[:6] for row in rows[1:]] == [
        ["incidents", "1", "'=HYPERLINK(1)", "risk_level", "value", "true"],
        ["incidents", "2", "'+\"1\n", "kind", "value", "false"],
    ]
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("target", [".", "nowhere/rejects.csv"])
def test_a_place_that_can_not_be_written_is_named_before_any_work(extracts: Extracts, target: str) -> None:
    with pytest.raises(ArgumentError, match="can't be written"):
        check(extracts.folder, as_of=AS_OF, rejects=Path(target))


def test_a_bar_appears_when_it_takes_a_while(
    extracts: Extracts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    extracts.put("incidents", {"incident_id": "I1"})
    monkeypatch.setattr(checking, "PATIENCE", -1.0)
    check(extracts.folder, as_of=AS_OF)
    printed = capsys.readouterr()
    assert "0 faults written" in printed.out and "Checking" not in printed.out


def test_it_names_the_children_whom_a_crowded_home_leaves_out(
    extracts: Extracts, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [{"nominal_id": f"N{place}", "uprn": "7", "date_of_birth": "1980-01-01"} for place in range(12)]
    extracts.put("nominals", {"nominal_id": "child", "uprn": "7", "date_of_birth": "2015-01-01"}, *others)
    check(extracts.folder, as_of=AS_OF)
    assert "13 persons share the UPRN 7, so it makes no household. Children left out: child." in capsys.readouterr().out


def test_a_day_before_any_standard_has_no_crowded_homes(extracts: Extracts, capsys: pytest.CaptureFixture[str]) -> None:
    extracts.put("nominals", *({"nominal_id": f"N{place}", "uprn": "7"} for place in range(13)))
    check(extracts.folder, as_of="2000-01-01T00:00")
    assert "Crowded home" not in capsys.readouterr().out
