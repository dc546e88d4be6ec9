"""Which decisions are in force on which night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seenheard.decisions import COLUMNS, Decisions, load
from seenheard.errors import ArgumentError, ContractError
from seenheard.uk_time import parse_timestamp

NIGHT = "2026-11-22T06:00"
EXCUSE = {"kind": "excuse", "duty": "child-seen", "key": "I1|N1", "until": "2026-12-01"}
LINK = {"kind": "same", "nominal_id": "N1", "other_nominal_id": "N2"}


class Night:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "decisions.csv"
        self.db = duckdb.connect()
        self.db.execute("CREATE SCHEMA standing; CREATE TABLE standing.nominals (nominal_id VARCHAR)")
        self.stand("N1", "N2")

    def stand(self, *nominals: str) -> None:
        """Exactly these nominals stand."""
        self.db.execute("DELETE FROM standing.nominals")
        for nominal in nominals:
            self.db.execute("INSERT INTO standing.nominals VALUES (?)", [nominal])

    def load(self, *rows: dict[str, str], as_of: str = NIGHT) -> Decisions:
        """Decisions d1, d2, … of 1 November, one minute apart, unless said otherwise."""
        lines = [",".join(COLUMNS)]
        for place, row in enumerate(rows, start=1):
            filled = {"decision_id": f"d{place}", "decided_at": f"2026-11-01T10:{place:02}"}
            filled |= {"decided_by": "Ann", "reason": "known"} | row
            lines.append(",".join(filled.get(column, "") for column in COLUMNS))
        self.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.again(as_of)

    def again(self, as_of: str = NIGHT) -> Decisions:
        moment = parse_timestamp(as_of)
        assert moment is not None
        return load(self.db, self.file, moment)

    def excuses(self) -> list[tuple[Any, ...]]:
        return self.db.execute("SELECT duty, key, decision_id FROM decisions.excuses ORDER BY ALL").fetchall()

    def links(self) -> list[tuple[Any, ...]]:
        return self.db.execute("FROM decisions.links ORDER BY ALL").fetchall()

    def rejects(self) -> list[tuple[Any, ...]]:
        query = "SELECT row_number, \"column\", rule, kept FROM checks.rejects WHERE record_set = 'decisions' ORDER BY ALL"
        return self.db.execute(query).fetchall()


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    made = Night(tmp_path)
    yield made
    made.db.close()


def test_without_a_file_the_tables_are_empty(night: Night) -> None:
    assert load(night.db, None, 0) == Decisions()
    assert (night.excuses(), night.links(), night.rejects()) == ([], [], [])


def test_an_excuse_and_a_link_are_in_force(night: Night) -> None:
    found = night.load(EXCUSE, LINK)
    assert (found.read, found.accepted, found.rejected) == (2, 2, 0)
    assert found.file == "decisions.csv" and found.sha256 is not None
    assert night.db.execute("FROM decisions.excuses").fetchall() == [("child-seen", "I1|N1", "d1", "2026-12-01", "known")]
    assert night.links() == [("N1", "N2", "same", "d2")]


@pytest.mark.parametrize(("until", "count"), [("2026-11-21", 0), ("2026-11-22", 1), ("2026-11-23", 1)])
def test_an_excuse_holds_until_its_date_inclusive(night: Night, until: str, count: int) -> None:
    night.load(EXCUSE | {"until": until})
    assert len(night.excuses()) == count


def test_the_date_is_a_uk_date(night: Night) -> None:
    night.load(EXCUSE | {"until": "2026-07-01", "decided_at": "2026-01-01T00:00"}, as_of="2026-07-01T23:30Z")
    assert night.excuses() == []


@pytest.mark.parametrize(("decided_at", "count"), [("2026-11-22T06:00", 1), ("2026-11-22T06:00:00.000001", 0)])
def test_a_decision_counts_from_its_moment(night: Night, decided_at: str, count: int) -> None:
    found = night.load(EXCUSE | {"decided_at": decided_at})
    assert (found.accepted, found.not_yet_known) == (count, 1 - count)
    assert len(night.excuses()) == count


def test_a_later_decision_with_a_fault_is_not_looked_at(night: Night) -> None:
    found = night.load(EXCUSE | {"decided_at": "2026-11-23T00:00", "kind": "zzz"})
    assert (found.rejected, found.not_yet_known, night.rejects()) == (0, 1, [])


def test_the_latest_decision_on_one_subject_stands(night: Night) -> None:
    night.load(EXCUSE, EXCUSE | {"until": "2026-12-05"}, EXCUSE | {"key": "I2|N1"})
    assert [one[2] for one in night.excuses()] == ["d2", "d3"]


def test_an_expired_decision_brings_no_older_one_back(night: Night) -> None:
    night.load(EXCUSE, EXCUSE | {"until": "2026-11-02"})
    assert night.excuses() == []


def test_at_equal_times_the_greatest_id_stands(night: Night) -> None:
    same = {"decided_at": "2026-11-01T10:00"}
    night.load(EXCUSE | same | {"decision_id": "d9"}, EXCUSE | same | {"decision_id": "d10"})
    assert [one[2] for one in night.excuses()] == ["d9"]


def test_a_link_s_subject_is_the_pair_in_either_order(night: Night) -> None:
    night.load(LINK, {"kind": "not_same", "nominal_id": "N2", "other_nominal_id": "N1"})
    assert night.links() == [("N2", "N1", "not_same", "d2")]


def test_what_is_taken_back_is_out_and_no_older_decision_returns(night: Night) -> None:
    night.load(EXCUSE, EXCUSE, {"kind": "take_back", "takes_back": "d2"}, LINK, {"kind": "take_back", "takes_back": "d4"})
    assert (night.excuses(), night.links(), night.rejects()) == ([], [], [])


def test_taking_an_older_decision_back_leaves_the_latest(night: Night) -> None:
    night.load(EXCUSE, EXCUSE, {"kind": "take_back", "takes_back": "d1"})
    assert [one[2] for one in night.excuses()] == ["d2"]


def test_a_decision_after_a_take_back_stands(night: Night) -> None:
    night.load(EXCUSE, {"kind": "take_back", "takes_back": "d1"}, EXCUSE)
    assert [one[2] for one in night.excuses()] == ["d3"]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (EXCUSE | {"decision_id": " "}, "decision_id", "required"),
        (EXCUSE | {"decided_by": ""}, "decided_by", "required"),
        (EXCUSE | {"reason": ""}, "reason", "required"),
        (EXCUSE | {"kind": "forgive"}, "kind", "value"),
        (EXCUSE | {"kind": ""}, "kind", "required"),
        (EXCUSE | {"duty": ""}, "duty", "required"),
        (EXCUSE | {"until": ""}, "until", "required"),
        (EXCUSE | {"until": "2026-02-30"}, "until", "type"),
        (EXCUSE | {"until": "20261201"}, "until", "type"),
        (EXCUSE | {"decided_at": "2026-11-01"}, "decided_at", "type"),
        (EXCUSE | {"decided_at": ""}, "decided_at", "required"),
        (LINK | {"other_nominal_id": ""}, "other_nominal_id", "required"),
        (LINK | {"other_nominal_id": "N1"}, "other_nominal_id", "value"),
        ({"kind": "take_back"}, "takes_back", "required"),
        ({"kind": "take_back", "takes_back": "d7"}, "takes_back", "reference"),
        (EXCUSE | {"reason": "a,b"}, "", "shape"),
    ],
)
def test_a_faulty_row_is_a_reject_and_skipped(night: Night, row: dict[str, str], column: str, rule: str) -> None:
    found = night.load(row, EXCUSE | {"key": "other"})
    assert night.rejects() == [(1, column, rule, False)]
    assert (found.read, found.accepted, found.rejected) == (2, 1, 1)
    assert [one[1] for one in night.excuses()] == ["other"]


def test_an_id_used_twice_is_a_reject(night: Night) -> None:
    night.load(EXCUSE, EXCUSE | {"decision_id": "d1", "until": "2030-01-01"})
    assert night.rejects() == [(2, "decision_id", "value", False)]


def test_taking_back_what_was_decided_later_is_a_reject(night: Night) -> None:
    night.load({"kind": "take_back", "takes_back": "d2"}, EXCUSE)
    assert night.rejects() == [(1, "takes_back", "order", False)]
    assert len(night.excuses()) == 1


@pytest.mark.parametrize("kind", ["same", "not_same"])
def test_a_link_of_a_nominal_that_does_not_stand_is_reported_and_skipped(night: Night, kind: str) -> None:
    found = night.load(LINK | {"kind": kind, "other_nominal_id": "N=3"}, EXCUSE)
    assert night.rejects() == [(1, "other_nominal_id", "reference", False)]
    assert (found.read, found.accepted, found.rejected, night.links()) == (2, 1, 1, [])
    sentence = night.db.execute("SELECT sentence FROM checks.rejects").fetchall()[0][0]
    assert sentence.endswith("other_nominal_id 'N=3' is no nominal that stands tonight. The decision is skipped.")


def test_both_nominals_of_a_link_can_be_wrong(night: Night) -> None:
    found = night.load(LINK | {"nominal_id": "X", "other_nominal_id": "Y"})
    assert [one[1] for one in night.rejects()] == ["nominal_id", "other_nominal_id"]
    assert found.rejected == 1


def test_a_link_is_back_when_its_nominal_is(night: Night) -> None:
    night.load(LINK)
    night.stand("N1", "N3")
    night.again()
    assert night.links() == []
    night.stand("N1", "N2")
    night.again()
    assert night.links() == [("N1", "N2", "same", "d1")]


def test_a_wrong_link_that_is_taken_back_or_decided_anew_is_no_fault(night: Night) -> None:
    wrong = LINK | {"nominal_id": "X"}
    night.load(wrong, {"kind": "take_back", "takes_back": "d1"}, LINK, LINK | {"kind": "not_same"})
    assert (night.rejects(), night.links()) == ([], [("N1", "N2", "not_same", "d4")])


def test_where_no_nominals_were_handed_over_links_are_not_called_wrong(night: Night) -> None:
    night.stand()
    assert night.load(LINK).rejected == 0


def test_rejects_are_added_to_those_of_the_extracts(night: Night) -> None:
    night.load(EXCUSE | {"kind": "zzz"})
    night.again()
    assert len(night.rejects()) == 2


def test_a_file_that_is_not_there(night: Night) -> None:
    with pytest.raises(ArgumentError, match="is not a file"):
        night.again()


@pytest.mark.parametrize("header", ["", "decision_id,kind,decided_at,decided_by\n", "decision_id,decision_id\n"])
def test_a_file_without_its_columns(night: Night, header: str) -> None:
    night.file.write_text(header)
    with pytest.raises(ContractError, match=r"decisions\.csv"):
        night.again()
