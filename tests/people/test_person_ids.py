"""Person ids that stay with their nominals: growing, merging, splitting, going and coming back."""

from __future__ import annotations

import re
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard.people import person_ids
from seenheard.people.person_ids import Changes

Clusters = list[str]  # nominals of one letter each: "AB" is a cluster of A and B


class Nights:
    """Nights one after another; what they enter is kept as the ledger would keep it."""

    def __init__(self) -> None:
        self.db = duckdb.connect(config={"threads": 1})
        self.db.execute("CREATE SCHEMA people")
        self.night = 0
        self.known: dict[str, tuple[str, int]] = {}
        self.issued: dict[str, int] = {}
        self.ended: set[str] = set()
        self.changes: list[tuple[Any, ...]] = []
        self.counts = Changes()

    def _table(self, name: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
        self.db.execute(f"CREATE OR REPLACE TABLE people.{name} ({columns})")
        if rows:
            self.db.executemany(f"INSERT INTO people.{name} VALUES ({', '.join('?' for _ in rows[0])})", rows)

    def run(self, *clusters: str) -> dict[str, str]:
        """A night with these clusters; the person id of each."""
        self.night += 1
        placed = [(nominal, min(cluster)) for cluster in clusters for nominal in cluster]
        self._table("clusters", "nominal_id VARCHAR, cluster VARCHAR", placed)
        known = [(nominal, person, since) for nominal, (person, since) in self.known.items()]
        self._table("known", "nominal_id VARCHAR, person_id VARCHAR, since BIGINT", known)
        self._table("issued", "person_id VARCHAR, first_at BIGINT", list(self.issued.items()))
        self._table("ended", "person_id VARCHAR", [(person,) for person in self.ended])
        self.counts = person_ids.settle(self.db)
        for nominal, person in self.db.execute("FROM people.entered").fetchall():
            self.known[nominal] = (person, self.night)
            self.issued.setdefault(person, self.night)
        self.changes = sorted(self.db.execute("FROM people.changes").fetchall())
        for person, what, _ in self.changes:
            if what in ("ended", "returned"):
                (self.ended.add if what == "ended" else self.ended.discard)(person)
        ids = dict(self.db.execute("SELECT cluster, person_id FROM people.ids").fetchall())
        return {cluster: ids[min(cluster)] for cluster in clusters}


def test_an_id_says_nothing_and_is_the_same_wherever_a_ledger_begins() -> None:
    first = Nights().run("A", "BC")
    assert first == Nights().run("BC", "A")
    assert all(re.fullmatch(r"p[0-9a-f]{20}", person) for person in first.values())
    assert len(set(first.values())) == 2


def test_an_unchanged_night_enters_nothing() -> None:
    nights = Nights()
    first = nights.run("A", "BC")
    assert nights.run("A", "BC") == first
    assert nights.db.execute("SELECT count(*) FROM people.entered").fetchone() == (0,)
    assert (nights.changes, nights.counts) == ([], Changes(persons=2))


def test_a_cluster_that_grows_keeps_its_id_even_if_its_smallest_nominal_is_another() -> None:
    nights = Nights()
    was = nights.run("BC")["BC"]
    assert nights.run("ABC") == {"ABC": was}
    assert nights.changes == []


def test_in_a_merge_the_larger_part_s_id_survives() -> None:
    nights = Nights()
    was = nights.run("A", "BC")
    assert nights.run("ABC") == {"ABC": was["BC"]}
    assert nights.changes == [(was["A"], "merged_into", was["BC"])]
    assert nights.counts == Changes(persons=1, merges=1)


def test_in_a_merge_of_equals_the_older_id_survives() -> None:
    nights = Nights()
    older = nights.run("B")["B"]
    nights.run("A", "B")
    assert nights.run("AB") == {"AB": older}


def test_in_a_merge_of_equals_of_one_night_the_smallest_nominal_s_id_survives() -> None:
    nights = Nights()
    was = nights.run("A", "B")
    assert nights.run("AB") == {"AB": was["A"]}


def test_in_a_split_the_larger_part_keeps_the_id() -> None:
    nights = Nights()
    was = nights.run("ABC")["ABC"]
    now = nights.run("A", "BC")
    assert now["BC"] == was
    assert nights.changes == [(now["A"], "split_from", was)]
    assert nights.counts == Changes(persons=2, new=1, splits=1)


def test_in_a_split_of_equals_the_part_with_the_oldest_nominal_keeps_the_id() -> None:
    nights = Nights()
    was = nights.run("B")["B"]
    nights.run("AB")
    assert nights.run("A", "B")["B"] == was


def test_an_id_that_was_merged_away_is_not_given_again() -> None:
    nights = Nights()
    first = nights.run("A", "B")
    nights.run("AB")
    again = nights.run("A", "B")
    assert again["A"] == first["A"]
    assert again["B"] not in first.values()
    nights.run("AB")
    assert nights.run("A", "B")["B"] not in {*first.values(), *again.values()}


def test_a_nominal_that_moves_from_one_person_to_another() -> None:
    nights = Nights()
    was = nights.run("ABC", "DE")
    assert nights.run("AB", "CDE") == {"AB": was["ABC"], "CDE": was["DE"]}
    assert nights.changes == [(was["DE"], "took_from", was["ABC"])]


def test_a_split_and_a_merge_in_one_night() -> None:
    nights = Nights()
    was = nights.run("ABCD", "E")
    now = nights.run("AB", "CDE")
    assert now["AB"] == was["ABCD"]  # of two equal parts the one with the smallest nominal
    assert now["CDE"] == was["E"]
    assert nights.changes == [(was["E"], "took_from", was["ABCD"])]


def test_a_nominal_that_is_gone_has_its_id_when_it_returns() -> None:
    nights = Nights()
    was = nights.run("A", "B")
    assert nights.run("B") == {"B": was["B"]}
    assert nights.changes == [(was["A"], "ended", None)]
    nights.run("B")
    assert nights.changes == []  # said once
    assert nights.run("A", "B") == was
    assert nights.changes == [(was["A"], "returned", None)]
    nights.run("B")
    assert nights.changes == [(was["A"], "ended", None)]


def test_a_nominal_that_is_gone_goes_with_its_person_in_a_merge() -> None:
    nights = Nights()
    was = nights.run("AX", "BCD")
    nights.run("A", "BCD")
    assert nights.run("ABCD") == {"ABCD": was["BCD"]}
    assert nights.known["X"][0] == was["BCD"]
    again = nights.run("ABCD", "X")
    assert again["X"] not in was.values()
    assert nights.changes == [(again["X"], "split_from", was["BCD"])]


def test_a_night_without_any_nominal_ends_nobody() -> None:
    nights = Nights()
    was = nights.run("A", "B")
    assert nights.run() == {}
    assert nights.changes == []
    assert nights.run("A", "B") == was


LETTERS = "ABCDEFGH"


@st.composite
def partitions(draw: st.DrawFn) -> Clusters:
    """Some of the nominals in some clusters."""
    groups: dict[int, str] = {}
    for letter in LETTERS:
        group = draw(st.integers(0, 5))
        groups[group] = groups.get(group, "") + letter
    groups.pop(0, None)
    return list(groups.values())


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(partitions(), min_size=2, max_size=5))
def test_whatever_happens_an_id_is_one_person_s_and_follows_its_nominals(story: list[Clusters]) -> None:
    nights = Nights()
    gone: set[str] = set()  # ids that were merged away
    for clusters in story:
        before, issued = dict(nights.known), set(nights.issued)
        ids = nights.run(*clusters)
        assert len(set(ids.values())) == len(clusters)
        for cluster, person in ids.items():
            had = {before[nominal][0] for nominal in cluster if nominal in before}
            assert person in had or person not in issued  # never another person's id, and never an old one again
            alone = {nominal for nominal, (owner, _) in before.items() if owner in had}
            standing = {nominal for other in clusters for nominal in other}
            if len(had) == 1 and alone & standing <= set(cluster):
                assert person in had  # nothing but growth, or nothing at all
        assert {nights.known[nominal][0] for cluster in clusters for nominal in cluster} == set(ids.values())
        gone |= {person for person, what, _ in nights.changes if what == "merged_into"}
        assert not gone & {person for person, _ in nights.known.values()}
    nights.db.close()
