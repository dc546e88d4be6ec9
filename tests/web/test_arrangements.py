"""What a force settles about its day's work: the file, links out, and what every page says of an old night."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.web.release import Night, event, state, subject

from seenheard.errors import SiteError
from seenheard.web.findings.arrangements import Arrangements, arrangements
from seenheard.web.findings.models import Finding
from seenheard.web.releases.models import Release

Browser = Callable[..., Client]
Settle = Callable[[str], Arrangements]


@pytest.fixture
def settle(settings: Any, tmp_path: Path) -> Settle:
    """Writes the file and reads it."""

    def write(text: str) -> Arrangements:
        path = tmp_path / f"{abs(hash(text))}.toml"
        path.write_text(text, encoding="utf-8")
        settings.ARRANGEMENTS = str(path)
        return arrangements()

    return write


def test_without_a_file_the_defaults_hold() -> None:
    settled = arrangements()
    assert (settled.days_without_approval, settled.nights_to_wait, settled.link("visits", "V1")) == (28, 2, "")


def test_what_is_said_holds_and_the_rest_stays(settle: Settle) -> None:
    settled = settle("[rise]\nhigh = [1, 3]\n[excuse]\ndays_without_approval = 0\n[alert]\nhours = 5")
    assert (settled.rise["high"], settled.rise["very_high"]) == ((1, 3), (2, 5))
    assert (settled.days_without_approval, settled.oldest, settled.nights_to_wait) == (0, timedelta(hours=5), 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rise =", "can't be read"),
        ("[risk]", "'risk' is no table"),
        ("rise = 3", "'rise' is no table"),
        ("[rise]\nextreme = [1, 2]", "rise.extreme is no level"),
        ("[rise]\nhigh = [5, 2]", "the second not smaller"),
        ("[rise]\nhigh = 5", "two whole numbers"),
        ("[rise]\nhigh = [true, 2]", "two whole numbers"),
        ("[waiting]\nnights = 0", "waiting.nights must be a whole number from 1 to 30"),
        ("[waiting]\nnight = 2", "waiting.night is no number"),
        ("[alert]\nhours = 1.5", "alert.hours must be a whole number"),
        ("[link_out]\nvisit = 'https://x.example/{id}'", "is no record set"),
        ("[link_out]\nvisits = 'http://x.example/{id}'", "https, with a host"),
        ("[link_out]\nvisits = 'javascript:alert({id})'", "https, with a host"),
        ("[link_out]\nvisits = 'https://{id}.example/'", "https, with a host"),
        ("[link_out]\nvisits = 'https://x.example/'", "exactly once"),
        ("[link_out]\nvisits = 'https://x.example/{id}/{id}'", "exactly once"),
        ("[link_out]\nvisits = 'https://x.example/{id}{x}'", "no other brackets"),
        ("[link_out]\nvisits = 'https://u:p@x.example/{id}'", "no user name"),
        ("[link_out]\nvisits = 'https://x.example:99999/{id}'", "must be an address"),
        ("[link_out]\nvisits = 'https://x.example/ {id}'", "without blanks"),
        ("[link_out]\nvisits = 7", "must be an address"),
    ],
)
def test_a_mistake_is_a_sentence_with_the_file_and_the_place(settle: Settle, text: str, said: str) -> None:
    with pytest.raises(SiteError, match=r"\.toml: ") as failure:
        settle(text)
    assert said in str(failure.value)


def test_a_file_that_is_not_there_is_a_sentence(settings: Any) -> None:
    settings.ARRANGEMENTS = "/nowhere/arrangements.toml"
    with pytest.raises(SiteError, match="nowhere/arrangements"):
        arrangements()


@given(st.text())
def test_no_id_leaves_its_place_in_an_address(identity: str) -> None:
    link = Arrangements(link_out={"visits": "https://x.example/v/{id}?a=1"}).link(
        "visits", identity.encode("utf-8", "replace").decode()
    )
    if link:
        inside = link.removeprefix("https://x.example/v/").removesuffix("?a=1")
        assert inside and not set(inside) & set("/?#&<>\"' \\{}:@") and inside.strip(".")


def test_links_stand_on_finding_and_subject_pages(
    load_night: Callable[[Night], str], browser_of: Browser, settle: Settle
) -> None:
    settle("[link_out]\nvisits = 'https://visor.example/v/{id}'\noffenders = 'https://visor.example/o?id={id}'")
    odd = "O1/../?x=<b>"
    facts = '[{"record_set": "visits", "key": "V 1", "column": "outcome", "value": "seen"}]'
    load_night(
        Night(
            states=[state(subject_id=odd, facts=facts)],
            subjects=[subject("offender", odd, "A")],
            timeline=[event("offender", odd, "visits", "V/2"), event("offender", odd, "incidents", "I1")],
        )
    )
    client = browser_of("supervisor")
    page = client.get(f"/findings/{Finding.objects.get().pk}/").content.decode()
    assert 'rel="noreferrer" href="https://visor.example/v/V%201"' in page
    page = client.get("/offender/", {"id": odd}).content.decode()
    assert 'href="https://visor.example/o?id=O1%2F..%2F%3Fx%3D%3Cb%3E"' in page
    assert page.count("visor.example/v/V%2F2") == 1 and page.count("visor.example") == 2


class TestAlerts:
    @pytest.fixture(autouse=True)
    def no_demonstration(self, settings: Any) -> None:
        settings.DEMO = False

    def page(self, browser_of: Browser, address: str = "/today/") -> str:
        return html.unescape(browser_of("supervisor").get(address).content.decode())

    @pytest.mark.parametrize(("hours", "there"), [(35, False), (37, True)])
    def test_every_page_says_when_no_night_ran(self, force: None, browser_of: Browser, hours: int, there: bool) -> None:
        Release.objects.update(as_of=timezone.now() - timedelta(hours=hours))
        client = browser_of("supervisor", team="North offender team")
        for address in (
            "/today/",
            "/my-team/",
            "/duties/offender-visit/queue/",
            "/offender/?id=O0002",
            "/account/password/",
        ):
            assert ("No night has run since" in client.get(address).content.decode()) == there, address

    def test_every_page_says_when_records_are_doubtful(
        self, load_night: Callable[[Night], str], browser_of: Browser
    ) -> None:
        load_night(Night(states=[state()], doubtful={"visits": "not fresh"}))
        assert "Some of last night’s records are doubtful" in self.page(browser_of, "/duties/child-heard/queue/")

    def test_nothing_is_said_before_signing_in(self, force: None) -> None:
        assert "No night has run" not in Client().get("/sign-in/").content.decode()
