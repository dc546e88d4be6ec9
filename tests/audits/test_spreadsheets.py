"""Workbooks that are made to do harm: they cost a sentence."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from seenheard.audits import spreadsheets
from seenheard.audits.spreadsheets import read
from seenheard.errors import AuditError


def workbook() -> bytes:
    """A small one that is whole."""
    made = openpyxl.Workbook()
    made.worksheets[0].append(["file", "grade"])
    made.worksheets[0].append(["A", "good"])
    made.worksheets[0].append(["B", "good"])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with a part's bytes replaced."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new)
            target.writestr(name, data)
    return kept.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_sheet_that_understates_its_size_loses_no_row() -> None:
    found = read("a.xlsx", changed(workbook(), SHEET, b'<dimension ref="A1:B3"', b'<dimension ref="A1:A2"'))
    assert [line.cells for line in found.lines] == [{"file": "A", "grade": "good"}, {"file": "B", "grade": "good"}]


def test_a_sheet_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_UNPACKED", 1 << 20)
    bomb = changed(workbook(), SHEET, b"<sheetData>", b"<sheetData>" + b" " * (2 << 20))
    assert len(bomb) < 20_000
    with pytest.raises(AuditError, match="unpacks to more than"):
        read("a.xlsx", bomb)


def test_entities_that_grow_are_refused() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    xml = changed(workbook(), SHEET, b"<worksheet", entities + b"<worksheet")
    with pytest.raises(AuditError, match="can’t be read as a workbook"):
        read("a.xlsx", xml)


def test_a_file_outside_is_not_read_through_an_entity() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(AuditError, match="can’t be read as a workbook"):
        read("a.xlsx", changed(workbook(), SHEET, b"<worksheet", entities + b"<worksheet"))


def test_a_row_far_below_the_others_is_refused_and_not_lost() -> None:
    far = changed(workbook(), SHEET, b'<row r="3">', b'<row r="1048576">')
    for old, new in ((b'"A3"', b'"A1048576"'), (b'"B3"', b'"B1048576"')):
        far = changed(far, SHEET, old, new)
    with pytest.raises(AuditError, match="rows below row 100,000"):
        read("a.xlsx", far)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml"])
def test_a_part_that_is_missing_is_a_sentence(part: str) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
    with pytest.raises(AuditError, match="can’t be read as a workbook"):
        read("a.xlsx", kept.getvalue())
