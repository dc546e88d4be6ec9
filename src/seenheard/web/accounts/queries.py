"""Everything that reads accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from seenheard.web.accounts.models import User


def all_accounts() -> QuerySet[User]:
    """Every account by name."""
    return User.objects.order_by("username")
