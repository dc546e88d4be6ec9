"""Published results: shipped as they were read, never guessed; the funnel has only those that can be compared."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from seenheard.audits.published import GRADES, Own, Published, funnel, published
from seenheard.errors import AuditError

FACTS = Path("/work/shared/data/ncpi/ncpi_results.csv")
AVON = Published("Avon and Somerset", "inspection", "https://example.org/2023", "2023-11-24", 69, 17, 30, 22)
OTHERS = [
    Published("North", "inspection", "https://example.org/north", "2022-03", 73, 13, 34, 26),
    Published("East", "inspection", "https://example.org/east", "2021", 79, 20, 31, 28),
    Published("South", "inspection", "https://example.org/south", "", 83, 20, 35, 28),
]
OWN = Own("This audit", 17, 69)


def test_the_results_of_2023_are_there_with_their_source() -> None:
    avon = next(one for one in published() if one.force == "Avon and Somerset")
    assert (avon.cases, avon.good, avon.requires_improvement, avon.inadequate) == (69, 17, 30, 22)
    assert avon.report_date == "2023-11-24" and not avon.fault
    assert avon.source.startswith("https://www.avonandsomerset-pcc.gov.uk/")


@pytest.mark.skipif(not FACTS.exists(), reason="the published results are not on this machine")
def test_every_shipped_result_is_as_it_was_found_and_none_is_left_out() -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    shipped = [
        {
            "force": one.force,
            "report_date": one.report_date,
            "stage": one.stage,
            "cases": _told(one.cases),
            **{grade: _told(files) for grade, files in one.grades.items()},
            "source_url": one.source,
        }
        for one in published()
    ]
    for row, one in zip(found, shipped, strict=True):
        together = row["force"].startswith("AGGREGATE")
        assert one == row | ({"force": "First eight forces inspected"} if together else {})
    assert [one.force for one in published() if one.together] == ["First eight forces inspected"]


def _told(figure: int | None) -> str:
    return "" if figure is None else str(figure)


def test_no_result_is_shipped_twice() -> None:
    assert max(Counter((one.force, one.stage, one.report_date) for one in published()).values()) == 1


def test_results_without_figures_stay_without() -> None:
    faults = {(one.force, one.stage): one.fault for one in published() if one.fault}
    assert faults["Lancashire", "inspection"] == (
        "How many of the 79 files were good and how many requires improvement was not found."
    )
    # 21 files, 0 good and 11 inadequate: that the other 10 require improvement was not published, and is not worked out.
    assert faults["Northamptonshire", "post-inspection review"] == (
        "How many of the 21 files were requires improvement was not found."
    )
    assert faults["Staffordshire", "re-inspection"] == "No numbers were found."


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, ""),
        ({"good": 18}, "The grades don’t add up: they come to 70 of 69 files."),
        ({"good": 16}, "The grades don’t add up: they come to 68 of 69 files."),
        ({"good": None, "inadequate": 40}, "The grades don’t add up: they come to 70 of 69 files."),
        ({"good": None}, "How many of the 69 files were good was not found."),
        ({"cases": None}, "The number of files was not found."),
        ({"cases": None, "good": None, "requires_improvement": None, "inadequate": None}, "No numbers were found."),
        ({"cases": 0, "good": 0, "requires_improvement": 0, "inadequate": 0}, "No files."),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_said(changed: dict[str, int | None], fault: str) -> None:
    assert replace(AVON, **changed).fault == fault  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"force": ""}, "needs its force"),
        ({"source": "http://example.org"}, "https address"),
        ({"source": "javascript:alert(1)"}, "https address"),
        ({"stage": "visit"}, "'visit' is no stage"),
        ({"report_date": "24.11.2023"}, "is no date"),
        ({"report_date": "2023-11-24\n"}, "is no date"),
        ({"good": -1}, "-1 is no number of files"),
        ({"good": 1.5}, "1.5 is no number of files"),
        ({"good": True}, "True is no number of files"),
        ({"cases": "69"}, "'69' is no number of files"),
    ],
)
def test_a_result_that_is_none_is_refused(changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(AuditError, match=sentence):
        replace(AVON, **changed)  # type: ignore[arg-type]


def test_the_funnel_is_around_the_others_together() -> None:
    found = funnel(OWN, OTHERS, "good")
    assert found.target == (13 + 20 + 20) / (73 + 79 + 83)
    assert [(point.name, point.count, point.of) for point in found.others] == [
        ("North", 13, 73),
        ("East", 20, 79),
        ("South", 20, 83),
    ]
    assert (found.own.count, found.own.of, found.own.share) == (17, 69, 17 / 69)
    assert [line.of for line in found.lines] == list(range(1, 84))
    assert found.own.limits == found.lines[68]
    assert found.own.place == "within what chance explains"


def test_an_audit_far_from_the_others_is_said_to_be() -> None:
    assert funnel(Own("This audit", 60, 69), OTHERS, "good").own.place == "far from the others, more than chance explains"


def test_an_audit_of_few_files_has_no_place() -> None:
    assert funnel(Own("This audit", 6, 6), OTHERS, "good").own.place == "Only 6 files: too few to say."


def test_an_audit_of_more_files_than_any_other_has_lines_as_wide() -> None:
    assert len(funnel(Own("This audit", 60, 300), OTHERS, "good").lines) == 300


def test_what_cannot_be_compared_is_left_out_with_the_reason() -> None:
    out = {
        "Missing": replace(AVON, force="Missing", good=None),
        "Contradictory": replace(AVON, force="Contradictory", good=18),
        "Review": replace(AVON, force="Review", stage="post-inspection review"),
        "Eight": replace(AVON, force="Eight", together=True),
    }
    found = funnel(OWN, [*out.values(), *OTHERS], "inadequate")
    assert [point.name for point in found.others] == ["North", "East", "South"]
    assert {one.force: why for one, why in found.left_out} == {
        "Missing": "How many of the 69 files were good was not found.",
        "Contradictory": "The grades don’t add up: they come to 70 of 69 files.",
        "Review": "Another kind of report: post-inspection review.",
        "Eight": "Several forces together.",
    }


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("stage", ["inspection", "post-inspection review"])
def test_the_shipped_results_make_a_funnel_of_whole_results_alone(grade: str, stage: str) -> None:
    found = funnel(OWN, published(), grade, stage=stage)
    whole = [one for one in published() if one.stage == stage and not one.fault and not one.together]
    assert [(point.name, point.of) for point in found.others] == [(one.force, one.cases) for one in whole]
    assert len(found.left_out) + len(whole) == len(published())
    for point in (found.own, *found.others):
        assert point.share == point.count / point.of and point.limits.of == point.of


def test_too_few_others_make_no_funnel() -> None:
    with pytest.raises(AuditError, match="Only 2 of the published results can be compared"):
        funnel(OWN, OTHERS[:2], "good")
    with pytest.raises(AuditError, match="Only 0 of the published results"):
        funnel(OWN, published(), "good", stage="re-inspection")


def test_a_grade_or_a_stage_that_is_none_is_refused() -> None:
    with pytest.raises(AuditError, match="'outstanding' is no grade of published results"):
        funnel(OWN, OTHERS, "outstanding")
    with pytest.raises(AuditError, match="'visit' is no stage"):
        funnel(OWN, OTHERS, "good", stage="visit")


def test_an_audit_that_cannot_be_compared_is_refused() -> None:
    with pytest.raises(AuditError, match="This audit: 70 of 69 files is no share"):
        Own("This audit", 70, 69)
    with pytest.raises(AuditError, match="no file has a grade"):
        Own("This audit", 0, 0)
    five = ("outstanding", "good", "adequate", "requires_improvement", "inadequate")
    with pytest.raises(AuditError, match="grades otherwise than the published inspections"):
        Own("This audit", 17, 69, five)
