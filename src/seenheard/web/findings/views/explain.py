"""A duty's page: what it asks, why it matters, its numbers, its rates."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may
from seenheard.web.config.words import RISKS, month, percent, risk
from seenheard.web.findings.charts import Chart, bars
from seenheard.web.findings.queries import DutyCount, duty_counts
from seenheard.web.releases.models import Rate
from seenheard.web.releases.queries import current_release, find_duty, numbers_of, rates_of, trend_of

NIGHTS = 14
GROUPS = {
    "team": "By team",
    "risk_level": "By risk level",
    "age_band": "By age",
    "sex": "By sex",
    "ethnicity": "By ethnicity",
    "month": "By month of start",
}
MOST_BARS = 40


@dataclass(frozen=True)
class Breakdown:
    """A kind of group with its rates and its chart."""

    kind: str
    title: str
    rates: list[Rate]
    chart: Chart


@require_GET
@allowed("numbers")
def duty(request: HttpRequest, name: str) -> HttpResponse:
    """What the duty is, and how the force does on it."""
    found, release = find_duty(name), current_release()
    if found is None or release is None:
        raise Http404
    knows_all = may(request.user, "restricted_numbers")
    scope = "all" if knows_all else "open"
    rates = rates_of(release, name, scope)
    page = {
        "duty": found,
        "release": release,
        "scope": scope,
        "count": duty_counts(release, restricted=knows_all).get(name, DutyCount()),
        "force": next(iter(rates.get("force", ())), None),
        "numbers": numbers_of(release, name),
        "breakdowns": [broken_down(kind, title, rates[kind]) for kind, title in GROUPS.items() if told(rates.get(kind))],
        "trend": trend_of(name, scope, NIGHTS),
        "label": label,
    }
    return render(request, "findings/duty.html", page)


def told(rates: list[Rate] | None) -> bool:
    """Whether a kind of group says more than that nothing is recorded."""
    return any(rate.group not in ("", "not_recorded") for rate in rates or ())


def broken_down(kind: str, title: str, rates: list[Rate]) -> Breakdown:
    """A kind of group, months the newest first."""
    if kind == "month":
        rates = sorted(rates, key=lambda rate: rate.group, reverse=True)[:24]
    if kind == "risk_level":
        order = list(RISKS)
        rates = sorted(rates, key=lambda rate: order.index(rate.group) if rate.group in order else len(order))
    rates = rates[:MOST_BARS]
    described = "; ".join(f"{label(kind, rate.group)}: {percent(rate.rate)}" for rate in rates)
    rows = [(label(kind, rate.group), rate.rate, rate.low, rate.high, percent(rate.rate)) for rate in rates]
    return Breakdown(kind, title, rates, bars(f"In time, {title.lower()}", described, rows))


def label(kind: str, group: str) -> str:
    """A group in words."""
    if group in ("", "not_recorded"):
        return "Not recorded"
    if kind == "month":
        return month(group)
    return risk(group) if kind == "risk_level" else group
