"""Signing in and out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.web.conftest import PASSWORD

from seenheard.web.accounts.models import User
from seenheard.web.trail.models import TrailEntry

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


def test_signing_in_is_a_line_of_the_trail(account: Account) -> None:
    account("supervisor")
    enter(Client(), "a-supervisor")
    enter(Client(), "a-supervisor", "wrong")
    assert list(TrailEntry.objects.values_list("action", "by_name")) == [("signed in", "a-supervisor")]


def test_an_account_whose_last_day_is_over_does_not_sign_in(account: Account) -> None:
    account("chief", ends_on=timezone.localdate() - timedelta(days=1))
    client = Client()
    answer = client.post("/sign-in/", {"login": "a-chief", "password": PASSWORD})
    assert answer["Location"] == "/account/inactive/" and "_auth_user_id" not in client.session


def test_a_new_password_is_a_line_and_must_be_long_and_not_common(account: Account) -> None:
    account("supervisor")
    client = Client()
    enter(client, "a-supervisor")
    for weak in ("short", "password1234", "a-supervisor"):
        said = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        assert client.post("/account/password/", said).status_code == 200
    good = "purple monkey dishwasher"
    said = {"oldpassword": PASSWORD, "password1": good, "password2": good}
    assert client.post("/account/password/", said).status_code == 302
    assert TrailEntry.objects.latest("number").action == "sign-in changed: password changed"


class TestHowLongASessionLasts:
    """Half an hour without a request; a shift at most."""

    def test_no_longer_than_a_shift_however_busy(self, account: Account) -> None:
        client = Client()
        client.force_login(account("supervisor"), backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/today/")
        session = client.session
        session["began"] -= settings.SESSION_LONGEST - 5
        session.save()
        assert client.get("/today/").status_code == 200
        session = client.session
        session["began"] -= 5
        session.save()
        assert client.get("/today/")["Location"].startswith("/sign-in/")

    def test_a_request_a_minute_later_puts_the_idle_end_off_and_one_before_costs_no_write(
        self, account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = Client()
        client.force_login(account("supervisor"), backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/today/")
        ends = Session.objects.get().expire_date
        with django_assert_max_num_queries(6) as asked:
            client.get("/today/")
        assert not [query for query in asked.captured_queries if "UPDATE" in query["sql"]]
        session = client.session
        session["seen"] -= 60
        session.save()
        Session.objects.update(expire_date=ends - timedelta(seconds=60))
        client.get("/today/")
        assert Session.objects.get().expire_date >= ends

    def test_after_half_an_hour_it_is_over(self, account: Account) -> None:
        client = Client()
        client.force_login(account("supervisor"), backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/today/")
        assert timedelta(minutes=29) < Session.objects.get().expire_date - timezone.now() <= timedelta(minutes=30)
        Session.objects.update(expire_date=timezone.now())
        assert client.get("/today/").status_code == 302


def test_signing_out_ends_it(account: Account) -> None:
    account("supervisor")
    client = Client()
    enter(client, "a-supervisor")
    client.post("/sign-out/")
    assert client.get("/today/").status_code == 302
