"""Taking back an audit that was brought in wrongly."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits.forms import WhyForm
from seenheard.web.audits.queries import find_audit, leads
from seenheard.web.reports import actions


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def take_back(request: HttpRequest, identity: int) -> HttpResponse:
    """By whoever brought it in, with the reason."""
    audit = find_audit(request.user, identity)
    if audit is None or audit.origin != "imported":
        raise Http404
    if not leads(request.user, audit):
        raise PermissionDenied
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(by=request.user, audit=audit, why=form.cleaned_data["why"])
        except AuditError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{audit.title} is taken back. The trail keeps that it was here, and why it went.")
            return redirect("audits")
    page = {"form": form, "audit": audit, "files": audit.files.count()}
    return render(request, "reports/take_back.html", page, status=400 if form.errors else 200)
