"""Where each role begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from seenheard.web.accounts.rules import allowed, may


@require_GET
@allowed("home")
def home(request: HttpRequest) -> HttpResponse:
    """The pairs for those who decide on them, my work for those who have some, else Today, the accounts or the trail."""
    pages = (("links", "links"), ("own_work", "my_work"), ("numbers", "today"), ("accounts", "accounts"), ("trail", "trail"))
    for right, page in pages:
        if may(request.user, right):
            return redirect(page)
    return redirect("mfa_index")
