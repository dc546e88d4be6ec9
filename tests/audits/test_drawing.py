"""The draw: sizes as the textbook has them, fair over many seeds, and the same for everybody who knows the seed."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from seenheard.audits.drawing import Key, allocate, draw, in_order, sample_size
from seenheard.errors import AuditError

SEEDS = 10_000


def files(count: int, case_type: str = "missing") -> list[Key]:
    return [(case_type, "missing_episodes", f"M{number:03}") for number in range(count)]


@pytest.mark.parametrize(
    ("population", "margin", "size"),
    [
        (1, 0.1, 1),
        (10, 0.1, 10),
        (100, 0.1, 50),
        (500, 0.1, 81),
        (1_000, 0.05, 278),
        (10_000, 0.05, 370),
        (1_000_000, 0.05, 384),
        (10**9, 0.1, 97),
        (69, 0.01, 69),
    ],
)
def test_sizes_are_those_of_the_usual_tables(population: int, margin: float, size: int) -> None:
    assert sample_size(population, margin) == size


@given(st.integers(1, 100_000), st.floats(0.01, 0.5))
def test_a_size_is_from_one_file_to_all_and_a_narrower_margin_asks_for_no_fewer(population: int, margin: float) -> None:
    size = sample_size(population, margin)
    assert 1 <= size <= population
    assert sample_size(population, margin / 2) >= size
    assert sample_size(population + 1, margin) >= size


@pytest.mark.parametrize("margin", [0.0, 1.0, -0.1, float("nan")])
def test_a_margin_outside_0_to_1_is_refused(margin: float) -> None:
    with pytest.raises(AuditError, match="more than 0 and less than 1"):
        sample_size(10, margin)


def test_nothing_to_draw_from_is_said() -> None:
    for attempt in (lambda: sample_size(0, 0.1), lambda: allocate({}, 5), lambda: allocate({"a": 0}, 5)):
        with pytest.raises(AuditError, match=r"There is no file to draw from\."):
            attempt()
    with pytest.raises(AuditError, match=r"At least one file is drawn\."):
        allocate({"a": 3}, 0)


@pytest.mark.parametrize(
    ("strata", "size", "least", "given"),
    [
        ({"a": 50, "b": 30, "c": 20}, 10, 0, {"a": 5, "b": 3, "c": 2}),
        ({"a": 1, "b": 1, "c": 1}, 2, 0, {"a": 1, "b": 1, "c": 0}),
        ({"a": 98, "b": 1, "c": 1}, 10, 1, {"a": 8, "b": 1, "c": 1}),
        ({"a": 98, "b": 2, "c": 0}, 10, 3, {"a": 8, "b": 2, "c": 0}),
        ({"a": 3, "b": 4}, 100, 0, {"a": 3, "b": 4}),
    ],
)
def test_strata_get_their_share_and_at_least_the_least(
    strata: dict[str, int], size: int, least: int, given: dict[str, int]
) -> None:
    assert allocate(strata, size, least) == given


def test_too_few_files_for_the_least_of_each_is_said() -> None:
    with pytest.raises(AuditError, match=r"5 files are too few: at least 2 of each of 3 parts are 6 files\."):
        allocate({"a": 9, "b": 9, "c": 9}, 5, 2)


STRATA = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 500), min_size=1, max_size=9)


@given(STRATA, st.integers(1, 600), st.integers(0, 5))
def test_an_allocation_gives_out_exactly_the_size_within_what_there_is(
    strata: dict[str, int], size: int, least: int
) -> None:
    try:
        shared = allocate(strata, size, least)
    except AuditError:
        assert not sum(strata.values()) or sum(min(least, held) for held in strata.values()) > size
        return
    assert sum(shared.values()) == min(size, sum(strata.values()))
    assert list(shared) == list(strata)
    assert all(min(least, strata[name]) <= count <= strata[name] for name, count in shared.items())
    if least == 0:  # by largest remainders nobody is a whole file from their share
        share = min(size, sum(strata.values())) / sum(strata.values())
        assert all(abs(count - strata[name] * share) < 1 for name, count in shared.items())


def test_over_ten_thousand_seeds_every_file_is_drawn_as_often() -> None:
    """Chi-square of 5 drawn of 20. A file's count varies less without replacement: 1 - 5/20 scales it."""
    population, drawn = files(20), 5
    counts = Counter(key for seed in range(SEEDS) for key in in_order(population, str(seed))[:drawn])
    each = SEEDS * drawn / 20
    statistic = sum((counts[key] - each) ** 2 / each for key in population) / (1 - drawn / 20) * 19 / 20
    assert 0.001 < chi2.sf(statistic, 19) < 0.999


def test_over_ten_thousand_seeds_no_two_files_go_together() -> None:
    pairs = Counter(frozenset(in_order(files(20), f"seed {seed}")[:2]) for seed in range(SEEDS))
    each = SEEDS / 190
    statistic = sum((count - each) ** 2 / each for count in pairs.values())
    assert len(pairs) == 190
    assert 0.001 < chi2.sf(statistic, 189) < 0.999


KEYS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("rs"), st.text(max_size=4)), unique=True, max_size=30)


@given(KEYS, st.text(min_size=1, max_size=5), st.data())
def test_a_draw_follows_from_its_seed_alone(keys: list[Key], seed: str, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(keys))
    assert in_order(shuffled, seed) == in_order(keys, seed)
    if keys:
        left_out = data.draw(st.sampled_from(keys))
        assert in_order([key for key in keys if key != left_out], seed) == [
            key for key in in_order(keys, seed) if key != left_out
        ]


@given(st.integers(0, 40), st.integers(0, 40), st.data())
def test_drawn_and_reserves_are_different_files_of_their_stratum(one: int, other: int, data: st.DataObject) -> None:
    population = {"missing": files(one), "detention": files(other, "detention")}
    sizes = {name: data.draw(st.integers(0, len(held))) for name, held in population.items()}
    made = draw(population, sizes, "7", least_reserves=10)
    for name, held in population.items():
        part = made.strata[name]
        assert len(part.drawn) == sizes[name]
        assert len(part.reserves) == min(len(held) - sizes[name], max(10, sizes[name]))
        together = part.drawn + part.reserves
        assert len(set(together)) == len(together)
        assert set(together) <= set(held)
        assert list(together) == in_order(held, "7")[: len(together)]


def test_the_population_has_a_hash_that_does_not_depend_on_order_and_moves_with_a_file() -> None:
    population = {"missing": files(5), "detention": files(3, "detention")}
    turned = {name: list(reversed(held)) for name, held in reversed(list(population.items()))}
    of = [draw(each, {}, "1").population_hash for each in (population, turned, {"missing": files(6)})]
    assert of[0] == of[1] != of[2]
    assert draw(population, {}, "2").population_hash == of[0]


def test_a_file_that_is_there_twice_is_refused() -> None:
    with pytest.raises(AuditError, match=r"The record M001 of missing_episodes is in the population twice as missing\."):
        draw({"a": files(3), "b": files(2)[1:]}, {"a": 1}, "1")


def test_more_than_there_are_can_not_be_drawn() -> None:
    for size in (4, -1):
        with pytest.raises(AuditError, match=f"a holds 3 files: {size} can’t be drawn from it."):
            draw({"a": files(3)}, {"a": size}, "1")


def test_files_of_a_part_that_does_not_exist_can_not_be_drawn() -> None:
    with pytest.raises(AuditError, match=r"There is no part b to draw from\."):
        draw({"a": files(3)}, {"a": 1, "b": 1}, "1")


@pytest.mark.parametrize("seed", ["", "  \n"])
def test_a_draw_needs_a_seed(seed: str) -> None:
    with pytest.raises(AuditError, match="A draw needs a seed"):
        draw({"a": files(3)}, {"a": 1}, seed)


def test_the_same_seed_draws_the_same_files_in_every_version() -> None:
    """By the formula that is told to readers, written out: an audit's draw can be made again years later, by anybody."""
    keys = files(200)
    told = {sha256("\x1f".join(("2026", *key)).encode()).hexdigest(): key for key in keys}
    assert in_order(keys, "2026") == [told[place] for place in sorted(told)]
    assert [key[2] for key in in_order(keys[:6], "2026")] == ["M001", "M005", "M000", "M004", "M002", "M003"]
