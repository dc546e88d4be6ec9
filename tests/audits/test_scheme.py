"""Schemes as data: what is shipped holds together, and what is wrong with a force's own file is said with its place."""

from __future__ import annotations

import pytest

from seenheard.audits.scheme import Scheme, differences, read, shipped, shipped_with_text
from seenheard.audits.scheme_file import VOICES
from seenheard.duties import DUTIES
from seenheard.errors import SchemeError

SMALL = """
name = "our-force"
version = 2026-11-25
title = "Ours"
source = "us"
[[grades]]
key = "good"
title = "Good"
[[grades]]
key = "poor"
title = "Poor"
[[case_types]]
key = "missing"
title = "Missing"
[[areas]]
key = "voice"
title = "Voice"
[[area_rules]]
grade = "poor"
not_met = 0.5
[[file_rules]]
grade = "poor"
at = "poor"
areas = 1
[[criteria]]
key = "seen"
area = "voice"
question = "Was the child seen?"
guidance = ""
"""


@pytest.mark.parametrize("scheme", shipped(), ids=lambda scheme: scheme.name)
class TestWhatIsShipped:
    """The two schemes of national inspections."""

    def test_asks_each_case_type_something_in_each_area_that_it_has(self, scheme: Scheme) -> None:
        for case_type in scheme.case_types:
            criteria = scheme.criteria_for(case_type.key)
            assert len(criteria) >= 10
            assert {one.area for one in criteria} == {area.key for area in scheme.areas_for(case_type.key)}

    def test_hears_the_child_in_parts_and_never_in_one_tick(self, scheme: Scheme) -> None:
        heard = {one.voice for one in scheme.criteria_for("domestic_abuse")} - {""}
        assert heard == set(VOICES)
        assert all(one.text for one in scheme.criteria if one.voice in ("seen", "spoken_to", "words", "effect", "shared"))

    def test_names_only_duties_that_there_are(self, scheme: Scheme) -> None:
        assert {one.duty for one in scheme.criteria} - {""} <= set(DUTIES)

    def test_is_the_same_read_twice_and_keeps_its_hash_under_another_layout(self, scheme: Scheme) -> None:
        text = dict((one.name, text) for one, text in shipped_with_text())[scheme.name]
        assert read(f"# a remark\n\n{text}\n", "x") == scheme and read(text, "y").hash == scheme.hash


def test_the_scheme_of_2014_has_its_case_types_areas_and_grades() -> None:
    scheme = shipped()[0]
    assert [one.key for one in scheme.grades] == ["good", "requires_improvement", "inadequate"]
    assert len(scheme.case_types) == 9 and len(scheme.areas) == 8
    assert [one.key for one in scheme.areas_for("offender_management")] == ["decision_making", "managing_risk", "leadership"]


def test_the_programme_since_2024_has_five_topics_in_five_tiers() -> None:
    scheme = shipped()[1]
    assert [one.key for one in scheme.grades] == ["outstanding", "good", "adequate", "requires_improvement", "inadequate"]
    assert len(scheme.areas) == 5


def test_a_small_scheme_is_one() -> None:
    scheme = read(SMALL, "ours.toml")
    assert scheme.criteria[0].case_types == ("missing",) and scheme.version == "2026-11-25"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "our-force"', 'name = "Our Force"', "small letters"),
        ("version = 2026-11-25", 'version = "1"', "is a date"),
        ("version = 2026-11-25", "version = 2026-11-25T06:00:00", "is a date"),
        ('source = "us"', "", "“source” is missing"),
        ('source = "us"', 'source = "us"\ncolour = "red"', "no “colour”"),
        ('key = "poor"', 'key = "good"', "there twice"),
        ('area = "voice"', 'area = "heart"', "no area heart; there are voice"),
        ('grade = "poor"\nnot_met', 'grade = "bad"\nnot_met', "no grade bad"),
        ('grade = "poor"\nnot_met', 'grade = "good"\nnot_met', "is the best grade"),
        ("not_met = 0.5", "", "no condition"),
        ("not_met = 0.5", "not_met = 5", "a share from 0 to 1"),
        ("not_met = 0.5", "critical_no = 0", "a whole number from 1"),
        ("areas = 1", "areas = 2", "more areas than there are"),
        ('question = "Was the child seen?"', 'question = ""', "asks no question"),
        ('guidance = ""', "", "no guidance"),
        ('guidance = ""', 'guidance = ""\nduty = "child-loved"', "no duty child-loved"),
        ('guidance = ""', 'guidance = ""\nanswers = ["yes", "perhaps"]', "holds perhaps"),
        ('guidance = ""', 'guidance = ""\nanswers = ["yes"]', "need yes and no"),
        ('guidance = ""', 'guidance = ""\nvoice = "loud"', "“voice” is one of"),
        ('guidance = ""', 'guidance = ""\ncase_types = ["found"]', "holds found"),
        ('guidance = ""', 'guidance = ""\ncritical = "very"', "true or false"),
        ("[[grades]]", "[grades]", "no TOML"),
        ('[[grades]]\nkey = "poor"\ntitle = "Poor"\n', "", "at least two"),
        ('title = "Ours"', f'title = "{"x" * 3000}"', "“title” is missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, sentence: str) -> None:
    with pytest.raises(SchemeError, match=r"^ours\.toml: ") as refused:
        read(SMALL.replace(old, new, 1), "ours.toml")
    assert sentence in str(refused.value)


def test_a_criterion_twice_an_empty_area_and_a_grade_without_a_rule_are_told_together() -> None:
    twice = SMALL + SMALL[SMALL.index("[[criteria]]") :]
    told = twice.replace('[[areas]]\nkey = "voice"', '[[areas]]\nkey = "home"\ntitle = "Home"\n[[areas]]\nkey = "voice"')
    with pytest.raises(SchemeError) as refused:
        read(told.replace('[[area_rules]]\ngrade = "poor"\nnot_met = 0.5\n', ""), "x")
    said = str(refused.value)
    assert "is there twice" in said and "The area home has no criterion." in said and "no rule gives the grade poor" in said


@pytest.mark.parametrize("text", ["", "a" * 600_000, "\x00", "[[[", "x = " + "[" * 5000])
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(SchemeError):
        read(text, "x")


def test_what_a_version_changed_is_said() -> None:
    old = read(SMALL, "x")
    new = read(SMALL.replace("Was the child seen?", "Was every child seen?").replace("2026-11-25", "2026-12-01"), "x")
    assert differences(old, old) == []
    said = differences(old, new)
    assert any("version changed" in one for one in said) and "Changed: “Was every child seen?”" in said
