"""Who may do what, as predicates that fail closed: no account, no active account, an ended one, an unknown role: nothing.

A rule may be asked about something: a finding, or whatever has a `team` and an `owner_id`. Asked without it, it says
whether the account may do such a thing at all, which decides what a page offers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rules import permissions as _permissions
from rules.predicates import Predicate, always_true, predicate

from seenheard.web.accounts import roles
from seenheard.web.accounts.roles import ROLES

View = Callable[..., HttpResponse]
PERMISSIONS: Any = _permissions  # it says that it is typed, and is not


def rights_of(user: Any) -> frozenset[str]:
    """All rights of an account's roles."""
    if user is None or not getattr(user, "is_active", False) or not getattr(user, "is_authenticated", False):
        return frozenset()
    if user.has_ended:
        return frozenset()
    held = user.roles if isinstance(user.roles, list) else []
    found = [
        ROLES[name].rights
        for name in held
        if isinstance(name, str) and name in ROLES and (user.ends_on is not None or not ROLES[name].for_a_time)
    ]
    return frozenset().union(*found)


def has(right: str) -> Predicate:
    """An account that one of its roles gives this right."""

    return Predicate(lambda user: right in rights_of(user), name=right)


@predicate
def is_an_officer(user: Any) -> bool:
    """Someone of the force's records."""
    return bool(getattr(user, "officer_id", ""))


@predicate
def has_a_team(user: Any) -> bool:
    """Someone of a team."""
    return bool(getattr(user, "team", ""))


@predicate
def own_or_of_own_team(user: Any, about: Any = None) -> bool:
    """Theirs, or their team's: an empty team or owner is nobody's."""
    if about is None:
        return True
    return bool((user.officer_id and about.owner_id == user.officer_id) or (user.team and about.team == user.team))


@predicate
def of_own_team(user: Any, about: Any = None) -> bool:
    """Their team's."""
    return about is None or bool(user.team and about.team == user.team)


@predicate
def not_narrowed(user: Any) -> bool:
    """The force does not narrow by team."""
    return not settings.NARROW_BY_TEAM


@predicate
def named_for_restricted(user: Any) -> bool:
    """Named, one by one, as someone who may know of restricted records."""
    return getattr(user, "sees_restricted", False) is True


@predicate
def signed_in(user: Any) -> bool:
    """Anyone with an account that has not ended."""
    return bool(getattr(user, "is_authenticated", False) and getattr(user, "is_active", False) and not user.has_ended)


RULES: dict[str, Predicate] = {
    "everyone": always_true,  # who signs in is nobody yet
    "home": signed_in,
    "numbers": has(roles.NUMBERS),
    "people": has(roles.PEOPLE),
    "person": has(roles.PEOPLE) & (has(roles.ALL_TEAMS) | not_narrowed | own_or_of_own_team),
    "own_work": has(roles.PEOPLE) & has(roles.OWN_WORK) & is_an_officer,
    "work": has(roles.PEOPLE) & has(roles.WORK) & (has(roles.FORCE) | own_or_of_own_team),
    "team": has(roles.PEOPLE) & has(roles.TEAM) & has_a_team & of_own_team,
    "force": has(roles.PEOPLE) & has(roles.FORCE),
    "approve": has(roles.PEOPLE) & has(roles.APPROVE) & (has(roles.FORCE) | of_own_team),
    "links": has(roles.PEOPLE) & has(roles.LINKS),
    "restricted_links": has(roles.PEOPLE) & has(roles.LINKS) & named_for_restricted,
    "audit": has(roles.PEOPLE) & has(roles.AUDIT),
    "results": has(roles.NUMBERS) & has(roles.RESULTS),
    "refer_backs": has(roles.PEOPLE) & has(roles.WORK) & (has(roles.FORCE) | (has(roles.TEAM) & has_a_team & of_own_team)),
    "plan": has(roles.PEOPLE) & has(roles.PLAN),
    "export": has(roles.PEOPLE) & has(roles.EXPORT),
    "export_numbers": has(roles.NUMBERS) & has(roles.EXPORT),
    "ask": has(roles.PEOPLE) & has(roles.ASK) & (has(roles.FORCE) | of_own_team),
    "grant": has(roles.PEOPLE) & has(roles.GRANT) & named_for_restricted,
    "restricted": has(roles.PEOPLE) & named_for_restricted,
    "restricted_numbers": has(roles.NUMBERS) & named_for_restricted,
    "trail": has(roles.TRAIL),
    "accounts": has(roles.ACCOUNTS),
}
for _name, _rule in RULES.items():
    PERMISSIONS.add_perm(_name, _rule)


def may(user: Any, what: str, about: Any = None) -> bool:
    """Whether an account may do this, with this thing if one is given; a rule that does not exist allows nobody."""
    return bool(PERMISSIONS.perm_exists(what) and PERMISSIONS.has_perm(what, user, about))


def own_teams(user: Any) -> dict[str, list[str]]:
    """What a list of names is narrowed by: nothing, or the account's team where the force narrows by team."""
    if not settings.NARROW_BY_TEAM or roles.ALL_TEAMS in rights_of(user):
        return {}
    return {"team__in": [user.team] if user.team else []}


def allowed(what: str) -> Callable[[View], View]:
    """A view that only those may open whom the rule allows. A test finds views without one."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if not may(request.user, what):
                raise PermissionDenied
            return view(request, *arguments, **named)

        guarded.rule = what  # type: ignore[attr-defined]
        return guarded

    return wrap
