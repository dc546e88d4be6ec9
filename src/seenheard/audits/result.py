"""The result of an audit: judgement by case type, area and team, answers, and what stands beside them, with intervals.

Targeted picks are in no rate. A released rate is given, never worked out. Where there are too few files, it says so instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from seenheard.audits import comparisons, limits
from seenheard.audits.comparisons import Beside, Change, OwnGrades
from seenheard.audits.estimates import Frame, Share, frame_of
from seenheard.audits.judged import HOWS, JudgedFile, ReleasedRate, StratumCount, check
from seenheard.audits.proportions import LEAST, TOO_FEW
from seenheard.audits.scheme import Criterion, Scheme
from seenheard.errors import AuditError

NOT_KNOWN = "Not known"
DENOMINATOR = ("yes", "partly", "no", "cant_tell")  # can't tell counts, and never as yes


@dataclass(frozen=True)
class GradeRow:
    """Judgements of a part. not_judged: its files without a grade. population: files that it stands for, if known."""

    key: str
    title: str
    judged: int
    not_judged: int
    population: int | None
    shares: Mapping[str, Share]  # grade -> share, the best first


@dataclass(frozen=True)
class CriterionRow:
    """Answers to a criterion. counts: answer -> files. unanswered: asked of so many more. yes: of all but not applicable."""

    criterion: Criterion
    counts: Mapping[str, int]
    unanswered: int
    yes: Share


@dataclass(frozen=True)
class Earlier:
    """The audit that this one is compared with."""

    title: str
    done_on: date | None
    result: Result


@dataclass(frozen=True)
class Result:
    """All that a result says. drawn: files of the sample; hows: how their grades came about; ways: how shares were made."""

    grades: tuple[tuple[str, str], ...]  # key and title, the best first
    drawn: int
    judged: int
    hows: Mapping[str, int]
    overall: GradeRow
    case_types: tuple[GradeRow, ...]
    areas: tuple[GradeRow, ...]
    teams: tuple[GradeRow, ...]
    criteria: tuple[CriterionRow, ...]
    beside: tuple[Beside, ...]
    changes: tuple[Change, ...]
    change_of_grades: str
    own_grades: OwnGrades | None
    targeted: tuple[GradeRow, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]


Part = Callable[[JudgedFile], bool]
Grade = Callable[[JudgedFile], str]


def work_out(
    scheme: Scheme,
    files: Sequence[JudgedFile],
    strata: Sequence[StratumCount] = (),
    *,
    released: Mapping[str, ReleasedRate] | None = None,
    earlier: Earlier | None = None,
) -> Result:
    """The result. strata: empty of an audit done elsewhere. Raises AuditError where something doesn't add up."""
    check(scheme, files, strata)
    sample = _Sample.of(scheme, [file for file in files if not file.targeted], strata)
    picked = _Sample.of(scheme, [file for file in files if file.targeted], ())
    overall = sample.row("", "All files", lambda _: True, LEAST)
    criteria = tuple(sample.answers(criterion) for criterion in scheme.criteria)
    found = Result(
        grades=tuple((one.key, one.title) for one in scheme.grades),
        drawn=len(sample.files),
        judged=len(sample.judged),
        hows={how: count for how in HOWS if (count := sum(file.how == how for file in sample.files))},
        overall=overall,
        case_types=sample.case_types(LEAST),
        areas=sample.areas(),
        teams=sample.teams(),
        criteria=criteria,
        beside=comparisons.beside([(row.criterion, row.yes) for row in criteria], released or {}),
        changes=_changes(overall, criteria, earlier),
        change_of_grades=comparisons.change_of_grades(earlier.result.overall.shares, overall.shares) if earlier else "",
        own_grades=comparisons.own_grades(scheme, sample.judged),
        targeted=picked.case_types(len(picked.files) + 1),
        method=limits.method(sample.frame, len(sample.judged), _all_shares(overall, criteria)),
        limits=limits.limits(sample.files, picked.files, strata, earlier is not None),
    )
    _check_sums(found)
    return found


@dataclass(frozen=True)
class _Sample:
    """Files that count alike: the drawn ones, or the targeted picks."""

    scheme: Scheme
    files: Sequence[JudgedFile]
    judged: Sequence[JudgedFile]
    frame: Frame

    @classmethod
    def of(cls, scheme: Scheme, files: Sequence[JudgedFile], strata: Sequence[StratumCount]) -> _Sample:
        judged = [file for file in files if file.grade]
        return cls(scheme, files, judged, frame_of(judged, strata))

    def row(self, key: str, title: str, part: Part, least: int, grade: Grade = lambda file: file.grade) -> GradeRow:
        """The judgements of a part of the files."""
        members = [file for file in self.files if part(file)]
        graded = [file for file in members if file.grade and grade(file)]
        shares = {one.key: self.frame.estimate(graded, _has(grade, one.key), least) for one in self.scheme.grades}
        return GradeRow(key, title, len(graded), len(members) - len(graded), self.frame.part(graded), shares)

    def case_types(self, least: int) -> tuple[GradeRow, ...]:
        """A row for each case type that has a file."""
        titles = {one.key: one.title for one in self.scheme.case_types} | {"": NOT_KNOWN}
        there = {file.case_type for file in self.files}
        return tuple(self.row(key, title, _of_type(key), least) for key, title in titles.items() if key in there)

    def areas(self) -> tuple[GradeRow, ...]:
        """A row for each area that has a grade; of files of those case types that have the area."""
        rows = []
        for area in self.scheme.areas:
            of = {one.key for one in self.scheme.case_types if area in self.scheme.areas_for(one.key)} | {""}
            if any(area.key in file.areas for file in self.judged):
                grade = _of_area(area.key)
                rows.append(self.row(area.key, area.title, _of_types(of), LEAST, grade))
        return tuple(rows)

    def teams(self) -> tuple[GradeRow, ...]:
        """A row for each team by name, never by rank; nothing if no file names one. A sample does not tell how many files
        each has: what its strata make of it is a weight, and shown as a number of files it would be taken for one."""
        names = sorted({file.team for file in self.files} - {""})
        rows = [self.row(name, name, _of_team(name), TOO_FEW) for name in names]
        if names and any(not file.team for file in self.files):
            rows.append(self.row("", NOT_KNOWN, _of_team(""), TOO_FEW))
        return tuple(replace(row, population=None) for row in rows)

    def answers(self, criterion: Criterion) -> CriterionRow:
        """The answers to a criterion among the files with a grade of which it is asked."""
        asked = [file for file in self.judged if file.case_type in criterion.case_types]
        counts = Counter(file.answers[criterion.key] for file in asked if criterion.key in file.answers)
        applies = [file for file in asked if file.answers.get(criterion.key) in DENOMINATOR]
        yes = self.frame.estimate(applies, lambda file: file.answers[criterion.key] == "yes", LEAST)
        told = {answer: counts[answer] for answer in criterion.answers}
        return CriterionRow(criterion, told, len(asked) - counts.total(), yes)


def _has(grade: Grade, key: str) -> Part:
    return lambda file: grade(file) == key


def _of_type(key: str) -> Part:
    return lambda file: file.case_type == key


def _of_types(keys: set[str]) -> Part:
    return lambda file: file.case_type in keys


def _of_team(name: str) -> Part:
    return lambda file: file.team == name


def _of_area(key: str) -> Grade:
    return lambda file: file.areas.get(key, "")


def _all_shares(overall: GradeRow, criteria: Sequence[CriterionRow]) -> list[Share]:
    return [*overall.shares.values(), *(row.yes for row in criteria)]


def _changes(overall: GradeRow, criteria: Sequence[CriterionRow], earlier: Earlier | None) -> tuple[Change, ...]:
    """Of each grade, and of each criterion that asks the same question in both."""
    if earlier is None:
        return ()
    old, titles = earlier.result.overall.shares, dict(earlier.result.grades)
    pairs = [(titles[grade], old[grade], share) for grade, share in overall.shares.items() if grade in titles]
    before = {(row.criterion.key, row.criterion.question): row.yes for row in earlier.result.criteria}
    for row in criteria:
        same = before.get((row.criterion.key, row.criterion.question))
        if same is not None:
            pairs.append((f"“{row.criterion.question}” answered yes", same, row.yes))
    found = (comparisons.change(*pair) for pair in pairs)
    return tuple(one for one in found if one is not None)


def _check_sums(result: Result) -> None:
    """What is shown must come to what was read, in every table."""
    for row in (result.overall, *result.case_types, *result.areas, *result.teams, *result.targeted):
        if sum(share.count for share in row.shares.values()) != row.judged:
            raise AuditError(f"{row.title}: the grades do not come to the {row.judged} files with a grade.")
    for name, rows in (("case types", result.case_types), ("teams", result.teams)):
        if rows and sum(row.judged + row.not_judged for row in rows) != result.drawn:
            raise AuditError(f"The {name} do not come to the {result.drawn} files that were drawn.")
