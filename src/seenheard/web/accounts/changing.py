"""What changing an account means: which values it has, and whether a change gives it anything that it had not."""

from __future__ import annotations

from datetime import date
from typing import Any

from seenheard.web.accounts.models import User
from seenheard.web.accounts.rules import rights_of

NAMES = {
    "name": "Name",
    "roles": "Roles",
    "team": "Team",
    "officer_id": "Officer in the records",
    "sees_restricted": "Named for restricted records",
    "ends_on": "Last day",
    "is_active": "Open",
}
Values = dict[str, Any]


def values_of(user: User) -> Values:
    """An account's values, as a change holds them."""
    return {
        "name": user.first_name,
        "roles": list(user.roles),
        "team": user.team,
        "officer_id": user.officer_id,
        "sees_restricted": user.sees_restricted,
        "ends_on": user.ends_on.isoformat() if user.ends_on else None,
        "is_active": user.is_active,
    }


def put(user: User, values: Values) -> None:
    """Give an account these values; it is not saved."""
    user.first_name = values["name"][:150]
    user.roles, user.team, user.officer_id = list(values["roles"]), values["team"], values["officer_id"]
    user.sees_restricted, user.is_active = values["sees_restricted"], values["is_active"]
    user.ends_on = date.fromisoformat(values["ends_on"]) if values["ends_on"] else None


def differing(user: User, values: Values) -> Values:
    """Only what would change."""
    before = values_of(user)
    return {name: value for name, value in values.items() if value != before[name]}


def gives(user: User, values: Values) -> bool:
    """Whether the account could do or see something that it could not before, or for longer."""
    after = User(username=user.username)
    put(after, values)
    had, gets = rights_of(user), rights_of(after)
    if not gets:
        return False
    longer = after.ends_on is None if user.ends_on else False
    if user.ends_on and after.ends_on:
        longer = after.ends_on > user.ends_on
    named = after.sees_restricted and not (user.sees_restricted and had)
    other = after.officer_id != user.officer_id or after.team != user.team
    return bool(gets - had or longer or named or (other and after.officer_id + after.team))
