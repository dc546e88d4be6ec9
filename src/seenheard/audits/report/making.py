"""A report in the format that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from seenheard.audits.report.as_html import html
from seenheard.audits.report.as_pdf import pdf
from seenheard.audits.report.as_word import word
from seenheard.audits.report.blocks import ReportData

MAKERS: dict[str, Callable[[ReportData], bytes]] = {"html": html, "pdf": pdf, "docx": word}
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def make(kind: str, report: ReportData, template: Path | None = None) -> bytes:
    """The file. kind: html, pdf or docx; template: the force's own, for docx. AuditError says why it can't be made."""
    return word(report, template) if kind == "docx" else MAKERS[kind](report)
