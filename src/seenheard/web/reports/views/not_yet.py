"""Pages of a result that are not to be seen yet: nothing is drawn, or the reader has files of their own to read first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from seenheard.web.accounts.rules import may
from seenheard.web.audits.queries import find_audit
from seenheard.web.readings.queries import still_reads
from seenheard.web.reports.queries import audit_with_result

View = Callable[..., HttpResponse]


def when_it_may_be_seen(page: str) -> Callable[[View], View]:
    """Gives the view its audit; says why in a page of its own where the reader must wait."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, identity: int, *arguments: Any, **named: Any) -> HttpResponse:
            audit = audit_with_result(request.user, identity)
            if audit is None:
                found = find_audit(request.user, identity) if may(request.user, "audit") else None
                if found is None:
                    raise Http404
                return render(request, "reports/not_yet.html", {"audit": found, "page": page, "planned": True}, status=409)
            if still_reads(request.user, audit):
                return render(request, "reports/not_yet.html", {"audit": audit, "page": page}, status=403)
            return view(request, audit, *arguments, **named)

        return guarded

    return wrap
