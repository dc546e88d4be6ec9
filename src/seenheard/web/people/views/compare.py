"""Two records side by side: opening them is an entry in the trail that names both."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from seenheard.errors import ReleaseError
from seenheard.web.accounts.rules import allowed, may
from seenheard.web.decisions.queries import last_link_of
from seenheard.web.people.actions import record_nominals_reading
from seenheard.web.people.forms import REASONS, UNDONE, PairForm
from seenheard.web.people.pairs import Pair, next_pair, progress, read_pair
from seenheard.web.releases.queries import current_release

KEYS = "link_keys"  # in the session: shortcuts are on only for who asked for them


@require_GET
@allowed("links")
def pair(request: HttpRequest) -> HttpResponse:
    """The pair, the evidence, and the form to decide."""
    try:
        found = asked_pair(request, request.GET.get("one", ""), request.GET.get("other", ""))
    except ReleaseError:
        return render(request, "people/unreadable.html", {"release": current_release()}, status=503)
    record_nominals_reading(by=request.user, nominal_ids=found.ids, page=request.get_full_path())
    return show_pair(request, found, None)


def asked_pair(request: HttpRequest, one: str, other: str) -> Pair:
    """A pair that exists tonight and that this person may know of."""
    release = current_release()
    if release is None or not one or not other:
        raise Http404
    found = read_pair(release, one, other, restricted=may(request.user, "restricted_links"))
    if found is None:
        raise Http404
    return found


def show_pair(
    request: HttpRequest, found: Pair, form: PairForm | None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page of a pair: as it is opened, or again with what was typed and why it could not be recorded."""
    restricted = may(request.user, "restricted_links")
    further = next_pair(found.link, restricted=restricted)
    shown = {
        "release": found.release,
        "pair": found,
        "form": form,
        "refusal": refusal,
        "reasons": REASONS,
        "progress": progress(restricted=restricted),
        "further": address_of(further.nominal_id, further.other_nominal_id) if further else reverse("links"),
        "last": last_link_of(request.user.get_username()),
        "undone": UNDONE,
        "keys": request.session.get(KEYS) is True,
    }
    return render(request, "people/pair.html", shown, status=status)


def address_of(one: str, other: str) -> str:
    """Where a pair is."""
    return reverse("pair") + "?" + urlencode({"one": one, "other": other})
