"""What may be joined, and what the records or a clerk keep apart, whatever the model says."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.people import settings
from seenheard.people.clustering import Clusters, Pair, Told, contradict, join_decided, join_likely

NOBODY = Told(None, None, None, None)


def born(day: int, month: int, year: int, pnc: str | None = None) -> Told:
    return Told(day, month, year, pnc)


def clusters_of(told: list[Told], pairs: list[tuple[float, int, int]], link: float = settings.LINK) -> Clusters:
    return Clusters(told, {(a, b): probability for probability, a, b in pairs}, link)


def roots(clusters: Clusters) -> list[int]:
    return [clusters.find(nominal) for nominal in range(len(clusters.told))]


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        (born(3, 5, 2012), born(3, 5, 2012), False),
        (born(3, 5, 2012), born(4, 5, 2012), False),
        (born(3, 5, 2012), born(3, 5, 1982), False),
        (born(3, 5, 2012), born(5, 3, 2012), False),
        (born(3, 5, 2012), born(5, 3, 2013), True),
        (born(3, 5, 2012), born(4, 6, 2012), True),
        (born(3, 5, 2012), born(1, 1, 2012), False),
        (born(3, 5, 2012), born(1, 1, 2012 - settings.YEARS_OF_A_GUESS), False),
        (born(3, 5, 2012), born(1, 1, 2012 - settings.YEARS_OF_A_GUESS - 1), True),
        (born(3, 5, 2012), NOBODY, False),
        (born(3, 5, 2012, "19/1A"), born(3, 5, 2012, "19/1A"), False),
        (born(3, 5, 2012, "19/1A"), born(3, 5, 2012, "19/2B"), True),
        (born(3, 5, 2012, "19/1A"), born(3, 5, 2012), False),
    ],
)
def test_birth_dates_and_pnc_ids_contradict(one: Told, other: Told, contradicts: bool) -> None:
    assert contradict(one, other) is contradicts
    assert contradict(other, one) is contradicts


def test_a_pair_is_joined_from_the_threshold_on() -> None:
    told = [born(3, 5, 1980)] * 4
    pairs = [(settings.LINK, 0, 1), (settings.LINK - 1e-9, 2, 3)]
    clusters = clusters_of(told, pairs)
    assert join_likely(clusters, pairs) == []
    assert roots(clusters) == [0, 0, 2, 3]


def test_a_chain_of_links_joins_no_contradiction() -> None:
    told = [born(3, 5, 1980), Told(None, None, None, None), born(9, 8, 1984)]
    pairs = [(0.99, 0, 1), (0.95, 1, 2)]
    clusters = clusters_of(told, pairs)
    join_likely(clusters, pairs)
    assert clusters.find(0) != clusters.find(2)


def test_a_nominal_like_two_who_exclude_each_other_is_left_to_a_clerk() -> None:
    told = [born(3, 5, 1980), NOBODY, born(9, 8, 1984)]
    pairs = [(0.9, 0, 1), (0.9, 1, 2)]
    clusters = clusters_of(told, pairs)
    assert join_likely(clusters, pairs) == [(0, 1), (1, 2)]
    assert roots(clusters) == [0, 1, 2]


def test_a_long_chain_of_weak_links_is_cut() -> None:
    told = [born(3, 5, 1980)] * 6
    pairs = [(0.85, at, at + 1) for at in range(5)]
    clusters = clusters_of(told, pairs)
    refused = join_likely(clusters, pairs)
    assert refused
    assert max(len(clusters.of(root)) for root in set(roots(clusters))) < 6


def test_a_child_needs_a_surer_link_to_an_adult() -> None:
    child, adult = Told(3, 5, 2012, None, child=True), born(3, 5, 1982)
    pairs = [(settings.SURE - 1e-9, 0, 1)]
    clusters = clusters_of([child, adult], pairs)
    assert join_likely(clusters, pairs) == [(0, 1)]
    sure = [(0.999, 0, 1)]
    clusters = clusters_of([child, adult], sure)
    assert join_likely(clusters, sure) == []


def test_clerks_join_whatever_the_records_say() -> None:
    clusters = clusters_of([born(3, 5, 1980, "a"), born(9, 8, 1984, "b")], [])
    assert join_decided(clusters, [(0, 1)]) == []
    assert roots(clusters) == [0, 0]


NOMINALS = 7
PAIRS = list(combinations(range(NOMINALS), 2))
ANY_TOLD = st.builds(
    Told,
    st.sampled_from([1, 2]),
    st.sampled_from([1, 2]),
    st.sampled_from([None, 1980, 1981, 2012]),
    st.sampled_from([None, None, "a", "b"]),
)


@given(
    st.lists(ANY_TOLD, min_size=NOMINALS, max_size=NOMINALS),
    st.dictionaries(st.sampled_from(PAIRS), st.floats(0.0, 1.0, allow_subnormal=False)),
    st.sets(st.sampled_from(PAIRS), max_size=3),
)
def test_no_cluster_of_the_model_holds_what_is_kept_apart(
    told: list[Told], likely: dict[Pair, float], apart: set[Pair]
) -> None:
    clusters = Clusters(told, likely, settings.LINK)
    clusters.keep_apart(apart)
    pairs = [(probability, a, b) for (a, b), probability in likely.items()]
    join_likely(clusters, pairs)
    found = roots(clusters)
    for a, b in PAIRS:
        if found[a] == found[b]:
            assert (a, b) not in apart
            assert not contradict(told[a], told[b])
        assert found[a] <= a
    again = Clusters(told, likely, settings.LINK)
    again.keep_apart(apart)
    join_likely(again, pairs[::-1])
    assert roots(again) == found


@given(st.sets(st.sampled_from(PAIRS), max_size=6), st.sets(st.sampled_from(PAIRS), max_size=4))
def test_a_decision_to_keep_apart_outranks_those_to_join(same: set[Pair], apart: set[Pair]) -> None:
    clusters = Clusters([NOBODY] * NOMINALS, {}, settings.LINK)
    clusters.keep_apart(apart)
    refused = join_decided(clusters, same)
    found = roots(clusters)
    assert not [pair for pair in apart if found[pair[0]] == found[pair[1]]]
    assert all((found[a] == found[b]) or (a, b) in refused for a, b in same)


@pytest.mark.parametrize("may_be_a_child", [NOBODY, Told(3, 5, 2012, None, child=True)])
def test_who_may_be_a_child_is_never_joined_to_a_registered_offender_by_the_model(may_be_a_child: Told) -> None:
    told = [Told(3, 5, 1982, None, offender=True), may_be_a_child, born(3, 5, 1982)]
    pairs = [(0.999999, 0, 1), (0.999999, 0, 2)]
    clusters = clusters_of(told, pairs)
    join_likely(clusters, pairs)
    assert roots(clusters) == [0, 1, 0]
