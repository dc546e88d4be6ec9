"""Who may do what, as predicates that fail closed: no account, no active account, an unknown role: nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rules import permissions as _permissions
from rules.predicates import predicate

from seenheard.web.accounts.roles import ACCOUNTS, LINKS, NUMBERS, OWN_WORK, PEOPLE, ROLES

View = Callable[..., HttpResponse]
PERMISSIONS: Any = _permissions  # it says that it is typed, and is not


def rights_of(user: Any) -> frozenset[str]:
    """All rights of an account's roles."""
    if user is None or not getattr(user, "is_active", False) or not getattr(user, "is_authenticated", False):
        return frozenset()
    held = user.roles if isinstance(user.roles, list) else []
    found = [ROLES[name].rights for name in held if isinstance(name, str) and name in ROLES]
    return frozenset().union(*found)


@predicate
def sees_numbers(user: Any) -> bool:
    """Counts and rates."""
    return NUMBERS in rights_of(user)


@predicate
def sees_people(user: Any) -> bool:
    """Names, findings, pages of people."""
    return PEOPLE in rights_of(user)


@predicate
def has_own_work(user: Any) -> bool:
    """Work of their own, under their officer id of the records."""
    return OWN_WORK in rights_of(user) and bool(user.officer_id)


@predicate
def decides_links(user: Any) -> bool:
    """Pairs of records that may be one person."""
    return LINKS in rights_of(user)


@predicate
def sees_accounts(user: Any) -> bool:
    """Who has an account."""
    return ACCOUNTS in rights_of(user)


@predicate
def named_for_restricted(user: Any) -> bool:
    """Named, one by one, as someone who may know of restricted records."""
    return getattr(user, "sees_restricted", False) is True


@predicate
def signed_in(user: Any) -> bool:
    """Anyone with an account."""
    return bool(getattr(user, "is_authenticated", False) and getattr(user, "is_active", False))


PERMISSIONS.add_perm("home", signed_in)
PERMISSIONS.add_perm("numbers", sees_numbers)
PERMISSIONS.add_perm("people", sees_people)
PERMISSIONS.add_perm("own_work", sees_people & has_own_work)
PERMISSIONS.add_perm("restricted", sees_people & named_for_restricted)
PERMISSIONS.add_perm("restricted_numbers", sees_numbers & named_for_restricted)
PERMISSIONS.add_perm("links", decides_links)
PERMISSIONS.add_perm("restricted_links", decides_links & named_for_restricted)
PERMISSIONS.add_perm("accounts", sees_accounts)


def may(user: Any, what: str) -> bool:
    """Whether an account may do this; a rule that does not exist allows nobody."""
    return bool(PERMISSIONS.perm_exists(what) and PERMISSIONS.has_perm(what, user))


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
