"""Saying something to colleagues about a finding, and having read what they said."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from seenheard.web.accounts.rules import allowed
from seenheard.web.findings import actions
from seenheard.web.findings.forms import StepForm


@require_POST
@allowed("work")
def comment(request: HttpRequest, identity: int) -> HttpResponse:
    """Add a comment; say who was told of it, and who could not be."""
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The comment was not saved: " + " ".join(form.errors["text"]))
        return redirect("finding", identity)
    outcome, told, untold = actions.comment(by=request.user, chosen={identity: None}, text=form.cleaned_data["text"])
    if outcome.refused:
        raise Http404
    said = "The comment is saved."
    if told:
        said += f" Told of it: {', '.join(told)}."
    if untold:
        said += f" Nobody who can open this is called {', '.join('@' + name for name in untold)}."
    messages.success(request, said)
    return redirect("finding", identity)


@require_POST
@allowed("people")
def mention_read(request: HttpRequest, identity: int) -> HttpResponse:
    """The person named has read it."""
    if not actions.read_mention(by=request.user, mention=identity):
        raise Http404
    return redirect("home")
