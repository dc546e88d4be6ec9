"""Keeping a list's filters under a name."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from seenheard.web.accounts.rules import allowed
from seenheard.web.findings import actions
from seenheard.web.findings.forms import FilterForm

LISTS = ("queue", "my_work", "team_list", "force_list")
KEPT = ("tab", "duty", "team", "owner", "risk", "state", "work", "risen", "sort")


@require_POST
@allowed("people")
def save_filter(request: HttpRequest) -> HttpResponse:
    """Save, and go back to the list."""
    form = FilterForm(request.POST)
    page = request.POST.get("page", "")
    if not is_list(page):
        raise Http404
    if not form.is_valid():
        messages.error(request, "The filter was not saved: give it a name of at most 60 letters.")
        return redirect(page)
    pairs = [(name, value) for name, value in parse_qsl(form.cleaned_data["query"]) if name in KEPT]
    query = urlencode(pairs)
    actions.save_filter(by=request.user, page=page, name=form.cleaned_data["name"], query=query)
    messages.success(request, f"The filter “{form.cleaned_data['name']}” is saved.")
    return redirect(f"{page}?{query}")


@require_POST
@allowed("people")
def forget_filter(request: HttpRequest, identity: int) -> HttpResponse:
    """Take one's own away."""
    if not actions.forget_filter(by=request.user, saved=identity):
        raise Http404
    page = request.POST.get("page", "")
    return redirect(page if is_list(page) else "home")


def is_list(page: str) -> bool:
    """Whether this is the address of one of our lists."""
    try:
        return page.startswith("/") and resolve(page).url_name in LISTS
    except Resolver404:
        return False
