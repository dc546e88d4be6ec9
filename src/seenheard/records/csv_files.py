"""CSV files: one look at the bytes, then DuckDB's reader, proved afterwards; or else the sieve.

DuckDB's reader is fast, but it drops an empty line, an empty field too many and blanks around quotation marks without
a word. It only ever drops bytes. So after loading, the bytes of all values are added up: when they and the commas, line
ends and quotation marks are the whole file, nothing was dropped. When they are not, the sieve reads the file instead.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from seenheard.errors import ContractError
from seenheard.records.folder import chunks
from seenheard.records.wording import named, quoted, shown

BOM = codecs.BOM_UTF8
LONGEST_HEADER = 1 << 20
LONGEST_LINE = 2 << 20  # DuckDB's own default


@dataclass(frozen=True, slots=True)
class Scan:
    """What one look at the bytes of a file says."""

    size: int  # all bytes
    quotes: int
    newlines: int  # LF
    pairs: int  # CRLF
    returns: int  # CR
    trailing: int  # line end bytes at the end of the file
    clean: bool  # valid UTF-8 without NUL

    @property
    def newline(self) -> str | None:
        """The file's one line end, or None when they are mixed."""
        if self.returns == 0:
            return "\n"
        return "\r\n" if self.returns == self.pairs == self.newlines else None


def scan(path: Path) -> Scan:
    """Count what matters, in one streaming pass."""
    size = quotes = newlines = pairs = returns = trailing = 0
    clean, last = True, b""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            for piece in chunks(stream):
                size += len(piece)
                quotes += piece.count(b'"')
                newlines += piece.count(b"\n")
                if b"\r" in piece or last == b"\r":
                    returns += piece.count(b"\r")
                    pairs += piece.count(b"\r\n") + (last == b"\r" and piece.startswith(b"\n"))
                clean = clean and _is_clean(decoder, piece)
                rest = len(piece.rstrip(b"\r\n"))
                trailing = len(piece) - rest if rest else trailing + len(piece)
                last = piece[-1:]
    except OSError as failure:
        raise ContractError(f"{path.name} can't be read: {failure.strerror}.") from failure
    return Scan(size, quotes, newlines, pairs, returns, trailing, clean and _ends_well(decoder))


def _is_clean(decoder: codecs.IncrementalDecoder, piece: bytes) -> bool:
    if b"\0" in piece:
        return False
    if piece.isascii() and decoder.getstate()[0] == b"":
        return True
    try:
        decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _ends_well(decoder: codecs.IncrementalDecoder) -> bool:
    return decoder.getstate()[0] == b""


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The header's names, and how many bytes it takes; 0 when it is spread over several lines."""

    names: list[str]
    size: int
    quotes: int = 0


NO_HEADER = FirstLine([], 0)


def first_line(path: Path, file: str) -> FirstLine:
    """Read the header; a file without one stops the run."""
    try:
        with path.open("rb") as stream:
            start = stream.read(LONGEST_HEADER)
    except OSError as failure:
        raise ContractError(f"{file} can't be read: {failure.strerror}.") from failure
    body = start.removeprefix(BOM)
    end = body.find(b"\n") + 1 or len(body)
    try:
        text = body.decode("utf-8") if len(start) < LONGEST_HEADER else body[:end].decode("utf-8")
    except UnicodeDecodeError:
        text = body[:end].decode("utf-8", "replace")
    try:
        names = next(csv.reader(io.StringIO(text, newline="\n"), strict=True), [])
    except csv.Error as failure:
        raise ContractError(f"{file} has a header that can't be read: {failure}. See RFC 4180.") from failure
    if not any(name.strip() for name in names):
        raise ContractError(f"{file} has no header. Its first line must name the columns.")
    if any("\ufffd" in name or "\0" in name for name in names):
        raise ContractError(f"{file} has a header that is not UTF-8: '{shown(','.join(names))}'.")
    quotes = body[:end].count(b'"')
    return FirstLine(names, 0 if quotes % 2 else len(start) - len(body) + end, quotes)


def unpack(path: Path, target: Path) -> None:
    """Decompress a .gz file."""
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            while piece := packed.read(LONGEST_HEADER):
                plain.write(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as failure:
        raise ContractError(f"{path.name} can't be unpacked: {failure}. It must be a whole gzip file.") from failure
    except OSError as failure:
        raise ContractError(f"{path.name} can't be unpacked: {failure.strerror}.") from failure


def load(
    db: duckdb.DuckDBPyConnection,
    table: str,
    path: Path,
    names: list[str | None],
    seen: Scan,
    first: FirstLine = NO_HEADER,
    longest: int = LONGEST_LINE,
    newline: str | None = None,
) -> bool:
    """Load a file into a table by DuckDB's reader. False: it must go through the sieve.

    `names` are the columns to keep, None for one that is passed over; `newline` is the line end when it is known.
    """
    newline = newline or seen.newline
    if not seen.clean or newline is None:
        return False
    if seen.size - seen.trailing <= first.size:
        db.execute(f"CREATE OR REPLACE TABLE {table} ({_ddl(names)}row_bytes BIGINT)")
        return True
    try:
        db.execute(_statement(table, path, names, newline, seen.quotes > 0, first.size > 0, longest))
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return _nothing_dropped(db, table, len(names), seen, first, newline)


def _ddl(names: list[str | None]) -> str:
    return "".join(f"{named(name)} VARCHAR, " for name in names if name is not None)


def _statement(
    table: str, path: Path, names: list[str | None], newline: str, quotes: bool, header: bool, longest: int
) -> str:
    places = [f"c{place}" for place in range(len(names))]
    kept = "".join(f"{place} AS {named(name)}, " for place, name in zip(places, names, strict=True) if name is not None)
    # Quotation marks are left out of both sides of the sum: some belong to values and some to the file.
    bare = "CASE WHEN contains({0}, '\"') THEN replace({0}, '\"', '') ELSE {0} END" if quotes else "{0}"
    lengths = [f"coalesce(strlen({bare.format(place)}), 0)" for place in places]
    escaped = "\\r\\n" if newline == "\r\n" else "\\n"
    columns = ", ".join(f"'{place}': 'VARCHAR'" for place in places)
    return (
        f"CREATE OR REPLACE TABLE {table} AS SELECT {kept}{' + '.join(lengths)} AS row_bytes FROM read_csv("
        f"{quoted(str(path))}, auto_detect=false, header={str(header).lower()}, columns={{{columns}}}, delim=',', "
        f"quote='\"', escape='\"', new_line='{escaped}', nullstr='', null_padding=false, strict_mode=true, "
        f"ignore_errors=false, hive_partitioning=false, compression='none', encoding='utf-8', "
        f"max_line_size={longest}, buffer_size={max(32 << 20, 4 * longest)})"
    )


def _nothing_dropped(
    db: duckdb.DuckDBPyConnection, table: str, width: int, seen: Scan, first: FirstLine, newline: str
) -> bool:
    row = db.execute(f"SELECT count(*), coalesce(sum(row_bytes), 0) FROM {table}").fetchone()
    assert row is not None
    records, in_values = int(row[0]), int(row[1])
    between = records * (width - 1) + (records - 1) * len(newline)
    body = seen.size - seen.trailing - first.size - (seen.quotes - first.quotes)
    return records > 0 and in_values + between == body
