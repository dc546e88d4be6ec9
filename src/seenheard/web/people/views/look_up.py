"""The records that make a person, looked up by any of them, so that a wrong join can be undone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.errors import ReleaseError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.decisions.queries import links_of
from seenheard.web.people.actions import record_nominals_reading
from seenheard.web.people.comparing import held_by
from seenheard.web.people.pairs import read_person
from seenheard.web.people.views.compare import address_of
from seenheard.web.releases.queries import current_release


@require_GET
@allowed("links")
def person_records(request: HttpRequest) -> HttpResponse:
    """A form, and below it the person's records with why each stands there."""
    asked, release = request.GET.get("id", ""), current_release()
    shown = {"release": release, "asked": asked, "records": [], "decisions": []}
    if not asked or release is None:
        return render(request, "people/person_records.html", shown)
    try:
        found = read_person(release, asked, restricted=may(request.user, "restricted_links"))
    except ReleaseError:
        return render(request, "people/unreadable.html", {"release": release}, status=503)
    if found:
        ids = [record["nominal_id"] for record in found]
        record_nominals_reading(by=request.user, nominal_ids=ids, page=request.get_full_path())
        shown["decisions"] = [(made, address_of(made.nominal_id, made.other_nominal_id)) for made in links_of(ids)]
        shown["records"] = [
            {
                "record": record,
                "held": held_by(record["decided_by"], record["match_probability"], len(found)),
                "compare": address_of(asked, record["nominal_id"]) if record["nominal_id"] != asked else "",
            }
            for record in found
        ]
    return render(request, "people/person_records.html", shown, status=200 if found else 404)
