"""Taking a link decision back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from seenheard.errors import ReleaseError
from seenheard.web.accounts.rules import allowed
from seenheard.web.decisions.actions import take_back
from seenheard.web.decisions.queries import LINKS, find_decision
from seenheard.web.decisions.refusals import DecisionError
from seenheard.web.people.forms import UndoForm
from seenheard.web.people.views.compare import address_of, asked_pair


@require_POST
@allowed("links")
def undo_link(request: HttpRequest) -> HttpResponse:
    """Take it back, and show the pair again: it waits for a decision."""
    form = UndoForm(request.POST)
    found = find_decision(request.POST.get("decision_id", ""))
    if found is None or found.kind not in LINKS:
        raise Http404
    try:
        asked_pair(request, found.nominal_id, found.other_nominal_id)
    except ReleaseError:
        raise Http404 from None
    if not form.is_valid():
        messages.error(request, "Not taken back: say why, in a few words.")
        return redirect(address_of(found.nominal_id, found.other_nominal_id))
    try:
        take_back(by=request.user, decision_id=found.decision_id, reason=form.cleaned_data["reason"])
    except DecisionError as refused:
        messages.error(request, f"Nothing was changed. {refused}")
    else:
        messages.success(request, "Taken back. Nothing stands on this pair now.")
    return redirect(address_of(found.nominal_id, found.other_nominal_id))
