"""Everything that reads accounts, and what was opened to them by name."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from seenheard.web.accounts.models import AccountChange, Grant, UrgentAccess, User
from seenheard.web.accounts.rules import may

ANSWERED = 50


def all_accounts() -> QuerySet[User]:
    """Every account by name."""
    return User.objects.order_by("username")


def account_named(username: str) -> User | None:
    """The account with this name."""
    return User.objects.filter(username=username).first()


def account_called(name: str) -> User | None:
    """The one account that a directory calls so, whatever the capitals; it has not been matched to anybody yet."""
    found = list(User.objects.filter(username__iexact=name, socialaccount=None)[:2])
    return found[0] if len(found) == 1 else None


def find_account(identity: int) -> User | None:
    """One account."""
    return User.objects.filter(pk=identity).first()


def waiting_changes() -> list[AccountChange]:
    """Changes that wait for a second administrator, the oldest first."""
    return list(AccountChange.objects.filter(settled_at=None).select_related("user", "by").order_by("pk"))


def changes_of(user: User) -> list[AccountChange]:
    """What was changed about an account, the newest first."""
    return list(AccountChange.objects.filter(user=user).select_related("by", "settled_by").order_by("-pk")[:20])


def find_change(identity: int) -> AccountChange | None:
    """One change."""
    return AccountChange.objects.select_related("user").filter(pk=identity).first()


def standing_grants() -> QuerySet[Grant]:
    """Grants that are neither over nor withdrawn, the newest first."""
    grants = Grant.objects.filter(withdrawn_at=None, until__gte=timezone.localdate())
    return grants.select_related("to", "by").order_by("-pk")


def granted(user: User, kind: str, identity: str) -> bool:
    """Whether a grant opens this record to this account today."""
    return standing_grants().filter(to=user, kind=kind, subject_id=identity).exists()


def knows_restricted(user: User, kind: str, identity: str) -> bool:
    """Whether the account may know of this record if it is restricted: named for all, or granted this one."""
    return may(user, "restricted") or (may(user, "people") and granted(user, kind, identity))


def open_urgently(user: User, kind: str, identity: str) -> UrgentAccess | None:
    """The urgent access of this account to this record that has not ended."""
    opened = UrgentAccess.objects.filter(by=user, kind=kind, subject_id=identity, until__gt=timezone.now())
    return opened.order_by("-pk").first()


def urgent_to_ask(user: User) -> tuple[list[UrgentAccess], list[UrgentAccess]]:
    """What this account is to ask about, the oldest first; and what was answered last. Nobody asks themself."""
    opened = UrgentAccess.objects.select_related("by", "answered_by")
    waiting = [one for one in opened.filter(accepted=None).order_by("pk") if may_ask(user, one)]
    answered = [one for one in opened.exclude(accepted=None).order_by("-answered_at")[: 10 * ANSWERED] if may_ask(user, one)]
    return waiting, answered[:ANSWERED]


def may_ask(user: Any, about: UrgentAccess) -> bool:
    """Whether this account asks about this urgent access: not its own, and of its team unless it sees the force."""
    return about.by_id != user.pk and may(user, "ask", about)


def find_urgent(identity: int) -> UrgentAccess | None:
    """One urgent access."""
    return UrgentAccess.objects.select_related("by").filter(pk=identity).first()


def find_grant(identity: int) -> Grant | None:
    """One grant."""
    return Grant.objects.select_related("to").filter(pk=identity).first()
