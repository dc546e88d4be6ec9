"""The information officer's pages: who looked at whom, and what is unusual."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.web.release import Night, subject

from seenheard.web.accounts.models import User
from seenheard.web.releases.models import Release
from seenheard.web.trail.chain import FIRST
from seenheard.web.trail.looking import PAGE, unusual
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
NUMBERS = count(1_000_000)


def opened(user: User, at: datetime, records: int, action: str = "read") -> None:
    """Lines as another day left them: the chain is none of this test's business."""
    for number in range(records):
        about = {"subject_kind": "child", "subject_id": f"N{number}", "about": [["child", f"N{number}"]]}
        TrailEntry(by_user=user, by_name=user.username, at=at, action=action, number=next(NUMBERS), **about).save()


class TestWhoLookedAtAPerson:
    """By any record of the person, on pages and in lists."""

    @pytest.fixture(autouse=True)
    def one_child_with_two_records(self, load_night: Callable[[Night], str]) -> None:
        same = [subject("child", name, "Amira Haddad", person_id="P1") for name in ("N1", "N2")]
        load_night(Night(subjects=[*same, subject("child", "N3", "Noah Price", person_id="P3")]))

    def test_readings_of_each_record_are_found_the_newest_first(self, browser_of: Browser) -> None:
        for role, identity in (("auditor", "N1"), ("supervisor", "N2"), ("planner", "N3")):
            assert browser_of(role).get(f"/child/?id={identity}").status_code == 200
        answer = browser_of("information_officer").get("/trail/record/?kind=child&id=N1")
        assert [entry.by_name for entry in answer.context["entries"]] == ["a-supervisor", "a-auditor"]
        assert "child N1, child N2" in answer.content.decode()

    def test_looking_is_itself_a_line_about_the_person(self, browser_of: Browser) -> None:
        client = browser_of("information_officer")
        client.get("/trail/record/?kind=child&id=N1")
        second = client.get("/trail/record/?kind=child&id=N2")
        assert [entry.action for entry in second.context["entries"]] == ["trail read"]

    def test_without_the_files_it_says_so_and_shows_the_record_s_own(self, browser_of: Browser, tmp_path: Path) -> None:
        browser_of("auditor").get("/child/?id=N1")
        Release.objects.update(path=str(tmp_path / "gone"))
        answer = browser_of("information_officer").get("/trail/record/?kind=child&id=N1")
        assert len(answer.context["entries"]) == 1 and "can’t be read now" in answer.content.decode()

    def test_no_name_of_a_child_stands_on_the_page(self, browser_of: Browser) -> None:
        browser_of("auditor").get("/child/?id=N1")
        page = browser_of("information_officer").get("/trail/record/?kind=child&id=N1").content.decode()
        assert "Amira" not in page


def test_whoever_saw_a_person_in_a_list_is_found(force: None, browser_of: Browser) -> None:
    rows = browser_of("auditor").get("/duties/offender-visit/queue/").context["page"].rows
    answer = browser_of("information_officer").get(f"/trail/record/?kind=offender&id={rows[3]['subject_id']}")
    entry = answer.context["entries"][0]
    assert (entry.by_name, entry.action, len(entry.about)) == (
        "a-auditor",
        "listed",
        len({row["subject_id"] for row in rows}),
    )


def test_an_account_s_lines_are_turned_over_without_loss(force: None, browser_of: Browser) -> None:
    client, seen = browser_of("auditor"), []
    for _ in range(2 * PAGE + 3):
        client.get("/child/?id=N001")
    officer, address = browser_of("information_officer"), "/trail/account/?name=a-auditor"
    while address:
        shown = officer.get(address).context
        seen += [entry.number for entry in shown["entries"]]
        address = f"/trail/account/{shown['older']}" if shown["older"] else ""
    assert len(seen) == len(set(seen)) == 2 * PAGE + 3 and seen == sorted(seen, reverse=True)
    assert TrailEntry.objects.filter(action="trail read", detail__at="account a-auditor").count() == 3


@pytest.mark.parametrize(
    "address", ["record/?kind=child", "record/?kind=x&id=1", "account/?name=nobody", "account/?name=%00"]
)
def test_whom_nobody_knows_is_not_there(db: None, browser_of: Browser, address: str) -> None:
    assert browser_of("information_officer").get(f"/trail/{address}").status_code == 404


class TestUnusualAmounts:
    """Two rules: beside one's own usual day, and beside the role's."""

    def test_more_than_three_times_one_s_usual_day_and_at_least_twenty(self, account: Callable[..., User]) -> None:
        user = account("auditor")
        for days in range(1, 11):
            opened(user, NOON - timedelta(days=days), 7)
        opened(user, NOON, 21)
        assert unusual() == []
        opened(user, NOON, 22)
        (day,) = unusual()
        assert (day.user, day.opened, day.own, day.role) == (user, 22, 7.0, None)
        assert day.why == ["opened 22 records, more than 3 times their own usual day (7)"]

    def test_nineteen_are_never_unusual(self, account: Callable[..., User]) -> None:
        user = account("auditor")
        opened(user, NOON - timedelta(days=1), 1)
        opened(user, NOON, 19)
        assert unusual() == []

    def test_a_new_account_is_seen_beside_its_role(self, account: Callable[..., User]) -> None:
        others, new = account("auditor"), User.objects.create(username="new", roles=["auditor"])
        opened(others, NOON - timedelta(days=1), 5)
        opened(new, NOON, 30)
        (day,) = unusual()
        assert (day.user, day.own, day.role) == (new, None, 5.0)

    def test_the_same_record_opened_often_is_one(self, account: Callable[..., User]) -> None:
        user = account("auditor")
        opened(user, NOON - timedelta(days=1), 2)
        for _ in range(30):
            opened(user, NOON, 1)
        assert unusual() == []

    def test_lists_and_exports_count_as_lists(self, account: Callable[..., User]) -> None:
        user = account("auditor")
        opened(user, NOON - timedelta(days=1), 2, "listed")
        opened(user, NOON, 15, "listed")
        opened(user, NOON, 15, "export of a queue")
        (day,) = unusual()
        assert (day.lists, day.why) == (30, ["saw 30 lists, more than 3 times their own usual day (2)"])

    def test_a_day_of_the_week_before_is_only_a_measure(self, account: Callable[..., User]) -> None:
        user = account("auditor")
        opened(user, NOON - timedelta(days=9), 2)
        opened(user, NOON - timedelta(days=8), 90)
        assert unusual() == []

    def test_its_page_says_why_and_is_a_line_itself(self, account: Callable[..., User], browser_of: Browser) -> None:
        user = account("auditor")
        opened(user, NOON - timedelta(days=1), 2)
        opened(user, NOON, 40)
        sql = "INSERT INTO trail_trailhead (id, number, hash) SELECT 1, MAX(number), %s FROM trail_trailentry"
        with connection.cursor() as cursor:
            cursor.execute(sql, [FIRST])
        page = browser_of("information_officer").get("/trail/unusual/").content.decode()
        assert "Opened 40 records, more than 3 times their own usual day (2)" in page
        assert TrailEntry.objects.filter(action="trail read", by_name="a-information_officer").count() == 1
