"""The result of an audit as it stands, and how far its readers agreed: the report's own sections, on the screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from markupsafe import Markup

from seenheard.audits.report.blocks import Chart, Funnel
from seenheard.audits.report.pictures import picture
from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.audits.models import Audit
from seenheard.web.reports.told import report_data
from seenheard.web.reports.views.not_yet import when_it_may_be_seen

SHOWN = {
    "result": ("summary", "judgements", "beside", "answers", "teams", "forces", "referred-back", "method", "limits"),
    "agreement": ("agreement",),
}


@require_GET
@allowed("results")
@when_it_may_be_seen("result")
def result(request: HttpRequest, audit: Audit, page: str) -> HttpResponse:
    """Numbers with their denominators and intervals, and what they can't say."""
    try:
        sections, problem = report_data(audit).sections, ""
    except AuditError as wrong:
        sections, problem = (), str(wrong)
    shown = {
        "audit": audit,
        "page": page,
        "reads": may(request.user, "audit"),
        "problem": problem,
        "sections": sorted(
            (section for section in sections if section.key in SHOWN[page]),
            key=lambda section: SHOWN[page].index(section.key),
        ),
        "pictures": {
            id(block): Markup(picture(block, "inherit"))  # its texts are escaped where it is drawn
            for section in sections
            for block in section.blocks
            if isinstance(block, Chart | Funnel)
        },
        "identity_of": id,
    }
    return render(request, "reports/result.html", shown)
