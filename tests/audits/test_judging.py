"""Grade rules: at their boundaries, and what holds for every answer: a better one never worsens a grade."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audits.conftest import scheme_of

from seenheard.audits.judging import area_rules_in_words, file_rules_in_words, overall, suggest
from seenheard.audits.scheme import AreaRule, Criterion, FileRule, Named, Scheme, shipped

BETTER = {"no": "cant_tell", "cant_tell": "partly", "partly": "yes"}


def one_area(*rules: AreaRule, criteria: int, critical: int = 0) -> Scheme:
    """So many criteria in one area, the first of them critical; a file is graded as the area is."""
    asked = tuple(
        Criterion(f"q{number}", "help", f"Question {number}?", "", ("missing",), critical=number < critical)
        for number in range(criteria)
    )
    return replace(
        scheme_of(),
        areas=(Named("help", "Help"),),
        criteria=asked,
        area_rules=rules,
        file_rules=(FileRule("inadequate", "inadequate", 1), FileRule("requires_improvement", "requires_improvement", 1)),
    )


def graded(scheme: Scheme, *answers: str) -> tuple[str | None, str]:
    told = suggest(scheme, "missing", {f"q{number}": answer for number, answer in enumerate(answers)}).areas["help"]
    return told.grade, told.reason


@pytest.mark.parametrize(
    ("share", "of", "least"),
    [(0.5, 4, 2), (0.5, 5, 3), (0.07, 100, 7), (0.55, 20, 11), (0.35, 20, 7), (1.0, 3, 3), (0.29, 100, 29)],
)
def test_a_share_holds_from_the_very_count_that_it_says(share: float, of: int, least: int) -> None:
    not_met = one_area(AreaRule("inadequate", not_met=share), criteria=of)
    met = one_area(AreaRule("inadequate", met_below=share), criteria=of)
    assert graded(not_met, *["no"] * (least - 1), *["yes"] * (of - least + 1))[0] == "good"
    assert graded(not_met, *["no"] * least, *["yes"] * (of - least))[0] == "inadequate"
    assert graded(met, *["yes"] * (least - 1), *["partly"] * (of - least + 1))[0] == "inadequate"
    assert graded(met, *["yes"] * least, *["partly"] * (of - least))[0] == "good"


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        (("no", "yes", "yes"), "requires_improvement"),
        (("no", "no", "yes"), "inadequate"),
        (("yes", "yes", "no"), "good"),
        (("cant_tell", "cant_tell", "yes"), "good"),
        (("not_applicable", "no", "yes"), "requires_improvement"),
    ],
)
def test_critical_questions_are_counted_by_themselves(answers: tuple[str, ...], grade: str) -> None:
    rules = (AreaRule("inadequate", critical_no=2), AreaRule("requires_improvement", critical_no=1))
    assert graded(one_area(*rules, criteria=3, critical=2), *answers)[0] == grade


@pytest.mark.parametrize("answer", ["no", "partly", "cant_tell"])
def test_what_is_not_yes_to_a_critical_question_is_not_met(answer: str) -> None:
    scheme = one_area(AreaRule("inadequate", critical_not_yes=1), criteria=2, critical=1)
    assert graded(scheme, answer, "yes") == ("inadequate", "Not answered yes: “Question 0?”.")
    assert graded(scheme, "yes", answer)[0] == "good"


def test_cant_tell_is_never_fine() -> None:
    for scheme in shipped():
        for case_type in scheme.case_types:
            unknown = {one.key: "cant_tell" for one in scheme.criteria_for(case_type.key)}
            assert suggest(scheme, case_type.key, unknown).overall.grade == "inadequate"


def test_all_yes_is_the_best_grade_and_all_no_the_worst() -> None:
    for scheme in shipped():
        for case_type in scheme.case_types:
            asked = scheme.criteria_for(case_type.key)
            best = suggest(scheme, case_type.key, {one.key: "yes" for one in asked}).overall
            worst = suggest(scheme, case_type.key, {one.key: "no" for one in asked}).overall
            assert (best.grade, worst.grade) == (scheme.grades[0].key, scheme.grades[-1].key)


def test_one_question_without_an_answer_is_no_suggestion_and_says_so() -> None:
    scheme = one_area(AreaRule("inadequate", not_met=0.5), criteria=3)
    assert graded(scheme, "no", "no") == (None, "Not answered yet: 1 of 3 questions.")
    assert suggest(scheme, "missing", {}).overall.reason == "No grade yet: 1 of 1 areas."


def test_what_the_criterion_does_not_allow_is_no_answer() -> None:
    scheme = one_area(AreaRule("inadequate", not_met=0.5), criteria=1)
    assert graded(scheme, "")[0] is None
    assert graded(scheme, "maybe") == (None, "Not answered yet: 1 of 1 questions.")


def test_an_area_of_which_nothing_applies_has_no_grade_and_holds_nothing_up() -> None:
    scheme = replace(
        one_area(AreaRule("inadequate", not_met=0.5), criteria=2),
        areas=(Named("help", "Help"), Named("risk", "Risk")),
    )
    scheme = replace(scheme, criteria=(scheme.criteria[0], replace(scheme.criteria[1], area="risk")))
    told = suggest(scheme, "missing", {"q0": "not_applicable", "q1": "no"})
    assert (told.areas["help"].grade, told.areas["help"].applies) == (None, False)
    assert told.overall.grade == "inadequate"
    nothing = suggest(scheme, "missing", {"q0": "not_applicable", "q1": "not_applicable"}).overall
    assert (nothing.grade, nothing.reason, nothing.applies) == (None, "No criterion applies.", False)


def test_the_whole_file_counts_areas_at_a_grade_or_worse() -> None:
    rules = (FileRule("inadequate", "inadequate", 1, ("a",)), FileRule("requires_improvement", "requires_improvement", 2))
    areas = (Named("a", "Area A"), Named("b", "Area B"), Named("c", "Area C"))
    scheme = replace(scheme_of(), areas=areas, file_rules=rules)
    assert overall(scheme, {"a": "inadequate", "b": "good"}).reason == "Inadequate: Area A."
    assert overall(scheme, {"a": "good", "b": "inadequate"}).grade == "good"
    two = overall(scheme, {"a": "requires_improvement", "b": "inadequate", "c": "good"})
    assert (two.grade, two.reason) == ("requires_improvement", "Requires improvement or worse: Area A and Area B.")
    assert overall(scheme, {"a": "good", "b": None}).grade is None


def test_the_reason_names_the_questions() -> None:
    scheme = one_area(AreaRule("inadequate", critical_no=1), criteria=4, critical=3)
    assert graded(scheme, "no", "no", "no", "yes")[1] == "Answered no: “Question 0?”, “Question 1?” and “Question 2?”."
    shares = one_area(AreaRule("inadequate", not_met=0.5), AreaRule("requires_improvement", met_below=0.5), criteria=4)
    assert graded(shares, "no", "cant_tell", "yes", "yes")[1] == "2 of 4 questions that apply are answered no or can’t tell."
    assert graded(shares, "no", "partly", "partly", "yes")[1] == "1 of 4 questions that apply are answered yes."


def test_the_words_of_rules_say_their_numbers() -> None:
    rules = (AreaRule("inadequate", 1, None, 0.5), AreaRule("requires_improvement", None, 2, None, 0.07))
    scheme = one_area(*rules, criteria=2)
    assert area_rules_in_words(scheme) == [
        "Inadequate, if at least one critical question is answered no, or at least 50 % of the questions that apply are "
        "answered no or can’t tell.",
        "Requires improvement, if at least 2 critical questions are not answered yes, or less than 7 % of the questions "
        "that apply are answered yes.",
        "Good otherwise.",
    ]
    of = replace(
        scheme,
        areas=(Named("help", "Help"), Named("risk", "Risk")),
        file_rules=(FileRule("inadequate", "requires_improvement", 1, ("help", "risk")),),
    )
    assert file_rules_in_words(of) == [
        "Inadequate, if at least one of the areas Help and Risk is graded requires improvement or worse.",
        "Good otherwise.",
    ]


def test_every_number_of_a_shipped_rule_stands_in_its_words() -> None:
    for scheme in shipped():
        for rule, words in zip(scheme.area_rules, area_rules_in_words(scheme), strict=False):
            shares = [f"{share * 100:.0f} %" for share in (rule.not_met, rule.met_below) if share is not None]
            assert all(share in words for share in shares)
            assert words.startswith(scheme.grade_title(rule.grade))
            assert words.count("critical") == (rule.critical_no is not None) + (rule.critical_not_yes is not None)
        assert len(file_rules_in_words(scheme)) == len(scheme.file_rules) + 1


@st.composite
def answered(draw: st.DrawFn) -> tuple[Scheme, str, dict[str, str]]:
    """A shipped scheme or one with drawn rules, a case type, and an answer to each question."""
    scheme = draw(st.sampled_from(shipped()))
    if draw(st.booleans()):
        numbers, shares = st.none() | st.integers(1, 3), st.none() | st.integers(1, 100).map(lambda share: share / 100)
        rules = [
            AreaRule(grade.key, draw(numbers), draw(numbers), draw(shares), draw(shares)) for grade in scheme.grades[:0:-1]
        ]
        scheme = replace(scheme, area_rules=tuple(rules))
    case_type = draw(st.sampled_from([one.key for one in scheme.case_types]))
    weights = draw(st.sampled_from([("yes",) * 9, ("yes", "partly"), ("no", "cant_tell"), ()]))
    answers = {one.key: draw(st.sampled_from((*one.answers, *weights))) for one in scheme.criteria_for(case_type)}
    return scheme, case_type, answers


@given(answered())
def test_every_full_set_of_answers_has_a_suggestion(file: tuple[Scheme, str, dict[str, str]]) -> None:
    scheme, case_type, answers = file
    told = suggest(scheme, case_type, answers)
    grades = {one.key for one in scheme.grades}
    assert all(one.grade in grades if one.applies else one.grade is None for one in told.areas.values())
    assert told.overall.grade in grades or not any(one.applies for one in told.areas.values())
    assert all(one.reason.endswith(".") for one in (*told.areas.values(), told.overall))


@given(answered(), st.data())
def test_a_better_answer_never_worsens_a_grade(file: tuple[Scheme, str, dict[str, str]], data: st.DataObject) -> None:
    scheme, case_type, answers = file
    worse = [key for key, answer in answers.items() if answer in BETTER]
    if not worse:
        return
    key = data.draw(st.sampled_from(worse))
    before, after = suggest(scheme, case_type, answers), suggest(scheme, case_type, answers | {key: BETTER[answers[key]]})
    pairs = [(before.areas[name], after.areas[name]) for name in before.areas] + [(before.overall, after.overall)]
    for one, other in pairs:
        assert one.applies == other.applies
        assert one.grade is None or other.grade is None or scheme.rank(other.grade) <= scheme.rank(one.grade)


@given(answered(), st.data())
def test_a_suggestion_waits_for_the_last_answer(file: tuple[Scheme, str, dict[str, str]], data: st.DataObject) -> None:
    scheme, case_type, answers = file
    left = data.draw(st.sampled_from(scheme.criteria_for(case_type)))
    told = suggest(scheme, case_type, {key: answer for key, answer in answers.items() if key != left.key})
    assert told.areas[left.area].grade is None
    assert told.overall.grade is None
