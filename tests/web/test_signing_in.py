"""Signing in and out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.web.conftest import PASSWORD

from seenheard.web.accounts.models import User

Account = Callable[..., User]


def enter(client: Client, name: str, password: str = PASSWORD) -> int:
    return client.post("/sign-in/", {"login": name, "password": password}).status_code


def test_the_right_password_signs_in_and_a_wrong_one_does_not(account: Account) -> None:
    account("supervisor")
    client = Client()
    assert enter(client, "a-supervisor", "wrong") == 200
    assert client.get("/today/").status_code == 302
    assert enter(client, "a-supervisor") == 302
    assert client.get("/today/").status_code == 200


def test_a_guesser_locks_one_account_and_no_other(account: Account) -> None:
    account("supervisor")
    account("auditor")
    client = Client()
    for _ in range(8):
        enter(client, "a-supervisor", "wrong")
    assert enter(client, "a-supervisor") == 429
    assert enter(client, "a-auditor") == 302


def test_signing_in_forgets_earlier_wrong_passwords(account: Account) -> None:
    account("supervisor")
    for _ in range(3):
        client = Client()
        for _ in range(5):
            enter(client, "a-supervisor", "wrong")
        assert enter(client, "a-supervisor") == 302


def test_an_authenticator_app_is_asked_for_once_it_is_in_use(account: Account) -> None:
    TOTP.activate(account("supervisor"), generate_totp_secret())
    client = Client()
    assert client.post("/sign-in/", {"login": "a-supervisor", "password": PASSWORD})["Location"] == "/sign-in/second-step/"
    assert client.get("/today/").status_code == 302
    assert client.get("/sign-in/second-step/").status_code == 200


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_makes_an_account_or_gets_in_by_e_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("address", ["/account/second-step/", "/account/password/", "/sign-out/"])
def test_ones_own_account_pages_open(account: Account, address: str) -> None:
    account("administrator")
    client = Client()
    enter(client, "a-administrator")
    assert client.get(address).status_code == 200


def test_an_app_is_added_only_after_the_password_once_more(account: Account) -> None:
    user = account("supervisor")
    client = Client()
    enter(client, "a-supervisor")
    add = "/account/second-step/app/add/"
    assert client.get(add)["Location"].startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": PASSWORD, "next": add})
    page = client.get(add)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(add, {"code": code}).status_code == 302
    assert is_mfa_enabled(user)
    for address in ("/account/second-step/", "/account/second-step/codes/", "/account/second-step/app/remove/"):
        assert client.get(address).status_code == 200


def test_signing_out_ends_it(account: Account) -> None:
    account("supervisor")
    client = Client()
    enter(client, "a-supervisor")
    client.post("/sign-out/")
    assert client.get("/today/").status_code == 302
