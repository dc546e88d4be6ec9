"""Single files of an audit: left out before the draw, excluded after it, picked by hand, and the force's own grade."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.errors import AuditError, ReleaseError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits import actions, drawn
from seenheard.web.audits.forms import FileForm, OwnGradeForm, WhyForm
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.audits.queries import find_audit, find_file, leads
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.actions import record_listing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def choose(request: HttpRequest, identity: int) -> HttpResponse:
    """Leave a file out before the draw, or pick one after it: named by its case type and record."""
    audit = _led(request, find_audit(request.user, identity))
    form = FileForm(request.POST or None, scheme=audit.scheme)
    if request.method == "POST" and form.is_valid():
        said, release = form.cleaned_data, audit.drawn_from or current_release()
        try:
            row = drawn.find_row(audit, release, said["case_type"], said["record_id"])
            act = actions.leave_out if audit.state == "planned" else actions.pick
            act(by=request.user, audit=audit, row=row, why=said["why"])
        except (AuditError, ReleaseError) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Left out." if audit.state == "planned" else "Picked.")
            return redirect("audit", audit.pk)
    return render(request, "audits/choose.html", {"audit": audit, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def exclude(request: HttpRequest, identity: int) -> HttpResponse:
    """Exclude a drawn file, with the reason; the next of its stratum takes its place."""
    file = _led_file(request, identity)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            instead = actions.exclude(by=request.user, file=file, why=form.cleaned_data["why"])
        except AuditError as refused:
            form.add_error(None, str(refused))
        else:
            what = f"File {instead.number} takes its place: share it out." if instead else "No other file takes its place."
            messages.success(request, f"File {file.number} is excluded. {what}")
            return redirect("audit", file.audit_id)
    record_listing(by=request.user, subjects=drawn.subjects([file]), page=request.path)
    return render(request, "audits/exclude.html", {"audit": file.audit, "file": file, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def own_grade(request: HttpRequest, identity: int) -> HttpResponse:
    """What the force itself graded the file."""
    file = _led_file(request, identity)
    form = OwnGradeForm(request.POST or None, scheme=file.audit.scheme, initial={"own_grade": file.own_grade})
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_own_grade(by=request.user, file=file, grade=form.cleaned_data["own_grade"])
        except AuditError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Kept for file {file.number}.")
            return redirect("audit", file.audit_id)
    record_listing(by=request.user, subjects=drawn.subjects([file]), page=request.path)
    return render(request, "audits/own_grade.html", {"audit": file.audit, "file": file, "form": form})


def _led(request: HttpRequest, audit: Audit | None) -> Audit:
    if audit is None or audit.origin != "here":
        raise Http404
    if not leads(request.user, audit):
        raise PermissionDenied
    return audit


def _led_file(request: HttpRequest, identity: int) -> CaseFile:
    file = find_file(request.user, identity)
    if file is None:
        raise Http404
    _led(request, file.audit)
    return file
