"""All audits that the reader may know of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may
from seenheard.web.audits.queries import audits_of


@require_GET
@allowed("results")
def audits(request: HttpRequest) -> HttpResponse:
    """The open ones and the closed; who only sees results sees the closed."""
    reads = may(request.user, "audit")
    found = list(audits_of(request.user)) if reads else list(audits_of(request.user).filter(state="closed"))
    return render(request, "audits/list.html", {"audits": found, "reads": reads})
