"""Writes docs/audits from the schemes that are shipped: every question with its guidance, and the rules in words.

python -m seenheard.audits.documentation [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from seenheard.audits.judging import area_rules_in_words, file_rules_in_words
from seenheard.audits.scheme import Criterion, Named, Scheme, shipped
from seenheard.audits.scheme_file import ANSWERS

FOLDER = Path("docs/audits")
NOTICE = "<!-- Written by `make docs` from the schemes. Don't edit. -->"
VOICES = {
    "seen": "seen",
    "spoken_to": "spoken to",
    "words": "words",
    "demeanour": "demeanour",
    "home": "home",
    "siblings": "brothers, sisters and other children",
    "effect": "effect on the decision",
    "shared": "shared with whom",
}


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    return {"index.md": index()} | {f"{scheme.name}.md": page(scheme) for scheme in shipped()}


def index() -> str:
    """The page that leads to the others."""
    lines = [
        "# What an audit asks",
        "",
        NOTICE,
        "",
        "The schemes that come with the program. [A force edits a copy](../how-to/own-scheme.md).",
    ]
    lines += ["", "| scheme | version | case types | areas | questions | grades |", "|---|---|---|---|---|---|"]
    for one in shipped():
        grades = ", ".join(grade.title.lower() for grade in one.grades)
        counts = f"{len(one.case_types)} | {len(one.areas)} | {len(one.criteria)}"
        lines.append(f"| [{one.title}]({one.name}.md) | {one.version} | {counts} | {grades} |")
    return "\n".join(lines) + "\n"


def page(scheme: Scheme) -> str:
    """One scheme."""
    lines = [
        f"# {scheme.title}",
        "",
        NOTICE,
        "",
        f"`{scheme.name}`, version {scheme.version}. [Source]({scheme.source}).",
        "",
    ]
    lines += [scheme.about, "", "Questions, guidance and rules are ours, and not an inspectorate’s."]
    lines += ["", "## How an area’s grade is suggested", "", *_listed(area_rules_in_words(scheme))]
    lines += ["", "## How a file’s grade is suggested", "", *_listed(file_rules_in_words(scheme))]
    lines += [
        "",
        "The first line that holds counts. *Can’t tell* never counts as yes; what does not apply is left out. Until every",
    ]
    lines += ["question is answered nothing is suggested, and a reader may always give another grade, with a reason."]
    lines += ["", "## How many questions a file is asked", "", "| case type | questions | areas |", "|---|---|---|"]
    for one in scheme.case_types:
        areas = ", ".join(area.title for area in scheme.areas_for(one.key))
        lines.append(f"| {one.title} | {len(scheme.criteria_for(one.key))} | {areas} |")
    for area in scheme.areas:
        lines += ["", f"## {area.title}"]
        for criterion in scheme.criteria:
            if criterion.area == area.key:
                lines += ["", *_criterion(criterion, scheme.case_types)]
    return "\n".join(lines) + "\n"


def _listed(rules: list[str]) -> list[str]:
    return [f"{number}. {rule}" for number, rule in enumerate(rules, 1)]


def _criterion(one: Criterion, case_types: tuple[Named, ...]) -> list[str]:
    asked = [case_type.title for case_type in case_types if case_type.key in one.case_types]
    of = "every case type" if len(asked) == len(case_types) else ", ".join(asked)
    lines = [
        f"### {one.question}",
        "",
        one.guidance,
        "",
        f"- `{one.key}`{', critical' if one.critical else ''}. Asked of: {of}.",
    ]
    if one.answers != ANSWERS:
        lines.append(f"- Answers: {', '.join(answer.replace('_', ' ') for answer in one.answers)}.")
    if one.voice:
        lines.append(f"- Of the voice of the child: {VOICES[one.voice]}.")
    if one.text:
        lines.append(f"- In words: {one.text}")
    if one.duty:
        lines.append(f"- Beside what the records say: [{one.duty}](../duties/{one.duty}.md).")
    return lines


def write(folder: Path) -> None:
    """Write all pages, and remove those of schemes that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
