"""A day in the life of the roles whose day no other file tells, in a browser, with axe on every page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import SIZES
from tests.browser.test_site import BY, PASSWORD, check, sign_in
from tests.web.force import TEAMS, first_night, second_night
from tests.web.pairs import night_of_pairs

from seenheard.web.accounts.actions import make_account
from seenheard.web.accounts.models import User
from seenheard.web.decisions.models import Decision
from seenheard.web.findings import actions
from seenheard.web.findings.models import Finding, Work, WrongRecord
from seenheard.web.releases.actions import load
from seenheard.web.trail.models import TrailEntry

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()
ACCOUNTS = {
    "offender_manager": {"officer_id": "F1", "team": TEAMS[0]},
    "online_investigator": {"officer_id": "F3", "team": "Online team"},
    "child_investigator": {"officer_id": "F4", "team": "Child team"},
    "safeguarding_lead": {},
    "planner": {},
    "analyst": {},
    "inspector": {"ends_on": "2099-01-01"},
    "chief": {},
}
at_a_desk = pytest.mark.parametrize("size", [SIZES["desktop"]], ids=["desktop"])


@pytest.fixture
def site(live_server: LiveServer, tmp_path: Path) -> Iterator[str]:
    """Two nights, and an account of each of these roles."""
    for night in (first_night(40), second_night(40)):
        load(by=BY, folder=night.write(tmp_path))
    for role, said in ACCOUNTS.items():
        make_account(by=BY, username=role, password=PASSWORD, roles=[role], name=role, **said)
    yield live_server.url


def heading(tab: Page, text: str) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(text)


def refused(tab: Page, site: str, *addresses: str) -> None:
    """The role has no right to these pages, by address either."""
    for address in addresses:
        answer = tab.goto(site + address)
        assert answer is not None and answer.status == 403, address


def worst(**of: str) -> Finding:
    return Finding.objects.filter(tab="late", restricted=False, **of).order_by("-sort_worst", "id")[0]


def test_an_online_investigators_day(tab: Page, site: str) -> None:
    """The worst case first: why it is there, what was done, and a note on the next one."""
    first = worst(owner_id="F3")
    sign_in(tab, site, "online_investigator")
    heading(tab, "My work")
    check(tab)
    tab.locator("tbody tr").first.get_by_role("link").first.click()
    heading(tab, first.subject_title)
    expect(tab.locator(".sh-sentence")).to_contain_text("it stands at research")
    check(tab)
    tab.get_by_role("link", name="Done, waiting for the records").click()
    check(tab)
    tab.get_by_role("button", name="Save").click()
    assert Work.objects.get(finding=first).state == "waiting"
    tab.goto(f"{site}/my-work/?work=untouched")
    expect(tab.get_by_role("link", name=first.subject_title, exact=True)).to_have_count(0)
    check(tab)
    refused(tab, site, "/my-team/", "/force/", "/links/")


def test_a_child_investigators_day(tab: Page, site: str) -> None:
    """A child who was not heard: their page, and a record that is wrong in the source system."""
    about = worst(owner_id="F4", subject_id="N001")
    sign_in(tab, site, "child_investigator")
    heading(tab, "My work")
    tab.get_by_role("link", name="Jayden Cole", exact=True).first.click()
    heading(tab, "Jayden Cole")
    check(tab)
    tab.goto(f"{site}/child/?id=N001")
    expect(tab.get_by_role("heading", name="What is owed")).to_be_visible()
    check(tab)
    assert TrailEntry.objects.filter(action="read", page="/child/?id=N001").exists()
    tab.goto(f"{site}/work/?do=report_wrong&id={about.pk}")
    check(tab)
    tab.get_by_label("Which record").select_option(index=1)
    tab.get_by_label("What is wrong").fill("His words stand in the paper book.")
    tab.locator("main form").get_by_role("button").last.click()
    heading(tab, "Jayden Cole")
    assert WrongRecord.objects.get().finding_id == about.pk
    tab.goto(f"{site}/data-quality/")
    expect(tab.locator("main")).to_contain_text("His words stand in the paper book.")
    check(tab)


def test_a_safeguarding_leads_day(tab: Page, site: str) -> None:
    """The worst of the force in one click; an excuse for very high risk is decided; the list is taken away."""
    manager, visit = User.objects.get(username="offender_manager"), worst(duty="offender-visit", owner_id="F1")
    actions.ask_excuse(by=manager, chosen={visit.pk: None}, until=TODAY + timedelta(days=60), text="In hospital")
    top = worst(duty="offender-visit")
    sign_in(tab, site, "safeguarding_lead")
    heading(tab, "The force")
    check(tab)
    panel = tab.locator("section[aria-labelledby=worst]")
    expect(panel).to_contain_text("Very high")
    panel.locator(f"a[href='/findings/{top.pk}/']").click()
    heading(tab, top.subject_title)
    tab.goto(f"{site}/force/")
    tab.locator("section[aria-labelledby=asked]").get_by_role("link").first.click()
    tab.get_by_role("link", name="Approve the excuse").click()
    check(tab)
    tab.get_by_role("button", name="Approve").click()
    assert Decision.objects.get().until == TODAY + timedelta(days=60)
    tab.goto(f"{site}/force/list/")
    check(tab)
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="Spreadsheet").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


@at_a_desk
def test_a_planners_day(tab: Page, site: str) -> None:
    """Which visits are late or due soon, where, and of one team; a planner changes no finding."""
    sign_in(tab, site, "planner")
    heading(tab, "Today")
    check(tab)
    tab.get_by_role("link", name="Visit to a registered sex offender").click()
    tab.get_by_label("Team").select_option(TEAMS[1])
    tab.get_by_role("button", name="Show").click()
    check(tab)
    tab.get_by_role("link", name="Due soon").click()
    check(tab)
    tab.locator("tbody tr").first.get_by_role("link").first.click()
    check(tab)
    expect(tab.get_by_role("link", name="Looked at, can’t finish yet")).to_have_count(0)
    refused(tab, site, f"/work/?do=note&id={worst(duty='offender-visit').pk}", "/force/", "/my-team/")


@at_a_desk
def test_a_records_clerks_day(tab: Page, live_server: LiveServer, tmp_path: Path) -> None:
    """One pair decided, one left open; the list then says how far the day came."""
    load(by=BY, folder=night_of_pairs().write(tmp_path))
    make_account(by=BY, username="clerk", password=PASSWORD, roles=["records_clerk"], name="clerk")
    sign_in(tab, live_server.url, "clerk")
    heading(tab, "Who is who")
    tab.get_by_role("button", name="Open the first pair").click()
    tab.get_by_role("button", name="Can’t tell").click()
    expect(tab.get_by_text("Recorded that you can’t tell of N1 and N2.")).to_be_visible()
    tab.get_by_label("I looked at both records").check()
    tab.get_by_role("button", name="Same person", exact=True).click()
    assert [made.kind for made in Decision.objects.order_by("place")] == ["cant_tell", "same"]
    tab.goto(f"{live_server.url}/links/")
    expect(tab.locator(".sh-figures")).to_contain_text("1 of 3")
    said = tab.get_by_text("clerk could not tell")
    assert said.evaluate("one => getComputedStyle(one).fontWeight") == "400"
    check(tab)


@at_a_desk
def test_an_analysts_day(tab: Page, site: str) -> None:
    """Numbers and how sure they are; no name on any page, and none to be asked for."""
    sign_in(tab, site, "analyst")
    heading(tab, "Today")
    tab.get_by_role("link", name="Visit to a registered sex offender").click()
    expect(tab.locator("svg[role=img]").first).to_be_visible()
    check(tab)
    names = {name for name in Finding.objects.values_list("subject_title", flat=True) if name}
    assert names and not any(name in tab.content() for name in names)
    tab.goto(f"{site}/audits/")
    check(tab)
    about = worst(duty="offender-visit")
    refused(tab, site, f"/findings/{about.pk}/", f"/offender/?id={about.subject_id}", "/duties/offender-visit/queue/")


@at_a_desk
def test_an_inspectors_day(tab: Page, site: str) -> None:
    """From the numbers to one child and why; each reading stands in the trail, and nothing can be changed."""
    sign_in(tab, site, "inspector")
    heading(tab, "Today")
    check(tab)
    tab.get_by_role("link", name="Child heard").click()
    check(tab)
    tab.get_by_role("link", name="Zofia Nowak", exact=True).or_(tab.locator("tbody tr a").first).first.click()
    check(tab)
    seen = json.dumps(list(TrailEntry.objects.filter(action="read").values_list("page", flat=True)))
    assert "/findings/" in seen
    tab.goto(f"{site}/child/?id=N000")
    check(tab)
    tab.goto(f"{site}/audits/")
    check(tab)
    refused(tab, site, f"/work/?do=note&id={worst(duty='child-heard').pk}", "/audits/new/", "/accounts/")


@at_a_desk
def test_a_chief_officers_day(tab: Page, site: str) -> None:
    """The whole force, one team's shares, and the worst offender of all in one click; a chief decides no excuse."""
    top = worst(duty="offender-visit")
    sign_in(tab, site, "chief")
    heading(tab, "The force")
    tab.get_by_label("Team").select_option(TEAMS[0])
    tab.get_by_role("button", name="Show").click()
    expect(tab.get_by_role("heading", name=f"Shares in time, of {TEAMS[0]}")).to_be_visible()
    check(tab)
    tab.locator(f"section[aria-labelledby=worst] a[href='/findings/{top.pk}/']").click()
    heading(tab, top.subject_title)
    check(tab)
    tab.goto(f"{site}/today/")
    check(tab)
    refused(tab, site, f"/work/?do=note&id={top.pk}", "/accounts/")
