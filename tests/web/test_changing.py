"""Making, changing and closing accounts: nobody gives themself anything, and nobody gives anybody anything alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from seenheard.web.accounts.changing import gives, values_of
from seenheard.web.accounts.models import AccountChange, User
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
Account = Callable[..., User]


def form(user: User, **changes: Any) -> dict[str, Any]:
    """What the page would send; a box that is not ticked is not sent."""
    said = values_of(user) | changes
    return {name: value for name, value in said.items() if value not in (None, False)}


def entered() -> list[str]:
    return list(TrailEntry.objects.order_by("number").values_list("action", flat=True))


@pytest.fixture
def user(account: Account) -> User:
    """An officer whose account is changed."""
    return account("officer", team="North", first_name="Jo")


@pytest.fixture
def second(db: None) -> Client:
    """Another administrator."""
    other = User.objects.create_user(username="second", roles=["administrator"])
    client = Client()
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class TestRegistering:
    """A new account may do nothing yet."""

    SAID = (("username", "new.person"), ("name", "New Person"))

    def test_not_signed_in(self, db: None) -> None:
        assert Client().post("/accounts/new/", dict(self.SAID)).status_code == 302 and not User.objects.exists()

    def test_wrong_role(self, browser_of: Browser) -> None:
        assert browser_of("chief").post("/accounts/new/", dict(self.SAID)).status_code == 403
        assert not User.objects.filter(username="new.person").exists()

    def test_success(self, browser_of: Browser) -> None:
        answer = browser_of("administrator").post("/accounts/new/", dict(self.SAID))
        made = User.objects.get(username="new.person")
        assert answer["Location"] == f"/accounts/{made.pk}/"
        assert not made.is_active and made.roles == [] and not made.has_usable_password()
        assert entered() == ["account registered"]

    def test_a_name_that_somebody_has_is_said(self, browser_of: Browser) -> None:
        answer = browser_of("administrator").post("/accounts/new/", {"username": "A-Administrator", "name": "x"})
        assert "an account of this name already" in answer.content.decode()


class TestChanging:
    """What takes away holds at once; what gives waits."""

    def test_not_signed_in(self, user: User) -> None:
        assert Client().post(f"/accounts/{user.pk}/", form(user, team="South")).status_code == 302
        assert not AccountChange.objects.exists()

    def test_wrong_role(self, user: User, browser_of: Browser) -> None:
        assert browser_of("supervisor").post(f"/accounts/{user.pk}/", form(user)).status_code == 403
        assert not AccountChange.objects.exists()

    def test_closing_an_account_holds_at_once_and_ends_its_session(
        self, user: User, browser_of: Browser, force: None
    ) -> None:
        session = Client()
        session.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert session.get("/today/").status_code == 200
        browser_of("administrator").post(f"/accounts/{user.pk}/", form(user, is_active=False))
        user.refresh_from_db()
        assert not user.is_active and session.get("/today/").status_code == 302
        assert entered()[-1] == "account changed"
        assert TrailEntry.objects.latest("number").detail["to"] == {"is_active": False}

    def test_a_role_more_waits_for_a_second_administrator(self, user: User, browser_of: Browser, second: Client) -> None:
        first = browser_of("administrator")
        first.post(f"/accounts/{user.pk}/", form(user, roles=["officer", "supervisor"]))
        user.refresh_from_db()
        assert user.roles == ["officer"] and entered() == ["account change asked for"]
        change = AccountChange.objects.get()
        assert first.post(f"/accounts/changes/{change.pk}/", {"agree": "yes"}).status_code == 403
        assert "Officer, Supervisor" in second.get("/accounts/").content.decode()
        second.post(f"/accounts/changes/{change.pk}/", {"agree": "yes"})
        user.refresh_from_db()
        assert user.roles == ["officer", "supervisor"] and entered()[-1] == "account change agreed to"
        assert TrailEntry.objects.latest("number").detail["asked by"] == "a-administrator"

    def test_nobody_changes_their_own_account(self, browser_of: Browser) -> None:
        client = browser_of("administrator")
        own = User.objects.get(username="a-administrator")
        assert client.get(f"/accounts/{own.pk}/").status_code == 200
        assert client.post(f"/accounts/{own.pk}/", form(own, roles=["administrator", "chief"])).status_code == 403
        assert not AccountChange.objects.exists() and entered() == []

    def test_an_inspector_without_a_last_day_is_said(self, user: User, browser_of: Browser) -> None:
        answer = browser_of("administrator").post(f"/accounts/{user.pk}/", form(user, roles=["inspector"]))
        assert "say which day is the last" in answer.content.decode() and not AccountChange.objects.exists()

    def test_a_newer_wish_overtakes_one_that_waits(self, user: User, browser_of: Browser, second: Client) -> None:
        client = browser_of("administrator")
        for role in ("supervisor", "chief"):
            client.post(f"/accounts/{user.pk}/", form(user, roles=[role]))
        older, newer = AccountChange.objects.order_by("pk")
        second.post(f"/accounts/changes/{older.pk}/", {"agree": "yes"})
        user.refresh_from_db()
        assert (older.agreed, newer.agreed, user.roles) == (False, None, ["officer"])


class TestSettling:
    """A second administrator agrees or refuses."""

    @pytest.fixture
    def address(self, user: User, account: Account) -> str:
        asked = account("asker")
        values = values_of(user) | {"roles": ["chief"]}
        change = AccountChange.objects.create(user=user, by=asked, at=timezone.now(), values=values)
        return f"/accounts/changes/{change.pk}/"

    def test_not_signed_in(self, address: str) -> None:
        assert Client().post(address, {"agree": "yes"}).status_code == 302
        assert AccountChange.objects.get().agreed is None

    def test_wrong_role(self, address: str, browser_of: Browser) -> None:
        assert browser_of("safeguarding_lead").post(address, {"agree": "yes"}).status_code == 403
        assert AccountChange.objects.get().agreed is None

    def test_success(self, address: str, user: User, second: Client) -> None:
        second.post(address, {"agree": "no"})
        user.refresh_from_db()
        assert AccountChange.objects.get().agreed is False and user.roles == ["officer"]
        assert entered() == ["account change refused"]

    def test_whose_account_it_is_agrees_to_nothing(self, address: str, user: User) -> None:
        User.objects.filter(pk=user.pk).update(roles=["administrator"])
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.post(address, {"agree": "yes"}).status_code == 403
        assert AccountChange.objects.get().agreed is None

    def test_it_is_settled_once(self, address: str, user: User, second: Client, browser_of: Browser) -> None:
        second.post(address, {"agree": "no"})
        answer = browser_of("administrator").post(address, {"agree": "yes"}, follow=True)
        user.refresh_from_db()
        assert "settled before you" in answer.content.decode() and user.roles == ["officer"]


TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("before", "changes", "expected"),
    [
        ({"roles": ["officer"]}, {"roles": []}, False),
        ({"roles": ["officer"]}, {"name": "Another"}, False),
        ({"roles": ["supervisor"]}, {"roles": ["analyst"]}, True),  # an analyst's token and the supervisor's names
        ({"roles": ["officer"]}, {"roles": ["supervisor"]}, True),
        ({"roles": []}, {"roles": ["administrator"]}, True),
        ({"roles": ["officer"]}, {"sees_restricted": True}, True),
        ({"roles": [], "sees_restricted": True}, {"roles": ["officer"]}, True),
        ({"roles": ["officer"], "sees_restricted": True}, {"sees_restricted": False}, False),
        ({"roles": ["officer"], "is_active": False}, {"is_active": True}, True),
        ({"roles": ["officer"]}, {"is_active": False, "roles": ["chief"]}, False),
        ({"roles": ["officer"]}, {"team": "South"}, True),
        ({"roles": ["officer"], "team": "South"}, {"team": ""}, False),
        ({"roles": ["officer"]}, {"officer_id": "F2"}, True),
        ({"roles": ["officer"]}, {"ends_on": TODAY.isoformat()}, False),
        ({"roles": ["officer"], "ends_on": TODAY}, {"ends_on": (TODAY + timedelta(days=1)).isoformat()}, True),
        ({"roles": ["officer"], "ends_on": TODAY}, {"ends_on": None}, True),
        ({"roles": ["officer"], "ends_on": TODAY - timedelta(days=1)}, {"ends_on": TODAY.isoformat()}, True),
    ],
)
def test_what_gives_something(before: dict[str, Any], changes: dict[str, Any], expected: bool) -> None:
    user = User(username="x", **before)
    assert gives(user, values_of(user) | changes) is expected
