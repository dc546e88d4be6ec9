"""Single sign-on, against a real OpenID Connect provider that runs here for as long as the test."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone
from tests.postgres import free_port

from seenheard.errors import SiteError
from seenheard.web.accounts.models import User
from seenheard.web.config.directory import directory
from seenheard.web.trail.models import TrailEntry

Account = Callable[..., User]
PEOPLE = (
    {"sub": "guid-1", "preferred_username": "A-Supervisor", "name": "Robin Field"},
    {"sub": "guid-2", "preferred_username": "a-supervisor"},
    {"sub": "guid-3", "preferred_username": "somebody.else"},
    {"sub": "guid-4"},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider in a process of its own."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += [part for person in PEOPLE for part in ("--user-claims", json.dumps(person))]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(f"{address}/.well-known/openid-configuration")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield address
        running.terminate()


@pytest.fixture
def provider(settings: Any, issuer: str) -> None:
    """The site is told of the directory."""
    said = {"SEENHEARD_OIDC_ISSUER": issuer, "SEENHEARD_OIDC_CLIENT": "site", "SEENHEARD_OIDC_SECRET": "x" * 20}
    settings.DIRECTORY = directory(said)
    settings.SOCIALACCOUNT_PROVIDERS = settings.DIRECTORY.provider


def come_back(client: Client, sub: str) -> Any:
    """From our sign-in to the directory, sign in there, and back."""
    away = client.post("/sign-in/directory/")
    assert away.status_code == 302
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["redirect_uri"] == [
        "http://testserver/sign-in/directory/back/"
    ]
    there = httpx.post(away["Location"], data={"sub": sub})
    back = urlsplit(there.headers["location"])
    return client.get(f"{back.path}?{back.query}")


def test_an_account_that_an_administrator_made_signs_in(provider: None, account: Account, force: None) -> None:
    user, client = account("supervisor"), Client()
    assert come_back(client, "guid-1")["Location"] == "/"
    assert client.get("/today/").status_code == 200
    assert SocialAccount.objects.get().uid == "guid-1" and SocialAccount.objects.get().user == user
    said = list(TrailEntry.objects.filter(by_user=user).order_by("number").values_list("action", flat=True))
    assert said == ["sign-in changed: account connected", "signed in"]


def test_roles_stay_ours(provider: None, account: Account) -> None:
    user = account("supervisor")
    come_back(Client(), "guid-1")
    user.refresh_from_db()
    assert user.roles == ["supervisor"] and user.first_name == ""


@pytest.mark.parametrize("sub", ["guid-3", "guid-4"])
def test_whom_nobody_knows_is_told_and_gets_no_account(provider: None, account: Account, sub: str) -> None:
    account("supervisor")
    client = Client()
    answer = come_back(client, sub)
    assert answer.status_code == 403 and "You have no account here" in answer.content.decode()
    assert User.objects.count() == 1 and not SocialAccount.objects.exists()
    assert client.get("/").status_code == 302


def test_somebody_else_with_the_same_name_does_not_get_the_account(provider: None, account: Account) -> None:
    account("supervisor")
    come_back(Client(), "guid-1")
    assert come_back(Client(), "guid-2").status_code == 403
    assert SocialAccount.objects.get().uid == "guid-1"


@pytest.mark.parametrize("changes", [{"is_active": False}, {"ends_on": timezone.localdate().replace(year=2020)}])
def test_a_closed_account_stays_closed(provider: None, account: Account, changes: dict[str, Any]) -> None:
    account("supervisor", **changes)
    client = Client()
    assert come_back(client, "guid-1")["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_a_forged_way_back_signs_nobody_in(provider: None, account: Account) -> None:
    account("supervisor")
    client = Client()
    answer = client.get("/sign-in/directory/back/?code=made-up&state=made-up")
    assert "Signing in did not work" in answer.content.decode() and "_auth_user_id" not in client.session


def test_a_directory_that_is_down_is_a_sentence(settings: Any, db: None) -> None:
    said = {"SEENHEARD_OIDC_ISSUER": "http://localhost:9", "SEENHEARD_OIDC_CLIENT": "s", "SEENHEARD_OIDC_SECRET": "x"}
    settings.DIRECTORY = directory(said)
    settings.SOCIALACCOUNT_PROVIDERS = settings.DIRECTORY.provider
    answer = Client().post("/sign-in/directory/")
    assert "Signing in did not work" in answer.content.decode()


def test_without_a_directory_there_is_no_such_page_and_no_such_button(db: None) -> None:
    assert Client().post("/sign-in/directory/").status_code == 404
    assert "directory" not in Client().get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"SEENHEARD_OIDC_ISSUER": "https://x"}, "SEENHEARD_OIDC_CLIENT must be set"),
        ({"SEENHEARD_OIDC_CLIENT": "x", "SEENHEARD_OIDC_SECRET": "y"}, "SEENHEARD_OIDC_ISSUER must be set"),
        (
            {"SEENHEARD_OIDC_ISSUER": "http://x", "SEENHEARD_OIDC_CLIENT": "x", "SEENHEARD_OIDC_SECRET": "y"},
            "begins with https://",
        ),
    ],
)
def test_half_a_directory_is_a_sentence(said: dict[str, str], sentence: str) -> None:
    with pytest.raises(SiteError, match=sentence):
        directory(said)


def test_no_directory_is_none() -> None:
    assert directory({}) is None
