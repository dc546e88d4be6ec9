"""How long somebody stays signed in: until half an hour without a request, and never longer than a shift.

Idle time is Django's own: a session ends SESSION_COOKIE_AGE after it was saved last. It is saved at most once a minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

MINUTE = 60


class SessionLimits:
    """Signs out whoever has been signed in for too long; puts off the idle end for everybody else."""

    def __init__(self, onward: Callable[[HttpRequest], HttpResponse]) -> None:
        self.onward = onward

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before the page is looked for: whoever is signed out here is asked to sign in."""
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            if now - began >= settings.SESSION_LONGEST:
                logout(request)
            elif now - request.session.get("seen", 0) >= MINUTE:
                request.session["seen"] = now
        return self.onward(request)
