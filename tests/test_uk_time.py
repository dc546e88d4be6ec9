"""UK civil time: both changes of the clocks, what the grammar takes, and the same answers as zoneinfo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard import uk_time
from seenheard.errors import ArgumentError
from seenheard.uk_time import (
    MICROSECONDS_A_DAY,
    date_of,
    day_number,
    instant_of,
    instant_table,
    iso,
    moment_of,
    offset_table,
    parse_as_of,
    parse_timestamp,
    uk_day,
    uk_tod,
    uk_words,
)

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
TODS = st.integers(0, MICROSECONDS_A_DAY - 1)


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def utc(text: str) -> int:
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("written", "in_utc"),
    [
        ("2026-03-29T00:59:59", "2026-03-29T00:59:59"),
        ("2026-03-29T01:00:00", "2026-03-29T01:00:00"),  # does not occur: the offset before the change
        ("2026-03-29T01:30", "2026-03-29T01:30:00"),  # does not occur
        ("2026-03-29T01:59:59.999999", "2026-03-29T01:59:59.999999"),  # does not occur
        ("2026-03-29T02:00:00", "2026-03-29T01:00:00"),
        ("2026-10-25T00:59:59", "2026-10-24T23:59:59"),
        ("2026-10-25T01:00:00", "2026-10-25T00:00:00"),  # occurs twice: the first
        ("2026-10-25T01:30", "2026-10-25T00:30:00"),  # occurs twice
        ("2026-10-25T01:59:59.999999", "2026-10-25T00:59:59.999999"),  # occurs twice
        ("2026-10-25T02:00:00", "2026-10-25T02:00:00"),
        ("1941-08-09T12:00", "1941-08-09T10:00:00"),  # double summer time
        ("1970-01-01T00:00", "1969-12-31T23:00:00"),  # British Standard Time
    ],
)
def test_a_time_without_offset_is_uk_civil_time(written: str, in_utc: str) -> None:
    assert parse_timestamp(written) == utc(in_utc)


@pytest.mark.parametrize(
    ("in_utc", "day", "clock_shows"),
    [
        ("2026-03-29T00:59:59", date(2026, 3, 29), "00:59"),
        ("2026-03-29T01:00:00", date(2026, 3, 29), "02:00"),
        ("2026-10-25T00:30:00", date(2026, 10, 25), "01:30"),
        ("2026-10-25T01:30:00", date(2026, 10, 25), "01:30"),  # the second time round
        ("2026-06-30T23:00:00", date(2026, 7, 1), "00:00"),  # the next day already
        ("2026-06-30T22:59:59", date(2026, 6, 30), "23:59"),
        ("2026-12-31T23:59:59", date(2026, 12, 31), "23:59"),
    ],
)
def test_an_instant_has_its_uk_day_and_time_of_day(in_utc: str, day: date, clock_shows: str) -> None:
    instant = utc(in_utc)
    assert date_of(uk_day(instant)) == day
    minutes = uk_tod(instant) // (60 * SECOND)
    assert f"{minutes // 60:02}:{minutes % 60:02}" == clock_shows


@given(DAYS, TODS)
def test_wall_times_read_as_zoneinfo_reads_them(day: date, tod: int) -> None:
    wall = datetime.combine(day, datetime.min.time()) + timedelta(microseconds=tod)
    # fold 0 is the first of two, and the offset before the change where the time does not occur.
    assert instant_of(day_number(day), tod) == microseconds(wall.replace(tzinfo=LONDON, fold=0).astimezone(UTC))


@given(st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)))
def test_instants_show_as_zoneinfo_shows_them(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    shown = moment.astimezone(LONDON)
    instant = microseconds(moment)
    assert date_of(uk_day(instant)) == shown.date()
    assert uk_tod(instant) == microseconds(shown.replace(tzinfo=UTC)) % MICROSECONDS_A_DAY


@given(DAYS, TODS)
def test_a_wall_time_comes_back_unless_the_clocks_skipped_it(day: date, tod: int) -> None:
    instant = instant_of(day_number(day), tod)
    shown = uk_day(instant) * MICROSECONDS_A_DAY + uk_tod(instant)
    row = offset_table()[day_number(day) - uk_time.FIRST_DAY]
    skipped = row.after > row.before and row.switch - (row.after - row.before) <= tod < row.switch
    assert shown - (day_number(day) * MICROSECONDS_A_DAY + tod) == (row.after - row.before if skipped else 0)


@pytest.mark.parametrize("table", [offset_table, instant_table])
def test_the_tables_have_every_day_once_without_a_jump(table) -> None:
    rows = table()
    assert [row.day for row in rows] == list(range(day_number(date(1900, 1, 1)), day_number(date(2199, 12, 31)) + 1))
    assert all(former.after == row.before for former, row in pairwise(rows))
    assert {row.before for row in rows} <= {0, HOUR, 2 * HOUR}


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
def test_outside_1900_to_2199_the_offset_is_none(day: date) -> None:
    assert instant_of(day_number(day), 5) == day_number(day) * MICROSECONDS_A_DAY + 5


def test_a_time_of_day_past_midnight_is_of_a_later_day() -> None:
    day = day_number(date(2026, 3, 28))
    assert instant_of(day, MICROSECONDS_A_DAY + 12 * HOUR) == instant_of(day + 1, 12 * HOUR)


@pytest.mark.parametrize(
    ("written", "in_utc"),
    [
        ("2026-01-02T03:04", "2026-01-02T03:04:00"),
        ("2026-01-02 03:04", "2026-01-02T03:04:00"),
        ("2026-01-02T03:04:05", "2026-01-02T03:04:05"),
        ("2026-01-02T03:04:05.6", "2026-01-02T03:04:05.600000"),
        ("2026-01-02T03:04:05.000001Z", "2026-01-02T03:04:05.000001"),
        ("2026-07-02T03:04Z", "2026-07-02T03:04:00"),
        ("2026-07-02T03:04+01:00", "2026-07-02T02:04:00"),
        ("2026-07-02T03:04-05:30", "2026-07-02T08:34:00"),
        ("2026-07-02T00:00+23:59", "2026-07-01T00:01:00"),
        ("2024-02-29T00:00", "2024-02-29T00:00:00"),
    ],
)
def test_every_form_of_the_contract_is_read(written: str, in_utc: str) -> None:
    assert parse_timestamp(written) == utc(in_utc)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2026-01-02",
        "2026-01-02T",
        "2026-01-02T03",
        "2026-01-02T3:04",
        "2026-1-2T03:04",
        "2026-01-02  03:04",
        "2026-01-02t03:04",
        "2026-01-02T03:04z",
        " 2026-01-02T03:04",
        "2026-01-02T03:04 ",
        "2026-01-02T03:04\n",
        "2026-01-02T24:00",
        "2026-01-02T23:60",
        "2026-01-02T23:59:60",
        "2026-01-02T03:04.5",
        "2026-01-02T03:04:05.",
        "2026-01-02T03:04:05.1234567",
        "2026-01-02T03:04+1:00",
        "2026-01-02T03:04+0100",
        "2026-01-02T03:04+24:00",
        "2026-01-02T03:04+01:60",
        "2026-02-29T03:04",
        "2026-13-01T03:04",
        "2026-00-01T03:04",
        "0000-01-01T03:04",
        "٢٠٢٦-01-02T03:04",
        "2026-01-02T03:04:05,6",
        "NaT",
    ],
)
def test_any_other_form_is_not_a_timestamp(written: str) -> None:
    assert parse_timestamp(written) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert parse_timestamp(text) is None or uk_time.TIMESTAMP.fullmatch(text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_what_is_written_reads_as_the_same_instant(naive: datetime) -> None:
    instant = microseconds(naive.replace(tzinfo=UTC))
    assert parse_timestamp(iso(instant)) == instant
    assert microseconds(moment_of(instant)) == instant


def test_an_instant_is_written_in_utc_with_a_fraction_only_where_there_is_one() -> None:
    assert iso(utc("2026-11-22T06:00:00")) == "2026-11-22T06:00:00Z"
    assert iso(utc("2026-11-22T06:00:00.25")) == "2026-11-22T06:00:00.250000Z"


@pytest.mark.parametrize(
    ("in_utc", "words"),
    [
        ("2026-11-22T06:00:00", "22 November 2026, 06:00"),
        ("2026-07-01T23:30:00", "2 July 2026, 00:30"),
    ],
)
def test_an_instant_in_words_is_uk_civil_time(in_utc: str, words: str) -> None:
    assert uk_words(utc(in_utc)) == words


@given(st.dates())
def test_a_day_is_a_number_and_back(day: date) -> None:
    assert date_of(day_number(day)) == day
    assert day_number(date(1970, 1, 1)) == 0


class TestAsOf:
    """The moment of a run."""

    NOW = utc("2026-11-22T06:00:00")

    @pytest.fixture(autouse=True)
    def now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uk_time, "now_to_the_minute", lambda: self.NOW)

    def test_is_now_if_nothing_is_said(self) -> None:
        assert parse_as_of(None) == self.NOW

    @pytest.mark.parametrize("text", ["2026-11-22T06:00", "2026-11-22 06:00", "2026-11-22T07:00+01:00"])
    def test_may_be_this_minute(self, text: str) -> None:
        assert parse_as_of(text) == self.NOW

    def test_is_cut_to_the_minute(self) -> None:
        assert parse_as_of("2026-11-22T05:59:59.9") == utc("2026-11-22T05:59:00")

    def test_of_this_very_minute_is_not_the_future(self) -> None:
        assert parse_as_of("2026-11-22T06:00:30") == self.NOW

    def test_is_never_in_the_future(self) -> None:
        with pytest.raises(ArgumentError, match=r"2026-11-22T06:01 lies in the future"):
            parse_as_of("2026-11-22T06:01")

    @pytest.mark.parametrize("text", ["", "yesterday", "2026-11-22", "06:00", "22/11/2026 06:00"])
    def test_that_is_no_time_says_how_to_write_one(self, text: str) -> None:
        with pytest.raises(ArgumentError, match=r"Write it as 2026-11-22T06:00"):
            parse_as_of(text)


def test_now_is_cut_to_the_minute() -> None:
    assert uk_time.now_to_the_minute() % (60 * SECOND) == 0
