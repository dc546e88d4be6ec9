"""The report as Word: in our template and in the force's own, whatever that holds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from seenheard.audits.report import word_template
from seenheard.audits.report.as_word import TABLE_WIDTH, widths, word
from seenheard.audits.report.blocks import Chart, Funnel, ReportData, Table
from seenheard.errors import AuditError


def opened(content: bytes) -> docx.document.Document:
    """The document."""
    return docx.Document(io.BytesIO(content))


def own(folder: Path, *texts: str) -> Path:
    """A force's template with these paragraphs."""
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    made.save(str(folder / "own.docx"))
    return folder / "own.docx"


def test_it_holds_every_section_table_and_picture(report: ReportData) -> None:
    found = opened(word(report))
    headings = [one.text for one in found.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert headings == [section.title for section in report.sections]
    blocks = [block for section in report.sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [[[cell.text for cell in row.cells] for row in one.rows] for one in found.tables] == [
        [list(row) for row in (table.head, *table.rows)] for table in tables
    ]
    assert len(found.inline_shapes) == sum(isinstance(block, Chart | Funnel) for block in blocks)


def test_no_placeholder_is_left(report: ReportData) -> None:
    with zipfile.ZipFile(io.BytesIO(word(report))) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
    assert not [text for text in texts if "{{" in text or "{%" in text]


def test_it_says_its_title_and_language_and_what_pictures_show(report: ReportData) -> None:
    found = opened(word(report))
    assert (found.core_properties.title, found.core_properties.language) == (report.title, "en-GB")
    assert found.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    described = [one.get("descr") for one in found.element.iter(qn("wp:docPr"))]
    assert described == [
        block.description for section in report.sections for block in section.blocks if isinstance(block, Chart | Funnel)
    ]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in found.tables)


def test_the_same_report_gives_the_same_bytes(report: ReportData) -> None:
    assert word(report) == word(report)


def test_hostile_texts_are_shown_as_they_are(hostile: ReportData) -> None:
    found = opened(word(hostile))
    assert found.paragraphs[0].text.startswith(
        "<script>alert(1)</script> & #panic() *b* $x$ {{ 7*7 }} {% raise %} =1+1 ]]> [U+0007]"
    )


def test_columns_fill_the_page_and_long_texts_get_more() -> None:
    found = widths(Table("c", ("Question", "Yes"), (("Was the child spoken to alone, and how?", "3"),), numbers=(1,)))
    assert TABLE_WIDTH - 2 <= sum(found) <= TABLE_WIDTH and found[0] > 3 * found[1]


def test_the_forces_own_template_is_filled(report: ReportData, tmp_path: Path) -> None:
    template = own(
        tmp_path, "OUR FORCE: {{ title }}", "{%p for section in sections %}", "* {{ section.title }}", "{%p endfor %}"
    )
    lines = [paragraph.text for paragraph in opened(word(report, template)).paragraphs]
    assert lines == [f"OUR FORCE: {report.title}", *(f"* {section.title}" for section in report.sections)]


def test_a_force_can_begin_from_our_template(report: ReportData, tmp_path: Path) -> None:
    (tmp_path / "ours.docx").write_bytes(word_template.template())
    assert word(report, tmp_path / "ours.docx") == word(report)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ titel }}", "'titel' is undefined"),
        ("{% for one in sections %}", "can’t be filled"),
        ("{{ title", "can’t be filled"),
        ("{{ title.__class__.__mro__ }}", "can’t be filled"),
        ("{{ sections.append(1) }}{{ ''.__class__ }}", "can’t be filled"),
        ("{% include 'other' %}", "can’t be filled"),
        ("{{ sections[2].blocks[0].picture.tpl.save('/tmp/x') }}", "has no attribute 'tpl'"),
    ],
)
def test_a_template_that_is_wrong_is_a_sentence_that_names_it(
    report: ReportData, tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(AuditError, match=r"own\.docx") as refused:
        word(report, own(tmp_path, text))
    assert sentence in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken"])
def test_what_is_no_document_is_a_sentence(report: ReportData, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.docx").write_bytes(content)
    with pytest.raises(AuditError, match=r"own\.docx is no \.docx"):
        word(report, tmp_path / "own.docx")


def test_a_template_that_is_not_there_is_a_sentence(report: ReportData, tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="can’t be read: No such file"):
        word(report, tmp_path / "gone.docx")


def test_the_guide_lists_the_keys_of_sections_and_kinds_of_blocks(report: ReportData) -> None:
    guide = Path("docs/how-to/report-template.md").read_text(encoding="utf-8")
    named = {section.key for section in report.sections} | {
        block.kind for section in report.sections for block in section.blocks
    }
    assert not [name for name in named if f"`{name}`" not in guide]
