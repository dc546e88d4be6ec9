"""A passkey as the second step, with chromium's own virtual security key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.test_site import PASSWORD, check, sign_in

from seenheard.web.accounts.actions import make_account
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def put_in_a_key(tab: Page) -> None:
    """A security key that is touched at once."""
    debugger = tab.context.new_cdp_session(tab)
    debugger.send("WebAuthn.enable")
    about = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
    options = about | {"isUserVerified": False, "automaticPresenceSimulation": True}
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_then_asked_for(tab: Page, live_server: LiveServer) -> None:
    make_account(by=Program("test"), username="robin", password=PASSWORD, roles=["administrator"], name="Robin")
    site = live_server.url
    put_in_a_key(tab)
    sign_in(tab, site, "robin")
    tab.goto(f"{site}/account/second-step/")
    tab.get_by_role("link", name="Add a passkey").click()
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Confirm").click()
    check(tab)
    tab.get_by_label("Name").fill("Blue key")
    tab.get_by_role("button", name="Add").click()
    tab.wait_for_url("**/codes/**")
    tab.goto(f"{site}/account/second-step/keys/")
    expect(tab.locator("tbody")).to_contain_text("Blue key")
    check(tab)
    tab.get_by_role("button", name="Sign out").click()

    sign_in(tab, site, "robin")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Second step")
    check(tab)
    tab.goto(f"{site}/accounts/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Second step")
    tab.get_by_role("button", name="Use your passkey").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Accounts")
    check(tab)
    said = set(TrailEntry.objects.values_list("action", flat=True))
    assert {"signed in", "sign-in changed: webauthn added"} <= said

    tab.goto(f"{site}/account/second-step/keys/")
    tab.get_by_role("link", name="Remove").click()
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Confirm").click()
    tab.get_by_role("button", name="Remove").click()
    expect(tab.get_by_text("You have none.")).to_be_visible()
