"""Handing an audit over to another auditor."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from seenheard.errors import AuditError
from seenheard.web.accounts.queries import account_named
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits import actions
from seenheard.web.audits.queries import find_audit


@require_POST
@allowed("audit")
def hand_over(request: HttpRequest, identity: int) -> HttpResponse:
    """Another auditor leads it from here on."""
    audit, to = find_audit(request.user, identity), account_named(request.POST.get("to", ""))
    if audit is None:
        raise Http404
    if to is None:
        messages.error(request, "There is no account of this name.")
        return redirect("audit", audit.pk)
    try:
        actions.hand_over(by=request.user, audit=audit, to=to)
    except AuditError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{to.get_username()} leads this audit now.")
    return redirect("audit", audit.pk)
