"""A finding's page."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.opening import ask_reason, opening
from seenheard.web.accounts.queries import knows_restricted
from seenheard.web.accounts.rules import allowed
from seenheard.web.findings.models import Finding
from seenheard.web.findings.queries import find, history
from seenheard.web.releases.queries import current_release, find_duty, numbers_of, officer_names
from seenheard.web.trail.actions import record_reading


@require_GET
@allowed("people")
def finding(request: HttpRequest, identity: int) -> HttpResponse:
    """Why it is here, by which rule, on which facts, since which night."""
    found, release = find(identity, restricted=True), current_release()
    if found is None or release is None:
        raise Http404
    about = (found.subject_kind, found.subject_id)
    if found.restricted and not knows_restricted(request.user, *about):
        raise Http404
    opened = opening(request, *about, [found], restricted=found.restricted)
    if opened.reason is None:
        return ask_reason(request, *about)
    record_reading(
        by=request.user,
        subject_kind=found.subject_kind,
        subject_id=found.subject_id,
        page=request.path,
        reason=opened.reason,
        detail=opened.detail,
    )
    numbers = [number for number in numbers_of(release, found.duty) if number.duty == found.duty]
    facts = facts_of(found)
    page = {
        "counting": counting(found, facts),
        "finding": found,
        "release": release,
        "duty": find_duty(found.duty),
        "numbers": numbers,
        "facts": facts,
        "history": history(found),
        "owner": officer_names({found.owner_id}).get(found.owner_id, found.owner_id),
    }
    return render(request, "findings/finding.html", page)


def counting(found: Finding, facts: list[dict[str, Any]]) -> str:
    """The name of the number that counts for this finding, as far as it can be told; a plan's own interval is none."""
    if any(fact.get("column") == "visit_interval_months" and fact.get("value") is not None for fact in facts):
        return ""
    return f"within_{found.risk_level}" if found.risk_level else "within"


def facts_of(found: Finding) -> list[dict[str, Any]]:
    """The values that it rests on; the record is said once for the facts that share it."""
    try:
        given = json.loads(found.facts or "[]")
    except ValueError:
        return []
    return [fact for fact in given if isinstance(fact, dict)]
