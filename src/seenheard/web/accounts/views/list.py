"""Who has an account, and which changes wait for a second administrator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.changing import NAMES, Values, differing
from seenheard.web.accounts.models import AccountChange
from seenheard.web.accounts.queries import all_accounts, waiting_changes
from seenheard.web.accounts.roles import ROLES
from seenheard.web.accounts.rules import allowed


@require_GET
@allowed("accounts")
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account with its roles."""
    waiting = [described(change) for change in waiting_changes()]
    return render(request, "accounts/list.html", {"accounts": all_accounts(), "waiting": waiting})


def described(change: AccountChange) -> dict[str, Any]:
    """A change that waits, in words."""
    return {"change": change, "said": in_words(differing(change.user, change.values))}


def in_words(values: Values) -> list[tuple[str, str]]:
    """Names and values of what changes."""
    return [(NAMES[name], _word(name, value)) for name, value in values.items()]


def _word(name: str, value: Any) -> str:
    if name == "roles":
        return ", ".join(ROLES[role].title for role in value if role in ROLES) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "none")
