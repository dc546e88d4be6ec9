"""An audit's plan and draw: the population, the strata, the files."""

from __future__ import annotations

from secrets import token_hex

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.audits.plan import plan_of
from seenheard.errors import AuditError, ReleaseError
from seenheard.web.accounts.rules import allowed
from seenheard.web.audits import drawn
from seenheard.web.audits.forms import DrawForm
from seenheard.web.audits.models import Audit
from seenheard.web.audits.queries import files_of, find_audit, leads, strata_of
from seenheard.web.releases.queries import current_release, officer_names
from seenheard.web.trail.actions import record_listing


@require_GET
@allowed("audit")
def show(request: HttpRequest, identity: int) -> HttpResponse:
    """Before the draw the population as it would be drawn from; after it the strata and every file."""
    audit = find_audit(request.user, identity)
    if audit is None:
        raise Http404
    files = list(files_of(audit, "drawn", "excluded"))
    page = {
        "audit": audit,
        "scheme": audit.scheme,
        "plan": plan_of(audit.plan) if audit.plan else None,
        "leads": leads(request.user, audit),
        "files": [file for file in files if file.state == "drawn"],
        "excluded": [file for file in files if file.state == "excluded"],
        "no_team": sum(file.state == "drawn" and not file.team for file in files),
        "strata": strata_of(audit),
        "officers": officer_names({file.owner_id for file in files}),
        "case_types": {one.key: one.title for one in audit.scheme.case_types},
        "grades": {one.key: one.title for one in audit.scheme.grades},
    }
    if audit.state == "planned":
        page |= _population(audit)
    record_listing(by=request.user, subjects=drawn.subjects(files), page=request.path)
    return render(request, "audits/show.html", page)


def _population(audit: Audit) -> dict[str, object]:
    """What would be drawn from, and how many of each; or why nothing can be."""
    release = current_release()
    if release is None:
        return {"problem": "No night is loaded: there are no files to draw from."}
    form = DrawForm(initial={"seed": token_hex(4), "seen": audit.version})
    try:
        return {"preview": drawn.preview(audit, release), "release": release, "drawing": form}
    except (AuditError, ReleaseError) as wrong:
        return {"problem": str(wrong)}
