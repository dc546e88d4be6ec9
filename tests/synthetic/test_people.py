"""The people of the synthetic force are as hard to tell apart as in life, and the truth says so."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

import pytest

from seenheard.synthetic import truth
from seenheard.synthetic.force import make_people

Row = dict[str, str]


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """Each person's nominals, joined with the truth of them."""
    night = make_people(tmp_path_factory.mktemp("people"), 1, 0.05)
    with (night / "extracts" / "nominals.csv").open(newline="", encoding="utf-8") as file:
        newest = {row["nominal_id"]: row for row in sorted(csv.DictReader(file), key=lambda row: row["recorded_at"])}
    with (night / truth.FILE).open(newline="", encoding="utf-8") as file:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in csv.DictReader(file):
            if row["nominal_id"] in newest:
                found[row["person_id"]].append(newest[row["nominal_id"]] | row)
    return dict(found)


def test_about_a_quarter_of_the_nominals_are_aliases(persons: dict[str, list[Row]]) -> None:
    nominals = sum(len(rows) for rows in persons.values())
    assert nominals == pytest.approx(15_000, rel=0.08)
    assert 0.2 < 1 - len(persons) / nominals < 0.3


@pytest.mark.parametrize(
    "kind",
    ["nickname", "spelling", "typed", "swapped", "other_surname", "middle_name", "initial", "no_date", "new_year",
     "day_and_month", "year", "address_otherwise", "postcode_only", "moved_far", "moved_near", "fostered", "no_address"],
)  # fmt: skip
def test_aliases_are_written_in_every_way(persons: dict[str, list[Row]], kind: str) -> None:
    assert sum(kind in row["written"].split("+") for rows in persons.values() for row in rows) >= 10


@pytest.mark.parametrize("kind", truth.KINDS)
def test_there_are_lookalikes_of_every_kind(persons: dict[str, list[Row]], kind: str) -> None:
    assert sum(rows[0]["looks_like"] == kind for rows in persons.values()) >= 4


def test_twins_share_a_birthday_and_a_home_and_never_a_name(persons: dict[str, list[Row]]) -> None:
    twins = [(rows[0], persons[rows[0]["twin_person_id"]][0]) for rows in persons.values() if rows[0]["is_twin"] == "true"]
    assert len(twins) > 60
    for one, other in twins:
        assert one["postcode"] == other["postcode"] and one["date_of_birth"] == other["date_of_birth"]
        assert one["forenames"].split()[0].upper() != other["forenames"].split()[0].upper()


def test_only_who_was_arrested_has_a_pnc_id_and_it_is_one_persons(persons: dict[str, list[Row]]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for person, rows in persons.items():
        for row in rows:
            if row["pnc_id"]:
                owners[row["pnc_id"]].add(person)
    assert 0.03 < len(owners) / len(persons) < 0.3
    assert max(len(people) for people in owners.values()) == 1


def test_in_some_communities_many_are_born_on_1_january(persons: dict[str, list[Row]]) -> None:
    first = [rows[0] for rows in persons.values() if rows[0]["date_of_birth"]]
    born, on_new_year = (
        Counter(row["community"] for row in first),
        Counter(row["community"] for row in first if row["date_of_birth"].endswith("-01-01")),
    )
    assert on_new_year["O9"] / born["O9"] > 0.15
    assert on_new_year["M1/NS/W1"] / born["M1/NS/W1"] < 0.01


def test_nobody_whose_age_a_duty_asks_for_looks_younger_under_an_alias(persons: dict[str, list[Row]]) -> None:
    quiet = younger = 0
    for rows in persons.values():
        if rows[0]["is_child"] == "true" and rows[0]["date_of_birth"]:
            later = any(row["date_of_birth"] > rows[0]["date_of_birth"] for row in rows[1:])
            younger += later
            quiet += 1
    assert younger / quiet < 0.01
