"""Sharing out: nobody reads a file twice or of their own team, loads are even, and a file that nobody may have is named."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.audits.sharing import FileToRead, Given, ReaderToGive, share_out, twice_read
from seenheard.errors import AuditError

TEAMS = ("North", "South", "")


def files(count: int, team: str = "") -> list[FileToRead]:
    return [FileToRead(number, number, team) for number in range(1, count + 1)]


def readers(count: int, team: str = "Review") -> list[ReaderToGive]:
    return [ReaderToGive(number, f"Reader {number}", team) for number in range(1, count + 1)]


def shared(
    some: list[FileToRead], who: list[ReaderToGive], second_share: float = 0.0, seed: str = "7", own_team_out: bool = True
) -> list[Given]:
    return share_out(some, who, second_share=second_share, seed=seed, own_team_out=own_team_out)


@pytest.mark.parametrize(
    ("files_read", "share", "twice"),
    [(69, 0.2, 14), (10, 0.2, 2), (5, 0.2, 1), (1, 0.01, 1), (10, 0, 0), (10, 1, 10), (10, 0.3, 3), (0, 0.5, 0)],
)
def test_the_share_read_twice_is_rounded_up(files_read: int, share: float, twice: int) -> None:
    assert twice_read(files_read, share) == twice


def test_first_readings_are_shared_evenly() -> None:
    loads = Counter(one.reader for one in shared(files(69), readers(4)))
    assert sorted(loads.values()) == [17, 17, 17, 18]


def test_a_reader_with_half_a_share_gets_half_as_much() -> None:
    half, whole = (replace(one, weight=weight) for one, weight in zip(readers(2), (0.5, 1.0), strict=True))
    loads = Counter(one.reader for one in shared(files(30), [half, whole]))
    assert (loads[1], loads[2]) == (10, 20)


def test_nobody_reads_a_file_of_their_own_whatever_the_plan_says_of_teams() -> None:
    some = [replace(one, owner="F7") for one in files(3, "North")]
    own, other = ReaderToGive(1, "A", "South", officer="F7"), ReaderToGive(2, "B", "North", officer="F8")
    assert {one.reader for one in shared(some, [own, other], own_team_out=False)} == {2}
    with pytest.raises(AuditError, match="owns it"):
        shared(some, [own], own_team_out=False)
    assert shared(files(1), [ReaderToGive(1, "A", "")]) == [Given(1, 1, second=False)]  # of no owner, by no officer


def test_what_somebody_reads_already_counts_as_load() -> None:
    some = [replace(one, first=1) for one in files(4)] + [FileToRead(9, 9, "")]
    assert shared(some, readers(2)) == [Given(9, 2, second=False)]


def test_two_readers_read_every_file_twice() -> None:
    by_file: dict[int, set[int]] = {}
    for one in shared(files(10), readers(2), second_share=1.0):
        by_file.setdefault(one.file, set()).add(one.reader)
    assert by_file == {number: {1, 2} for number in range(1, 11)}


def test_the_own_team_is_out_where_the_audit_says_so() -> None:
    some, own, other = files(3, "North"), ReaderToGive(1, "A", "North"), ReaderToGive(2, "B", "South")
    assert {one.reader for one in shared(some, [own, other])} == {2}
    assert {one.reader for one in shared(some, [own, other], own_team_out=False)} == {1, 2}


def test_a_file_without_a_team_is_nobodys_own() -> None:
    assert shared(files(1, ""), [ReaderToGive(1, "A", "")]) == [Given(1, 1, second=False)]


def test_nobody_who_is_away_is_given_a_file() -> None:
    away, here = readers(2)
    assert {one.reader for one in shared(files(4), [replace(away, away=True), here])} == {2}
    with pytest.raises(AuditError, match=r"Nobody can be given a file: add a reader who is not away\."):
        shared(files(1), [replace(away, away=True)])


def test_a_second_reading_stays_where_it_is() -> None:
    some = [replace(one, first=1, second=2 if one.number > 8 else None) for one in files(10)]
    assert shared(some, readers(3), second_share=0.2) == []
    assert {one.file for one in shared(some, readers(3), second_share=0.3)}.isdisjoint({9, 10})


def test_a_file_that_nobody_may_have_is_named_and_nothing_is_given() -> None:
    with pytest.raises(AuditError, match=r"No reader may have file 2: .*of the file’s own team.* Add a reader\."):
        shared([FileToRead(1, 1, "South"), FileToRead(2, 2, "North")], [ReaderToGive(1, "A", "North")])
    with pytest.raises(AuditError, match=r"No reader may have file 1 \(second reading\)"):
        shared(files(1), readers(1), second_share=1.0)


def test_five_are_named_and_the_rest_counted() -> None:
    with pytest.raises(AuditError, match=r"file \d+, \d+, \d+, \d+, \d+ and 3 more: "):
        shared(files(8, "North"), [ReaderToGive(1, "A", "North")])


def test_a_file_in_the_list_twice_is_refused() -> None:
    with pytest.raises(AuditError, match=r"A file is in the list twice\."):
        shared([*files(2), files(1)[0]], readers(2))


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(AuditError, match=r"The share that is read twice is from 0 to 1\."):
        shared(files(2), readers(2), second_share=share)


@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_a_readers_share_is_more_than_nothing(weight: float) -> None:
    with pytest.raises(AuditError, match=r"The share of A is more than 0\."):
        ReaderToGive(1, "A", "", weight)


@st.composite
def audits(draw: st.DrawFn) -> tuple[list[FileToRead], list[ReaderToGive], float, bool]:
    """Files of which some are read already, readers of teams of whom some are away, a share, and whether teams are out."""
    who = [
        ReaderToGive(
            number, f"R{number}", draw(st.sampled_from(TEAMS)), draw(st.sampled_from((0.5, 1.0, 2.0))), draw(st.booleans())
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
    identities = st.none() | st.sampled_from([one.identity for one in who])
    some = []
    for number in range(1, draw(st.integers(0, 15)) + 1):
        first, second = draw(identities), draw(identities)
        some.append(FileToRead(number, number, draw(st.sampled_from(TEAMS)), first, second if second != first else None))
    return some, who, draw(st.sampled_from((0.0, 0.2, 0.5, 1.0))), draw(st.booleans())


@given(audits(), st.text(max_size=3))
def test_what_always_holds(audit: tuple[list[FileToRead], list[ReaderToGive], float, bool], seed: str) -> None:
    some, who, share, own_team_out = audit
    by_file, by_reader = {one.identity: one for one in some}, {one.identity: one for one in who}
    try:
        given_out = shared(some, who, share, seed, own_team_out)
    except AuditError:
        assert not possible(some, who, share, own_team_out)
        return
    firsts = {one.identity: one.first for one in some if one.first is not None}
    seconds = {one.identity: one.second for one in some if one.second is not None}
    for one in given_out:
        file, reader, places = by_file[one.file], by_reader[one.reader], seconds if one.second else firsts
        assert one.file not in places
        assert not reader.away
        assert not (own_team_out and file.team and file.team == reader.team)
        places[one.file] = one.reader
    assert set(firsts) == set(by_file)
    assert len(seconds) == max(twice_read(len(some), share), sum(one.second is not None for one in some))
    assert all(firsts[file] != reader for file, reader in seconds.items())


def possible(some: list[FileToRead], who: list[ReaderToGive], share: float, own_team_out: bool) -> bool:
    """Whether every file had enough readers who may have it, whichever are read twice."""
    if all(one.away for one in who):
        return False
    for file in some:
        able = {one.identity for one in who if not one.away and not (own_team_out and file.team and one.team == file.team)}
        lacks = (file.first is None) + (file.second is None and share > 0)
        if len(able - {file.first, file.second}) < lacks:
            return False
    return True


@given(st.integers(1, 30), st.integers(2, 6), st.text(max_size=3))
def test_loads_of_equal_readers_differ_by_one_file_at_most(count: int, who: int, seed: str) -> None:
    loads = Counter({number: 0 for number in range(1, who + 1)})
    loads.update(one.reader for one in shared(files(count), readers(who), seed=seed))
    assert max(loads.values()) - min(loads.values()) <= 1


@given(st.integers(1, 20), st.text(max_size=3))
def test_who_gets_what_follows_from_the_seed_and_not_from_the_order(count: int, seed: str) -> None:
    some, who = files(count), readers(3)
    forwards = shared(some, who, 0.5, seed)
    backwards = shared(some[::-1], who[::-1], 0.5, seed)
    assert sorted(map(repr, forwards)) == sorted(map(repr, backwards))
