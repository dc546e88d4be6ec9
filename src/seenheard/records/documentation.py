"""Writes docs/contract from the declarations: `python -m seenheard.records.documentation [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from seenheard.records.declarations import AREAS, RECORD_SETS, RECORDED_AT, WITHDRAWN, Column, RecordSet

FOLDER = Path("docs/contract")
TYPE_WORDS = {
    "id": "id",
    "text": "text",
    "bool": "`true` or `false`",
    "integer": "whole number",
    "decimal": "number",
    "date": "date, `YYYY-MM-DD`",
    "timestamp": "timestamp",
}
NOTICE = "<!-- Written by `python -m seenheard.records.documentation` from the declarations. Don't edit. -->"


def pages() -> dict[str, str]:
    """Every generated page, by file name."""
    found = {"index.md": index()}
    for area, title in AREAS.items():
        found[f"{area}.md"] = page(title, [declared for declared in RECORD_SETS.values() if declared.area == area])
    return found


def index() -> str:
    """The page that leads to the others."""
    lines = [
        "# The record sets of an extract",
        "",
        NOTICE,
        "",
        "A force hands over a folder with one file per record set: `<record set>.parquet`, `.csv` or `.csv.gz`.",
        "What a run gives back stands in [releases](releases.md). "
        "Where the contract leaves a choice, [choices](choices.md) says what was chosen.",
        "",
        "Every record set also has these two columns:",
        "",
        *table((RECORDED_AT, WITHDRAWN)),
        "",
        "| record set | what a record is | area |",
        "|---|---|---|",
    ]
    for declared in RECORD_SETS.values():
        link = f"[{declared.name}]({declared.area}.md#{declared.name})"
        lines.append(f"| {link} | {declared.meaning} | {AREAS[declared.area]} |")
    return "\n".join(lines) + "\n"


def page(title: str, record_sets: list[RecordSet]) -> str:
    """One area's record sets."""
    lines = [f"# {title}", "", NOTICE]
    for declared in record_sets:
        lines += ["", f"## {declared.name}", "", declared.meaning, "", *table(declared.columns), "", time_words(declared)]
        if declared.order_pairs:
            pairs = ", ".join(f"{earlier} – {later}" for earlier, later in declared.order_pairs)
            lines += ["", f"Order, earlier first: {pairs}."]
    return "\n".join(lines) + "\n"


def table(columns: tuple[Column, ...]) -> list[str]:
    """The columns as rows of a table."""
    rows = ["| column | required | what is allowed | sensitivity | meaning |", "|---|---|---|---|---|"]
    for column in columns:
        required = "yes" if column.required else ""
        cells = (f"`{column.name}`", required, allowed(column), column.sensitivity, column.meaning)
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def allowed(column: Column) -> str:
    """What may stand in a column."""
    if column.references:
        return f"id of {column.references}"
    if column.type == "enum":
        return ", ".join(f"`{value}`" for value in column.values)
    words = TYPE_WORDS[column.type]
    if column.low is not None and column.high is not None:
        return f"{words}, {column.low:g} to {column.high:g}"
    return words if column.low is None else f"{words}, {column.low:g} or more"


def time_words(declared: RecordSet) -> str:
    """Whether a record is an event, and when it happened."""
    if not declared.is_event:
        return "Not an event: a record counts whatever its dates."
    if declared.event_column is None:
        return "An event without a date of its own."
    return f"An event: its date is `{declared.event_column}`, and one after the run's as-of is left out of everything."


def write(folder: Path) -> None:
    """Write all pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
