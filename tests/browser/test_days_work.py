"""A day in the life of an offender manager and of their supervisor, in a browser, with axe on every page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.test_site import BY, PASSWORD, check, sign_in
from tests.web.force import TEAMS, first_night, second_night
from tests.web.release import AS_OF, Night

from seenheard.web.accounts.actions import make_account
from seenheard.web.accounts.models import User
from seenheard.web.decisions.models import Decision
from seenheard.web.findings import actions
from seenheard.web.findings.models import Finding, Mention, Work
from seenheard.web.releases.actions import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


def earlier(night: Night) -> Night:
    """The same force nine nights before, so that something has risen since."""
    night.release_id, night.as_of = "2026-11-12T0600Z-cccc", AS_OF - timedelta(days=10)
    return night


@pytest.fixture
def site(live_server: LiveServer, tmp_path: Path) -> Iterator[str]:
    """Three nights, an officer, their supervisor and the safeguarding lead."""
    for night in (earlier(first_night(60)), first_night(60), second_night(60)):
        load(by=BY, folder=night.write(tmp_path))
    for role, officer in (("supervisor", ""), ("offender_manager", "F1"), ("safeguarding_lead", "")):
        make_account(by=BY, username=role, password=PASSWORD, roles=[role], name=role, officer_id=officer, team=TEAMS[0])
    yield live_server.url


def mine(place: int) -> Finding:
    rows = Finding.objects.filter(owner_id="F1", tab="late", duty="offender-visit", restricted=False)
    return rows.order_by("-sort_worst", "id")[place]


def test_an_offender_managers_day(tab: Page, site: str) -> None:
    supervisor = User.objects.get(username="supervisor")
    actions.comment(by=supervisor, chosen={mine(5).pk: None}, text="@offender_manager please ring me")
    sign_in(tab, site, "offender_manager")
    expect(tab.get_by_role("heading", level=1)).to_have_text("My work")
    expect(tab.locator("blockquote")).to_contain_text("please ring me")
    check(tab)
    tab.get_by_role("button", name="I have read it").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("My work")
    assert Mention.objects.get().read_at is not None

    # One that can't be finished yet.
    looked = mine(0)
    tab.goto(f"{site}/findings/{looked.pk}/")
    tab.get_by_role("link", name="Looked at, can’t finish yet").click()
    check(tab)
    tab.get_by_role("button", name="Save").click()
    tab.get_by_label("Why, in a few words").fill("Away until Friday; his sister confirmed.")
    tab.get_by_label("Until and including").fill((TODAY + timedelta(days=3)).isoformat())
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(looked.subject_title)
    expect(tab.locator("main")).to_contain_text("Away until Friday")
    check(tab)

    # Three at once from the list.
    tab.goto(f"{site}/my-work/?work=untouched")
    for place in range(3):
        tab.locator("input.sh-tick").nth(place).check()
    tab.get_by_label("With those ticked").select_option("mark_done")
    tab.get_by_role("button", name="Go on").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Done, waiting for the records: 3 findings")
    check(tab)
    tab.get_by_role("button", name="Save for all 3").click()
    expect(tab.get_by_role("status")).to_contain_text("3 findings")
    assert Work.objects.filter(state="waiting").count() == 3

    # A filter to be found again.
    tab.goto(f"{site}/my-work/?work=waiting")
    tab.locator("summary").click()
    tab.get_by_label("Keep these filters as").fill("Waiting")
    check(tab)
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("link", name="Waiting", exact=True)).to_be_visible()


def test_who_decides_second_is_told_and_keeps_what_they_typed(tab: Page, site: str) -> None:
    about = mine(1)
    sign_in(tab, site, "offender_manager")
    tab.goto(f"{site}/work/?do=note&id={about.pk}")
    tab.get_by_label("The note").fill("Ten minutes of typing")
    actions.note(by=User.objects.get(username="supervisor"), chosen={about.pk: None}, text="I rang him")
    tab.get_by_role("button", name="Save the note").click()
    expect(tab.get_by_role("alert")).to_contain_text("supervisor was first")
    expect(tab.get_by_label("The note")).to_have_value("Ten minutes of typing")
    check(tab)
    tab.get_by_role("button", name="Save the note").click()
    expect(tab.locator("main")).to_contain_text("Ten minutes of typing")


def test_a_supervisors_day(tab: Page, site: str) -> None:
    manager, long = User.objects.get(username="offender_manager"), TODAY + timedelta(days=60)
    asked = mine(0)
    actions.ask_excuse(by=manager, chosen={asked.pk: None}, until=long, text="In hospital until January")
    sign_in(tab, site, "supervisor")
    expect(tab.get_by_role("heading", level=1)).to_have_text(TEAMS[0])
    expect(tab.get_by_role("heading", name="Rose to you")).to_be_visible()
    expect(tab.locator("main")).to_contain_text("Rose to you because untouched for 10 days")
    check(tab)
    tab.get_by_role("link", name=asked.subject_title, exact=True).first.click()
    check(tab)
    tab.get_by_role("link", name="Approve the excuse").click()
    check(tab)
    tab.get_by_role("button", name="Approve").click()
    expect(tab.locator("main")).to_contain_text("The next night sets it aside.")
    assert Decision.objects.get().until == long

    tab.goto(f"{site}/my-team/list/")
    check(tab)
    tab.locator("input.sh-tick").nth(0).check()
    tab.locator("input.sh-tick").nth(1).check()
    tab.get_by_label("With those ticked").select_option("give")
    tab.get_by_role("button", name="Go on").click()
    check(tab)
    tab.get_by_label("To", exact=True).select_option(label="DC Owen Rees, South offender team")
    tab.get_by_label("Why, in a few words").fill("On leave")
    tab.get_by_role("button", name="Give for all 2").click()
    assert Finding.objects.filter(owner_id="F2", by_hand=True).count() == 2

    tab.goto(f"{site}/my-team/list/")
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="Spreadsheet").click()
    assert taken.value.suggested_filename == "my-team-2026-11-22.xlsx"


@pytest.mark.parametrize("address", ["/force/", "/force/list/", "/data-quality/"])
def test_the_leads_pages(tab: Page, site: str, address: str) -> None:
    manager = User.objects.get(username="offender_manager")
    actions.report_wrong(by=manager, chosen={mine(2).pk: None}, record_set="offenders", record_id="", text="Moved in May")
    sign_in(tab, site, "safeguarding_lead")
    tab.goto(site + address)
    check(tab)
