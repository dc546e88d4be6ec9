"""The page of a child, an offender or a case: opening it is an entry in the trail."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from seenheard.errors import ReleaseError
from seenheard.web.accounts.opening import ask_reason, opening
from seenheard.web.accounts.queries import knows_restricted
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.config.words import LONDON
from seenheard.web.decisions.queries import links_between
from seenheard.web.findings.models import Finding
from seenheard.web.findings.queries import of_subject
from seenheard.web.people.actions import record_subject_reading
from seenheard.web.people.around import age_on
from seenheard.web.people.comparing import held_by, made_of
from seenheard.web.people.queries import Subject, find_page, read_subject
from seenheard.web.people.seen_and_heard import SeenAndHeard, seen_and_heard
from seenheard.web.people.timeline import timeline
from seenheard.web.releases.models import Release
from seenheard.web.releases.queries import current_release, duties_in_order, officer_names

OFFICER_COLUMNS = ("manager_id", "owner_id", "officer_id", "lone_visit_approved_by")
KINDS = {"child": "child", "offender": "offender", "case": "record"}


@require_GET
@allowed("people")
def subject(request: HttpRequest, page: str) -> HttpResponse:
    """Seen and heard, duties owed, who is around, timeline, and the records that say so."""
    identity, kind, release = request.GET.get("id", ""), KINDS[page], current_release()
    if not identity or release is None:
        raise Http404
    restricted = knows_restricted(request.user, kind, identity)
    try:
        place = find_page(release, kind, identity, restricted=restricted)
        if place is None:
            raise Http404
        if place.page_id != identity:
            return redirect(f"{reverse(page)}?{urlencode({'id': place.page_id})}")
        found = read_subject(release, place, restricted=restricted)
    except ReleaseError:
        return render(request, "people/unreadable.html", {"release": release}, status=503)
    rows = list(of_subject(kind, found.subject_ids, restricted=restricted))
    opened = opening(request, kind, identity, rows, restricted=found.restricted)
    if opened.reason is None:
        return ask_reason(request, kind, identity)
    record_subject_reading(
        by=request.user,
        subject_kind=kind,
        subject_id=identity,
        nominal_ids=found.nominal_ids,
        page=request.get_full_path(),
        reason=opened.reason,
        detail=opened.detail,
    )
    return render(request, "people/subject.html", _shown(request, page, release, found, rows))


def _shown(request: HttpRequest, page: str, release: Release, found: Subject, rows: list[Finding]) -> dict[str, object]:
    listed = {(row.duty, row.key): row for row in rows}
    heard = seen_and_heard(found.events) if found.kind == "child" else None
    told = timeline(found.events, request.GET.get("part", ""))
    today = release.as_of.astimezone(LONDON).date()
    return {
        "officers": officer_names(_officers(found, heard)),
        "officer_columns": OFFICER_COLUMNS,
        "subject": found,
        "age": age_on(found.born_on, today),
        "heard": heard,
        "timeline": told,
        "around": [other for other in found.around if page == "child" or other.is_child or other.age is None],
        "records": [
            (record, held_by(record["decided_by"], record["match_probability"], len(found.records)))
            for record in found.records
        ],
        "made_of": made_of(found.records),
        "decisions": links_between(found.nominal_ids) if len(found.records) > 1 else [],
        "may_link": may(request.user, "links"),
        "page_kind": page,
        "release": release,
        "duties": {duty.name: duty for duty in duties_in_order()},
        "listed": listed,
        "ended": [row for row in listed.values() if row.status == "ended" and row.tab == "ended"],
    }


def _officers(found: Subject, heard: SeenAndHeard | None) -> set[str]:
    """The ids of all officers that the page names."""
    named = [pair for details in (found.details, *(event["details"] for event in found.events)) for pair in details]
    ids = {str(value) for name, value in named if name in OFFICER_COLUMNS}
    return ids | {one.officer_id for one in (heard.attempts if heard else ()) if one.officer_id}
