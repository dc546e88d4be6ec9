"""Values as words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from seenheard.web.config import words


def test_times_are_of_the_uk_in_winter_and_summer() -> None:
    assert words.moment(datetime(2026, 11, 3, 6, tzinfo=UTC)) == "3 November 2026, 06:00"
    assert words.moment(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == "1 August 2026, 00:30"
    assert words.day(date(2016, 2, 29)) == "29 February 2016"
    assert words.moment(None) == "not recorded"


@pytest.mark.parametrize(
    ("hours", "said"),
    [(None, ""), (0.0, "less than an hour"), (1.0, "1 hour"), (47.9, "47 hours"), (48.0, "2 days"), (24000.0, "1,000 days")],
)
def test_how_late(hours: float | None, said: str) -> None:
    assert words.late_by(hours) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-10-20T09:30:00Z", "20 October 2026, 10:30"),
        ("2026-10-20", "20 October 2026"),
        ("2026-13-45", "2026-13-45"),
        ("=1+1", "=1+1"),
        ("007", "007"),
        (True, "yes"),
        (False, "no"),
        (None, "not recorded"),
        ("", "not recorded"),
        (["a", None], "a, not recorded"),
        (0, "0"),
    ],
)
def test_a_value_of_a_record(value: object, said: str) -> None:
    assert words.known(value) == said


def test_the_contracts_words_lose_their_underscores_and_ids_do_not() -> None:
    assert words.said("no_reply", "outcome") == "no reply"
    assert words.said("no_reply", "visit_id") == "no_reply"
    assert words.said("very_high", "risk_level") == "Very high"


def test_numbers_of_the_standard() -> None:
    assert words.amount("1", "months") == "1 month"
    assert words.amount("3", "working_days") == "3 working days"
    assert words.amount("x", "school_day") == "next school day"
    assert words.number_name("within_very_high") == "Time allowed, very high"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "fewer than 100"), (99, "fewer than 100"), (100, "about 100"), (12_399, "about 12,300")]
)
def test_a_count_of_records_does_not_tell_one_more(count: int, said: str) -> None:
    assert words.roughly(count) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "no figure"),
        (0.0, "0.0%"),
        (0.0001, "under 0.1%"),
        (0.001, "0.1%"),
        (0.9994, "99.9%"),
        (0.9996, "over 99.9%"),
        (1 - 1e-12, "over 99.9%"),
        (1.0, "100.0%"),
    ],
)
def test_only_all_reads_as_all_and_only_none_as_none(value: float | None, said: str) -> None:
    assert words.percent(value) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 3, 0, 0, tzinfo=UTC), "3 November 2026"),
        (datetime(2026, 11, 3, 0, 1, tzinfo=UTC), "3 November 2026, 00:01"),
        (datetime(2026, 7, 2, 23, 0, tzinfo=UTC), "3 July 2026"),  # midnight in British summer time
        (datetime(2026, 7, 3, 0, 0, tzinfo=UTC), "3 July 2026, 01:00"),
        (None, "not recorded"),
    ],
)
def test_what_happened_on_a_day_without_a_time_is_told_as_the_day(at: datetime | None, said: str) -> None:
    assert words.happened(at) == said
