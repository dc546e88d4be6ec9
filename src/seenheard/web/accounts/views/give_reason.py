"""Why a record is opened, where the force asks for it: kept for the session, and said in each line of the trail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from seenheard.web.accounts.forms import KINDS, ReasonForm
from seenheard.web.accounts.opening import keep_reason, page_of
from seenheard.web.accounts.rules import allowed


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("people")
def give_reason(request: HttpRequest) -> HttpResponse:
    """Ask why, then go on to the page."""
    kind, identity = request.GET.get("kind", ""), request.GET.get("id", "")
    if kind not in KINDS or not identity:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep_reason(request, kind, identity, form.cleaned_data["reason"])
        onward = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
        return redirect(onward if safe else page_of(kind, identity))
    shown = {"form": form, "kind": KINDS[kind], "identity": identity}
    return render(request, "accounts/give_reason.html", shown)
