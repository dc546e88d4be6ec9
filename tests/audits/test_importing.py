"""An audit done elsewhere: both layouts, from CSV and XLSX, and every way in which a spreadsheet can be wrong."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audits.conftest import scheme_of

from seenheard.audits.importing import MOST_FAULTS, Imported, ImportRefused, layout_table, read_audit
from seenheard.audits.scheme import Scheme
from seenheard.errors import AuditError

GUIDE = Path("docs/how-to/import-an-audit.md")
# Published: https://www.avonandsomerset-pcc.gov.uk/news/2023/11/the-pcc-responds-to-the-published-findings-of-the-hmicfrs-child-inspection-report/
TOTALS_OF_2023 = "grade,count\nGood,17\nRequires improvement,30\nInadequate,22\ntotal,69\n"


def take(text: str, scheme: Scheme | None = None) -> Imported:
    """What is read of a CSV."""
    return read_audit("audit.csv", text.encode(), scheme or scheme_of())


def workbook(rows: list[list[object]], *, more_sheets: int = 0) -> bytes:
    """A workbook with these rows on its first sheet."""
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    for number in range(more_sheets):
        made.create_sheet(f"More {number}")
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def faults(text: str) -> tuple[str, ...]:
    """What is said of a CSV that is refused."""
    with pytest.raises(ImportRefused) as refused:
        take(text)
    return refused.value.faults


def test_a_row_for_each_file_becomes_a_file_with_its_grades() -> None:
    found = take(
        "file,case_type,team,date,grade,own_grade,Initial contact,area: trusted_adult,count\n"
        "A-1,Missing,North,2023-05-31,good,inadequate,Good,,\n"
        "A-2,domestic_abuse,,31/05/2023,Requires improvement,,inadequate,requires improvement,1\n"
        "total,,,,,,,,2\n"
    )
    assert found.layout == "files"
    first, second = found.files
    assert (first.reference, first.case_type, first.team, first.grade, first.own_grade) == (
        "A-1", "missing", "North", "good", "inadequate",
    )  # fmt: skip
    assert first.opened_on == second.opened_on == datetime.date(2023, 5, 31)
    assert first.areas == {"initial_contact": "good"}
    assert second.areas == {"initial_contact": "inadequate", "trusted_adult": "requires_improvement"}
    assert [file.row for file in found.files] == [2, 3]


def test_the_totals_of_2023_become_their_69_files() -> None:
    found = take(TOTALS_OF_2023)
    assert found.layout == "totals"
    assert Counter(file.grade for file in found.files) == {"good": 17, "requires_improvement": 30, "inadequate": 22}
    assert {file.case_type for file in found.files} == {""}
    assert len({file.reference for file in found.files}) == 69


def test_a_workbook_reads_as_the_same_csv_does() -> None:
    rows: list[list[object]] = [
        ["file", "case_type", "date", "grade", "count"],
        [17, "Missing", datetime.datetime(2023, 5, 31), "Good", None],
        ["total", None, None, None, 1],
    ]
    found = read_audit("audit.xlsx", workbook(rows, more_sheets=1), scheme_of())
    assert found.files == take("file,case_type,date,grade,count\n17,Missing,2023-05-31,Good,\ntotal,,,,1\n").files
    assert found.notes == ("Only the first sheet, “Sheet”, was read; the workbook has 1 more.",)


def test_all_faults_are_said_at_once_with_row_and_column() -> None:
    said = faults(
        "file,case_type,date,grade,own_grade\n"
        "A-1,missing,2023-06-31,good,\n"
        "A-1,burglary,2023-06-30,fine,\n"
        ",missing,,,excellent\n"
    )
    assert said == (
        "Row 2, column date: “2023-06-31” is no day; write 2023-05-31 or 31/05/2023.",
        "Row 3, column file: A-1 stands in row 2 already.",
        "Row 3, column case_type: “burglary” is not known; allowed are Domestic abuse, Missing, Detention.",
        "Row 3, column grade: “fine” is not known; allowed are Good, Requires improvement, Inadequate.",
        "Row 4, column file: it is empty.",
        "Row 4, column grade: it is empty; allowed are Good, Requires improvement, Inadequate.",
        "Row 4, column own_grade: “excellent” is not known; allowed are Good, Requires improvement, Inadequate.",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "grade,count\nGood,17\nInadequate,22\ntotal,40\n",
            "Row 4, column count: the total says 40, and the rows above come to 39.",
        ),
        (
            "case_type,grade,count\nMissing,Good,3\nMissing,total,3\nDetention,Good,1\ntotal,Good,5\n",
            "Row 5, column count: the total says 5, and the rows above come to 4.",
        ),
        (
            "file,grade,count\nA,Good,\ntotal,Good,2\n",
            "Row 3, column count: the total says 2, and the rows above come to 1.",
        ),
        ("file,grade,count\nA,Good,\ntotal,,\n", "Row 3, column count: “” is no whole number of files."),
        ("file,grade,count\nA,Good,2\n", "Row 2, column count: a row is one file; only a total row says how many."),
        ("grade,count\nGood,1\nGood,2\n", "Row 3: this case type and grade stand in row 2 already."),
        ("grade,count\nGood,-1\n", "Row 2, column count: “-1” is no whole number of files."),
        (
            "grade,count\nGood,9999999\n",
            "Row 2, column count: 9,999,999 more are too many; an audit has at most 5,000 files.",
        ),
        (
            "grade\nGood\n",
            "audit.csv has no column count: a row for each file needs file and grade; totals need grade and count.",
        ),
        ("file,grade\n", "audit.csv has headings and no file."),
        ("file,grade,grade\nA,good,good\n", "Two columns mean the same: “grade” stands there a second time."),
        (
            "grade,count,team\nGood,1,\n",
            "The column “team” belongs to a row for each file, and there is no column file.",
        ),
        ("file,grade\nA,good,seen by JS\n", "Row 2, column C: “seen by JS” stands under no heading."),
        ("file,,grade\nA,note,good\n", "Row 2, column B: “note” stands under no heading."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_row(text: str, sentence: str) -> None:
    assert sentence in faults(text)


def test_a_heading_that_nobody_knows_is_refused_and_not_dropped() -> None:
    assert faults("file,grade,verdict\nA,good,x\n")[0].startswith("The heading “verdict” is neither a column of the layout")


def test_many_faults_are_cut_and_counted() -> None:
    said = faults("file,grade\n" + "".join(f"A-{number},fine\n" for number in range(MOST_FAULTS + 7)))
    assert len(said) == MOST_FAULTS + 1
    assert said[-1] == "And 7 more."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "without a password"),
        ("file,grade\nÄ,good\n".encode("cp1252"), "line 2: it is not UTF-8"),
        (b"file\0,grade\n", "is no text file"),
        (b'file,grade\n"A,good\n', "line 2: a quotation mark is opened and not closed"),
        (b"PK\x03\x04 and then nothing", "can’t be read as a workbook"),
        (b"x" * (5 << 20) + b"x", "is larger than 5 MB"),
        (b"file,grade\n" + b"A,good\n" * 5_001, "has more than 5,000 rows, from row 5002 on"),
        ((",".join(f"c{number}" for number in range(61))).encode(), "has more than 60 columns"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(AuditError, match=sentence):
        read_audit("audit", content, scheme_of())


def test_a_formula_without_a_saved_value_is_a_fault_and_is_not_worked_out() -> None:
    with pytest.raises(ImportRefused) as refused:
        read_audit("a.xlsx", workbook([["file", "grade"], ["=1+1", "good"]]), scheme_of())
    assert "Row 2, column A: a formula without a saved value: paste its value." in refused.value.faults


def test_what_looks_like_a_formula_in_a_csv_stays_text() -> None:
    assert take('file,grade\n"=HYPERLINK(""http://x"")",good\n').files[0].reference == '=HYPERLINK("http://x")'


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_do_anything_but_be_refused_or_read(content: bytes) -> None:
    try:
        read_audit("audit", content, scheme_of())
    except AuditError as refused:
        assert str(refused)


@given(st.lists(st.sampled_from(["good", "requires_improvement", "inadequate"]), min_size=1, max_size=30))
def test_totals_and_rows_of_the_same_audit_come_to_the_same(grades: list[str]) -> None:
    rows = "file,grade\n" + "".join(f"{number},{grade}\n" for number, grade in enumerate(grades))
    counts = "grade,count\n" + "".join(f"{grade},{number}\n" for grade, number in Counter(grades).items())
    by_rows, by_counts = (Counter((file.case_type, file.grade) for file in take(text).files) for text in (rows, counts))
    assert by_rows == by_counts


def test_the_guide_shows_the_columns_that_are_read() -> None:
    assert layout_table() in GUIDE.read_text(encoding="utf-8"), "paste what seenheard.audits.importing.layout_table gives"
    assert TOTALS_OF_2023 in GUIDE.read_text(encoding="utf-8")
