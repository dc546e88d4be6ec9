"""Every format is made from the same report."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from seenheard.audits.report.blocks import ReportData
from seenheard.audits.report.making import MAKERS, TYPES, make


@pytest.mark.parametrize(("kind", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-1.7"), ("docx", b"PK")])
def test_each_format_is_what_it_is_called(report: ReportData, kind: str, begins: bytes) -> None:
    assert make(kind, report).startswith(begins)
    assert set(MAKERS) == set(TYPES)


def test_a_template_is_for_word(report: ReportData, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("ours")
    made.save(str(tmp_path / "own.docx"))
    assert make("docx", report, tmp_path / "own.docx") != make("docx", report)
    assert make("pdf", report, tmp_path / "own.docx") == make("pdf", report)
