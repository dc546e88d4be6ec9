"""Writes docs/duties from the declarations, the shipped standard and the examples: `make docs`.

A page says what a duty asks, under which numbers, and shows the examples that every engine is tested on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from seenheard.duties import AREAS, DUTIES
from seenheard.duties.duty import Duty
from seenheard.duties.rules import RULES
from seenheard.duties.standards import Number, Standard, load
from seenheard.uk_time import parse_timestamp, uk_day
from tests.spec.examples import AS_OF, Example, examples

FOLDER = Path("docs/duties")
NOTICE = "<!-- Written by `make docs` from the declarations, the standard and tests/spec/duties. Don't edit. -->"
CONFIDENCE = {
    "verified": "read in the official text",
    "secondary": "taken from press, a law firm or a partner's procedure",
    "unverified": "a default that a force must confirm before relying on it",
}
LEVELS = ("very_high", "high", "medium", "low", "standard", "no_fixed_abode")
Row = Mapping[str, Any]


def as_of_day() -> int:
    """The day whose standard the pages show: that of the examples."""
    instant = parse_timestamp(AS_OF)
    assert instant is not None
    return uk_day(instant)


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    standard = load(as_of_day(), None)
    return {"index.md": index()} | {f"{duty.name}.md": page(duty, standard) for duty in DUTIES.values()}


def index() -> str:
    """The page that leads to the others."""
    lines = [
        "# The duties",
        "",
        NOTICE,
        "",
        f"{len(DUTIES)} duties. Each page shows examples that every engine is tested on.",
    ]
    for area, title in AREAS:
        lines += ["", f"## {title}", "", "| duty | what it asks |", "|---|---|"]
        lines += [f"| [{duty.name}]({duty.name}.md) | {cell(duty.asks)} |" for duty in DUTIES.values() if duty.area == area]
    return "\n".join(lines) + "\n"


def page(duty: Duty, standard: Standard) -> str:
    """One duty."""
    lines = [f"# {duty.title}", "", NOTICE, "", f"`{duty.name}`", "", duty.asks, "", duty.matters]
    lines += rule(duty, standard)
    if duty.counts:
        lines += ["", f"**What counts.** {duty.counts}"]
    excused = [reason for _, reason in duty.excused]
    unknown = [reason for _, reason in duty.unknown]
    for title, reasons in (("Excused when", excused), ("Unknown when", unknown)):
        if reasons:
            lines += ["", f"**{title}** {'; '.join(reasons)}."]
    if duty.recurs:
        lines += ["", "**Recurs.** A new fulfilment moves the start, so it is never met and done with."]
    lines += ["", f"**Record sets it needs:** {', '.join(duty.needs)}."]
    lines += numbers([number for number in standard.numbers if number.duty == duty.name])
    own = [example for example in examples() if example.duty == duty.name]
    lines += ["", "## Examples", ""] if own else []
    for example in own:
        lines += told(example)
    return "\n".join(lines).rstrip() + "\n"


def rule(duty: Duty, standard: Standard) -> list[str]:
    """The rule in words, with the time that the shipped standard gives."""
    told = RULES[duty.name]
    given = {number.name: number.said for number in standard.numbers if number.duty == duty.name}
    levels = [(name.removeprefix("within_"), said) for name, said in given.items() if name.startswith("within_")]
    levels.sort(key=lambda one: LEVELS.index(one[0]))
    by_level = ", ".join(f"{level.replace('_', ' ')} {said}" for level, said in levels)
    numbers = "; ".join(part for part in (given.get("within", ""), by_level) if part)
    rows = (
        ("One row for each", told.one_per),
        ("The clock starts with", told.starts),
        ("Within", told.within.replace("{numbers}", numbers)),
        ("Met by", told.met_by),
        ("Not met by", told.not_met_by),
    )
    return ["", "## The rule", "", "| | |", "|---|---|", *(f"| **{name}** | {cell(said)} |" for name, said in rows if said)]


def numbers(own: Sequence[Number]) -> list[str]:
    """The numbers of the shipped standard, with what they rest on."""
    if not own:
        return []
    lines = ["", "## Numbers of the shipped standard", ""]
    lines += ["| number | value | in force from | confidence | source |", "|---|---|---|---|---|"]
    for number in sorted(own, key=lambda number: number.name):
        since = f"{number.in_force_from.day} {number.in_force_from:%B %Y}"
        cells = (f"`{number.name}`", number.said, since, number.confidence, number.source)
        lines.append(f"| {' | '.join(cell(item) for item in cells)} |")
    kinds = [kind for kind in CONFIDENCE if any(number.confidence == kind for number in own)]
    return [*lines, "", *(f"*{kind}*: {CONFIDENCE[kind]}." for kind in kinds)]


def told(example: Example) -> list[str]:
    """An example: what it says, what is recorded, and the rows that follow."""
    lines = [f"### {cell(example.says)}", "", f"The night runs as of {example.as_of.replace('T', ' ')}."]
    given = {name: rows for name, rows in example.given.items() if rows}
    for name, rows in given.items():
        lines += ["", f"{name}:", "", *table(rows)]
    for title, more in (
        ("Decisions", example.decisions),
        ("Numbers of the force's own", example.standard),
        ("Bank holidays", example.holidays),
        ("School days", example.school_days),
    ):
        if more:
            lines += ["", f"{title}:", "", *table(more)]
    if example.persons:
        links = [f"{nominal} is {person}" for nominal, person in example.persons.items()]
        lines += ["", f"Persons: {', '.join(links)}."]
    if example.probabilities:
        sure = [f"{nominal} {probability}" for nominal, probability in example.probabilities.items()]
        lines += ["", f"Match probability: {', '.join(sure)}."]
    if example.absent:
        lines += ["", f"Absent: {', '.join(example.absent)}."]
    return [*lines, "", *outcome(example.then), ""]


def outcome(rows: Sequence[Row]) -> list[str]:
    """The duty's rows, turned on their side where there is one: it has many columns."""
    if not rows:
        return ["Then nothing is owed: no row."]
    if len(rows) > 1:
        return ["Then:", "", *table(rows)]
    lines = ["Then:", "", "| column | value |", "|---|---|"]
    return lines + [f"| {name} | {cell(shown(item))} |" for name, item in rows[0].items()]


def table(rows: Sequence[Row]) -> list[str]:
    """Rows with all the columns that any of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [line(columns), line(["---"] * len(columns))]
    return lines + [line(cell(shown(row.get(name, ""))) for name in columns) for row in rows]


def line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def shown(item: object) -> str:
    """A value as an extract would have it."""
    if isinstance(item, bool):
        return str(item).lower()
    if isinstance(item, list):
        return "\\|".join(str(part) for part in item) if all(isinstance(part, str) for part in item) else str(item)
    return str(item)


def cell(text: str) -> str:
    """Text that stays within its cell."""
    return " ".join(text.split()).replace("\\|", "|").replace("|", "\\|")


def write(folder: Path) -> None:
    """Write all pages, and remove those of duties that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
