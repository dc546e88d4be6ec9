"""Findings and their counts, made by loading releases; and what people did on them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from seenheard.web.releases.models import Release

# Only a load writes these, with the release that it has written before. Having the database look each one up, row by row,
# would take as long as writing the rows.
OF_THE_LOAD: Any = {"db_index": False, "db_constraint": False}


class Finding(models.Model):
    """A duty owed that is listed in a queue: one row for each (duty, key), kept from night to night.

    tab says where it is listed: late (late or not known), due_soon, closed (late, and can no longer be put right),
    excused, ended. status says what the last night made of it: new, continuing, ended; empty if it never was a
    finding of a release. kept_in_doubt: tonight's records would end it, but they are doubtful.
    The sort columns are worked out at load so that each order is an index.
    owner_id and team are those that count: the records' (recorded_*), or given by hand (by_hand).
    work says where it stands with people, since when (empty: since it came to its tab); version goes up with each step,
    so that who decides second is told. risen: 1 to the supervisor, 2 to the lead. trigger: the record that began it.
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
    first_seen = models.ForeignKey(Release, models.PROTECT, null=True, related_name="+", **OF_THE_LOAD)
    tab_since = models.ForeignKey(Release, models.PROTECT, related_name="+", **OF_THE_LOAD)
    ended_by = models.TextField(blank=True)
    kept_in_doubt = models.BooleanField(default=False)
    sort_worst = models.FloatField()
    sort_late = models.FloatField()
    sort_started = models.FloatField()
    sentence = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    recorded_owner_id = models.TextField(blank=True, default="")
    recorded_team = models.TextField(blank=True, default="")
    by_hand = models.BooleanField(default=False)
    trigger = models.TextField(blank=True, default="")
    work = models.TextField(default="untouched")
    work_since = models.DateTimeField(null=True)
    risen = models.IntegerField(default=0)
    version = models.IntegerField(default=0)

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
            models.Index("duty", "tab", "work", models.F("sort_worst").desc(), "id", name="finding_work"),
            models.Index("owner_id", "tab", models.F("sort_worst").desc(), "id", name="finding_mine"),
            models.Index("team", "tab", models.F("sort_worst").desc(), "id", name="finding_of_team"),
            models.Index("tab", models.F("sort_worst").desc(), "id", name="finding_all"),
            models.Index(
                "risen", models.F("sort_worst").desc(), "id", name="finding_risen", condition=models.Q(risen__gt=0)
            ),
            models.Index("subject_kind", "subject_id", name="finding_subject"),
            models.Index("trigger", name="finding_trigger"),
        )


class FindingNight(models.Model):
    """A night on which a finding came to another place: its history."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="nights")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+", **OF_THE_LOAD)
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
    work = models.TextField(default="untouched")
    risen = models.IntegerField(default=0)
    restricted = models.BooleanField()
    count = models.BigIntegerField()

    class Meta:
        """Read by duty, by owner, by team. A step moves one from a part to another."""

        constraints = (
            models.UniqueConstraint(
                fields=["duty", "tab", "state", "risk_level", "team", "owner_id", "work", "risen", "restricted"],
                name="count_part",
            ),
        )
        indexes = (
            models.Index(fields=["owner_id", "tab"], name="count_owner"),
            models.Index(fields=["team", "tab"], name="count_team"),
        )


class TabCount(models.Model):
    """How many findings a duty has in a tab, by state and risk level: what no step changes."""

    duty = models.TextField()
    tab = models.TextField()
    state = models.TextField()
    risk_level = models.TextField(blank=True)
    restricted = models.BooleanField()
    count = models.BigIntegerField()
    came = models.BigIntegerField()  # of them, how many came to this tab tonight
    longest = models.FloatField(null=True)  # the most hours late

    class Meta:
        """Read by duty."""

        indexes = (models.Index(fields=["duty", "tab"], name="tab_count_duty"),)


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


class StepsOnly(models.QuerySet["Step"]):
    """Reading and adding only."""

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise TypeError(STEP_REFUSAL)

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError(STEP_REFUSAL)

    def bulk_update(self, *arguments: Any, **named: Any) -> NoReturn:
        """Refused."""
        raise TypeError(STEP_REFUSAL)


STEP_REFUSAL = "A step is never changed or taken away."


class Step(models.Model):
    """What somebody did on a finding, or what a night made of it: added, never changed."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.TextField()
    at = models.DateTimeField()
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.TextField()
    text = models.TextField(blank=True, default="")
    until = models.DateField(null=True)
    to_officer_id = models.TextField(blank=True, default="")
    to_team = models.TextField(blank=True, default="")

    objects = StepsOnly.as_manager()

    def save(self, *arguments: Any, **named: Any) -> None:
        """Add the step; one that stands can't be written again."""
        if not self._state.adding:
            raise TypeError(STEP_REFUSAL)
        super().save(*arguments, **{**named, "force_insert": True})

    def delete(self, *arguments: Any, **named: Any) -> NoReturn:
        """Refused."""
        raise TypeError(STEP_REFUSAL)


class Work(models.Model):
    """Where a finding stands with people: what its last step said. A finding that nobody touched has none."""

    finding = models.OneToOneField(Finding, models.CASCADE, primary_key=True, related_name="work_row")
    state = models.TextField()
    since = models.DateTimeField()
    until = models.DateField(null=True)
    text = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")  # of returned: silent, date, refused, over, taken_back
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.TextField()
    to_officer_id = models.TextField(blank=True, default="")
    to_team = models.TextField(blank=True, default="")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+", db_index=False)  # shown when the step was taken

    class Meta:
        """Read by whom it is referred to, and by who took the step."""

        indexes = (
            models.Index(fields=["to_officer_id"], name="work_to_officer", condition=~models.Q(to_officer_id="")),
            models.Index(fields=["to_team"], name="work_to_team", condition=~models.Q(to_team="")),
            models.Index(fields=["state", "until"], name="work_state"),
        )


class Mention(models.Model):
    """Somebody named in a comment, until they say that they have read it."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Read by whom."""

        constraints = (models.UniqueConstraint(fields=["user", "step"], name="mention_once"),)
        indexes = (models.Index(fields=["user", "read_at"], name="mention_user"),)


class WrongRecord(models.Model):
    """A source record that somebody says is wrong: a line of the data quality list."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="wrong_records")
    record_set = models.TextField()
    record_id = models.TextField()
    text = models.TextField()
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """Read by record set."""

        indexes = (models.Index(fields=["record_set", "record_id"], name="wrong_record_set"),)


class SavedFilter(models.Model):
    """A list's filters under a name, of one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    page = models.TextField()
    name = models.TextField()
    query = models.TextField(blank=True)

    class Meta:
        """One name a list."""

        constraints = (models.UniqueConstraint(fields=["user", "page", "name"], name="saved_filter_name"),)


class Digest(models.Model):
    """That a supervisor was sent a week's digest: one a week, and what it counted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    week = models.TextField()
    content = models.TextField()
    counts = models.JSONField(default=dict)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One a week."""

        constraints = (models.UniqueConstraint(fields=["user", "week"], name="digest_once"),)
