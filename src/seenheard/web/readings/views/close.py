"""Closing an audit, after a look at what is not done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits.actions import close as close_audit
from seenheard.web.audits.forms import SeenForm
from seenheard.web.audits.queries import find_audit, leads
from seenheard.web.audits.refusals import CLOSED
from seenheard.web.readings.queries import not_done


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def close(request: HttpRequest, identity: int) -> HttpResponse:
    """What would stay undone is shown first; closed, nothing in it changes any more."""
    audit = find_audit(request.user, identity)
    if audit is None:
        raise Http404
    if not leads(request.user, audit):
        raise PermissionDenied
    if audit.state != "reading":
        messages.error(request, CLOSED if audit.state == "closed" else "Its files are not drawn: there is nothing to close.")
        return redirect("audit", audit.pk)
    form, problem = SeenForm(request.POST or None, initial={"seen": audit.version}), ""
    if request.method == "POST" and form.is_valid():
        try:
            close_audit(by=request.user, audit=audit, seen=form.cleaned_data["seen"])
        except AuditError as refused:
            problem = str(refused)
            form = SeenForm(initial={"seen": audit.version})
        else:
            messages.success(request, "Closed. Its result can be seen by those who see results.")
            return redirect("audit", audit.pk)
    page = {"audit": audit, "form": form, "problem": problem, "left": not_done(audit)}
    return render(request, "readings/close.html", page, status=400 if problem else 200)
