"""Queues: a duty's, and an officer's own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may, own_teams
from seenheard.web.findings.forms import NO_VALUE, QUEUE_TABS, SORTS, Asked, asked
from seenheard.web.findings.queries import choices, own_counts, queue_page, tab_counts
from seenheard.web.releases.queries import current_release, duties_in_order, find_duty, officer_names
from seenheard.web.trail.actions import record_listing


@require_GET
@allowed("people")
def queue(request: HttpRequest, name: str) -> HttpResponse:
    """A duty's queue."""
    duty, release = find_duty(name), current_release()
    if duty is None or release is None:
        raise Http404
    wanted, restricted = asked(request.GET), may(request.user, "restricted")
    listed = page_of(wanted, restricted=restricted, duty=name, **own_teams(request.user))
    record_listing(by=request.user, subjects=listed["page"].subjects, page=request.get_full_path())
    shown = {"duty": duty, "release": release, "choices": choices(name, restricted=restricted), "no_value": NO_VALUE}
    return render(request, "findings/queue.html", listed | shown)


@require_GET
@allowed("own_work")
def my_work(request: HttpRequest) -> HttpResponse:
    """What the records say the reader owns, of every duty."""
    release = current_release()
    if release is None:
        return render(request, "findings/empty.html")
    wanted, restricted = asked(request.GET), may(request.user, "restricted")
    wanted = Asked(tab=wanted.tab, sort=wanted.sort, place=wanted.place, page=wanted.page)
    officer = request.user.officer_id
    listed = page_of(wanted, restricted=restricted, owner_id=officer)
    record_listing(by=request.user, subjects=listed["page"].subjects, page=request.get_full_path())
    duties = {duty.name: duty for duty in duties_in_order()}
    shown = {"release": release, "duties": duties, "counts": own_counts(officer, restricted=restricted)}
    return render(request, "findings/my_work.html", listed | shown)


def page_of(wanted: Asked, *, restricted: bool, **of: str | list[str]) -> dict[str, Any]:
    """What every queue shows."""
    counts = tab_counts(wanted, restricted=restricted, **of)
    total = counts.get(wanted.tab, 0)
    page = queue_page(wanted, restricted=restricted, total=total, **of)
    return {
        "asked": wanted,
        "counts_by_tab": [(tab, counts.get(tab, 0)) for tab in QUEUE_TABS],
        "total": total,
        "page": page,
        "sorts": SORTS,
        "officers": officer_names({row["owner_id"] for row in page.rows}),
    }
