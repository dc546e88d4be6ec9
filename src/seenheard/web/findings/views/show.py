"""A finding's page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.opening import ask_reason, opening
from seenheard.web.accounts.queries import knows_restricted
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.findings.models import Finding
from seenheard.web.findings.queries import find, history
from seenheard.web.findings.taking import WORKABLE
from seenheard.web.findings.views.work import DOINGS
from seenheard.web.findings.work_queries import facts_of, record_choices, steps_of, together
from seenheard.web.releases.queries import current_release, duties_in_order, find_duty, numbers_of, officer_names
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
    facts, steps = facts_of(found), steps_of(found)
    named = {found.owner_id, found.recorded_owner_id, *(step.to_officer_id for step in steps)}
    page = {
        "counting": counting(found, facts),
        "finding": found,
        "release": release,
        "duty": find_duty(found.duty),
        "numbers": numbers,
        "facts": facts,
        "history": history(found),
        "officers": officer_names(named),
        "work": getattr(found, "work_row", None),
        "steps": steps,
        "offers": [(name, DOINGS[name]) for name in offered(request.user, found)],
        "comments": worked_on(request.user, found),
        "together": together(found, restricted=may(request.user, "restricted")),
        "duties": {duty.name: duty for duty in duties_in_order()},
    }
    return render(request, "findings/finding.html", page)


def counting(found: Finding, facts: list[dict[str, Any]]) -> str:
    """The name of the number that counts for this finding, as far as it can be told; a plan's own interval is none."""
    if any(fact.get("column") == "visit_interval_months" and fact.get("value") is not None for fact in facts):
        return ""
    return f"within_{found.risk_level}" if found.risk_level else "within"


def worked_on(user: Any, found: Finding) -> bool:
    """Whether steps and comments are taken here at all: a grant of one restricted record is for looking."""
    named = not found.restricted or may(user, "restricted")
    return found.first_seen_id is not None and named and may(user, "work")


def offered(user: Any, found: Finding) -> list[str]:
    """The steps that this person can take on it now."""
    if not worked_on(user, found):
        return []
    works, excused = may(user, "work", found), found.work in ("asked", "excused") or found.excused_by == "decision"
    steps: list[str] = []
    if works and found.tab in WORKABLE:
        steps += ["look_at", "mark_done", "note", "refer"] + ([] if excused else ["ask_excuse"])
        steps += ["report_wrong"] if record_choices([found]) else []
        if may(user, "team", found) or may(user, "force"):
            steps.append("give")
    if found.work == "asked" and may(user, "approve", found) and found.work_row.by_user_id != user.pk:
        steps = ["approve", "refuse", *steps]
    if works and excused and found.tab in (*WORKABLE, "excused"):
        steps.append("end_excuse")
    return steps
