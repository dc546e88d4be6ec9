"""My team, for its supervisor: who has how much, what nobody touched, what waits for a decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may
from seenheard.web.findings.work_queries import (
    Load,
    asked_for,
    late_of,
    leavers,
    loads,
    mentions_of,
    officers_in_post,
    referred_to,
    risen_to,
    subjects_of,
    training_ending,
    worst_of,
)
from seenheard.web.releases.queries import current_release, duties_in_order, officer_names
from seenheard.web.trail.actions import record_listing

SUPERVISOR = 1
LONE_VISITS, TRAINING = "offender-lone-visit", "workforce-trained"
ENDING_WITHIN = 60  # days, of workforce-trained: long enough to book a course


@require_GET
@allowed("team")
def my_team(request: HttpRequest) -> HttpResponse:
    """The page that a supervisor's day begins with."""
    release = current_release()
    if release is None:
        return render(request, "findings/empty.html")
    team, restricted = request.user.team, may(request.user, "restricted")
    have = loads("owner_id", SUPERVISOR, restricted=restricted, team=team)
    in_post, as_of = officers_in_post(), timezone.localdate(release.as_of)
    for officer in in_post:
        if officer.team == team:
            have.setdefault(officer.pk, Load())
    page: dict[str, Any] = {
        "release": release,
        "team": team,
        "total": total(have.values()),
        "loads": sorted(have.items(), key=lambda one: (-one[1].very_high, -one[1].late, one[0])),
        "officers": officer_names(set(have)),
        "worst": worst_of(restricted=restricted, team=team),
        "risen": risen_to(SUPERVISOR, restricted=restricted, team=team),
        "asked_for": asked_for(restricted=restricted, team=team),
        "leavers": leavers(restricted=restricted, team=team),
        "lone_visits": late_of(LONE_VISITS, restricted=restricted, team=team),
        "training": late_of(TRAINING, restricted=restricted, team=team),
        "ending": training_ending(team, as_of + timedelta(days=ENDING_WITHIN)),
        "in_post": sum(officer.team == team for officer in in_post),
        "ending_within": ENDING_WITHIN,
        "as_of_day": as_of,
        "mentions": mentions_of(request.user, restricted=restricted),
        "referred": referred_to(request.user, restricted=restricted),
        "duties": {duty.name: duty for duty in duties_in_order()},
    }
    people = subjects_of(page["worst"], page["risen"], page["asked_for"], page["mentions"], page["referred"])
    record_listing(by=request.user, subjects=people, page=request.get_full_path())
    return render(request, "findings/my_team.html", page)


def total(parts: object) -> Load:
    """All of them together."""
    sums = Load()
    for part in parts:  # type: ignore[attr-defined]
        for name, value in vars(part).items():
            setattr(sums, name, getattr(sums, name) + value)
    return sums
