"""Taking lists away as files: safe cells, restricted rows, and the trail."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.web.release import Night, state, subject

from seenheard.web.accounts.models import User
from seenheard.web.findings import actions
from seenheard.web.findings.exporting import written
from seenheard.web.findings.models import Finding
from seenheard.web.trail.models import TrailEntry

Browser = Callable[..., Client]
QUEUE = "/duties/offender-visit/queue/"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DANGEROUS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://evil.example")',
    "https://x.example/",
    "007",
)


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestExportingAQueue:
    def test_not_signed_in(self, force: None) -> None:
        assert Client().post(f"{QUEUE}export/", {"format": "csv"}).status_code == 302
        assert not TrailEntry.objects.filter(action="export").exists()

    @pytest.mark.parametrize("role", ["offender_manager", "planner", "analyst", "administrator"])
    def test_wrong_role(self, force: None, browser_of: Browser, role: str) -> None:
        assert browser_of(role, officer_id="F1").post(f"{QUEUE}export/", {"format": "csv"}).status_code == 403
        assert not TrailEntry.objects.filter(action="export").exists()

    def test_success(self, force: None, browser_of: Browser) -> None:
        client = browser_of("supervisor")
        answer = client.post(f"{QUEUE}export/", {"format": "csv", "risk": "high", "tab": "late"})
        rows = Finding.objects.filter(duty="offender-visit", tab="late", risk_level="high", restricted=False)
        assert answer["Content-Disposition"] == 'attachment; filename="offender-visit-2026-11-22.csv"'
        assert len(lines_of(answer.content)) == 1 + rows.count() > 1
        entry = TrailEntry.objects.get(action="export")
        assert (entry.by_name, entry.detail["count"], entry.detail["format"]) == ("a-supervisor", rows.count(), "csv")
        assert sorted(entry.detail["findings"]) == sorted(rows.values_list("pk", flat=True))
        told = {identity for _, identity in entry.about}
        assert told == set(rows.values_list("subject_id", flat=True))

    @pytest.mark.parametrize("format", ["", "exe", "pdf"])
    def test_another_format_is_no_page(self, force: None, browser_of: Browser, format: str) -> None:
        assert browser_of("supervisor").post(f"{QUEUE}export/", {"format": format}).status_code == 404

    def test_a_duty_that_is_not_there_is_no_page(self, force: None, browser_of: Browser) -> None:
        assert browser_of("supervisor").post("/duties/no-duty/queue/export/", {"format": "csv"}).status_code == 404


@pytest.mark.parametrize(("named", "asks", "there"), [(False, True, False), (True, False, False), (True, True, True)])
def test_restricted_rows_are_for_who_is_named_and_asks(
    force: None, browser_of: Browser, named: bool, asks: bool, there: bool
) -> None:
    hidden = Finding.objects.get(restricted=True)
    client = browser_of("chief", sees_restricted=named)
    said = {"format": "csv", "tab": hidden.tab} | ({"restricted": "1"} if asks else {})
    lines = lines_of(client.post(f"{QUEUE}export/", said).content)
    assert (hidden.subject_id in {line[3] for line in lines}) == there
    assert TrailEntry.objects.get(action="export").detail["restricted"] == there


@pytest.mark.parametrize(
    ("address", "roles", "rows"),
    [
        ("/my-work/export/", ["offender_manager", "supervisor"], {"owner_id": "F1"}),
        ("/my-team/list/export/", ["supervisor"], {"team": "North offender team"}),
        ("/force/list/export/", ["safeguarding_lead"], {}),
    ],
)
def test_each_list_gives_what_its_page_shows(
    force: None, account: Callable[..., User], address: str, roles: list[str], rows: dict[str, str]
) -> None:
    user = account(roles[0], officer_id="F1", team="North offender team")
    user.roles = roles
    user.save()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    lines = lines_of(client.post(address, {"format": "csv"}).content)
    assert len(lines) - 1 == Finding.objects.filter(tab="late", restricted=False, **rows).count() > 0


def test_a_list_that_its_page_would_refuse_is_refused(force: None, browser_of: Browser) -> None:
    client = browser_of("supervisor", team="North offender team")
    for address in ("/my-work/export/", "/force/list/export/"):
        assert client.post(address, {"format": "csv"}).status_code == 403


def test_the_data_quality_list_is_taken_away(force: None, browser_of: Browser, account: Callable[..., User]) -> None:
    finding = Finding.objects.filter(owner_id="F1", tab="late", restricted=False)[0]
    manager = account("offender_manager", officer_id="F1")
    said = {"record_set": "offenders", "record_id": finding.subject_id, "text": "=He moved"}
    actions.report_wrong(by=manager, chosen={finding.pk: None}, **said)
    assert Client().post("/data-quality/export/", {"format": "csv"}).status_code == 302
    assert browser_of("records_clerk").post("/data-quality/export/", {"format": "csv"}).status_code == 403
    lines = lines_of(browser_of("auditor").post("/data-quality/export/", {"format": "csv"}).content)
    assert lines[1][:3] == ["offenders", finding.subject_id, "'=He moved"]
    assert TrailEntry.objects.get(action="export").detail["findings"] == [finding.pk]


def test_the_data_quality_list_says_how_much_it_holds_and_whether_that_is_all(
    force: None, browser_of: Browser, account: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding.objects.filter(owner_id="F1", tab="late", restricted=False)[0]
    manager = account("offender_manager", officer_id="F1")
    for text in ("He moved", "The date is wrong"):
        said = {"record_set": "offenders", "record_id": finding.subject_id, "text": text}
        actions.report_wrong(by=manager, chosen={finding.pk: None}, **said)
    client = browser_of("auditor")
    page = client.get("/data-quality/").content.decode()
    assert "<strong>1 record</strong> of 1 record set, behind 1 open finding." in page and "There may be more" not in page
    for module in ("views.data_quality", "work_queries"):
        monkeypatch.setattr(f"seenheard.web.findings.{module}.MOST_WRONG_RECORDS", 2)
    assert "There may be more" in client.get("/data-quality/").content.decode()


def test_ids_and_names_of_an_extract_are_never_run_in_csv(load_night: Callable[[Night], str], browser_of: Browser) -> None:
    rows = [state(key=f"{text}|{n}", subject_id=text, team=text) for n, text in enumerate(DANGEROUS)]
    load_night(Night(states=rows, subjects=[subject("offender", text, text) for text in DANGEROUS]))
    lines = lines_of(browser_of("auditor").post(f"{QUEUE}export/", {"format": "csv"}).content)
    assert len(lines) == 1 + len(DANGEROUS)
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "007" in {line[3] for line in lines}, "ids stay text as they are"


def test_every_text_is_a_text_in_a_spreadsheet() -> None:
    content = written("xlsx", ("A", "B"), [(text, 1.5) for text in (*DANGEROUS, "\x00\x0b<b>", "x" * 40_000)])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not [name for name in book.namelist() if "rels" in name and b"evil" in book.read(name)]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    assert not list(sheet.iter(f"{SHEET}f")), "no formula"
    assert not list(sheet.iter(f"{SHEET}hyperlink")), "no link"
    kinds = {cell.get("t") for cell in sheet.iter(f"{SHEET}c") if str(cell.get("r")).startswith("A")}
    assert kinds == {"s"}, "texts are strings, ids too"
    told = ["".join(part.itertext()) for part in strings.iter(f"{SHEET}si")]
    assert "007" in told and "=1+1" in told


def test_times_are_instants_and_nothing_is_left_empty_by_a_word() -> None:
    moment = Finding(due_at=None)
    assert lines_of(written("csv", ("A",), [(moment.due_at,), (True,), (0,), ("a\nb",)])) == [
        ["A"],
        [""],
        ["true"],
        ["0"],
        ["a\nb"],
    ]
