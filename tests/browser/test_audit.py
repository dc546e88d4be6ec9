"""A whole audit of 69 files of the synthetic force: planned, drawn, read by two, referred back, settled, reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import SIZES
from tests.browser.test_site import BY, PASSWORD, check, sign_in

from seenheard import nightly
from seenheard.synthetic import force
from seenheard.web.accounts.actions import make_account
from seenheard.web.accounts.models import User
from seenheard.web.audits.models import Audit
from seenheard.web.readings.models import Reading, ReferBack, Settlement
from seenheard.web.releases.actions import load
from seenheard.web.reports.models import Report
from seenheard.web.tasks.worker import work

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FILES = 69
WHY = "The log shows it on page two."
# Everything but a few answers is yes; which files are poor follows from their number.
FILL = """([poor]) => {
  for (const one of document.querySelectorAll('[data-criterion]')) {
    const weak = ['child-words', 'child-effect', 'supervised', 'lines-followed'].includes(one.dataset.criterion)
    const answer = poor && weak ? 'no' : 'yes'
    const radio = one.querySelector(`input[value=${answer}]`)
    radio.checked = true
  }
}"""


@pytest.fixture(scope="session")
def synthetic_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One night of a synthetic force, with every case type in it."""
    folder = tmp_path_factory.mktemp("force")
    force.make(folder / "force", 1, 0.05, 1)
    night = folder / "force" / "night-1"
    told = json.loads((night / "night.json").read_text(encoding="utf-8"))
    return nightly.run(
        night / "extracts",
        folder / "releases",
        as_of=told["as_of"],
        standards=None,
        persons=None,
        decisions=None,
        engine="duckdb",
        ledger=None,
        strict=False,
        read_narratives=False,
    )


@pytest.fixture
def site(live_server: LiveServer, synthetic_release: Path) -> Iterator[str]:
    """The night, two auditors, and a safeguarding lead who answers where a team has no supervisor."""
    load(by=BY, folder=synthetic_release)
    for name, role in (("ann", "auditor"), ("bob", "auditor"), ("lea", "safeguarding_lead"), ("ian", "inspector")):
        ends = {"ends_on": "2099-01-01"} if role == "inspector" else {}
        make_account(by=BY, username=name, password=PASSWORD, roles=[role], name=name.title(), **ends)
    User.objects.filter(username="lea").update(email="lea@force.example")
    yield live_server.url


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A desktop: an audit is work at a desk. The reading page is looked at on a phone too."""
    context = chromium.new_context(viewport={"width": SIZES["desktop"][0], "height": SIZES["desktop"][1]})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []


def signed_in(desk: Page, site: str, name: str) -> None:
    desk.context.clear_cookies()
    sign_in(desk, site, name)


def test_a_whole_audit(desk: Page, site: str) -> None:
    audit = plan_and_draw(desk, site)
    share_out(desk, site, audit)
    refer_back(desk, site)
    for name in ("ann", "bob"):
        read_all(desk, site, name)
    settle(desk, site, audit)
    conclude_and_report(desk, site, audit)
    see_the_result_as_an_inspector(desk, site, audit)


def plan_and_draw(desk: Page, site: str) -> Audit:
    signed_in(desk, site, "ann")
    desk.goto(f"{site}/audits/")
    check(desk)
    desk.get_by_role("button", name="Plan an audit").click()
    check(desk)
    desk.get_by_role("link", name="Plan an audit under National child protection inspection").click()
    check(desk)
    desk.get_by_label("What it is called").fill("Sixty-nine files")
    desk.get_by_label("Files opened from").fill("2026-01-01")
    desk.get_by_label("Number of files", exact=True).fill(str(FILES))
    desk.get_by_role("button", name="Keep the plan").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sixty-nine files")
    expect(desk.locator("caption").first).to_contain_text(f"of which {FILES} would be drawn")
    check(desk)
    desk.get_by_label("Seed").fill("before witnesses")
    desk.get_by_label("I have looked at the plan").check()
    desk.get_by_role("button", name="Draw the files").click()
    audit = Audit.objects.get()
    assert audit.files.filter(state="drawn").count() == FILES and audit.strata.count() == 9
    check(desk)
    desk.get_by_role("link", name="Make the draw again, and compare").click()
    expect(desk.locator("main")).to_contain_text("It is the same")
    return audit


def share_out(desk: Page, site: str, audit: Audit) -> None:
    desk.goto(f"{site}/audits/{audit.pk}/readings/")
    for name in ("Ann (ann)", "Bob (bob)"):
        desk.locator("summary", has_text="Add a reader").click()
        desk.get_by_label("Reader", exact=True).select_option(label=name)
        desk.get_by_role("button", name="Keep the reader").click()
    desk.get_by_role("button", name="Share out the files").click()
    expect(desk.get_by_role("status")).to_contain_text("83 readings are given")  # 69, and a fifth of them twice
    check(desk)


def refer_back(desk: Page, site: str) -> None:
    """A reader writes, the page saves itself; live risk goes to the lead, who answers; the reader accepts."""
    signed_in(desk, site, "bob")
    desk.goto(f"{site}/audits/mine/")
    check(desk)
    desk.get_by_role("link", name="File ").first.click()
    first = desk.locator("[data-criterion]").first
    first.locator("input[value=yes]").focus()
    desk.keyboard.press("3")
    expect(first.locator("input[value=no]")).to_be_checked()
    first.locator("textarea").fill("Nobody looked in the other room.")
    expect(desk.locator("[data-status]")).to_contain_text("Saved at")
    check(desk)
    desk.reload()
    expect(first.locator("textarea")).to_have_value("Nobody looked in the other room.")
    expect(first.locator("input[value=no]")).to_be_focused()  # resumed where it was left
    desk.set_viewport_size({"width": SIZES["phone"][0], "height": SIZES["phone"][1]})
    check(desk)
    desk.set_viewport_size({"width": SIZES["desktop"][0], "height": SIZES["desktop"][1]})
    desk.get_by_role("button", name="Live risk: refer back now").click()
    desk.get_by_label("What is the risk now, and to whom?").fill(
        "He moved back in yesterday; nobody has seen the child since."
    )
    check(desk)
    desk.get_by_role("button", name="Refer back now").click()
    expect(desk.get_by_role("status").first).to_contain_text("Referred back to Lea")
    assert [letter.to for letter in mail.outbox] == [["lea@force.example"]]
    signed_in(desk, site, "lea")
    desk.get_by_role("link", name="Referred back 1").click()
    check(desk)
    desk.locator("tbody a").first.click()
    desk.get_by_label("What did you do?").fill("She was seen and spoken to alone at noon; he is in custody.")
    check(desk)
    desk.get_by_role("button", name="Send the answer").click()
    signed_in(desk, site, "bob")
    desk.goto(f"{site}/audits/mine/")
    desk.locator("section a").first.click()
    desk.get_by_label("Does the answer show that the child is safe?").select_option("yes")
    check(desk)
    desk.get_by_role("button", name="Say so").click()
    assert ReferBack.objects.get().accepted_at is not None


def read_all(desk: Page, site: str, name: str) -> None:
    """Every file of a reader, one after another: finishing one leads to the next."""
    signed_in(desk, site, name)
    desk.goto(f"{site}/audits/mine/")
    waiting = Reading.objects.filter(user__username=name, state__in=("given", "begun")).count()
    desk.get_by_role("link", name="File ").first.click()
    for _ in range(waiting):
        number = int(desk.locator("h1").inner_text().split(":")[0].removeprefix("File "))
        desk.evaluate(FILL, [number % (3 if name == "ann" else 4) == 0])
        desk.get_by_role("button", name="Finish: I am done with this file").click()
        expect(desk.get_by_role("status").first).to_contain_text(f"File {number} is done")
    assert not Reading.objects.filter(user__username=name).exclude(state="done").exists()


def settle(desk: Page, site: str, audit: Audit) -> None:
    signed_in(desk, site, "ann")
    desk.goto(f"{site}/audits/{audit.pk}/moderation/")
    check(desk)
    while desk.locator("caption", has_text="To be settled").count():
        desk.locator("table", has=desk.locator("caption", has_text="To be settled")).locator("a").first.click()
        for box in desk.locator("main select").all():
            box.select_option(index=1)
        for box in desk.locator("main textarea").all():
            box.fill(WHY)
        check(desk)
        desk.get_by_role("button", name="Settle what is chosen").click()
        expect(desk.get_by_role("status").first).to_contain_text("settled")
    assert Settlement.objects.exists()


def conclude_and_report(desk: Page, site: str, audit: Audit) -> None:
    desk.goto(f"{site}/audits/{audit.pk}/result/")
    expect(desk.locator("main")).to_contain_text("69")
    check(desk)
    desk.goto(f"{site}/audits/{audit.pk}/agreement/")
    expect(desk.locator("main")).to_contain_text("AC1")
    check(desk)
    desk.goto(f"{site}/audits/{audit.pk}/conclusions/")
    desk.get_by_label("What it is").select_option("theme")
    desk.get_by_label("In words").fill("Children’s words are often not written down, or not used.")
    desk.get_by_label("Files it rests on").fill("3, 6, 9")
    desk.get_by_label("It should become a recommendation").check()
    desk.get_by_label("Read again by").fill("2027-03-01")
    desk.get_by_role("button", name="Add it").click()
    check(desk)
    desk.goto(f"{site}/audits/{audit.pk}/")
    desk.get_by_role("link", name="Close this audit").click()
    check(desk)
    desk.get_by_role("button", name="Close the audit").click()
    desk.goto(f"{site}/audits/{audit.pk}/report/")
    for kind in ("Web page", "PDF", "Word"):
        desk.get_by_label(kind).check()
        desk.get_by_role("button", name="Make the report").click()
    check(desk)
    work(once=True)
    desk.reload()
    check(desk)
    assert sorted(Report.objects.values_list("kind", "state")) == [("docx", "made"), ("html", "made"), ("pdf", "made")]
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Take the PDF").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")


def see_the_result_as_an_inspector(desk: Page, site: str, audit: Audit) -> None:
    signed_in(desk, site, "ian")
    desk.goto(f"{site}/audits/")
    desk.get_by_role("link", name="Sixty-nine files").click()
    expect(desk.locator("main")).to_contain_text("Good")
    check(desk)
    desk.get_by_role("link", name="Conclusions").click()
    expect(desk.locator("main")).to_contain_text("not written down")
    check(desk)
