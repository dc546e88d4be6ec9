"""What readers make of case files: their readings, what was referred back, and what was settled between two."""

from __future__ import annotations

from django.db import models

from seenheard.web.accounts.models import User
from seenheard.web.audits.models import Audit, CaseFile


class Reader(models.Model):
    """An account that reads in an audit. weight: its share of the files beside the others'; away: days on which it can't."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    weight = models.FloatField(default=1.0)
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)

    class Meta:
        """Each once."""

        constraints = (models.UniqueConstraint(fields=["audit", "user"], name="reader_once"),)


class Reading(models.Model):
    """One reader's judgement of one case file.

    state: given, begun, done, withdrawn (given to somebody else; what was written stays). second: it is the blind second.
    answers: criterion -> {"answer", "text"}. judgements: area -> {"grade", "reason"}; a reason where it departs from the
    suggested grade. grade, reason: the same for the whole file. version goes up with each save.
    """

    file = models.ForeignKey(CaseFile, models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, models.PROTECT, related_name="readings")
    second = models.BooleanField(default=False)
    state = models.TextField(default="given")
    answers = models.JSONField(default=dict)
    judgements = models.JSONField(default=dict)
    grade = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    place = models.TextField(blank=True)  # the criterion where the reader was last
    version = models.IntegerField(default=0)
    given_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """A file has one first and one second reading, by two people; withdrawn ones do not count."""

        constraints = (
            models.UniqueConstraint(fields=["file", "second"], condition=~models.Q(state="withdrawn"), name="reading_once"),
            models.UniqueConstraint(fields=["file", "user"], condition=~models.Q(state="withdrawn"), name="reading_by"),
        )
        indexes = (models.Index(fields=["user", "state"], name="reading_mine"),)


class ReferBack(models.Model):
    """A case file with live risk, sent to the responsible supervisor at once. It is over when an answer was accepted."""

    file = models.ForeignKey(CaseFile, models.PROTECT, related_name="refer_backs")
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, related_name="refer_backs")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    risk = models.TextField()  # what the live risk is, in the reader's words
    team = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        """Read by team, the open ones first."""

        indexes = (models.Index(fields=["team", "accepted_at"], name="refer_back_team"),)

    @property
    def owner_id(self) -> str:
        """Nobody owns it: rules ask for its team."""
        return ""


class ReferBackAnswer(models.Model):
    """What the supervisor answered, and whether the reader accepted it, with why not."""

    refer_back = models.ForeignKey(ReferBack, models.CASCADE, related_name="answers")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    accepted = models.BooleanField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)


class Settlement(models.Model):
    """What moderation made of two readings that differ: on a criterion, an area or the whole file. The last one counts."""

    file = models.ForeignKey(CaseFile, models.CASCADE, related_name="settlements")
    kind = models.TextField()  # criterion, area or overall
    name = models.TextField(blank=True)  # of the criterion or area
    settled = models.TextField()  # an answer, or a grade
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Read by file."""

        indexes = (models.Index(fields=["file", "kind", "name"], name="settlement_of"),)
