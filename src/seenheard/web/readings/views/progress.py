"""Who reads in an audit, how far they are, and giving files to readers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits.drawn import subjects
from seenheard.web.audits.models import Audit
from seenheard.web.audits.queries import files_of, find_audit, leads
from seenheard.web.config.words import plural
from seenheard.web.readings import actions
from seenheard.web.readings.forms import GiveReadingForm, ReaderForm, WhyForm
from seenheard.web.readings.models import Reading
from seenheard.web.readings.queries import (
    find_reader,
    is_late,
    loads_of,
    possible_readers,
    reading_led,
    readings_of,
    refer_backs_of,
)
from seenheard.web.trail.actions import record_listing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def progress(request: HttpRequest, identity: int) -> HttpResponse:
    """Readers with what they have, files with who reads them; the lead appoints readers here."""
    audit = _audit(request, identity)
    mine = leads(request.user, audit)
    form = ReaderForm(request.POST or None, users=possible_readers(audit))
    if request.method == "POST":
        if not mine:
            raise PermissionDenied
        if form.is_valid() and _appoint(request, audit, form):
            return redirect("audit_readings", audit.pk)
    readings = readings_of(audit)
    by_file: dict[int, list[Reading]] = {}
    for one in readings:
        by_file.setdefault(one.file_id, []).append(one)
    files = list(files_of(audit))
    refer_backs = refer_backs_of(audit)
    record_listing(by=request.user, subjects=subjects(files), page=request.path)
    page = {
        "audit": audit,
        "leads": mine,
        "open": mine and audit.state == "reading",
        "form": form,
        "loads": loads_of(audit),
        "files": [(file, by_file.get(file.pk, [])) for file in files],
        "unread": sum(not by_file.get(file.pk) for file in files),
        "done": sum(one.state == "done" for one in readings),
        "total": len(readings),
        "case_types": {one.key: one.title for one in audit.scheme.case_types},
        "refer_backs": [(one, is_late(one)) for one in refer_backs],
    }
    return render(request, "readings/progress.html", page)


def _appoint(request: HttpRequest, audit: Audit, form: ReaderForm) -> bool:
    said = dict(form.cleaned_data)
    user = form.users[said.pop("user")]
    try:
        actions.appoint(by=request.user, audit=audit, user=user, **said)
    except AuditError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{user.called} reads in this audit.")
    return True


@require_POST
@allowed("audit")
def dismiss(request: HttpRequest, identity: int, reader: int) -> HttpResponse:
    """A reader reads no more; what is unfinished is given back."""
    audit = _audit(request, identity)
    found = find_reader(audit, reader)
    if found is None:
        raise Http404
    try:
        actions.dismiss(by=request.user, reader=found)
    except AuditError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "They read no more in this audit. Share out what they gave back.")
    return redirect("audit_readings", audit.pk)


@require_POST
@allowed("audit")
def share_out(request: HttpRequest, identity: int) -> HttpResponse:
    """Give every file its readers."""
    audit = _audit(request, identity)
    try:
        given = actions.share_out(by=request.user, audit=audit)
    except AuditError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, f"{plural(given, 'reading is', 'readings are')} given." if given else "Every file has its readers."
        )
    return redirect("audit_readings", audit.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def give(request: HttpRequest, identity: int) -> HttpResponse:
    """Give an unfinished reading to another reader."""
    reading = _led(request, identity)
    others = [load.reader.user for load in loads_of(reading.file.audit) if load.reader.user_id != reading.user_id]
    form = GiveReadingForm(request.POST or None, users=others)
    if request.method == "POST" and form.is_valid():
        to = form.users[form.cleaned_data["user"]]
        try:
            actions.give_to(by=request.user, reading=reading, to=to, why=form.cleaned_data["why"])
        except AuditError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"File {reading.file.number} is {to.called}’s now.")
            return redirect("audit_readings", reading.file.audit_id)
    title = f"Give the reading of file {reading.file.number} to somebody else"
    return render(
        request, "readings/settle_reading.html", {"reading": reading, "form": form, "title": title, "button": "Give it"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def reopen(request: HttpRequest, identity: int) -> HttpResponse:
    """Give a finished reading back to its reader."""
    reading = _led(request, identity)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_reading(by=request.user, reading=reading, why=form.cleaned_data["why"])
        except AuditError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"File {reading.file.number} is open again for its reader.")
            return redirect("audit_readings", reading.file.audit_id)
    title = f"Give the reading of file {reading.file.number} back to its reader"
    return render(
        request, "readings/settle_reading.html", {"reading": reading, "form": form, "title": title, "button": "Give it back"}
    )


def _audit(request: HttpRequest, identity: int) -> Audit:
    audit = find_audit(request.user, identity)
    if audit is None or audit.origin != "here":
        raise Http404
    return audit


def _led(request: HttpRequest, identity: int) -> Reading:
    reading = reading_led(request.user, identity)
    if reading is None:
        raise Http404
    return reading
