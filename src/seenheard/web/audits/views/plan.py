"""Planning an audit, and changing its plan while nothing is drawn."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.errors import AuditError, SchemeError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.audits.actions import add_scheme, change_plan, plan_audit
from seenheard.web.audits.forms import PlanForm, SeenForm
from seenheard.web.audits.models import Audit
from seenheard.web.audits.queries import audits_of, find_audit, leads
from seenheard.web.audits.schemes import scheme_called


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def new(request: HttpRequest) -> HttpResponse:
    """A new audit under the scheme that was chosen."""
    chosen = scheme_called(request.GET.get("scheme", ""))
    if chosen is None:
        return redirect("schemes")
    form = PlanForm(
        request.POST or None,
        scheme=chosen.scheme,
        audits=list(audits_of(request.user)),
        may_restrict=may(request.user, "restricted"),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            kept = add_scheme(by=request.user, scheme=chosen.scheme, content=chosen.content, shipped=chosen.shipped)
            audit = plan_audit(
                by=request.user,
                title=said["title"],
                purpose=said["purpose"],
                scheme_version=kept,
                plan=said["plan"],
                read_by=said["read_by"],
                restricted=said.get("restricted", False),
                earlier=_earlier(request, said["earlier"]),
            )
        except (AuditError, SchemeError) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Planned. Look at the population, then draw.")
            return redirect("audit", audit.pk)
    return render(request, "audits/plan.html", {"form": form, "scheme": chosen.scheme, "audit": None})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def change(request: HttpRequest, identity: int) -> HttpResponse:
    """Another plan, by the audit's lead, while nothing is drawn."""
    audit = find_audit(request.user, identity)
    if audit is None:
        raise Http404
    if not leads(request.user, audit):
        raise PermissionDenied
    if audit.state != "planned":
        messages.info(request, "The files are drawn: the plan of this audit no longer changes.")
        return redirect("audit", audit.pk)
    form = PlanForm(
        request.POST or None,
        scheme=audit.scheme,
        audits=list(audits_of(request.user).exclude(pk=audit.pk)),
        may_restrict=may(request.user, "restricted"),
        audit=audit,
    )
    seen = SeenForm(request.POST or None, initial={"seen": audit.version})
    if request.method == "POST" and form.is_valid() and seen.is_valid():
        said = form.cleaned_data
        try:
            change_plan(
                by=request.user,
                audit=audit,
                seen=seen.cleaned_data["seen"],
                title=said["title"],
                purpose=said["purpose"],
                plan=said["plan"],
                read_by=said["read_by"],
                restricted=said.get("restricted", False),
                earlier=_earlier(request, said["earlier"]),
            )
        except AuditError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The plan is changed.")
            return redirect("audit", audit.pk)
    page = {"form": form, "seen": seen, "scheme": audit.scheme, "audit": audit}
    return render(request, "audits/plan.html", page, status=409 if form.non_field_errors() else 200)


def _earlier(request: HttpRequest, chosen: str) -> Audit | None:
    return find_audit(request.user, int(chosen)) if chosen else None
