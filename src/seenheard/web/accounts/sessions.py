"""How long somebody stays signed in: until half an hour without a request, and never longer than a shift.

Idle time is Django's own: a session ends SESSION_COOKIE_AGE after it was saved last. It is saved at most once a minute.
Sessions are Django's own too, kept in the database; only what every request asks is written out (SESSION_ENGINE names us).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends import db
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from seenheard.web.config.statements import rows_of

MINUTE = 60
FOUND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's sessions in the database, looked up by a statement: as an object each costs three times as much."""

    def load(self) -> dict[str, Any]:
        """What a session that has not ended holds; of any other nothing, and its key is forgotten."""
        found = rows_of(FOUND, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())])
        if not found:
            self._session_key = None
            return {}
        said: dict[str, Any] = self.decode(found[0][0])
        return said


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
