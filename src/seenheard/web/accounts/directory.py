"""Single sign-on: who comes from the force's directory is matched to an account that an administrator made. Roles are ours.

The first time by the claim that is the account's name, from then on by the directory's own id of the person, which does not
change when somebody else gets the name.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from seenheard.web.accounts.queries import account_called


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """No account comes into being by signing in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Match whoever comes for the first time; whom nobody knows is told so."""
        if sociallogin.is_existing:
            return
        name = claimed(sociallogin.account.extra_data)
        user = account_called(name) if name else None
        if user is None:
            raise ImmediateHttpResponse(render(request, "account/unknown.html", {"name": name}, status=403))
        with transaction.atomic():
            sociallogin.connect(request, user)  # its line of the trail is made by what allauth sends as a mail


def claimed(data: dict[str, Any]) -> str:
    """The account's name as the directory says it; from the signed token before anything else."""
    for part in (data.get("id_token"), data.get("userinfo")):
        value = (part or {}).get(settings.DIRECTORY.claim) if settings.DIRECTORY else None
        if isinstance(value, str) and value:
            return value
    return ""
