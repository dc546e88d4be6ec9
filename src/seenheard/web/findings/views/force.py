"""The force, for its lead: every team's counts, what rose this far, and the released rates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may
from seenheard.web.findings.views.my_team import total
from seenheard.web.findings.work_queries import (
    all_teams,
    asked_for,
    leavers,
    loads,
    mentions_of,
    risen_to,
    subjects_of,
    worst_of,
)
from seenheard.web.releases.models import Duty, Rate
from seenheard.web.releases.queries import current_release, duties_in_order, officer_names, rates_of_group
from seenheard.web.trail.actions import record_listing

LEAD = 2


@require_GET
@allowed("force")
def force(request: HttpRequest) -> HttpResponse:
    """Counts by team; rates as released, of the force or of one team."""
    release = current_release()
    if release is None:
        return render(request, "findings/empty.html")
    restricted, teams = may(request.user, "restricted"), all_teams()
    team = request.GET.get("team", "")
    have = loads("team", LEAD, restricted=restricted)
    duties = duties_in_order()
    group = ("team", team) if team in teams else ("force", "force")
    rates = rates_of_group(release, "all" if restricted else "open", *group)
    leaving = leavers(restricted=restricted)
    page: dict[str, Any] = {
        "release": release,
        "total": total(have.values()),
        "loads": sorted(have.items(), key=lambda one: (-one[1].very_high, -one[1].late, one[0])),
        "worst": worst_of(restricted=restricted),
        "risen": risen_to(LEAD, restricted=restricted),
        "asked_for": asked_for(restricted=restricted) if may(request.user, "approve") else [],
        "leavers": leaving,
        "officers": officer_names({identity for identity, _, _ in leaving}),
        "mentions": mentions_of(request.user, restricted=restricted),
        "team": team if team in teams else "",
        "teams": teams,
        "scope": "all" if restricted else "open",
        "areas": by_area(duties, rates),
        "duties": {duty.name: duty for duty in duties},
    }
    people = subjects_of(page["worst"], page["risen"], page["asked_for"], page["mentions"])
    record_listing(by=request.user, subjects=people, page=request.get_full_path())
    return render(request, "findings/force.html", page)


def by_area(duties: list[Duty], rates: dict[str, Rate]) -> list[tuple[str, list[tuple[Duty, Rate]]]]:
    """The rates by area, in the release's order; a duty without one is left out."""
    areas: dict[str, list[tuple[Duty, Rate]]] = {}
    for duty in duties:
        if duty.name in rates:
            areas.setdefault(duty.area_title, []).append((duty, rates[duty.name]))
    return list(areas.items())
