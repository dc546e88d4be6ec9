"""For other programs: what a token may read, how it comes to life, and that no request breaks the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from seenheard.web.accounts.models import User
from seenheard.web.api.models import Token
from seenheard.web.api.queries import hash_of
from seenheard.web.findings.models import Finding
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
SECRET = "a-secret-for-tests"
Tokens = Callable[..., Token]


@pytest.fixture
def token(db: None) -> Tokens:
    """Makes a token that stands."""

    def make(role: str = "auditor", **said: Any) -> Token:
        asker, _ = User.objects.get_or_create(username="asker", roles=["administrator"])
        about = {"name": f"t-{role}", "asked_by": asker, "asked_at": timezone.now(), "ends_on": timezone.localdate()}
        return Token.objects.create(**(about | {"role": role, "hash": hash_of(SECRET)} | said))

    return make


def ask(address: str, secret: str = SECRET) -> Any:
    return Client().get(address, headers={"authorization": f"Bearer {secret}"})


@pytest.mark.parametrize(
    ("role", "findings", "rates"),
    [
        ("auditor", 200, 200),
        ("safeguarding_lead", 200, 200),
        ("analyst", 403, 200),
        ("administrator", 403, 403),
        ("made up", 403, 403),
    ],
)
def test_a_token_reads_what_its_role_may(force: None, token: Tokens, role: str, findings: int, rates: int) -> None:
    token(role)
    assert ask("/api/findings").status_code == findings
    assert {ask(f"/api/{name}").status_code for name in ("rates", "releases")} == {rates}


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", hash_of(SECRET), "\x00"])
def test_without_the_secret_nothing(force: None, token: Tokens, secret: str) -> None:
    token()
    assert ask("/api/findings", secret).status_code == 401
    assert not TrailEntry.objects.filter(action="read by token").exists()


@pytest.mark.parametrize(
    "said", [{"revoked_at": timezone.now()}, {"ends_on": timezone.localdate() - timedelta(days=1)}, {"hash": ""}]
)
def test_a_token_that_is_revoked_over_or_not_agreed_to_reads_nothing(force: None, token: Tokens, said: Any) -> None:
    token(**said)
    assert ask("/api/rates").status_code == 401


def test_pages_of_findings_show_every_open_row_once_and_no_restricted_one(force: None, token: Tokens) -> None:
    token()
    seen: list[int] = []
    after = 0
    while after is not None:
        page = ask(f"/api/findings?after={after}&limit=7").json()
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
    expected = Finding.objects.exclude(tab="ended").filter(restricted=False).order_by("pk").values_list("pk", flat=True)
    assert seen == list(expected)


def test_a_token_named_for_restricted_records_reads_them_and_their_numbers(force: None, token: Tokens) -> None:
    token(sees_restricted=True)
    assert any(row["restricted"] for row in ask("/api/findings").json()["items"])
    assert ask("/api/rates").json()["scope"] == "all"


def test_rates_are_of_the_open_scope_for_others(force: None, token: Tokens) -> None:
    token("analyst")
    page = ask("/api/rates?duty=offender-visit&group_kind=team").json()
    assert page["scope"] == "open" and {row["scope"] for row in page["items"]} == {"open"}
    assert {row["group_kind"] for row in page["items"]} == {"team"}


def test_each_call_is_a_line_with_everybody_it_is_about(force: None, token: Tokens) -> None:
    made = token()
    rows = ask("/api/findings?limit=5").json()["items"]
    entry = TrailEntry.objects.get(action="read by token")
    assert entry.by_name == "program: token t-auditor" and entry.page == "/api/findings?limit=5"
    assert {identity for _, identity in entry.about} == {row["subject_id"] for row in rows}
    made.refresh_from_db()
    assert made.used_at is not None


def test_a_filter_that_does_not_exist_is_refused_and_does_not_answer_with_everything(force: None, token: Tokens) -> None:
    token()
    answer = ask("/api/findings?teem=North")
    assert answer.status_code == 422 and "There is no parameter 'teem': after, limit, duty" in answer.json()["detail"]


def test_too_many_calls_are_told_to_wait(force: None, token: Tokens) -> None:
    token()
    cache.clear()
    for _ in range(600):
        cache_key_used = ask("/api/findings?limit=0")
        assert cache_key_used.status_code == 422
    assert ask("/api/releases").status_code == 429


class TestAskingForAToken:
    """By one administrator."""

    def said(self) -> dict[str, str]:
        return {"name": "Dashboard", "role": "analyst", "ends_on": timezone.localdate().isoformat()}

    def test_not_signed_in(self, db: None) -> None:
        assert Client().post("/tokens/", self.said()).status_code == 302 and not Token.objects.exists()

    def test_wrong_role(self, browser_of: Browser) -> None:
        assert browser_of("chief").post("/tokens/", self.said()).status_code == 403 and not Token.objects.exists()

    def test_success(self, browser_of: Browser) -> None:
        assert browser_of("administrator").post("/tokens/", self.said())["Location"] == "/tokens/"
        assert not Token.objects.get().stands
        assert TrailEntry.objects.get().action == "token asked for"

    def test_a_role_that_no_token_may_carry_is_refused(self, browser_of: Browser) -> None:
        browser_of("administrator").post("/tokens/", self.said() | {"role": "administrator"})
        assert not Token.objects.exists()


class TestAgreeing:
    """By a second one, who is shown the secret once."""

    def test_not_signed_in(self, token: Tokens) -> None:
        assert Client().post(f"/tokens/{token(hash='').pk}/agree/").status_code == 302
        assert not Token.objects.get().stands

    def test_wrong_role(self, token: Tokens, browser_of: Browser) -> None:
        assert browser_of("chief").post(f"/tokens/{token(hash='').pk}/agree/").status_code == 403
        assert not Token.objects.get().stands

    def test_success(self, force: None, token: Tokens, browser_of: Browser) -> None:
        client, made = browser_of("administrator"), token(hash="")
        answer = client.post(f"/tokens/{made.pk}/agree/")
        secret = answer.context["secret"]
        assert "no-store" in answer["Cache-Control"] and secret not in client.get("/tokens/").content.decode()
        assert ask("/api/findings", secret).status_code == 200
        assert secret not in str(list(Token.objects.values())) + str(list(TrailEntry.objects.values()))
        assert client.post(f"/tokens/{made.pk}/agree/").context["secret"] == ""

    def test_whoever_asked_does_not_agree(self, token: Tokens, browser_of: Browser) -> None:
        client = browser_of("administrator")
        made = token(hash="", asked_by=User.objects.get(username="a-administrator"))
        assert client.post(f"/tokens/{made.pk}/agree/").status_code == 403 and not Token.objects.get().stands


class TestRevoking:
    """At once and for good."""

    def test_not_signed_in(self, token: Tokens) -> None:
        assert Client().post(f"/tokens/{token().pk}/revoke/").status_code == 302 and Token.objects.get().stands

    def test_wrong_role(self, token: Tokens, browser_of: Browser) -> None:
        assert browser_of("chief").post(f"/tokens/{token().pk}/revoke/").status_code == 403 and Token.objects.get().stands

    def test_success(self, force: None, token: Tokens, browser_of: Browser) -> None:
        made = token()
        browser_of("administrator").post(f"/tokens/{made.pk}/revoke/")
        assert ask("/api/rates").status_code == 401
        assert TrailEntry.objects.filter(action="token revoked", page=f"token/{made.name}").exists()


@pytest.fixture
def api_schema(force: None, token: Tokens) -> Iterator[Any]:
    """The schema, as the API itself says it."""
    token()
    # The end of a request closes what a server's process would keep: here it is the test's own connection.
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_breaks_the_api_and_each_answer_is_as_its_schema_says(api_schema: Any, mode: GenerationMode) -> None:
    """With requests that the schema allows, and with ones that it does not."""
    operations = [found.ok() for found in api_schema.get_all_operations()]
    assert {operation.path for operation in operations} == {"/api/findings", "/api/rates", "/api/releases"}
    for operation in operations:

        @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:
            cache.clear()
            # What it thinks broken may not be: a parameter that does not exist, with no value, is not in the address.
            case.call_and_validate(headers={"Authorization": f"Bearer {SECRET}"}, excluded_checks=[negative_data_rejection])

        holds()
