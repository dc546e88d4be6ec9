"""Audits: planning, the draw, exclusions and picks; and what can't be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.audit import a_plan, auditor, drawn, night_with_files, planned
from tests.web.release import AS_OF, Night

from seenheard.audits.scheme import shipped, shipped_with_text
from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.audits import actions
from seenheard.web.audits.drawn import find_row, made_again, preview
from seenheard.web.audits.models import Audit, CaseFile, SchemeVersion
from seenheard.web.audits.queries import find_audit
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
Load = Callable[[Night], str]
WHY = "It is of somebody whom a reader knows."


@pytest.fixture
def lead(load_night: Load) -> User:
    load_night(night_with_files())
    return auditor("lead")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def form(**said: object) -> dict[str, object]:
    day = AS_OF.date()
    told = {"title": "Spring", "case_types": ["domestic_abuse", "missing"], "opened_from": day - timedelta(days=180)}
    told |= {"opened_to": day, "by": "size", "size": 12, "least": 2, "second": 20, "own_team_out": "on", "refer_hours": 24}
    return told | said


class TestPlanning:
    """A plan, under a scheme that the audit keeps."""

    def test_is_done_by_an_auditor_who_leads_it_from_then_on(self, lead: User) -> None:
        address = f"{reverse('new_audit')}?scheme={shipped()[0].hash}"
        answer = signed_in(lead).post(address, form())
        audit = Audit.objects.get()
        assert answer.headers["Location"] == reverse("audit", args=[audit.pk])
        assert (audit.lead, audit.state, audit.scheme.name) == (lead, "planned", "inspection-2014")
        assert TrailEntry.objects.filter(action="audit planned").count() == 1

    def test_is_refused_to_those_not_signed_in(self, lead: User) -> None:
        address = f"{reverse('new_audit')}?scheme={shipped()[0].hash}"
        assert Client().post(address, form()).status_code == 302 and not Audit.objects.exists()

    def test_is_refused_to_other_roles(self, lead: User, browser_of: Browser) -> None:
        address = f"{reverse('new_audit')}?scheme={shipped()[0].hash}"
        assert browser_of("supervisor").post(address, form()).status_code == 403 and not Audit.objects.exists()

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"size": ""}, "Give a number."),
            ({"by": "margin", "margin": ""}, "Give a number."),
            ({"opened_to": AS_OF.date() - timedelta(days=181)}, "is before the first"),
            ({"case_types": []}, "This field is required"),
            ({"size": 100_000}, "2000"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, lead: User, said: dict[str, object], sentence: str) -> None:
        address = f"{reverse('new_audit')}?scheme={shipped()[0].hash}"
        page = signed_in(lead).post(address, form(**said)).content.decode()
        assert sentence in page and 'value="Spring"' in page and not Audit.objects.exists()

    def test_is_changed_until_the_draw(self, lead: User) -> None:
        audit = planned(lead)
        client, address = signed_in(lead), reverse("change_audit", args=[audit.pk])
        assert client.post(address, form(title="Summer", seen=audit.version)).status_code == 302
        audit.refresh_from_db()
        assert (audit.title, audit.plan["size"], audit.version) == ("Summer", 12, 1)
        assert client.post(address, form(title="Autumn", seen=0)).status_code == 409  # seen before the last change
        assert client.post(reverse("draw", args=[audit.pk]), {"seed": "a", "seen": 1, "sure": "on"}).status_code == 302
        assert client.get(address).status_code == 302

    def test_of_restricted_files_needs_a_named_account_and_hides_the_audit_from_others(self, lead: User) -> None:
        with pytest.raises(AuditError, match="named for restricted records"):
            planned(lead, restricted=True)
        named = auditor("named", sees_restricted=True)
        audit = planned(named, restricted=True)
        assert find_audit(lead, audit.pk) is None and find_audit(named, audit.pk) == audit
        assert signed_in(lead).get(reverse("audit", args=[audit.pk])).status_code == 404

    def test_keeps_the_scheme_when_a_later_version_comes(self, lead: User) -> None:
        client, own = signed_in(lead), own_scheme()
        assert client.post(reverse("schemes"), {"file": _file("own.toml", own)}).status_code == 302
        hashed = SchemeVersion.objects.get().hash
        assert client.post(f"{reverse('new_audit')}?scheme={hashed}", form()).status_code == 302
        later = own.replace("version = 2026-11-25", "version = 2027-01-01").replace("Initial contact", "First contact")
        assert client.post(reverse("schemes"), {"file": _file("later.toml", later)}).status_code == 302
        assert SchemeVersion.objects.count() == 2
        audit = Audit.objects.get()
        assert audit.scheme.areas[0].title == "Initial contact" and audit.scheme.version == "2026-11-25"

    def test_a_changed_scheme_under_an_old_version_is_refused(self, lead: User) -> None:
        client = signed_in(lead)
        client.post(reverse("schemes"), {"file": _file("own.toml", own_scheme())})
        changed = own_scheme().replace("Initial contact", "First contact")
        page = client.post(reverse("schemes"), {"file": _file("same.toml", changed)}).content.decode()
        assert "give yours a later version" in page and SchemeVersion.objects.count() == 1

    def test_a_changed_shipped_scheme_needs_a_name_of_its_own(self, lead: User) -> None:
        changed = shipped_with_text()[0][1].replace("Initial contact", "First contact")
        page = signed_in(lead).post(reverse("schemes"), {"file": _file("x.toml", changed)}).content.decode()
        assert "give yours a name of its own" in page and not SchemeVersion.objects.exists()

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [(b"name = 1", "a scheme has no"), (b"\xff\xfe", "not text in UTF-8"), (b"[[", "no TOML"), (b"", "empty")],
    )
    def test_a_file_that_is_no_scheme_is_told_in_words(self, lead: User, content: bytes, sentence: str) -> None:
        given = {"file": _file("x.toml", content)}
        page = signed_in(lead).post(reverse("schemes"), given).content.decode()
        assert sentence.lower() in page.lower() or "is missing" in page
        assert not SchemeVersion.objects.exists()


def own_scheme() -> str:
    return shipped_with_text()[0][1].replace('name = "inspection-2014"', 'name = "our-force"')


def _file(name: str, content: str | bytes) -> object:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


class TestTheDraw:
    """Fair, sized as planned, and made again from the release, the plan and the seed."""

    def test_takes_from_each_part_in_proportion_without_restricted_files(self, lead: User) -> None:
        audit = drawn(lead)
        assert [(part.name, part.population, part.size) for part in audit.strata.order_by("pk")] == [
            ("domestic_abuse", 39, 8),
            ("missing", 20, 4),
        ]
        files = CaseFile.objects.filter(audit=audit)
        assert files.filter(state="drawn").count() == 12 and files.filter(state="reserve").count() == 20
        assert sorted(files.filter(state="drawn").values_list("number", flat=True)) == list(range(1, 13))
        assert not files.filter(record_id="I039").exists()

    def test_can_be_made_again(self, lead: User) -> None:
        audit = drawn(lead)
        assert made_again(audit) == []
        page = signed_in(lead).get(reverse("check_draw", args=[audit.pk])).content.decode()
        assert "It is the same" in page

    def test_that_was_tampered_with_is_told(self, lead: User) -> None:
        audit = drawn(lead)
        CaseFile.objects.filter(audit=audit, number=1).update(record_id="I999")
        assert len(made_again(audit)) == 2

    def test_of_another_seed_is_another(self, lead: User) -> None:
        release = current_release()
        assert release is not None
        one, other = planned(lead), planned(lead)
        for audit, seed in ((one, "a"), (other, "b")):
            actions.draw(by=lead, audit=audit, seen=0, release=release, seed=seed)
        drawn_of = [set(audit.files.filter(state="drawn").values_list("record_id", flat=True)) for audit in (one, other)]
        assert drawn_of[0] != drawn_of[1]

    def test_is_made_once(self, lead: User) -> None:
        audit = drawn(lead)
        release = current_release()
        assert release is not None
        with pytest.raises(AuditError, match="drawn already"):
            actions.draw(by=lead, audit=audit, seen=audit.version, release=release, seed="again")

    def test_is_the_leads_alone(self, lead: User) -> None:
        audit = planned(lead)
        other = signed_in(auditor("other"))
        other.post(reverse("draw", args=[audit.pk]), {"seed": "a", "seen": 0, "sure": "on"})
        audit.refresh_from_db()
        assert audit.state == "planned" and Client().post(reverse("draw", args=[audit.pk])).status_code == 302

    def test_of_an_empty_population_is_refused_with_the_days(self, lead: User) -> None:
        audit = planned(lead, opened_from=AS_OF.date() - timedelta(days=3000), opened_to=AS_OF.date() - timedelta(days=2990))
        page = signed_in(lead).get(reverse("audit", args=[audit.pk])).content.decode()
        assert "No file of these case types was opened from" in page

    def test_too_small_for_the_least_is_refused(self, lead: User) -> None:
        audit = planned(lead, size=3, least=2)
        release = current_release()
        assert release is not None
        with pytest.raises(AuditError, match="too few"):
            preview(audit, release)

    def test_by_team_draws_from_each(self, lead: User) -> None:
        audit = drawn(lead, by_team=True, least=1)
        assert audit.strata.count() == 6
        assert all(part.size >= 1 for part in audit.strata.all())

    def test_leaves_out_what_was_excluded_before(self, lead: User) -> None:
        audit = planned(lead)
        client = signed_in(lead)
        said = {"case_type": "missing", "record_id": "M000", "why": WHY}
        assert client.post(reverse("choose_file", args=[audit.pk]), said).status_code == 302
        again = client.post(reverse("choose_file", args=[audit.pk]), said).content.decode()
        assert "excluded already" in again
        audit.refresh_from_db()
        release = current_release()
        assert release is not None
        audit = actions.draw(by=lead, audit=audit, seen=audit.version, release=release, seed="x")
        assert audit.strata.get(name="missing").population == 19
        assert audit.files.get(record_id="M000").state == "excluded" and made_again(audit) == []


class TestFiles:
    """Excluding, picking, and the force's own grade."""

    def test_an_excluded_file_is_replaced_by_the_next_of_its_part(self, lead: User) -> None:
        audit = drawn(lead)
        out = audit.files.get(number=1)
        assert out.stratum is not None
        following = audit.files.filter(stratum=out.stratum, state="reserve").order_by("place")[0]
        answer = signed_in(lead).post(reverse("exclude_file", args=[out.pk]), {"why": WHY})
        assert answer.status_code == 302
        out.refresh_from_db()
        following.refresh_from_db()
        assert (out.state, out.replaced_by, out.excluded_by, out.excluded_why) == ("excluded", following, lead, WHY)
        assert (following.state, following.number) == ("drawn", 13) and made_again(audit) == []

    def test_of_an_emptied_part_nothing_takes_the_place_and_it_is_said(self, lead: User) -> None:
        audit = drawn(lead)
        audit.files.filter(state="reserve").delete()
        page = signed_in(lead).post(reverse("exclude_file", args=[audit.files.get(number=1).pk]), {"why": WHY}, follow=True)
        assert "No other file takes its place." in page.content.decode()

    def test_exclusion_needs_a_reason_a_lead_and_a_sign_in(self, lead: User, browser_of: Browser) -> None:
        file = drawn(lead).files.get(number=1)
        address = reverse("exclude_file", args=[file.pk])
        assert "at least 5" in signed_in(lead).post(address, {"why": "x"}).content.decode()
        assert signed_in(auditor("other")).post(address, {"why": WHY}).status_code == 403
        assert browser_of("supervisor").post(address, {"why": WHY}).status_code == 403
        assert Client().post(address, {"why": WHY}).status_code == 302
        file.refresh_from_db()
        assert file.state == "drawn"

    def test_a_picked_file_is_targeted_and_a_drawn_one_is_not_picked(self, lead: User) -> None:
        audit = drawn(lead)
        taken = audit.files.filter(state="drawn", case_type="missing")[0].record_id
        free = audit.files.filter(state="reserve", case_type="missing")[0].record_id
        client, address = signed_in(lead), reverse("choose_file", args=[audit.pk])
        refused = client.post(address, {"case_type": "missing", "record_id": taken, "why": WHY}).content.decode()
        assert "in the audit already" in refused
        assert client.post(address, {"case_type": "missing", "record_id": free, "why": WHY}).status_code == 302
        picked = audit.files.get(record_id=free)
        assert picked.targeted and picked.stratum is None and picked.number == 13 and made_again(audit) == []

    def test_a_record_that_is_not_there_is_told(self, lead: User) -> None:
        audit = drawn(lead)
        with pytest.raises(AuditError, match="no such file"):
            find_row(audit, audit.drawn_from, "missing", "nobody")

    def test_own_grade_is_one_of_the_schemes(self, lead: User) -> None:
        file = drawn(lead).files.get(number=2)
        address = reverse("own_grade", args=[file.pk])
        client = signed_in(lead)
        assert client.post(address, {"own_grade": "good"}).status_code == 302
        assert "Select a valid choice" in client.post(address, {"own_grade": "splendid"}).content.decode()
        file.refresh_from_db()
        assert file.own_grade == "good"

    def test_a_closed_audit_does_not_change(self, lead: User) -> None:
        audit = drawn(lead)
        client = signed_in(lead)
        assert client.post(reverse("close_audit", args=[audit.pk]), {"seen": audit.version}).status_code == 302
        audit.refresh_from_db()
        assert audit.state == "closed"
        page = client.post(reverse("exclude_file", args=[audit.files.get(number=1).pk]), {"why": WHY}).content.decode()
        assert "closed" in page

    def test_is_handed_over_to_an_auditor_only(self, lead: User, account: Callable[..., User]) -> None:
        audit, other = drawn(lead), auditor("other")
        client, address = signed_in(lead), reverse("hand_over", args=[audit.pk])
        client.post(address, {"to": account("supervisor").username})
        audit.refresh_from_db()
        assert audit.lead == lead
        client.post(address, {"to": "other"})
        audit.refresh_from_db()
        assert audit.lead == other


def test_a_scheme_can_be_taken_as_a_file_and_read_on_a_page(lead: User) -> None:
    client, scheme = signed_in(lead), shipped()[0]
    page = client.get(reverse("scheme", args=[scheme.hash])).content.decode()
    assert scheme.criteria[0].question.replace("'", "&#39;") in page and "Inadequate, if" in page
    assert b"inspection-2014" in client.get(reverse("scheme_file", args=[scheme.hash])).content


def test_whoever_only_sees_results_sees_closed_audits_and_no_files(lead: User, browser_of: Browser) -> None:
    audit = drawn(lead)
    client = browser_of("supervisor")
    assert "Spring audit" not in client.get(reverse("audits")).content.decode()
    assert client.get(reverse("audit", args=[audit.pk])).status_code == 403
    actions.close(by=lead, audit=audit, seen=audit.version)
    assert "Spring audit" in client.get(reverse("audits")).content.decode()


def test_a_wrong_plan_is_rejected_where_it_is_made() -> None:
    for said, sentence in (
        ({"size": None}, "either the number"),
        ({"margin": 0.1}, "either the number"),
        ({"size": None, "margin": 0.9}, "1 to 50"),
        ({"second_share": 1.1}, "0 to 100"),
        ({"case_types": ("missing", "missing")}, "chosen once"),
        ({"refer_hours": 0}, "clock"),
    ):
        with pytest.raises(AuditError, match=sentence):
            a_plan(**said)
