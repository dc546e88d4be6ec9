"""Urgent access, grants, and the reason that a force may ask for: what they open, to whom, and what the trail says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.utils import timezone

from seenheard.web.accounts.models import Grant, UrgentAccess, User
from seenheard.web.findings.models import Finding
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
NORTH, SOUTH = "North offender team", "South offender team"
OPEN = "/urgent/open/?kind=offender&id=O0002"
PAGE = "/offender/?id=O0002"
RESTRICTED = "/offender/?id=O0005"
WHY = "He has been arrested in our area"


def read() -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(action="read").order_by("number"))


class TestOpeningUrgently:
    """A record of another team, where the force narrows by team."""

    @pytest.fixture(autouse=True)
    def narrowed(self, settings: Any) -> None:
        settings.NARROW_BY_TEAM = True

    def post(self, client: Client, reason: str = WHY, identity: str = "O0002") -> Any:
        return client.post("/urgent/open/", {"kind": "offender", "id": identity, "reason": reason})

    def test_not_signed_in(self, force: None) -> None:
        assert self.post(Client()).status_code == 302 and not UrgentAccess.objects.exists()

    def test_wrong_role(self, force: None, browser_of: Browser) -> None:
        assert self.post(browser_of("analyst")).status_code == 403 and not UrgentAccess.objects.exists()

    def test_success(self, force: None, browser_of: Browser) -> None:
        client = browser_of("offender_manager", team=SOUTH, officer_id="F9")
        refused = client.get(PAGE)
        assert refused.status_code == 403 and "/urgent/open/?kind=offender&amp;id=O0002" in refused.content.decode()
        assert client.get(OPEN).status_code == 200
        assert self.post(client)["Location"] == PAGE
        assert client.get(PAGE).status_code == 200
        entered, reading = TrailEntry.objects.get(action="urgent access"), read()[0]
        assert (entered.reason, entered.subject_id, entered.by_name) == (WHY, "O0002", "a-offender_manager")
        assert reading.reason == WHY and reading.detail["by"] == "urgent access"
        finding = Finding.objects.filter(subject_id="O0002")[0]
        assert client.get(f"/findings/{finding.pk}/").status_code == 200

    @pytest.mark.parametrize("reason", ["", "   ", "because"])
    def test_without_a_reason_nothing_opens(self, force: None, browser_of: Browser, reason: str) -> None:
        client = browser_of("offender_manager", team=SOUTH)
        assert self.post(client, reason).status_code == 200
        assert not UrgentAccess.objects.exists() and client.get(PAGE).status_code == 403

    def test_it_ends_after_its_hours(self, force: None, browser_of: Browser) -> None:
        client = browser_of("offender_manager", team=SOUTH)
        self.post(client)
        UrgentAccess.objects.update(until=timezone.now())
        assert client.get(PAGE).status_code == 403

    def test_it_opens_that_record_to_that_person_alone(self, force: None, browser_of: Browser) -> None:
        self.post(browser_of("offender_manager", team=SOUTH))
        assert browser_of("online_investigator", team=SOUTH).get(PAGE).status_code == 403

    @pytest.mark.parametrize("identity", ["O0005", "nobody", ""])
    def test_a_restricted_record_is_as_little_there_as_one_that_does_not_exist(
        self, force: None, browser_of: Browser, identity: str
    ) -> None:
        client = browser_of("offender_manager", team=SOUTH)
        assert client.get(f"/urgent/open/?kind=offender&id={identity}").status_code == 404
        assert self.post(client, identity=identity).status_code == 404
        assert not UrgentAccess.objects.exists()


class TestAskingAboutIt:
    """A supervisor of the team, or a lead, accepts or queries an urgent access."""

    ANSWER: ClassVar = {"answer": "Rang the duty inspector, confirmed", "accepted": "yes"}

    @pytest.fixture
    def address(self, force: None, account: Callable[..., User]) -> str:
        now, user = timezone.now(), account("officer", team=SOUTH)
        about: dict[str, Any] = {"kind": "offender", "subject_id": "O0002", "reason": WHY, "at": now, "until": now}
        return f"/urgent/{UrgentAccess.objects.create(by=user, team=SOUTH, **about).pk}/"

    def test_not_signed_in(self, address: str) -> None:
        assert Client().post(address, self.ANSWER).status_code == 302
        assert UrgentAccess.objects.get().accepted is None

    @pytest.mark.parametrize(("role", "team"), [("auditor", SOUTH), ("offender_manager", SOUTH), ("supervisor", NORTH)])
    def test_wrong_role_or_team(self, address: str, browser_of: Browser, role: str, team: str) -> None:
        assert browser_of(role, team=team).post(address, self.ANSWER).status_code == 403
        assert UrgentAccess.objects.get().accepted is None

    @pytest.mark.parametrize(("role", "team"), [("supervisor", SOUTH), ("safeguarding_lead", "")])
    def test_success(self, address: str, browser_of: Browser, role: str, team: str) -> None:
        client = browser_of(role, team=team)
        assert WHY in client.get("/urgent/").content.decode()
        assert client.post(address, self.ANSWER)["Location"] == "/urgent/"
        answered = UrgentAccess.objects.get()
        assert answered.accepted is True and answered.answered_by is not None
        entry = TrailEntry.objects.get(action="urgent access accepted")
        assert (entry.reason, entry.detail["of"]) == (self.ANSWER["answer"], "a-officer")

    def test_the_second_of_two_is_told_and_changes_nothing(self, address: str, browser_of: Browser) -> None:
        browser_of("supervisor", team=SOUTH).post(address, self.ANSWER)
        second = browser_of("safeguarding_lead")
        answer = second.post(address, {"answer": "I see no need", "accepted": "no"}, follow=True)
        assert "Somebody else has answered it before you" in answer.content.decode()
        assert UrgentAccess.objects.get().accepted is True
        assert not TrailEntry.objects.filter(action="urgent access queried").exists()

    def test_nobody_asks_themself(self, address: str, browser_of: Browser) -> None:
        client = browser_of("supervisor", team=SOUTH)
        UrgentAccess.objects.update(by=User.objects.get(username="a-supervisor"))
        assert client.post(address, self.ANSWER).status_code == 403
        assert WHY not in client.get("/urgent/").content.decode()

    def test_another_team_s_is_not_listed(self, address: str, browser_of: Browser) -> None:
        assert WHY not in browser_of("supervisor", team=NORTH).get("/urgent/").content.decode()


class TestGranting:
    """One restricted record, one account, until a date."""

    def said(self, **changes: str) -> dict[str, str]:
        until = (timezone.localdate() + timedelta(days=3)).isoformat()
        about = {"username": "a-auditor", "kind": "offender", "id": "O0005", "until": until, "reason": "Thematic audit"}
        return about | changes

    def test_not_signed_in(self, force: None) -> None:
        assert Client().post("/grants/", self.said()).status_code == 302 and not Grant.objects.exists()

    @pytest.mark.parametrize(
        ("role", "named"), [("supervisor", False), ("chief", True), ("auditor", True), ("administrator", True)]
    )
    def test_wrong_role_or_not_named(self, force: None, browser_of: Browser, role: str, named: bool) -> None:
        assert browser_of(role, sees_restricted=named).post("/grants/", self.said()).status_code == 403
        assert not Grant.objects.exists()

    def test_success(self, force: None, browser_of: Browser) -> None:
        auditor = browser_of("auditor")
        finding = f"/findings/{Finding.objects.get(restricted=True).pk}/"
        assert {auditor.get(page).status_code for page in (RESTRICTED, finding)} == {404}
        giver = browser_of("supervisor", sees_restricted=True)
        assert giver.post("/grants/", self.said())["Location"] == "/grants/"
        assert "O0005" in giver.get("/grants/").content.decode()
        assert {auditor.get(page).status_code for page in (RESTRICTED, finding)} == {200}
        given = TrailEntry.objects.get(action="grant given")
        assert (given.by_name, given.detail["to"], given.reason) == ("a-supervisor", "a-auditor", "Thematic audit")
        assert [entry.detail for entry in read()] == [{"by": "grant"}, {"by": "grant"}]

    def test_it_opens_no_list_and_no_count(self, force: None, browser_of: Browser) -> None:
        auditor = browser_of("auditor")
        before = auditor.get("/today/").context["totals"].late
        browser_of("supervisor", sees_restricted=True).post("/grants/", self.said())
        assert auditor.get("/today/").context["totals"].late == before
        assert browser_of("planner").get(RESTRICTED).status_code == 404

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"username": "nobody"}, "no account of this name"),
            ({"username": "a-administrator"}, "no account of this name"),
            ({"username": "a-supervisor"}, "Nobody grants themself"),
            ({"id": "O9999"}, "no such record"),
            ({"until": "2020-01-01"}, "three months"),
            ({"until": "2099-01-01"}, "three months"),
            ({"until": "soon"}, "Enter a valid date"),
            ({"reason": "so"}, "at least 10"),
        ],
    )
    def test_what_can_t_be_granted_is_said(
        self, force: None, browser_of: Browser, account: Callable[..., User], changes: dict[str, str], said: str
    ) -> None:
        account("auditor")
        account("administrator")
        answer = browser_of("supervisor", sees_restricted=True).post("/grants/", self.said(**changes))
        assert answer.status_code == 200 and said in answer.content.decode()
        assert not Grant.objects.exists()

    def test_after_its_last_day_it_opens_nothing(self, force: None, browser_of: Browser) -> None:
        auditor = browser_of("auditor")
        browser_of("supervisor", sees_restricted=True).post("/grants/", self.said())
        Grant.objects.update(until=timezone.localdate() - timedelta(days=1))
        assert auditor.get(RESTRICTED).status_code == 404


class TestWithdrawing:
    """A grant ends before its date."""

    @pytest.fixture
    def address(self, force: None, account: Callable[..., User]) -> str:
        user, giver = account("auditor"), account("giver")
        about: dict[str, Any] = {"kind": "offender", "subject_id": "O0005", "reason": "Audit", "at": timezone.now()}
        return f"/grants/{Grant.objects.create(to=user, by=giver, until=timezone.localdate(), **about).pk}/withdraw/"

    def test_not_signed_in(self, address: str) -> None:
        assert Client().post(address).status_code == 302 and Grant.objects.get().stands

    def test_wrong_role(self, address: str, browser_of: Browser) -> None:
        assert browser_of("supervisor").post(address).status_code == 403 and Grant.objects.get().stands

    def test_success(self, address: str, browser_of: Browser) -> None:
        reader = Client()
        reader.force_login(
            User.objects.get(username="a-auditor"), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        assert reader.get(RESTRICTED).status_code == 200
        assert browser_of("safeguarding_lead", sees_restricted=True).post(address).status_code == 302
        assert not Grant.objects.get().stands and reader.get(RESTRICTED).status_code == 404
        assert TrailEntry.objects.get(action="grant withdrawn").detail["to"] == "a-auditor"


class TestGivingAReason:
    """Where the force asks for one, before a page opens."""

    @pytest.fixture(autouse=True)
    def asked(self, settings: Any) -> None:
        settings.ASK_REASON = True

    def test_the_page_opens_after_the_reason_and_each_line_says_it(self, force: None, browser_of: Browser) -> None:
        client = browser_of("supervisor")
        form = client.get(PAGE)["Location"]
        assert form.startswith("/reason/?kind=offender&id=O0002") and read() == []
        assert client.post(form, {"reason": "Strategy meeting today"})["Location"] == PAGE
        assert client.get(PAGE).status_code == 200 and client.get(PAGE).status_code == 200
        assert [entry.reason for entry in read()] == ["Strategy meeting today"] * 2

    def test_another_record_is_asked_for_again(self, force: None, browser_of: Browser) -> None:
        client = browser_of("supervisor")
        client.post("/reason/?kind=offender&id=O0002", {"reason": "Strategy meeting today"})
        assert client.get("/offender/?id=O0003").status_code == 302

    @pytest.mark.parametrize("onward", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
    def test_it_leads_to_no_other_site(self, force: None, browser_of: Browser, onward: str) -> None:
        answer = browser_of("supervisor").post(
            f"/reason/?kind=offender&id=O0002&next={onward}", {"reason": "Strategy meeting today"}
        )
        assert answer["Location"] == PAGE

    def test_too_short_a_reason_is_none(self, force: None, browser_of: Browser) -> None:
        client = browser_of("supervisor")
        assert client.post("/reason/?kind=offender&id=O0002", {"reason": "work"}).status_code == 200
        assert client.get(PAGE).status_code == 302
