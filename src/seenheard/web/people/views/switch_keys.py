"""Keyboard shortcuts, on for those who ask for them: single letters must not surprise who speaks to their machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from seenheard.web.accounts.rules import allowed
from seenheard.web.people.views.compare import KEYS, address_of


@require_POST
@allowed("links")
def link_keys(request: HttpRequest) -> HttpResponse:
    """Turn them on or off for this session, and go back to the pair."""
    request.session[KEYS] = request.POST.get("keys") == "on"
    one, other = request.POST.get("one", ""), request.POST.get("other", "")
    return redirect(address_of(one, other) if one and other else "links")
