"""Schemes: what is shipped is whole, a file that is wrong is refused with a sentence, and versions are told apart."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from seenheard.audits.scheme import Named, Scheme, differences, read, read_own, shipped, shipped_with_text
from seenheard.audits.scheme_file import MOST_CHARACTERS, VOICES
from seenheard.duties import DUTIES
from seenheard.errors import SchemeError

SMALL = """
name = "our-force"
version = 2026-11-25
title = "Our own"
source = "Policy 12"
[[grades]]
key = "good"
title = "Good"
[[grades]]
key = "fair"
title = "Fair"
[[grades]]
key = "poor"
title = "Poor"
[[case_types]]
key = "missing"
title = "Missing"
[[areas]]
key = "help"
title = "Help"
[[areas]]
key = "risk"
title = "Risk"
[[criteria]]
key = "seen"
area = "help"
question = "Was the child seen?"
guidance = "By an officer."
critical = true
duty = "child-seen"
[[criteria]]
key = "graded"
area = "risk"
question = "Was the risk graded?"
guidance = ""
answers = ["yes", "no"]
[[area_rules]]
grade = "poor"
critical_no = 1
[[area_rules]]
grade = "fair"
met_below = 0.5
[[file_rules]]
grade = "poor"
at = "poor"
areas = 1
[[file_rules]]
grade = "fair"
at = "fair"
areas = 2
of = ["help", "risk"]
"""


def refusal(text: str) -> str:
    with pytest.raises(SchemeError) as refused:
        read(text, "ours.toml")
    return str(refused.value)


def changed(before: str, after: str) -> str:
    assert SMALL.count(before) >= 1
    return SMALL.replace(before, after, 1)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('name = "our-force"', "", "“name” is missing"),
        ('name = "our-force"', 'name = "Our Force"', "“name” is of small letters"),
        ('name = "our-force"', f'name = "{"a" * 61}"', "60 at most"),
        ("version = 2026-11-25", 'version = "2026-11-25"', "“version” is a date"),
        ("version = 2026-11-25", "version = 2026-11-25T10:00:00", "“version” is a date"),
        ("version = 2026-11-25", "version = 2026-02-30", "no TOML that can be read"),
        ("version = 2026-11-25", "", "“version” is a date"),
        ('source = "Policy 12"', 'source = " "', "“source” is missing"),
        ('source = "Policy 12"', 'source = "x"\ncolour = "red"', "A scheme has no “colour”."),
        ('title = "Fair"', 'title = ""', "grades 2: its title is missing"),
        ('key = "fair"', 'key = "good"', "grades 2: the key good is there twice."),
        ('key = "fair"', 'key = "Fair!"', "grades 2: its key is of small letters"),
        ('key = "missing"', "key = 3", "case_types 1: its key"),
        ('area = "help"', 'area = "cellar"', "criteria 1 (seen): there is no area cellar; there are help, risk."),
        ('area = "risk"', 'area = "help"', "The area risk has no criterion."),
        ('key = "graded"', 'key = "seen"', "criteria 2 (seen): this criterion is there twice."),
        ('question = "Was the child seen?"', "", "criteria 1 (seen): it asks no question."),
        ('guidance = ""', "", "criteria 2 (graded): it has no guidance"),
        ('duty = "child-seen"', 'duty = "child-hugged"', "there is no duty child-hugged."),
        ('duty = "child-seen"', 'voice = "sung"', "“voice” is one of seen,"),
        ("critical = true", 'critical = "true"', "“critical” is true or false."),
        ("critical = true", "weight = 3", "there is no “weight” in it."),
        ("critical = true", 'case_types = ["burglary"]', "“case_types” holds burglary, and may hold missing."),
        ("critical = true", "case_types = []", "“case_types” is empty"),
        ("critical = true", 'case_types = "missing"', "“case_types” is a list."),
        ('["yes", "no"]', '["yes", "partly"]', "its answers need yes and no."),
        ('["yes", "no"]', '["yes", "no", "maybe"]', "“answers” holds maybe"),
        ('["yes", "no"]', '["yes", "no", {a = 1}]', "“answers” holds {'a': 1}"),
        ('["yes", "no"]', '["yes", "no", "no"]', "holds something twice"),
        ('grade = "poor"\ncritical_no = 1', 'grade = "dire"\ncritical_no = 1', "area_rules 1: there is no grade dire"),
        ('grade = "poor"\ncritical_no = 1', 'grade = "good"\ncritical_no = 1', "good is the best grade, and needs no rule"),
        ('grade = "poor"\ncritical_no = 1', 'grade = "poor"', "area_rules 1: it has no condition."),
        ("critical_no = 1", "critical_no = 0", "“critical_no” is a whole number from 1."),
        ("critical_no = 1", "critical_no = true", "“critical_no” is a whole number from 1."),
        ("met_below = 0.5", "met_below = 0", "“met_below” is a share from 0 to 1"),
        ("met_below = 0.5", "met_below = 1.01", "“met_below” is a share from 0 to 1"),
        ("met_below = 0.5", "met_below = nan", "“met_below” is a share from 0 to 1"),
        ('grade = "fair"\nmet', 'grade = "poor"\nmet', "“area_rules”: no rule gives the grade fair."),
        ('at = "fair"', 'at = "dire"', "file_rules 2: there is no grade dire"),
        ('at = "fair"', 'at = "good"', "file_rules 2: every area is graded good or worse"),
        ('at = "fair"', "", "file_rules 2: “at” is missing."),
        ('of = ["help", "risk"]', 'of = ["help", "cellar"]', "cellar is none"),
        ('of = ["help", "risk"]', 'of = ["help", "help"]', "is there twice"),
        ('of = ["help", "risk"]', "of = [1]", "1 is none"),
        ('of = ["help", "risk"]', 'of = ["help"]', "file_rules 2: it asks for more areas than there are."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(before: str, after: str, says: str) -> None:
    said = refusal(changed(before, after))
    assert said.startswith("ours.toml: ")
    assert says in said


def test_rules_go_from_the_worst_grade_to_the_best() -> None:
    first, second = '[[area_rules]]\ngrade = "poor"\ncritical_no = 1\n', '[[area_rules]]\ngrade = "fair"\nmet_below = 0.5\n'
    assert "area_rules 2: rules go from the worst grade to the best; poor comes too late." in refusal(
        changed(first + second, second + first)
    )


def test_a_scheme_without_rules_would_leave_grades_that_nothing_gives() -> None:
    assert "“area_rules”: no rule gives the grade fair." in refusal(SMALL[: SMALL.index("[[area_rules]]")])


def test_the_line_of_a_slip_is_named() -> None:
    assert "at line 3" in refusal(changed("version = 2026-11-25", "version 2026-11-25"))


def test_many_faults_are_counted_and_not_all_told() -> None:
    more = "".join(f'[[criteria]]\nkey = "more-{number}"\narea = "cellar"\n' for number in range(20))
    assert refusal(SMALL + more).endswith("more.")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 5_000,
        "a = " + "1" * 10_000,
        ".".join("a" * 200_000) + " = 1",
        "\n".join(".".join([f"k{line}", *"a" * 99]) + " = 1" for line in range(2_000)),
        "[" + ".".join("a" * 101 + "b") + "]",
        "x" * (MOST_CHARACTERS + 1),
        SMALL + "\x00",
        changed("Was the child seen?", "x" * 100_000),
        changed('"Policy 12"', '"x"\n"' + "y" * 100_000 + '" = 1'),
        changed("critical = true", f'case_types = ["{"z" * 100_000}"]'),
        "",
    ],
    ids=["deep", "tables", "number", "dotted", "lines", "header", "long", "nul", "question", "name", "value", "nothing"],
)
def test_a_hostile_file_costs_a_short_sentence(text: str) -> None:
    begun = time.perf_counter()
    said = refusal(text)
    assert time.perf_counter() - begun < 10
    assert len(said) < 5_000


def test_a_file_of_exactly_the_most_characters_is_read() -> None:
    assert read(SMALL + "#" * (MOST_CHARACTERS - len(SMALL)), "ours.toml").name == "our-force"


def test_what_a_file_leaves_out_has_its_default() -> None:
    seen, graded = read(SMALL, "ours.toml").criteria
    assert (seen.case_types, seen.answers) == (("missing",), ("yes", "partly", "no", "not_applicable", "cant_tell"))
    assert (graded.critical, graded.text, graded.voice, graded.duty) == (False, "", "", "")


def test_the_hash_is_of_the_content_and_not_of_the_layout() -> None:
    small = read(SMALL, "ours.toml")
    spaced = read("# ours\r\n" + SMALL.replace("\n", "\r\n").replace(" = ", "   =   "), "other.toml")
    assert small.hash == spaced.hash
    whole, point = (read(changed("met_below = 0.5", f"met_below = {share}"), "") for share in ("1", "1.0"))
    assert whole.hash == point.hash != small.hash


CHANGES: list[tuple[Callable[[Scheme], Scheme], str]] = [
    (lambda old: replace(old, name="other"), "The name changed from “our-force” to “other”."),
    (lambda old: replace(old, version="2026-12-01"), "The version changed from “2026-11-25” to “2026-12-01”."),
    (lambda old: replace(old, source="Policy 13"), "The source changed from “Policy 12” to “Policy 13”."),
    (lambda old: replace(old, about="More"), "The about changed from “” to “More”."),
    (lambda old: replace(old, criteria=old.criteria[:1]), "Gone: “Was the risk graded?”"),
    (lambda old: replace(old, criteria=old.criteria[::-1]), "The order of the questions changed."),
    (
        lambda old: replace(old, criteria=(replace(old.criteria[0], guidance="x", critical=False), old.criteria[1])),
        "Changed: “Was the child seen?” (guidance, critical)",
    ),
    (lambda old: replace(old, grades=old.grades[:2]), "The grades changed."),
    (lambda old: replace(old, areas=(*old.areas, Named("more", "More"))), "The areas changed."),
    (lambda old: replace(old, area_rules=old.area_rules[:1]), "The rules of areas changed."),
    (lambda old: replace(old, file_rules=old.file_rules[:1]), "The rules of files changed."),
]


@pytest.mark.parametrize(("change", "says"), CHANGES)
def test_a_change_is_told_and_moves_the_hash(change: Callable[[Scheme], Scheme], says: str) -> None:
    old = read(SMALL, "ours.toml")
    new = change(old)
    assert differences(old, new) == [says]
    assert new.hash != old.hash


def test_a_new_question_is_told() -> None:
    old = read(SMALL, "ours.toml")
    assert differences(replace(old, criteria=old.criteria[:1]), old) == ["New: “Was the risk graded?”"]


def test_nothing_changed_is_nothing_told() -> None:
    assert differences(read(SMALL, "one"), read(SMALL, "other")) == []


def test_a_force_gives_its_own_scheme_a_name_of_its_own() -> None:
    scheme, text = shipped_with_text()[0]
    assert read_own(text, "same.toml") == scheme
    with pytest.raises(SchemeError, match=r"ours\.toml: inspection-2014 is a scheme that comes with the program"):
        read_own(text.replace("Good", "Fine", 1), "ours.toml")
    assert read_own(SMALL, "ours.toml").name == "our-force"


@pytest.mark.parametrize("scheme", shipped(), ids=lambda scheme: scheme.name)
class TestShipped:
    def test_its_words_are_all_there(self, scheme: Scheme) -> None:
        assert scheme.source.startswith("https://")
        assert all(one.guidance.strip() and one.question.endswith("?") for one in scheme.criteria)

    def test_every_case_type_is_asked_questions_and_has_something_critical(self, scheme: Scheme) -> None:
        for case_type in scheme.case_types:
            asked = scheme.criteria_for(case_type.key)
            assert len(asked) >= 10, case_type.key
            assert any(one.critical for one in asked), case_type.key

    def test_the_childs_voice_is_never_one_tick(self, scheme: Scheme) -> None:
        parts = {one.voice for one in scheme.criteria if one.voice}
        assert parts == set(VOICES)
        for case_type in ("domestic_abuse", "section_47", "police_protection", "other_referrals"):
            voices = [one.voice for one in scheme.criteria_for(case_type) if one.voice]
            assert sorted(voices) == sorted(VOICES), case_type

    def test_where_the_childs_words_are_wanted_there_is_a_box(self, scheme: Scheme) -> None:
        assert not [one.key for one in scheme.criteria if one.voice and not one.text]

    def test_a_duty_is_set_beside_one_question_at_most(self, scheme: Scheme) -> None:
        named = [one.duty for one in scheme.criteria if one.duty]
        assert len(set(named)) == len(named)
        assert set(named) <= set(DUTIES)

    def test_criteria_come_in_the_order_of_areas(self, scheme: Scheme) -> None:
        for case_type in scheme.case_types:
            areas = [one.area for one in scheme.criteria_for(case_type.key)]
            assert list(dict.fromkeys(areas)) == [area.key for area in scheme.areas_for(case_type.key)]


def test_the_inspections_have_the_grades_areas_and_case_types_that_reports_name() -> None:
    inspection, programme = shipped()
    assert [one.key for one in inspection.grades] == ["good", "requires_improvement", "inadequate"]
    assert len(inspection.areas) == 8
    assert len(inspection.case_types) == len(programme.case_types) == 9
    assert [one.key for one in programme.grades] == ["outstanding", "good", "adequate", "requires_improvement", "inadequate"]
    assert len(programme.areas) == 5
