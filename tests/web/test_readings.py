"""Readings: sharing out, reading blind, saving as it is written, finishing, moderation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.audit import answered, auditor, drawn, finish, night_with_files, posted, shared
from tests.web.release import Night

from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.audits import actions as audits
from seenheard.web.audits.models import CaseFile
from seenheard.web.readings import actions
from seenheard.web.readings.judging import Written, written_in
from seenheard.web.readings.models import Reading, Settlement
from seenheard.web.readings.queries import NotDone, both_done, not_done, pairs_of
from seenheard.web.readings.refusals import SavedMeanwhile
from seenheard.web.trail.models import TrailEntry

Load = Callable[[Night], str]
Browser = Callable[..., Client]
WHY = "The log shows it on page two."


@pytest.fixture
def lead(load_night: Load) -> User:
    load_night(night_with_files())
    return auditor("lead")


@pytest.fixture
def ann(lead: User) -> User:
    return auditor("ann", team="North")


@pytest.fixture
def bob(lead: User) -> User:
    return auditor("bob", team="South")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def of(user: User) -> Reading:
    return Reading.objects.filter(user=user).order_by("pk")[0]


def double(audit: Any) -> tuple[Reading, Reading]:
    """The two readings of a file that is read twice."""
    second = Reading.objects.filter(file__audit=audit, second=True).order_by("pk")[0]
    return Reading.objects.get(file=second.file, second=False), second


class TestSharingOut:
    """By load, never the own team's, the second reader never the first."""

    def test_gives_every_file_a_reader_and_half_of_them_a_second(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        readings = Reading.objects.filter(file__audit=audit)
        assert readings.filter(second=False).count() == 12 and readings.filter(second=True).count() == 6
        assert all(one.user.team != one.file.team or not one.file.team for one in readings.select_related("user", "file"))
        assert len({(one.file_id, one.user_id) for one in readings}) == 18

    def test_again_gives_only_what_lacks_a_reader(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        assert actions.share_out(by=lead, audit=audit) == 0
        audits.exclude(by=lead, file=audit.files.get(number=1), why=WHY)
        assert actions.share_out(by=lead, audit=audit) >= 1
        counted = Reading.objects.filter(file__audit=audit, file__state="drawn")
        assert counted.filter(second=False).count() == 12 and counted.filter(second=True).count() == 6

    def test_that_is_impossible_gives_nothing_and_says_which_file(self, lead: User, ann: User) -> None:
        audit = drawn(lead)
        actions.appoint(by=lead, audit=audit, user=ann)
        with pytest.raises(AuditError, match="No reader may have file"):
            actions.share_out(by=lead, audit=audit)
        assert not Reading.objects.exists()

    def test_gives_nothing_to_a_reader_on_leave(self, lead: User, ann: User, bob: User) -> None:
        audit, today = drawn(lead, second_share=0.0), timezone.localdate()
        actions.appoint(by=lead, audit=audit, user=lead)
        actions.appoint(by=lead, audit=audit, user=bob, away_from=today, away_until=today + timedelta(days=7))
        actions.share_out(by=lead, audit=audit)
        assert not Reading.objects.filter(user=bob).exists() and Reading.objects.filter(user=lead).count() == 12
        with pytest.raises(AuditError, match="away"):
            actions.give_to(by=lead, reading=of(lead), to=bob, why=WHY)

    def test_gives_nobody_a_file_that_they_own(self, lead: User, bob: User) -> None:
        audit = drawn(lead, second_share=0.0, own_team_out=False)
        CaseFile.objects.filter(audit=audit).update(owner_id="F7")
        User.objects.filter(pk=bob.pk).update(officer_id="F7")
        bob.refresh_from_db()
        for user in (lead, bob):
            actions.appoint(by=lead, audit=audit, user=user)
        actions.share_out(by=lead, audit=audit)
        assert not Reading.objects.filter(user=bob).exists() and Reading.objects.filter(user=lead).count() == 12
        with pytest.raises(AuditError, match="bob owns the file"):
            actions.give_to(by=lead, reading=of(lead), to=bob, why=WHY)

    def test_without_any_reader_is_refused(self, lead: User) -> None:
        with pytest.raises(AuditError, match="add a reader"):
            actions.share_out(by=lead, audit=drawn(lead))

    def test_appointing_is_the_leads_and_of_auditors_only(self, lead: User, ann: User, account: Callable[..., User]) -> None:
        audit = drawn(lead)
        address, client = reverse("audit_readings", args=[audit.pk]), signed_in(lead)
        assert client.post(address, {"user": ann.pk, "weight": 2}).status_code == 302
        assert audit.readers.get().weight == 2
        supervisor = account("supervisor")
        assert "Select a valid choice" in client.post(address, {"user": supervisor.pk, "weight": 1}).content.decode()
        assert signed_in(ann).post(address, {"user": ann.pk, "weight": 9}).status_code == 403
        assert signed_in(supervisor).post(address, {"user": ann.pk, "weight": 9}).status_code == 403
        assert Client().post(address).status_code == 302
        with pytest.raises(AuditError, match="needs an auditor"):
            actions.appoint(by=lead, audit=audit, user=supervisor)

    def test_a_dismissed_readers_unfinished_files_are_given_anew(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        mine = Reading.objects.filter(user=ann).count()
        client = signed_in(lead)
        reader = audit.readers.get(user=ann)
        assert client.post(reverse("dismiss_reader", args=[audit.pk, reader.pk])).status_code == 302
        assert Reading.objects.filter(user=ann, state="withdrawn").count() == mine > 0
        carl = auditor("carl", team="North")
        actions.appoint(by=lead, audit=audit, user=carl)
        assert actions.share_out(by=lead, audit=audit) == mine


class TestReading:
    """One's own reading: saved as it is written, never lost, never seen by another."""

    def test_saves_itself_and_is_told_what_is_suggested(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        reading, client = of(ann), signed_in(ann)
        written = Written(answers={"child-words": {"answer": "no", "text": "“No concerns.”"}})
        answer = client.post(
            reverse("reading", args=[reading.pk]), posted(written, 0), headers={"accept": "application/json"}
        )
        told = answer.json()
        assert answer.status_code == 200 and told["version"] == 1 and "No grade yet" in told["suggested"]["overall"]
        reading.refresh_from_db()
        assert reading.state == "begun" and written_in(reading).answers == written.answers
        page = client.get(reverse("reading", args=[reading.pk])).content.decode()
        assert "“No concerns.”" in page and "Told of" in page

    def test_in_a_second_window_is_told_and_keeps_what_was_typed(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        reading, client = of(ann), signed_in(ann)
        address = reverse("reading", args=[reading.pk])
        client.post(address, posted(Written(note="first"), 0))
        quiet = client.post(address, posted(Written(note="second"), 0), headers={"accept": "application/json"})
        assert quiet.status_code == 409 and "another window" in quiet.json()["problem"]
        page = client.post(address, posted(Written(note="second"), 0, note="second"))
        assert page.status_code == 409 and "second" in page.content.decode()
        again = client.post(address, posted(Written(), 0, note="third"))
        assert again.status_code == 409  # it is not saved over the first by trying twice

    def test_marks_whom_an_event_is_about_and_the_reader_sees_their_own_refer_back_only(
        self, lead: User, ann: User, bob: User
    ) -> None:
        audit = shared(lead, lead, ann, bob)
        first, second = double(audit)
        actions.refer_back(by=first.user, file=first.file, reading=first, risk="Nobody has seen her since.")
        pages = [signed_in(one.user).get(reverse("reading", args=[one.pk])).content.decode() for one in (first, second)]
        assert all("This file" in page for page in pages)
        assert "Referred back" in pages[0] and "Referred back" not in pages[1]

    def test_is_not_there_for_anybody_else(self, lead: User, ann: User, bob: User, browser_of: Browser) -> None:
        shared(lead, lead, ann, bob)
        address = reverse("reading", args=[of(ann).pk])
        assert signed_in(bob).get(address).status_code == 404 and signed_in(lead).get(address).status_code == 404
        assert signed_in(bob).post(address, {"seen": 0}).status_code == 404
        assert browser_of("supervisor").post(address, {"seen": 0}).status_code == 403
        assert Client().post(address, {"seen": 0}).status_code == 302
        assert of(ann).state == "given"

    def test_is_a_trail_entry_that_names_whom_the_file_is_about(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        reading = of(ann)
        signed_in(ann).get(reverse("reading", args=[reading.pk]))
        entry = TrailEntry.objects.filter(action="read").latest("number")
        assert ["nominal", reading.file.nominal_ids[0]] in [list(one) for one in entry.about]

    def test_is_finished_when_all_is_answered(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        reading, client = of(ann), signed_in(ann)
        address = reverse("reading", args=[reading.pk])
        partly = answered(reading.file)
        del partly.answers["oversight"]
        page = client.post(address, posted(partly, 0, do="finish")).content.decode()
        assert "Not answered yet" in page and of(ann).state == "given"
        answer = client.post(address, posted(answered(reading.file), 0, do="finish"))
        assert answer.status_code == 302
        reading.refresh_from_db()
        assert (reading.state, reading.grade) == ("done", "good")
        assert {one["grade"] for one in reading.judgements.values()} == {"good"}

    def test_a_critical_no_is_suggested_to_be_inadequate(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        reading = finish(of(ann), answered(of(ann).file, child_seen="no"))
        assert (reading.grade, reading.judgements["assessment_and_help"]["grade"]) == ("inadequate", "inadequate")

    def test_a_departure_needs_a_reason(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        reading = of(ann)
        odd = Written(answers=answered(reading.file).answers, grade="inadequate")
        with pytest.raises(AuditError, match="departs from the suggested one"):
            finish(reading, odd)
        done = finish(reading, Written(answers=odd.answers, grade="inadequate", reason=WHY))
        assert (done.grade, done.reason) == ("inadequate", WHY)

    def test_an_area_in_which_nothing_applies_has_no_grade(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        reading = finish(
            of(ann),
            answered(
                of(ann).file,
                trusted_adult_known="not_applicable",
                kept_told="not_applicable",
                support_offered="not_applicable",
            ),
        )
        assert reading.judgements["trusted_adult"]["grade"] == "" and reading.grade == "good"

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            (Written(answers={"nonsense": {"answer": "yes"}}), "no criterion nonsense"),
            (Written(answers={"child-words": {"answer": "perhaps"}}), "can’t be answered with perhaps"),
            (Written(judgements={"nowhere": {"grade": "good"}}), "no area nowhere"),
            (Written(judgements={"leadership": {"grade": "splendid"}}), "splendid is no grade"),
            (Written(grade="splendid"), "splendid is no grade"),
            (Written(note="x" * 20_001), "20,000 characters"),
        ],
    )
    def test_takes_only_what_the_scheme_has(self, lead: User, ann: User, bob: User, written: Written, sentence: str) -> None:
        shared(lead, lead, ann, bob)
        with pytest.raises(AuditError, match=sentence):
            actions.save_reading(by=ann, reading=of(ann), seen=0, written=written)

    def test_that_is_finished_excluded_or_closed_is_not_written_in(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        done = finish(of(ann))
        with pytest.raises(AuditError, match="is finished"):
            actions.save_reading(by=ann, reading=done, seen=done.version, written=Written())
        other = of(bob)
        audits.exclude(by=lead, file=other.file, why=WHY)
        with pytest.raises(AuditError, match="excluded"):
            actions.save_reading(by=bob, reading=Reading.objects.get(pk=other.pk), seen=0, written=Written())
        audit.refresh_from_db()
        audits.close(by=lead, audit=audit, seen=audit.version)
        mine = Reading.objects.filter(user=lead, file__state="drawn")[0]
        with pytest.raises(AuditError, match="closed"):
            actions.save_reading(by=lead, reading=mine, seen=0, written=Written())

    def test_is_given_to_another_and_what_was_written_stays(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob, second_share=0.0)
        reading = of(ann)
        actions.save_reading(by=ann, reading=reading, seen=0, written=Written(note="begun"))
        client, address = signed_in(lead), reverse("give_reading", args=[reading.pk])
        assert client.post(address, {"user": lead.pk, "why": WHY}).status_code == 302
        reading.refresh_from_db()
        assert (reading.state, reading.note) == ("withdrawn", "begun")
        assert Reading.objects.get(file=reading.file, second=False, state="given").user == lead
        with pytest.raises(AuditError, match="given to somebody else"):
            actions.save_reading(by=ann, reading=reading, seen=reading.version, written=Written())
        assert signed_in(ann).post(address, {"user": lead.pk, "why": WHY}).status_code == 404
        assert audit.readers.count() == 3

    def test_done_is_given_back_by_the_lead_with_a_reason(self, lead: User, ann: User, bob: User) -> None:
        shared(lead, lead, ann, bob)
        done = finish(of(ann))
        address = reverse("reopen_reading", args=[done.pk])
        assert signed_in(ann).post(address, {"why": WHY}).status_code == 404
        assert signed_in(lead).post(address, {"why": WHY}).status_code == 302
        assert of(ann).state == "begun"


class TestModeration:
    """Two finished readings side by side, settled with a reason by the lead."""

    def test_sees_nothing_before_both_are_done(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        first, second = double(audit)
        finish(first)
        assert pairs_of(audit) == []
        with pytest.raises(AuditError, match="both of its readers"):
            both_done(first.file)
        answer = signed_in(lead).get(reverse("moderate", args=[first.file.pk]))
        assert answer.status_code == 302
        assert second.state == "given"

    def test_settles_each_difference_with_a_reason(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        first, second = double(audit)
        finish(first)
        finish(second, answered(second.file, no_blame="no"))
        (pair,) = pairs_of(audit)
        assert ("criterion", "no-blame") in pair.differences and pair.left == pair.differences
        client, address = signed_in(lead), reverse("moderate", args=[first.file.pk])
        refused = client.post(address, {"s.criterion.no-blame": "no"})
        assert refused.status_code == 400 and "Say why" in refused.content.decode()
        said = {f"s.{kind}.{name}": "no" if kind == "criterion" else "good" for kind, name in pair.differences}
        said |= {f"r.{kind}.{name}": WHY for kind, name in pair.differences}
        assert client.post(address, said).status_code == 302
        (pair,) = pairs_of(audit)
        assert pair.left == [] and Settlement.objects.filter(file=first.file).count() == len(pair.differences)
        with pytest.raises(AuditError, match="settled already"):
            actions.reopen_reading(by=lead, reading=first, why=WHY)

    def test_takes_one_reader_s_word_for_the_rest_with_one_reason(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        first, second = double(audit)
        finish(first)
        finish(second, answered(second.file, no_blame="no", oversight="no"))
        client, address = signed_in(lead), reverse("moderate", args=[first.file.pk])
        refused = client.post(address, {"rest": "1"})
        assert refused.status_code == 400 and "Say why" in refused.content.decode() and not Settlement.objects.exists()
        own = {"s.criterion.no-blame": "yes", "r.criterion.no-blame": "The child was blamed nowhere."}
        assert client.post(address, own | {"rest": "1", "why": WHY}).status_code == 302
        (pair,) = pairs_of(audit)
        assert pair.left == []
        settled = {(one.kind, one.name): (one.settled, one.reason) for one in Settlement.objects.all()}
        assert settled["criterion", "no-blame"] == ("yes", "The child was blamed nowhere.")
        assert settled["criterion", "oversight"] == ("no", WHY)
        assert client.post(address, {"rest": "0", "why": WHY}).status_code == 302  # all is settled: nothing changes
        assert Settlement.objects.count() == len(settled)

    def test_settles_nothing_that_does_not_differ_or_does_not_exist(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        first, second = double(audit)
        finish(first)
        finish(second, answered(second.file, no_blame="no"))
        for place, value, sentence in (
            (("criterion", "oversight"), "no", "nothing to settle"),
            (("criterion", "no-blame"), "perhaps", "no answer or grade"),
        ):
            with pytest.raises(AuditError, match=sentence):
                actions.settle(by=lead, file=first.file, chosen={place: value}, reasons={place: WHY})

    def test_is_the_leads_alone(self, lead: User, ann: User, bob: User, browser_of: Browser) -> None:
        audit = shared(lead, lead, ann, bob)
        first, second = double(audit)
        finish(first)
        finish(second, answered(second.file, no_blame="no"))
        address, said = (
            reverse("moderate", args=[first.file.pk]),
            {"s.criterion.no-blame": "no", "r.criterion.no-blame": WHY},
        )
        assert signed_in(ann).post(address, said).status_code == 403
        assert browser_of("supervisor").post(address, said).status_code == 403
        assert Client().post(address, said).status_code == 302
        assert signed_in(ann).get(reverse("moderation", args=[audit.pk])).status_code == 403
        assert not Settlement.objects.exists()


@pytest.mark.parametrize("page", ["my_readings", "audit_readings", "audit"])
def test_no_page_shows_anothers_grade(lead: User, ann: User, bob: User, page: str) -> None:
    audit = shared(lead, lead, ann, bob)
    finish(of(ann), Written(answers=answered(of(ann).file).answers, grade="inadequate", reason="Unmistakable words"))
    text = signed_in(bob).get(reverse(page, args=[] if page == "my_readings" else [audit.pk])).content.decode()
    assert "Unmistakable words" not in text and "Inadequate" not in text


def test_a_second_save_of_the_same_version_is_refused_in_the_action_too(lead: User, ann: User, bob: User) -> None:
    shared(lead, lead, ann, bob)
    reading = of(ann)
    actions.save_reading(by=ann, reading=reading, seen=0, written=Written(note="one"))
    with pytest.raises(SavedMeanwhile):
        actions.save_reading(by=ann, reading=reading, seen=0, written=Written(note="two"))
    assert of(ann).note == "one"


class TestClosing:
    """What would stay undone is shown before an audit is closed."""

    def test_says_what_is_not_done(self, lead: User, ann: User, bob: User) -> None:
        audit = shared(lead, lead, ann, bob)
        first, second = double(audit)
        finish(first)
        finish(second, answered(second.file, no_blame="no"))
        files, readings = audit.files.filter(state="drawn").count(), Reading.objects.filter(state="given").count()
        left = not_done(audit)
        assert left == NotDone(
            files=files, unread=files - 1, once=0, unfinished=readings, pairs=1, unsettled=1, refer_backs=0
        )
        actions.reopen_reading(by=lead, reading=Reading.objects.get(pk=second.pk), why=WHY)
        page = signed_in(lead).get(reverse("close_audit", args=[audit.pk])).content.decode()
        assert "1 file that two were to read has one finished reading" in page
        assert f"{files - 1} of {files} files would stay unread" in page
        audit.refresh_from_db()
        assert audit.state == "reading"

    def test_is_the_leads_as_they_saw_it(self, lead: User, ann: User, browser_of: Browser) -> None:
        audit = shared(lead, lead, ann, second_share=0.0)
        audit.refresh_from_db()
        address, said = reverse("close_audit", args=[audit.pk]), {"seen": audit.version}
        assert Client().post(address, said).status_code == 302
        assert browser_of("supervisor").post(address, said).status_code == 403
        assert signed_in(ann).post(address, said).status_code == 403
        assert signed_in(lead).post(address, {"seen": audit.version - 1}).status_code == 400
        audit.refresh_from_db()
        assert audit.state == "reading"
        assert signed_in(lead).post(address, said).status_code == 302
        audit.refresh_from_db()
        assert audit.state == "closed"
        assert signed_in(lead).post(address, said).status_code == 302  # a second press is told
