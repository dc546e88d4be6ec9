"""Everything that writes accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction

from seenheard.errors import SiteError
from seenheard.web.accounts.models import User
from seenheard.web.accounts.roles import ROLES
from seenheard.web.trail.actions import Doer, enter


def check_roles(roles: Sequence[str], ends_on: date | None = None) -> None:
    """Only roles that stand in roles.py; one that is for a time only with an end."""
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise SiteError(f"There is no role '{unknown[0]}': {', '.join(ROLES)} are allowed.")
    endless = [role for role in roles if ROLES[role].for_a_time and ends_on is None]
    if endless:
        raise SiteError(f"The role '{endless[0]}' is for a time: say until when, with --ends DATE.")


@transaction.atomic
def make_account(
    *,
    by: Doer,
    username: str,
    password: str,
    roles: Sequence[str],
    name: str = "",
    team: str = "",
    officer_id: str = "",
    sees_restricted: bool = False,
    ends_on: date | None = None,
) -> User:
    """An account, or the one of this name with these roles and this password."""
    check_roles(roles, ends_on)
    user = User.objects.filter(username=username).first() or User(username=username)
    user.roles, user.team, user.officer_id, user.sees_restricted = list(roles), team, officer_id, sees_restricted
    user.first_name, user.ends_on = name[:150], ends_on
    if not user.has_usable_password() or not user.check_password(password):
        user.set_password(password)
    user.save()
    enter(by=by, action="account made", page=f"account/{username}", detail={"roles": list(roles), "team": team})
    return user


def check_demo() -> None:
    """Accounts with a published password are for the demonstration only."""
    if not settings.DEMO:
        raise SiteError("Demo accounts are made only when SEENHEARD_DEMO is 1: their password is published.")
