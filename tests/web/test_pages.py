"""What the pages show, how many queries they take, and that no text of an extract becomes markup."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.force import HOSTILE
from tests.web.release import AS_OF, Night, event, officer, rate, state, subject

from seenheard.web.findings.models import Finding
from seenheard.web.releases.models import Release

Browser = Callable[..., Client]
Load = Callable[[Night], str]
QUEUE = "/duties/offender-visit/queue/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_most_overdue_very_high_risk_offender_is_two_clicks_from_today(force: None, browser_of: Browser) -> None:
    client = browser_of("supervisor")
    assert f'href="{QUEUE}"' in text_of(client, "/today/")
    top = client.get(QUEUE).context["page"].rows[0]
    worst = Finding.objects.filter(duty="offender-visit", tab="late", risk_level="very_high", restricted=False)
    assert top["id"] == worst.order_by("-hours_late")[0].pk
    page = html.unescape(text_of(client, f"/findings/{top['id']}/"))
    for said in ("The visit was due", "Very high risk", "A published schedule", "secondary", "Check by", "First seen: late"):
        assert said in page


def test_today_says_what_the_last_night_changed(force: None, browser_of: Browser) -> None:
    totals = browser_of("supervisor").get("/today/").context["totals"]
    ended = Finding.objects.filter(status="ended", ended_by="met", restricted=False).count()
    assert totals.met == ended > 0
    assert totals.late == Finding.objects.filter(tab="late", restricted=False).count()


def test_today_says_which_records_are_doubtful_and_which_duties_could_not_be_checked(
    load_night: Load, browser_of: Browser
) -> None:
    load_night(
        Night(doubtful={"visits": "newest is 50 hours old"}, not_assessable={"child-heard": ["nominals"]}, states=[state()])
    )
    page = text_of(browser_of("supervisor"), "/today/")
    assert "newest is 50 hours old" in page
    assert "1 duty could not be checked" in page
    assert "These figures are doubtful" in text_of(browser_of("auditor"), QUEUE)


def test_without_a_release_the_pages_say_so(browser_of: Browser) -> None:
    client = browser_of("supervisor")
    assert "No night has been loaded yet" in text_of(client, "/today/")
    assert client.get(QUEUE).status_code == 404


@pytest.mark.parametrize("sort", ["worst", "late", "started"])
def test_paging_forth_and_back_shows_every_row_once(load_night: Load, browser_of: Browser, sort: str) -> None:
    # Many rows share a sort value: the id decides between them.
    load_night(Night(states=[state(key=f"O{n:03}|r", hours_late=float(n % 7), risk_level="high") for n in range(128)]))
    client, seen, pages = browser_of("supervisor"), [], []
    address: str | None = f"{QUEUE}?sort={sort}"
    while address:
        shown = client.get(address).context
        seen += [row["id"] for row in shown["page"].rows]
        pages.append(address)
        after = shown["page"].after
        address = QUEUE + shown["asked"].link(after=after, page=shown["asked"].page + 1) if after else None
    assert len(seen) == len(set(seen)) == 128 and len(pages) == 3
    shown = client.get(pages[-1]).context
    back = client.get(QUEUE + shown["asked"].link(before=shown["page"].before, page=2)).context
    assert [row["id"] for row in back["page"].rows] == seen[50:100]
    assert back["page"].first == 51


@pytest.mark.parametrize(
    "asked",
    [
        "tab=x",
        "after=nan_1",
        "after=1_x",
        "after=1e400_1",
        "page=-1",
        "page=9" * 9,
        "team=%00",
        "risk=<b>",
        "after=1_" + "9" * 30,
    ],
)
def test_an_address_that_asks_for_nonsense_gets_a_page(force: None, browser_of: Browser, asked: str) -> None:
    assert browser_of("supervisor").get(f"{QUEUE}?{asked}").status_code == 200


def test_filters_and_their_counts_agree_with_the_rows(force: None, browser_of: Browser) -> None:
    client = browser_of("chief", sees_restricted=True)
    for asked, rows in {
        "team=South offender team": {"team": "South offender team"},
        "owner=F2&risk=high": {"owner_id": "F2", "risk_level": "high"},
        "state=unknown": {"state": "unknown"},
        "team=none": {"team": ""},
    }.items():
        shown = client.get(f"{QUEUE}?{asked}").context
        assert shown["total"] == Finding.objects.filter(duty="offender-visit", tab="late", **rows).count()
        assert len(shown["page"].rows) == min(shown["total"], 50)


def test_my_work_is_only_mine(force: None, browser_of: Browser) -> None:
    rows = browser_of("offender_manager", officer_id="F2").get("/my-work/").context["page"].rows
    assert rows and {row["owner_id"] for row in rows} == {"F2"}


@pytest.mark.parametrize(
    ("address", "most"),
    [("/today/", 9), (QUEUE, 16), (QUEUE + "?team=South offender team&sort=late", 16), ("/duties/offender-visit/", 10)],
)
def test_a_page_takes_few_queries_however_many_rows(
    load_night: Load, browser_of: Browser, django_assert_max_num_queries: DjangoAssertNumQueries, address: str, most: int
) -> None:
    load_night(Night(states=[state(key=f"O{n:03}|r") for n in range(120)], officers=[officer("F1", "A", "North", "other")]))
    client = browser_of("supervisor")
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def hostile_night() -> Night:
    said: dict[str, Any] = {"owner_id": "F1", "team": HOSTILE, "risk_level": HOSTILE, "subject_id": HOSTILE}
    facts = [{"record_set": HOSTILE, "key": HOSTILE, "column": HOSTILE, "value": HOSTILE}]
    return Night(
        states=[state(key=HOSTILE, sentence=HOSTILE, facts=json.dumps(facts), **said)],
        subjects=[subject("offender", HOSTILE, HOSTILE, details=json.dumps({HOSTILE: HOSTILE, "x": [HOSTILE]}))],
        timeline=[
            event("offender", HOSTILE, HOSTILE, HOSTILE, kind=HOSTILE, sentence=HOSTILE, details=json.dumps({"a": HOSTILE}))
        ],
        officers=[officer("F1", HOSTILE, HOSTILE, "other")],
        doubtful={"visits": HOSTILE},
    )


def test_text_of_an_extract_never_becomes_markup(load_night: Load, browser_of: Browser) -> None:
    load_night(hostile_night())
    client = browser_of("offender_manager", officer_id="F1")
    finding = Finding.objects.get()
    assert finding.subject_title == HOSTILE
    link = client.get(f"/findings/{finding.pk}/").content.decode().split('href="/offender/?id=')[1].split('"')[0]
    pages = ["/today/", QUEUE, "/my-work/", f"/findings/{finding.pk}/", "/duties/offender-visit/", f"/offender/?id={link}"]
    for address in pages:
        page = text_of(client, address)
        assert "<script>alert" not in page and "<b>Sons" not in page, address
        if address != "/duties/offender-visit/":
            assert "&lt;script&gt;" in page, address


def test_the_source_of_a_number_is_a_link_only_over_https(load_night: Load, browser_of: Browser) -> None:
    night = Night(states=[state()])
    manifest = night.manifest()
    for number in manifest["standard"]:
        number["url"] = "javascript:alert(1)"
    night.manifest = lambda: manifest  # type: ignore[method-assign]
    load_night(night)
    assert "javascript:" not in text_of(browser_of("supervisor"), "/duties/offender-visit/")


@pytest.mark.parametrize(
    ("unseen", "said"),
    [
        (12, "12 of 1,340 rest on links between records that nobody has checked yet."),
        (1, "1 of 1,340 rests on links between records that nobody has checked yet."),
        (0, None),
    ],
)
def test_a_duty_s_page_says_how_many_rows_rest_on_unseen_links(
    load_night: Load, browser_of: Browser, unseen: int, said: str | None
) -> None:
    load_night(Night(states=[state()], rates=[rate("offender-visit", scope="open", owed=1340, on_unseen_links=unseen)]))
    page = text_of(browser_of("supervisor"), "/duties/offender-visit/")
    assert ("nobody has checked" in page) is (said is not None)
    assert said is None or said in page


def test_a_duty_s_page_says_its_rule_in_words(load_night: Load, browser_of: Browser) -> None:
    load_night(Night(states=[state()]))
    client = browser_of("analyst")
    page = text_of(client, "/duties/offender-visit/")
    assert "<dt>Met by</dt><dd>the next visit at which the offender is seen</dd>" in page
    assert "Not met by" not in page  # the release says nothing of it
    assert "The clock starts with" not in text_of(client, "/duties/online-progress/")


def test_times_are_said_in_uk_time(load_night: Load, browser_of: Browser) -> None:
    load_night(Night(states=[state(due_at=AS_OF - timedelta(days=150))]))
    page = text_of(browser_of("supervisor"), f"/findings/{Finding.objects.get().pk}/")
    assert "25 June 2026, 07:00" in page
    assert "20 October 2026, 10:30" in page  # the fact's 09:30Z


def test_a_subject_whose_files_are_gone_is_a_sentence(force: None, browser_of: Browser, tmp_path: Path) -> None:
    Release.objects.update(path=str(tmp_path / "gone"))
    answer = browser_of("supervisor").get("/child/?id=N000")
    assert answer.status_code == 503
    assert "can’t be read" in answer.content.decode()


def test_a_subjects_page_shows_what_is_owed_and_what_happened(force: None, browser_of: Browser) -> None:
    page = html.unescape(text_of(browser_of("supervisor"), "/offender/?id=O0002"))
    for said in (
        "Tomasz Wójcik",
        "Visit to a registered sex offender",
        "DC Sarah Whitcombe",
        "Visits, record V2",
        "no reply",
    ):
        assert said in page


def test_restricted_lines_of_a_timeline_are_hidden(load_night: Load, browser_of: Browser) -> None:
    lines = [event("child", "N1", "visits", "V1"), event("child", "N1", "visits", "V2", sentence="Secret.", restricted=True)]
    load_night(Night(subjects=[subject("child", "N1", "Amira")], timeline=lines))
    assert "Secret." not in text_of(browser_of("supervisor"), "/child/?id=N1")
    assert "Secret." in text_of(browser_of("chief", sees_restricted=True), "/child/?id=N1")


def test_the_policy_allows_nothing_inline(force: None, browser_of: Browser) -> None:
    answer = browser_of("supervisor").get("/today/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    page = answer.content.decode()
    assert "<style" not in page and " style=" not in page and " onclick=" not in page
