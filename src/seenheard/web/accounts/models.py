"""Accounts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from seenheard.web.accounts.roles import ROLES


class User(AbstractUser):
    """Someone who signs in: their roles, their team, and who they are in the force's records."""

    roles = models.JSONField(default=list, blank=True)
    team = models.TextField(blank=True, default="")
    officer_id = models.TextField(blank=True, default="")
    sees_restricted = models.BooleanField(default=False)

    @property
    def role_titles(self) -> str:
        """The roles in words."""
        return ", ".join(ROLES[name].title for name in self.roles if name in ROLES) or "No role"
