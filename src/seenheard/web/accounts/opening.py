"""How somebody comes to open the page of a person or a case: by the rules, by a grant, or urgently; and why, if asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from seenheard.web.accounts.queries import granted, open_urgently
from seenheard.web.accounts.rules import may
from seenheard.web.findings.models import Finding

PAGES = {"child": "child", "offender": "offender", "record": "case"}
NOBODYS = Finding()  # a record of which nothing is listed is of no team
REASONS = "reasons"  # of the session: what was typed, by kind and id


class OfAnotherTeam(PermissionDenied):
    """The record is of another team: urgent access can open it."""

    def __init__(self, kind: str, identity: str) -> None:
        super().__init__()
        self.urgent = address("open_urgently", kind, identity)


@dataclass(frozen=True)
class Opening:
    """How a record is opened. reason is None where the force asks for one and none was given yet."""

    reason: str | None
    detail: dict[str, object] = field(default_factory=dict)


def address(name: str, kind: str, identity: str) -> str:
    """A page's address with the record it is about."""
    return f"{reverse(name)}?{urlencode({'kind': kind, 'id': identity})}"


def page_of(kind: str, identity: str) -> str:
    """The address of a record's own page."""
    return f"{reverse(PAGES[kind])}?{urlencode({'id': identity})}"


def opening(request: HttpRequest, kind: str, identity: str, rows: Iterable[Finding], *, restricted: bool) -> Opening:
    """How this reader opens this record; OfAnotherTeam if the rules refuse it."""
    why = request.session.get(REASONS, {}).get(f"{kind} {identity}") if settings.ASK_REASON else ""
    if restricted and not may(request.user, "restricted") and granted(request.user, kind, identity):
        return Opening(why, {"by": "grant"})
    if any(may(request.user, "person", row) for row in (list(rows) or [NOBODYS])):
        return Opening(why)
    urgent = open_urgently(request.user, kind, identity)
    if urgent is None:
        raise OfAnotherTeam(kind, identity)
    return Opening(urgent.reason, {"by": "urgent access", "urgent": urgent.pk})


def ask_reason(request: HttpRequest, kind: str, identity: str) -> HttpResponse:
    """To the form that asks why, and from there back here."""
    asked = {"kind": kind, "id": identity, "next": request.get_full_path()}
    return redirect(f"{reverse('give_reason')}?{urlencode(asked)}")


def keep_reason(request: HttpRequest, kind: str, identity: str, reason: str) -> None:
    """For as long as the session lasts: each reading's line of the trail says it."""
    request.session[REASONS] = request.session.get(REASONS, {}) | {f"{kind} {identity}": reason}
