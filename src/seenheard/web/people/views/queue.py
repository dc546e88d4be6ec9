"""The pairs of records that wait for a clerk. No name is on it: opening a pair is what the trail enters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may
from seenheard.web.decisions.queries import last_link_of, left_open
from seenheard.web.people.comparing import evidence_of
from seenheard.web.people.forms import UNDONE
from seenheard.web.people.pairs import progress, waiting
from seenheard.web.releases.queries import current_release


@require_GET
@allowed("links")
def links(request: HttpRequest) -> HttpResponse:
    """How many are decided, and the next ones, the most useful first."""
    restricted = may(request.user, "restricted_links")
    rows = waiting(restricted=restricted)
    shown = {
        "release": current_release(),
        "progress": progress(restricted=restricted),
        "rows": [(link, evidence_of(link.evidence)) for link in rows],
        "left_open": left_open(link.subject for link in rows if link.cant_tell),
        "last": last_link_of(request.user.get_username()),
        "undone": UNDONE,
    }
    return render(request, "people/links.html", shown)
