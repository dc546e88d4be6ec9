"""What allauth asks us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *arguments: object, **named: object) -> None:
        """Say nothing after signing in or out: the page says it."""


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Whose account a password was tried for: allauth calls it login in its form and username afterwards."""
    given = credentials or {}
    posted = request.POST.get("login") if request is not None else None
    return str(given.get("username") or given.get("login") or posted or "")
