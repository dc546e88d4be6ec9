"""What inspections of other forces published: shipped as facts with their source, and the funnel they make.

Nothing is guessed: a result whose grades are missing or don't add up to its files is shown as such and stays out of the funnel.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from seenheard.audits.comparing import Limits, limits, pooled
from seenheard.errors import AuditError

GRADES = ("good", "requires_improvement", "inadequate")
INSPECTION = "inspection"


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
        if not self.force or not self.stage or not self.source.startswith("https://"):
            raise AuditError("A published result needs its force, its stage and the address of its source.")
        for figure in (self.cases, *self.grades.values()):
            if figure is not None and figure < 0:
                raise AuditError(f"{self.force}: a number of files is 0 or more.")

    @property
    def grades(self) -> dict[str, int | None]:
        """Files of each grade, best first."""
        return {"good": self.good, "requires_improvement": self.requires_improvement, "inadequate": self.inadequate}

    @property
    def fault(self) -> str:
        """Why it can't be compared, in words; empty if it can."""
        missing = [grade.replace("_", " ") for grade, files in self.grades.items() if files is None]
        known = sum(files for files in self.grades.values() if files is not None)
        if self.cases is None and len(missing) == len(GRADES):
            return "No numbers were found."
        if self.cases is None:
            return "The number of files was not found."
        if known > self.cases:
            return f"The grades don't add up: {known} of {self.cases} files."
        if missing:
            return f"Not found: how many of the {self.cases} files were {' and how many '.join(missing)}."
        if known != self.cases:
            return f"The grades don't add up: {known} of {self.cases} files."
        return "No files." if not self.cases else ""


@dataclass(frozen=True, slots=True)
class Own:
    """The audit that is compared: `count` of `of` files have the grade."""

    name: str
    count: int
    of: int


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
    """The own audit among other forces' results of the same stage. Raises AuditError if none of them can be compared."""
    if grade not in GRADES:
        raise AuditError(f"{grade!r} is no grade of published results; they are {', '.join(GRADES)}.")
    if not 0 <= own.count <= own.of or not own.of:
        raise AuditError(f"{own.name}: {own.count} of {own.of} files is no share.")
    others = tuple(others)
    left_out = tuple((one, why) for one in others if (why := _why_not(one, stage)))
    compared = [one for one in others if not _why_not(one, stage)]
    if not compared:
        raise AuditError("None of the published results can be compared: their grades are missing or don't add up.")
    target = pooled({f"{one.force} {at}": (one.grades[grade] or 0, one.cases or 0) for at, one in enumerate(compared)})
    points = tuple(
        _point(one.force, one.grades[grade] or 0, one.cases or 0, target, one.report_date, one.source) for one in compared
    )
    widest = max(own.of, *(point.of for point in points))
    lines = tuple(limits(target, of) for of in range(1, widest + 1))
    return Funnel(grade, target, _point(own.name, own.count, own.of, target), points, lines, left_out)


def _why_not(result: Published, stage: str) -> str:
    if result.together:
        return "Several forces together."
    return f"Another kind of report: {result.stage}." if result.stage != stage else result.fault


def _point(name: str, count: int, of: int, target: float, report_date: str = "", source: str = "") -> Point:
    around = limits(target, of)
    return Point(name, count, of, count / of, around, around.place(count / of), report_date, source)
