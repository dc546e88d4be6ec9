"""Who may open what. Every address is closed to those not signed in, and has a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from seenheard.web.accounts.models import User
from seenheard.web.accounts.roles import ROLES
from seenheard.web.accounts.rules import may, rights_of
from seenheard.web.findings.models import Finding
from seenheard.web.trail.models import TrailEntry

# Open to everyone, because they come before or without an account.
OPEN_TO_ALL = {"account_login", "account_inactive", "account_logout", "mfa_authenticate"}
PEOPLE = {"officer", "offender_manager", "online_investigator", "child_investigator", "supervisor", "auditor", "chief"}
NUMBERS = PEOPLE | {"analyst"}
ARGUMENTS = {"duty": ["offender-visit"], "queue": ["offender-visit"], "finding": [1]}
Browser = Callable[..., Client]


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


ALL = [pattern for pattern in patterns(get_resolver()) if pattern.name]
OURS = [pattern for pattern in ALL if pattern.callback.__module__.startswith("seenheard.")]


@pytest.mark.parametrize("name", sorted({str(pattern.name) for pattern in ALL} - OPEN_TO_ALL))
def test_every_address_asks_for_signing_in(db: None, name: str) -> None:
    address = reverse(name, args=ARGUMENTS.get(name))
    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_every_page_of_ours_has_a_rule() -> None:
    assert len(OURS) >= 9
    assert [pattern.name for pattern in OURS if not getattr(pattern.callback, "rule", "")] == []


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("today", NUMBERS),
        ("duty", NUMBERS),
        ("queue", PEOPLE),
        ("finding", PEOPLE),
        ("child", PEOPLE),
        ("offender", PEOPLE),
        ("case", PEOPLE),
        ("links", {"records_clerk"}),
        ("person_records", {"records_clerk"}),
        ("accounts", {"administrator"}),
    ],
)
def test_a_role_opens_what_it_may_and_nothing_else(
    force: None, browser_of: Browser, role: str, name: str, allowed: set[str]
) -> None:
    ids = {"child": "N000", "offender": "O0002", "case": "C000"}
    arguments = [Finding.objects.filter(restricted=False)[0].pk] if name == "finding" else ARGUMENTS.get(name)
    address = reverse(name, args=arguments) + (f"?id={ids[name]}" if name in ids else "")
    assert browser_of(role).get(address).status_code == (200 if role in allowed else 403)


def test_my_work_is_for_roles_with_work_and_an_officer_in_the_records(force: None, browser_of: Browser) -> None:
    assert browser_of("offender_manager", officer_id="F1").get("/my-work/").status_code == 200
    assert browser_of("online_investigator").get("/my-work/").status_code == 403
    assert browser_of("supervisor", officer_id="F1").get("/my-work/").status_code == 403


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
