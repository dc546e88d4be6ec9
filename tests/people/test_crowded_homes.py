"""Homes of too many for a household, and whom they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from seenheard.duties import standards
from seenheard.people import given
from seenheard.people.crowded_homes import CrowdedHome, find
from seenheard.uk_time import day_number, parse_timestamp
from tests.records.conftest import AS_OF, Extracts

GROWN_UP = "1980-01-01"
CHILD = {"nominal_id": "child", "date_of_birth": "2008-11-23"}  # 18 tomorrow
ADULT = {"nominal_id": "adult", "date_of_birth": "2008-11-22"}  # 18 today
UNKNOWN = {"nominal_id": "unknown"}


@pytest.fixture
def extracts(tmp_path: Path) -> Iterator[Extracts]:
    folder = tmp_path / "extracts"
    folder.mkdir()
    made = Extracts(folder)
    yield made
    made.db.close()


def found(extracts: Extracts, *nominals: dict[str, str], persons: str = "") -> tuple[CrowdedHome, ...]:
    extracts.put("nominals", *nominals)
    extracts.read()
    file = extracts.folder.parent / "persons.csv"
    file.write_text("nominal_id,person_id\n" + persons)
    given.load(extracts.db, file)
    moment = parse_timestamp(AS_OF)
    assert moment is not None
    return find(extracts.db, standards.load(day_number(date(2026, 11, 22)), None), moment)


def grown_ups(number: int, **home: str) -> list[dict[str, str]]:
    return [{"nominal_id": f"N{place:02}", "date_of_birth": GROWN_UP} | home for place in range(number)]


def test_twelve_persons_are_a_household_and_thirteen_are_not(extracts: Extracts) -> None:
    assert found(extracts, CHILD | {"uprn": "7"}, *grown_ups(11, uprn="7")) == ()
    assert found(extracts, CHILD | {"uprn": "7"}, *grown_ups(12, uprn="7")) == (
        CrowdedHome("uprn", "7", 13, ("child",), ()),
    )


def test_nominals_of_one_person_count_once(extracts: Extracts) -> None:
    assert found(extracts, CHILD | {"uprn": "7"}, *grown_ups(12, uprn="7"), persons="N00,A\nN01,A\n") == ()


def test_it_names_children_and_those_of_unknown_age_and_nobody_else(extracts: Extracts) -> None:
    nominals = [one | {"uprn": "7"} for one in (CHILD, ADULT, UNKNOWN)]
    assert found(extracts, *nominals, *grown_ups(10, uprn="7")) == (CrowdedHome("uprn", "7", 13, ("child",), ("unknown",)),)
    assert found(extracts, ADULT | {"uprn": "7"}, *grown_ups(12, uprn="7")) == ()


def test_the_youngest_date_of_birth_of_a_person_counts(extracts: Extracts) -> None:
    nominals = (ADULT | {"uprn": "7"}, CHILD, *grown_ups(12, uprn="7"))
    assert found(extracts, *nominals, persons="adult,A\nchild,A\n")[0].children == ("adult",)


def test_addresses_are_compared_by_letters_and_digits(extracts: Extracts) -> None:
    home, other = {"address_line": "1 High St.", "postcode": "AB1 2CD"}, {"address_line": "1 HIGH ST", "postcode": "ab12cd"}
    crowded = found(extracts, *grown_ups(12, **home), CHILD | other)
    assert crowded == (CrowdedHome("address", "1 High St., AB1 2CD", 13, ("child",), ()),)
    assert found(extracts, *grown_ups(12, address_line="1 High St."), CHILD | {"address_line": "1 High St."}) == ()


def test_the_sentence_says_who_is_left_out() -> None:
    home = CrowdedHome("address", "1 High St\n", 13, ("A", "B"), ("C",))
    assert home.sentence() == (
        "13 persons share the address 1 High St , so it makes no household. "
        "Children left out: A, B. Left out, of unknown age: C."
    )
