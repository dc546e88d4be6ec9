"""Who reads which file: by load, without conflict of interest, never twice by the same person."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.audits.sharing import FileToRead, Given, ReaderToGive, share_out, twice_read
from seenheard.errors import AuditError


def files(count: int, teams: tuple[str, ...] = ("",)) -> list[FileToRead]:
    return [FileToRead(number, number, teams[number % len(teams)]) for number in range(1, count + 1)]


def readers(*teams: str) -> list[ReaderToGive]:
    return [ReaderToGive(number, f"r{number}", team) for number, team in enumerate(teams, 101)]


def shared(of: list[FileToRead], to: list[ReaderToGive], share: float = 0.0, own_team_out: bool = True) -> list[Given]:
    return share_out(of, to, second_share=share, seed="s", own_team_out=own_team_out)


def test_loads_are_equal_to_within_one() -> None:
    loads = Counter(one.reader for one in shared(files(20), readers("", "", "")))
    assert sorted(loads.values()) == [6, 7, 7]


def test_a_reader_with_twice_the_share_gets_twice_as_many() -> None:
    to = [ReaderToGive(1, "a", "", 2.0), ReaderToGive(2, "b", "")]
    assert Counter(one.reader for one in shared(files(30), to)) == {1: 20, 2: 10}


TWICE = [(10, 0.2, 2), (11, 0.2, 3), (10, 0.0, 0), (10, 1.0, 10), (69, 0.2, 14)]


@pytest.mark.parametrize(("count", "share", "twice"), TWICE)
def test_the_share_that_is_read_twice_is_rounded_up(count: int, share: float, twice: int) -> None:
    assert twice_read(count, share) == twice
    assert sum(one.second for one in shared(files(count), readers("", ""), share)) == twice


def test_those_that_are_read_twice_already_stay_and_no_more_are_chosen() -> None:
    held = [FileToRead(1, 1, "", first=101, second=102), *(FileToRead(n, n, "", first=101) for n in range(2, 11))]
    assert [one.second for one in shared(held, readers("", ""), 0.2)] == [True]


@pytest.mark.parametrize(
    ("of", "to", "sentence"),
    [
        (files(3), [], "add a reader who is not away"),
        (files(3), [ReaderToGive(1, "a", "", away=True)], "add a reader who is not away"),
        (files(3, ("North",)), readers("North"), "No reader may have file 1, 2, 3"),
        ([*files(1), *files(1)], readers(""), "twice"),
    ],
)
def test_an_impossible_sharing_gives_nothing_and_says_why(
    of: list[FileToRead], to: list[ReaderToGive], sentence: str
) -> None:
    with pytest.raises(AuditError, match=sentence):
        shared(of, to)


def test_one_reader_alone_can_read_nothing_twice() -> None:
    with pytest.raises(AuditError, match="second reading"):
        shared(files(3), readers(""), 1.0)


@given(st.integers(1, 40), st.lists(st.sampled_from(["North", "South", ""]), min_size=1, max_size=6), st.floats(0, 1))
def test_nobody_reads_their_own_teams_file_or_one_file_twice(count: int, teams: list[str], share: float) -> None:
    of, to = files(count, ("North", "South", "")), readers(*teams)
    try:
        given_ = shared(of, to, share)
    except AuditError:
        return
    by_file = {file.identity: file for file in of}
    by_reader = {reader.identity: reader for reader in to}
    assert len({(one.file, one.reader) for one in given_}) == len(given_)
    assert sum(not one.second for one in given_) == count
    assert all(not by_file[one.file].team or by_file[one.file].team != by_reader[one.reader].team for one in given_)
    assert shared(of, to, share) == given_
