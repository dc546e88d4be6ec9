"""A report as PDF/UA-1 by Typst: it goes in as JSON, never into the source; nothing is fetched; equal bytes each time."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import typst

from seenheard.audits.report.blocks import Chart, Funnel, ReportData
from seenheard.audits.report.pictures import picture
from seenheard.errors import AuditError

FONT = "Libertinus Serif"  # comes within typst, under the SIL Open Font License
NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')
MOST_TRIES = 20


def pdf(report: ReportData) -> bytes:
    """The document, tagged, with its title and language. A letter that the font lacks is written as its code point."""
    return _compiled(json.dumps(_with_pictures(report), ensure_ascii=False), "pdf")[0]


def pages(report: ReportData, ppi: float = 70) -> list[bytes]:
    """The same pages as PNG, to look at."""
    return _compiled(json.dumps(_with_pictures(report), ensure_ascii=False), "png", ppi)


def png(block: Chart | Funnel, ppi: float = 192) -> bytes:
    """A chart as PNG, for documents that take no SVG."""
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    made = typst.Compiler(source, ignore_system_fonts=True).compile(
        format="png", ppi=ppi, sys_inputs={"svg": picture(block, FONT)}
    )
    assert isinstance(made, bytes)
    return made


def _with_pictures(report: ReportData) -> dict[str, Any]:
    told = report.as_json
    for section, kept in zip(told["sections"], report.sections, strict=True):
        for block, source in zip(section["blocks"], kept.blocks, strict=True):
            if isinstance(source, Chart | Funnel):
                block["svg"] = picture(source, FONT)
    return told


def _compiled(told: str, kind: str, ppi: float | None = None) -> list[bytes]:
    source = resources.files(__package__).joinpath("report.typ").read_bytes()
    for _ in range(MOST_TRIES):
        try:
            made = typst.Compiler(source, ignore_system_fonts=True).compile(
                format="pdf" if kind == "pdf" else "png",
                ppi=ppi,
                sys_inputs={"report": told},
                pdf_standards=["ua-1"] if kind == "pdf" else [],
                timestamp=0,
            )
        except typst.TypstError as problem:
            told = _without_letters(told, problem)
            continue
        assert made is not None
        return [made] if isinstance(made, bytes) else made
    raise AuditError("The report holds too many letters that its font lacks: ask for it as a web page or for Word.")


def _without_letters(told: str, problem: typst.TypstError) -> str:
    """The same with each letter that the font lacks as its code point, such as [U+1F600]."""
    lacking = {_letter(found) for found in NO_LETTER.findall(problem.diagnostic)}
    if not lacking:
        raise AuditError(f"Typst can’t make the PDF: {problem.message}") from problem
    for text in lacking:
        written = "".join(f"[U+{ord(letter):04X}]" for letter in text)
        told = told.replace(text, written).replace(json.dumps(text)[1:-1], written)
    return told


def _letter(quoted: str) -> str:
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), quoted)
