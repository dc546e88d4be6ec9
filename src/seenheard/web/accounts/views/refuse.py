"""Refusing, in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, Any] | None = None, *rest: Any
) -> HttpResponse:
    """Too many wrong passwords."""
    return render(request, "account/locked.html", status=429)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Signed in, but not allowed here."""
    return render(request, "refused.html", {"urgent": getattr(exception, "urgent", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none that this account may know of: the same words for both."""
    return render(request, "missing.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return render(request, "broken.html", status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our page, or came too late."""
    return render(request, "stale.html", status=403)
