"""Urgent access: a record that the rules refuse, opened with a reason typed first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seenheard.web.accounts.actions import open_urgently as open_it
from seenheard.web.accounts.forms import KINDS, UrgentForm
from seenheard.web.accounts.opening import page_of
from seenheard.web.accounts.queries import knows_restricted
from seenheard.web.accounts.rules import allowed
from seenheard.web.people.queries import may_be_known
from seenheard.web.releases.queries import current_release


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("people")
def open_urgently(request: HttpRequest) -> HttpResponse:
    """Ask why; then open it. A restricted record is not there for whoever may not know of it."""
    given = request.POST if request.method == "POST" else request.GET
    kind, identity, release = given.get("kind", ""), given.get("id", ""), current_release()
    if kind not in KINDS or release is None:
        raise Http404
    if not may_be_known(release, kind, identity, restricted=knows_restricted(request.user, kind, identity)):
        raise Http404
    form = UrgentForm(request.POST or None, initial={"kind": kind, "id": identity})
    if request.method == "POST" and form.is_valid():
        reason, page = form.cleaned_data["reason"], page_of(kind, identity)
        open_it(by=request.user, kind=kind, subject_id=identity, reason=reason, page=page)
        return redirect(page)
    return render(request, "accounts/open_urgently.html", {"form": form, "kind": KINDS[kind], "identity": identity})
