"""The clerk's pages and the child's page in a real browser: deciding, undoing, shortcuts, and axe on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.test_site import BY, PASSWORD, check, sign_in
from tests.web.child import WORDS, night_of_a_child
from tests.web.pairs import night_of_pairs

from seenheard.web.accounts.actions import make_account
from seenheard.web.decisions.actions import record_link
from seenheard.web.decisions.models import Decision
from seenheard.web.releases.actions import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAIR = "/links/pair/?one=N1&other=N2"


@pytest.fixture
def clerks(live_server: LiveServer, tmp_path: Path) -> Iterator[str]:
    """The site with a night of pairs and a clerk."""
    load(by=BY, folder=night_of_pairs().write(tmp_path))
    make_account(by=BY, username="clerk", password=PASSWORD, roles=["records_clerk"], name="clerk")
    yield live_server.url


@pytest.fixture
def family(live_server: LiveServer, tmp_path: Path) -> Iterator[str]:
    """The site with a child of three records and a supervisor."""
    load(by=BY, folder=night_of_a_child().write(tmp_path))
    make_account(by=BY, username="supervisor", password=PASSWORD, roles=["supervisor"], name="supervisor")
    yield live_server.url


def test_a_clerk_decides_a_pair_and_undoes_it(tab: Page, clerks: str) -> None:
    sign_in(tab, clerks, "clerk")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Who is who")
    check(tab)
    tab.get_by_role("button", name="Open the first pair").click()
    expect(tab.get_by_text("0 of 3 decided.")).to_be_visible()
    expect(tab.locator("mark").first).to_be_visible()
    check(tab)
    tab.get_by_role("button", name="Not the same person").click()
    expect(tab.get_by_role("alert")).to_contain_text("Choose a reason.")
    check(tab)
    tab.get_by_label("Another reason, in my own words.").check()
    tab.get_by_label("In your own words (needed").fill("Two cousins.")
    tab.get_by_role("button", name="Not the same person").click()
    expect(tab.get_by_text("Recorded: N1 and N2 are not the same person.")).to_be_visible()
    expect(tab.get_by_text("1 of 3 decided.")).to_be_visible()
    check(tab)
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("Nothing stands on this pair now.")).to_be_visible()
    check(tab)
    assert [made.kind for made in Decision.objects.order_by("place")] == ["not_same", "take_back"]


def test_a_clerk_who_comes_second_is_told_and_keeps_what_they_typed(tab: Page, clerks: str) -> None:
    sign_in(tab, clerks, "clerk")
    tab.goto(clerks + PAIR)
    record_link(by=BY, nominal_id="N1", other_nominal_id="N2", same=True, reason="One PNC id.")
    tab.get_by_label("Another reason, in my own words.").check()
    tab.get_by_label("In your own words (needed").fill("Two cousins.")
    tab.get_by_role("button", name="Not the same person").click()
    expect(tab.get_by_role("alert")).to_contain_text("program: test decided that these are the same person")
    expect(tab.get_by_label("In your own words (needed")).to_have_value("Two cousins.")
    expect(tab.get_by_label("Another reason, in my own words.")).to_be_checked()
    check(tab)


def test_cant_tell_goes_on_and_leaves_the_pair(tab: Page, clerks: str) -> None:
    sign_in(tab, clerks, "clerk")
    tab.goto(clerks + PAIR)
    tab.get_by_role("button", name="Can’t tell").click()
    expect(tab).to_have_url(clerks + "/links/pair/?one=N3&other=N4")
    expect(tab.get_by_text("Recorded that you can’t tell of N1 and N2.")).to_be_visible()
    expect(tab.get_by_text("0 of 3 decided.")).to_be_visible()
    assert Decision.objects.get().kind == "cant_tell"
    tab.goto(clerks + "/links/")
    expect(tab.locator("tbody tr").last).to_contain_text("clerk could not tell")
    check(tab)


def test_single_letters_do_nothing_until_they_are_asked_for_and_never_while_typing(tab: Page, clerks: str) -> None:
    sign_in(tab, clerks, "clerk")
    tab.goto(clerks + PAIR)
    tab.keyboard.press("c")
    expect(tab).to_have_url(clerks + PAIR)
    tab.get_by_role("button", name="Turn them on").click()
    expect(tab.get_by_text("Keyboard shortcuts are on.")).to_be_visible()
    check(tab)
    tab.keyboard.press("5")
    expect(tab.get_by_label("Another reason, in my own words.")).to_be_checked()
    tab.get_by_label("In your own words (needed").click()
    tab.keyboard.type("cousins")
    expect(tab).to_have_url(clerks + PAIR)
    tab.get_by_role("heading", level=1).click()
    tab.keyboard.press("n")
    expect(tab.get_by_text("Recorded: N1 and N2 are not the same person.")).to_be_visible()
    assert Decision.objects.get().reason == "cousins"


def test_a_wrong_join_is_looked_up_and_said_to_be_two(tab: Page, clerks: str) -> None:
    sign_in(tab, clerks, "clerk")
    tab.get_by_label("Id of a record").fill("M1")
    tab.get_by_role("button", name="Look up").click()
    expect(tab.get_by_text("Held together by the model (0.97); no clerk has looked").first).to_be_visible()
    check(tab)
    tab.get_by_role("link", name="Compare with M1").click()
    tab.get_by_label("two people of one family").check()
    tab.get_by_role("button", name="Not the same person").click()
    expect(tab.get_by_text("Recorded: M1 and M2 are not the same person.")).to_be_visible()


@pytest.mark.parametrize("address", ["/child/?id=N1", "/child/?id=N3", "/child/?id=N1&part=missing", "/offender/?id=O1"])
def test_a_page_of_a_person_of_several_records(tab: Page, family: str, address: str) -> None:
    sign_in(tab, family, "supervisor")
    tab.goto(family + address)
    if "child" in address:
        expect(tab.get_by_text(WORDS).first).to_be_visible()
        expect(tab.get_by_text("A registered sex offender is in this child’s household:")).to_be_visible()
        tab.get_by_text("1 duty that was met").click()
    expect(tab.get_by_role("heading", name="Timeline")).to_be_visible()
    check(tab)


def test_a_pair_is_decided_without_javascript(chromium: Browser, clerks: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    sign_in(tab, clerks, "clerk")
    tab.goto(clerks + PAIR)
    tab.get_by_label("I looked at both records").check()
    tab.get_by_role("button", name="Same person", exact=True).click()
    assert Decision.objects.get().kind == "same"
    context.close()
