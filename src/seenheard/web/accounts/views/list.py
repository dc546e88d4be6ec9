"""Who has an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from seenheard.web.accounts.queries import all_accounts
from seenheard.web.accounts.rules import allowed


@require_GET
@allowed("accounts")
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account with its roles."""
    return render(request, "accounts/list.html", {"accounts": all_accounts()})
