"""Findings and their counts, made by loading releases."""

from __future__ import annotations

from django.db import models

from seenheard.web.releases.models import Release


class Finding(models.Model):
    """A duty owed that is listed in a queue: one row for each (duty, key), kept from night to night.

    tab says where it is listed: late (late or not known), due_soon, closed (late, and can no longer be put right),
    excused, ended. status says what the last night made of it: new, continuing, ended; empty if it never was a
    finding of a release. kept_in_doubt: tonight's records would end it, but they are doubtful.
    The sort columns are worked out at load so that each order is an index.
    """

    duty = models.TextField()
    key = models.TextField()
    standard_version = models.TextField(blank=True)
    subject_kind = models.TextField()
    subject_id = models.TextField()
    subject_title = models.TextField(blank=True)
    person_id = models.TextField(blank=True)
    state = models.TextField()
    tab = models.TextField()
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    hours_late = models.FloatField(null=True)
    risk_level = models.TextField(blank=True)
    owner_id = models.TextField(blank=True)
    team = models.TextField(blank=True)
    link_confidence = models.FloatField(null=True)
    excused_by = models.TextField(blank=True)
    actionable = models.BooleanField()
    due_soon = models.BooleanField()
    restricted = models.BooleanField()
    is_finding = models.BooleanField()
    status = models.TextField(blank=True)
    first_seen = models.ForeignKey(Release, models.PROTECT, null=True, related_name="+", db_index=False)
    tab_since = models.ForeignKey(Release, models.PROTECT, related_name="+", db_index=False)
    ended_by = models.TextField(blank=True)
    kept_in_doubt = models.BooleanField(default=False)
    sort_worst = models.FloatField()
    sort_late = models.FloatField()
    sort_started = models.FloatField()
    sentence = models.TextField(blank=True)
    facts = models.TextField(blank=True)

    class Meta:
        """Each order of a queue is an index; so are a team's, an owner's and a subject's lists."""

        constraints = (models.UniqueConstraint(fields=["duty", "key"], name="finding_duty_key"),)
        indexes = (
            models.Index("duty", "tab", models.F("sort_worst").desc(), "id", name="finding_worst"),
            models.Index("duty", "tab", models.F("sort_late").desc(), "id", name="finding_late"),
            models.Index("duty", "tab", models.F("sort_started").desc(), "id", name="finding_started"),
            models.Index("duty", "tab", "team", models.F("sort_worst").desc(), "id", name="finding_team"),
            models.Index("duty", "tab", "team", models.F("sort_late").desc(), "id", name="finding_team_late"),
            models.Index("duty", "tab", "owner_id", models.F("sort_worst").desc(), "id", name="finding_owner"),
            models.Index("duty", "tab", "risk_level", models.F("sort_late").desc(), "id", name="finding_risk"),
            models.Index("duty", "tab", "state", models.F("sort_worst").desc(), "id", name="finding_state"),
            models.Index("owner_id", "tab", models.F("sort_worst").desc(), "id", name="finding_mine"),
            models.Index("subject_kind", "subject_id", name="finding_subject"),
        )


class FindingNight(models.Model):
    """A night on which a finding came to another place: its history."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="nights")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    tab = models.TextField()
    state = models.TextField()
    ended_by = models.TextField(blank=True)


class QueueCount(models.Model):
    """How many findings a part of a queue has: counted at load, so that no page counts."""

    duty = models.TextField()
    tab = models.TextField()
    state = models.TextField()
    risk_level = models.TextField(blank=True)
    team = models.TextField(blank=True)
    owner_id = models.TextField(blank=True)
    restricted = models.BooleanField()
    count = models.BigIntegerField()
    came = models.BigIntegerField()  # of them, how many came to this tab tonight
    longest = models.FloatField(null=True)  # the most hours late

    class Meta:
        """Read by duty, by owner."""

        indexes = (
            models.Index(fields=["duty", "tab"], name="count_duty"),
            models.Index(fields=["owner_id", "tab"], name="count_owner"),
        )


class DutyNight(models.Model):
    """What a night changed in a duty's findings."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="duty_nights")
    duty = models.TextField()
    restricted = models.BooleanField()
    late = models.BigIntegerField()
    new_late = models.BigIntegerField()
    met = models.BigIntegerField()
    no_longer_applies = models.BigIntegerField()
    record_gone = models.BigIntegerField()
    kept_in_doubt = models.BigIntegerField()

    class Meta:
        """One row for each night, duty and restriction."""

        constraints = (models.UniqueConstraint(fields=["release", "duty", "restricted"], name="duty_night"),)


class QueueChoice(models.Model):
    """What a queue can be filtered by: written at load, so that no page looks for it among the findings."""

    duty = models.TextField()
    restricted = models.BooleanField()
    kind = models.TextField()  # team, owner, risk, state
    value = models.TextField(blank=True)
    label = models.TextField(blank=True)

    class Meta:
        """Read by duty."""

        indexes = (models.Index(fields=["duty", "kind", "label", "value"], name="choice_duty"),)
