"""Days on which somebody read unusually much: beside their own usual day, and that of their role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed
from seenheard.web.trail.actions import record_look
from seenheard.web.trail.looking import LEAST, SHOWN_DAYS, TIMES, USUAL_DAYS, unusual


@require_GET
@allowed("trail")
def unusual_amounts(request: HttpRequest) -> HttpResponse:
    """The last week's unusual days; asking is a line too."""
    days = unusual()
    record_look(by=request.user, subjects=(), page=request.path, at="unusual amounts")
    rules = {"least": LEAST, "times": TIMES, "shown": SHOWN_DAYS, "usual": USUAL_DAYS}
    return render(request, "trail/unusual.html", {"days": days, "rules": rules})
