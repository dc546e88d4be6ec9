"""The Word template that is used where a force has none; a force begins its own from it.

`python -m seenheard.audits.report.word_template FILE` writes it. docs/how-to/report-template.md lists its placeholders.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table

FONT = "Calibri"
BLUE, INK = RGBColor(0x1D, 0x70, 0xB8), RGBColor(0x0B, 0x0C, 0x0C)


def template() -> bytes:
    """The template as a .docx."""
    document = Document()
    _look(document)
    _footer(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ force }}. Made on {{ made_on }}.")
    document.add_paragraph("{%p for fact in facts %}")
    fact = document.add_paragraph()
    fact.add_run("{{ fact.name }}: ").bold = True
    fact.add_run("{{ fact.value }}")
    fact.paragraph_format.space_after = Pt(0)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p for section in sections %}")
    document.add_paragraph("{{ section.title }}", style="Heading 1")
    document.add_paragraph("{%p for block in section.blocks %}")
    _paragraphs(document, "{%p if block.heading %}")
    document.add_paragraph("{{ block.heading }}", style="Heading 2")
    _paragraphs(document, "{%p endif %}", '{%p if block.kind == "paragraphs" %}', "{%p for text in block.texts %}")
    _paragraphs(
        document, "{{ text }}", "{%p endfor %}", '{%p elif block.kind == "bullets" %}', "{%p for item in block.items %}"
    )
    document.add_paragraph("{{ item }}", style="List Bullet")
    _paragraphs(document, "{%p endfor %}", '{%p elif block.kind == "links" %}', "{%p for item in block.items %}")
    document.add_paragraph("{{ item.text }}: {{ item.address }}", style="List Bullet")
    _paragraphs(document, "{%p endfor %}", '{%p elif block.kind == "table" %}')
    document.add_paragraph("{{ block.caption }}", style="Caption")
    _table(document)
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ block.title }}", style="Caption")
    _paragraphs(document, "{{ block.picture }}", "{%p endif %}", "{%p endfor %}", "{%p endfor %}")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _paragraphs(document: Any, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(text)


def _look(document: Any) -> None:
    """Page, fonts, colours and language of the styles that are used."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    for name, size in (("Normal", 10.5), ("Title", 24), ("Heading 1", 16), ("Heading 2", 12.5), ("Caption", 10.5)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = BLUE if name == "Heading 1" else INK
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)
    document.styles["Caption"].font.bold = True
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")
    properties = document.core_properties
    properties.title, properties.author, properties.language = "{{ title }}", "{{ force }}", "en-GB"
    properties.comments = ""


def _table(document: Any) -> None:
    """One table that grows: a column for each heading, a row for each row."""
    table: Table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    head, before, row, after = table.rows
    head.cells[0].text, head.cells[1].text, head.cells[2].text = (
        "{%tc for cell in block.head %}",
        "{{ cell }}",
        "{%tc endfor %}",
    )
    before.cells[0].text = "{%tr for row in block.rows %}"
    row.cells[0].text, row.cells[1].text, row.cells[2].text = "{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"
    after.cells[0].text = "{%tr endfor %}"
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on each page
    for cells, bold in ((head.cells, True), (row.cells, False)):
        cells[1]._tc.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), "{{ block.widths[loop.index0] }}")
        cells[1].paragraphs[0].paragraph_format.space_after = Pt(2)
        for run in cells[1].paragraphs[0].runs:
            run.font.size, run.font.bold = Pt(9), bold
    grid = table._tbl.tblGrid
    first, *others = grid.findall(qn("w:gridCol"))
    for other in others:
        grid.remove(other)
    first.set(qn("w:w"), "{{ width }}")
    grid.text, first.tail = "{% for width in block.widths %}", "{% endfor %}"
    document.add_paragraph("")


def _footer(document: Any) -> None:
    """The title and the page's number at the foot."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("{{ title }}, page ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(template())
