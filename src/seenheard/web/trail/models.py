"""The trail: one line for every writing and every reading of personal data. Lines are added, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

REFUSAL = "A trail entry is never changed or taken away."


class AppendOnly(models.QuerySet["TrailEntry"]):
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


class TrailEntry(models.Model):
    """Who did or read what, when, on which page."""

    at = models.DateTimeField(auto_now_add=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.TextField()
    action = models.TextField()
    subject_kind = models.TextField(blank=True, default="")
    subject_id = models.TextField(blank=True, default="")
    page = models.TextField(blank=True, default="")
    detail = models.JSONField(default=dict, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        """Found by whom they are about."""

        indexes = (models.Index(fields=["subject_kind", "subject_id", "at"], name="trail_subject"),)

    def save(self, *arguments: Any, **named: Any) -> None:
        """Add the line; a line that stands can't be written again."""
        if not self._state.adding:
            raise TypeError(REFUSAL)
        super().save(*arguments, **{**named, "force_insert": True})

    def delete(self, *arguments: Any, **named: Any) -> NoReturn:
        """Refused."""
        raise TypeError(REFUSAL)
