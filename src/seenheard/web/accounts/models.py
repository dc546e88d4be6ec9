"""Accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from seenheard.web.accounts.roles import ROLES


class User(AbstractUser):
    """Someone who signs in: their roles, their team, and who they are in the force's records.

    ends_on is the last day on which the account may do anything; a role that is for a time gives nothing without it.
    """

    roles = models.JSONField(default=list, blank=True)
    team = models.TextField(blank=True, default="")
    officer_id = models.TextField(blank=True, default="")
    sees_restricted = models.BooleanField(default=False)
    ends_on = models.DateField(null=True, blank=True)

    @property
    def called(self) -> str:
        """Their name, and what they sign in as: two may have the same name."""
        return f"{self.first_name} ({self.username})" if self.first_name else self.username

    @property
    def role_titles(self) -> str:
        """The roles in words."""
        return ", ".join(ROLES[name].title for name in self.roles if name in ROLES) or "No role"

    @property
    def has_ended(self) -> bool:
        """The last day is over, by UK time."""
        return self.ends_on is not None and timezone.localdate() > self.ends_on


class AccountChange(models.Model):
    """What an administrator wants an account to be. It waits where it gives rights, until a second administrator agrees."""

    user = models.ForeignKey(User, models.CASCADE, related_name="changes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    values = models.JSONField()
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)


class UrgentAccess(models.Model):
    """Someone opened a record that the rules would have refused them, and said why; until it ends they may open it again.

    accepted stays empty until somebody has asked them about it: accepted, or queried.
    """

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    team = models.TextField(blank=True)  # of whoever opened it, then
    kind = models.TextField()
    subject_id = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Read by who and whom; the unanswered first."""

        indexes = (models.Index(fields=["by", "kind", "subject_id", "until"], name="urgent_open"),)

    @property
    def owner_id(self) -> str:
        """Nobody owns it: rules ask for its team."""
        return ""


class Grant(models.Model):
    """A named supervisor's word that one account may see one restricted record until a date, the date included."""

    to = models.ForeignKey(User, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.TextField()
    subject_id = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Read by whom it is for."""

        indexes = (models.Index(fields=["to", "kind", "subject_id"], name="grant_to"),)

    @property
    def stands(self) -> bool:
        """Neither over nor withdrawn."""
        return self.withdrawn_at is None and self.until >= timezone.localdate()
