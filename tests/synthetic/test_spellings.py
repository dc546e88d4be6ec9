"""How the same name is written otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.synthetic import spellings
from seenheard.synthetic.names import COMMUNITIES, Community


@pytest.mark.parametrize(
    ("name", "written"),
    [("Wójcik", "Wojcik"), ("Łukasz", "Lukasz"), ("Ștefan", "Stefan"), ("Yılmaz", "Yilmaz"), ("Smith", "Smith")],
)
def test_an_old_system_holds_no_marks(name: str, written: str) -> None:
    assert spellings.plain(name) == written


def test_muhammad_is_written_in_many_ways_and_back() -> None:
    assert "Mohammed" in {spellings.respelled("Muhammad", which) for which in range(9)}
    assert "Muhammad" in {spellings.respelled("Mohammed", which) for which in range(9)}


def test_liz_is_elizabeth_but_nobody_called_elizabeth_is_written_for_liz() -> None:
    assert "Liz" in {spellings.shortened("Elizabeth", which) for which in range(9)}
    assert spellings.shortened("Liz", 0) is None


@given(st.sampled_from(COMMUNITIES[0].surnames), st.integers(0, 3), st.integers(0, 11))
def test_a_typing_error_leaves_the_first_letter_and_at_most_two_letters_change(name: str, how: int, where: int) -> None:
    wrong = spellings.mistyped(name, how, where)
    assert wrong[0] == name[0]
    assert abs(len(wrong) - len(name)) <= 1
    assert sum(a != b for a, b in zip(name, wrong, strict=False)) <= 2 or len(wrong) != len(name)


@pytest.mark.parametrize("community", COMMUNITIES)
def test_every_community_has_names_for_both_and_a_womans_form_for_each_surname(community: Community) -> None:
    assert min(len(community.women), len(community.men)) >= 6
    assert len(community.surnames) == len(community.womens_surnames)


def test_the_shares_of_the_communities_are_the_whole() -> None:
    assert sum(group.share for group in COMMUNITIES) == pytest.approx(1.0, abs=0.01)
