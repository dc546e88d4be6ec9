"""Every clock at its boundaries, worked out by hand for 2026 (clocks change on 29 March and 25 October)."""

from datetime import UTC, date, datetime, time

import pytest
from tests.engine.reference.making import Number, Standard, day, end, school_closed, uk

from seenheard.engine.reference import uk as uk_time
from seenheard.engine.reference.clocks import Clocks, Start
from seenheard.errors import StandardError


def due(start: datetime | date, value: int | float, unit: str, *, standard: Standard | None = None, school: str = ""):
    number = Number("some-duty", "within", value, unit)
    return Clocks(standard or Standard()).due(Start.of(start), number, school)


def test_a_wall_time_that_occurs_twice_is_the_first():
    assert uk_time.instant(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_wall_time_that_does_not_occur_is_read_with_the_offset_before_the_change():
    assert uk_time.instant(date(2026, 3, 29), time(1, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_hours_are_elapsed_over_a_change_of_the_clocks():
    assert due(uk("2026-03-28 12:00"), 24, "hours") == uk("2026-03-29 13:00")
    assert due(uk("2026-10-24 12:00"), 24, "hours") == uk("2026-10-25 11:00")


def test_days_keep_the_uk_time_of_day_over_a_change_of_the_clocks():
    assert due(uk("2026-03-28 12:00"), 1, "days") == uk("2026-03-29 12:00")
    assert due(uk("2026-10-24 12:00"), 1, "days") == uk("2026-10-25 12:00")


def test_days_that_end_at_a_time_that_does_not_occur():
    assert due(uk("2026-03-28 01:30"), 1, "days") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_no_days_from_the_second_of_two_equal_times_is_that_time():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert due(second, 0, "days") == second


def test_a_date_only_start_is_due_at_the_end_of_the_last_day():
    assert due(day("2026-03-01"), 7, "days") == end("2026-03-08")
    assert due(day("2026-03-01"), 0, "days") == end("2026-03-01")


@pytest.mark.parametrize(("hours", "last"), [(24, "2026-03-02"), (25, "2026-03-03"), (1, "2026-03-02"), (0, "2026-03-01")])
def test_hours_from_a_date_are_whole_days_rounded_up(hours, last):
    assert due(day("2026-03-01"), hours, "hours") == end(last)


def test_months_keep_the_day_or_take_the_last_one():
    assert due(day("2026-01-31"), 1, "months") == end("2026-02-28")
    assert due(day("2027-11-30"), 3, "months") == end("2028-02-29")
    assert due(uk("2026-08-31 14:00"), 1, "months") == end("2026-09-30")
    assert due(day("2028-02-29"), 12, "months") == end("2029-02-28")
    assert due(day("2026-12-15"), 12, "months") == end("2027-12-15")


def test_a_month_that_starts_in_summer_ends_in_winter_at_the_last_second_of_the_uk_day():
    assert due(uk("2026-09-30 23:30"), 1, "months") == datetime(2026, 10, 30, 23, 59, 59, tzinfo=UTC)


def test_a_start_shortly_after_uk_midnight_in_summer_counts_from_the_uk_day():
    assert due(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 1, "months") == end("2026-08-01")


def test_working_days_leave_out_the_triggers_day_and_weekends():
    assert due(uk("2026-11-20 18:30"), 1, "working_days") == end("2026-11-23")
    assert due(uk("2026-11-21 10:00"), 1, "working_days") == end("2026-11-23")
    assert due(uk("2026-11-19 00:00"), 2, "working_days") == end("2026-11-23")


def test_working_days_leave_out_bank_holidays():
    assert due(uk("2026-12-24 09:00"), 1, "working_days") == end("2026-12-29")
    assert due(uk("2026-04-02 09:00"), 2, "working_days") == end("2026-04-08")


def test_no_working_days_is_the_end_of_the_triggers_day():
    assert due(uk("2026-11-21 10:00"), 0, "working_days") == end("2026-11-21")


def test_a_due_date_past_the_last_listed_year_is_unknown():
    standard = Standard(last_listed_year=2026)
    assert due(uk("2026-12-30 12:00"), 1, "working_days", standard=standard) == end("2026-12-31")
    assert due(uk("2026-12-31 12:00"), 1, "working_days", standard=standard) is None
    assert due(uk("2026-12-31 12:00"), 1, "school_day", standard=standard) is None
    assert due(uk("2026-12-31 12:00"), 1, "days", standard=standard) == uk("2027-01-01 12:00")


def test_next_school_day_is_nine_oclock_of_the_next_one():
    assert due(uk("2026-11-19 15:00"), 1, "school_day") == uk("2026-11-20 09:00")
    assert due(uk("2026-11-20 22:00"), 1, "school_day") == uk("2026-11-23 09:00")


def test_a_trigger_before_nine_of_a_school_day_is_due_at_nine():
    assert due(uk("2026-11-20 08:59"), 1, "school_day") == uk("2026-11-20 09:00")
    assert due(uk("2026-11-20 09:00"), 1, "school_day") == uk("2026-11-23 09:00")
    assert due(uk("2026-11-21 08:00"), 1, "school_day") == uk("2026-11-23 09:00")


def test_a_schools_own_day_beats_the_day_of_all_schools():
    closed = school_closed("2026-11-23", "2026-11-24")
    own = school_closed("2026-11-24", school="Hill Primary", is_open=True)
    standard = Standard(school_days=closed + own)
    assert due(uk("2026-11-20 12:00"), 1, "school_day", standard=standard) == uk("2026-11-25 09:00")
    assert due(uk("2026-11-20 12:00"), 1, "school_day", standard=standard, school="Hill Primary") == uk("2026-11-24 09:00")


def test_a_school_may_open_on_a_saturday():
    standard = Standard(school_days=school_closed("2026-11-21", is_open=True))
    assert due(uk("2026-11-20 12:00"), 1, "school_day", standard=standard) == uk("2026-11-21 09:00")


def test_a_number_that_is_no_time_is_refused():
    with pytest.raises(StandardError, match="some-duty"):
        due(uk("2026-11-20 12:00"), 1, "count")


def test_no_number_gives_no_due_time():
    assert Clocks(Standard()).due(Start.of(uk("2026-11-20 12:00")), None) is None


def test_the_birthday_of_29_february_is_1_march_where_there_is_none():
    assert uk_time.birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert uk_time.birthday(date(2008, 2, 29), 4) == date(2012, 2, 29)
    assert uk_time.birthday(date(2008, 2, 28), 18) == date(2026, 2, 28)
