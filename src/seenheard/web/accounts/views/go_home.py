"""Where each role begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may


@require_GET
@allowed("home")
def home(request: HttpRequest) -> HttpResponse:
    """The pairs to decide on, my work, my team, the force, what to read; else Today, the accounts or the trail."""
    for right, page in (
        ("links", "links"),
        ("own_work", "my_work"),
        ("team", "my_team"),
        ("force", "force"),
        ("audit", "my_readings"),
        ("numbers", "today"),
        ("accounts", "accounts"),
        ("trail", "trail"),
    ):
        if may(request.user, right):
            return redirect(page)
    return redirect("mfa_index")
