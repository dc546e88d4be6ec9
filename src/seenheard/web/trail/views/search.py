"""The information officer's first page: whom or what to look for, and how the trail stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed
from seenheard.web.trail.queries import head


@require_GET
@allowed("trail")
def trail(request: HttpRequest) -> HttpResponse:
    """Two questions and a list."""
    return render(request, "trail/search.html", {"head": head()})
