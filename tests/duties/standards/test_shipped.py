"""The shipped numbers: complete, with a source each, and the calendar of England and Wales."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from seenheard.duties import DUTIES
from seenheard.duties.duty import Clock, First, MovedBy
from seenheard.duties.language import Value
from seenheard.duties.standards import Standard, load
from seenheard.errors import StandardError
from seenheard.uk_time import date_of, day_number

TODAY = day_number(date(2026, 11, 24))


@pytest.fixture(scope="module")
def standard() -> Standard:
    return load(TODAY, None)


def names_in(part: Any, duty: str) -> Iterator[tuple[str, str]]:
    """Every number that a declaration names."""
    if isinstance(part, Value) and part.operator == "number":
        yield (part.operands[0] or duty, part.operands[1])
    if isinstance(part, Value) and part.operator == "choice":
        yield (duty, part.operands[0])
    if isinstance(part, Clock) and part.number is not None:
        yield (duty, part.number)
    if isinstance(part, First) and part.days_before is not None:
        yield (duty, part.days_before)
    if isinstance(part, MovedBy):
        yield from ((duty, part.extends), (duty, part.never_later))
    if isinstance(part, tuple):
        for item in part:
            yield from names_in(item, duty)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from names_in(getattr(part, field.name), duty)


@pytest.mark.parametrize("name", DUTIES)
def test_every_number_that_a_duty_names_is_there(name: str, standard: Standard) -> None:
    duty = DUTIES[name]
    named = set(names_in(duty, name))
    if duty.due_not_before is not None:
        named.add((name, duty.due_not_before[2]))
    assert {pair for pair in named if standard.number(*pair) is None} == set()


def test_every_duty_has_a_number_of_its_own(standard: Standard) -> None:
    assert set(DUTIES) <= {number.duty for number in standard.numbers}
    assert {number.duty for number in standard.numbers} - set(DUTIES) == {"*", "household", "doubtful"}


def test_no_number_is_without_source_keeper_and_review(standard: Standard) -> None:
    for number in standard.numbers:
        assert number.source and number.keeper
        assert number.check_by > date(2026, 11, 24)
        assert number.file == f"2012-01-01-{number.file[11:]}"


@pytest.mark.parametrize(
    ("duty", "name", "said", "confidence"),
    [
        ("offender-visit", "within_very_high", "1 month", "secondary"),
        ("offender-visit", "within_low", "12 months", "secondary"),
        ("offender-notification", "within", "12 months", "verified"),
        ("offender-notification", "within_no_fixed_abode", "7 days", "verified"),
        ("offender-lone-visit", "within", "0 hours", "verified"),
        ("online-enforcement", "within_medium", "14 days", "secondary"),
        ("online-enforcement", "counts_from", "grading", "secondary"),
        ("exploitation-review", "within", "3 months", "verified"),
        ("missing-strategy", "within", "5 working days", "unverified"),
        ("child-seen", "never_later", "120 hours", "unverified"),
        ("domestic-school-told", "within", "next school day", "secondary"),
        ("partner-conference", "within", "15 working days", "secondary"),
        ("disclosure-decision", "within", "28 days", "verified"),
        ("doubtful", "age_visits", "36 hours", "unverified"),
    ],
)
def test_numbers_stand_as_in_the_duties(duty: str, name: str, said: str, confidence: str, standard: Standard) -> None:
    number = standard.number(duty, name)
    assert number is not None
    assert (number.said, number.confidence) == (said, confidence)


def test_a_duty_without_its_own_number_has_the_one_for_all(standard: Standard) -> None:
    number = standard.number("online-grading", "can_still_be_done")
    assert number is not None
    assert (number.duty, number.value) == ("*", 90)
    assert standard.number("online-grading", "warning") is None


def test_set_phrases_are_no_voice(standard: Standard) -> None:
    phrases = "safe and well|asleep|ok|fine|nfa|na|none|seen|not spoken to"
    assert standard.lists == {("child-heard", "not_voice"): tuple(phrases.split("|"))}


def holidays(on: date) -> set[date]:
    return {date_of(day) for day, _ in load(day_number(on), None).bank_holidays}


@pytest.mark.parametrize(
    ("holiday", "announced"),
    [
        (date(2022, 6, 3), date(2020, 11, 12)),
        (date(2022, 9, 19), date(2022, 9, 10)),
        (date(2023, 5, 8), date(2022, 11, 6)),
    ],
)
def test_a_day_once_given_is_not_known_before_it_was_announced(holiday: date, announced: date) -> None:
    assert holiday not in holidays(date_of(day_number(announced) - 1))
    assert holiday in holidays(announced)


def test_substitute_days_count_in_place_of_the_weekend(standard: Standard) -> None:
    days = {date_of(day) for day, _ in standard.bank_holidays}
    assert date(2021, 12, 28) in days and date(2021, 12, 26) not in days
    assert standard.last_listed_year == 2028
    assert min(days).year == 2012
    assert all(day.weekday() < 5 for day in days)


def test_a_night_before_the_first_standard_is_refused() -> None:
    load(day_number(date(2012, 1, 1)), None)
    with pytest.raises(StandardError, match="from 2012-01-01 on"):
        load(day_number(date(2011, 12, 31)), None)
