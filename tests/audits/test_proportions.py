"""Proportions of files: published examples, what a finite population changes, and what always holds."""

from __future__ import annotations

import json
from itertools import product
from math import comb, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.audits.proportions import TOO_FEW, Proportion, StratumCount, exact, stratified, wilson
from seenheard.errors import AuditError

ORACLES = Path("/work/shared/data/oracles/dev/dev_oracles.json")

# R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I.
NEWCOMBE_WILSON = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0, 0.1611), (1, 29): (0.0061, 0.1718)}
NEWCOMBE_EXACT = {(81, 263): (0.2527, 0.3676), (15, 148): (0.0578, 0.1617), (0, 20): (0, 0.1684), (1, 29): (0.0009, 0.1776)}

COUNTS = st.integers(1, 120).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
FINITE = COUNTS.flatmap(lambda one: st.tuples(st.just(one[0]), st.just(one[1]), st.integers(one[1], one[1] * 4)))


def limits(found: Proportion) -> tuple[float, float]:
    """Those that there are."""
    assert found.low is not None and found.high is not None
    return found.low, found.high


def width(found: Proportion) -> float:
    low, high = limits(found)
    return high - low


@pytest.mark.parametrize(("counted", "published"), NEWCOMBE_WILSON.items())
def test_wilson_is_newcombes_third_method(counted: tuple[int, int], published: tuple[float, float]) -> None:
    assert limits(wilson(*counted)) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize(("counted", "published"), NEWCOMBE_EXACT.items())
def test_exact_is_newcombes_fifth_method(counted: tuple[int, int], published: tuple[float, float]) -> None:
    assert limits(exact(*counted)) == pytest.approx(published, abs=5e-5)


@pytest.mark.skipif(not ORACLES.exists(), reason="the oracles are not on this machine")
@pytest.mark.parametrize(("way", "key"), [(wilson, "newcombe1998_wilson"), (exact, "newcombe1998_clopper")])
def test_the_oracles_intervals_come_out(way: object, key: str) -> None:
    for counted, published in json.loads(ORACLES.read_text())["statistics"][key].items():
        count, of = map(int, counted.split("/"))
        assert limits(way(count, of)) == pytest.approx(published, abs=5e-5)  # type: ignore[operator]


def test_17_of_69_is_16_to_36_per_cent() -> None:
    found = wilson(17, 69)
    assert [round(100 * share, 1) for share in limits(found)] == [16.0, 36.0]
    assert found.value == 17 / 69 and found.words == ""


def test_a_finite_population_takes_the_variance_of_its_unread_files() -> None:
    # Cochran's theorem 3.2: the limits are where the distance is z standard errors of P Q (N - n) / (n (N - 1)).
    for share in limits(wilson(17, 69, population=300)):
        error = sqrt(share * (1 - share) * (300 - 69) / (69 * 299))
        assert abs(17 / 69 - share) / error == pytest.approx(1.959964, abs=1e-5)


def test_an_exact_interval_of_a_finite_population_has_every_number_that_neither_tail_refuses() -> None:
    def chances(such: int) -> tuple[float, float]:
        ways = [comb(such, hits) * comb(40 - such, 12 - hits) / comb(40, 12) for hits in range(13)]
        return sum(ways[:5]), sum(ways[4:])

    held = [such for such in range(41) if min(chances(such)) > 0.025]
    assert limits(exact(4, 12, population=40)) == (held[0] / 40, held[-1] / 40)


@pytest.mark.parametrize("way", [wilson, exact])
def test_a_very_large_population_is_as_good_as_endless(way: object) -> None:
    endless, large = way(17, 69), way(17, 69, population=10_000_000)  # type: ignore[operator]
    assert limits(large) == pytest.approx(limits(endless), abs=1e-5)


@pytest.mark.parametrize("way", [wilson, exact])
def test_where_every_file_was_read_nothing_is_left_open(way: object) -> None:
    assert limits(way(3, 12, population=12)) == (0.25, 0.25)  # type: ignore[operator]


def test_one_file_unread_leaves_two_answers_which_the_exact_interval_tells() -> None:
    assert limits(exact(1, 29, population=30)) == (1 / 30, 2 / 30)
    assert limits(exact(5, 9, population=10)) == (0.5, 0.6)


def test_a_value_beside_all_whole_numbers_of_files_that_are_likely_is_within_its_limits() -> None:
    # 98 of 99 of a population of 100: only 99 of 100 is likely, and 98 of 99 is less.
    found = exact(98, 99, population=100)
    assert limits(found) == (98 / 99, 0.99)


@given(COUNTS)
def test_limits_are_around_the_value_between_0_and_1(counted: tuple[int, int]) -> None:
    for found in (wilson(*counted), exact(*counted)):
        low, high = limits(found)
        assert found.value is not None and 0 <= low <= found.value <= high <= 1
    assert width(exact(*counted)) > 0 and width(wilson(*counted)) > 0


@given(FINITE)
def test_limits_in_a_finite_population_are_within_what_the_unread_files_could_make(counted: tuple[int, int, int]) -> None:
    count, of, population = counted
    for way in (wilson, exact):
        found = way(count, of, population=population)
        low, high = limits(found)
        assert found.value is not None
        assert count / population <= low <= found.value <= high <= (population - of + count) / population


@given(FINITE)
def test_files_turned_round_give_the_interval_turned_round(counted: tuple[int, int, int]) -> None:
    count, of, population = counted
    for way in (wilson, exact):
        for held in (None, population):
            low, high = limits(way(count, of, population=held))
            assert limits(way(of - count, of, population=held)) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(FINITE)
def test_a_known_population_never_makes_wilson_less_sure(counted: tuple[int, int, int]) -> None:
    count, of, population = counted
    assert width(wilson(count, of, population=population)) <= width(wilson(count, of)) + 1e-12


@pytest.mark.parametrize("such", [0, 1, 2, 7, 20, 33, 39, 40])
def test_the_exact_interval_of_a_finite_population_holds_the_truth_as_often_as_it_says(such: int) -> None:
    covered = 0.0
    for hits in range(max(0, 15 - (40 - such)), min(such, 15) + 1):
        low, high = limits(exact(hits, 15, population=40))
        if low <= such / 40 <= high:
            covered += comb(such, hits) * comb(40 - such, 15 - hits) / comb(40, 15)
    assert covered >= 0.95


def test_more_confidence_is_a_wider_interval() -> None:
    assert width(wilson(17, 69)) < width(wilson(17, 69, confidence=0.99))
    assert width(exact(17, 69, population=99)) < width(exact(17, 69, population=99, confidence=0.99))


def test_small_numbers_say_so() -> None:
    assert wilson(2, 6).words == "Only 6 files: too few to say."
    assert exact(1, 1).words == "Only 1 file: too few to say."
    assert wilson(2, TOO_FEW - 1).words and not wilson(2, TOO_FEW).words


@pytest.mark.parametrize("way", [wilson, exact])
def test_no_file_says_nothing(way: object) -> None:
    found = way(0, 0, population=12)  # type: ignore[operator]
    assert (found.value, found.low, found.high, found.words) == (None, None, None, "No file: nothing can be said.")


@pytest.mark.parametrize(
    ("count", "of", "population", "sentence"),
    [
        (7, 6, None, "7 of 6 files is no share"),
        (-1, 6, None, "-1 of 6 files is no share"),
        (1, 6, 5, "6 files were read, but the population has 5."),
    ],
)
def test_numbers_that_are_no_share_are_refused(count: int, of: int, population: int | None, sentence: str) -> None:
    for way in (wilson, exact):
        with pytest.raises(AuditError, match=sentence):
            way(count, of, population=population)


@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan")])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    for refused in (lambda: wilson(1, 2, confidence=confidence), lambda: exact(1, 2, confidence=confidence)):
        with pytest.raises(AuditError, match="between 0 and 1"):
            refused()


# Stratified


def test_strata_count_by_their_population_with_cochrans_variance() -> None:
    # By hand from W. G. Cochran, Sampling Techniques (1977), 5.10: the sum of W² (1 - f) p q / (n - 1).
    found = stratified([StratumCount("a", 900, 40, 30), StratumCount("b", 100, 40, 10)])
    assert found.value == pytest.approx(0.9 * 0.75 + 0.1 * 0.25)
    by_hand = 0.81 * (1 - 40 / 900) * 0.1875 / 39 + 0.01 * 0.6 * 0.1875 / 39
    assert found.error == pytest.approx(sqrt(by_hand))
    assert (found.count, found.of, found.population) == (40, 80, 1000)


def every_sample(strata: list[tuple[int, int, int]]) -> list[tuple[float, list[StratumCount]]]:
    """strata: population, such files in it, files read. Every outcome with its chance."""
    outcomes = [
        [
            (comb(such, hits) * comb(held - such, of - hits) / comb(held, of), StratumCount(str(at), held, of, hits))
            for hits in range(max(0, of - held + such), min(of, such) + 1)
        ]
        for at, (held, such, of) in enumerate(strata)
    ]
    found = []
    for chosen in product(*outcomes):
        chance = 1.0
        for one, _ in chosen:
            chance *= one
        found.append((chance, [stratum for _, stratum in chosen]))
    return found


def test_over_all_samples_the_mean_is_the_truth_and_the_variance_that_of_the_samples() -> None:
    samples = [(chance, stratified(sample)) for chance, sample in every_sample([(30, 10, 6), (8, 6, 4), (12, 2, 3)])]
    mean = sum(chance * (found.value or 0) for chance, found in samples)
    assert mean == pytest.approx(18 / 50)
    spread = sum(chance * ((found.value or 0) - mean) ** 2 for chance, found in samples)
    assert sum(chance * (found.error or 0) ** 2 for chance, found in samples) == pytest.approx(spread)


@pytest.mark.parametrize(
    "strata",
    [
        [(900, 630, 30), (100, 20, 30)],
        [(400, 20, 20), (300, 60, 20), (60, 30, 20)],
        [(200, 180, 25), (200, 20, 25)],
        [(990, 495, 12), (40, 4, 24)],
    ],
)
def test_the_interval_of_strata_holds_the_truth_about_as_often_as_it_says(strata: list[tuple[int, int, int]]) -> None:
    truth = sum(such for _, such, _ in strata) / sum(held for held, _, _ in strata)
    covered = 0.0
    for chance, sample in every_sample(strata):
        if chance > 1e-7:
            low, high = limits(stratified(sample))
            covered += chance * (low <= truth <= high)
    assert 0.93 <= covered <= 1


def test_one_stratum_is_a_simple_sample_but_for_the_last_file() -> None:
    whole, simple = stratified([StratumCount("a", 300, 69, 17)]), wilson(17, 69, population=300)
    assert whole.value == simple.value
    # Cochran's estimate divides by n - 1, Wilson's by n: a difference of one file in 69.
    assert limits(whole) == pytest.approx(limits(simple), abs=1e-3)


def test_files_of_a_stratum_that_are_all_alike_do_not_make_it_sure() -> None:
    alike = stratified([StratumCount("a", 1000, 10, 10), StratumCount("b", 1000, 10, 0)])
    nearly = stratified([StratumCount("a", 1000, 10, 10), StratumCount("b", 1000, 10, 0), StratumCount("c", 10, 2, 1)])
    assert alike.error == 0 and width(alike) > 0.35
    assert width(nearly) > 0.35


def test_a_large_stratum_of_which_two_files_were_read_leaves_most_open() -> None:
    found = stratified([StratumCount("a", 990, 2, 0), StratumCount("b", 10, 10, 0)])
    assert found.value == 0 and limits(found)[1] > 0.6


def test_one_file_of_each_stratum_still_gives_an_interval() -> None:
    found = stratified([StratumCount("a", 50, 1, 1), StratumCount("b", 50, 1, 0), StratumCount("c", 50, 1, 0)])
    assert found.value == pytest.approx(1 / 3) and found.words == "Only 3 files: too few to say."
    assert limits(found)[0] < 0.1 < 0.7 < limits(found)[1]


def test_strata_read_to_the_last_file_leave_nothing_open() -> None:
    found = stratified([StratumCount("a", 12, 12, 3), StratumCount("b", 8, 8, 1)])
    assert (found.value, found.low, found.high, found.error) == (0.2, 0.2, 0.2, 0)


def test_a_stratum_of_which_no_file_was_read_is_named() -> None:
    found = stratified([StratumCount("North", 50, 10, 1), StratumCount("South", 50, 0, 0)])
    assert found.value is None and found.low is None
    assert found.words == "No file was read of South: the whole population's can't be said."
    assert stratified([]).words == "No file: nothing can be said."


def test_an_empty_stratum_changes_nothing() -> None:
    some = [StratumCount("a", 90, 12, 3), StratumCount("b", 80, 8, 1)]
    assert stratified([*some, StratumCount("c", 0, 0, 0)]) == stratified(some)


def test_a_stratum_that_does_not_add_up_or_is_there_twice_is_refused() -> None:
    with pytest.raises(AuditError, match="Stratum a: 6 files were read, but the population has 5"):
        StratumCount("a", 5, 6, 1)
    with pytest.raises(AuditError, match="Stratum a is given twice"):
        stratified([StratumCount("a", 5, 2, 1), StratumCount("a", 5, 2, 1)])


STRATA = st.lists(
    st.integers(1, 30).flatmap(
        lambda of: st.tuples(st.integers(of, of * 6), st.just(of), st.integers(0, of)),
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: [StratumCount(str(at), *row) for at, row in enumerate(rows)])


@given(STRATA)
def test_a_stratified_interval_is_around_its_value_whatever_the_order_and_whichever_way_round(
    strata: list[StratumCount],
) -> None:
    found = stratified(strata)
    low, high = limits(found)
    assert found.value is not None and found.error is not None and 0 <= low <= found.value <= high <= 1
    assert limits(stratified(strata[::-1])) == pytest.approx((low, high))
    turned = [StratumCount(one.name, one.population, one.of, one.of - one.count) for one in strata]
    assert limits(stratified(turned)) == pytest.approx((1 - high, 1 - low), abs=1e-9)
    assert (high > low) == (found.of < (found.population or 0))
