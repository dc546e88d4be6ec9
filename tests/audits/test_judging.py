"""From answers to suggested grades: at the borders of the rules, and what holds of every answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.audits.judging import area_rules_in_words, file_rules_in_words, overall, suggest
from seenheard.audits.scheme import Scheme, shipped

BETTER = ("no", "cant_tell", "partly", "yes")  # from the worst to the best; what does not apply has no place among them
INSPECTION = shipped()[0]


def answers_of(scheme: Scheme, case_type: str, answer: str = "yes", **other: str) -> dict[str, str]:
    said = {name.replace("_", "-"): value for name, value in other.items()}
    return {one.key: said.get(one.key, answer) for one in scheme.criteria_for(case_type)}


def test_all_yes_is_the_best_and_all_no_the_worst() -> None:
    for scheme in shipped():
        for case_type in scheme.case_types:
            for answer, place in (("yes", 0), ("no", -1), ("cant_tell", -1)):
                made = suggest(scheme, case_type.key, answers_of(scheme, case_type.key, answer))
                assert made.overall.grade == scheme.grades[place].key, (scheme.name, case_type.key, answer)


def test_one_critical_no_is_inadequate_and_says_which_question() -> None:
    made = suggest(INSPECTION, "missing", answers_of(INSPECTION, "missing", child_seen="no"))
    area = made.areas["assessment_and_help"]
    assert area.grade == "inadequate" and "Was every child who may be at risk seen?" in area.reason
    assert made.overall.grade == "inadequate" and "Assessment and help" in made.overall.reason


def test_one_critical_that_nobody_can_tell_requires_improvement() -> None:
    made = suggest(INSPECTION, "missing", answers_of(INSPECTION, "missing", child_seen="cant_tell"))
    assert made.areas["assessment_and_help"].grade == "requires_improvement"


@pytest.mark.parametrize(
    ("not_met", "grade"), [(0, "good"), (1, "requires_improvement"), (2, "requires_improvement"), (3, "inadequate")]
)
def test_half_of_an_area_not_met_is_inadequate_and_a_fifth_requires_improvement(not_met: int, grade: str) -> None:
    """Decision-making of an online case asks five questions, none of them critical: 0, 20, 40 and 60 percent."""
    criteria = [one for one in INSPECTION.criteria_for("online_exploitation") if one.area == "decision_making"]
    assert len(criteria) == 5 and not any(one.critical for one in criteria)
    said = answers_of(INSPECTION, "online_exploitation") | {one.key: "no" for one in criteria[:not_met]}
    assert suggest(INSPECTION, "online_exploitation", said).areas["decision_making"].grade == grade


def test_what_does_not_apply_is_in_no_share() -> None:
    names = ("trusted_adult_known", "kept_told")
    made = suggest(INSPECTION, "missing", answers_of(INSPECTION, "missing", **dict.fromkeys(names, "not_applicable")))
    assert made.areas["trusted_adult"].grade == "good"
    every = dict.fromkeys((*names, "support_offered"), "not_applicable")
    made = suggest(INSPECTION, "missing", answers_of(INSPECTION, "missing", **every))
    assert not made.areas["trusted_adult"].applies and made.overall.grade == "good"


def test_without_all_answers_nothing_is_suggested_and_it_says_how_many_are_missing() -> None:
    said = answers_of(INSPECTION, "missing")
    del said["oversight"]
    made = suggest(INSPECTION, "missing", said)
    assert made.areas["leadership"].grade is None and "1 of 2" in made.areas["leadership"].reason
    assert made.overall.grade is None and "1 of 7 areas" in made.overall.reason


def test_a_file_is_judged_by_its_areas() -> None:
    good = {area.key: "good" for area in INSPECTION.areas}
    for changed, grade in (
        ({}, "good"),
        ({"leadership": "requires_improvement"}, "good"),
        ({"leadership": "requires_improvement", "investigation": "requires_improvement"}, "requires_improvement"),
        ({"managing_risk": "requires_improvement"}, "requires_improvement"),
        ({"leadership": "inadequate"}, "requires_improvement"),
        ({"leadership": "inadequate", "investigation": "inadequate"}, "inadequate"),
        ({"police_detention": "inadequate"}, "inadequate"),
    ):
        assert overall(INSPECTION, good | changed).grade == grade, changed


@given(st.data())
def test_every_complete_reading_has_a_grade_and_a_better_answer_never_worsens_it(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(shipped()))
    case_type = data.draw(st.sampled_from([one.key for one in scheme.case_types]))
    keys = [one.key for one in scheme.criteria_for(case_type)]
    said = {key: data.draw(st.sampled_from((*BETTER, "not_applicable"))) for key in keys}
    before = suggest(scheme, case_type, said)
    assert all(one.grade is not None or not one.applies for one in before.areas.values())
    changed = data.draw(st.sampled_from(keys))
    if said[changed] in BETTER[:-1]:
        better = BETTER[data.draw(st.integers(BETTER.index(said[changed]) + 1, len(BETTER) - 1))]
        after = suggest(scheme, case_type, said | {changed: better})
        for name, one in before.areas.items():
            if one.grade is not None:
                assert scheme.rank(after.areas[name].grade or "") <= scheme.rank(one.grade)
        if before.overall.grade is not None:
            assert scheme.rank(after.overall.grade or "") <= scheme.rank(before.overall.grade)


def test_rules_in_words_say_what_is_executed() -> None:
    words = area_rules_in_words(INSPECTION)
    assert words[0].startswith("Inadequate, if at least one critical question is answered no, or at least 50 %")
    assert words[-1] == "Good otherwise." and len(words) == len(INSPECTION.area_rules) + 1
    assert file_rules_in_words(INSPECTION)[1] == "Inadequate, if at least 2 areas are graded inadequate."
