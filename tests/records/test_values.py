"""What each type takes, and what it does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.conftest import Extracts

from seenheard.records.parsing import TIMESTAMP, WHITE
from seenheard.uk_time import iso, parse_timestamp, uk_day, uk_tod

TEXTS = [
    "NA",
    "null",
    "None",
    "007",
    "=1+1",
    " x ",
    "#1",
    "\\N",
    "nan",
    "O'Brien",
    "naïve",
    "-",
    "\ufeff",
    "'; DROP TABLE x",
]
BLANKS = ["", " ", "\t", "\u00a0", "\u2003 ", "\u3000"]


def test_text_survives_as_it_is(extracts: Extracts) -> None:
    extracts.put("officers", *({"officer_id": text, "name": text} for text in TEXTS))
    extracts.read()
    assert extracts.values("officers", "officer_id") == TEXTS
    assert extracts.values("officers", "name") == TEXTS


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_white_space_is_not_recorded(extracts: Extracts, blank: str) -> None:
    extracts.put("nominals", {"nominal_id": "N1", "forenames": blank, "sex": blank, "died_on": blank, "easting": blank})
    extracts.read()
    for column in ("forenames", "sex", "died_on", "easting"):
        assert extracts.values("nominals", column) == [None]
    assert extracts.faults() == []


def test_white_space_is_what_python_takes_for_it() -> None:
    white = {chr(code) for code in range(0x110000) if chr(code).isspace()}
    found = re.findall(r"\\x\{([0-9a-f]+)\}(?:-\\x\{([0-9a-f]+)\})?", WHITE)
    assert {chr(code) for low, high in found for code in range(int(low, 16), int(high or low, 16) + 1)} == white


@pytest.mark.parametrize("text", ["2026-02-28", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_real_day_is_a_date(extracts: Extracts, text: str) -> None:
    extracts.put("nominals", {"nominal_id": "N1", "died_on": text})
    extracts.read()
    assert extracts.rows(
        "SELECT DATE '1970-01-01' + died_on = CAST(? AS DATE) FROM standing.nominals".replace("?", f"'{text}'")
    ) == [(True,)]


@pytest.mark.parametrize(
    "text",
    ["2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "2026-1-1", "20260101", "01/02/2026", "2026-01-01T00:00",
     " 2026-01-01", "2026-01-01 ", "２０２６-01-01", "infinity", "today", "2026-01-01 (BC)"],
)  # fmt: skip
def test_anything_else_is_not_a_date(extracts: Extracts, text: str) -> None:
    extracts.put("nominals", {"nominal_id": "N1", "died_on": text})
    extracts.read()
    assert extracts.values("nominals", "died_on") == [None]
    assert extracts.faults() == [(1, "died_on", "type", True)]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-22T06:00", "2026-11-22T06:00:00Z"),
        ("2026-11-22 06:00:01", "2026-11-22T06:00:01Z"),
        ("2026-07-01T12:00", "2026-07-01T11:00:00Z"),
        ("2026-07-01T12:00:00.5", "2026-07-01T11:00:00.500000Z"),
        ("2026-07-01T12:00:00.123456Z", "2026-07-01T12:00:00.123456Z"),
        ("2026-07-01T12:00+05:30", "2026-07-01T06:30:00Z"),
        ("2026-07-01T12:00:00-23:59", "2026-07-02T11:59:00Z"),
        ("2026-03-29T00:59:59", "2026-03-29T00:59:59Z"),
        ("2026-03-29T01:00", "2026-03-29T01:00:00Z"),  # does not occur: the offset before
        ("2026-03-29T01:59:59", "2026-03-29T01:59:59Z"),
        ("2026-03-29T02:00", "2026-03-29T01:00:00Z"),
        ("2026-10-25T01:00", "2026-10-25T00:00:00Z"),  # occurs twice: the first
        ("2026-10-25T01:59:59", "2026-10-25T00:59:59Z"),
        ("2026-10-25T02:00", "2026-10-25T02:00:00Z"),
        ("1941-07-01T12:00", "1941-07-01T10:00:00Z"),  # double summer time
        ("1970-01-01T00:00", "1969-12-31T23:00:00Z"),  # British standard time
        ("1899-07-01T12:00", "1899-07-01T12:00:00Z"),
        ("2300-07-01T12:00", "2300-07-01T12:00:00Z"),
    ],
)
def test_a_timestamp_is_an_instant(extracts: Extracts, text: str, utc: str) -> None:
    extracts.put("disclosures", {"disclosure_id": "D1", "applied_at": text})
    extracts.read()
    [(instant, day, tod)] = extracts.rows("SELECT applied_at, applied_at_day, applied_at_tod FROM standing.disclosures")
    assert iso(instant) == utc
    assert instant == parse_timestamp(text)
    assert (day, tod) == (uk_day(instant), uk_tod(instant))


@pytest.mark.parametrize(
    "text",
    ["2026-11-22", "2026-11-22T6:00", "2026-11-22T24:00", "2026-11-22T06:60", "2026-11-22T06:00:60", "2026-11-22t06:00",
     "2026-11-22T06:00:00.", "2026-11-22T06:00:00.1234567", "2026-11-22T06:00.5", "2026-11-22T06:00z",
     "2026-11-22T06:00+01", "2026-11-22T06:00+0100", "2026-11-22T06:00+24:00", "2026-11-22T06:00 +01:00",
     "2026-11-22  06:00", " 2026-11-22T06:00", "2026-02-30T06:00", "0000-01-01T00:00", "now", "2026-11-22T06:00:00 "],
)  # fmt: skip
def test_anything_else_is_not_a_timestamp(extracts: Extracts, text: str) -> None:
    extracts.put("disclosures", {"disclosure_id": "D1", "checked_at": text})
    extracts.read()
    assert extracts.values("disclosures", "checked_at") == [None]
    assert extracts.faults() == [(1, "checked_at", "type", True)]
    assert parse_timestamp(text) is None


def test_a_date_has_the_instant_of_its_uk_midnight(extracts: Extracts) -> None:
    extracts.put("nominals", {"nominal_id": "N1", "date_of_birth": "2026-07-01", "died_on": "2026-11-01"})
    extracts.read()
    [(born, died)] = extracts.rows("SELECT date_of_birth_us, died_on_us FROM standing.nominals")
    assert (iso(born), iso(died)) == ("2026-06-30T23:00:00Z", "2026-11-01T00:00:00Z")


@pytest.mark.parametrize(
    ("text", "number", "rule"),
    [("0", 0, None), ("007", 7, None), ("-1", None, "value"), ("1.0", None, "type"), ("+1", None, "type"),
     ("1_0", None, "type"), ("9223372036854775808", None, "type"), ("٣", None, "type"), (" 1", None, "type")],
)  # fmt: skip
def test_whole_numbers(extracts: Extracts, text: str, number: int | None, rule: str | None) -> None:
    extracts.put("visits", {"visit_id": "V1", "officers_present": text})
    extracts.read()
    assert extracts.values("visits", "officers_present") == [number]
    assert [fault[2] for fault in extracts.faults()] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("text", "number", "rule"),
    [("0", 0.0, None), ("1", 1.0, None), ("0.8", 0.8, None), ("-0.1", None, "value"), ("1.000001", None, "value"),
     ("nan", None, "type"), ("inf", None, "type"), ("1e-1", None, "type"), ("0,5", None, "type"), (".5", None, "type"),
     ("1" * 400, None, "type")],
)  # fmt: skip
def test_numbers(extracts: Extracts, text: str, number: float | None, rule: str | None) -> None:
    extracts.put("officers", {"officer_id": "O1", "fte": text})
    extracts.read()
    assert extracts.values("officers", "fte") == [number]
    assert [fault[2] for fault in extracts.faults()] == ([rule] if rule else [])


def test_an_interval_of_no_months_is_out_of_range(extracts: Extracts) -> None:
    extracts.put("offenders", *({"offender_id": n, "visit_interval_months": n} for n in ("0", "1")))
    extracts.read()
    assert extracts.values("offenders", "visit_interval_months") == [None, 1]
    assert extracts.faults() == [(1, "visit_interval_months", "value", True)]


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False), ("True", None), ("1", None), ("yes", None)])
def test_booleans(extracts: Extracts, text: str, value: bool | None) -> None:
    extracts.put("nominals", {"nominal_id": "N1", "looked_after": text})
    extracts.read()
    assert extracts.values("nominals", "looked_after") == [value]
    assert extracts.faults() == ([] if value is not None else [(1, "looked_after", "type", True)])


def test_enums_are_exact(extracts: Extracts) -> None:
    extracts.put(
        "offenders", *({"offender_id": str(n), "mappa_level": level} for n, level in enumerate(["1", "4", " 1", "01"]))
    )
    extracts.read()
    assert extracts.values("offenders", "mappa_level") == ["1", None, None, None]
    assert [fault[2] for fault in extracts.faults()] == ["value"] * 3


@settings(max_examples=15, deadline=None)
@given(st.lists(st.from_regex(TIMESTAMP.replace(r"\d", "[0-9]"), fullmatch=True), min_size=40, max_size=60))
def test_every_timestamp_is_read_as_uk_time_reads_it(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    extracts = Extracts(tmp_path_factory.mktemp("times"))
    extracts.put("disclosures", *({"disclosure_id": str(n), "checked_at": text} for n, text in enumerate(texts)))
    extracts.read()
    assert extracts.values("disclosures", "checked_at") == [parse_timestamp(text) for text in texts]
    for instant, day, tod in extracts.rows("SELECT checked_at, checked_at_day, checked_at_tod FROM standing.disclosures"):
        assert instant is None or (day, tod) == (uk_day(instant), uk_tod(instant))
    extracts.db.close()
