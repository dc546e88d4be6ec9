"""Which nominals of a small extract are one person, which are offered to a clerk, and what a clerk's word does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people.linked_nights import LinkedNight, nominal

HOME = {"address_line": "12 Mill Lane, Avonmere", "postcode": "ZA1 1AA", "uprn": "900000000001"}
OTHER_HOME = {"address_line": "7 Quarry Road, Redholt", "postcode": "ZA7 9QQ", "uprn": "900000000002"}
PERSON = ("Oliver James", "Thornton", "2012-05-23")


def one_person(first: dict[str, Any], second: dict[str, Any], **more: Any) -> bool:
    return LinkedNight([first, second], **more).persons() == ["a b"]


def test_an_extract_without_nominals_has_no_persons() -> None:
    night = LinkedNight([])
    assert night.tables() == [[], [], []]


def test_every_nominal_has_one_place_and_is_alone_with_certainty() -> None:
    night = LinkedNight([nominal("b"), nominal("a", "Ann", "Lee", "1980-02-03")])
    assert night.db.execute("FROM people.clusters").fetchall() == [("a", "a", 1.0, "exact"), ("b", "b", 1.0, "exact")]


@pytest.mark.parametrize("born", [None, "2010-05-04", "1980-01-01"])
def test_nominals_without_a_name_are_never_linked(born: str | None) -> None:
    rows = [nominal(key, None, None, born, sex="M", pnc_id="2010/0001234A", **HOME) for key in "abc"]
    night = LinkedNight(rows)
    assert night.persons() == ["a", "b", "c"]
    assert night.offered() == {}


def test_a_name_and_nothing_else_is_never_linked() -> None:
    night = LinkedNight([nominal("a", *PERSON[:2]), nominal("b", *PERSON[:2])])
    assert night.persons() == ["a", "b"]


def test_name_and_birth_date_alone_are_for_a_clerk() -> None:
    night = LinkedNight([nominal("a", "Oliver", *PERSON[1:]), nominal("b", "Oliver", *PERSON[1:])])
    assert night.persons() == ["a", "b"]
    assert list(night.offered()) == ["a b"]


@pytest.mark.parametrize(
    "more",
    [{"sex": "M"}, {"postcode": "ZA1 1AA"}, {"uprn": "900000000001"}, {"pnc_id": "2019/0001234A"}],
    ids=lambda more: next(iter(more)),
)
def test_name_birth_date_and_something_more_are_one_person(more: dict[str, str]) -> None:
    night = LinkedNight([nominal("a", "Oliver", "Thornton", "2012-05-23", **more), nominal("b", *PERSON, **more)])
    assert night.persons() == ["a b"]
    assert night.decided_by() == {"a": "model", "b": "model"}


@pytest.mark.parametrize(
    ("forenames", "surname"),
    [
        ("OLIVER", "THORNTON"),
        ("Ollie", "Thornton"),
        ("Olvier", "Thornton"),
        ("Thornton", "Oliver"),
        ("Oliver", "Thornton-Hale"),
        ("Oliver", "Thorntn"),
    ],
)
def test_a_name_written_otherwise_at_one_address_is_one_person(forenames: str, surname: str) -> None:
    assert one_person(nominal("a", *PERSON, **HOME), nominal("b", forenames, surname, PERSON[2], sex="M", **HOME))


@pytest.mark.parametrize("born", ["2012-05-24", "2011-05-23"])
def test_a_birth_date_with_a_slip_at_one_address_is_one_person(born: str) -> None:
    assert one_person(nominal("a", *PERSON, **HOME), nominal("b", *PERSON[:2], born, **HOME))


def test_day_and_month_changed_over_at_one_address_is_one_person() -> None:
    assert one_person(nominal("a", *PERSON[:2], "2012-05-03", **HOME), nominal("b", *PERSON[:2], "2012-03-05", **HOME))


def test_the_same_address_written_without_its_property_number_is_one_home() -> None:
    written = {"address_line": "12 MILL LN", "postcode": "za11aa"}
    assert one_person(nominal("a", *PERSON, **HOME), nominal("b", "Ollie", "Thornton", PERSON[2], **written))


def test_brothers_and_sisters_are_not_one_person() -> None:
    night = LinkedNight(
        [nominal("a", *PERSON, sex="M", **HOME), nominal("b", "Grace", "Thornton", "2014-09-02", sex="F", **HOME)]
    )
    assert night.persons() == ["a", "b"]
    assert night.offered() == {}


def test_twins_are_not_one_person() -> None:
    assert not one_person(nominal("a", *PERSON, sex="M", **HOME), nominal("b", "Harry", *PERSON[1:], sex="M", **HOME))


def test_father_and_son_of_one_name_are_not_one_person() -> None:
    assert not one_person(nominal("a", *PERSON, **HOME), nominal("b", *PERSON[:2], "1984-11-08", **HOME))


def test_a_child_is_not_joined_to_a_nominal_of_unknown_age_by_name_and_address() -> None:
    rows = [nominal("a", "Ali", "Khan", "2012-05-23", **HOME), nominal("b", "Ali", "Khan", None, **HOME)]
    night = LinkedNight(rows)
    assert night.persons() == ["a", "b"]
    assert list(night.offered()) == ["a b"]


def test_nobody_of_unknown_age_is_joined_to_a_registered_offender() -> None:
    rows = [nominal("a", "Ali", "Khan", "1984-05-23", sex="M", **HOME), nominal("b", "Ali", "Khan", sex="M", **HOME)]
    assert not one_person(*rows, offenders=["a"])


def test_different_pnc_ids_are_for_a_clerk() -> None:
    night = LinkedNight(
        [nominal("a", *PERSON, pnc_id="2019/0001234A", **HOME), nominal("b", *PERSON, pnc_id="2021/0055555B", **HOME)]
    )
    assert night.persons() == ["a", "b"]
    assert night.offered()["a b"]["pnc_id"] == "different PNC ids"


def test_pnc_ids_are_read_however_their_year_and_zeros_are_written() -> None:
    assert one_person(nominal("a", *PERSON, pnc_id="2019/0001234A"), nominal("b", *PERSON, pnc_id="19/1234a"))


def test_recorded_relatives_are_two_persons() -> None:
    rows = [nominal("a", *PERSON, **HOME), nominal("b", "Ollie", *PERSON[1:], **HOME)]
    assert one_person(*rows)
    night = LinkedNight(rows, ties=[("a", "sibling", "b")])
    assert night.persons() == ["a", "b"]
    assert night.offered() == {}


def test_names_stay_out_of_the_evidence() -> None:
    night = LinkedNight([nominal("a", "Oliver", *PERSON[1:]), nominal("b", "Oliver", *PERSON[1:])])
    told = str(night.db.execute("SELECT evidence FROM people.links").fetchall())
    assert "thornton" not in told.lower() and "2012" not in told


def test_a_clerk_joins_what_the_records_contradict() -> None:
    rows = [
        nominal("a", *PERSON, pnc_id="2019/1A"),
        nominal("b", "Mia", "Silva", "1990-02-03", pnc_id="2018/7B"),
        nominal("c"),
    ]
    night = LinkedNight(rows, decided=[("b", "same", "a"), ("c", "same", "b")])
    assert night.persons() == ["a b c"]
    assert night.db.execute("SELECT DISTINCT match_probability, decided_by FROM people.clusters").fetchall() == [
        (1.0, "clerk")
    ]


def test_a_clerk_keeps_apart_also_through_a_third() -> None:
    rows = [nominal(key, *PERSON, sex="M", **HOME) for key in "abc"]
    assert LinkedNight(rows).persons() == ["a b c"]
    night = LinkedNight(rows, decided=[("a", "not_same", "b")])
    assert night.persons() == ["a", "b", "c"]  # which of the two c is, nobody can say but a clerk
    assert sorted(night.offered()) == ["a c", "b c"]


def test_between_two_clerks_decisions_keeping_apart_wins() -> None:
    rows = [nominal(key) for key in "abc"]
    night = LinkedNight(rows, decided=[("a", "same", "b"), ("b", "same", "c"), ("c", "not_same", "a")])
    assert night.persons() == ["a b", "c"]


def test_a_decision_about_a_nominal_that_does_not_stand_changes_nothing() -> None:
    rows = [nominal("a", *PERSON), nominal("b")]
    assert LinkedNight(rows, decided=[("a", "same", "gone")]).persons() == ["a", "b"]


def test_a_given_model_is_used_as_it_is_and_the_same_input_gives_the_same_tables() -> None:
    rows = [nominal(key, *PERSON, **home) for key, home in zip("abcd", (HOME, HOME, OTHER_HOME, {}), strict=True)]
    first = LinkedNight(rows)
    second = LinkedNight(reversed(rows), model=first.model)
    assert second.model is first.model
    assert second.tables() == first.tables()
