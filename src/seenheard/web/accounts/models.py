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
    def role_titles(self) -> str:
        """The roles in words."""
        return ", ".join(ROLES[name].title for name in self.roles if name in ROLES) or "No role"

    @property
    def has_ended(self) -> bool:
        """The last day is over, by UK time."""
        return self.ends_on is not None and timezone.localdate() > self.ends_on
