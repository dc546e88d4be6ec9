"""Queues: a duty's, an officer's own, a team's, the force's."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may, own_teams
from seenheard.web.config.words import WORK
from seenheard.web.findings.forms import NO_VALUE, QUEUE_TABS, SORTS, Asked, asked
from seenheard.web.findings.queries import choices, own_counts, queue_page, tab_counts
from seenheard.web.findings.views.work import DOINGS
from seenheard.web.findings.work_queries import (
    came_back,
    choices_of_list,
    mentions_of,
    referred_to,
    saved_filters,
    subjects_of,
    works_of,
)
from seenheard.web.releases.models import Release
from seenheard.web.releases.queries import current_release, duties_in_order, find_duty
from seenheard.web.trail.actions import record_listing

MANY = ("look_at", "mark_done", "note", "refer", "ask_excuse", "report_wrong")  # steps that a list offers


@require_GET
@allowed("people")
def queue(request: HttpRequest, name: str) -> HttpResponse:
    """A duty's queue."""
    duty, release = find_duty(name), current_release()
    if duty is None or release is None:
        raise Http404
    wanted, restricted = asked(request.GET), may(request.user, "restricted")
    listed = page_of(request, wanted, release, restricted=restricted, duty=name, **own_teams(request.user))
    record_listing(by=request.user, subjects=listed["page"].subjects, page=request.get_full_path())
    shown = {"duty": duty, "choices": choices(name, restricted=restricted)}
    return render(request, "findings/queue.html", listed | shown)


@require_GET
@allowed("own_work")
def my_work(request: HttpRequest) -> HttpResponse:
    """What is the reader's own, of every duty; what came back, what others ask of them, and where they are named."""
    release = current_release()
    if release is None:
        return render(request, "findings/empty.html")
    wanted, restricted, user = asked(request.GET), may(request.user, "restricted"), request.user
    kept = ("tab", "sort", "place", "page", "work", "duty", "risk")
    wanted = Asked(**{name: getattr(wanted, name) for name in kept})
    listed = page_of(request, wanted, release, restricted=restricted, owner_id=user.officer_id)
    shown = {
        "duties": {duty.name: duty for duty in duties_in_order()},
        "counts": own_counts(user.officer_id, restricted=restricted),
        "choices": choices_of_list(restricted=restricted, owner_id=user.officer_id),
        "mentions": mentions_of(user, restricted=restricted),
        "returned": came_back(restricted=restricted, owner_id=user.officer_id),
        "referred": referred_to(user, restricted=restricted),
    }
    people = subjects_of(listed["page"].rows, shown["mentions"], shown["returned"], shown["referred"])
    record_listing(by=user, subjects=people, page=request.get_full_path())
    return render(request, "findings/my_work.html", listed | shown)


@require_GET
@allowed("team")
def team_list(request: HttpRequest) -> HttpResponse:
    """What the reader's team has, of every duty."""
    return _list_of(request, "My team", team=request.user.team)


@require_GET
@allowed("force")
def force_list(request: HttpRequest) -> HttpResponse:
    """What every team has, of every duty."""
    return _list_of(request, "The force")


def _list_of(request: HttpRequest, title: str, **of: str) -> HttpResponse:
    release = current_release()
    if release is None:
        return render(request, "findings/empty.html")
    wanted, restricted = asked(request.GET), may(request.user, "restricted")
    listed = page_of(request, wanted, release, restricted=restricted, **of)
    shown = {
        "title": title,
        "of_team": of.get("team", ""),
        "duties": {duty.name: duty for duty in duties_in_order()},
        "choices": choices_of_list(restricted=restricted, **of),
    }
    record_listing(by=request.user, subjects=listed["page"].subjects, page=request.get_full_path())
    return render(request, "findings/team_list.html", listed | shown)


def page_of(
    request: HttpRequest, wanted: Asked, release: Release, *, restricted: bool, **of: str | list[str]
) -> dict[str, Any]:
    """What every queue shows."""
    counts = tab_counts(wanted, restricted=restricted, **of)
    total = counts.get(wanted.tab, 0)
    page = queue_page(wanted, restricted=restricted, total=total, **of)
    steps = [*MANY, *(["give"] if may(request.user, "team") or may(request.user, "force") else [])]
    return {
        "asked": wanted,
        "release": release,
        "counts_by_tab": [(tab, counts.get(tab, 0)) for tab in QUEUE_TABS],
        "total": total,
        "page": page,
        "sorts": SORTS,
        "no_value": NO_VALUE,
        "works": works_of(row["id"] for row in page.rows if row["work"] != "untouched"),
        "work_words": WORK,
        "saved": saved_filters(request.user, request.path),
        "offers": [(name, DOINGS[name]) for name in steps] if may(request.user, "work") else [],
    }
