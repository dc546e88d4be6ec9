"""The synthetic force's own calendar, beside the product's and Python's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.synthetic import clock

LONDON = ZoneInfo("Europe/London")
instants = st.integers(min_value=clock.day_of("1999-01-01") * clock.DAY, max_value=clock.day_of("2029-12-31") * clock.DAY)


@given(instants)
def test_the_wall_shows_what_london_shows(at: int) -> None:
    shown = datetime.fromtimestamp(at, UTC).astimezone(LONDON).replace(tzinfo=UTC)
    assert int(clock.to_wall(at)) == int(shown.timestamp())


@given(instants)
def test_a_wall_time_is_read_as_its_first_or_by_the_offset_before_the_change(wall: int) -> None:
    shown = datetime.fromtimestamp(wall, UTC).replace(tzinfo=None)
    assert int(clock.from_wall(wall)) == int(shown.replace(tzinfo=LONDON, fold=0).timestamp())


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-03-31", -1, "2026-02-28"),
     ("2026-11-22", 3, "2027-02-22")],
)  # fmt: skip
def test_months_keep_the_day_or_take_the_last(day: str, months: int, due: str) -> None:
    assert int(clock.months_later(clock.day_of(day), months)) == clock.day_of(due)


def test_a_birthday_of_29_february_is_1_march() -> None:
    born = np.array([clock.day_of("2008-02-29"), clock.day_of("2008-03-01")])
    assert clock.years_later(born, 18).tolist() == [clock.day_of("2026-03-01")] * 2
    assert int(clock.years_later(born, 16)[0]) == clock.day_of("2024-02-29")


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [("2026-11-20", 1, "2026-11-23"), ("2026-11-21", 1, "2026-11-23"), ("2026-12-24", 1, "2026-12-29"),
     ("2026-04-02", 2, "2026-04-08")],
)  # fmt: skip
def test_working_days_pass_over_weekends_and_bank_holidays(day: str, count: int, due: str) -> None:
    assert int(clock.working_days_later(clock.day_of(day), count)) == int(clock.end_of(clock.day_of(due)))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-20T08:59", "2026-11-20T09:00"),
        ("2026-11-20T09:00", "2026-11-23T09:00"),
        ("2026-11-21T07:00", "2026-11-23T09:00"),
    ],
)
def test_schools_open_at_nine(at: str, due: str) -> None:
    assert clock.wall_text(int(clock.next_school_morning(clock.instant(at)))) == due


@given(instants, st.integers(min_value=0, max_value=400))
def test_days_keep_the_time_on_the_wall(at: int, days: int) -> None:
    shown = datetime.fromtimestamp(at, UTC).astimezone(LONDON).replace(tzinfo=None, fold=0)
    expected = (shown + timedelta(days=days)).replace(tzinfo=LONDON, fold=0)
    assert int(clock.days_later(at, days)) == int(expected.timestamp())
