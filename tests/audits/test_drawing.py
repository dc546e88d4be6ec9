"""The draw: how many, from which parts, and that each file has the same chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from seenheard.audits.drawing import Key, allocate, draw, in_order, sample_size
from seenheard.errors import AuditError

STRATA = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 400), min_size=1, max_size=9)


def keys(count: int, case_type: str = "missing") -> list[Key]:
    return [(case_type, "missing_episodes", f"M{number}") for number in range(count)]


@pytest.mark.parametrize(
    ("population", "margin", "files"),
    [(10**9, 0.05, 385), (1000, 0.05, 278), (500, 0.05, 218), (100, 0.1, 50), (5, 0.1, 5), (1, 0.5, 1)],
)
def test_the_size_follows_from_the_margin_and_the_population(population: int, margin: float, files: int) -> None:
    """385, 278 and 218 are those of the usual tables for 5 points at 95 % (Cochran 1977; Israel 1992)."""
    assert sample_size(population, margin) == files


@pytest.mark.parametrize("wrong", [(0, 0.1), (10, 0.0), (10, 1.0)])
def test_a_size_of_nothing_is_refused(wrong: tuple[int, float]) -> None:
    with pytest.raises(AuditError):
        sample_size(*wrong)


def test_files_are_allocated_in_proportion_and_the_rest_by_the_largest_remainder() -> None:
    assert allocate({"a": 60, "b": 30, "c": 10}, 10) == {"a": 6, "b": 3, "c": 1}
    assert allocate({"a": 50, "b": 50, "c": 1}, 9) == {"a": 5, "b": 4, "c": 0}
    assert allocate({"a": 50, "b": 50, "c": 1}, 9, least=1) == {"a": 4, "b": 4, "c": 1}
    assert allocate({"a": 3, "b": 0}, 9, least=2) == {"a": 3, "b": 0}


@given(STRATA, st.integers(1, 600), st.integers(0, 5))
def test_an_allocation_adds_up_within_what_there_is(strata: dict[str, int], size: int, least: int) -> None:
    total = sum(strata.values())
    if not total or sum(min(least, count) for count in strata.values()) > min(size, total):
        with pytest.raises(AuditError):
            allocate(strata, size, least)
        return
    made = allocate(strata, size, least)
    assert sum(made.values()) == min(size, total)
    assert all(min(least, strata[name]) <= given <= strata[name] for name, given in made.items())


def test_a_draw_does_not_depend_on_the_order_of_rows() -> None:
    one, other = keys(50), list(reversed(keys(50)))
    assert draw({"a": one}, {"a": 9}, "seed") == draw({"a": other}, {"a": 9}, "seed")


def test_leaving_one_file_out_moves_no_other() -> None:
    order = in_order(keys(50), "seed")
    assert in_order([key for key in keys(50) if key != order[3]], "seed") == order[:3] + order[4:]


def test_a_draw_has_reserves_and_tells_its_population() -> None:
    made = draw({"a": keys(50)}, {"a": 4}, "seed")
    assert (len(made.strata["a"].drawn), len(made.strata["a"].reserves)) == (4, 10)
    assert made.population_hash != draw({"a": keys(51)}, {"a": 4}, "seed").population_hash


@pytest.mark.parametrize(
    ("population", "sizes", "seed", "sentence"),
    [
        ({"a": [*keys(3), keys(1)[0]]}, {"a": 1}, "s", "twice"),
        ({"a": keys(3), "b": keys(1)}, {"a": 1}, "s", "twice"),
        ({"a": keys(3)}, {"a": 4}, "s", "can’t be drawn"),
        ({"a": keys(3)}, {"a": 1}, " ", "needs a seed"),
    ],
)
def test_a_wrong_draw_is_refused(population: dict[str, list[Key]], sizes: dict[str, int], seed: str, sentence: str) -> None:
    with pytest.raises(AuditError, match=sentence):
        draw(population, sizes, seed)


def test_over_ten_thousand_seeds_each_file_is_drawn_as_often_as_any_other() -> None:
    """Chi-square of how often each of 40 files is among the first ten. Fixed seeds: the same every time."""
    population, counts = keys(40), dict.fromkeys(keys(40), 0)
    for seed in range(10_000):
        for key in in_order(population, str(seed))[:10]:
            counts[key] += 1
    assert sum(counts.values()) == 100_000
    # Ten of forty without replacement: the variance of a count is 39/40 of a fair die's, times three quarters.
    found = stats.chisquare(list(counts.values())).statistic / (1 - 10 / 40)
    assert stats.chi2.sf(found, 39) > 0.01


def test_neighbours_in_the_records_are_no_neighbours_in_the_draw() -> None:
    """Of pairs of consecutive records, as many are drawn together as of any pair."""
    population, together = keys(40), 0
    for seed in range(10_000):
        chosen = {int(key[2][1:]) for key in in_order(population, f"n{seed}")[:10]}
        together += sum(number + 1 in chosen for number in chosen)
    expected = 10_000 * 39 * (10 * 9) / (40 * 39)
    assert abs(together - expected) < 4 * (expected**0.5)
