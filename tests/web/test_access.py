"""Who may open what. Every address is closed to those not signed in, and has a rule."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.audit import planned
from tests.web.expectations import (
    ARGUMENTS,
    EVERYONE,
    OF_AN_AUDIT,
    ONLY_POSTED,
    PAGES,
    QUERIES,
    ROLES_FOR_A_TIME,
    SIGNED_IN,
    WITH_A_TOKEN,
    all_pages,
    ours,
)
from tests.web.force import first_night, second_night
from tests.web.release import Night

from seenheard.web.accounts.changing import values_of
from seenheard.web.accounts.models import AccountChange, Grant, UrgentAccess, User
from seenheard.web.accounts.roles import CASE_ACCESS, CHANGES, ROLES
from seenheard.web.accounts.rules import RULES, may, rights_of
from seenheard.web.api.models import Token
from seenheard.web.audits.models import CaseFile
from seenheard.web.findings.forms import QUEUE_TABS
from seenheard.web.findings.models import DutyNight, Finding, FindingNight, QueueChoice, QueueCount
from seenheard.web.readings.models import Reader, Reading, ReferBack, ReferBackAnswer
from seenheard.web.releases.models import Published, Rate, Release
from seenheard.web.reports.models import Conclusion, Report
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]


@pytest.fixture
def things(force: None, account: Callable[..., User]) -> dict[str, list[object]]:
    """What stands behind addresses that name something: all of it somebody else's, and of another team."""
    now, owner = timezone.now(), account("owner")
    about: dict[str, Any] = {"by": owner, "kind": "offender", "subject_id": "O0002", "reason": "Hospital", "at": now}
    urgent = UrgentAccess.objects.create(**about, team="South offender team", until=now)
    grant = Grant.objects.create(**about, to=owner, until=timezone.localdate())
    finding = Finding.objects.filter(restricted=False)[0]
    change = AccountChange.objects.create(user=owner, by=owner, at=now, values=values_of(owner))
    made: dict[str, Any] = {"finding": finding, "answer_urgent": urgent, "withdraw_grant": grant}
    token = Token.objects.create(name="x", role="analyst", ends_on=now.date(), asked_by=owner, asked_at=now)
    made |= {"change_account": owner, "settle_change": change, "agree_token": token, "revoke_token": token}
    return {name: [one.pk] for name, one in made.items()} | of_an_audit(owner)


def of_an_audit(owner: User) -> dict[str, list[object]]:
    """What stands behind addresses of audits: one that somebody else leads and reads."""
    audit = planned(owner)
    audit.state = "reading"
    audit.save()
    file = CaseFile.objects.create(audit=audit, number=1, case_type="missing", record_set="missing_episodes", record_id="M1")
    reading = Reading.objects.create(file=file, user=owner, given_at=audit.planned_at)
    reader = Reader.objects.create(audit=audit, user=owner)
    sent = ReferBack.objects.create(file=file, by=owner, at=audit.planned_at, due_at=audit.planned_at, risk="x")
    answer = ReferBackAnswer.objects.create(refer_back=sent, by=owner, at=audit.planned_at, text="x")
    conclusion = Conclusion.objects.create(audit=audit, kind="theme", text="x", by=owner, at=audit.planned_at)
    report = Report.objects.create(audit=audit, kind="html", asked_by=owner, asked_at=audit.planned_at)
    about: dict[str, list[object]] = {name: [audit.pk] for name in OF_AN_AUDIT}
    about |= {name: [file.pk] for name in ("exclude_file", "own_grade", "moderate")}
    about |= {name: [reading.pk] for name in ("reading", "refer", "give_reading", "reopen_reading")}
    about |= {"refer_back": [sent.pk], "accept_answer": [sent.pk, answer.pk], "dismiss_reader": [audit.pk, reader.pk]}
    hashed = audit.scheme_version.hash
    about |= {"scheme": [hashed], "scheme_file": [hashed], "withdraw_conclusion": [audit.pk, conclusion.pk]}
    return about | {"report_file": [report.pk]}


def address_of(name: str, things: dict[str, list[object]]) -> str:
    """Where a page is, with something that exists behind it."""
    arguments = things.get(name) or ARGUMENTS.get(name)
    return reverse(name, args=arguments) + QUERIES.get(name, "")


def test_every_address_has_a_line_in_the_table_and_every_page_of_ours_a_rule() -> None:
    assert sorted(PAGES) == all_pages()
    assert len(ours()) >= 9
    assert [pattern.name for pattern in ours() if getattr(pattern.callback, "rule", "") not in RULES] == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_what_the_table_says_and_nothing_else(
    things: dict[str, list[object]], account: Callable[..., User], role: str, method: str
) -> None:
    """Every address × this role; posting to a page that is only read is refused with 405, whoever posts."""
    user = account(role, officer_id="F1", team="North offender team", **ROLES_FOR_A_TIME.get(role, {}))
    wrong = []
    for name, who in PAGES.items():
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        code = getattr(client, method)(address_of(name, things)).status_code
        opened = code not in (401, 403, 405)
        if opened and not (who in (EVERYONE, SIGNED_IN) or role in who):
            wrong.append(f"{name} is open: {code}")
        if (
            method == ("post" if name in ONLY_POSTED else "get")
            and not opened
            and (who in (EVERYONE, SIGNED_IN) or role in who)
        ):
            wrong.append(f"{name} is refused: {code}")
    assert wrong == []


def test_without_signing_in_nothing_opens(things: dict[str, list[object]]) -> None:
    signing_in = reverse("account_login")
    wrong = []
    for name, who in PAGES.items():
        for method in ("get", "post", "put", "delete", "head", "options"):
            answer = getattr(Client(), method)(address_of(name, things))
            asks = answer.status_code == 302 and answer["Location"].startswith(f"{signing_in}?")
            if who is WITH_A_TOKEN:
                asks = answer.status_code in (401, 405)
            if asks == (who is EVERYONE):
                wrong.append((name, method, answer.status_code))
    assert wrong == []
    assert not TrailEntry.objects.filter(action="read").exists()


def test_my_work_is_for_roles_with_work_and_an_officer_in_the_records(force: None, browser_of: Browser) -> None:
    assert browser_of("offender_manager", officer_id="F1").get("/my-work/").status_code == 200
    assert browser_of("online_investigator").get("/my-work/").status_code == 403
    assert browser_of("supervisor", officer_id="F1").get("/my-work/").status_code == 403


class TestRightsOfRoles:
    """What must hold of roles.py, whoever changes it."""

    def test_an_administrator_and_an_information_officer_have_no_case_access(self) -> None:
        assert not ROLES["administrator"].rights & CASE_ACCESS
        assert not ROLES["information_officer"].rights & CASE_ACCESS

    def test_an_analyst_has_numbers_and_no_names(self) -> None:
        user = User(username="x", roles=["analyst"], sees_restricted=True)
        assert [name for name in RULES if may(user, name)] == [
            "everyone",
            "home",
            "numbers",
            "results",
            "export_numbers",
            "restricted_numbers",
        ]

    def test_an_inspector_changes_nothing_and_is_there_for_a_time(self) -> None:
        assert ROLES["inspector"].for_a_time and not ROLES["inspector"].rights & CHANGES

    def test_who_narrows_nothing_and_who_answers_for_accounts_are_different_people(self) -> None:
        assert [role.name for role in ROLES.values() if "accounts" in role.rights] == ["administrator"]
        assert [role.name for role in ROLES.values() if "trail" in role.rights] == ["information_officer"]


class TestAnAccountWithAnEnd:
    """The last day counts; afterwards nothing opens."""

    def test_its_last_day_is_today(self) -> None:
        assert may(User(username="x", roles=["inspector"], ends_on=timezone.localdate()), "people")

    def test_it_ended_yesterday(self) -> None:
        user = User(username="x", roles=["chief"], ends_on=timezone.localdate() - timedelta(days=1))
        assert rights_of(user) == frozenset() and [name for name in RULES if may(user, name)] == ["everyone"]

    def test_a_role_for_a_time_gives_nothing_without_an_end(self) -> None:
        assert rights_of(User(username="x", roles=["inspector"])) == frozenset()

    def test_a_session_of_before_opens_nothing_afterwards(self, force: None, browser_of: Browser) -> None:
        client = browser_of("chief", ends_on=timezone.localdate() - timedelta(days=1))
        assert client.get("/today/").status_code == 403 and client.get("/").status_code == 403


class TestActingOnAFinding:
    """Own and own team's, or anybody's for those who see the force."""

    MINE, TEAMS, OTHERS = (Finding(owner_id="F1", team="X"), Finding(owner_id="F2", team="North"), Finding(team="South"))

    @pytest.mark.parametrize(
        ("role", "what", "allowed"),
        [
            ("offender_manager", "work", (True, True, False)),
            ("safeguarding_lead", "work", (True, True, True)),
            ("auditor", "work", (False, False, False)),
            ("inspector", "work", (False, False, False)),
            ("supervisor", "approve", (False, True, False)),
            ("offender_manager", "approve", (False, False, False)),
            ("safeguarding_lead", "approve", (True, True, True)),
            ("supervisor", "team", (False, True, False)),
        ],
    )
    def test_by_role(self, role: str, what: str, allowed: tuple[bool, ...]) -> None:
        user = User(username="x", roles=[role], officer_id="F1", team="North", ends_on=timezone.localdate())
        assert tuple(may(user, what, finding) for finding in (self.MINE, self.TEAMS, self.OTHERS)) == allowed

    def test_an_empty_team_or_owner_is_nobodys(self) -> None:
        user = User(username="x", roles=["offender_manager", "supervisor"])
        assert not any(may(user, what, Finding()) for what in ("work", "team", "approve"))


class TestNarrowedByTeam:
    """Where the force narrows by team, names of other teams are closed, and numbers are not."""

    @pytest.fixture(autouse=True)
    def narrowed(self, settings: Any) -> None:
        settings.NARROW_BY_TEAM = True

    def test_a_queue_lists_and_counts_ones_own_team(self, force: None, browser_of: Browser) -> None:
        client = browser_of("supervisor", team="South offender team")
        shown = client.get("/duties/offender-visit/queue/").context
        assert {row["team"] for row in shown["page"].rows} == {"South offender team"}
        assert shown["total"] == Finding.objects.filter(tab="late", team="South offender team", restricted=False).count()

    def test_an_account_without_a_team_lists_nobody(self, force: None, browser_of: Browser) -> None:
        assert browser_of("supervisor").get("/duties/offender-visit/queue/").context["total"] == 0

    @pytest.mark.parametrize(("role", "code"), [("supervisor", 403), ("safeguarding_lead", 200), ("auditor", 200)])
    def test_a_person_of_another_team(self, force: None, browser_of: Browser, role: str, code: int) -> None:
        other = Finding.objects.filter(team="North offender team", restricted=False)[0]
        client = browser_of(role, team="South offender team")
        assert client.get(f"/findings/{other.pk}/").status_code == code
        assert client.get(f"/offender/?id={other.subject_id}").status_code == code
        assert TrailEntry.objects.filter(action="read").count() == (2 if code == 200 else 0)

    def test_ones_own_work_of_another_team_opens(self, force: None, browser_of: Browser) -> None:
        own = Finding.objects.filter(owner_id="F1", restricted=False)[0]
        client = browser_of("offender_manager", officer_id="F1", team="South offender team")
        assert own.team == "North offender team"
        assert client.get(f"/offender/?id={own.subject_id}").status_code == 200


@pytest.mark.parametrize("roles", [[], ["made up"], ["Supervisor"], None, "supervisor", [None], {"supervisor": True}])
def test_an_unknown_role_gives_nothing(roles: object) -> None:
    user = User(username="x", roles=roles)
    assert rights_of(user) == frozenset()
    assert not may(user, "numbers")


def test_a_closed_account_may_nothing() -> None:
    assert not may(User(username="x", roles=["chief"], is_active=False), "numbers")


def test_a_rule_that_does_not_exist_allows_nobody() -> None:
    assert not may(User(username="x", roles=["chief"]), "no such rule")


def test_no_role_sees_restricted_rows_unless_the_account_is_named() -> None:
    assert not any(may(User(username="x", roles=[role]), "restricted") for role in ROLES)
    assert may(User(username="x", roles=["supervisor"], sees_restricted=True), "restricted")
    assert not may(User(username="x", roles=["analyst"], sees_restricted=True), "restricted")
    assert not may(User(username="x", roles=["administrator"], sees_restricted=True), "restricted_numbers")


def test_a_restricted_finding_is_hidden_from_lists_counts_and_its_own_page(force: None, browser_of: Browser) -> None:
    hidden = Finding.objects.get(restricted=True)
    ordinary, named = browser_of("supervisor"), browser_of("chief", sees_restricted=True)
    queue = "/duties/offender-visit/queue/?risk=" + hidden.risk_level
    page = f'href="/findings/{hidden.pk}/"'
    assert page not in ordinary.get(queue).content.decode()
    assert page in named.get(queue).content.decode()
    late = [dict(client.get(queue).context["counts_by_tab"])[hidden.tab] for client in (ordinary, named)]
    assert late[1] == late[0] + 1
    today = [client.get("/today/").context["totals"].late for client in (ordinary, named)]
    assert today[1] == today[0] + 1
    for address in (f"/findings/{hidden.pk}/", f"/offender/?id={hidden.subject_id}"):
        assert ordinary.get(address).status_code == 404
        assert named.get(address).status_code == 200
    assert ordinary.get("/duties/offender-visit/").context["scope"] == "open"
    assert named.get("/duties/offender-visit/").context["scope"] == "all"


def without_restricted(night: Night) -> Night:
    """The same night if its restricted records did not exist."""
    night.states = [row for row in night.states if not row["restricted"]]
    night.subjects = [row for row in night.subjects if not row["restricted"]]
    return night


def read_all(client: Client) -> dict[str, str]:
    """Every page with findings on it, without what differs between two loads of one night."""
    queue = "/duties/offender-visit/queue/"
    pages = [
        "/today/",
        "/my-work/",
        "/my-team/",
        "/my-team/list/",
        "/force/",
        "/force/list/",
        "/duties/offender-visit/",
        *(f"{queue}?tab={tab}" for tab in QUEUE_TABS),
    ]
    pages += [f"{queue}?risk={risk}&sort=late" for risk in ("very_high", "high", "medium", "low")]
    texts = {address: client.get(address).content.decode() for address in pages}
    return {
        address: re.sub(r'/findings/\d+/|_\d+&|value="\w{64}"|name="id" value="\d+"', "…", text)
        for address, text in texts.items()
    }


@pytest.mark.parametrize("role", ["offender_manager", "analyst", "safeguarding_lead", "supervisor"])
def test_a_restricted_record_changes_nothing_that_others_see(
    load_night: Callable[[Night], str], browser_of: Browser, tmp_path: Path, role: str
) -> None:
    client = browser_of(role, officer_id="F2", team="South offender team")
    load_night(first_night(60))
    load_night(second_night(60))
    assert Finding.objects.filter(restricted=True, owner_id="F2").exists()
    with_it = read_all(client)
    everything = (FindingNight, Finding, QueueCount, QueueChoice, DutyNight, Rate, Published, Release)
    for model in everything:
        model.objects.all().delete()
    for folder in tmp_path.iterdir():
        shutil.rmtree(folder)
    load_night(without_restricted(first_night(60)))
    load_night(without_restricted(second_night(60)))
    assert not Finding.objects.filter(restricted=True).exists()
    without_it = read_all(client)
    assert {address for address in with_it if with_it[address] != without_it[address]} == set()


@pytest.mark.parametrize(
    ("address", "kind", "subject"),
    [
        ("/child/?id=N000", "child", "N000"),
        ("/offender/?id=O0002", "offender", "O0002"),
        ("/case/?id=C000", "record", "C000"),
    ],
)
class TestReadingIsWritten:
    """The three tests of each view that writes: not signed in, wrong role, success."""

    def test_not_signed_in(self, force: None, address: str, kind: str, subject: str) -> None:
        assert Client().get(address).status_code == 302
        assert not TrailEntry.objects.filter(action="read").exists()

    def test_wrong_role(self, force: None, browser_of: Browser, address: str, kind: str, subject: str) -> None:
        assert browser_of("analyst").get(address).status_code == 403
        assert not TrailEntry.objects.filter(action="read").exists()

    def test_success(self, force: None, browser_of: Browser, address: str, kind: str, subject: str) -> None:
        assert browser_of("auditor").get(address).status_code == 200
        entry = TrailEntry.objects.get(action="read")
        assert (entry.by_name, entry.subject_kind, entry.subject_id, entry.page) == ("a-auditor", kind, subject, address)


class TestReadingAFindingIsWritten:
    """The same three of a finding's page."""

    def address(self) -> str:
        return f"/findings/{Finding.objects.filter(restricted=False)[0].pk}/"

    def test_not_signed_in(self, force: None) -> None:
        assert Client().get(self.address()).status_code == 302
        assert not TrailEntry.objects.filter(action="read").exists()

    def test_wrong_role(self, force: None, browser_of: Browser) -> None:
        assert browser_of("administrator").get(self.address()).status_code == 403
        assert not TrailEntry.objects.filter(action="read").exists()

    def test_success(self, force: None, browser_of: Browser) -> None:
        assert browser_of("supervisor").get(self.address()).status_code == 200
        assert TrailEntry.objects.get(action="read").page == self.address()


def test_a_page_that_is_not_there_is_read_by_nobody(force: None, browser_of: Browser) -> None:
    client = browser_of("supervisor")
    for address in ("/child/?id=nobody", "/child/", "/offender/?id=N000", "/findings/999999/", "/duties/no-duty/queue/"):
        assert client.get(address).status_code == 404
    assert not TrailEntry.objects.filter(action="read").exists()


@pytest.mark.parametrize(
    ("role", "page"),
    [("supervisor", "/today/"), ("analyst", "/today/"), ("administrator", "/accounts/"), ("offender_manager", "/my-work/")],
)
def test_each_role_begins_where_its_work_is(force: None, browser_of: Browser, role: str, page: str) -> None:
    assert browser_of(role, officer_id="F1").get("/")["Location"] == page
