"""Changes between audits and limits among forces: published examples, every deal counted, and what always holds."""

from __future__ import annotations

from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.audits.chance import Limits, chance_of_estimates, chance_of_grades, change, limits, pooled
from seenheard.audits.proportions import wilson
from seenheard.errors import AuditError

# R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998),
# table II, method 10: first less second.
NEWCOMBE = {
    ((56, 70), (48, 80)): (0.0524, 0.3339),
    ((9, 10), (3, 10)): (0.1705, 0.8090),
    ((6, 7), (2, 7)): (0.0582, 0.8062),
    ((5, 56), (0, 29)): (-0.0381, 0.1926),
    ((0, 10), (0, 20)): (-0.1611, 0.2775),
    ((0, 10), (0, 10)): (-0.2775, 0.2775),
    ((10, 10), (0, 20)): (0.6791, 1.0),
    ((10, 10), (0, 10)): (0.6075, 1.0),
}
COUNTED = st.integers(1, 80).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
GRADED = st.integers(2, 5).flatmap(
    lambda grades: st.tuples(*[st.lists(st.integers(0, 9), min_size=grades, max_size=grades)] * 2)
)


@pytest.mark.parametrize(("audits", "published"), NEWCOMBE.items())
def test_a_difference_is_newcombes_tenth_method(
    audits: tuple[tuple[int, int], tuple[int, int]], published: tuple[float, float]
) -> None:
    first, second = audits
    found = change(second, first)
    assert found.value == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert (found.low, found.high) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        ((3, 4), (1, 4), 34 / 70),  # Fisher's tea (The Design of Experiments, 1935): 1 + 16 of 70 on either side
        (
            (2, 17),
            (10, 13),
            0.0005367,
        ),  # Fisher’s twins (Statistical Methods for Research Workers), as R’s fisher.test has it
        ((1, 12), (9, 12), 0.002759),  # Wikipedia, Fisher’s exact test: who is studying
    ],
)
def test_the_chance_of_a_change_is_fishers(before: tuple[int, int], after: tuple[int, int], published: float) -> None:
    assert change(before, after).chance == pytest.approx(published, rel=1e-3)


def test_the_chance_is_that_of_every_deal_no_likelier_than_what_was_seen() -> None:
    ways = {hits: comb(47, hits) * comb(91, 69 - hits) for hits in range(48)}
    by_hand = sum(way for way in ways.values() if way <= ways[17]) / comb(138, 69)
    assert change((17, 69), (30, 69)).chance == pytest.approx(by_hand)


def test_nothing_changed_is_seen_always() -> None:
    same = change((17, 69), (17, 69))
    assert (same.value, same.chance) == (0, 1)
    assert same.low == pytest.approx(-(same.high or 0))


def test_too_few_files_say_so_and_none_say_nothing() -> None:
    assert change((2, 6), (20, 69)).words == "Only 6 files: too few to say."
    assert change((17, 69), (20, 69)).words == ""
    nothing = change((17, 69), (0, 0))
    assert (nothing.value, nothing.low, nothing.high, nothing.chance) == (None, None, None, None)
    assert nothing.words == "After: No file: nothing can be said."
    assert change((0, 0), (17, 69)).words == "Before: No file: nothing can be said."


def test_a_count_that_is_none_is_refused() -> None:
    with pytest.raises(AuditError, match="70 of 69 files is no share"):
        change((17, 69), (70, 69))


@given(COUNTED, COUNTED)
def test_a_change_turned_round_is_the_same_change_the_other_way(before: tuple[int, int], after: tuple[int, int]) -> None:
    there, back = change(before, after), change(after, before)
    others = change((before[1] - before[0], before[1]), (after[1] - after[0], after[1]))
    assert there.low is not None and there.high is not None and there.value is not None and there.chance is not None
    assert -1 <= there.low <= there.value <= there.high <= 1 and 0 < there.chance <= 1
    for turned in (back, others):
        assert (turned.low, turned.high) == pytest.approx((-there.high, -there.low), abs=1e-9)
        assert turned.chance == pytest.approx(there.chance)


# Grades as a whole


def every_deal(before: list[int], after: list[int]) -> float:
    """The chance, by dealing the files to the two audits in every way there is."""
    places = [place for place, (was, now) in enumerate(zip(before, after, strict=True)) for _ in range(was + now)]
    seen, dealt = sum(place * files for place, files in enumerate(after)), sum(after)
    apart = [abs(len(places) * sum(deal) - dealt * sum(places)) for deal in combinations(places, dealt)]
    return sum(one >= abs(len(places) * seen - dealt * sum(places)) for one in apart) / len(apart)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([3, 2, 1], [1, 2, 4]),
        ([0, 5, 0], [2, 1, 3]),
        ([4, 0, 0, 0, 1], [0, 1, 2, 3, 1]),
        ([2, 2], [5, 0]),
        ([1, 0, 0], [4, 3, 5]),
    ],
)
def test_the_chance_of_grades_counts_every_deal(before: list[int], after: list[int]) -> None:
    assert chance_of_grades(before, after) == pytest.approx(every_deal(before, after))


@given(st.integers(1, 40).flatmap(lambda of: st.tuples(st.just(of), st.integers(0, of), st.integers(0, of))))
def test_with_two_grades_and_as_many_files_it_is_fishers(drawn: tuple[int, int, int]) -> None:
    of, was, now = drawn
    assert chance_of_grades([was, of - was], [now, of - now]) == pytest.approx(change((was, of), (now, of)).chance)


@given(GRADED)
def test_the_order_of_audits_and_of_grades_does_not_matter(graded: tuple[list[int], list[int]]) -> None:
    before, after = graded
    found = chance_of_grades(before, after)
    assert (found is None) == (not sum(before) or not sum(after))
    if found is not None:
        assert 0 < found <= 1
        assert chance_of_grades(after, before) == pytest.approx(found)
        assert chance_of_grades(before[::-1], after[::-1]) == pytest.approx(found)
        assert chance_of_grades(before, before) in (None, pytest.approx(1))


def test_a_thousand_files_beside_a_few_are_counted_too() -> None:
    chance = chance_of_grades([500, 400, 300], [0, 1, 4])
    assert chance is not None and 0 < chance < 0.1


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [([1, 2], [1, 2, 3], "same grades"), ([1], [1], "at least two"), ([1, -1], [1, 1], "0 or more")],
)
def test_grades_that_cannot_be_compared_are_refused(before: list[int], after: list[int], sentence: str) -> None:
    with pytest.raises(AuditError, match=sentence):
        chance_of_grades(before, after)


# Limits among forces


def tails(count: int, of: int, target: float) -> tuple[float, float]:
    """The chances of at most, and of at least, so many."""
    ways = [comb(of, hits) * target**hits * (1 - target) ** (of - hits) for hits in range(of + 1)]
    return sum(ways[: count + 1]), sum(ways[count:])


@pytest.mark.parametrize(("of", "target"), [(1, 0.5), (12, 0.3), (69, 0.26), (40, 0.02), (101, 0.9)])
def test_limits_are_the_outermost_counts_that_chance_still_explains(of: int, target: float) -> None:
    (found,) = limits(target, [of])
    for share, outer, tail in ((found.low, found.outer_low, 0.025), (found.high, found.outer_high, 0.025)):
        assert min(tails(round(share * of), of, target)) >= tail
        assert min(tails(round(outer * of), of, target)) >= 0.001
    beyond = [(found.low, -1, 0.025), (found.high, 1, 0.025), (found.outer_low, -1, 0.001), (found.outer_high, 1, 0.001)]
    for share, step, tail in beyond:
        count = round(share * of) + step
        assert not 0 <= count <= of or min(tails(count, of, target)) < tail


@given(st.floats(0, 1), st.integers(1, 400))
def test_outer_limits_are_outside_and_files_turned_round_have_limits_turned_round(target: float, of: int) -> None:
    (found,) = limits(target, [of])
    assert 0 <= found.outer_low <= found.low <= found.high <= found.outer_high <= 1
    assert found.low - 1 / of <= target <= found.high + 1 / of


def test_limits_of_shares_turned_round_are_turned_round() -> None:
    there, back = limits(0.3, [69])[0], limits(0.7, [69])[0]
    assert (back.low, back.high) == pytest.approx((1 - there.high, 1 - there.low))
    assert (back.outer_low, back.outer_high) == pytest.approx((1 - there.outer_high, 1 - there.outer_low))


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_where_all_are_alike_there_is_no_room(target: float) -> None:
    assert limits(target, [20]) == (Limits(20, target, target, target, target),)


def test_a_share_on_a_limit_is_within_it() -> None:
    (around,) = limits(0.26, [69])
    assert around.place(around.low) == around.place(around.high) == "within what chance explains"
    assert around.place(around.low - 1 / 69) == around.place(around.outer_high) == "further from the others than is usual"
    assert around.place(around.outer_high + 1 / 69).startswith("far from the others")


def test_all_forces_together() -> None:
    assert pooled({"North": (10, 40), "South": (20, 80)}) == 0.25


def test_what_cannot_be_pooled_or_has_no_limits_is_refused() -> None:
    with pytest.raises(AuditError, match="South: 9 of 8 files"):
        pooled({"North": (1, 4), "South": (9, 8)})
    with pytest.raises(AuditError, match="no file to compare with"):
        pooled({})
    for target, sizes in ((0.5, [0]), (1.5, [3]), (float("nan"), [3])):
        with pytest.raises(AuditError, match="at least one file"):
            limits(target, sizes)


def test_the_chance_of_estimates_is_that_of_a_normal_difference() -> None:
    """Two shares of 0.5 and 0.6, each with a standard error of 0.05: z is 0.1 / 0.0707 = 1.4142."""
    reach = 1.959964 * 0.05
    found = chance_of_estimates((0.5, 0.5 - reach, 0.5 + reach), (0.6, 0.6 - reach, 0.6 + reach))
    assert found == pytest.approx(0.1573, abs=1e-4)
    assert chance_of_estimates((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)) == 1
    assert chance_of_estimates((0.5, 0.5, 0.5), (0.6, 0.6, 0.6)) == 0


@given(COUNTED, COUNTED)
def test_the_chance_of_estimates_is_the_same_either_way(one: tuple[int, int], other: tuple[int, int]) -> None:
    was, now = (wilson(*counts) for counts in (one, other))
    shares = [(each.value or 0.0, each.low or 0.0, each.high or 0.0) for each in (was, now)]
    assert 0 <= chance_of_estimates(*shares) == chance_of_estimates(*shares[::-1]) <= 1
