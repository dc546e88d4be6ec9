"""The week's digest of a supervisor: what is in it, what never is, and that it comes once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from tests.web.force import NAMES, TEAMS
from tests.web.release import AS_OF, Night, officer, state, subject

from seenheard.errors import SiteError
from seenheard.web import site
from seenheard.web.accounts.models import User
from seenheard.web.config.mail import mail as mail_settings
from seenheard.web.findings import actions
from seenheard.web.findings.models import Digest
from seenheard.web.releases.models import Release
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry

Load = Callable[[Night], str]
NORTH = TEAMS[0]
BY = Program("digest")
MONDAY = date(2026, 11, 23)


def night(number: int, *rows: dict[str, Any]) -> Night:
    told = [subject("offender", row["subject_id"], NAMES[place % 8]) for place, row in enumerate(rows)]
    staff = [officer("F1", "DC Sarah Whitcombe", NORTH, "other")]
    return Night(f"night-{number}", AS_OF + timedelta(days=number), list(rows), subjects=told, officers=staff)


def rows(count: int, **said: Any) -> list[dict[str, Any]]:
    named = {"team": NORTH, "owner_id": "F1", "risk_level": "high"} | said
    return [state(key=f"O{number:03}|r", subject_id=f"O{number:03}", **named) for number in range(count)]


@pytest.fixture
def boss(account: Callable[..., User]) -> User:
    return account("supervisor", team=NORTH, email="ann.lowe@force.example")


def send(user: User, today: date = MONDAY) -> str:
    release = current_release()
    assert release is not None
    return actions.send_digest(by=BY, user=user, release=release, today=today)


def test_it_counts_lists_the_worst_and_counts_the_rest(load_night: Load, boss: User) -> None:
    load_night(night(0, *rows(14)))
    load_night(night(6, *rows(14)))
    assert send(boss) == "sent"
    letter = mail.outbox[0]
    assert letter.to == ["ann.lowe@force.example"]
    assert "14 late or not known" in letter.body and "14 rose to you" in letter.body
    assert letter.body.count("Visit to a registered sex offender: high risk, late by 2 days") == 10
    assert "and 4 more." in letter.body
    assert TrailEntry.objects.get(action="digest sent").by_name == "program: digest"


def test_no_name_and_no_id_of_anybody_and_nothing_restricted_is_in_it(load_night: Load, boss: User) -> None:
    boss.sees_restricted = True
    boss.save()
    load_night(night(0, *rows(4), *(row | {"restricted": True} for row in rows(9)[4:])))
    load_night(night(6, *rows(4), *(row | {"restricted": True} for row in rows(9)[4:])))
    send(boss)
    body = mail.outbox[0].body
    assert "4 late or not known" in body
    assert not [name for name in (*NAMES, "O000", "O001", "Whitcombe") if name in body]


def test_twice_in_a_week_sends_once(load_night: Load, boss: User) -> None:
    load_night(night(0, *rows(3)))
    assert [send(boss), send(boss, MONDAY + timedelta(days=6))] == ["sent", "sent already"]
    assert len(mail.outbox) == Digest.objects.count() == 1


def test_a_week_in_which_nothing_changed_sends_nothing(load_night: Load, boss: User) -> None:
    load_night(night(0, *rows(3)))
    assert send(boss) == "sent"
    assert send(boss, MONDAY + timedelta(days=7)) == "nothing new"
    load_night(night(1, *rows(4)))
    assert send(boss, MONDAY + timedelta(days=8)) == "sent"
    assert "4 late or not known (last time 3)" in mail.outbox[1].body


def test_mail_that_does_not_leave_is_sent_by_the_next_run(load_night: Load, boss: User, monkeypatch: Any) -> None:
    load_night(night(0, *rows(3)))

    def refuse(*arguments: Any, **named: Any) -> None:
        raise ConnectionRefusedError("nobody listens")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "send_mail", refuse)
        with pytest.raises(SiteError, match="could not be sent to a-supervisor"):
            site.send_digests()
    assert not Digest.objects.exists()
    site.send_digests()
    assert len(mail.outbox) == 1


def test_the_verb_says_what_came_of_it(
    load_night: Load, boss: User, account: Callable[..., User], capsys: pytest.CaptureFixture[str]
) -> None:
    User.objects.create_user(username="other", roles=["supervisor"], team=TEAMS[1])
    account("offender_manager", team=NORTH, email="x@force.example")
    load_night(night(0, *rows(3)))
    site.send_digests()
    assert "1 no address; 1 sent." in capsys.readouterr().out
    assert [letter.to for letter in mail.outbox] == [["ann.lowe@force.example"]]


def test_without_a_night_there_is_nothing_to_tell(boss: User) -> None:
    with pytest.raises(SiteError, match="No night has been loaded yet"):
        site.send_digests()
    assert not Release.objects.exists()


@pytest.mark.parametrize("url", ["smtp://host", "http://host", "smtps://", "smtps://host:99999", "x"])
def test_mail_goes_by_encryption_or_not_at_all(url: str, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="SEENHEARD_MAIL_URL"):
        mail_settings(url, tmp_path)


def test_mail_goes_to_files_unless_said_otherwise(tmp_path: Path) -> None:
    assert mail_settings("", tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path)
    said = mail_settings("smtp+starttls://me:p%40ss@mail.example", tmp_path)
    assert (said["EMAIL_PORT"], said["EMAIL_HOST_PASSWORD"], said["EMAIL_USE_TLS"]) == (587, "p@ss", True)
