"""The shipped schemes as pages: every question with its guidance, and the rules in words. `make docs` writes docs/audits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from seenheard.audits.judging import area_rules_in_words, file_rules_in_words
from seenheard.audits.scheme import Criterion, Scheme, shipped
from seenheard.audits.scheme_file import ANSWERS


def pages() -> dict[str, str]:
    """File name -> text."""
    return {f"{scheme.name}.md": "\n".join(_page(scheme)) + "\n" for scheme in shipped()}


def _page(scheme: Scheme) -> Iterator[str]:
    yield f"# {scheme.title}"
    yield ""
    yield f"Written by `make docs` from `src/seenheard/audits/schemes/{scheme.name}.toml`. Version {scheme.version}."
    yield scheme.about
    yield ""
    yield f"Source of case types, areas and grades: {scheme.source}. Questions, guidance and rules are ours."
    yield ""
    grades = ", ".join(one.title.lower() for one in scheme.grades)
    yield f"Grades: {grades}. Answers, unless said otherwise: {_words(ANSWERS)}."
    for title, rules in (("an area", area_rules_in_words(scheme)), ("a file", file_rules_in_words(scheme))):
        yield ""
        yield f"## How {title}'s grade is suggested"
        yield from (f"- {rule}" for rule in rules)
    for area in scheme.areas:
        yield ""
        yield f"## {area.title}"
        yield "| question | what a reader looks for | asked of |"
        yield "|---|---|---|"
        yield from (_row(scheme, one) for one in scheme.criteria if one.area == area.key)


def _row(scheme: Scheme, one: Criterion) -> str:
    titles = [name.title for name in scheme.case_types if name.key in one.case_types]
    asked = "every case type" if len(titles) == len(scheme.case_types) else ", ".join(titles)
    marks = [mark for mark, there in (("critical", one.critical), (f"beside duty `{one.duty}`", one.duty)) if there]
    marks += [f"answers {_words(one.answers)}"] if one.answers != ANSWERS else []
    extra = f" ({'; '.join(marks)})" if marks else ""
    box = f" *{one.text}*" if one.text else ""
    return f"| {one.question}{extra} | {one.guidance}{box} | {asked} |"


def _words(answers: tuple[str, ...]) -> str:
    return ", ".join(answer.replace("cant_tell", "can't tell").replace("_", " ") for answer in answers)


def write(folder: Path) -> None:
    """Write the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
