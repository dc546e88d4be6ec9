"""One night's result as the site knows it: the release, its numbers, duties, record sets and officers."""

from __future__ import annotations

from django.db import models


class Standard(models.Model):
    """The numbers in force on a night, known by the hash of their content."""

    hash = models.TextField(unique=True)
    version = models.TextField()


class StandardNumber(models.Model):
    """One number of a standard, with who says so and how sure that is."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="numbers")
    duty = models.TextField()
    name = models.TextField()
    value = models.TextField()
    unit = models.TextField(blank=True)
    in_force_from = models.DateField(null=True)
    source = models.TextField(blank=True)
    url = models.TextField(blank=True)
    confidence = models.TextField(blank=True)
    keeper = models.TextField(blank=True)
    check_by = models.DateField(null=True)

    class Meta:
        """Read by duty."""

        indexes = (models.Index(fields=["standard", "duty"], name="number_duty"),)


class Release(models.Model):
    """A loaded night."""

    release_id = models.TextField(unique=True)
    path = models.TextField()
    as_of = models.DateTimeField()
    product_version = models.TextField(blank=True)
    standard = models.ForeignKey(Standard, models.PROTECT)
    tells_training = models.BooleanField(default=True)  # its officers come with the day on which their training ends
    loaded_at = models.DateTimeField(auto_now_add=True)

    # Said of the shown release, by queries.current_release.
    doubtful: bool
    standard_hash: str
    standard_version: str


class Published(models.Model):
    """Which release the site shows: one row, written last."""

    release = models.ForeignKey(Release, models.PROTECT)


class Duty(models.Model):
    """A duty as the current release explains it."""

    name = models.TextField(primary_key=True)
    position = models.IntegerField()
    area = models.TextField()
    area_title = models.TextField()
    title = models.TextField()
    asks = models.TextField(blank=True)
    matters = models.TextField(blank=True)
    counts = models.TextField(blank=True)
    rule = models.JSONField(default=dict)  # in words: one_per, starts, met_by, not_met_by
    needs = models.JSONField(default=list)
    recurs = models.BooleanField(default=False)
    subject_kind = models.TextField(blank=True)
    doubtful = models.JSONField(default=list)  # the doubtful record sets that it needs
    missing = models.JSONField(default=list)  # the absent record sets that it needs: not assessable


class RecordSet(models.Model):
    """How fresh a record set is."""

    name = models.TextField(primary_key=True)
    position = models.IntegerField()
    newest_recorded_at = models.DateTimeField(null=True)
    standing = models.BigIntegerField(null=True)
    absent = models.BooleanField(default=False)
    doubtful = models.TextField(blank=True)  # why, or empty


class Officer(models.Model):
    """An officer of the force's records, and which course that their work asks for ends first."""

    officer_id = models.TextField(primary_key=True)
    name = models.TextField()
    team = models.TextField(blank=True)
    role = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    training_course = models.TextField(blank=True, default="")
    training_ends_on = models.DateField(null=True)


class Rate(models.Model):
    """A duty in a group, as released: never worked out again here."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="rates")
    duty = models.TextField()
    scope = models.TextField()
    group_kind = models.TextField()
    group = models.TextField()
    owed = models.BigIntegerField()
    met = models.BigIntegerField()
    met_late = models.BigIntegerField()
    late = models.BigIntegerField()
    not_due = models.BigIntegerField()
    unknown = models.BigIntegerField()
    excused = models.BigIntegerField()
    in_time = models.BigIntegerField()
    rate = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    late_rate = models.FloatField(null=True)
    late_low = models.FloatField(null=True)
    late_high = models.FloatField(null=True)
    rate_without_excuses = models.FloatField(null=True)
    on_unseen_links = models.BigIntegerField(default=0)

    class Meta:
        """Read by duty and night."""

        indexes = (models.Index(fields=["duty", "scope", "group_kind", "release"], name="rate_duty"),)
