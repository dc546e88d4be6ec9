"""Who looked at this child, offender or case, by any record of the same person; and what did this account look at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.errors import ReleaseError
from seenheard.web.accounts.forms import KINDS
from seenheard.web.accounts.queries import account_named
from seenheard.web.accounts.rules import allowed
from seenheard.web.people.queries import same_person
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.actions import record_look
from seenheard.web.trail.looking import PAGE, about, of
from seenheard.web.trail.models import TrailEntry


@require_GET
@allowed("trail")
def trace_subject(request: HttpRequest) -> HttpResponse:
    """Every line about one person or case, the newest first; asking is a line too."""
    kind, identity = request.GET.get("kind", ""), request.GET.get("id", "").strip().replace("\x00", "")
    if kind not in KINDS or not identity:
        raise Http404
    pairs, whole = [(kind, identity)], True
    release = current_release()
    if release is not None:
        try:
            pairs = same_person(release, kind, identity)
        except ReleaseError:
            whole = False  # the page says that other records of the person could not be looked up
    record_look(by=request.user, subjects=pairs, page=request.get_full_path(), at=f"{KINDS[kind]} {identity}")
    entries = about(pairs, _before(request))
    shown = {"kind": KINDS[kind], "identity": identity, "pairs": pairs, "whole": whole}
    return render(request, "trail/subject.html", shown | _page(entries, request))


@require_GET
@allowed("trail")
def trace_account(request: HttpRequest) -> HttpResponse:
    """Every line by one account, the newest first; asking is a line too."""
    user = account_named(request.GET.get("name", "").strip().replace("\x00", ""))
    if user is None:
        raise Http404
    record_look(by=request.user, subjects=(), page=request.get_full_path(), at=f"account {user.username}")
    entries = of(user, _before(request))
    return render(request, "trail/account.html", {"account": user} | _page(entries, request))


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _page(entries: list[TrailEntry], request: HttpRequest) -> dict[str, Any]:
    asked = urlencode({name: value for name, value in request.GET.items() if name != "before"})
    newest = f"?{asked}" if "before" in request.GET else ""
    older = f"?{asked}&before={entries[PAGE - 1].number}" if len(entries) > PAGE else ""
    return {"entries": entries[:PAGE], "newest": newest, "older": older}
