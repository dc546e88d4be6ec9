"""Today: what is late by area, what the last night changed, how fresh the records are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may
from seenheard.web.findings.queries import DutyCount, duty_counts
from seenheard.web.releases.models import Duty
from seenheard.web.releases.queries import current_release, duties_in_order, previous_release, record_sets


@dataclass
class Area:
    """An area with its duties, the worst first."""

    title: str
    duties: list[tuple[Duty, DutyCount]]

    @property
    def late(self) -> int:
        """All that is late in it."""
        return sum(count.late for _, count in self.duties)

    @property
    def worst(self) -> tuple[int, int]:
        """What areas are sorted by."""
        return sum(count.very_high for _, count in self.duties), self.late


@require_GET
@allowed("numbers")
def today(request: HttpRequest) -> HttpResponse:
    """The page that the day begins with."""
    release = current_release()
    if release is None:
        return render(request, "findings/empty.html")
    knows_all = may(request.user, "restricted_numbers")
    counts = duty_counts(release, restricted=knows_all)
    duties = duties_in_order()
    areas: dict[str, Area] = {}
    for duty in duties:
        if duty.missing and duty.name not in counts:
            continue  # the notice above the list names it
        area = areas.setdefault(duty.area_title, Area(duty.area_title, []))
        area.duties.append((duty, counts.get(duty.name, DutyCount())))
    for area in areas.values():
        area.duties.sort(key=lambda entry: (-entry[1].very_high, -entry[1].late, entry[0].position))
    sets = record_sets()
    page = {
        "release": release,
        "knows_all": knows_all,
        "before": previous_release(release),
        "areas": sorted(areas.values(), key=lambda area: area.worst, reverse=True),
        "totals": total([entry[1] for area in areas.values() for entry in area.duties]),
        "sets": sets,
        "doubtful": [entry for entry in sets if entry.doubtful],
        "doubted": [duty for duty in duties if duty.doubtful],
        "not_assessable": [duty for duty in duties if duty.missing],
    }
    return render(request, "findings/today.html", page)


def total(counts: list[DutyCount]) -> DutyCount:
    """All duties together."""
    sums = DutyCount()
    for count in counts:
        for name, value in vars(count).items():
            if name != "longest":
                setattr(sums, name, getattr(sums, name) + value)
    return sums
