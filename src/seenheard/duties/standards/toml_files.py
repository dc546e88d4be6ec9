"""Reads the dated TOML files of a standards folder: numbers and lists, each with the place where it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from seenheard.duties.standards.names import CONFIDENCES, UNITS
from seenheard.duties.standards.standard import Number, WordList
from seenheard.duties.standards.wrong import Place, several, shown

FILE_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[^/]+\.toml", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SYNTAX_LINE = re.compile(r"\(at line (\d+), column \d+\)")
TABLE = re.compile(r"\s*\[")
SHARED_FIELDS = ("in_force_from", "source", "url", "confidence", "keeper", "check_by")
FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("duty", "name", "value", "unit", *SHARED_FIELDS),
    "list": ("duty", "name", "values", *SHARED_FIELDS),
}
LONGEST = 500


@dataclass(frozen=True)
class Lines:
    """Finds the line of an entry and of its fields: tomllib tells values only."""

    file: str
    lines: tuple[str, ...]

    def headers(self, kind: str) -> list[int]:
        header = re.compile(rf"\s*\[\[\s*[\"']?{kind}[\"']?\s*\]\]\s*(#.*)?")
        return [place for place, line in enumerate(self.lines) if header.fullmatch(line)]

    def entry(self, kind: str, place: int, entries: int) -> Entry:
        headers = self.headers(kind)
        # Entries written some other way (inline tables) have no header of their own: then only the file is named.
        return Entry(self, headers[place] if len(headers) == entries else None)


@dataclass(frozen=True)
class Entry:
    """One `[[number]]` or `[[list]]` of a file."""

    lines: Lines
    header: int | None

    @property
    def place(self) -> Place:
        return Place(self.lines.file, None if self.header is None else self.header + 1)

    def place_of(self, field: str) -> Place:
        """The line of the field, else of the entry."""
        if self.header is None:
            return self.place
        named = re.compile(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=")
        for place in range(self.header + 1, len(self.lines.lines)):
            line = self.lines.lines[place]
            if TABLE.match(line):
                break
            if named.match(line):
                return Place(self.lines.file, place + 1)
        return self.place


@dataclass(frozen=True)
class Read:
    """What one file holds, each with the entry that it was read from."""

    numbers: tuple[tuple[Number, Entry], ...]
    lists: tuple[tuple[WordList, Entry], ...]


def read_toml(file: str, content: bytes) -> Read:
    """The entries of one file, checked field by field but not yet against the names that there are."""
    name = file_name(file)
    if not FILE_NAME.fullmatch(name) or _real_date(name[:10]) is None:
        raise Place(file).wrong("the file's name", "has no date", "<date>-<name>.toml, e.g. 2026-04-01-ours.toml")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = content[: failure.start].count(b"\n") + 1
        raise Place(file, line).wrong("the text", "is not UTF-8", "TOML in UTF-8") from None
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as failure:  # TOMLDecodeError, or a number or nesting beyond reading
        found = SYNTAX_LINE.search(str(failure))
        line = int(found[1]) if found else text.count("\n") + 1
        problem = str(failure).split(" (at ")[0]
        raise Place(file, line).wrong("the text", f"is not TOML ({problem})", "[[number]] and [[list]] tables") from None
    lines = Lines(file, tuple(text.split("\n")))
    for key in tables:
        if key not in FIELDS:
            raise Place(file).wrong("the table", f"{shown(key)} is not known", "[[number]] and [[list]]")
    numbers = [(_number(raw, entry), entry) for raw, entry in _entries(tables, "number", lines)]
    lists = [(_list(raw, entry), entry) for raw, entry in _entries(tables, "list", lines)]
    return Read(tuple(numbers), tuple(lists))


def file_name(file: str) -> str:
    """Without its folder: the same on every machine, as releases name it."""
    return file.replace("\\", "/").rsplit("/", 1)[-1]


def _entries(tables: dict[str, Any], kind: str, lines: Lines) -> list[tuple[dict[str, Any], Entry]]:
    raws = tables.get(kind, [])
    if not isinstance(raws, list) or not all(isinstance(raw, dict) for raw in raws):
        raise Place(lines.file).wrong(kind, "is not a list of tables", f"[[{kind}]] tables")
    found = []
    for place, raw in enumerate(raws):
        entry = lines.entry(kind, place, len(raws))
        fields = FIELDS[kind]
        for field in raw:
            if field not in fields:
                raise entry.place_of(field).wrong("the field", f"{shown(field)} is not known", several(fields))
        for field in fields:
            if field not in raw and field != "url":
                raise entry.place.wrong("the field", f"'{field}' is missing", several(fields))
        found.append((raw, entry))
    return found


def _number(raw: dict[str, Any], entry: Entry) -> Number:
    value = raw["value"]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise entry.place_of("value").wrong("value", f"{shown(value)} is not a number or text", "a number, or a choice")
    return Number(
        value=value,
        unit=_one_of(raw, "unit", UNITS, entry),
        **_shared(raw, entry),
    )


def _list(raw: dict[str, Any], entry: Entry) -> WordList:
    values = raw["values"]
    if not isinstance(values, list):
        raise entry.place_of("values").wrong("values", "is not a list", 'texts in brackets, e.g. ["asleep", "fine"]')
    for value in values:
        if not isinstance(value, str) or not letters_only(value):
            raise entry.place_of("values").wrong("values", f"has {shown(value)}", "texts with a letter in them")
    return WordList(values=tuple(dict.fromkeys(letters_only(value) for value in values)), **_shared(raw, entry))


def letters_only(text: str) -> str:
    """Lower-cased, with all but letters and single spaces removed: how phrases are compared (DUTIES, child-heard)."""
    kept = "".join(letter for letter in text.lower() if letter.isalpha() or letter == " ")
    return " ".join(kept.split())


def _shared(raw: dict[str, Any], entry: Entry) -> dict[str, Any]:
    url = raw.get("url", "")
    if not isinstance(url, str) or (url and not _address(url)):
        raise entry.place_of("url").wrong("url", f"{shown(url)} is not an address", "http://..., https://... or nothing")
    return {
        "duty": _text(raw, "duty", entry),
        "name": _text(raw, "name", entry),
        "in_force_from": _date(raw, "in_force_from", entry),
        "source": _text(raw, "source", entry),
        "url": url,
        "confidence": _one_of(raw, "confidence", CONFIDENCES, entry),
        "keeper": _text(raw, "keeper", entry),
        "check_by": _date(raw, "check_by", entry),
        "file": file_name(entry.lines.file),
    }


def _address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and url.isprintable() and not set(url) & set(" <>\"'`")


def _text(raw: dict[str, Any], field: str, entry: Entry) -> str:
    value = raw[field]
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > LONGEST:
        allowed = f"a text of 1 to {LONGEST} letters on one line"
        raise entry.place_of(field).wrong(field, f"{shown(value)} is not such a text", allowed)
    return value


def _one_of(raw: dict[str, Any], field: str, allowed: tuple[str, ...], entry: Entry) -> str:
    value = raw[field]
    if not isinstance(value, str) or value not in allowed:
        raise entry.place_of(field).wrong(field, f"{shown(value)} is not allowed", several(allowed))
    return value


def _date(raw: dict[str, Any], field: str, entry: Entry) -> date:
    value = raw[field]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = _real_date(value) if isinstance(value, str) else None
    if found is None:
        raise entry.place_of(field).wrong(field, f"{shown(value)} is not a date", "YYYY-MM-DD, a real day")
    return found


def _real_date(text: str) -> date | None:
    if not DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
