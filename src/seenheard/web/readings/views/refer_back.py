"""Referring a case file back at once: the reader's form, the supervisor's list and answer, the reader's word on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from seenheard.errors import AuditError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.audits.drawn import subjects
from seenheard.web.audits.models import Audit
from seenheard.web.config.words import moment
from seenheard.web.readings.actions import answer_refer_back, refer_back, settle_answer
from seenheard.web.readings.forms import AcceptForm, ReferBackAnswerForm, ReferBackForm
from seenheard.web.readings.letters import supervisors_of
from seenheard.web.readings.models import ReferBack
from seenheard.web.readings.queries import find_answer, find_reading, find_refer_back, is_late, refer_backs_for
from seenheard.web.trail.actions import record_listing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("audit")
def refer(request: HttpRequest, identity: int) -> HttpResponse:
    """The reader says what the live risk is; the supervisor is told at once."""
    reading = find_reading(request.user, identity)
    if reading is None or reading.state == "withdrawn":
        raise Http404
    form = ReferBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = refer_back(by=request.user, file=reading.file, reading=reading, risk=form.cleaned_data["risk"])
        except AuditError as refused:
            form.add_error(None, str(refused))
        else:
            to = [user.called for user in supervisors_of(sent)]
            whom = ", ".join(to) if to else "nobody, because no account answers for this team: tell somebody yourself, now"
            messages.success(request, f"Referred back to {whom}. An answer is due by {moment(sent.due_at)}.")
            return redirect("reading", reading.pk)
    page = {"form": form, "reading": reading, "file": reading.file, "audit": reading.file.audit}
    return render(request, "readings/refer.html", page)


@require_GET
@allowed("refer_backs")
def refer_backs(request: HttpRequest) -> HttpResponse:
    """What this supervisor is to answer, the oldest first; and what was accepted."""
    rows = refer_backs_for(request.user)
    record_listing(by=request.user, subjects=subjects(one.file for one in rows), page=request.path)
    page = {
        "waiting": [(one, is_late(one)) for one in rows if one.accepted_at is None],
        "accepted": [one for one in rows if one.accepted_at is not None][:50],
    }
    return render(request, "readings/refer_backs.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("people")
def show(request: HttpRequest, identity: int) -> HttpResponse:
    """One, to whoever sent it or answers for it; the supervisor answers here."""
    sent = find_refer_back(request.user, identity)
    if sent is None:
        raise Http404
    answers = list(sent.answers.all())
    waits = next((one for one in answers if one.accepted is None), None)
    may_answer = may(request.user, "refer_backs", sent) and sent.accepted_at is None and waits is None
    form = ReferBackAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_refer_back(by=request.user, sent=sent, text=form.cleaned_data["text"])
        except AuditError as refused:
            form.add_error(None, str(refused))
            may_answer = True  # what was typed is shown again
        else:
            messages.success(request, "Your answer is sent to the reader, who says whether it will do.")
            return redirect("refer_back", sent.pk)
    record_listing(by=request.user, subjects=subjects([sent.file]), page=request.path)
    page = {
        "sent": sent,
        "file": sent.file,
        "case_type": _case_type(sent.file.audit, sent.file.case_type),
        "late": is_late(sent),
        "answers": answers,
        "waits": waits,
        "form": form if may_answer else None,
        "settling": AcceptForm() if waits and _settles(request, sent) else None,
    }
    return render(request, "readings/refer_back.html", page, status=409 if form.non_field_errors() else 200)


@require_POST
@allowed("audit")
def accept(request: HttpRequest, identity: int, answer: int) -> HttpResponse:
    """The reader accepts the answer, or says what is missing."""
    sent = find_refer_back(request.user, identity)
    found = find_answer(sent, answer) if sent is not None else None
    if sent is None or found is None:
        raise Http404
    form = AcceptForm(request.POST)
    if not form.is_valid():
        for said in form.errors.values():
            messages.error(request, " ".join(said))
        return redirect("refer_back", sent.pk)
    try:
        settle_answer(by=request.user, answer=found, **form.cleaned_data)
    except AuditError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Accepted." if form.cleaned_data["accepted"] else "Sent back: they must answer again.")
    return redirect("refer_back", sent.pk)


def _settles(request: HttpRequest, sent: ReferBack) -> bool:
    return may(request.user, "audit") and request.user.pk in (sent.by_id, sent.file.audit.lead_id)


def _case_type(audit: Audit, name: str) -> str:
    return {one.key: one.title for one in audit.scheme.case_types}.get(name, name)
