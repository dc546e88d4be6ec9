"""Published results of inspections of other forces, as facts with their source; what is missing or contradictory says so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.audits.published import published as results_of_others
from seenheard.web.accounts.rules import allowed


@require_GET
@allowed("results")
def published(request: HttpRequest) -> HttpResponse:
    """All of them, in the order of the file."""
    rows = results_of_others()
    return render(request, "reports/published.html", {"rows": rows, "whole": sum(not row.fault for row in rows)})
