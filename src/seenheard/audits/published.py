"""What inspections of other forces published: shipped as facts with their source, and the funnel they make.

Nothing is guessed: a result whose grades are missing or don't add up to its files is shown as such, and is in no funnel.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from seenheard.audits.chance import Limits, limits, pooled
from seenheard.audits.proportions import checked, said
from seenheard.errors import AuditError

GRADES = ("good", "requires_improvement", "inadequate")
INSPECTION = "inspection"
STAGES = (INSPECTION, "re-inspection", "post-inspection review")
LEAST_OTHERS = 3  # forces, below which there is nothing to be among
DATE = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?", re.ASCII)  # a year, a month, a day, or not known


@dataclass(frozen=True, slots=True)
class Published:
    """One published result. A figure that was not found is None.

    stage: inspection, re-inspection or post-inspection review. report_date: as exact as it is known, or empty.
    together: the result of several forces in one.
    """

    force: str
    stage: str
    source: str
    report_date: str = ""
    cases: int | None = None
    good: int | None = None
    requires_improvement: int | None = None
    inadequate: int | None = None
    together: bool = False

    def __post_init__(self) -> None:
        if not self.force or not self.source.startswith("https://"):
            raise AuditError("A published result needs its force and the https address of its source.")
        if self.stage not in STAGES:
            raise AuditError(f"{self.force}: {self.stage!r} is no stage of published results; they are {', '.join(STAGES)}.")
        if not DATE.fullmatch(self.report_date):
            raise AuditError(f"{self.force}: {self.report_date!r} is no date as 2023-11-24, 2023-11 or 2023.")
        for figure in (self.cases, *self.grades.values()):
            if figure is not None and (type(figure) is not int or figure < 0):
                raise AuditError(f"{self.force}: {figure!r} is no number of files.")

    @property
    def grades(self) -> dict[str, int | None]:
        """Files of each grade, best first."""
        return {"good": self.good, "requires_improvement": self.requires_improvement, "inadequate": self.inadequate}

    @property
    def fault(self) -> str:
        """Why it can't be compared, in words; empty if it can."""
        missing = [grade.replace("_", " ") for grade, files in self.grades.items() if files is None]
        known = sum(files for files in self.grades.values() if files is not None)
        if self.cases is None:
            return "No numbers were found." if len(missing) == len(GRADES) else "The number of files was not found."
        if known > self.cases or (known != self.cases and not missing):
            return f"The grades don’t add up: they come to {known} of {self.cases} files."
        if missing:
            return f"How many of the {self.cases} files were {' and how many '.join(missing)} was not found."
        return "" if self.cases else "No files."


@dataclass(frozen=True, slots=True)
class Own:
    """The audit that is compared: `count` of `of` files have the grade. grades: those of its scheme."""

    name: str
    count: int
    of: int
    grades: Sequence[str] = GRADES

    def __post_init__(self) -> None:
        checked(self.count, self.of, where=f"{self.name}: ")
        if not self.of:
            raise AuditError(f"{self.name}: no file has a grade, so there is nothing to compare.")
        if tuple(self.grades) != GRADES:
            raise AuditError(
                f"{self.name}: its scheme grades otherwise than the published inspections, whose grades are "
                f"{', '.join(GRADES).replace('_', ' ')}: a share of one is not a share of the other."
            )


@dataclass(frozen=True, slots=True)
class Point:
    """A force in the funnel: its share (0 to 1), its limits, and where it lies in words."""

    name: str
    count: int
    of: int
    share: float
    limits: Limits
    place: str
    report_date: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Funnel:
    """A grade's share by number of files. target: of the others together, without the own audit.

    lines: the limits at each number of files of the plot's width. left_out: (result, why).
    """

    grade: str
    target: float
    own: Point
    others: tuple[Point, ...]
    lines: tuple[Limits, ...]
    left_out: tuple[tuple[Published, str], ...]


@cache
def published() -> tuple[Published, ...]:
    """All shipped results, in the order of the file."""
    text = resources.files("seenheard.audits").joinpath("published.toml").read_text("utf-8")
    return tuple(Published(**row) for row in tomllib.loads(text)["result"])


def funnel(own: Own, others: Iterable[Published], grade: str, *, stage: str = INSPECTION) -> Funnel:
    """The own audit among other forces' results of the same stage. Raises AuditError if too few of them can be compared."""
    if grade not in GRADES:
        raise AuditError(f"{grade!r} is no grade of published results; they are {', '.join(GRADES)}.")
    if stage not in STAGES:
        raise AuditError(f"{stage!r} is no stage of published results; they are {', '.join(STAGES)}.")
    reasons = [(one, _why_not(one, stage)) for one in others]
    compared = [one for one, why in reasons if not why]
    if len(compared) < LEAST_OTHERS:
        raise AuditError(
            f"Only {len(compared)} of the published results can be compared, too few to be among: of the others the grades "
            "are missing or don’t add up, or they are of another kind."
        )
    counts = [(one, one.grades[grade] or 0, one.cases or 0) for one in compared]
    target = pooled({f"{one.force} {at}": (count, of) for at, (one, count, of) in enumerate(counts)})
    lines = limits(target, range(1, max(own.of, *(of for _, _, of in counts)) + 1))
    return Funnel(
        grade,
        target,
        _point(own.name, own.count, lines[own.of - 1]),
        tuple(_point(one.force, count, lines[of - 1], one.report_date, one.source) for one, count, of in counts),
        lines,
        tuple((one, why) for one, why in reasons if why),
    )


def _why_not(result: Published, stage: str) -> str:
    if result.together:
        return "Several forces together."
    return f"Another kind of report: {result.stage}." if result.stage != stage else result.fault


def _point(name: str, count: int, around: Limits, report_date: str = "", source: str = "") -> Point:
    share = count / around.of
    return Point(name, count, around.of, share, around, said(around.of) or around.place(share), report_date, source)
