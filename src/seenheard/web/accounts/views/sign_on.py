"""To the force's directory, and to words if it does not answer."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from seenheard.web.accounts.rules import allowed


@login_not_required
@allowed("everyone")
def to_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to sign in there."""
    try:
        return openid.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=503)
