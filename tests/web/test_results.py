"""What comes out of an audit: result, agreement, conclusions, reports as files, audits done elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.audit import answered, auditor, finish, night_with_files, planned, shared
from tests.web.release import Night, nominal, rate

from seenheard.audits.scheme import shipped
from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.audits import actions as audits
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.readings import actions as readings
from seenheard.web.readings.models import Reading
from seenheard.web.readings.queries import pairs_of
from seenheard.web.reports import actions
from seenheard.web.reports.judged import judged_files, result_of
from seenheard.web.reports.models import Conclusion, Report
from seenheard.web.reports.tasks import make_report
from seenheard.web.reports.told import report_data
from seenheard.web.trail.models import TrailEntry

Load = Callable[[Night], str]
Browser = Callable[..., Client]
TEXT = "Children’s words are often not written down."


@pytest.fixture
def lead(load_night: Load) -> User:
    night = night_with_files()
    night.nominals = [nominal(f"N{n:03}", forenames="Amira", surname=f"Haddad{n}") for n in range(60)]
    night.rates = [rate("child-seen"), rate("child-seen", scope="open")]
    load_night(night)
    return auditor("lead")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def audit(lead: User) -> Audit:
    """Twelve files read; of the six that two read, two differ."""
    made = shared(lead, lead, auditor("ann", team="North"), auditor("bob", team="South"))
    seconds = 0
    for reading in Reading.objects.filter(file__audit=made).select_related("file", "user").order_by("pk"):
        seconds += reading.second
        poor = reading.second and seconds <= 2
        finish(reading, answered(reading.file, child_seen="no" if poor else "yes"))
    return made


class TestTheResult:
    """As the rows stand."""

    def test_counts_what_two_differ_on_only_when_it_is_settled(self, audit: Audit, lead: User) -> None:
        hows = result_of(audit).hows
        assert hows == {"one reader": 6, "two agreed": 4, "not settled": 2}
        pair = next(pair for pair in pairs_of(audit) if pair.left)
        chosen = {place: "no" if place[0] == "criterion" else "inadequate" for place in pair.left}
        readings.settle(by=lead, file=pair.file, chosen=chosen, reasons=dict.fromkeys(chosen, "Seen in the log."))
        result = result_of(audit)
        assert result.hows == {"one reader": 6, "two agreed": 4, "settled": 1, "not settled": 1}
        assert {grade: share.count for grade, share in result.overall.shares.items()} == {
            "good": 10,
            "requires_improvement": 0,
            "inadequate": 1,
        }

    def test_has_the_files_not_read_and_leaves_excluded_ones_out(self, audit: Audit, lead: User) -> None:
        out = audit.files.get(number=1)
        audits.exclude(by=lead, file=out, why="Not of this force.")
        result = result_of(audit)
        assert (result.drawn, result.hows["not read"]) == (12, 1)
        assert out.number not in {one.number for one in judged_files(audit, list(audit.files.filter(state="drawn")))}

    def test_keeps_a_picked_file_out_of_every_share(self, audit: Audit, lead: User) -> None:
        before = result_of(audit).overall
        free = audit.files.filter(state="reserve", case_type="missing")[0]
        from_release = audits.drawn.find_row(audit, audit.drawn_from, "missing", free.record_id)
        audits.pick(by=lead, audit=audit, row=from_release, why="Named in a complaint.")
        after = result_of(audit)
        assert after.overall == before and sum(row.not_judged for row in after.targeted) == 1

    def test_stands_beside_the_released_rate(self, audit: Audit) -> None:
        sentences = [one.sentence for one in result_of(audit).beside]
        assert any(sentence.startswith("Records say") for sentence in sentences)

    def test_page_names_no_child_and_no_record(self, audit: Audit, lead: User) -> None:
        page = signed_in(lead).get(reverse("result", args=[audit.pk])).content.decode()
        assert "Judgement" in page and "Haddad" not in page
        assert not [file.record_id for file in audit.files.all() if file.record_id in page]

    def test_of_an_audit_that_nobody_has_read_says_so(self, lead: User) -> None:
        made = shared(lead, auditor("ann"), second_share=0.0)
        page = signed_in(lead).get(reverse("agreement", args=[made.pk])).content.decode()
        assert "No file was read by two yet" in page
        assert signed_in(lead).get(reverse("result", args=[made.pk])).status_code == 200

    @pytest.mark.parametrize("page", ["result", "agreement", "conclusions", "reports"])
    def test_is_not_seen_by_a_reader_who_is_not_done(self, lead: User, page: str) -> None:
        ann, bob = auditor("ann"), auditor("bob")
        made = shared(lead, ann, bob, second_share=1.0)
        for reading in Reading.objects.filter(file__audit=made, user=ann).select_related("file", "user"):
            finish(reading, answered(reading.file, child_seen="no"))
        answer = signed_in(bob).get(reverse(page, args=[made.pk]))
        assert answer.status_code == 403 and "nobody is led by it" in answer.content.decode()
        assert signed_in(ann).get(reverse(page, args=[made.pk])).status_code == 200
        report = Report.objects.create(
            audit=made, kind="html", state="made", asked_by=ann, asked_at=made.planned_at, content=b"x"
        )
        assert signed_in(bob).get(reverse("report_file", args=[report.pk])).status_code == 404
        reading = Reading.objects.filter(file__audit=made, user=ann)[0]
        readings.reopen_reading(by=lead, reading=reading, why="One question was misread.")
        assert signed_in(ann).get(reverse(page, args=[made.pk])).status_code == 403

    def test_of_a_planned_audit_says_that_nothing_is_drawn(self, lead: User) -> None:
        answer = signed_in(lead).get(reverse("result", args=[planned(lead).pk]))
        assert answer.status_code == 409 and "Nothing is drawn yet" in answer.content.decode()

    def test_shows_agreement_before_moderation(self, audit: Audit, lead: User) -> None:
        page = signed_in(lead).get(reverse("agreement", args=[audit.pk])).content.decode()
        assert "AC1" in page and "The whole file" in page and "alpha" in page

    def test_of_an_open_audit_is_for_auditors_only(self, audit: Audit, lead: User, browser_of: Browser) -> None:
        supervisor = browser_of("supervisor")
        for page in ("result", "agreement", "conclusions", "reports"):
            assert supervisor.get(reverse(page, args=[audit.pk])).status_code == 404
        audit.refresh_from_db()
        audits.close(by=lead, audit=audit, seen=audit.version)
        for page in ("result", "agreement", "conclusions", "reports"):
            assert supervisor.get(reverse(page, args=[audit.pk])).status_code == 200

    def test_is_compared_with_an_earlier_audit(self, audit: Audit, lead: User) -> None:
        later = shared(lead, lead, second_share=0.0)
        Audit.objects.filter(pk=later.pk).update(earlier=audit)
        for reading in Reading.objects.filter(file__audit=later):
            finish(reading, answered(reading.file, child_seen="no"))
        later.refresh_from_db()
        changes = result_of(later).changes
        assert "went down from 100 %" in changes[0].sentence and changes[0].chance < 0.01


class TestConclusions:
    """Tied to criterion, files and team; good practice by name."""

    def test_are_the_leads(self, audit: Audit, lead: User, browser_of: Browser) -> None:
        address = reverse("conclusions", args=[audit.pk])
        said = {
            "kind": "theme",
            "text": TEXT,
            "criterion": "child-words",
            "numbers": "3, 1",
            "recommend": "on",
            "re_audit_on": "2027-03-01",
        }
        assert signed_in(lead).post(address, said).status_code == 302
        made = Conclusion.objects.get()
        assert sorted(file.number or 0 for file in made.files.all()) == [1, 3] and made.recommend
        assert signed_in(User.objects.get(username="ann")).post(address, said).status_code == 403
        assert browser_of("records_clerk").post(address, said).status_code == 403
        assert Client().post(address, said).status_code == 302 and Conclusion.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"numbers": "99"}, "no file 99"),
            ({"numbers": "one"}, "file numbers with commas"),
            ({"recommend": "on"}, "a recommendation needs a day"),
            ({"named": "DC Rees"}, "Only good practice is told by name"),
            ({"text": "short"}, "at least 10"),
            ({"text": "Nobody spoke to Haddad5, Amira, at home."}, "names a child or a record"),
            ({"text": "Nobody spoke to Amira alone at home."}, "Amira: also a name of somebody in these files"),
            (
                {"text": "Haddad5 was not spoken to, and should have been."},
                "Haddad5: also a name of somebody in these files",
            ),
            ({"text": "See record i001 for what happened."}, "names a child or a record"),
        ],
    )
    def test_that_are_wrong_are_told(self, audit: Audit, lead: User, said: dict[str, str], sentence: str) -> None:
        page = signed_in(lead).post(reverse("conclusions", args=[audit.pk]), {"kind": "theme", "text": TEXT} | said)
        assert sentence in page.content.decode() and not Conclusion.objects.exists()

    def test_with_a_record_s_number_written_in_parts_are_refused(self, audit: Audit, lead: User) -> None:
        CaseFile.objects.filter(audit=audit, number=1).update(record_id="MIS-2026-000996")
        said = {"kind": "theme", "text": "In mis 2026 000996 nobody asked why."}
        page = signed_in(lead).post(reverse("conclusions", args=[audit.pk]), said).content.decode()
        assert "names a child or a record" in page and not Conclusion.objects.exists()

    def test_with_a_first_name_that_is_another_s_are_kept_once_that_is_said(self, audit: Audit, lead: User) -> None:
        client, address = signed_in(lead), reverse("conclusions", args=[audit.pk])
        said = {"kind": "theme", "text": "Sergeant Amira Lowe asks each child what happened."}
        page = client.post(address, said).content.decode()
        assert "Here Amira is somebody or something else" in page and not Conclusion.objects.exists()
        assert client.post(address, said | {"not_theirs": "on"}).status_code == 302
        assert Conclusion.objects.count() == 1

    def test_are_withdrawn_with_a_reason_and_stay_to_be_seen(self, audit: Audit, lead: User, browser_of: Browser) -> None:
        made = actions.conclude(by=lead, audit=audit, kind="good_practice", text=TEXT, named="DC Sarah Whitcombe")
        address = reverse("withdraw_conclusion", args=[audit.pk, made.pk])
        client = signed_in(lead)
        client.post(address, {"why": ""})
        assert signed_in(User.objects.get(username="ann")).post(address, {"why": "It was one file."}).status_code == 302
        assert browser_of("supervisor").post(address, {"why": "It was one file."}).status_code == 403
        assert Client().post(address).status_code == 302
        made.refresh_from_db()
        assert made.withdrawn_at is None
        client.post(address, {"why": "It was one file."})
        page = client.get(reverse("conclusions", args=[audit.pk])).content.decode()
        assert TEXT in page  # to the lead alone
        page = signed_in(User.objects.get(username="ann")).get(reverse("conclusions", args=[audit.pk])).content.decode()
        assert TEXT not in page
        assert "It was one file." in page and "DC Sarah Whitcombe" in page


def do_what_waits() -> None:
    """As the worker does, which closes its connections: the browser's test has a real one."""
    for report in Report.objects.filter(state="waiting").order_by("pk"):
        make_report.call(report.pk)


class TestReports:
    """Made by the worker, as three kinds of file."""

    @pytest.mark.parametrize(("kind", "begins"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("docx", b"PK")])
    def test_are_made_by_the_worker_and_taken_away(self, audit: Audit, lead: User, kind: str, begins: bytes) -> None:
        actions.conclude(by=lead, audit=audit, kind="theme", text=TEXT)
        client = signed_in(lead)
        assert client.post(reverse("reports", args=[audit.pk]), {"kind": kind}).status_code == 302
        report = Report.objects.get()
        assert client.get(reverse("report_file", args=[report.pk])).status_code == 404
        do_what_waits()
        answer = client.get(reverse("report_file", args=[report.pk]))
        assert answer.content[:15].lower().startswith(begins.lower()) and f".{kind}" in answer.headers["Content-Disposition"]
        assert TrailEntry.objects.filter(action="report taken").count() == 1

    def test_that_would_name_a_child_are_refused_and_say_so(self, audit: Audit, lead: User) -> None:
        child = audit.files.get(number=1).nominal_ids[0]
        actions.conclude(by=lead, audit=audit, kind="theme", text=f"Nobody spoke to Amira Haddad{int(child[1:])} alone.")
        with pytest.raises(AuditError, match="would name"):
            report_data(audit)
        report = actions.ask_report(by=lead, audit=audit, kind="pdf")
        client = signed_in(lead)
        client.post(reverse("reports", args=[audit.pk]), {"kind": "pdf"})
        do_what_waits()
        assert [one.state for one in Report.objects.all()] == ["failed", "failed"] and report.pk
        assert all("would name" in one.problem for one in Report.objects.all())
        assert "Not made." in client.get(reverse("reports", args=[audit.pk])).content.decode()

    def test_are_asked_for_by_who_sees_the_result(self, audit: Audit, lead: User, browser_of: Browser) -> None:
        address = reverse("reports", args=[audit.pk])
        assert browser_of("supervisor").post(address, {"kind": "pdf"}).status_code == 404
        assert browser_of("records_clerk").post(address, {"kind": "pdf"}).status_code == 403
        assert Client().post(address, {"kind": "pdf"}).status_code == 302
        signed_in(lead).post(address, {"kind": "exe"})
        assert not Report.objects.exists()


class TestAnAuditDoneElsewhere:
    """The inspection of 2023: 69 files, 17 good, 30 requiring improvement, 22 inadequate."""

    TOTALS = "grade,count\nGood,17\nRequires improvement,30\nInadequate,22\ntotal,69\n"

    def bring(self, client: Client, content: str, **said: str) -> object:
        told = {"title": "Inspection of 2023", "done_on": "2023-11-24", "scheme": shipped()[0].hash}
        return client.post(reverse("import_audit"), told | said | {"file": SimpleUploadedFile("2023.csv", content.encode())})

    def test_gives_its_figures_back_with_intervals(self, lead: User) -> None:
        client = signed_in(lead)
        self.bring(client, self.TOTALS)
        audit = Audit.objects.get()
        result = result_of(audit)
        good = result.overall.shares["good"]
        assert (good.count, good.of) == (17, 69) and good.low is not None and good.high is not None
        assert (round(good.low, 3), round(good.high, 3)) == (0.160, 0.360)
        assert [share.count for share in result.overall.shares.values()] == [17, 30, 22]
        page = client.get(reverse("result", args=[audit.pk])).content.decode()
        assert "24.6" in page and "16.0" in page and "36.0" in page

    def test_says_what_was_taken_and_can_be_taken_back(self, lead: User, browser_of: Browser) -> None:
        client = signed_in(lead)
        self.bring(client, self.TOTALS)
        audit = Audit.objects.get()
        told = client.get(reverse("result", args=[audit.pk])).content.decode()
        assert "69 files are brought in: 17 good, 30 requires improvement, 22 inadequate." in told
        address, said = reverse("take_back", args=[audit.pk]), {"why": "It was the wrong sheet."}
        assert address in client.get(reverse("audit", args=[audit.pk])).content.decode()
        assert Client().post(address, said).status_code == 302
        assert browser_of("supervisor").post(address, said).status_code == 403
        assert signed_in(auditor("other")).post(address, said).status_code == 403
        assert client.post(address, {"why": ""}).status_code == 400 and Audit.objects.exists()
        assert client.post(address, said).status_code == 302
        assert not Audit.objects.exists() and not CaseFile.objects.exists()
        assert TrailEntry.objects.get(action="imported audit taken back").reason == said["why"]

    def test_is_not_taken_back_while_something_rests_on_it(self, lead: User) -> None:
        self.bring(signed_in(lead), self.TOTALS)
        audit = Audit.objects.get()
        later = planned(lead)
        Audit.objects.filter(pk=later.pk).update(earlier=audit)
        with pytest.raises(AuditError, match="Spring audit is compared with it"):
            actions.take_back(by=lead, audit=audit, why="Wrong.")
        Audit.objects.filter(pk=later.pk).update(earlier=None)
        made = actions.conclude(by=lead, audit=audit, kind="theme", text=TEXT)
        with pytest.raises(AuditError, match="Conclusions rest on it"):
            actions.take_back(by=lead, audit=audit, why="Wrong.")
        actions.withdraw_conclusion(by=lead, conclusion=made, why="Wrong sheet.")
        actions.ask_report(by=lead, audit=audit, kind="pdf")
        actions.take_back(by=lead, audit=audit, why="Wrong.")
        with pytest.raises(AuditError, match="read here"):
            actions.take_back(by=lead, audit=later, why="Wrong.")
        assert Audit.objects.get() == later

    def test_that_does_not_add_up_is_refused_with_its_row_and_nothing_is_kept(self, lead: User) -> None:
        page = self.bring(signed_in(lead), self.TOTALS.replace("69", "70"))
        assert "the rows above come to 69" in page.content.decode() and not Audit.objects.exists()  # type: ignore[attr-defined]

    def test_is_for_auditors(self, lead: User, browser_of: Browser) -> None:
        assert self.bring(browser_of("supervisor"), self.TOTALS).status_code == 403  # type: ignore[attr-defined]
        assert self.bring(Client(), self.TOTALS).status_code == 302 and not Audit.objects.exists()  # type: ignore[attr-defined]


def test_published_results_are_shown_with_what_is_missing(lead: User) -> None:
    page = signed_in(lead).get(reverse("published")).content.decode()
    assert "Avon and Somerset" in page and "No numbers were found." in page and "files were good and how many" in page


def test_charts_are_pictures_with_words_and_hostile_text_stays_text(audit: Audit, lead: User) -> None:
    actions.conclude(by=lead, audit=audit, kind="theme", text="<script>alert(1)</script> and more")
    page = signed_in(lead).get(reverse("result", args=[audit.pk])).content.decode()
    assert "<svg" in page and "&lt;svg" not in page and "<script>alert" not in page
