"""What people do on findings: the steps, who may take them, and what a night makes of them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.web.force import HOSTILE, TEAMS
from tests.web.release import AS_OF, Night, event, officer, state, subject

from seenheard.web.accounts.models import User
from seenheard.web.decisions.models import Decision
from seenheard.web.findings import actions
from seenheard.web.findings.models import Finding, Mention, QueueChoice, QueueCount, SavedFilter, Step, Work, WrongRecord
from seenheard.web.findings.taking import PART
from seenheard.web.findings.work_queries import worst_of
from seenheard.web.releases.models import Duty, Officer
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
Account = Callable[..., User]
Load = Callable[[Night], str]
TODAY = timezone.localdate()
SOON, LONG = TODAY + timedelta(days=5), TODAY + timedelta(days=60)
NORTH, SOUTH = TEAMS
STAFF = (
    officer("F1", "DC Sarah Whitcombe", NORTH, "offender_manager"),
    officer("F2", "DC Owen Rees", SOUTH, "offender_manager"),
    officer("F9", "DC Long Gone", NORTH, "offender_manager") | {"active": False},
)


def night(number: int, *states: dict[str, Any], **said: Any) -> Night:
    return Night(f"night-{number}", AS_OF + timedelta(days=number), list(states), officers=list(STAFF), **said)


def mine(key: str = "O1|registered", **said: Any) -> dict[str, Any]:
    return state(key=key, **({"owner_id": "F1", "team": NORTH, "risk_level": "high"} | said))


def the(key: str = "O1|registered") -> Finding:
    return Finding.objects.get(key=key)


@pytest.fixture
def manager(account: Account) -> User:
    return account("offender_manager", officer_id="F1", team=NORTH)


@pytest.fixture
def boss(account: Account) -> User:
    return account("supervisor", team=NORTH)


def counted_right() -> None:
    """The cached counts are those of the rows."""
    rows = Counter(Finding.objects.exclude(tab="ended").values_list(*PART))
    assert Counter({row[:-1]: row[-1] for row in QueueCount.objects.values_list(*PART, "count")}) == rows


# ---- the views that write: not signed in, wrong role, success

SAID = {
    "look_at": {"text": "Away until Friday", "until": SOON.isoformat()},
    "mark_done": {"text": "Seen at home on Monday"},
    "note": {"text": "Knocked, nobody in"},
    "refer": {"text": "Can you see him?", "to": "officer\x1fF2"},
    "ask_excuse": {"text": "In hospital", "until": SOON.isoformat()},
    "report_wrong": {"text": "He moved in May", "record": "offenders\x1fO1"},
    "give": {"text": "On leave", "to": f"team\x1f{SOUTH}"},
    "approve": {"text": ""},
    "refuse": {"text": "No, go and see him"},
    "end_excuse": {"text": "He is back"},
}
BECOMES = {
    "look_at": "looked_at",
    "mark_done": "waiting",
    "note": "noted",
    "refer": "referred",
    "ask_excuse": "excused",
    "report_wrong": "wrong_data",
    "give": "untouched",
    "approve": "excused",
    "refuse": "returned",
    "end_excuse": "returned",
}
BY_BOSS = ("give", "approve", "refuse")


@pytest.mark.parametrize("do", list(SAID))
class TestEachStep:
    @pytest.fixture(autouse=True)
    def one_finding(self, load_night: Load, do: str, request: pytest.FixtureRequest) -> None:
        load_night(night(0, mine()))
        if do in ("approve", "refuse", "end_excuse"):
            asker = request.getfixturevalue("account")("child_investigator", officer_id="F1", team=NORTH)
            actions.ask_excuse(by=asker, chosen={the().pk: None}, until=LONG, text="In hospital")
            assert the().work == "asked"

    def form(self, do: str) -> dict[str, object]:
        return {"do": do, "row": f"{the().pk}.{the().version}", **SAID[do]}

    def test_not_signed_in(self, do: str) -> None:
        before, steps = the().work, Step.objects.count()
        assert Client().post("/work/", self.form(do)).status_code == 302
        assert (the().work, Step.objects.count()) == (before, steps)

    def test_wrong_role(self, do: str, browser_of: Browser) -> None:
        before, steps = the().work, Step.objects.count()
        assert browser_of("auditor").post("/work/", self.form(do)).status_code == 403
        other_team = browser_of("supervisor", team=SOUTH)
        assert other_team.post("/work/", self.form(do)).status_code == 409
        assert (the().work, Step.objects.count()) == (before, steps)

    def test_success(self, do: str, browser_of: Browser) -> None:
        role = "supervisor" if do in BY_BOSS else "offender_manager"
        client = browser_of(role, officer_id="F1", team=NORTH)
        assert client.get(f"/work/?do={do}&id={the().pk}").status_code == 200
        entries = TrailEntry.objects.exclude(action__in=("read", "listed")).count()
        answer = client.post("/work/", self.form(do))
        assert (answer.status_code, answer["Location"]) == (302, f"/findings/{the().pk}/")
        assert the().work == BECOMES[do]
        assert TrailEntry.objects.exclude(action__in=("read", "listed")).count() > entries
        assert Step.objects.latest("pk").by_name == f"a-{role}"
        page = html.unescape(client.get(f"/findings/{the().pk}/").content.decode())
        assert (SAID[do]["text"] or "Excuse approved") in page
        counted_right()


class TestComments:
    @pytest.fixture(autouse=True)
    def one_finding(self, load_night: Load) -> None:
        load_night(night(0, mine()))

    def test_not_signed_in(self) -> None:
        assert Client().post(f"/findings/{the().pk}/comment/", {"text": "x"}).status_code == 302
        assert not Step.objects.exists()

    def test_wrong_role(self, browser_of: Browser) -> None:
        assert browser_of("auditor").post(f"/findings/{the().pk}/comment/", {"text": "x"}).status_code == 403
        assert not Step.objects.exists()

    def test_success(self, browser_of: Browser, boss: User) -> None:
        client = browser_of("offender_manager", officer_id="F1", team=NORTH)
        said = f"Can we, @{boss.username}? And @nobody.here."
        client.post(f"/findings/{the().pk}/comment/", {"text": said})
        assert (the().work, the().version) == ("untouched", 0), "a comment is no step"
        assert Mention.objects.get().user == boss
        page = html.unescape(client.get(f"/findings/{the().pk}/").content.decode())
        assert "Told of it: a-supervisor." in page and "Nobody who can open this is called @nobody.here" in page
        theirs = Client()
        theirs.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert "Can we, @a-supervisor?" in html.unescape(theirs.get("/my-team/").content.decode())

    def test_nobody_is_told_of_what_they_may_not_know(self, load_night: Load, manager: User, boss: User) -> None:
        load_night(night(1, mine(restricted=True)))
        manager.sees_restricted = True
        manager.save()
        _, told, untold = actions.comment(by=manager, chosen={the().pk: None}, text="@a-supervisor look")
        assert (told, untold) == ([], ["a-supervisor"])

    @pytest.mark.parametrize("who", ["nobody", "another", "the one"])
    def test_saying_that_one_has_read_it(self, who: str, browser_of: Browser, manager: User, boss: User) -> None:
        actions.comment(by=manager, chosen={the().pk: None}, text="@a-supervisor look")
        address = f"/mentions/{Mention.objects.get().pk}/read/"
        client = Client()
        if who == "another":
            client = browser_of("safeguarding_lead")
        if who == "the one":
            client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.post(address)
        assert answer.status_code == (404 if who == "another" else 302)
        assert (Mention.objects.get().read_at is not None) == (who == "the one")


class TestSavedFilters:
    QUEUE = "/duties/offender-visit/queue/"

    def test_not_signed_in(self, force: None) -> None:
        assert Client().post("/filters/save/", {"page": self.QUEUE, "name": "x", "query": ""}).status_code == 302
        assert not SavedFilter.objects.exists()

    def test_wrong_role(self, force: None, browser_of: Browser) -> None:
        assert browser_of("analyst").post("/filters/save/", {"page": self.QUEUE, "name": "x"}).status_code == 403
        assert not SavedFilter.objects.exists()

    def test_success(self, force: None, browser_of: Browser) -> None:
        client = browser_of("supervisor")
        said = {"page": self.QUEUE, "name": "Very high", "query": "risk=very_high&evil=1&sort=late"}
        answer = client.post("/filters/save/", said)
        assert answer["Location"] == f"{self.QUEUE}?risk=very_high&sort=late"
        assert f'href="{self.QUEUE}?risk=very_high&amp;sort=late">Very high' in client.get(self.QUEUE).content.decode()
        assert "Very high</a>" not in client.get("/duties/online-progress/queue/").content.decode()

    @pytest.mark.parametrize("page", ["//evil.example/", "https://evil.example/", "/sign-out/", "/today/", "", "/no/"])
    def test_only_a_list_of_ours_has_filters(self, force: None, browser_of: Browser, page: str) -> None:
        assert browser_of("supervisor").post("/filters/save/", {"page": page, "name": "x"}).status_code == 404

    @pytest.mark.parametrize(("who", "code", "left"), [("supervisor", 302, 0), ("chief", 404, 1), (None, 302, 1)])
    def test_one_forgets_only_ones_own(
        self, force: None, account: Account, browser_of: Browser, who: str | None, code: int, left: int
    ) -> None:
        client = browser_of("supervisor")
        client.post("/filters/save/", {"page": self.QUEUE, "name": "x"})
        asking = client if who == "supervisor" else browser_of(who) if who else Client()
        answer = asking.post(f"/filters/{SavedFilter.objects.get().pk}/forget/", {"page": self.QUEUE})
        assert (answer.status_code, SavedFilter.objects.count()) == (code, left)


# ---- two people, and many findings


def test_the_second_of_two_is_told_and_loses_nothing_typed(load_night: Load, browser_of: Browser, boss: User) -> None:
    load_night(night(0, mine()))
    client, identity = browser_of("offender_manager", officer_id="F1", team=NORTH), the().pk
    actions.note(by=boss, chosen={identity: 0}, text="I rang him")
    typed = "A long text that took ten minutes"
    answer = client.post("/work/", {"do": "look_at", "row": f"{identity}.0", "text": typed, "until": SOON.isoformat()})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "a-supervisor was first" in page and "noted: I rang him" in page
    assert typed in page and f'value="{SOON.isoformat()}"' in page
    assert (the().work, Step.objects.count()) == ("noted", 1)
    again = re.search(r'name="row" value="([\d.]+)"', page)
    assert again is not None
    client.post("/work/", {"do": "look_at", "row": again[1], "text": typed, "until": SOON.isoformat()})
    assert (the().work, the().work_row.text) == ("looked_at", typed)


def test_a_form_with_a_mistake_keeps_the_version_that_was_seen(load_night: Load, browser_of: Browser, boss: User) -> None:
    load_night(night(0, mine()))
    client, identity = browser_of("offender_manager", officer_id="F1", team=NORTH), the().pk
    actions.note(by=boss, chosen={identity: 0}, text="I rang him")
    page = client.post("/work/", {"do": "note", "row": f"{identity}.0", "text": ""}).content.decode()
    assert f'name="row" value="{identity}.0"' in page and "This field is required" in page


def test_many_at_once_are_one_step_each_one_entry_and_refusals_by_name(load_night: Load, boss: User) -> None:
    rows = [mine(f"O{n}|r", subject_id=f"O{n}") for n in range(30)]
    others = [mine("X1|r", subject_id="X1", team=SOUTH, owner_id="F2")]
    load_night(night(0, *rows, *others, subjects=[subject("offender", "X1", "Peter Ashdown")]))
    chosen = {row.pk: row.version for row in Finding.objects.all()}
    outcome = actions.mark_done(by=boss, chosen=chosen | {999_999: 0}, text="All seen")
    assert len(outcome.done) == 30
    assert [(one.title, one.why) for one in outcome.refused] == [
        ("Peter Ashdown", "It is neither yours nor your team's."),
        ("Finding 999999", "This is not one that you can open."),
    ]
    entry = TrailEntry.objects.get(action="said to be done")
    assert sorted(entry.detail["findings"]) == sorted(row.pk for row in outcome.done)
    assert Step.objects.count() == Work.objects.count() == 30
    counted_right()


def test_a_leavers_whole_list_is_given_away_in_one_step(load_night: Load, browser_of: Browser) -> None:
    load_night(night(0, *(mine(f"O{n}|r", subject_id=f"O{n}", owner_id="F9") for n in range(20)), mine()))
    client = browser_of("supervisor", team=NORTH)
    page = html.unescape(client.get("/my-team/").content.decode())
    address = re.search(r'href="(/work/\?do=give&all=1&tab=late&owner=F9[^"]*)"', page)
    assert "DC Long Gone" in page and address is not None
    shown = client.get(address[1]).context
    assert len(shown["rows"]) == 20
    form = {"do": "give", "row": [f"{row.pk}.{row.version}" for row in shown["rows"]], "text": "He left"}
    client.post("/work/", form | {"to": "officer\x1fF1", "back": "/my-team/"})
    assert Finding.objects.filter(owner_id="F1", by_hand=True).count() == 20
    assert "Long Gone" not in client.get("/my-team/").content.decode()
    counted_right()


def test_siblings_of_one_incident_are_found_together(load_night: Load, browser_of: Browser) -> None:
    heard = [state("child-heard", f"I1|N{n}", subject_id=f"N{n}", owner_id="F1", team=NORTH) for n in (1, 2, 3)]
    load_night(night(0, *heard, state("child-heard", "I2|N9", subject_id="N9", owner_id="F1", team=NORTH), mine()))
    client = browser_of("offender_manager", officer_id="F1", team=NORTH)
    shown = client.get(f"/findings/{the('I1|N1').pk}/").context["together"]
    assert {row["subject_id"] for row in shown} == {"N2", "N3"}


def test_at_most_500_at_once_and_the_rest_is_told(load_night: Load, boss: User) -> None:
    load_night(night(0, *(mine(f"O{n}|r", subject_id=f"O{n}") for n in range(503))))
    outcome = actions.note(by=boss, chosen=dict.fromkeys(Finding.objects.values_list("pk", flat=True)), text="x")
    assert (len(outcome.done), {one.why for one in outcome.refused}) == (500, {"At most 500 at once."})
    counted_right()


@pytest.mark.parametrize("seed", range(5))
def test_counts_stay_those_of_the_rows_whatever_is_done(load_night: Load, boss: User, manager: User, seed: int) -> None:
    dice = Random(seed)
    levels = ("very_high", "high", "")
    rows = [mine(f"O{n}|r", subject_id=f"O{n}", risk_level=dice.choice(levels), restricted=n == 3) for n in range(25)]
    load_night(night(0, *rows))
    ids = list(Finding.objects.values_list("pk", flat=True))
    staff = list(Officer.objects.filter(active=True))
    for turn in range(25):
        chosen = dict.fromkeys(dice.sample(ids, dice.randrange(1, 8)))
        by = dice.choice((boss, manager))
        match dice.randrange(8):
            case 0:
                actions.note(by=by, chosen=chosen, text="n")
            case 1:
                actions.look_at(by=by, chosen=chosen, until=SOON, text="l")
            case 2:
                actions.mark_done(by=by, chosen=chosen, text="")
            case 3:
                actions.give(by=boss, chosen=chosen, officer=dice.choice((None, *staff)), team=NORTH, text="g")
            case 4:
                actions.ask_excuse(by=by, chosen=chosen, until=dice.choice((SOON, LONG)), text="e")
            case 5:
                actions.approve(by=boss, chosen=chosen, text="")
            case 6:
                actions.refuse(by=boss, chosen=chosen, text="r")
            case _:
                actions.end_excuse(by=by, chosen=chosen, text="t")
        counted_right()
        if turn == 12:
            load_night(night(1, *rows[:20]))
            counted_right()
    assert QueueChoice.objects.filter(kind="owner").exists()


# ---- excuses


def test_a_short_excuse_is_a_decision_at_once(load_night: Load, manager: User) -> None:
    load_night(night(0, mine()))
    actions.ask_excuse(by=manager, chosen={the().pk: 0}, until=TODAY + timedelta(days=28), text="In hospital")
    decision = Decision.objects.get()
    assert (decision.duty, decision.key, decision.reason) == ("offender-visit", "O1|registered", "In hospital")
    assert the().work == "excused" and the().tab == "late", "an excuse sets aside from the next night, and ends nothing"


@pytest.mark.parametrize(("risk", "days"), [("very_high", 1), ("high", 29), ("", 366)])
def test_a_long_excuse_or_one_for_very_high_risk_needs_a_second_person(
    load_night: Load, manager: User, boss: User, risk: str, days: int
) -> None:
    load_night(night(0, mine(risk_level=risk)))
    until = TODAY + timedelta(days=days)
    actions.ask_excuse(by=manager, chosen={the().pk: 0}, until=until, text="In hospital")
    assert the().work == "asked" and not Decision.objects.exists()
    assert actions.approve(by=manager, chosen={the().pk: None}, text="").refused, "not the officer"
    actions.approve(by=boss, chosen={the().pk: the().version}, text="Agreed")
    decision = Decision.objects.get()
    assert (decision.until, decision.decided_by) == (until, "a-supervisor")
    assert decision.reason == "In hospital (asked by a-offender_manager) Agreed"
    assert the().work == "excused"


def test_nobody_approves_what_they_asked_for(load_night: Load, boss: User) -> None:
    load_night(night(0, mine()))
    actions.ask_excuse(by=boss, chosen={the().pk: 0}, until=LONG, text="x")
    outcome = actions.approve(by=boss, chosen={the().pk: None}, text="")
    assert outcome.refused[0].why == "You asked for it yourself: somebody else must decide."
    assert not Decision.objects.exists()


def test_a_refused_excuse_comes_back_with_why(load_night: Load, manager: User, boss: User, browser_of: Browser) -> None:
    load_night(night(0, mine()))
    actions.ask_excuse(by=manager, chosen={the().pk: 0}, until=LONG, text="x")
    actions.refuse(by=boss, chosen={the().pk: None}, text="He is at home")
    assert not Decision.objects.exists()
    client = Client()
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "The excuse was refused: He is at home" in client.get("/my-work/").content.decode()


def test_an_excuse_taken_back_is_a_decision_too(load_night: Load, manager: User) -> None:
    load_night(night(0, mine()))
    actions.ask_excuse(by=manager, chosen={the().pk: 0}, until=SOON, text="x")
    load_night(night(1, mine(state="excused", excused_by="decision")))
    assert (the().tab, the().work) == ("excused", "excused")
    actions.end_excuse(by=manager, chosen={the().pk: None}, text="Back already")
    assert [row.kind for row in Decision.objects.order_by("pk")] == ["excuse", "take_back"]


# ---- what a night makes of it


def test_an_owner_given_by_hand_stays_until_the_records_name_another(load_night: Load, boss: User) -> None:
    load_night(night(0, mine()))
    actions.give(by=boss, chosen={the().pk: 0}, officer=Officer.objects.get(pk="F2"), team=SOUTH, text="Leave")
    load_night(night(1, mine()))
    assert (the().owner_id, the().team, the().recorded_owner_id, the().by_hand) == ("F2", SOUTH, "F1", True)
    load_night(night(2, mine(owner_id="F9")))
    assert (the().owner_id, the().team, the().by_hand) == ("F9", NORTH, False)
    counted_right()


def test_looked_at_comes_back_the_day_after_its_date(load_night: Load, manager: User, monkeypatch: Any) -> None:
    load_night(night(0, mine()))
    until = timezone.localdate(AS_OF + timedelta(days=1))
    actions.look_at(by=manager, chosen={the().pk: 0}, until=until, text="x")
    load_night(night(1, mine()))
    assert the().work == "looked_at"
    load_night(night(2, mine()))
    assert (the().work, the().work_row.why) == ("returned", "date")
    assert Step.objects.latest("pk").by_name == "program: load"
    counted_right()


@pytest.mark.parametrize("tab", ["late", "due_soon"])
def test_done_that_the_next_two_nights_do_not_show_falls_back(load_night: Load, manager: User, tab: str) -> None:
    row = mine() if tab == "late" else mine(state="not_due", due_soon=True)
    load_night(night(0, row))
    actions.mark_done(by=manager, chosen={the().pk: 0}, text="Seen")
    load_night(night(1, row))
    assert the().work == "waiting"
    load_night(night(2, row))
    assert (the().work, the().work_row.why, the().tab) == ("returned", "silent", tab)


def test_doubtful_records_prove_nothing_against_done(load_night: Load, manager: User) -> None:
    load_night(night(0, mine()))
    actions.mark_done(by=manager, chosen={the().pk: 0}, text="Seen")
    load_night(night(1, mine(), doubtful={"visits": "not fresh"}))
    load_night(night(2, mine(), doubtful={"visits": "not fresh"}))
    assert the().work == "waiting"
    load_night(night(3, mine()))
    assert the().work == "returned"


def test_what_ends_by_the_records_takes_its_work_with_it_and_keeps_its_steps(load_night: Load, manager: User) -> None:
    load_night(night(0, state("child-heard", "I1|N1", owner_id="F1", team=NORTH)))
    actions.mark_done(by=manager, chosen={the("I1|N1").pk: 0}, text="Heard")
    load_night(night(1, state("child-heard", "I1|N1", state="met", met_at=AS_OF)))
    assert (the("I1|N1").tab, the("I1|N1").work, Work.objects.count(), Step.objects.count()) == ("ended", "untouched", 0, 1)
    outcome = actions.note(by=manager, chosen={the("I1|N1").pk: None}, text="x")
    assert outcome.refused[0].why == "It has ended: the duty was met."


def test_no_step_ends_a_finding(load_night: Load, manager: User, boss: User) -> None:
    load_night(night(0, mine()))
    actions.mark_done(by=manager, chosen={the().pk: None}, text="x")
    actions.ask_excuse(by=manager, chosen={the().pk: None}, until=SOON, text="x")
    actions.report_wrong(by=boss, chosen={the().pk: None}, record_set="offenders", record_id="", text="x")
    assert (the().tab, the().status) == ("late", "new")


def test_an_excuse_that_is_over_comes_back(load_night: Load, manager: User) -> None:
    load_night(night(0, mine()))
    # Dates of excuses are of today on; nights of this test are made up: the work is set back by hand.
    actions.ask_excuse(by=manager, chosen={the().pk: 0}, until=SOON, text="x")
    Work.objects.update(until=AS_OF.date())
    load_night(night(1, mine()))
    assert (the().work, the().work_row.why) == ("returned", "over")


class TestRising:
    """high: to the supervisor after 5 days, to the lead after 10."""

    @pytest.mark.parametrize(("days", "risen"), [(4, 0), (5, 1), (9, 1), (10, 2), (40, 2)])
    def test_by_days_on_the_late_list(self, load_night: Load, days: int, risen: int) -> None:
        load_night(night(0, mine()))
        load_night(night(days, mine()))
        assert the().risen == risen
        counted_right()

    def test_the_first_night_lets_nothing_rise_however_long_it_was_late(self, load_night: Load) -> None:
        load_night(night(0, mine(hours_late=9000.0)))
        assert the().risen == 0

    @pytest.mark.parametrize(("level", "risen"), [("very_high", 2), ("high", 1), ("medium", 0), ("", 0)])
    def test_by_level(self, load_night: Load, level: str, risen: int) -> None:
        load_night(night(0, mine(risk_level=level)))
        load_night(night(6, mine(risk_level=level)))
        assert the().risen == risen

    def test_a_step_takes_it_down_and_starts_the_clock_again(self, load_night: Load, manager: User) -> None:
        load_night(night(0, mine()))
        load_night(night(6, mine()))
        actions.note(by=manager, chosen={the().pk: None}, text="x")
        assert the().risen == 0
        Finding.objects.update(work_since=AS_OF + timedelta(days=6))  # the test's nights are made up
        load_night(night(10, mine()))
        assert the().risen == 0
        load_night(night(11, mine()))
        assert the().risen == 1

    def test_what_is_looked_at_until_a_date_does_not_rise(self, load_night: Load, manager: User) -> None:
        load_night(night(0, mine()))
        actions.look_at(by=manager, chosen={the().pk: 0}, until=LONG, text="x")
        Work.objects.update(until=AS_OF + timedelta(days=90))
        load_night(night(40, mine()))
        assert (the().risen, the().work) == (0, "looked_at")

    def test_the_supervisor_and_the_lead_see_what_rose_to_them(self, load_night: Load, browser_of: Browser) -> None:
        load_night(night(0, mine(), mine("O2|r", risk_level="very_high")))
        load_night(night(9, mine(), mine("O2|r", risk_level="very_high")))
        page = browser_of("supervisor", team=NORTH).get("/my-team/").content.decode()
        assert page.count("Rose to you because untouched for 9 days") == 2
        page = browser_of("safeguarding_lead").get("/force/").content.decode()
        assert page.count("Rose to you because untouched for 9 days") == 1


# ---- wrong data


def test_wrong_data_goes_to_the_list_by_record_set(load_night: Load, manager: User, browser_of: Browser) -> None:
    load_night(night(0, mine(), mine("O2|r", subject_id="O2")))
    ids = dict.fromkeys(Finding.objects.values_list("pk", flat=True))
    actions.report_wrong(by=manager, chosen=ids, record_set="offenders", record_id="", text="Moved in May")
    found = list(WrongRecord.objects.order_by("pk").values_list("record_set", "record_id"))
    assert found == [("offenders", "O1"), ("offenders", "O2")]
    page = browser_of("records_clerk").get("/data-quality/").content.decode()
    assert "Offenders: 2 records" in page and "Moved in May" in page
    load_night(night(1, mine(restricted=True), mine("O2|r", subject_id="O2", state="excused", excused_by="standard")))
    assert len(browser_of("auditor").get("/data-quality/").context["sets"][0].lines) == 1
    hidden = browser_of("chief", sees_restricted=True).get("/data-quality/").context["sets"][0].lines
    assert {line.record_id for line in hidden} == {"O1", "O2"}


def test_a_record_on_which_it_does_not_rest_is_refused(load_night: Load, manager: User) -> None:
    load_night(night(0, mine()))
    said = {"record_set": "visits", "record_id": "V999", "text": "x"}
    outcome = actions.report_wrong(by=manager, chosen={the().pk: 0}, **said)
    assert outcome.refused[0].why == "It does not rest on such a record." and not WrongRecord.objects.exists()


# ---- what a restricted finding shows to others: nothing


def test_a_restricted_finding_can_be_worked_on_only_by_who_is_named(load_night: Load, manager: User, boss: User) -> None:
    load_night(night(0, mine(restricted=True)))
    for step in (
        lambda: actions.note(by=manager, chosen={the().pk: None}, text="x"),
        lambda: actions.comment(by=manager, chosen={the().pk: None}, text="x")[0],
    ):
        outcome = step()
        assert [one.why for one in outcome.refused] == ["This is not one that you can open."] and not outcome.done
        assert the().subject_id not in outcome.refused[0].title
    boss.sees_restricted = True
    boss.save()
    assert actions.note(by=boss, chosen={the().pk: None}, text="x").done


# ---- hostile text, odd addresses, few queries


def test_text_that_people_and_extracts_write_never_becomes_markup(load_night: Load, manager: User, boss: User) -> None:
    evil = officer("F1", HOSTILE, HOSTILE, "other")
    facts = '[{"record_set": "offenders", "key": "<script>alert(1)</script>", "column": "x", "value": 1}]'
    hostile_night = night(0, mine(team=HOSTILE, facts=facts), mine("O2|r", team=HOSTILE))
    hostile_night.officers = [evil]
    hostile_night.subjects = [subject("offender", "O1", HOSTILE)]
    hostile_night.timeline = [event("offender", "O1", "visits", "V1")]
    load_night(hostile_night)
    for user in (manager, boss):
        user.team = HOSTILE
        user.save()
    identity = the().pk
    actions.comment(by=boss, chosen={identity: None}, text=f"{HOSTILE} @{manager.username}")
    actions.refer(by=boss, chosen={identity: None}, officer=None, team=HOSTILE, text=HOSTILE)
    actions.report_wrong(by=boss, chosen={the("O2|r").pk: None}, record_set="offenders", record_id="", text=HOSTILE)
    actions.save_filter(by=manager, page="/my-work/", name=HOSTILE, query=HOSTILE)
    client, theirs = Client(), Client()
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    theirs.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
    pages = ["/my-work/", f"/findings/{identity}/", "/data-quality/", f"/work/?do=report_wrong&id={identity}"]
    pages += [f"/work/?do=give&id={identity}&back=javascript:alert(1)", "/duties/offender-visit/queue/"]
    for who, address in [*((client, page) for page in pages), (theirs, "/my-team/"), (theirs, "/my-team/list/")]:
        answer = who.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert "<script>alert" not in page and "<b>Sons" not in page and "javascript:" not in page, address
        assert "&lt;script&gt;" in page, address


@pytest.mark.parametrize(
    "address",
    [
        "/work/?do=note&id=abc",
        "/work/?do=note&id=-1",
        "/work/?do=note&id=99999999999999999999",
        "/work/?do=note",
        "/work/?do=note&all=1&owner=%00",
        "/work/?do=note&id=1&back=//evil.example/",
        "/work/?do=note&id=1&back=https://evil.example/",
    ],
)
def test_an_address_that_chooses_nonsense_leads_back_to_a_page_of_ours(
    load_night: Load, browser_of: Browser, address: str
) -> None:
    load_night(night(0, mine()))
    answer = browser_of("supervisor", team=NORTH).get(address)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/") and not answer["Location"].startswith("//")
    else:
        assert answer.status_code == 200 and b"evil.example" not in answer.content


def test_a_step_that_does_not_exist_has_no_page(load_night: Load, browser_of: Browser) -> None:
    load_night(night(0, mine()))
    assert browser_of("supervisor", team=NORTH).get(f"/work/?do=delete&id={the().pk}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("until", (TODAY - timedelta(days=1)).isoformat(), "That day has passed"),
        ("until", (TODAY + timedelta(days=367)).isoformat(), "more than a year on"),
        ("until", "31/12/2026x", "Enter a valid date"),
        ("text", "x" * 2001, "at most 2000 characters"),
        ("text", "a\x00b", "Null characters are not allowed"),
        ("text", "   ", "This field is required"),
    ],
)
def test_a_mistake_is_a_sentence(load_night: Load, browser_of: Browser, field: str, value: str, said: str) -> None:
    load_night(night(0, mine()))
    form = {"do": "look_at", "row": f"{the().pk}.0", "text": "x", "until": SOON.isoformat()} | {field: value}
    answer = browser_of("offender_manager", officer_id="F1", team=NORTH).post("/work/", form)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("role", "address", "most"),
    [
        ("offender_manager", "/my-work/", 24),
        ("supervisor", "/my-team/", 24),
        ("supervisor", "/my-team/list/", 20),
        ("safeguarding_lead", "/force/", 22),
        ("safeguarding_lead", "/force/list/", 20),
        ("records_clerk", "/data-quality/", 13),
    ],
)
def test_a_page_takes_few_queries_however_much_was_done(
    load_night: Load,
    browser_of: Browser,
    account: Account,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    role: str,
    address: str,
    most: int,
) -> None:
    load_night(night(0, *(mine(f"O{n}|r", subject_id=f"O{n}") for n in range(120))))
    ids = list(Finding.objects.values_list("pk", flat=True))
    worker = account("child_investigator", officer_id="F1", team=NORTH)
    actions.report_wrong(by=worker, chosen=dict.fromkeys(ids[:40]), record_set="offenders", record_id="", text="x")
    actions.ask_excuse(by=worker, chosen=dict.fromkeys(ids[40:80]), until=LONG, text="x")
    client = browser_of(role, officer_id="F1", team=NORTH)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_a_step_on_many_takes_few_queries(
    load_night: Load, boss: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_night(night(0, *(mine(f"O{n}|r", subject_id=f"O{n}") for n in range(300))))
    chosen = dict.fromkeys(Finding.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(40):
        actions.mark_done(by=boss, chosen=chosen, text="x")


def test_a_step_is_never_changed_or_taken_away(load_night: Load, manager: User, tmp_path: Path) -> None:
    load_night(night(0, mine()))
    actions.note(by=manager, chosen={the().pk: 0}, text="x")
    step = Step.objects.get()
    for refused in (step.save, step.delete, Step.objects.all().delete, lambda: Step.objects.update(text="y")):
        with pytest.raises(TypeError):
            refused()


def holds(identity: str, name: str, until: date | None, team: str = NORTH, active: bool = True) -> dict[str, Any]:
    told = {"training_course": "mosovo", "training_ends_on": until, "active": active}
    return officer(identity, name, team, "offender_manager", **told)


def test_my_team_says_whose_training_ends_within_sixty_days_and_when(load_night: Load, browser_of: Browser) -> None:
    day = timezone.localdate(AS_OF)
    staff = [
        holds("T1", "DC On The Line", day + timedelta(days=60)),
        holds("T2", "DC Past The Line", day + timedelta(days=61)),
        holds("T3", "DC Last Day", day),
        holds("T4", "DC Without End", None),
        holds("T5", "DC Other Team", day, SOUTH),
        holds("T6", "DC Gone", day, active=False),
    ]
    load_night(Night("night-0", AS_OF, [mine()], officers=staff))
    client = browser_of("supervisor", team=NORTH)
    assert "Training can’t be told" in client.get("/my-team/").content.decode()
    Duty.objects.create(name="workforce-trained", position=99, title="Training for the role", area="workforce")
    page = " ".join(html.unescape(client.get("/my-team/").content.decode()).split())
    assert "2 of 4 officers in post hold training that ends within 60 days:" in page
    assert "<strong>DC Last Day</strong>: MOSOVO holds until 22 November 2026, the last day is today" in page
    assert "<strong>DC On The Line</strong>: MOSOVO holds until 21 January 2027, for 60 more days" in page
    assert page.index("DC Last Day</strong>: ") < page.index("DC On The Line</strong>: ")
    assert not any(
        f"{name}</strong>:" in page for name in ("DC Past The Line", "DC Without End", "DC Other Team", "DC Gone")
    )
    Duty.objects.filter(name="workforce-trained").update(missing=["training"])
    assert "Training can’t be told" in client.get("/my-team/").content.decode()


def test_a_release_of_old_loads_and_my_team_says_that_training_cant_be_told(load_night: Load, browser_of: Browser) -> None:
    day = timezone.localdate(AS_OF)
    told = holds("T1", "DC Last Day", day)
    load_night(Night("night-0", AS_OF, [mine()], officers=[told], of_old=True))
    Duty.objects.create(name="workforce-trained", position=99, title="Training for the role", area="workforce")
    kept = Officer.objects.get()
    assert (kept.name, kept.training_course, kept.training_ends_on) == ("DC Last Day", "", None)
    client = browser_of("supervisor", team=NORTH)
    page = html.unescape(client.get("/my-team/").content.decode())
    assert "Whose training ends soon can’t be told from this night" in page and "hold training that ends" not in page
    load_night(Night("night-1", AS_OF + timedelta(days=1), [mine()], officers=[told]))
    Duty.objects.get_or_create(name="workforce-trained", defaults={"position": 99, "title": "Training for the role"})
    page = html.unescape(client.get("/my-team/").content.decode())
    assert "1 of 1 officer in post holds training that ends" in page
    assert "can’t be told from this night: its release" not in page


def test_my_team_and_the_force_show_the_worst_and_the_worst_visit(load_night: Load, browser_of: Browser) -> None:
    """A visit that others outrank is still one click from the page that the day begins with."""
    others = [
        mine(f"C{n}|r", duty="online-progress", subject_kind="record", subject_id=f"C{n}", hours_late=9000.0 + n)
        for n in range(4)
    ]
    visits = [mine(f"O{n}|r", subject_id=f"O{n}", hours_late=50.0 + n) for n in range(2)]
    load_night(night(0, *others, *visits))
    assert [row["subject_id"] for row in worst_of(restricted=False)] == ["C3", "C2", "C1", "O1"]
    for role, address in (("supervisor", "/my-team/"), ("safeguarding_lead", "/force/")):
        page = browser_of(role, team=NORTH).get(address).content.decode()
        assert "4 of 6 late or not known" in page
        assert f'href="/findings/{Finding.objects.get(subject_id="O1").pk}/"' in page
