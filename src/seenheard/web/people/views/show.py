"""The page of a child, an offender or a case: opening it is an entry in the trail."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.errors import ReleaseError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.findings.models import Finding
from seenheard.web.findings.queries import of_subject
from seenheard.web.people.queries import read_subject
from seenheard.web.releases.queries import current_release, duties_in_order, officer_names
from seenheard.web.trail.actions import record_reading

OFFICER_COLUMNS = ("manager_id", "owner_id", "officer_id", "lone_visit_approved_by")
NOBODYS = Finding()  # a subject of whom nothing is listed is of no team
KINDS = {"child": "child", "offender": "offender", "case": "record"}


@require_GET
@allowed("people")
def subject(request: HttpRequest, page: str) -> HttpResponse:
    """Header, duties owed, timeline."""
    identity, kind, release = request.GET.get("id", ""), KINDS[page], current_release()
    if not identity or release is None:
        raise Http404
    restricted = may(request.user, "restricted")
    try:
        found = read_subject(release, kind, identity, restricted=restricted)
    except ReleaseError:
        return render(request, "people/unreadable.html", {"release": release}, status=503)
    if found is None:
        raise Http404
    rows = of_subject(kind, identity, restricted=restricted)
    if not any(may(request.user, "person", row) for row in (rows or [NOBODYS])):
        raise PermissionDenied
    record_reading(
        by=request.user,
        subject_kind=kind,
        subject_id=identity,
        page=request.get_full_path(),
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
