"""Tokens: what a program shows instead of a password."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from seenheard.web.accounts.models import User
from seenheard.web.accounts.roles import ROLES


class Token(models.Model):
    """A program's key. It has a role like an account, and an end; only the hash of its secret is kept.

    It is asked for by one administrator and comes to life when a second one agrees: then the secret is shown, once.
    """

    name = models.TextField(unique=True)
    role = models.TextField()
    sees_restricted = models.BooleanField(default=False)
    hash = models.CharField(max_length=64, blank=True, default="", db_index=True)
    ends_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    @property
    def stands(self) -> bool:
        """Agreed to, not revoked, not over."""
        return bool(self.hash) and self.revoked_at is None and self.ends_on >= timezone.localdate()

    @property
    def role_title(self) -> str:
        """The role in words."""
        return ROLES[self.role].title if self.role in ROLES else "No role"

    @property
    def reader(self) -> User:
        """Somebody with the token's role, for the rules: never saved."""
        return User(
            username=f"token {self.name}",
            roles=[self.role],
            sees_restricted=self.sees_restricted,
            ends_on=self.ends_on,
            is_active=self.stands,
        )
