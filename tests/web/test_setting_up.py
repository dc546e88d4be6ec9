"""Where the database is, the key, the port, the demonstration's accounts: each fault is one sentence."""

from __future__ import annotations

import socket
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from seenheard.errors import SiteError
from seenheard.web import site
from seenheard.web.accounts.actions import make_account
from seenheard.web.accounts.models import User
from seenheard.web.accounts.roles import ROLES
from seenheard.web.config.database import beside, database
from seenheard.web.config.keys import secret
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry


def test_a_sqlite_file_is_relative_or_absolute_and_loses_no_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert database("sqlite:///a/b.sqlite3")["NAME"] == str(tmp_path / "a" / "b.sqlite3")
    found = database("sqlite:////srv/x%20y.sqlite3")
    assert found["NAME"] == "/srv/x y.sqlite3"
    options = found["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in options["init_command"]
    assert beside(found, "seenheard.secret") == Path("/srv/seenheard.secret")


def test_a_postgresql_url_is_taken_apart() -> None:
    found = database("postgresql://u%40x:p%3Aw@db.example:5433/force")
    assert [found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "force",
        "u@x",
        "p:w",
        "db.example",
        "5433",
    ]
    assert database("postgresql:///force?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "postgresql://host", "postgresql://h:99999999/x", "nonsense"])
def test_another_database_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(SiteError, match="SEENHEARD_DATABASE_URL"):
        database(url)


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    kept = tmp_path / "new" / "seenheard.secret"
    key = secret(None, kept)
    assert len(key) > 60 and secret(None, kept) == key
    assert kept.stat().st_mode & 0o077 == 0
    assert secret("from the environment", kept) == "from the environment"


def test_a_port_in_use_is_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SiteError, match="name another with --port"):
            site.check_port(other.getsockname()[1])


def test_assets_that_are_not_built_are_a_sentence_that_says_how(settings: Any, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    with pytest.raises(SiteError, match="Install Node"):
        site.gather_assets()


def test_demo_accounts_are_refused_outside_the_demonstration(db: None, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(SiteError, match="SEENHEARD_DEMO"):
        site.make_demo_accounts()
    assert not User.objects.exists()


def test_demo_accounts_are_one_for_each_role_and_can_be_made_again(force: None, capsys: pytest.CaptureFixture[str]) -> None:
    site.make_demo_accounts()
    site.make_demo_accounts()
    assert User.objects.count() == len(ROLES) + 1 == 15  # two auditors: a file is read by two
    assert User.objects.get(username="offender_manager").officer_id in ("F1", "F2")
    assert User.objects.get(username="online_investigator").officer_id == "F3"
    assert sorted(User.objects.filter(sees_restricted=True).values_list("username", flat=True)) == [
        "chief",
        "safeguarding_lead",
    ]
    assert site.DEMO_PASSWORD in capsys.readouterr().out


class TestMakingAnAccount:
    """A program makes accounts; no page does yet."""

    def test_an_unknown_role_is_refused(self, db: None) -> None:
        with pytest.raises(SiteError, match="There is no role 'boss'"):
            make_account(by=Program("test"), username="x", password="three random words", roles=["boss"])
        assert not User.objects.exists() and not TrailEntry.objects.exists()

    def test_success_is_one_entry_and_keeps_no_password(self, db: None) -> None:
        make_account(by=Program("test"), username="x", password="three random words", roles=["auditor"])
        entry = TrailEntry.objects.get()
        assert (entry.action, entry.page) == ("account made", "account/x")
        assert "three random words" not in str(entry.detail)


@pytest.mark.django_db
def test_an_account_from_the_command_line_can_sign_in_and_stands_in_the_trail(tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text("correct horse battery\nanother line\n")
    site.make_account("jo", ["supervisor"], kept, name="Jo", team="North", officer_id="", sees_restricted=False)
    made = User.objects.get(username="jo")
    assert made.check_password("correct horse battery") and made.roles == ["supervisor"]
    assert TrailEntry.objects.filter(action="account made", page="account/jo").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "password", "said"), [(["boss"], "correct horse", "no role"), (["chief"], "short", "too short")]
)
def test_an_unknown_role_or_a_weak_password_makes_no_account(
    roles: list[str], password: str, said: str, tmp_path: Path
) -> None:
    kept = tmp_path / "password"
    kept.write_text(password)
    with pytest.raises(SiteError, match=said):
        site.make_account("jo", roles, kept)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_password_that_nobody_can_be_asked_for_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(SiteError, match="--password-file"):
        site.make_account("jo", ["chief"], None)
