"""What allauth asks us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from seenheard.web.accounts.actions import record_sign_in, record_sign_in_change
from seenheard.web.accounts.models import User


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **named: Any) -> HttpResponse | None:
        """An account whose last day is over is closed."""
        if user.has_ended:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **named)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, which is a line of the trail."""
        super().login(request, user)
        record_sign_in(by=user)

    def send_notification_mail(self, template_prefix: str, user: User, *arguments: object, **named: object) -> None:
        """No mail: a change of how somebody signs in is a line of the trail."""
        record_sign_in_change(by=user, what=template_prefix.rpartition("/")[2])

    def add_message(self, *arguments: object, **named: object) -> None:
        """Say nothing after signing in or out: the page says it."""


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Whose account a password was tried for: allauth calls it login in its form and username afterwards."""
    given = credentials or {}
    posted = request.POST.get("login") if request is not None else None
    return str(given.get("username") or given.get("login") or posted or "")
