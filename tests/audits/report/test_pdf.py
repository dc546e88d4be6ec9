"""The report as PDF/UA-1: tags, title, language, words for pictures; texts stay texts; equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from typing import Any

import pypdf
import pytest
import typst

from seenheard.audits.report import as_pdf
from seenheard.audits.report.as_pdf import pages, pdf, png
from seenheard.audits.report.blocks import Bar, Chart, ReportData
from seenheard.errors import AuditError


def opened(content: bytes) -> pypdf.PdfReader:
    """The document."""
    return pypdf.PdfReader(io.BytesIO(content))


def elements(node: Any) -> Iterator[Any]:
    """Every element of the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def test_it_is_tagged_and_says_its_title_and_language(report: ReportData) -> None:
    found = opened(pdf(report))
    root = found.trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata is not None and found.metadata.title == report.title
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


def test_pictures_have_words_and_tables_have_heads(report: ReportData) -> None:
    tree = list(elements(opened(pdf(report)).trailer["/Root"]["/StructTreeRoot"]["/K"]))
    kinds = [one["/S"] for one in tree]
    described = [one["/Alt"] for one in tree if one["/S"] == "/Figure" and "/Alt" in one]
    assert len(described) == 4 and all(words.strip() for words in described)
    assert kinds.count("/Table") == kinds.count("/THead") > 10
    assert kinds.count("/H1") == len(report.sections)


def test_the_same_report_gives_the_same_bytes(report: ReportData) -> None:
    assert pdf(report) == pdf(report)


def test_hostile_texts_are_shown_as_they_are(hostile: ReportData) -> None:
    text = " ".join("".join(page.extract_text() for page in opened(pdf(hostile)).pages).split())
    assert "#panic() *b* $x$ {{ 7*7 }} {% raise %} =1+1 ]]>" in text


def test_a_letter_that_the_font_lacks_is_written_as_its_code_point(report: ReportData) -> None:
    found = opened(pdf(replace(report, force="Police 😀\x07 子")))
    assert "Police [U+1F600][U+0007] [U+5B50]" in found.pages[0].extract_text()


def test_too_many_letters_that_the_font_lacks_are_a_sentence(report: ReportData, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "MOST_TRIES", 0)
    with pytest.raises(AuditError, match="as a web page or for Word"):
        pdf(report)


def test_typst_is_given_no_font_or_package_of_the_machine(report: ReportData, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []
    compiler = typst.Compiler

    def watched(source: bytes, **named: Any) -> typst.Compiler:
        given.append(named)
        return compiler(source, **named)

    monkeypatch.setattr(as_pdf.typst, "Compiler", watched)
    pdf(report)
    assert given == [{"ignore_system_fonts": True}]
    assert b"#import" not in resources.files("seenheard.audits.report").joinpath("report.typ").read_bytes()


def test_every_page_can_be_looked_at(report: ReportData) -> None:
    shown = pages(report, ppi=30)
    assert len(shown) == len(opened(pdf(report)).pages) > 3
    assert all(page.startswith(b"\x89PNG") for page in shown)


def test_a_chart_alone_is_a_png() -> None:
    assert png(Chart("t", "d", (Bar("Good", 0.5, 0.4, 0.6, "3 of 6"),)), ppi=40).startswith(b"\x89PNG")
