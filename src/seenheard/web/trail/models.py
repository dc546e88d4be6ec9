"""The trail: one line for every writing and every reading of personal data. Lines are added, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

REFUSAL = "A trail entry is never changed or taken away."


class AppendOnly(models.QuerySet[Any]):
    """Reading and adding only."""

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise TypeError(REFUSAL)

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError(REFUSAL)

    def bulk_update(self, *arguments: Any, **named: Any) -> NoReturn:
        """Refused."""
        raise TypeError(REFUSAL)


class Added(models.Model):
    """What is only ever added."""

    objects = AppendOnly.as_manager()

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *arguments: Any, **named: Any) -> None:
        """Add the line; a line that stands can't be written again."""
        if not self._state.adding:
            raise TypeError(REFUSAL)
        super().save(*arguments, **{**named, "force_insert": True})

    def delete(self, *arguments: Any, **named: Any) -> NoReturn:
        """Refused."""
        raise TypeError(REFUSAL)


class TrailEntry(Added):
    """Who did or read what, when, on which page, and why if they were asked. number, before and hash are the chain's."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.TextField()
    action = models.TextField()
    subject_kind = models.TextField(blank=True, default="")  # of a line about one subject alone
    subject_id = models.TextField(blank=True, default="")
    page = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    detail = models.JSONField(default=dict, blank=True)
    about = models.JSONField(default=list, blank=True)  # [kind, id] of everybody it is about, sorted
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """Found by who did it, and by when."""

        indexes = (
            models.Index(fields=["by_user", "number"], name="trail_user"),
            models.Index(fields=["at"], name="trail_at"),
        )


class TrailSubject(Added):
    """By whom a line is found: one row for each that it is about, made from the line, in bulk, when somebody looks or a
    release is loaded. A page would pay more for fifty rows of its own than for everything else that it does.
    """

    entry = models.ForeignKey(TrailEntry, models.CASCADE, related_name="subjects")
    kind = models.TextField()
    subject_id = models.TextField()

    class Meta:
        """Found by whom they are about."""

        indexes = (models.Index(fields=["kind", "subject_id", "entry"], name="trail_subject"),)


class TrailIndexed(models.Model):
    """One row: up to which line TrailSubject has been made."""

    number = models.BigIntegerField(default=0)


class TrailHead(models.Model):
    """One row: where the chain stands. Whoever adds a line holds it until their transaction is over."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
