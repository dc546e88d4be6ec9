"""Everything that reads releases."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from seenheard.web.config.statements import models_of
from seenheard.web.config.words import moment
from seenheard.web.findings.arrangements import arrangements
from seenheard.web.releases.models import Duty, Officer, Rate, RecordSet, Release, Standard, StandardNumber

SHOWN = """SELECT r.*, s.hash AS standard_hash, s.version AS standard_version,
        EXISTS (SELECT 1 FROM releases_recordset WHERE doubtful <> '') AS doubtful
    FROM releases_published p JOIN releases_release r ON r.id = p.release_id JOIN releases_standard s ON s.id = r.standard_id
    ORDER BY p.id LIMIT 1
"""


def current_release() -> Release | None:
    """The release that the site shows."""
    shown = next(iter(models_of(Release, SHOWN)), None)
    if shown is not None:
        shown.standard = Standard(shown.standard_id, shown.standard_hash, shown.standard_version)
    return shown


def previous_release(release: Release) -> Release | None:
    """The night before."""
    return Release.objects.filter(pk__lt=release.pk).order_by("-pk").first()


def duties_in_order() -> list[Duty]:
    """Every duty by area."""
    return list(Duty.objects.order_by("position"))


def find_duty(name: str) -> Duty | None:
    """A duty by name."""
    return next(iter(models_of(Duty, "SELECT * FROM releases_duty WHERE name = %s", [name])), None)


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


def rates_of_group(release: Release, scope: str, kind: str, group: str) -> dict[str, Rate]:
    """The released rate of each duty in one group."""
    duties = list(Duty.objects.values_list("pk", flat=True))
    rates = Rate.objects.filter(duty__in=duties, scope=scope, group_kind=kind, release=release, group=group)
    return {rate.duty: rate for rate in rates}


def alerts(shown: Release | None = None) -> list[str]:
    """What every page must say of the shown night: that it is old, that some of its records are doubtful."""
    shown = shown or current_release()
    if shown is None:
        return []
    said = []
    # The demonstration's nights are of one date for ever.
    if not settings.DEMO and timezone.now() - shown.as_of > arrangements().oldest:
        said.append(f"No night has run since {moment(shown.as_of)}. What has happened since then is not shown.")
    if shown.doubtful:
        said.append("Some of last night’s records are doubtful: Today names them. No finding ended by them.")
    return said
