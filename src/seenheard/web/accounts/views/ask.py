"""Urgent access that somebody is to be asked about, and the answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from seenheard.web.accounts.actions import answer_urgent
from seenheard.web.accounts.forms import AnswerForm
from seenheard.web.accounts.queries import find_urgent, may_ask, urgent_to_ask
from seenheard.web.accounts.rules import allowed
from seenheard.web.trail.actions import record_listing


@require_GET
@allowed("ask")
def urgent(request: HttpRequest) -> HttpResponse:
    """What waits to be asked about, the oldest first."""
    waiting, answered = urgent_to_ask(request.user)
    about = [(one.kind, one.subject_id) for one in (*waiting, *answered)]
    record_listing(by=request.user, subjects=about, page=request.path)
    return render(request, "accounts/urgent.html", {"waiting": waiting, "answered": answered})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("ask")
def answer(request: HttpRequest, identity: int) -> HttpResponse:
    """Accept or query one."""
    found = find_urgent(identity)
    if found is None:
        raise Http404
    if not may_ask(request.user, found):
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        first = answer_urgent(by=request.user, urgent=found, accepted=said["accepted"], answer=said["answer"])
        messages.success(request, "Your answer is kept." if first else "Somebody else has answered it before you.")
        return redirect("urgent")
    record_listing(by=request.user, subjects=[(found.kind, found.subject_id)], page=request.path)
    return render(request, "accounts/answer.html", {"form": form, "urgent": found})
