"""The conclusions of an audit."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.audits.models import Audit
from seenheard.web.audits.queries import leads
from seenheard.web.reports.actions import CONCLUSIONS, conclude, withdraw_conclusion
from seenheard.web.reports.forms import ConclusionForm, WithdrawForm
from seenheard.web.reports.queries import audit_with_result, conclusions_of, find_conclusion
from seenheard.web.reports.views.not_yet import when_it_may_be_seen


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("results")
@when_it_may_be_seen("conclusions")
def conclusions(request: HttpRequest, audit: Audit) -> HttpResponse:
    """What came out of it; the lead adds to it, also when it is closed."""
    mine = leads(request.user, audit)
    form = ConclusionForm(request.POST or None, audit=audit) if mine else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            said = dict(form.cleaned_data)
            try:
                conclude(by=request.user, audit=audit, files=said.pop("numbers"), **said)
            except AuditError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Added.")
                return redirect("conclusions", audit.pk)
    page = {
        "audit": audit,
        "reads": may(request.user, "audit"),
        "leads": mine,
        "form": form,
        "conclusions": conclusions_of(audit),
        "kinds_of": CONCLUSIONS,
        "criteria": {one.key: one.question for one in audit.scheme.criteria},
    }
    return render(request, "reports/conclusions.html", page)


@require_POST
@allowed("audit")
def withdraw(request: HttpRequest, identity: int, conclusion: int) -> HttpResponse:
    """Take one back."""
    audit = audit_with_result(request.user, identity)
    found = find_conclusion(audit, conclusion) if audit is not None else None
    if audit is None or found is None:
        raise Http404
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why it is withdrawn.")
        return redirect("conclusions", audit.pk)
    try:
        withdraw_conclusion(by=request.user, conclusion=found, why=form.cleaned_data["why"])
    except AuditError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Withdrawn.")
    return redirect("conclusions", audit.pk)
