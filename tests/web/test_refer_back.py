"""A case file with live risk: sent to the supervisor at once, answered, accepted or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.audit import auditor, night_with_files, shared
from tests.web.release import Night

from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.readings import actions
from seenheard.web.readings.models import Reading, ReferBack
from seenheard.web.readings.queries import is_late, open_refer_backs

Load = Callable[[Night], str]
RISK = "The suspect moved back in yesterday, and nobody has seen the child since."
ANSWER = "Officers saw and spoke to her alone this afternoon; he is in custody."


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def supervisor(name: str, team: str, **said: object) -> User:
    return User.objects.create_user(username=name, roles=["supervisor"], team=team, email=f"{name}@force.example", **said)


@pytest.fixture
def reading(load_night: Load) -> Reading:
    """A reading of a file of the team South."""
    load_night(night_with_files())
    lead = auditor("lead")
    shared(lead, auditor("ann", team="North"), auditor("bob"), second_share=0.0)
    return Reading.objects.filter(file__team="South", user__username="ann")[0]


def refer(reading: Reading) -> ReferBack:
    return actions.refer_back(by=reading.user, file=reading.file, reading=reading, risk=RISK)


def test_tells_the_supervisors_of_the_team_at_once_without_a_name(reading: Reading) -> None:
    supervisor("sue", "South")
    supervisor("nat", "North")
    answer = signed_in(reading.user).post(reverse("refer", args=[reading.pk]), {"risk": RISK}, follow=True)
    sent = ReferBack.objects.get()
    assert sent.due_at - sent.at == timedelta(hours=24) and "Referred back to sue" in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["sue@force.example"] and reverse("refer_back", args=[sent.pk]) in letter.body
    assert reading.file.record_id not in letter.body and RISK not in letter.body and "N0" not in letter.body


def test_shows_on_every_page_of_who_is_to_answer_and_of_nobody_else(reading: Reading) -> None:
    sue, nat = supervisor("sue", "South"), supervisor("nat", "North")
    refer(reading)
    assert (open_refer_backs(sue), open_refer_backs(nat)) == (1, 0)
    assert "Referred back <b>1</b>" in signed_in(sue).get(reverse("today")).content.decode()
    assert "Referred back" not in signed_in(nat).get(reverse("today")).content.decode()
    assert RISK in signed_in(sue).get(reverse("refer_backs")).content.decode()
    assert RISK not in signed_in(nat).get(reverse("refer_backs")).content.decode()


def test_goes_to_the_lead_where_the_team_has_no_supervisor(reading: Reading) -> None:
    User.objects.create_user(username="lea", roles=["safeguarding_lead"], email="lea@force.example")
    refer(reading)
    assert mail.outbox[0].to == ["lea@force.example"]


def test_to_nobody_is_said(reading: Reading) -> None:
    page = signed_in(reading.user).post(reverse("refer", args=[reading.pk]), {"risk": RISK}, follow=True).content.decode()
    assert "tell somebody yourself, now" in page


def test_is_by_the_files_reader_only(reading: Reading) -> None:
    other = User.objects.get(username="bob")
    address = reverse("refer", args=[reading.pk])
    assert signed_in(other).post(address, {"risk": RISK}).status_code == 404
    assert signed_in(supervisor("sue", "South")).post(address, {"risk": RISK}).status_code == 403
    assert Client().post(address, {"risk": RISK}).status_code == 302
    assert "at least 10" in signed_in(reading.user).post(address, {"risk": "x"}).content.decode()
    assert not ReferBack.objects.exists()


def test_leads_whoever_answers_to_each_child_that_the_file_is_about(reading: Reading) -> None:
    sent = refer(reading)
    children = [identity for _, identity in reading.file.timelines]
    page = signed_in(supervisor("sue", "South")).get(reverse("refer_back", args=[sent.pk])).content.decode()
    assert children and all(f'href="{reverse("child")}?id={child}"' in page for child in children)


def test_is_answered_by_the_team_and_accepted_by_the_reader(reading: Reading) -> None:
    sue, sent = supervisor("sue", "South"), refer(reading)
    client, address = signed_in(sue), reverse("refer_back", args=[sent.pk])
    assert client.post(address, {"text": ANSWER}).status_code == 302
    assert open_refer_backs(sue) == 0
    answer = sent.answers.get()
    accept = reverse("accept_answer", args=[sent.pk, answer.pk])
    assert client.post(accept, {"accepted": "yes"}).status_code == 403
    assert Client().post(accept, {"accepted": "yes"}).status_code == 302
    reader = signed_in(reading.user)
    assert ANSWER in reader.get(address).content.decode()
    reader.post(accept, {"accepted": "no", "why": ""})
    assert sent.answers.get().accepted is None  # no without a reason is none
    reader.post(accept, {"accepted": "no", "why": "Who saw the brother?"})
    assert open_refer_backs(sue) == 1 and "Who saw the brother?" in client.get(address).content.decode()
    client.post(address, {"text": f"{ANSWER} Her brother too."})
    second = sent.answers.get(accepted=None)
    reader.post(reverse("accept_answer", args=[sent.pk, second.pk]), {"accepted": "yes"})
    sent.refresh_from_db()
    assert sent.accepted_at is not None and not is_late(sent, timezone.now() + timedelta(days=9))


def test_two_answers_at_once_the_second_is_told_and_loses_nothing(reading: Reading) -> None:
    sent = refer(reading)
    first, second = supervisor("sue", "South"), supervisor("sam", "South")
    actions.answer_refer_back(by=first, sent=sent, text=ANSWER)
    page = signed_in(second).post(reverse("refer_back", args=[sent.pk]), {"text": "I was there too, and she is safe."})
    assert page.status_code == 409
    text = page.content.decode()
    assert "sue answered first" in text and "I was there too" in text and sent.answers.count() == 1


def test_of_another_team_is_neither_seen_nor_answered(reading: Reading) -> None:
    sent, nat = refer(reading), supervisor("nat", "North")
    assert signed_in(nat).get(reverse("refer_back", args=[sent.pk])).status_code == 404
    with pytest.raises(AuditError, match="Only the team’s supervisor"):
        actions.answer_refer_back(by=nat, sent=sent, text=ANSWER)


def test_is_late_when_its_clock_is_over(reading: Reading) -> None:
    sent, sue = refer(reading), supervisor("sue", "South")
    assert not is_late(sent) and is_late(sent, sent.due_at + timedelta(seconds=1))
    ReferBack.objects.filter(pk=sent.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert "sh-tag--late" in signed_in(sue).get(reverse("refer_backs")).content.decode()


def test_of_a_restricted_file_is_for_named_supervisors(load_night: Load) -> None:
    load_night(night_with_files())
    named = auditor("named", sees_restricted=True)
    audit = shared(named, named, size=60, restricted=True, own_team_out=False, second_share=0.0)
    reading = Reading.objects.get(file__audit=audit, file__record_id="I039")
    plain, knowing = supervisor("sue", reading.file.team), supervisor("kit", reading.file.team, sees_restricted=True)
    sent = refer(reading)
    assert mail.outbox[0].to == ["kit@force.example"]
    assert signed_in(plain).get(reverse("refer_back", args=[sent.pk])).status_code == 404
    assert signed_in(knowing).get(reverse("refer_back", args=[sent.pk])).status_code == 200
    assert (open_refer_backs(plain), open_refer_backs(knowing)) == (0, 1)
