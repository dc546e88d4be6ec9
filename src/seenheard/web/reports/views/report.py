"""An audit's report as a file: asked for here, made by the worker, taken away here."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.audits.models import Audit
from seenheard.web.readings.queries import still_reads
from seenheard.web.reports.actions import KINDS, ask_report, record_download
from seenheard.web.reports.queries import find_report, reports_of
from seenheard.web.reports.tasks import make_report
from seenheard.web.reports.views.not_yet import when_it_may_be_seen

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("results")
@when_it_may_be_seen("reports")
def reports(request: HttpRequest, audit: Audit) -> HttpResponse:
    """Those that were made, and a form that asks for another."""
    if request.method == "POST":
        try:
            report = ask_report(by=request.user, audit=audit, kind=request.POST.get("kind", ""))
        except AuditError as refused:
            messages.error(request, str(refused))
        else:
            make_report.enqueue(report.pk)
            messages.success(request, "It is being made: look again in a moment.")
        return redirect("reports", audit.pk)
    page = {"audit": audit, "reads": may(request.user, "audit"), "reports": reports_of(audit), "report_kinds": KINDS}
    return render(request, "reports/reports.html", page)


@require_GET
@allowed("results")
def report_file(request: HttpRequest, identity: int) -> HttpResponse:
    """Take one away; the trail says who did."""
    report = find_report(request.user, identity)
    if report is None or still_reads(request.user, report.audit) or report.state != "made" or report.content is None:
        raise Http404
    record_download(by=request.user, report=report)
    name = f"{slugify(report.audit.title) or 'audit'}.{report.kind}"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(bytes(report.content), content_type=TYPES[report.kind], headers={"Content-Disposition": disposition})
