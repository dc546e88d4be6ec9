"""Names as they are written in real records, and what is compared of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.people.names import by_sound, folded, forms, read_forenames, read_surname


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Małgorzata", "malgorzata"),
        ("  ZAJĄC ", "zajac"),
        ("Ștefănescu", "stefanescu"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Smith-Lee", "smith lee"),
        ("Yıldız", "yildiz"),
        ("Straße", "strasse"),
        ("12 ???", ""),
    ],
)
def test_accents_apostrophes_and_case_do_not_count(written: str, read: str) -> None:
    assert folded(written) == read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhamad"),
        ("hussain", "hossein"),
        ("chowdhury", "choudhuri"),
        ("philip", "filip"),
        ("jacqueline", "jaqueline"),
        ("sean", "shawn"),
    ],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert by_sound(one) == by_sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bill", "william"), ("kasia", "katarzyna"), ("mohd", "muhammad"), ("peggy", "margaret")]
)
def test_forms_of_one_name(one: str, other: str) -> None:
    assert set(forms()[one]) & set(forms()[other])


@pytest.mark.parametrize(("one", "other"), [("oliver", "olivia"), ("ella", "ellie"), ("hassan", "hussain")])
def test_a_full_form_comes_first(one: str, other: str) -> None:
    assert forms()[one][0] != forms()[other][0]


def test_forenames_in_parts() -> None:
    read = read_forenames("Catherine (Kate) Mary-Ann")
    assert (read.first, read.others, read.run) == ("catherine", "kate mary ann", "catherinekatemaryann")


@pytest.mark.parametrize("written", ["UNKNOWN", "Not Known", "N/K", "", "--", "Mr"])
def test_what_stands_for_no_name_is_none(written: str) -> None:
    assert read_forenames(written).first is None
    assert read_surname(written).whole is None


def test_baby_is_no_forename_and_child_may_be_a_surname() -> None:
    assert read_forenames("Baby").first is None
    assert read_surname("Child").whole == "child"


@pytest.mark.parametrize(
    ("written", "whole", "parts"),
    [
        ("Smith-Jones", "smithjones", ("smith", "jones")),
        ("Smith Jones", "smithjones", ("smith", "jones")),
        ("Al-Masri", "almasri", (None, None)),
        ("O Sullivan", "osullivan", (None, None)),
        ("McCarthy", "mccarthy", (None, None)),
        ("de Souza Lima", "desouzalima", ("souza", "lima")),
    ],
)
def test_surnames_in_parts(written: str, whole: str, parts: tuple[str | None, str | None]) -> None:
    read = read_surname(written)
    assert (read.whole, (read.first_part, read.last_part)) == (whole, parts)


def test_particles_are_not_heard() -> None:
    assert read_surname("Al-Masri").sound == read_surname("Masri").sound == read_surname("El Masri").sound


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    read, surname = read_forenames(text), read_surname(text)
    assert (read.first is None) == (read.run is None)
    assert folded(folded(text)) == folded(text)
    for letters in (read.first, surname.whole):
        assert letters is None or (letters and " " not in letters)
