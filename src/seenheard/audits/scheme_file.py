"""What can be wrong with a scheme's file: every fault as a sentence that names its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from seenheard.duties import DUTIES

ANSWERS = ("yes", "partly", "no", "not_applicable", "cant_tell")
VOICES = ("seen", "spoken_to", "words", "demeanour", "home", "siblings", "effect", "shared")
MOST_CHARACTERS = 500_000
KEY = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", re.ASCII)
LONGEST_KEY, LONGEST_TEXT, MOST_CRITERIA, MOST_OTHERS = 60, 2_000, 300, 30
TOP = {
    "name",
    "version",
    "title",
    "source",
    "about",
    "grades",
    "case_types",
    "areas",
    "criteria",
    "area_rules",
    "file_rules",
}
CRITERION = {
    **{"key": str, "area": str, "question": str, "guidance": str, "case_types": list, "answers": list},
    **{"critical": bool, "text": str, "voice": str, "duty": str},
}
AREA_RULE = {"grade": str, "critical_no": int, "critical_not_yes": int, "not_met": float, "met_below": float}
FILE_RULE = {"grade": str, "at": str, "areas": int, "of": list}


def faults_of(told: dict[str, Any]) -> list[str]:
    """All faults; none for a file that is a scheme."""
    faults = [*_top(told)]
    if faults:
        return faults
    for name in ("grades", "case_types", "areas"):
        faults += _named(name, told[name])
    if faults:
        return faults
    faults += _criteria(told)
    return [*faults, *_area_rules(told), *_file_rules(told)]


def _top(told: dict[str, Any]) -> Iterator[str]:
    for name in sorted(set(told) - TOP):
        yield f"A scheme has no “{name}”."
    for name in ("name", "title", "source"):
        if not isinstance(told.get(name), str) or not 0 < len(told[name].strip()) <= LONGEST_TEXT:
            yield f"“{name}” is missing, or is no text of at most {LONGEST_TEXT} characters."
    called = told.get("name")
    if isinstance(called, str) and (not KEY.fullmatch(called) or len(called) > LONGEST_KEY):
        yield f"“name” is of small letters, digits and hyphens, {LONGEST_KEY} at most, such as our-force-2026."
    if not isinstance(told.get("version"), date) or isinstance(told.get("version"), datetime):
        yield "“version” is a date, such as 2026-11-25, without quotation marks."
    if not isinstance(told.get("about", ""), str) or len(told.get("about", "")) > LONGEST_TEXT:
        yield f"“about” is a text of at most {LONGEST_TEXT} characters."
    for name, most in (
        ("grades", 10), ("case_types", MOST_OTHERS), ("areas", MOST_OTHERS), ("criteria", MOST_CRITERIA),
        ("area_rules", MOST_OTHERS), ("file_rules", MOST_OTHERS),
    ):  # fmt: skip
        given = told.get(name, [] if name.endswith("rules") else None)
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            yield f"“{name}” is missing, or is no list of tables ([[{name}]])."
        elif len(given) > most or (not given and not name.endswith("rules")):
            yield f"“{name}” holds 1 to {most}; here it holds {len(given)}."


def _named(name: str, given: list[dict[str, Any]]) -> Iterator[str]:
    seen: set[str] = set()
    for number, one in enumerate(given, 1):
        where = f"{name} {number}"
        for what in sorted(set(one) - {"key", "title", "words"}):
            yield f"{where}: there is no “{what}” in it."
        key = one.get("key")
        if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            yield f"{where}: its key is of small letters, digits and underscores, {LONGEST_KEY} at most."
        elif key in seen:
            yield f"{where}: the key {key} is there twice."
        else:
            seen.add(key)
        if not isinstance(one.get("title"), str) or not 0 < len(one["title"].strip()) <= 200:
            yield f"{where}: its title is missing, or is no text of at most 200 characters."
        if not isinstance(one.get("words", ""), str) or len(one.get("words", "")) > LONGEST_TEXT:
            yield f"{where}: “words” is a text of at most {LONGEST_TEXT} characters."
    if name == "grades" and len(given) < 2:
        yield "“grades” holds at least two, from the best to the worst."


def _keys(told: dict[str, Any], name: str) -> list[str]:
    return [one["key"] for one in told[name]]


def _typed(where: str, one: dict[str, Any], types: dict[str, type]) -> Iterator[str]:
    for name, value in one.items():
        kind = types.get(name)
        if kind is None:
            yield f"{where}: there is no “{name}” in it."
        elif kind is float:
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
                yield f"{where}: “{name}” is a share from 0 to 1, such as 0.5."
        elif kind is int:
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_CRITERIA:
                yield f"{where}: “{name}” is a whole number from 1."
        elif not isinstance(value, kind):
            yield f"{where}: “{name}” is {'true or false' if kind is bool else 'a list' if kind is list else 'a text'}."
        elif isinstance(value, str) and len(value) > LONGEST_TEXT:
            yield f"{where}: “{name}” is longer than {LONGEST_TEXT} characters."


def _criteria(told: dict[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    areas, types = _keys(told, "areas"), _keys(told, "case_types")
    for number, one in enumerate(told["criteria"], 1):
        key = one.get("key")
        where = f"criteria {number}" + (f" ({key})" if isinstance(key, str) else "")
        wrong = [*_typed(where, one, CRITERION)]
        yield from wrong
        if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            yield f"{where}: its key is of small letters, digits and hyphens, {LONGEST_KEY} at most."
        elif key in seen:
            yield f"{where}: this criterion is there twice."
        else:
            seen.add(key)
        yield from () if wrong else _criterion(where, one, areas, types)
    used = {one.get("area") for one in told["criteria"] if isinstance(one.get("area"), str)}
    yield from (f"The area {area} has no criterion." for area in areas if area not in used)
    asked = {name for one in told["criteria"] for name in _texts(one.get("case_types", types))}
    yield from (f"The case type {name} has no criterion." for name in types if name not in asked)


def _criterion(where: str, one: dict[str, Any], areas: list[str], types: list[str]) -> Iterator[str]:
    if not str(one.get("question", "")).strip():
        yield f"{where}: it asks no question."
    if "guidance" not in one:
        yield f"{where}: it has no guidance: write what a reader looks for, or an empty text."
    if one.get("area") not in areas:
        yield f"{where}: there is no area {one.get('area')}; there are {', '.join(areas)}."
    for name, allowed in (("case_types", types), ("answers", list(ANSWERS))):
        given = one.get(name, allowed)
        strange = [value for value in given if value not in allowed]
        if strange:
            yield f"{where}: “{name}” holds {strange[0]}, and may hold {', '.join(allowed)}."
        elif not given or len(set(given)) != len(given):
            yield f"{where}: “{name}” is empty, or holds something twice."
    if any(needed not in one.get("answers", ANSWERS) for needed in ("yes", "no")):
        yield f"{where}: its answers need yes and no."
    if one.get("voice", "") not in ("", *VOICES):
        yield f"{where}: “voice” is one of {', '.join(VOICES)}."
    if one.get("duty", "") and one["duty"] not in DUTIES:
        yield f"{where}: there is no duty {one['duty']}."


def _texts(given: Any) -> list[str]:
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []


def _area_rules(told: dict[str, Any]) -> Iterator[str]:
    yield from _rules(told, "area_rules", AREA_RULE, {"grade"})
    for number, one in enumerate(told.get("area_rules", ()), 1):
        if not set(one) - {"grade"}:
            yield f"area_rules {number}: it has no condition."


def _file_rules(told: dict[str, Any]) -> Iterator[str]:
    yield from _rules(told, "file_rules", FILE_RULE, {"grade", "at", "areas"})
    grades, areas = _keys(told, "grades"), _keys(told, "areas")
    for number, one in enumerate(told.get("file_rules", ()), 1):
        where, named = f"file_rules {number}", one["of"] if isinstance(one.get("of"), list) else []
        if isinstance(one.get("at"), str) and one["at"] not in grades:
            yield f"{where}: there is no grade {one['at']}; there are {', '.join(grades)}."
        elif one.get("at") == grades[0]:
            yield f"{where}: every area is graded {grades[0]} or worse, so “at” is another grade."
        strange = [name for name in named if name not in areas]
        if strange or len(set(named)) != len(named):
            yield f"{where}: “of” names areas, each once; {strange[0] if strange else 'one'} is none or is there twice."
        if isinstance(one.get("areas"), int) and one["areas"] > (len(named) or len(areas)):
            yield f"{where}: it asks for more areas than there are."


def _rules(told: dict[str, Any], name: str, types: dict[str, type], needed: set[str]) -> Iterator[str]:
    """Each grade but the best has a rule, and rules go from the worst grade to the best: so every answer has a grade."""
    grades, place = _keys(told, "grades"), len(told["grades"])
    given = told.get(name, [])
    for number, one in enumerate(given, 1):
        where = f"{name} {number}"
        yield from _typed(where, one, types)
        yield from (f"{where}: “{what}” is missing." for what in sorted(needed - set(one)))
        if not isinstance(one.get("grade"), str):
            continue
        if one["grade"] not in grades:
            yield f"{where}: there is no grade {one['grade']}; there are {', '.join(grades)}."
        elif grades.index(one["grade"]) == 0:
            yield f"{where}: {one['grade']} is the best grade, and needs no rule: it is what is left."
        elif grades.index(one["grade"]) > place:
            yield f"{where}: rules go from the worst grade to the best; {one['grade']} comes too late."
        else:
            place = grades.index(one["grade"])
    ruled = {one.get("grade") for one in given if isinstance(one.get("grade"), str)}
    yield from (f"“{name}”: no rule gives the grade {grade}." for grade in grades[1:] if grade not in ruled)
