"""Background work of reports. A task is safe to run twice: the second time makes the same file again, or finds it made."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django_tasks import task

from seenheard.audits.report.as_html import html
from seenheard.audits.report.as_pdf import pdf
from seenheard.audits.report.as_word import word
from seenheard.audits.report.blocks import ReportData
from seenheard.errors import AuditError
from seenheard.web.reports.actions import give_up_report, keep_report
from seenheard.web.reports.queries import report_numbered
from seenheard.web.reports.told import report_data
from seenheard.web.trail.actions import Program

WORKER = Program("reports")


@task()
def make_report(identity: int) -> str:
    """Make a report that was asked for."""
    report = report_numbered(identity)
    if report is None or report.state != "waiting":
        return "nothing to make"
    try:
        content = made(report.kind, report_data(report.audit))
    except AuditError as wrong:
        give_up_report(by=WORKER, report=report, problem=str(wrong))
        return str(wrong)
    keep_report(by=WORKER, report=report, content=content)
    return "made"


def made(kind: str, data: ReportData) -> bytes:
    """The file."""
    if kind == "html":
        return html(data)
    if kind == "pdf":
        return pdf(data)
    return word(data, Path(settings.REPORT_TEMPLATE) if settings.REPORT_TEMPLATE else None)
