"""Everything that writes tokens, and the line of the trail for each call."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from seenheard.web.accounts.models import User
from seenheard.web.api.models import Token
from seenheard.web.api.queries import hash_of
from seenheard.web.trail.actions import Program, enter


@transaction.atomic
def ask_token(*, by: User, name: str, role: str, sees_restricted: bool, ends_on: date) -> Token:
    """A token that does not work yet: a second administrator must agree."""
    token = Token(
        name=name, role=role, sees_restricted=sees_restricted, ends_on=ends_on, asked_by=by, asked_at=timezone.now()
    )
    token.save()
    detail: dict[str, object] = {"role": role, "restricted": sees_restricted, "ends": ends_on.isoformat()}
    enter(by=by, action="token asked for", page=f"token/{name}", detail=detail)
    return token


@transaction.atomic
def agree_token(*, by: User, token: Token) -> str:
    """Bring a token to life and give its secret, which nobody can read again. Empty if that was done meanwhile."""
    held = Token.objects.select_for_update().get(pk=token.pk)
    if held.asked_by_id == by.pk:
        raise PermissionDenied
    if held.hash or held.revoked_at is not None:
        return ""
    secret = secrets.token_urlsafe(32)
    held.hash, held.agreed_by = hash_of(secret), by
    held.save()
    enter(by=by, action="token agreed to", page=f"token/{held.name}", detail={"asked by": held.asked_by.get_username()})
    return secret


@transaction.atomic
def revoke_token(*, by: User, token: Token) -> None:
    """End a token, at once and for good."""
    held = Token.objects.select_for_update().get(pk=token.pk)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save()
    enter(by=by, action="token revoked", page=f"token/{held.name}")


@transaction.atomic
def record_call(*, by: Token, page: str, subjects: Iterable[tuple[str, str]] = ()) -> None:
    """A program asked for something: with everybody whom the answer is about."""
    Token.objects.filter(pk=by.pk).update(used_at=timezone.now())
    enter(by=Program(f"token {by.name}"), action="read by token", subjects=subjects, page=page)
