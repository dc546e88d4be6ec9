"""Parquet files: the types that are allowed, and the others."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from tests.records.conftest import Extracts

from seenheard.errors import ContractError
from seenheard.uk_time import iso

NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC).replace(tzinfo=None)


def offender(extracts: Extracts, **columns: Any) -> None:
    base = {
        "offender_id": ["F1"],
        "nominal_id": ["N1"],
        "registered_on": ["2026-01-01"],
        "management": ["active"],
        "location": ["community"],
        "recorded_at": ["2026-01-01T00:00"],
    }
    pyarrow.parquet.write_table(pa.table(base | columns), extracts.folder / "offenders.parquet")


def test_strings_are_read_as_in_csv(extracts: Extracts) -> None:
    offender(extracts, visit_interval_months=["3"], no_fixed_abode=["true"], manager_id=[" "], risk_level=["zzz"])
    extracts.read()
    assert extracts.rows("SELECT visit_interval_months, no_fixed_abode, manager_id, risk_level FROM standing.offenders") == [
        (3, True, None, None)
    ]
    assert extracts.faults() == [(1, "risk_level", "value", True)]


@pytest.mark.parametrize(
    ("column", "values", "found"),
    [
        ("offender_id", pa.array(["F1"]).dictionary_encode(), "F1"),
        ("offender_id", pa.array(["F1"], pa.large_string()), "F1"),
        ("registered_on", pa.array([dt.date(1970, 1, 3)]), 2),
        ("visit_interval_months", pa.array([3], pa.int8()), 3),
        ("visit_interval_months", pa.array([3.0]), 3),
        ("visit_interval_months", pa.array([Decimal("3.00")]), 3),
        ("visit_interval_months", pa.nulls(1), None),
        ("mappa_level", pa.array([2]), "2"),
        ("mappa_level", pa.array([2.0]), "2"),
        ("no_fixed_abode", pa.array([False]), False),
        ("risk_level", pa.nulls(1), None),
    ],
    ids=str,
)
def test_allowed_types(extracts: Extracts, column: str, values: pa.Array, found: object) -> None:
    offender(extracts, **{column: values})
    extracts.read()
    assert extracts.values("offenders", column) == [found]
    assert extracts.faults() == []


@pytest.mark.parametrize(
    ("values", "utc"),
    [
        (pa.array([NOON], pa.timestamp("us")), "2026-07-01T11:00:00Z"),
        (pa.array([NOON], pa.timestamp("ns")), "2026-07-01T11:00:00Z"),
        (pa.array([NOON], pa.timestamp("s")), "2026-07-01T11:00:00Z"),
        (pa.array([NOON], pa.timestamp("us", "UTC")), "2026-07-01T12:00:00Z"),
        (pa.array([NOON], pa.timestamp("ms", "America/New_York")), "2026-07-01T12:00:00Z"),
    ],
    ids=str,
)
def test_timestamps_without_zone_are_uk_time_and_with_zone_instants(extracts: Extracts, values: pa.Array, utc: str) -> None:
    offender(extracts, recorded_at=values)
    extracts.read()
    assert [iso(one) for one in extracts.values("offenders", "recorded_at")] == [utc]


@pytest.mark.parametrize(
    ("column", "values", "rule"),
    [
        ("visit_interval_months", pa.array([3.5]), "type"),
        ("visit_interval_months", pa.array([float("nan")]), "type"),
        ("visit_interval_months", pa.array([1e300]), "type"),
        ("visit_interval_months", pa.array([0]), "value"),
        ("mappa_level", pa.array([4]), "value"),
    ],
    ids=str,
)
def test_faulty_numbers(extracts: Extracts, column: str, values: pa.Array, rule: str) -> None:
    offender(extracts, **{column: values})
    extracts.read()
    assert extracts.values("offenders", column) == [None]
    assert extracts.faults() == [(1, column, rule, True)]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("offender_id", pa.array([1])),
        ("offender_id", pa.array([b"F1"])),
        ("registered_on", pa.array([NOON])),
        ("recorded_at", pa.array([dt.date(2026, 1, 1)])),
        ("no_fixed_abode", pa.array([1])),
        ("visit_interval_months", pa.array([True])),
        ("risk_level", pa.array([["high"]])),
    ],
    ids=str,
)
def test_any_other_type_stops_the_run(extracts: Extracts, column: str, values: pa.Array) -> None:
    offender(extracts, **{column: values})
    with pytest.raises(ContractError, match=f"offenders.parquet: the column {column} "):
        extracts.read()


def test_unknown_columns_may_have_any_type_and_a_name_that_differs_in_case_only(extracts: Extracts) -> None:
    offender(extracts, Location=[[1]], location=["custody"])
    found = extracts.read()
    assert extracts.values("offenders", "location") == ["custody"]
    assert found.unknown_columns == (("offenders", "Location"),)


def test_a_file_that_is_no_parquet(extracts: Extracts) -> None:
    extracts.csv("offenders.parquet", "PAR1 not at all")
    with pytest.raises(ContractError, match=r"offenders\.parquet can't be read as Parquet"):
        extracts.read()


def test_a_file_whose_pages_are_damaged(extracts: Extracts) -> None:
    offender(extracts, manager_id=["x" * 1000])
    path = extracts.folder / "offenders.parquet"
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(bytes(content))
    with pytest.raises(ContractError, match=r"offenders\.parquet can't be read"):
        extracts.read()


@pytest.mark.parametrize("rows", [1, 100])
def test_nul_is_a_fault_of_shape_and_over_one_percent_stop_the_run(extracts: Extracts, rows: int) -> None:
    table = {
        "officer_id": [str(n) for n in range(rows)],
        "name": ["a\0b"] + ["x"] * (rows - 1),
        "team": ["t"] * rows,
        "role": ["other"] * rows,
        "recorded_at": ["2026-01-01T00:00"] * rows,
    }
    pyarrow.parquet.write_table(pa.table(table), extracts.folder / "officers.parquet")
    if rows == 1:
        with pytest.raises(ContractError, match="NUL"):
            extracts.read()
    else:
        extracts.read()
        assert extracts.counts("officers") == (100, 99, 0, 1, 0)
        assert extracts.faults() == [(1, "", "shape", False)]
