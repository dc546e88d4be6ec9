"""The scheme of an audit: case types, areas, grades, criteria, and the rules by which answers become grades.

A scheme is data: a TOML file with a name and a version. Those of national inspections are shipped; a force edits a copy.
What is wrong with a file is said in sentences that name the place.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import cache, cached_property
from hashlib import sha256
from importlib import resources
from typing import Any

from seenheard.audits.scheme_file import ANSWERS, MOST_CHARACTERS, faults_of
from seenheard.errors import SchemeError

SHIPPED = ("inspection-2014", "programme-2024")
MOST_FAULTS, LONGEST_FAULT, MOST_DOTS = 10, 400, 100


@dataclass(frozen=True)
class Named:
    """A grade, a case type or an area: its key in data, and its title on the screen. words: which files it is about."""

    key: str
    title: str
    words: str = ""


@dataclass(frozen=True)
class Criterion:
    """A question to a case file.

    case_types: of which it is asked. answers: those allowed. critical: a rule may look at it by itself. text: what its box
    asks for, if words are wanted. voice: the part of the child's voice that it is about. duty: the duty whose released rate
    measures the same over the whole population.
    """

    key: str
    area: str
    question: str
    guidance: str
    case_types: tuple[str, ...]
    answers: tuple[str, ...] = ANSWERS
    critical: bool = False
    text: str = ""
    voice: str = ""
    duty: str = ""


@dataclass(frozen=True)
class AreaRule:
    """An area gets this grade if any of its conditions holds; rules are tried from the worst grade to the best.

    critical_no: at least so many critical criteria are answered no. critical_not_yes: at least so many are not answered yes.
    not_met: at least this share of the criteria that apply is answered no or can't tell. met_below: less than this share is
    answered yes.
    """

    grade: str
    critical_no: int | None = None
    critical_not_yes: int | None = None
    not_met: float | None = None
    met_below: float | None = None


@dataclass(frozen=True)
class FileRule:
    """A file gets this grade if at least so many areas (of these, if some are named) have the grade `at` or a worse."""

    grade: str
    at: str
    areas: int
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """A scheme. grades are from the best to the worst; rules from the worst to the best but one, which is what is left."""

    name: str
    version: str
    title: str
    source: str
    about: str
    grades: tuple[Named, ...]
    case_types: tuple[Named, ...]
    areas: tuple[Named, ...]
    criteria: tuple[Criterion, ...]
    area_rules: tuple[AreaRule, ...]
    file_rules: tuple[FileRule, ...]

    @cached_property
    def hash(self) -> str:
        """Of its content, whatever the file's layout."""
        told = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(told.encode()).hexdigest()

    def criteria_for(self, case_type: str) -> tuple[Criterion, ...]:
        """The criteria that are asked of a case type, in order of areas."""
        order = {area.key: place for place, area in enumerate(self.areas)}
        asked = [one for one in self.criteria if case_type in one.case_types]
        return tuple(sorted(asked, key=lambda one: order[one.area]))

    def areas_for(self, case_type: str) -> tuple[Named, ...]:
        """The areas that have a criterion for the case type."""
        asked = {one.area for one in self.criteria_for(case_type)}
        return tuple(area for area in self.areas if area.key in asked)

    def rank(self, grade: str) -> int:
        """0 for the best grade, and one more for each worse."""
        return [one.key for one in self.grades].index(grade)

    def grade_title(self, grade: str) -> str:
        """A grade as the screen calls it."""
        return next((one.title for one in self.grades if one.key == grade), grade)


def read(text: str, where: str) -> Scheme:
    """A scheme from its file's text; `where` names the file in sentences. SchemeError says all that is wrong with it."""
    if len(text) > MOST_CHARACTERS:
        raise SchemeError(f"{where}: a scheme has at most {MOST_CHARACTERS:,} characters.")
    # A key of very many parts takes the parser the square of their number, and stands on one line.
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise SchemeError(f"{where}: line {number} holds more than {MOST_DOTS} full stops.")
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:  # a number of thousands of digits is a ValueError
        raise SchemeError(f"{where}: this is no TOML that can be read ({_short(str(wrong))}).") from None
    faults = faults_of(told)
    if faults:
        more = [f"And {len(faults) - MOST_FAULTS} more."] if len(faults) > MOST_FAULTS else []
        raise SchemeError(f"{where}: " + " ".join([*map(_short, faults[:MOST_FAULTS]), *more]))
    return _built(told)


def read_own(text: str, where: str) -> Scheme:
    """A force's own scheme, as `read`; it may not bear the name of a shipped one, unless it is that one."""
    own = read(text, where)
    if own.name in SHIPPED and own not in shipped():
        raise SchemeError(f"{where}: {own.name} is a scheme that comes with the program: give yours a name of its own.")
    return own


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_FAULT else f"{sentence[:LONGEST_FAULT]}…"


def _built(told: dict[str, Any]) -> Scheme:
    every = tuple(one["key"] for one in told["case_types"])
    return Scheme(
        name=told["name"],
        version=told["version"].isoformat(),
        title=told["title"],
        source=told["source"],
        about=told.get("about", ""),
        grades=_named(told["grades"]),
        case_types=_named(told["case_types"]),
        areas=_named(told["areas"]),
        criteria=tuple(_criterion(one, every) for one in told["criteria"]),
        area_rules=tuple(_area_rule(one) for one in told.get("area_rules", ())),
        file_rules=tuple(FileRule(**one | {"of": tuple(one.get("of", ()))}) for one in told.get("file_rules", ())),
    )


def _named(told: Iterable[dict[str, str]]) -> tuple[Named, ...]:
    return tuple(Named(**one) for one in told)


def _criterion(told: dict[str, Any], every: tuple[str, ...]) -> Criterion:
    lists = {name: tuple(told[name]) for name in ("case_types", "answers") if name in told}
    return Criterion(**{"case_types": every} | told | lists)


def _area_rule(told: dict[str, Any]) -> AreaRule:
    """1 and 1.0 are the same share, and so the same scheme."""
    return AreaRule(**told | {name: float(told[name]) for name in ("not_met", "met_below") if name in told})


@cache
def shipped_with_text() -> tuple[tuple[Scheme, str], ...]:
    """The schemes that come with the program, each with its file's text."""
    texts = {
        name: resources.files("seenheard.audits").joinpath(f"schemes/{name}.toml").read_text("utf-8") for name in SHIPPED
    }
    return tuple((read(text, f"{name}.toml"), text) for name, text in texts.items())


def shipped() -> tuple[Scheme, ...]:
    """The schemes that come with the program."""
    return tuple(scheme for scheme, _ in shipped_with_text())


def differences(old: Scheme, new: Scheme) -> list[str]:
    """What a version changed, in sentences; none only if the two are the same."""
    said = [
        f"The {what} changed from “{before}” to “{after}”."
        for what in ("name", "version", "title", "source", "about")
        for before, after in ((getattr(old, what), getattr(new, what)),)
        if before != after
    ]
    before, after = ({one.key: one for one in scheme.criteria} for scheme in (old, new))
    said += [f"New: “{after[key].question}”" for key in after if key not in before]
    said += [f"Gone: “{before[key].question}”" for key in before if key not in after]
    both = [key for key in before if key in after]
    said += [
        f"Changed: “{after[key].question}” ({_changed(before[key], after[key])})"
        for key in both
        if before[key] != after[key]
    ]
    if both != [key for key in after if key in before]:
        said.append("The order of the questions changed.")
    for what, one, other in (
        ("grades", old.grades, new.grades),
        ("case types", old.case_types, new.case_types),
        ("areas", old.areas, new.areas),
        ("rules of areas", old.area_rules, new.area_rules),
        ("rules of files", old.file_rules, new.file_rules),
    ):
        if one != other:
            said.append(f"The {what} changed.")
    return said


def _changed(before: Criterion, after: Criterion) -> str:
    names = [one.name for one in fields(Criterion) if getattr(before, one.name) != getattr(after, one.name)]
    return ", ".join(name.replace("_", " ") for name in names)
