"""Executes a scheme's grade rules: from answers to suggested grades, with the reason in a sentence.

Can't tell never counts as yes: unknown is not fine. A better answer never makes a suggestion worse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from seenheard.audits.scheme import AreaRule, Criterion, FileRule, Scheme


@dataclass(frozen=True)
class Suggested:
    """A grade that the rules suggest, or none; why. applies: False where none of its criteria applies to the file."""

    grade: str | None
    reason: str
    applies: bool = True


@dataclass(frozen=True)
class Suggestion:
    """What the rules make of a file's answers: by area, and for the whole file."""

    areas: dict[str, Suggested]
    overall: Suggested


def suggest(scheme: Scheme, case_type: str, answers: Mapping[str, str]) -> Suggestion:
    """Suggested grades of a file of this case type; answers: criterion -> answer."""
    asked = scheme.criteria_for(case_type)
    areas = {
        area.key: _area(scheme, [one for one in asked if one.area == area.key], answers)
        for area in scheme.areas_for(case_type)
    }
    return Suggestion(areas, overall(scheme, {name: one.grade for name, one in areas.items() if one.applies}))


def overall(scheme: Scheme, areas: Mapping[str, str | None]) -> Suggested:
    """The whole file's grade, from the grades of those of its areas that apply."""
    open_ones = [name for name, grade in areas.items() if grade is None]
    if not areas:
        return Suggested(None, "No criterion applies.", applies=False)
    if open_ones:
        return Suggested(None, f"No grade yet: {len(open_ones)} of {len(areas)} areas.")
    titles = {one.key: one.title for one in scheme.areas}
    for rule in scheme.file_rules:
        bad = [name for name, grade in areas.items() if grade and _counts(scheme, rule, name, grade)]
        if len(bad) >= rule.areas:
            named = _listed([titles[name] for name in bad])
            at = scheme.grade_title(rule.at).lower()
            worse = "" if rule.at == scheme.grades[-1].key else " or worse"
            return Suggested(rule.grade, f"{at.capitalize()}{worse}: {named}.")
    return Suggested(scheme.grades[0].key, "No rule for a lower grade holds.")


def _counts(scheme: Scheme, rule: FileRule, area: str, grade: str) -> bool:
    return (not rule.of or area in rule.of) and scheme.rank(grade) >= scheme.rank(rule.at)


def _area(scheme: Scheme, criteria: Sequence[Criterion], answers: Mapping[str, str]) -> Suggested:
    missing = sum(answers.get(one.key) not in one.answers for one in criteria)
    if missing:
        return Suggested(None, f"Not answered yet: {missing} of {len(criteria)} questions.")
    applying = [one for one in criteria if answers[one.key] != "not_applicable"]
    if not applying:
        return Suggested(None, "None of its questions applies to this file.", applies=False)
    for rule in scheme.area_rules:
        why = _holds(rule, applying, answers)
        if why:
            return Suggested(rule.grade, why)
    return Suggested(scheme.grades[0].key, "No rule for a lower grade holds.")


def _holds(rule: AreaRule, applying: Sequence[Criterion], answers: Mapping[str, str]) -> str:
    """Why the rule holds, or nothing."""
    critical = [one for one in applying if one.critical]
    said_no = [one for one in critical if answers[one.key] == "no"]
    not_yes = [one for one in critical if answers[one.key] != "yes"]
    not_met = sum(answers[one.key] in ("no", "cant_tell") for one in applying)
    met = sum(answers[one.key] == "yes" for one in applying)
    if rule.critical_no is not None and len(said_no) >= rule.critical_no:
        return f"Answered no: {_quoted(said_no)}."
    if rule.critical_not_yes is not None and len(not_yes) >= rule.critical_not_yes:
        return f"Not answered yes: {_quoted(not_yes)}."
    if rule.not_met is not None and not_met >= _of(rule.not_met, applying):
        return f"{not_met} of {len(applying)} questions that apply are answered no or can’t tell."
    if rule.met_below is not None and met < _of(rule.met_below, applying):
        return f"{met} of {len(applying)} questions that apply are answered yes."
    return ""


def _of(share: float, applying: Sequence[Criterion]) -> Fraction:
    """The share as it is written: 7 of 100 are 0.07 of them, which floating point denies."""
    return Fraction(str(share)) * len(applying)


def _quoted(criteria: Sequence[Criterion]) -> str:
    return _listed([f"“{one.question}”" for one in criteria])


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def area_rules_in_words(scheme: Scheme) -> list[str]:
    """The rules of areas as sentences, from the worst grade to the best; made from what is executed."""
    said = []
    for rule in scheme.area_rules:
        conditions = [
            words
            for value, words in (
                (
                    rule.critical_no,
                    f"{_count(rule.critical_no, 'critical question is', 'critical questions are')} answered no",
                ),
                (
                    rule.critical_not_yes,
                    f"{_count(rule.critical_not_yes, 'critical question is', 'critical questions are')} not answered yes",
                ),
                (rule.not_met, f"at least {_share(rule.not_met)} of the questions that apply are answered no or can’t tell"),
                (rule.met_below, f"less than {_share(rule.met_below)} of the questions that apply are answered yes"),
            )
            if value is not None
        ]
        said.append(f"{scheme.grade_title(rule.grade)}, if {', or '.join(conditions)}.")
    return [*said, f"{scheme.grades[0].title} otherwise."]


def file_rules_in_words(scheme: Scheme) -> list[str]:
    """The rules of files as sentences, from the worst grade to the best; made from what is executed."""
    titles = {one.key: one.title for one in scheme.areas}
    said = []
    for rule in scheme.file_rules:
        worse = "" if rule.at == scheme.grades[-1].key else " or worse"
        at = scheme.grade_title(rule.at).lower()
        of = f"of the areas {_listed([titles[name] for name in rule.of])}" if rule.of else ""
        verb = "is" if rule.areas == 1 else "are"
        count = _count(rule.areas, f"{of} {verb}", f"{of} {verb}") if of else _count(rule.areas, "area is", "areas are")
        said.append(f"{scheme.grade_title(rule.grade)}, if {count} graded {at}{worse}.")
    return [*said, f"{scheme.grades[0].title} otherwise."]


def _count(number: int | None, one: str, more: str) -> str:
    return f"at least one {one}" if number == 1 else f"at least {number} {more}"


def _share(share: float | None) -> str:
    return f"{(share or 0) * 100:g} %"
