"""Each rule: what is reported, what is kept, and what the sentence says."""

from __future__ import annotations

import pytest
from tests.records.conftest import Extracts

from seenheard.records.declarations import RECORD_SETS


def test_a_fault_in_a_required_column_rejects_the_row(extracts: Extracts) -> None:
    extracts.put(
        "incidents", {"incident_id": ""}, {"kind": ""}, {"kind": "zzz"}, {"reported_at": "zzz"}, {"incident_id": "I5"}
    )
    extracts.read()
    assert extracts.values("incidents", "incident_id") == ["I5"]
    assert extracts.faults() == [
        (1, "incident_id", "required", False),
        (2, "kind", "required", False),
        (3, "kind", "value", False),
        (4, "reported_at", "type", False),
    ]


def test_a_fault_in_an_optional_column_blanks_the_value_and_keeps_the_row(extracts: Extracts) -> None:
    extracts.put("incidents", {"incident_id": "I1", "risk_level": "High", "closed_at": "soon"})
    extracts.read()
    assert extracts.values("incidents", "risk_level") == [None]
    assert extracts.faults() == [(1, "closed_at", "type", True), (1, "risk_level", "value", True)]


def test_kept_says_what_became_of_the_row(extracts: Extracts) -> None:
    extracts.put("incidents", {"kind": "zzz", "risk_level": "zzz", "closed_at": "2020-01-01T00:00"})
    extracts.read()
    assert extracts.faults() == [
        (1, "closed_at", "order", False),
        (1, "kind", "value", False),
        (1, "risk_level", "value", False),
    ]


@pytest.mark.parametrize(
    ("record_set", "earlier", "later"),
    [(one.name, *pair) for one in RECORD_SETS.values() for pair in one.order_pairs],
)
def test_times_out_of_order_are_reported_and_kept(extracts: Extracts, record_set: str, earlier: str, later: str) -> None:
    declared = RECORD_SETS[record_set]
    early, late = (
        ("2026-03-01", "2026-03-02") if declared.column(later).type == "date" else ("2026-03-01T00:00", "2026-03-01T00:01")
    )
    extracts.put(
        record_set,
        {declared.key: "1", earlier: late, later: early},
        {declared.key: "2", earlier: early, later: late},
        {declared.key: "3", earlier: early, later: early},
    )
    extracts.read()
    found = [fault for fault in extracts.faults("order") if fault[1] == later]
    assert found == [(1, later, "order", True)]
    assert None not in extracts.values(record_set, later)


def test_order_is_reported_for_a_superseded_version_too(extracts: Extracts) -> None:
    late = {"incident_id": "I1", "reported_at": "2026-02-02T00:00", "closed_at": "2026-02-01T00:00"}
    extracts.put("incidents", late, late | {"recorded_at": "2026-05-01T00:00"})
    extracts.read()
    assert [fault[0] for fault in extracts.faults("order")] == [1, 2]


def test_a_reference_to_an_id_that_does_not_stand_is_reported_and_kept(extracts: Extracts) -> None:
    extracts.put("officers", {"officer_id": "O1"}, {"officer_id": "O2", "withdrawn": "true"})
    extracts.put("incidents", *({"incident_id": owner, "owner_id": owner} for owner in ("O1", "O2", "O3")))
    extracts.read()
    assert extracts.faults() == [(2, "owner_id", "reference", True), (3, "owner_id", "reference", True)]
    assert extracts.values("incidents", "owner_id") == ["O1", "O2", "O3"]


def test_references_are_reported_for_standing_rows_only(extracts: Extracts) -> None:
    extracts.put("officers", {"officer_id": "O1"})
    extracts.put(
        "incidents",
        {"incident_id": "I1", "owner_id": "gone"},
        {"incident_id": "I1", "owner_id": "O1", "recorded_at": "2026-02-01T00:00"},
        {"incident_id": "I2", "owner_id": "gone", "kind": "zzz"},
    )
    extracts.read()
    assert extracts.faults("reference") == []


def test_nothing_is_reported_when_the_target_is_absent(extracts: Extracts) -> None:
    extracts.put("incidents", {"incident_id": "I1", "owner_id": "O1"})
    reading = extracts.read()
    assert extracts.faults() == []
    assert "officers" in reading.absent


def test_an_empty_target_that_is_present_is_reported(extracts: Extracts) -> None:
    extracts.csv("officers.csv", "officer_id,name,team,role,recorded_at\n")
    extracts.put("incidents", {"incident_id": "I1", "owner_id": "O1"})
    extracts.read()
    assert extracts.faults() == [(1, "owner_id", "reference", True)]


def test_a_sentence_shows_a_value_short_and_clean(extracts: Extracts) -> None:
    nasty = "\x1b[31m\u202e" + "x" * 100
    extracts.put("incidents", {"incident_id": "I'1", "risk_level": nasty})
    extracts.read()
    [(identity, sentence)] = extracts.rows("SELECT record_id, sentence FROM checks.rejects")
    assert identity == "I'1"
    assert sentence.startswith("incidents, record 1 (I'1): risk_level '")
    assert sentence.endswith("Allowed are: standard, medium, high. The value counts as not recorded.")
    assert "…" in sentence and sentence.isprintable() and len(sentence) < 220


def test_absent_record_sets_have_empty_tables_of_the_same_columns(extracts: Extracts) -> None:
    query = (
        "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema IN ('standing', 'versions') ORDER BY ALL"
    )
    extracts.csv("unrelated.txt", "")
    for name in RECORD_SETS:
        extracts.put(name, {})
    extracts.read()
    full = extracts.rows(query)
    for name in RECORD_SETS:
        if name != "flags":
            (extracts.folder / f"{name}.csv").unlink()
    reading = extracts.read()
    assert extracts.rows(query) == full
    assert list(reading.sets) == ["flags"]
    assert reading.unknown_files == ("unrelated.txt",)
