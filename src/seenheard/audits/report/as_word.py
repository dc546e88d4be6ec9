"""A report as a Word document, in the force's own template or in ours.

A template is filled in a sandbox: placeholders see the report and nothing else. What is wrong with a template is said
in a sentence. The same report gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import ImmutableSandboxedEnvironment

from seenheard.audits.report import word_template
from seenheard.audits.report.as_pdf import png
from seenheard.audits.report.blocks import Chart, Funnel, ReportData, Table
from seenheard.errors import AuditError

MOST_BYTES = 20 << 20
WIDTH = Cm(16)
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TABLE_WIDTH = 9_400  # 16.6 cm
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip knows
NO_TEMPLATE = (OpcError, SyntaxError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError)


def word(report: ReportData, template: Path | None = None) -> bytes:
    """The document. template: the force's own; AuditError if it can't be read or filled."""
    where = f"The Word template {template}" if template else "The Word template"
    document = _opened(where, _ours() if template is None else _read(where, template))
    described: dict[str, str] = {}
    try:
        document.render(_context(report, document, described), _sandbox())
        _describe(document, described)
        document.core_properties.title = _clean(report.title)
        document.core_properties.language = report.language
        kept = io.BytesIO()
        document.save(kept)
    except jinja2.TemplateError as problem:
        line = next((" ".join(text.split()) for text in getattr(problem, "docx_context", ()) if "{" in text), "")
        near = f" near “{line[:80]}”" if line else ""
        raise AuditError(f"{where} can’t be filled{near}: {problem.message}") from problem
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise AuditError(f"{where} gives no document that Word could read: {problem}") from problem
    return _without_time(kept.getvalue())


def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, loader=jinja2.DictLoader({}))


class _Picture:
    """A picture as a placeholder sees it: to be shown, and nothing else."""

    def __init__(self, image: InlineImage) -> None:
        self._image = image

    def __html__(self) -> str:
        shown: str = self._image.__html__()
        return shown


@cache
def _ours() -> bytes:
    return word_template.template()


def _read(where: str, template: Path) -> bytes:
    try:
        content = template.read_bytes()
    except OSError as problem:
        raise AuditError(f"{where} can’t be read: {problem.strerror}.") from problem
    if len(content) > MOST_BYTES:
        raise AuditError(f"{where} is larger than {MOST_BYTES >> 20} MB.")
    return content


def _opened(where: str, content: bytes) -> Any:
    document = DocxTemplate(io.BytesIO(content))
    try:
        document.init_docx()
    except NO_TEMPLATE as problem:
        raise AuditError(f"{where} is no .docx: save it afresh in Word as a document (not as .dotx or .doc).") from problem
    return document


def _context(report: ReportData, document: Any, described: dict[str, str]) -> dict[str, Any]:
    """What placeholders see. described: a picture's hash -> what it shows."""
    told = _named(report.as_json)
    told.facts = [SimpleNamespace(name=name, value=value) for name, value in told.facts]
    for section, kept in zip(told.sections, report.sections, strict=True):
        for block, source in zip(section.blocks, kept.blocks, strict=True):
            block.heading = getattr(block, "heading", "")
            if block.kind == "links":
                block.items = [SimpleNamespace(text=text, address=address) for text, address in block.items]
            if isinstance(source, Table):
                block.widths = widths(source)
            if isinstance(source, Chart | Funnel):
                content = png(source)
                described[hashlib.sha256(content).hexdigest()] = block.description
                block.picture = _Picture(InlineImage(document, io.BytesIO(content), width=WIDTH))
    return vars(told)


def widths(table: Table) -> list[int]:
    """Of the columns, in twentieths of a point: numbers need their longest word, texts share the rest by their length."""
    wanted = []
    for place, head in enumerate(table.head):
        cells = [head, *(row[place] for row in table.rows)]
        words = max(len(word) for cell in cells for word in cell.split() or [""]) + 6  # with its edges
        longest = max(map(len, cells[1:]), default=1)
        wanted.append(words if place in table.numbers else max(words, min(longest, 34)))
    return [TABLE_WIDTH * one // sum(wanted) for one in wanted]


def _named(value: Any) -> Any:
    """JSON values with names as attributes, so that block.items is what it says; texts without what XML can't hold."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _named(one) for name, one in value.items()})
    if isinstance(value, list | tuple):
        return [_named(one) for one in value]
    return _clean(value) if isinstance(value, str) else value


def _clean(text: str) -> str:
    return NOT_IN_XML.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _describe(document: Any, described: dict[str, str]) -> None:
    """Give each of our pictures its words for who can't see it."""
    part = document.docx.part
    for inline in part.element.iter(qn("wp:inline")):
        for blip in inline.iter(qn("a:blip")):
            picture = part.related_parts.get(blip.get(qn("r:embed")))
            words = described.get(hashlib.sha256(picture.blob).hexdigest()) if picture is not None else None
            if words:
                inline.find(qn("wp:docPr")).set("descr", words)


def _without_time(content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(part))
    return kept.getvalue()
