"""What the site's tests share: accounts of each role, and a loaded force."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.template.backends.jinja2 import Template
from django.test import Client
from django.test.signals import template_rendered
from tests.web.force import first_night, second_night
from tests.web.release import Night

from seenheard.web.accounts.models import User
from seenheard.web.releases.actions import load
from seenheard.web.trail.actions import Program

NIGHT = Program("test")
PASSWORD = "three random words"


@pytest.fixture(autouse=True)
def context_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a test read what a page was given: Django tells it of its own templates only."""
    original = Template.render

    def render(self: Template, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        template_rendered.send(sender=self, template=self, context=context or {})
        return original(self, context=context, request=request)

    monkeypatch.setattr(Template, "render", render)


@pytest.fixture(autouse=True)
def no_limit_is_used_up() -> None:
    """allauth counts tries per account in the cache; accounts of other tests have the same numbers."""
    cache.clear()


@pytest.fixture
def account(db: None) -> Callable[..., User]:
    """Makes an account of a role."""

    def make(role: str, **said: object) -> User:
        return User.objects.create_user(username=f"a-{role}", password=PASSWORD, roles=[role], **said)

    return make


@pytest.fixture
def browser_of(account: Callable[..., User]) -> Callable[..., Client]:
    """A client that is signed in with a role."""

    def make(role: str, **said: object) -> Client:
        client = Client()
        client.force_login(account(role, **said), backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["began"] = session["seen"] = int(time.time())  # the first request of a session writes: not a page's doing
        session.save()
        return client

    return make


@pytest.fixture
def load_night(db: None, tmp_path: Path) -> Callable[[Night], str]:
    """Writes a release and loads it."""

    def write_and_load(night: Night) -> str:
        return load(by=NIGHT, folder=night.write(tmp_path))

    return write_and_load


@pytest.fixture
def force(load_night: Callable[[Night], str]) -> None:
    """Two nights of a small force."""
    load_night(first_night(60))
    load_night(second_night(60))
