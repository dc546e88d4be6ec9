"""What a result is worked out from: judged files, strata, released rates. What doesn't add up is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from seenheard.audits.scheme import Scheme
from seenheard.errors import AuditError

How = Literal["one reader", "two agreed", "settled", "not settled", "not read", "given"]
HOWS: tuple[str, ...] = get_args(How)


@dataclass(frozen=True)
class JudgedFile:
    """A file with what was made of it. number: what it is called in the audit; nothing else tells which file it is.

    stratum: empty of a targeted pick, and of an imported file. grade: empty where there is none (not read, or not settled).
    areas: area -> grade. answers: criterion -> answer. how: by whom the grade came about.
    """

    number: int
    case_type: str
    team: str = ""
    stratum: str = ""
    targeted: bool = False
    grade: str = ""
    areas: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    own_grade: str = ""
    opened_on: date | None = None
    how: How = "one reader"


@dataclass(frozen=True)
class StratumCount:
    """A stratum: how many files the population holds in it, and how many were drawn (after exclusions were replaced)."""

    name: str
    case_type: str
    population: int
    size: int
    team: str = ""


@dataclass(frozen=True)
class ReleasedRate:
    """A duty's rate over the whole population, as released: given, never worked out here."""

    duty: str
    title: str
    in_time: int
    of: int
    rate: float
    low: float
    high: float


def check(scheme: Scheme, files: Sequence[JudgedFile], strata: Sequence[StratumCount]) -> None:
    """Raise AuditError, with a sentence for the first that doesn't add up."""
    if not files:
        raise AuditError("There is no file in this audit.")
    _check_strata(files, strata)
    twice = [number for number, times in Counter(file.number for file in files).items() if times > 1]
    if twice:
        raise AuditError(f"File {min(twice)} is there twice.")
    names = {stratum.name for stratum in strata}
    for file in files:
        for sentence in _wrong(scheme, file, names):
            raise AuditError(f"File {file.number}: {sentence}")


def _check_strata(files: Sequence[JudgedFile], strata: Sequence[StratumCount]) -> None:
    drawn = Counter(file.stratum for file in files if not file.targeted)
    if len({stratum.name for stratum in strata}) != len(strata):
        raise AuditError("Two strata have the same name.")
    for stratum in strata:
        if stratum.size > stratum.population or stratum.size < 0:
            raise AuditError(f"Stratum {stratum.name}: {stratum.size} files drawn of {stratum.population}.")
        if drawn[stratum.name] != stratum.size:
            raise AuditError(
                f"Stratum {stratum.name}: {stratum.size} files were drawn, and {drawn[stratum.name]} are in the audit."
            )


def _wrong(scheme: Scheme, file: JudgedFile, strata: set[str]) -> list[str]:
    """What can't be of one file."""
    grades = {one.key for one in scheme.grades} | {""}
    criteria = {one.key: one for one in scheme.criteria}
    areas = {one.key for one in scheme.areas}
    judged = file.grade or file.areas or file.answers
    said = [
        (file.how not in HOWS, f"“{file.how}” is not how a grade comes about."),
        (
            file.case_type not in {one.key for one in scheme.case_types} | {""},
            f"no case type {file.case_type} in the scheme.",
        ),
        (file.targeted and bool(file.stratum), "a targeted pick is in no stratum."),
        (not file.targeted and bool(strata) and file.stratum not in strata, f"no stratum “{file.stratum}” was drawn from."),
        (file.how == "not read" and bool(judged), "it is not read, and has a grade or an answer."),
        (file.how not in ("not read", "not settled") and not file.grade, f"it has no grade ({file.how})."),
    ]
    said += [
        (one not in grades, f"no grade {one} in the scheme.") for one in (file.grade, file.own_grade, *file.areas.values())
    ]
    said += [(one not in areas, f"no area {one} in the scheme.") for one in file.areas]
    said += [
        (one not in criteria or answer not in criteria[one].answers, f"no answer {answer} to {one} in the scheme.")
        for one, answer in file.answers.items()
    ]
    return [sentence for wrong, sentence in said if wrong]
