"""Deciding a pair. Whoever comes second is told, and keeps what they typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from seenheard.errors import ReleaseError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.decisions.actions import leave_open, record_link
from seenheard.web.decisions.refusals import DecisionError
from seenheard.web.people.forms import PairForm
from seenheard.web.people.pairs import next_pair
from seenheard.web.people.views.compare import address_of, asked_pair, show_pair
from seenheard.web.releases.queries import current_release

SAID = {
    "same": "Recorded: {one} and {other} are the same person.",
    "not_same": "Recorded: {one} and {other} are not the same person.",
    "cant_tell": "Recorded that you can’t tell of {one} and {other}. The pair stays open, after those nobody has looked at.",
}


@require_POST
@allowed("links")
def decide(request: HttpRequest) -> HttpResponse:
    """Record the decision and go on to the next pair."""
    one, other = request.POST.get("nominal_id", ""), request.POST.get("other_nominal_id", "")
    try:
        found = asked_pair(request, one, other)
    except ReleaseError:
        return render(request, "people/unreadable.html", {"release": current_release()}, status=503)
    form = PairForm(request.POST)
    if not form.is_valid():
        return show_pair(request, found, form, status=422)
    chosen = form.cleaned_data["decision"]
    try:
        told = {
            "nominal_id": one,
            "other_nominal_id": other,
            "reason": form.reason_said(),
            "seen": form.cleaned_data["seen"],
        }
        if chosen == "cant_tell":
            leave_open(by=request.user, **told)
        else:
            record_link(by=request.user, same=chosen == "same", **told)
    except DecisionError as refused:
        now = asked_pair(request, one, other)
        return show_pair(request, now, form, refusal=str(refused), status=409)
    messages.success(request, SAID[chosen].format(one=one, other=other))
    further = next_pair(found.link, restricted=may(request.user, "restricted_links"))
    return redirect(address_of(further.nominal_id, further.other_nominal_id) if further else reverse("links"))
