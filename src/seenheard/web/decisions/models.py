"""Decisions: lines are added, never changed. One that was wrong is taken back by another."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

REFUSAL = "A decision is never changed or taken away: record one that takes it back."
UNIT = "\x1f"


class NeverChanged(models.QuerySet["Decision"]):
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


class Decision(models.Model):
    """A line of CONTRACT's decisions.csv, and its place among the decisions on one subject.

    Of the site alone is cant_tell: a clerk looked at a pair and left it open.

    The subject is what it decides on: a finding's (duty, key), or two nominals in either order. A decision that takes
    another back has that one's subject. On a subject the last one stands alone.
    """

    decision_id = models.TextField(unique=True)
    kind = models.TextField()  # excuse, same, not_same, take_back; cant_tell, which the night is never sent
    subject = models.TextField()
    place = models.IntegerField()
    duty = models.TextField(blank=True, default="")
    key = models.TextField(blank=True, default="")
    until = models.DateField(null=True)
    nominal_id = models.TextField(blank=True, default="")
    other_nominal_id = models.TextField(blank=True, default="")
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")
    decided_at = models.DateTimeField()
    decided_by = models.TextField()
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()

    objects = NeverChanged.as_manager()

    class Meta:
        """One place can be taken once: who decides second on a subject is told, on any database."""

        constraints = (models.UniqueConstraint(fields=["subject", "place"], name="decision_place"),)
        indexes = (
            models.Index(fields=["decided_at", "decision_id"], name="decision_time"),
            models.Index(fields=["nominal_id"], name="decision_nominal"),
            models.Index(fields=["other_nominal_id"], name="decision_other"),
        )

    def save(self, *arguments: Any, **named: Any) -> None:
        """Add the line; a line that stands can't be written again."""
        if not self._state.adding:
            raise TypeError(REFUSAL)
        super().save(*arguments, **{**named, "force_insert": True})

    def delete(self, *arguments: Any, **named: Any) -> NoReturn:
        """Refused."""
        raise TypeError(REFUSAL)


def excuse_subject(duty: str, key: str) -> str:
    """What an excuse decides on."""
    return UNIT.join(("excuse", duty, key))


def link_subject(nominal_id: str, other_nominal_id: str) -> str:
    """What a link decision decides on: the two nominals in either order."""
    return UNIT.join(("link", *sorted((nominal_id, other_nominal_id))))
