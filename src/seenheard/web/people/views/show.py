"""The page of a child, an offender or a case: opening it is an entry in the trail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.errors import ReleaseError
from seenheard.web.accounts.opening import ask_reason, opening
from seenheard.web.accounts.queries import knows_restricted
from seenheard.web.accounts.rules import allowed
from seenheard.web.findings.queries import of_subject
from seenheard.web.people.queries import read_subject
from seenheard.web.releases.queries import current_release, duties_in_order, officer_names
from seenheard.web.trail.actions import record_reading

OFFICER_COLUMNS = ("manager_id", "owner_id", "officer_id", "lone_visit_approved_by")
KINDS = {"child": "child", "offender": "offender", "case": "record"}


@require_GET
@allowed("people")
def subject(request: HttpRequest, page: str) -> HttpResponse:
    """Header, duties owed, timeline."""
    identity, kind, release = request.GET.get("id", ""), KINDS[page], current_release()
    if not identity or release is None:
        raise Http404
    restricted = knows_restricted(request.user, kind, identity)
    try:
        found = read_subject(release, kind, identity, restricted=restricted)
    except ReleaseError:
        return render(request, "people/unreadable.html", {"release": release}, status=503)
    if found is None:
        raise Http404
    rows = of_subject(kind, identity, restricted=restricted)
    opened = opening(request, kind, identity, rows, restricted=found.restricted)
    if opened.reason is None:
        return ask_reason(request, kind, identity)
    record_reading(
        by=request.user,
        subject_kind=kind,
        subject_id=identity,
        page=request.get_full_path(),
        reason=opened.reason,
        detail=opened.detail,
    )
    listed = {(row.duty, row.key): row for row in rows}
    named = [pair for details in (found.details, *(event["details"] for event in found.events)) for pair in details]
    shown = {
        "officers": officer_names({str(value) for name, value in named if name in OFFICER_COLUMNS}),
        "officer_columns": OFFICER_COLUMNS,
        "subject": found,
        "page_kind": page,
        "release": release,
        "duties": {duty.name: duty for duty in duties_in_order()},
        "listed": listed,
        "ended": [row for row in listed.values() if row.status == "ended" and row.tab == "ended"],
    }
    return render(request, "people/subject.html", shown)
