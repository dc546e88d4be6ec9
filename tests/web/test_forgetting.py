"""Erasing a person, and what is older than it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.audit import auditor, night_with_files, shared
from tests.web.release import Night, state, subject

from seenheard.cli import main
from seenheard.errors import SiteError
from seenheard.web.accounts.actions import forget_access, open_urgently
from seenheard.web.accounts.models import Grant, UrgentAccess, User
from seenheard.web.config.keeping import keeping
from seenheard.web.findings.actions import note
from seenheard.web.findings.models import DutyNight, Finding, WrongRecord
from seenheard.web.forgetting.actions import forget_person
from seenheard.web.forgetting.reach import naming
from seenheard.web.readings.actions import refer_back, save_reading
from seenheard.web.readings.judging import Written
from seenheard.web.readings.models import Reading, ReferBack
from seenheard.web.releases.actions import forget_releases
from seenheard.web.releases.models import Rate, Release
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry
from seenheard.web.trail.queries import verify

BY = Program("test")
Browser = Callable[..., Client]
ABOUT: dict[str, Any] = {"sentence": "Amira was seen.", "facts": '[{"value": "Amira"}]', "owner_id": "F4"}


@pytest.fixture
def children(load_night: Callable[[Night], str]) -> None:
    """Two records of one child, and another child."""
    same = [subject("child", name, "Amira Haddad", person_id="P1") for name in ("N1", "N2")]
    states = [state("child-heard", f"I{n}|N{n}", subject_id=f"N{n}", **ABOUT) for n in (1, 2, 3)]
    load_night(Night(subjects=[*same, subject("child", "N3", "Noah Price", person_id="P3")], states=states))


class TestForgettingAPerson:
    """By any record of theirs."""

    def test_who_it_is_and_what_happened_goes_from_every_record_of_the_person(self, children: None) -> None:
        said = forget_person(by=BY, kind="child", identity="N1", reason="Request 17")
        assert said.subjects == [("child", "N1"), ("child", "N2")] and len(said.removed) == 2
        for finding in Finding.objects.filter(subject_id__in=("N1", "N2")):
            assert "Amira" not in str(vars(finding))
        assert Finding.objects.get(subject_id="N3").subject_title == "Noah Price"

    def test_it_is_one_line_and_the_trail_still_stands(self, children: None, browser_of: Browser) -> None:
        browser_of("auditor").get("/child/?id=N1")
        forget_person(by=BY, kind="child", identity="N1", reason="Request 17")
        entry = TrailEntry.objects.get(action="person forgotten")
        assert entry.reason == "Request 17" and len(entry.about) == 2
        assert verify().number == TrailEntry.objects.count()

    def test_what_stays_is_said_with_its_reason(self, children: None, browser_of: Browser) -> None:
        browser_of("auditor").get("/child/?id=N1")
        said = "\n".join(forget_person(by=BY, kind="child", identity="N1", reason="Request 17").sentences)
        assert "1 lines of the trail: the law asks" in said
        assert Release.objects.get().path in said and "the next night brings back" in said

    def test_a_second_time_there_is_nothing_to_remove(self, children: None) -> None:
        forget_person(by=BY, kind="child", identity="N1", reason="Request 17")
        assert forget_person(by=BY, kind="child", identity="N1", reason="x").removed[0].startswith("nothing")

    def test_the_counts_and_the_queue_stay_right(self, children: None, browser_of: Browser) -> None:
        forget_person(by=BY, kind="child", identity="N1", reason="Request 17")
        shown = browser_of("auditor").get("/duties/child-heard/queue/").context
        assert shown["total"] == len(shown["page"].rows) == 3

    def test_from_the_command_line(self, children: None, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["forget", "person", "--kind", "child", "--id", "N1"]) == 2
        assert "say --kind, --id and --reason" in capsys.readouterr().err
        assert main(["forget", "person", "--kind", "child", "--id", "N1", "--reason", "Request 17"]) == 0
        assert "- removed: name, sentence and facts of 1 findings about child N2" in capsys.readouterr().out


class TestForgettingWhatIsOld:
    """As long as the force says, and no longer."""

    def test_old_releases_lose_their_numbers_and_the_one_shown_keeps_them(self, force: None) -> None:
        shown = Release.objects.latest("pk")
        folders = forget_releases(by=BY, before=timezone.now() + timedelta(days=9999))
        assert folders == [Release.objects.earliest("pk").path]
        assert set(Rate.objects.values_list("release", flat=True)) == {shown.pk}
        assert set(DutyNight.objects.values_list("release", flat=True)) == {shown.pk}

    def test_the_pages_still_open(self, force: None, browser_of: Browser) -> None:
        forget_releases(by=BY, before=timezone.now() + timedelta(days=9999))
        client = browser_of("auditor")
        pages = ("/today/", "/duties/offender-visit/", "/duties/offender-visit/queue/")
        assert {client.get(address).status_code for address in pages} == {200}

    def test_from_the_command_line(self, force: None, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["forget", "old"]) == 2
        assert "SEENHEARD_KEEP_TRAIL_DAYS" in capsys.readouterr().err
        settings.KEEP_TRAIL = settings.KEEP_RELEASES = timedelta(days=-9999)
        assert main(["forget", "old"]) == 0
        said = capsys.readouterr().out
        assert str(Path(Release.objects.earliest("pk").path)) in said and "3 old lines of the trail" in said
        assert verify().number == 4

    @pytest.mark.parametrize("given", ["29", "x", "-1", "100000", "30.5"])
    def test_nonsense_is_a_sentence(self, given: str) -> None:
        with pytest.raises(SiteError, match="a number of days from 30"):
            keeping("SEENHEARD_KEEP_TRAIL_DAYS", {"SEENHEARD_KEEP_TRAIL_DAYS": given})

    def test_nothing_said_keeps_everything(self) -> None:
        assert keeping("X", {}) is None and keeping("X", {"X": "30"}) == timedelta(days=30)


class TestWhatPeopleWrote:
    """Of audits and accesses it goes; of findings it is listed for somebody to read."""

    def test_readers_words_go_and_answers_stay(self, load_night: Callable[[Night], str]) -> None:
        load_night(night_with_files())
        lead = auditor("lead")
        audit = shared(lead, lead, second_share=0.0)
        reading = Reading.objects.filter(file__audit=audit)[0]
        told = {"child-words": {"answer": "no", "text": "Amira said nothing"}}
        save_reading(by=lead, reading=reading, seen=0, written=Written(answers=told, note="Amira Haddad"))
        refer_back(by=lead, file=reading.file, reading=Reading.objects.get(pk=reading.pk), risk="Amira is at risk")
        child = reading.file.nominal_ids[0]
        said = forget_person(by=BY, kind="child", identity=child, reason="Request 17")
        reading.refresh_from_db()
        assert reading.answers == {"child-words": {"answer": "no"}} and reading.note == ""
        assert ReferBack.objects.get().risk == "" and any("case files of audits" in one for one in said.removed)

    def test_reasons_of_urgent_access_go(self, children: None, account: Callable[..., User]) -> None:
        now = timezone.now()
        about: dict[str, Any] = {"kind": "child", "subject_id": "N2", "reason": "Amira is in hospital", "at": now}
        UrgentAccess.objects.create(by=account("officer"), until=now, **about)
        forget_person(by=BY, kind="child", identity="N1", reason="Request 17")
        assert UrgentAccess.objects.get().reason == ""

    def test_notes_and_reasons_that_name_the_person_are_listed(self, children: None, account: Callable[..., User]) -> None:
        lead = account("safeguarding_lead")
        own, other = Finding.objects.get(subject_id="N1"), Finding.objects.get(subject_id="N3")
        note(by=lead, chosen={own.pk: None}, text="Spoke to her mother")
        note(by=lead, chosen={other.pk: None}, text="A friend of AMIRA HADDAD")
        said = forget_person(by=BY, kind="child", identity="N1", reason="Request 17").stays
        assert any(one.startswith(f"notes and comments on findings {own.pk}, about") for one in said)
        assert any(one.startswith(f"notes and comments on findings {other.pk}: they name") for one in said)

    def test_wrong_data_and_reasons_are_listed(self, children: None, account: Callable[..., User]) -> None:
        own, other = Finding.objects.get(subject_id="N1"), Finding.objects.get(subject_id="N3")
        for finding, text in ((own, "Her name is misspelt"), (other, "Mixed up with N2."), (other, "See N20")):
            WrongRecord.objects.create(finding=finding, text=text, record_id="1", by_name="x", at=timezone.now())
        open_urgently(by=account("officer"), kind="child", subject_id="N1", reason="She is in hospital", page="/child/")
        said = forget_person(by=BY, kind="child", identity="N1", reason="Request 17").stays
        line = TrailEntry.objects.get(action="urgent access").number
        assert any(one.startswith(f"reports of wrong data on findings {own.pk}, about") for one in said)
        assert any(one.startswith(f"reports of wrong data on findings {other.pk}: they name") for one in said)
        assert any(one.startswith(f"reasons in lines of the trail {line}, about") for one in said)
        assert verify().number == TrailEntry.objects.count()

    def test_an_id_is_found_only_as_a_word_and_a_name_in_any_case(self, children: None) -> None:
        pattern = naming({"Zoë Élan (Jo)"}, ["N2", "17"])
        found = {"n2": True, "(N2)": True, "N20": False, "XN2": False, "17": False, "ZOË  élan (jo)!": True, "Zoë": False}
        for text, expected in found.items():
            Finding.objects.filter(subject_id="N3").update(sentence=text)
            assert Finding.objects.filter(subject_id="N3", sentence__iregex=pattern).exists() is expected, text
        assert naming(set(), ["17"]) == ""

    def test_old_access_goes_by_its_own_setting(self, children: None, account: Callable[..., User]) -> None:
        by, now = account("officer"), timezone.now()
        about: dict[str, Any] = {"by": by, "kind": "child", "subject_id": "N2", "reason": "x", "at": now}
        old = now - timedelta(days=100)
        UrgentAccess.objects.create(**about, until=old, accepted=True)
        UrgentAccess.objects.create(**about, until=old)  # nobody has asked about it yet
        UrgentAccess.objects.create(**about, until=now, accepted=True)
        Grant.objects.create(**about, to=by, until=old.date())
        assert forget_access(by=BY, before=now - timedelta(days=90)) == 2
        assert UrgentAccess.objects.count() == 2 and not Grant.objects.exists()
