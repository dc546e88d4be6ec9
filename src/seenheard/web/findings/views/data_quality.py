"""The data quality list: source records that somebody says are wrong, by record set."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may, own_teams
from seenheard.web.findings.work_queries import MOST_WRONG_RECORDS, data_quality, subjects_of
from seenheard.web.releases.queries import current_release, duties_in_order
from seenheard.web.trail.actions import record_listing


@require_GET
@allowed("people")
def data_quality_list(request: HttpRequest) -> HttpResponse:
    """Every line whose finding is still open."""
    sets = data_quality(restricted=may(request.user, "restricted"), **own_teams(request.user))
    lines = [line for part in sets for line in part.lines]
    page = {
        "release": current_release(),
        "sets": sets,
        "records": len({(line.record_set, line.record_id) for line in lines}),
        "findings": len({line.finding_id for line in lines}),
        "cut": len(lines) == MOST_WRONG_RECORDS,
        "duties": {duty.name: duty for duty in duties_in_order()},
    }
    record_listing(by=request.user, subjects=subjects_of(lines), page=request.get_full_path())
    return render(request, "findings/data_quality.html", page)
