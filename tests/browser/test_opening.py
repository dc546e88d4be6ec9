"""Urgent access, grants and the information officer's pages, as people meet them; axe on every one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.test_site import check, sign_in
from tests.web.force import first_night, second_night

from seenheard.web.accounts.actions import make_account
from seenheard.web.findings.models import Finding
from seenheard.web.releases.actions import load
from seenheard.web.trail.actions import Program
from seenheard.web.trail.queries import verify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BY = Program("test")
PASSWORD = "three random words"
SOUTH = "South offender team"


@pytest.fixture
def site(live_server: LiveServer, settings: Any, tmp_path: Path) -> Iterator[str]:
    """A force that narrows by team, with an account for each part of the story."""
    settings.NARROW_BY_TEAM = True
    load(by=BY, folder=first_night(80).write(tmp_path))
    load(by=BY, folder=second_night(80).write(tmp_path))
    for name, role in (("sam", "offender_manager"), ("robin", "supervisor"), ("alex", "information_officer")):
        about = {"name": f"DC {name.title()} Field", "team": SOUTH, "officer_id": f"X-{name}"}
        make_account(by=BY, username=name, password=PASSWORD, roles=[role], sees_restricted=name == "robin", **about)
    yield live_server.url


def leave(tab: Page) -> None:
    tab.get_by_role("button", name="Sign out").click()


def test_a_record_of_another_team_is_opened_urgently_asked_about_and_traced(tab: Page, site: str) -> None:
    sign_in(tab, site, "sam")
    tab.goto(f"{site}/offender/?id=O0002")
    check(tab)
    tab.get_by_role("link", name="open it urgently").click()
    tab.get_by_role("button", name="Open it now").click()
    expect(tab.get_by_role("alert")).to_be_visible()
    check(tab)
    tab.get_by_label("Why do you need to open this record?").fill("He was arrested in our area tonight")
    tab.get_by_role("button", name="Open it now").click()
    expect(tab.get_by_role("heading", name="What is owed")).to_be_visible()
    leave(tab)

    sign_in(tab, site, "robin")
    tab.get_by_role("link", name="Urgent access").click()
    check(tab)
    tab.get_by_role("link", name="Accept or query").click()
    check(tab)
    tab.get_by_label("What they said").fill("Confirmed by the custody sergeant")
    tab.get_by_label("Was it needed?").select_option("yes")
    tab.get_by_role("button", name="Keep the answer").click()
    expect(tab.get_by_role("status")).to_contain_text("Your answer is kept")
    check(tab)
    leave(tab)

    sign_in(tab, site, "alex")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Trail")
    check(tab)
    tab.get_by_label("What it is").select_option("offender")
    tab.get_by_label("Id in the records").fill("O0002")
    tab.get_by_role("button", name="Show who looked").click()
    expect(tab.locator("tbody")).to_contain_text("He was arrested in our area tonight")
    check(tab)
    tab.get_by_role("link", name="DC Sam Field").first.click()
    check(tab)
    tab.goto(f"{site}/trail/unusual/")
    check(tab)
    verify()


def test_a_restricted_record_is_granted_and_withdrawn(tab: Page, site: str) -> None:
    sign_in(tab, site, "robin")
    tab.get_by_role("link", name="Grants").click()
    check(tab)
    for label, text in (("Signs in as", "sam"), ("Id in the records", "O0005"), ("Why", "Joint visit on Friday")):
        tab.get_by_label(label).fill(text)
    tab.get_by_label("What it is").select_option("offender")
    tab.get_by_label("Until").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    tab.get_by_role("button", name="Give the grant").click()
    expect(tab.get_by_role("status")).to_contain_text("sam may see it until")
    check(tab)
    tab.get_by_role("button", name="Withdraw").click()
    expect(tab.get_by_text("No grant stands.")).to_be_visible()


def test_a_reason_is_asked_for_without_javascript_too(chromium: Browser, site: str, settings: Any) -> None:
    settings.ASK_REASON = True
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    sign_in(tab, site, "robin")
    tab.goto(f"{site}/offender/?id={Finding.objects.filter(team=SOUTH, restricted=False)[0].subject_id}")
    tab.get_by_label("Why do you need to open this record?").fill("Strategy meeting this afternoon")
    tab.get_by_role("button", name="Open the record").click()
    expect(tab.get_by_role("heading", name="What is owed")).to_be_visible()
    context.close()


def test_an_account_is_registered_given_a_role_and_agreed_to(tab: Page, site: str) -> None:
    for name in ("ada", "ben"):
        make_account(by=BY, username=name, password=PASSWORD, roles=["administrator"], name=name.title())
    sign_in(tab, site, "ada")
    check(tab)
    tab.get_by_role("link", name="Register an account").click()
    tab.get_by_label("Signs in as").fill("new.person")
    tab.get_by_label("Name").fill("New Person")
    tab.get_by_role("button", name="Register").click()
    check(tab)
    tab.get_by_label("Inspector").check()
    tab.get_by_label("Open: they can sign in").check()
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("alert")).to_contain_text("which day is the last")
    check(tab)
    tab.get_by_label("Last day").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("status")).to_contain_text("when a second administrator agrees")
    expect(tab.get_by_role("button", name="Agree")).to_have_count(0)
    check(tab)
    leave(tab)

    sign_in(tab, site, "ben")
    check(tab)
    tab.get_by_role("button", name="Agree").click()
    expect(tab.get_by_role("status")).to_contain_text("new.person is changed")
