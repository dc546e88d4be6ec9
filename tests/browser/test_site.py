"""The site as people meet it: signing in, finding the worst, understanding it; axe on every page, on desktop and phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import AXE
from tests.web.force import first_night, second_night

from seenheard.web.accounts.actions import make_account
from seenheard.web.releases.actions import load
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BY = Program("test")
PASSWORD = "three random words"
PICTURES = os.environ.get("SEENHEARD_PICTURES")  # a folder: each page that is checked is kept there as a picture
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def site(live_server: LiveServer, tmp_path: Path) -> Iterator[str]:
    """The site with two nights and two accounts."""
    load(by=BY, folder=first_night(80).write(tmp_path))
    load(by=BY, folder=second_night(80).write(tmp_path))
    for role, officer in (("supervisor", ""), ("offender_manager", "F1"), ("administrator", ""), ("analyst", "")):
        make_account(by=BY, username=role, password=PASSWORD, roles=[role], name=role, officer_id=officer)
    yield live_server.url


def sign_in(tab: Page, site: str, name: str) -> None:
    tab.goto(site)
    tab.get_by_label("Username").fill(name)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()


def check(tab: Page) -> None:
    """No violation of WCAG 2.2 AA by axe, and nothing to scroll sideways for."""
    # Asked for over the debugger: the site's policy rightly lets no foreign script in.
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = tab.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the screen"
    assert tab.title().endswith("Seen and Heard") and tab.locator("h1").count() == 1
    if PICTURES:
        place = urlparse(tab.url).path.strip("/").replace("/", "-") or "home"
        tab.screenshot(path=f"{PICTURES}/{tab.viewport_size['width']}-{place}.png", full_page=True)


def test_a_wrong_password_is_said_and_can_be_put_right(tab: Page, site: str) -> None:
    tab.goto(site)
    check(tab)
    tab.get_by_label("Username").fill("supervisor")
    tab.get_by_label("Password").fill("wrong")
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("alert")).to_contain_text("not correct")
    check(tab)
    sign_in(tab, site, "supervisor")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Today")


def test_the_most_overdue_very_high_risk_offender_in_two_clicks_and_why(tab: Page, site: str) -> None:
    sign_in(tab, site, "supervisor")
    check(tab)
    tab.get_by_role("link", name="Visit to a registered sex offender").click()
    check(tab)
    top = tab.locator("tbody tr").first
    expect(top).to_contain_text("Very high")
    name = top.get_by_role("link").inner_text()
    top.get_by_role("link").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(name)
    expect(tab.locator(".sh-sentence")).to_contain_text("The visit was due")
    check(tab)
    tab.get_by_role("link", name="More on this duty").click()
    expect(tab.locator("svg[role=img]").first).to_be_visible()
    check(tab)


@pytest.mark.parametrize("address", ["/offender/?id=O0002", "/child/?id=N006", "/case/?id=C000"])
def test_a_subjects_page(tab: Page, site: str, address: str) -> None:
    sign_in(tab, site, "supervisor")
    tab.goto(site + address)
    expect(tab.get_by_role("heading", name="What is owed")).to_be_visible()
    expect(tab.get_by_role("heading", name="Timeline")).to_be_visible()
    check(tab)
    assert TrailEntry.objects.filter(action="read", page=address).exists()


def test_an_officer_begins_with_their_own_work(tab: Page, site: str) -> None:
    sign_in(tab, site, "offender_manager")
    expect(tab.get_by_role("heading", level=1)).to_have_text("My work")
    check(tab)
    tab.get_by_role("link", name="Due soon").click()
    check(tab)


def test_the_queue_is_filtered_and_turned_over(tab: Page, site: str) -> None:
    sign_in(tab, site, "supervisor")
    tab.goto(f"{site}/duties/offender-visit/queue/")
    tab.get_by_role("link", name="Next").click()
    expect(tab.locator(".sh-paging")).to_contain_text("Showing 51 to")
    tab.get_by_role("link", name="Previous").click()
    expect(tab.locator(".sh-paging")).to_contain_text("Showing 1 to 50")
    tab.get_by_label("Risk level").select_option("very_high")
    tab.get_by_role("button", name="Show").click()
    assert {row.strip() for row in tab.locator("tbody .sh-tag--very_high").all_inner_texts()} == {"Very high"}
    assert tab.locator("tbody tr").count() == tab.locator("tbody .sh-tag--very_high").count()
    check(tab)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("administrator", "/accounts/new/"),
        ("administrator", "/tokens/"),
        ("administrator", "/accounts/"),
        ("analyst", "/today/"),
        ("analyst", "/duties/x/queue/"),
    ],
)
def test_other_pages_of_other_roles(tab: Page, site: str, name: str, address: str) -> None:
    sign_in(tab, site, name)
    for page in (address, "/account/second-step/", "/account/password/", "/sign-out/"):
        tab.goto(site + page)
        check(tab)


def test_everything_works_without_javascript(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    sign_in(tab, site, "supervisor")
    tab.get_by_role("link", name="Visit to a registered sex offender").click()
    tab.locator("tbody tr a").first.click()
    assert tab.locator(".sh-sentence").is_visible()
    context.close()
