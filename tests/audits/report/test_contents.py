"""What a report says, whatever it is made into."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from tests.audits.conftest import scheme_of
from tests.audits.report import sample

from seenheard.audits.judged import JudgedFile
from seenheard.audits.report.blocks import Bullets, Chart, Funnel, Paragraphs, ReportData, Table
from seenheard.audits.report.contents import report_of
from seenheard.audits.report.told import Told
from seenheard.audits.result import work_out
from seenheard.errors import AuditError


def words(report: ReportData, key: str) -> str:
    """All texts of a section."""
    section = next(section for section in report.sections if section.key == key)
    return "\n".join(ReportData("", "", "", (), (section,)).texts())


def test_it_says_everything_in_order(report: ReportData) -> None:
    assert [section.key for section in report.sections] == [
        "summary", "method", "judgements", "beside", "answers", "agreement", "conclusions", "referred-back", "teams",
        "forces", "limits", "annex",
    ]  # fmt: skip


def test_the_method_says_how_to_draw_again(report: ReportData) -> None:
    method = words(report, "method")
    for told in ("release 2026-11-24", "ab12cd34", "“autumn”", "828", "20 % were to be read blind", "serving officer"):
        assert told in method


def test_every_chart_is_followed_by_a_table_with_as_many_rows(report: ReportData) -> None:
    charts = 0
    for section in report.sections:
        for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            if isinstance(block, Chart | Funnel):
                charts += 1
                assert isinstance(following, Table)
                assert len(following.rows) == len(block.bars if isinstance(block, Chart) else block.points)
    assert charts == 4


def test_a_table_has_a_cell_under_each_heading(report: ReportData) -> None:
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    assert len(tables) > 10
    for table in tables:
        assert table.rows and all(len(row) == len(table.head) for row in table.rows)


def test_conclusions_are_tied_to_criterion_files_and_team(report: ReportData) -> None:
    said = words(report, "conclusions")
    assert (
        "(criterion “Was question 1 answered in the file?”; files 3, 17, 40; to become a recommendation; to be read again"
        in said
    )
    assert "(team North)" in said and "(by PC Lee Okafor; file 8)" in said


def test_changes_are_of_grades_and_of_criteria_that_changed_more_than_chance_would_have_it(report: ReportData) -> None:
    _, made = sample.result()
    beside = next(section for section in report.sections if section.key == "beside")
    table = next(one for one in beside.blocks if isinstance(one, Table) and one.caption == "Shares before and now")
    unlikely = [one.what for one in made.changes if one.chance < 0.05]
    assert [row[0] for row in table.rows] == ["Good", "Requires improvement", "Inadequate", *unlikely]
    assert unlikely and "The answers to 9 criteria were compared" in words(report, "beside")


def test_what_was_referred_back_is_numbers_and_times(report: ReportData) -> None:
    (block,) = next(section for section in report.sections if section.key == "referred-back").blocks
    assert isinstance(block, Bullets)
    assert block.items == (
        "3 files referred back at once because of live risk.",
        "2 with an accepted answer, 1 without one yet.",
        "From sending to accepting: 17.8 hours (median), 30.0 at the longest.",
        "1 within the clock, 2 not.",
    )


def test_an_audit_done_elsewhere_has_no_draw_and_its_intervals_are_given() -> None:
    grades = ["good"] * 17 + ["requires_improvement"] * 30 + ["inadequate"] * 22
    files = [JudgedFile(number, "", grade=grade, how="given") for number, grade in enumerate(grades, 1)]
    scheme = scheme_of()
    made = work_out(scheme, files)
    told = Told("The inspection of 2023", "Avon and Somerset", scheme, date(2026, 11, 25), "—", done_on=date(2023, 11, 24))
    found = report_of(told, made)
    assert "24.6 % (16.0 to 36.0)" in words(found, "judgements")
    assert "This audit was done elsewhere" in words(found, "method")
    assert {"teams", "agreement", "forces", "referred-back", "conclusions"}.isdisjoint(one.key for one in found.sections)


def test_a_report_is_json(report: ReportData) -> None:
    kept = json.loads(json.dumps(report.as_json))
    assert kept["title"] == report.title
    assert [section["key"] for section in kept["sections"]] == [section.key for section in report.sections]
    assert {block["kind"] for section in kept["sections"] for block in section["blocks"]} == {
        "paragraphs", "bullets", "links", "table", "chart", "funnel",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Ava Brightwater", "CR/2026/00017"])
def test_no_child_and_no_record_is_named(name: str) -> None:
    scheme, made = sample.result()
    told = sample.told(scheme, made, purpose=f"It began with {name.upper()}, who was not seen.", never=frozenset({name}))
    with pytest.raises(AuditError, match="would name a child or a record") as refused:
        report_of(told, made)
    assert name not in str(refused.value)  # the refusal is read by many
    assert report_of(replace(told, never=frozenset({"Ava Bright", "CR/2026/0001"})), made).sections


def test_a_short_number_is_not_taken_for_a_record() -> None:
    scheme, made = sample.result()
    assert report_of(sample.told(scheme, made, never=frozenset({"69", "17"})), made)
    with pytest.raises(AuditError, match="would name a child or a record"):
        report_of(sample.told(scheme, made, purpose="As in 48213.", never=frozenset({"48213"})), made)


def test_a_name_is_not_seen_across_two_texts() -> None:
    scheme, made = sample.result()
    told = sample.told(
        scheme, made, purpose="They saw Ava", force="Brightwater Police", never=frozenset({"Ava Brightwater"})
    )
    assert report_of(told, made)


def test_an_open_audit_says_that_its_figures_may_change() -> None:
    scheme, made = sample.result()
    found = report_of(sample.told(scheme, made, closed_on=None), made)
    assert ("State", "not closed: figures may change") in found.facts


def test_only_blocks_with_something_in_them_are_there(report: ReportData) -> None:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Bullets):
                assert block.items
            if isinstance(block, Paragraphs):
                assert all(block.texts)
