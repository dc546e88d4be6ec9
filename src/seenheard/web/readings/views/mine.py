"""What an account has to read, and what was referred back by it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed
from seenheard.web.audits.drawn import subjects
from seenheard.web.audits.models import Audit
from seenheard.web.readings.queries import is_late, my_readings, sent_by
from seenheard.web.trail.actions import record_listing


@require_GET
@allowed("audit")
def my_readings_page(request: HttpRequest) -> HttpResponse:
    """The unfinished first, by audit; then what waits for this reader's word on an answer."""
    rows = my_readings(request.user)
    sent = sent_by(request.user)
    record_listing(
        by=request.user, subjects=subjects([*(one.file for one in rows), *(one.file for one in sent)]), page=request.path
    )
    page = {
        "open": [one for one in rows if one.state != "done"],
        "done": [one for one in rows if one.state == "done"],
        "sent": [(one, is_late(one)) for one in sent],
        "titles": {one.file.audit_id: _titles(one.file.audit) for one in rows},
    }
    return render(request, "readings/mine.html", page)


def _titles(audit: Audit) -> dict[str, str]:
    return {one.key: one.title for one in audit.scheme.case_types}
