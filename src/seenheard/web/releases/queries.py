"""Everything that reads releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from seenheard.web.releases.models import Duty, Officer, Published, Rate, RecordSet, Release, StandardNumber


def current_release() -> Release | None:
    """The release that the site shows."""
    published = Published.objects.select_related("release__standard").first()
    return published.release if published else None


ALARM = "alarm"


@dataclass(frozen=True)
class Alarm:
    """What is wrong with what the site shows, for the top of every page; empty where nothing is."""

    no_night_since: datetime | None = None
    doubtful: tuple[str, ...] = ()


def alarm() -> Alarm:
    """Kept for a minute: every page asks."""
    kept: Alarm | None = cache.get(ALARM)
    if kept is None:
        release = current_release()
        late = timedelta(hours=settings.NIGHT_MISSING_HOURS)
        # The nights of the demonstration are made once, and grow old.
        old = release is not None and not settings.DEMO and timezone.now() - release.as_of > late
        doubtful = RecordSet.objects.exclude(doubtful="").order_by("position").values_list("name", flat=True)
        kept = Alarm(release.as_of if release and old else None, tuple(doubtful))
        cache.set(ALARM, kept, 60)
    return kept


def previous_release(release: Release) -> Release | None:
    """The night before."""
    return Release.objects.filter(pk__lt=release.pk).order_by("-pk").first()


def duties_in_order() -> list[Duty]:
    """Every duty by area."""
    return list(Duty.objects.order_by("position"))


def find_duty(name: str) -> Duty | None:
    """A duty by name."""
    return Duty.objects.filter(pk=name).first()


def record_sets() -> list[RecordSet]:
    """Every record set in the contract's order."""
    return list(RecordSet.objects.order_by("position"))


def officer_names(ids: set[str]) -> dict[str, str]:
    """Names of officers."""
    return dict(Officer.objects.filter(pk__in=ids - {""}).values_list("pk", "name"))


def numbers_of(release: Release, duty: str) -> list[StandardNumber]:
    """The numbers in force for a duty; those for every duty stand in for what it lacks."""
    numbers = StandardNumber.objects.filter(standard=release.standard_id, duty__in=(duty, "*")).order_by("-duty", "name")
    own = [number for number in numbers if number.duty == duty]
    named = {number.name for number in own}
    return [*own, *(number for number in numbers if number.duty == "*" and number.name not in named)]


def rates_of(release: Release, duty: str, scope: str) -> dict[str, list[Rate]]:
    """A duty's rates by kind of group, the most owed first."""
    found: dict[str, list[Rate]] = {}
    for rate in Rate.objects.filter(release=release, duty=duty, scope=scope).order_by("group_kind", "-owed", "group"):
        found.setdefault(rate.group_kind, []).append(rate)
    return found


def trend_of(duty: str, scope: str, nights: int) -> list[Rate]:
    """A duty's rate in the whole force on the last nights, the newest first."""
    rates = Rate.objects.filter(duty=duty, scope=scope, group_kind="force").select_related("release")
    return list(rates.order_by("-release")[:nights])
