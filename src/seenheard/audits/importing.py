"""An audit that was done elsewhere, from a spreadsheet in one of two layouts, checked against a scheme.

Layout "files": a row for each file. Layout "totals": a row for each grade with how many files had it (so published results
can be read). A row that says "total" in either must add up. All faults are said at once, and then nothing is taken.
docs/how-to/import-an-audit.md describes the layouts; a test holds it to `COLUMNS`.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from seenheard.audits import spreadsheets
from seenheard.audits.scheme import Scheme
from seenheard.audits.spreadsheets import Line, Sheet
from seenheard.errors import AuditError

MOST_FILES = 5_000
MOST_FAULTS = 50
TOTAL = "total"
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


@dataclass(frozen=True)
class Column:
    """A column of a layout: in which ones it stands, whether it must be there, and what it holds."""

    name: str
    layouts: tuple[str, ...]
    needed: bool
    holds: str


FILES, TOTALS = "files", "totals"
COLUMNS = (
    Column("file", (FILES,), True, "the file’s reference in your audit, each once; or `total`"),
    Column("case_type", (FILES, TOTALS), False, "a case type of the scheme, by key or title; empty where it is not known"),
    Column("team", (FILES,), False, "the team, as your records name it"),
    Column("date", (FILES,), False, "when the file was opened: `2023-05-31` or `31/05/2023`"),
    Column("grade", (FILES, TOTALS), True, "the overall grade, by key or title; in a row of totals it may be `total`"),
    Column("own_grade", (FILES,), False, "the force’s own grade of the file, if it had one"),
    Column("count", (FILES, TOTALS), False, "how many files: needed in every row of layout *totals*, and in a `total` row"),
)


@dataclass(frozen=True)
class GivenFile:
    """A file as it was given. row: of the spreadsheet. areas: area -> grade. case_type: empty where it is not known."""

    row: int
    reference: str
    case_type: str
    grade: str
    team: str = ""
    opened_on: datetime.date | None = None
    own_grade: str = ""
    areas: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """What was read, in the spreadsheet's order. layout: files or totals."""

    layout: str
    files: tuple[GivenFile, ...]
    notes: tuple[str, ...]


class ImportRefused(AuditError):
    """Nothing was taken. faults: a sentence each, with row and column; at most MOST_FAULTS, then how many more."""

    def __init__(self, faults: list[str]) -> None:
        more = len(faults) - MOST_FAULTS
        self.faults = tuple(faults[:MOST_FAULTS]) + ((f"And {more:,} more.",) if more > 0 else ())
        super().__init__("\n".join(self.faults))


def read_audit(name: str, content: bytes, scheme: Scheme) -> Imported:
    """Read a spreadsheet; its name is for sentences. Raises ImportRefused, or AuditError if it can't be read at all."""
    sheet = spreadsheets.read(name, content)
    words = _Words.of(scheme)
    layout, columns = _layout(name, sheet, words)
    faults = list(sheet.faults)
    take = _take_files if layout == FILES else _take_totals
    files = list(take([_renamed(line, columns) for line in sheet.lines], words, faults))
    if not faults and not files:
        faults.append(f"{name} has headings and no file.")
    if len(files) > MOST_FILES:
        faults.append(f"{name} holds {len(files):,} files; an audit has at most {MOST_FILES:,}.")
    if faults:
        raise ImportRefused(faults)
    return Imported(layout, tuple(files), sheet.notes)


def plain(word: str) -> str:
    """A word as it is compared: "Requires improvement" is requires_improvement."""
    return re.sub(r"[^a-z0-9]+", "_", word.casefold()).strip("_")


@dataclass(frozen=True)
class _Words:
    """What the scheme knows, by plain key and title. shown: what is allowed, for sentences."""

    grades: dict[str, str]
    case_types: dict[str, str]
    areas: dict[str, str]
    shown: dict[str, str]

    @classmethod
    def of(cls, scheme: Scheme) -> _Words:
        found, shown = [], {}
        for what, declared in (("grade", scheme.grades), ("case type", scheme.case_types), ("area", scheme.areas)):
            found.append({plain(word): one.key for one in declared for word in (one.title, one.key)})
            shown[what] = ", ".join(one.title for one in declared)
        grades, case_types, areas = found
        return cls(grades, case_types, areas, shown)


def _layout(name: str, sheet: Sheet, words: _Words) -> tuple[str, dict[str, str]]:
    """Which layout it is, and what each heading means: a column's name, or "area" and an area's key."""
    known = {column.name for column in COLUMNS} | {f"area_{area}" for area in words.areas.values()}
    columns: dict[str, str] = {}
    faults = []
    layout_words = ", ".join(column.name for column in COLUMNS)
    for heading in sheet.headings:
        word = plain(heading)
        meant = word if word in known else f"area_{words.areas.get(word.removeprefix('area_'), '')}"
        if meant not in known:
            faults.append(
                f"The heading “{heading[:60]}” is neither a column of the layout ({layout_words}) "
                f"nor an area of the scheme ({words.shown['area']}). Take the column out, or name it by the layout."
            )
        elif meant in columns.values():
            faults.append(f"Two columns mean the same: “{heading[:60]}” stands there a second time.")
        columns[heading] = meant
    layout = FILES if "file" in columns.values() else TOTALS
    lacking = [one for one in ("grade", "count") if one not in columns.values() and not (layout == FILES and one == "count")]
    if lacking:
        told = "a row for each file needs file and grade; totals need grade and count"
        faults.append(f"{name} has no column {' and no column '.join(lacking)}: {told}.")
    allowed = {column.name for column in COLUMNS if layout in column.layouts}
    if layout == TOTALS:
        alone = [one for one, meant in columns.items() if meant in known and meant not in allowed]
        faults += [f"The column “{one}” belongs to a row for each file, and there is no column file." for one in alone]
    if faults:
        raise ImportRefused(faults)
    return layout, columns


def _renamed(line: Line, columns: dict[str, str]) -> Line:
    return Line(line.row, {columns[heading]: cell for heading, cell in line.cells.items()})


def _take_files(lines: list[Line], words: _Words, faults: list[str]) -> Iterator[GivenFile]:
    first: dict[str, int] = {}
    so_far: Counter[tuple[str, str]] = Counter()
    for line in lines:
        said = line.cells
        if plain(said.get("file", "")) == TOTAL:
            faults += _unequal(line, words, so_far)
            continue
        wrong: list[str] = []
        reference = said.get("file", "")
        if not reference:
            wrong.append(f"Row {line.row}, column file: it is empty.")
        elif reference in first:
            wrong.append(f"Row {line.row}, column file: {reference[:40]} stands in row {first[reference]} already.")
        first.setdefault(reference, line.row)
        if said.get("count", "") not in ("", "1"):
            wrong.append(f"Row {line.row}, column count: a row is one file; only a total row says how many.")
        file = _file(line, words, wrong)
        so_far[file.case_type, file.grade] += 1
        faults += wrong
        if not wrong:
            yield file


def _file(line: Line, words: _Words, wrong: list[str]) -> GivenFile:
    said = line.cells
    areas = {
        column.removeprefix("area_"): _known(line, column, words.grades, words.shown["grade"], wrong)
        for column in said
        if column.startswith("area_") and said[column]
    }
    return GivenFile(
        row=line.row,
        reference=said.get("file", ""),
        case_type=_known(line, "case_type", words.case_types, words.shown["case type"], wrong),
        grade=_known(line, "grade", words.grades, words.shown["grade"], wrong, needed=True),
        team=said.get("team", ""),
        opened_on=_day(line, wrong),
        own_grade=_known(line, "own_grade", words.grades, words.shown["grade"], wrong),
        areas=areas,
    )


def _take_totals(lines: list[Line], words: _Words, faults: list[str]) -> Iterator[GivenFile]:
    """Files without references, so that a total is read like the rows that it is of."""
    first: dict[tuple[str, str], int] = {}
    so_far: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if TOTAL in (plain(line.cells.get("case_type", "")), plain(line.cells.get("grade", ""))):
            faults += _unequal(line, words, so_far)
            continue
        wrong: list[str] = []
        file, count = _file(line, words, wrong), _count(line, wrong)
        key = (file.case_type, file.grade)
        if not wrong and key in first:
            wrong.append(f"Row {line.row}: this case type and grade stand in row {first[key]} already.")
        first.setdefault(key, line.row)
        so_far[key] += count
        if sum(so_far.values()) > MOST_FILES:
            wrong.append(
                f"Row {line.row}, column count: {count:,} more are too many; an audit has at most {MOST_FILES:,} files."
            )
        faults += wrong
        if wrong:
            continue
        for number in range(1, count + 1):
            yield GivenFile(line.row, f"row {line.row}, {number} of {count}", file.case_type, file.grade)


def _unequal(line: Line, words: _Words, so_far: Counter[tuple[str, str]]) -> list[str]:
    """Whether a total row says what the rows above it come to; both, or either, of case type and grade may be named."""
    wrong: list[str] = []
    named = []
    for column, known, what in (("case_type", words.case_types, "case type"), ("grade", words.grades, "grade")):
        empty = plain(line.cells.get(column, "")) in ("", TOTAL)
        named.append("" if empty else _known(line, column, known, words.shown[what], wrong))
    count = _count(line, wrong)
    if wrong:
        return wrong
    rows = sum(
        files for key, files in so_far.items() if all(name in ("", own) for name, own in zip(named, key, strict=True))
    )
    if rows != count:
        return [f"Row {line.row}, column count: the total says {count:,}, and the rows above come to {rows:,}."]
    return []


def _known(line: Line, column: str, known: dict[str, str], allowed: str, wrong: list[str], *, needed: bool = False) -> str:
    """The key of what a cell names; empty if it names nothing or what nobody knows, which is a fault."""
    said = line.cells.get(column, "")
    if not said:
        if needed:
            wrong.append(f"Row {line.row}, column {column}: it is empty; allowed are {allowed}.")
        return ""
    found = known.get(plain(said), "")
    if not found:
        wrong.append(f"Row {line.row}, column {column}: “{said[:40]}” is not known; allowed are {allowed}.")
    return found


def _count(line: Line, wrong: list[str]) -> int:
    said = line.cells.get("count", "").replace(",", "")
    if re.fullmatch(r"[0-9]{1,7}", said, re.ASCII):
        return int(said)
    wrong.append(f"Row {line.row}, column count: “{said[:40]}” is no whole number of files.")
    return 0


def _day(line: Line, wrong: list[str]) -> datetime.date | None:
    said = line.cells.get("date", "")
    if not said:
        return None
    found = DAY.fullmatch(said)
    try:
        if found is not None:
            year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
            return datetime.date(int(year), int(month), int(day))
    except ValueError:
        pass  # the 31st of June is said below, like other words that are no day
    wrong.append(f"Row {line.row}, column date: “{said[:40]}” is no day; write 2023-05-31 or 31/05/2023.")
    return None


def layout_table() -> str:
    """The layouts' columns as a table for the documentation."""
    rows = [
        f"| `{column.name}` | {' and '.join(column.layouts)} | {'needed' if column.needed else ''} | {column.holds} |"
        for column in COLUMNS
    ]
    rows.append(
        f"| an area, such as `initial_contact` | {FILES} |  | the grade of that area, by its key or title; may be empty |"
    )
    return "\n".join(("| column | layout | | what it holds |", "|---|---|---|---|", *rows))
