"""The week of a supervisor's team as an e-mail: counts, and the worst of what rose. No name and no id of anybody.

Restricted findings are never in it, whoever reads it: a mailbox is not this site.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import may
from seenheard.web.config.words import late_by, moment, plural, risk
from seenheard.web.findings.arrangements import arrangements
from seenheard.web.findings.models import Digest, Finding
from seenheard.web.findings.queries import open_to
from seenheard.web.findings.work_queries import Load, leavers, loads
from seenheard.web.releases.models import Release
from seenheard.web.releases.queries import alerts, duties_in_order

SUBJECT = "Seen and Heard: your team’s week"
COUNTED = {
    "late": "late or not known",
    "very_high": "of them very high risk",
    "untouched": "late and untouched",
    "risen": "rose to you, because nobody took them further",
    "asked": "excuses to decide on",
    "waiting": "done, waiting for the records",
    "due_soon": "due soon",
}


@dataclass(frozen=True)
class Letter:
    """What one supervisor is sent. content tells whether anything changed since the last one."""

    text: str
    counts: dict[str, int]
    content: str


def week_of(day: date) -> str:
    """The ISO week: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def readers() -> list[User]:
    """Every supervisor of a team."""
    return [user for user in User.objects.filter(is_active=True).order_by("pk") if may(user, "team")]


def letter_to(user: User, release: Release) -> Letter:
    """The counts beside those of the last digest, the worst of what rose, and how many more there are."""
    load = loads("team", 1, restricted=False, team=user.team).get(user.team, Load())
    asked = Finding.objects.filter(open_to(False), team=user.team, work="asked", tab__in=("late", "due_soon")).count()
    counts = {name: asked if name == "asked" else int(getattr(load, name)) for name in COUNTED}
    rows = Finding.objects.filter(open_to(False), team=user.team, risen__gte=1).order_by("-sort_worst", "id")
    worst = list(rows[: arrangements().most_in_digest])
    gone = leavers(restricted=False, team=user.team)
    last = Digest.objects.filter(user=user).order_by("-week").first()
    lines = [f"What {user.team or 'your team'} has, as at {moment(release.as_of)}:", ""]
    lines += [f"  {counts[name]:,} {words}{_before(last, name)}" for name, words in COUNTED.items()]
    if gone:
        owned = sum(count for _, _, count in gone)
        lines += ["", f"{plural(len(gone), 'owner is', 'owners are')} no longer in post: {plural(owned, 'finding')}."]
    if worst:
        lines += ["", "The worst of what rose to you:", "", *_items(worst)]
        more = counts["risen"] - len(worst)
        lines += [f"  and {more:,} more."] if more > 0 else []
    lines += ["", f"Everything is at {settings.SITE_ADDRESS}{reverse('my_team')}"]
    lines += [f"Careful. {one}" for one in alerts(release)]
    told = repr((sorted(counts.items()), [row.pk for row in worst], [identity for identity, _, _ in gone]))
    return Letter("\n".join(lines) + "\n", counts, sha256(told.encode()).hexdigest())


def _before(last: Digest | None, name: str) -> str:
    return "" if last is None or name not in last.counts else f" (last time {last.counts[name]:,})"


def _items(rows: list[Finding]) -> list[str]:
    duties = {duty.name: duty.title for duty in duties_in_order()}
    return [f"  {_about(duties, row)}\n  {settings.SITE_ADDRESS}{reverse('finding', args=[row.pk])}\n" for row in rows]


def _about(duties: dict[str, str], row: Any) -> str:
    late = f", late by {late_by(row.hours_late)}" if row.hours_late is not None else ""
    return f"{duties.get(row.duty, row.duty)}: {risk(row.risk_level).lower()} risk{late}"
