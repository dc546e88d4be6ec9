"""Which record sets are doubtful, at the boundary and one beyond."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seenheard.duties.standards.standard import Number
from seenheard.releases.doubtful import doubts, last_before
from seenheard.releases.reading import Release
from tests.releases.nights import STANDARD, reading, set_reading
from tests.releases.tables import AS_OF, moment


def release(standing: int, as_of: str = "2026-11-21T06:00:00Z", name: str = "last") -> Release:
    manifest: dict[str, Any] = {"release_id": name, "as_of": as_of, "inputs": {"bails": {"standing": standing}}}
    return Release(Path(name), manifest)


def found(now: int, before: int) -> dict[str, str]:
    return doubts(reading(bails=set_reading(now)), STANDARD, moment(AS_OF), [release(before)])


@pytest.mark.parametrize(("now", "before", "doubted"), [(90, 100, False), (89, 100, True), (9, 10, False), (8, 9, True)])
def test_a_fall_of_over_a_tenth_is_doubtful(now: int, before: int, doubted: bool) -> None:
    assert ("bails" in found(now, before)) is doubted


def test_a_fall_is_said_with_its_numbers() -> None:
    assert found(800, 1200)["bails"] == (
        "bails fell from 1,200 to 800 standing keys since the release last; a fall of more than 10 % is doubtful."
    )


def test_a_set_that_is_gone_has_fallen_and_one_that_is_new_has_not() -> None:
    gone = reading()
    del gone.sets["bails"]
    assert "bails" in doubts(gone, STANDARD, moment(AS_OF), [release(1)])
    assert found(5, 0) == {}
    assert doubts(reading(), STANDARD, moment(AS_OF), []) == {}


@pytest.mark.parametrize(
    ("record_set", "newest", "doubted"),
    [
        ("visits", "2026-11-20T18:00", False),
        ("visits", "2026-11-20T17:59:59.999999", True),
        ("bails", "2020-01-01T00:00", False),
        ("visits", None, False),
    ],
)
def test_nothing_new_for_over_36_hours_is_doubtful_for_some_sets(record_set: str, newest: str | None, doubted: bool) -> None:
    told = doubts(reading(**{record_set: set_reading(newest=newest)}), STANDARD, moment(AS_OF), [])
    assert (list(told) == [record_set]) is doubted
    assert bool(told) is doubted


def number(name: str, value: int, unit: str) -> Number:
    own = STANDARD.number("doubtful", "fall")
    assert own is not None
    return replace(own, name=name, value=value, unit=unit)


def test_a_force_may_set_both_for_each_record_set() -> None:
    own = (number("fall_bails", 50, "count"), number("age_bails", 1, "hours"))
    standard = replace(STANDARD, numbers=(*STANDARD.numbers, *own))
    told = doubts(reading(bails=set_reading(50, "2026-11-22T04:59")), standard, moment(AS_OF), [release(100)])
    assert told["bails"].startswith("The newest row of bails was recorded on 22 November 2026, 04:59")


def test_an_empty_set_stays_doubtful_until_rows_come() -> None:
    earlier = [release(7, "2026-11-20T06:00:00Z", "full"), release(0, "2026-11-21T06:00:00Z", "empty")]
    told = doubts(reading(bails=set_reading(0)), STANDARD, moment(AS_OF), earlier)
    assert told == {"bails": "bails is still empty; it had 7 standing keys in full."}
    assert doubts(reading(bails=set_reading(1)), STANDARD, moment(AS_OF), earlier) == {}
    assert doubts(reading(bails=set_reading(0)), STANDARD, moment(AS_OF), earlier[1:]) == {}


def test_the_last_release_is_the_newest_before_ours() -> None:
    releases = [release(1, f"2026-11-{day}T06:00:00Z", str(day)) for day in (20, 21, 22, 23)]
    last = last_before(releases, moment(AS_OF))
    assert last is not None and last.release_id == "21"
    assert last_before(releases, moment("2026-11-20T06:00")) is None
