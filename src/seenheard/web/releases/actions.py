"""Everything that writes releases: loading one, in one transaction."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from seenheard.errors import ReleaseError
from seenheard.web.config.words import moment
from seenheard.web.findings.models import DutyNight
from seenheard.web.releases import counting, describing, linking, merging, overnight, staging
from seenheard.web.releases.folder import Folder, open_folder
from seenheard.web.releases.models import Duty, Officer, Published, Rate, RecordSet, Release, Standard, StandardNumber
from seenheard.web.trail.actions import Doer, enter
from seenheard.web.trail.indexing import catch_up

RATE_COLUMNS = (
    "duty",
    "scope",
    "group_kind",
    "group",
    "owed",
    "met",
    "met_late",
    "late",
    "not_due",
    "unknown",
    "excused",
    "in_time",
    "rate",
    "low",
    "high",
    "late_rate",
    "late_low",
    "late_high",
    "rate_without_excuses",
    "on_unseen_links",
)


@transaction.atomic
def load(*, by: Doer, folder: Path) -> str:
    """Load a release and publish it, whole or not at all; give a sentence on what came of it."""
    given = open_folder(folder)
    # Without the release beside it: PostgreSQL finds none where a load has just named a newer one, and then no row at all.
    published = Published.objects.select_for_update().first()
    if published is not None and published.release.release_id == given.release_id:
        return f"The release {given.release_id} is loaded already: nothing changed."
    if published is not None and given.as_of < published.release.as_of:
        raise ReleaseError(
            f"{folder}: this release is as of {moment(given.as_of)}, older than the one that the site shows "
            f"({moment(published.release.as_of)}): only a newer one can be loaded."
        )
    if Release.objects.filter(release_id=given.release_id).exists():
        raise ReleaseError(f"{folder}: the release {given.release_id} was loaded before, and another one since.")
    before_duties = set(Duty.objects.values_list("name", flat=True))
    release = _describe(given)
    _merge(given, release, before_duties)
    if published is None:
        Published(release=release).save()
    else:
        published.release = release
        published.save()
    catch_up()  # of the day's readings, so that whoever looks for them does not wait
    enter(by=by, action="release loaded", page=given.release_id, detail={"as_of": given.as_of.isoformat()})
    return f"The release {given.release_id} is loaded."


@transaction.atomic
def forget_releases(*, by: Doer, before: datetime) -> list[str]:
    """Take away what the site keeps of nights before this, but of the one it shows; give the folders that may go too."""
    old = Release.objects.filter(as_of__lt=before).exclude(pk__in=Published.objects.values("release"))
    folders = list(old.order_by("pk").values_list("path", flat=True))
    rates, _ = Rate.objects.filter(release__in=old).delete()
    nights, _ = DutyNight.objects.filter(release__in=old).delete()
    detail: dict[str, object] = {
        "before": before.isoformat(),
        "rates": rates,
        "duty nights": nights,
        "releases": len(folders),
    }
    enter(by=by, action="old releases forgotten", detail=detail)
    return folders


def _describe(given: Folder) -> Release:
    """The release's own rows: standard, duties, record sets, officers, rates."""
    version, content = describing.standard_identity(given)
    standard, made = Standard.objects.get_or_create(hash=content, defaults={"version": version})
    if made:
        numbers = describing.numbers(given)
        for number in numbers:
            number.standard = standard
        StandardNumber.objects.bulk_create(numbers, batch_size=500)
    release = Release(
        release_id=given.release_id,
        path=str(given.path),
        as_of=given.as_of,
        product_version=str(given.manifest.get("product_version") or ""),
        standard=standard,
        tells_training=given.tells("officers", "training_ends_on"),
    )
    release.save()
    for model, rows in (
        (Duty, describing.duties(given)),
        (RecordSet, describing.record_sets(given)),
        (Officer, describing.officers(given)),
    ):
        model.objects.all().delete()
        model.objects.bulk_create(rows, batch_size=500)
    merging.copy_rates(release.pk, given, RATE_COLUMNS)
    linking.copy_links(given)
    return release


def _merge(given: Folder, release: Release, before_duties: set[str]) -> None:
    """Findings become new, continuing or ended."""
    held = [duty.name for duty in Duty.objects.all() if duty.doubtful or duty.missing]
    # A duty that tonight's release does not name at all can't have ended either.
    held += sorted(before_duties - set(Duty.objects.values_list("name", flat=True)))
    staging.make_tables()
    open_keys, open_subjects = merging.open_before()
    findings = staging.stage_findings(given, held)
    staging.stage_states(given, held, findings, open_keys, open_subjects)
    staging.stage_titles(given)
    staging.index_tables()
    orders = staging.take_indexes_off()
    merging.take_over(release.pk)
    merging.end_by_state(release.pk)
    merging.end_by_newer(release.pk, held)
    merging.end_vanished(release.pk, given, held)
    merging.keep_in_doubt(held)
    merging.forget_unlisted(held)
    merging.add_new(release.pk)
    overnight.end_work(release.pk)
    overnight.bring_back(release.as_of, held)
    overnight.raise_up(release.as_of)
    merging.write_history(release.pk)
    staging.put_indexes_back(orders)
    counting.count(release.pk)
    staging.drop_tables()
