"""Grants: one restricted record opened to one account until a date, by a supervisor who is named for restricted records."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seenheard.web.accounts.actions import give_grant, withdraw_grant
from seenheard.web.accounts.forms import GrantForm
from seenheard.web.accounts.models import User
from seenheard.web.accounts.queries import account_named, find_grant, standing_grants
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.people.queries import may_be_known
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.actions import record_listing


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("grant")
def grants(request: HttpRequest) -> HttpResponse:
    """The grants that stand, and a form for another."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = _whom(form, request.user)
        if to is not None:
            said = form.cleaned_data
            about = {"kind": said["kind"], "subject_id": said["id"]}
            give_grant(by=request.user, to=to, **about, until=said["until"], reason=said["reason"])
            messages.success(request, f"{to.username} may see it until {said['until']:%d/%m/%Y}.")
            return redirect("grants")
    standing = list(standing_grants())
    record_listing(by=request.user, subjects=[(one.kind, one.subject_id) for one in standing], page=request.path)
    return render(request, "accounts/grants.html", {"form": form, "grants": standing})


@require_POST
@allowed("grant")
def withdraw(request: HttpRequest, identity: int) -> HttpResponse:
    """End one before its date."""
    found = find_grant(identity)
    if found is None:
        raise Http404
    withdraw_grant(by=request.user, grant=found)
    messages.success(request, f"{found.to.username} may no longer see it.")
    return redirect("grants")


def _whom(form: GrantForm, by: User) -> User | None:
    """The account, if it and the record are ones that a grant can be about; else the form says why not."""
    to, release = account_named(form.cleaned_data["username"]), current_release()
    if to is None or not may(to, "people"):
        form.add_error("username", "There is no account of this name that may open pages of people.")
    elif to == by:
        form.add_error("username", "Nobody grants themself anything.")
    elif release is None or not may_be_known(release, form.cleaned_data["kind"], form.cleaned_data["id"], restricted=True):
        form.add_error("id", "There is no such record on the site.")
    else:
        return to
    return None
