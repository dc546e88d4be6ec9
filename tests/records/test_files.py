"""Which files are read, which stop the run, and what the sieve makes of the rest."""

from __future__ import annotations

import csv
import gzip
import io
import os
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.records.conftest import AS_OF, Extracts

from seenheard.errors import ContractError
from seenheard.records import csv_files, reading, sieve

HEADER = "officer_id,name,team,role,recorded_at\n"
GOOD = "O1,Ann,T,other,2026-01-01T00:00\n"


def fails(extracts: Extracts, *words: str) -> None:
    with pytest.raises(ContractError) as failure:
        extracts.read()
    assert all(word in str(failure.value) for word in words), failure.value


def test_a_folder_that_is_none(extracts: Extracts, tmp_path: Path) -> None:
    extracts.folder = tmp_path / "nowhere"
    fails(extracts, "does not exist")
    extracts.folder.write_text("")
    fails(extracts, "is not a folder")


def test_a_folder_without_a_record_set(extracts: Extracts) -> None:
    fails(extracts, "holds no record set")
    extracts.csv("Officers.csv", HEADER)
    fails(extracts, "holds no record set")


def test_two_files_of_one_record_set(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER)
    extracts.csv("officers.csv.gz", b"")
    fails(extracts, "officers.csv", "officers.csv.gz")


@pytest.mark.parametrize("content", ["", "\ufeff", "\n", ",,\n", "\r\n"])
def test_a_file_without_a_header(extracts: Extracts, content: str) -> None:
    extracts.csv("officers.csv", content)
    fails(extracts, "officers.csv", "no header")


def test_a_column_twice(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER.replace("team", "name"))
    fails(extracts, "officers.csv", "'name'", "more than once")


@pytest.mark.parametrize("column", ["officer_id", "role", "recorded_at"])
def test_a_required_column_missing(extracts: Extracts, column: str) -> None:
    extracts.csv("officers.csv", HEADER.replace(column, column.upper()))
    fails(extracts, "officers.csv", f"no column {column}")


def test_a_header_that_is_not_utf_8(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER.encode().replace(b"\n", b",\xff\n"))
    fails(extracts, "officers.csv", "not UTF-8")


def test_a_file_that_is_a_folder(extracts: Extracts) -> None:
    (extracts.folder / "officers.csv").mkdir()
    fails(extracts, "officers.csv", "can't be read")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER).chmod(0)
    fails(extracts, "officers.csv", "can't be read")


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress((HEADER + GOOD).encode())[:-9]])
def test_a_gz_file_that_can_not_be_unpacked(extracts: Extracts, content: bytes) -> None:
    extracts.csv("officers.csv.gz", content)
    fails(extracts, "officers.csv.gz", "can't be unpacked")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
@pytest.mark.parametrize("packed", [False, True])
def test_bom_line_ends_and_gz_make_no_difference(extracts: Extracts, newline: str, bom: str, end: str, packed: bool) -> None:
    content = (bom + HEADER + GOOD + GOOD.replace("O1", "O2").rstrip() + end).replace("\n", newline).encode()
    extracts.csv("officers.csv" + ".gz" * packed, gzip.compress(content) if packed else content)
    one = extracts.read().sets["officers"]
    assert extracts.values("officers", "officer_id") == ["O1", "O2"]
    assert extracts.values("officers", "recorded_at_day") == [20454, 20454]
    assert extracts.faults() == []
    assert one.bytes == (extracts.folder / one.file).stat().st_size and len(one.sha256) == 64


def test_columns_in_any_order_and_unknown_ones(extracts: Extracts) -> None:
    extracts.csv(
        "officers.csv",
        'x"y,recorded_at,role,team,name,officer_id\n1,2026-01-01T00:00,other,T,Ann,O1\n'.replace('x"y', "Name"),
    )
    found = extracts.read()
    assert extracts.values("officers", "name") == ["Ann"]
    assert found.unknown_columns == (("officers", "Name"),)
    assert ("officers", "fte") in found.absent_columns and ("officers", "withdrawn") in found.absent_columns


def test_quoted_values_keep_commas_quotes_and_line_ends(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER + '"O,1","say ""hi""","two\nlines\r\n","other","2026-01-01T00:00"\n')
    extracts.read()
    assert extracts.rows("SELECT officer_id, name, team FROM standing.officers") == [("O,1", 'say "hi"', "two\nlines\r\n")]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("O2,Ann,T,other", "4 fields"),
        ("O2,Ann,T,other,2026-01-01T00:00,", "6 fields"),
        ("O2,Ann,T,other,2026-01-01T00:00,x", "6 fields"),
        ("", "empty line"),
        (" ", "1 fields"),
        ('O2,"Ann"x,T,other,2026-01-01T00:00', "after a closing quotation mark"),
        ('O2,"Ann" ,T,other,2026-01-01T00:00', "after a closing quotation mark"),
        ("O2,A\rnn,T,other,2026-01-01T00:00", "carriage return"),
        ("O2,A\0nn,T,other,2026-01-01T00:00", "NUL"),
        ("O2,A\udcffnn,T,other,2026-01-01T00:00", "UTF-8"),
        ('O2,"Ann,T,other,2026-01-01T00:00', "quotation mark"),
    ],
)
def test_a_record_of_the_wrong_shape_costs_only_itself(extracts: Extracts, line: str, word: str) -> None:
    content = HEADER + GOOD + line + "\n" + GOOD.replace("O1", "O3") + GOOD.replace("O1", "O4") * 97
    extracts.csv("officers.csv", content.encode("utf-8", "surrogateescape"))
    extracts.read()
    assert extracts.values("officers", "row_number") == [1, 3, 100]
    assert extracts.counts("officers") == (100, 3, 96, 1, 0)
    assert extracts.faults() == [(2, "", "shape", False)]
    [(identity, sentence)] = extracts.rows("SELECT record_id, sentence FROM checks.rejects")
    assert identity == ("O2" if line.strip() else identity)
    assert word in sentence and sentence.isprintable()


def test_a_quotation_mark_that_is_never_closed_costs_one_line(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER + 'O1,"Ann,T,other,2026-01-01T00:00\n' + GOOD.replace("O1", "O2") * 3)
    extracts.read()
    assert extracts.counts("officers") == (4, 1, 2, 1, 0)


def test_blanks_before_a_quotation_mark_are_kept(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER + GOOD.replace("Ann", ' "Ann"'))
    extracts.read()
    assert extracts.values("officers", "name") == [' "Ann"']


def test_a_faulty_record_of_a_later_time_is_not_yet_known(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER + GOOD + GOOD.rstrip().replace("2026-01-01", "2026-11-23") + ",x\n")
    extracts.read()
    assert extracts.counts("officers") == (2, 1, 0, 0, 1)
    assert extracts.faults() == []


@pytest.mark.parametrize(("bad", "stops"), [(1, False), (2, True)])
def test_over_one_percent_of_unreadable_records_stop_the_run(extracts: Extracts, bad: int, stops: bool) -> None:
    extracts.csv("officers.csv", HEADER.encode() + GOOD.encode() * (100 - bad) + b"O\xff,Ann,T,other,x\n" * bad)
    if stops:
        fails(extracts, "officers.csv", "2 of its 100 records")
    else:
        assert extracts.read().sets["officers"].rejected == 1


def test_a_folder_whose_name_is_a_pattern(extracts: Extracts) -> None:
    extracts.folder = extracts.folder / "a*[b]=?"
    extracts.folder.mkdir()
    extracts.csv("officers.csv", HEADER + GOOD)
    extracts.csv("nominals.csv.gz", gzip.compress(b"nominal_id,source_system,recorded_at\nN1,s,2026-01-01T00:00\n"))
    extracts.read()
    assert extracts.values("officers", "officer_id") == ["O1"]
    assert extracts.values("nominals", "nominal_id") == ["N1"]


def test_a_value_longer_than_a_line_of_duckdb(extracts: Extracts) -> None:
    extracts.csv("officers.csv", HEADER + GOOD.replace("Ann", "x" * (3 << 20)))
    extracts.read()
    assert [len(name) for name in extracts.values("officers", "name")] == [3 << 20]


CELLS = st.text(st.sampled_from('ab",\n\r \té\ufeff\u2028'), max_size=6)
PIECES = st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", " ", "x", "é", "\t", '","', "a,b,c\n", ""])


def by_hand(content: bytes, path: Path) -> list[list[str]] | None:
    """The records of a file as Python reads them, when it has no fault at all."""
    path.write_bytes(content)
    clean, faults = path.with_suffix(".clean"), path.with_suffix(".faults")
    count = sieve.sieve(path, path.name, sieve.Wanted(3, (0, 1, 2), 0, None, 0), clean, faults)
    if count.good != count.records:
        return None
    with clean.open(encoding="utf-8", newline="") as stream:
        return [row[1:] for row in csv.reader(stream)]


def by_duckdb(db: duckdb.DuckDBPyConnection, path: Path) -> list[list[str]] | None:
    first = csv_files.first_line(path, path.name)
    if not first.size or not csv_files.load(db, "probe", path, ["a", "b", "c"], csv_files.scan(path), first):
        return None
    return [["" if cell is None else cell for cell in row] for row in db.execute("SELECT a, b, c FROM probe").fetchall()]


@settings(max_examples=300, deadline=None)
@given(body=st.one_of(st.lists(PIECES, max_size=14).map("".join), st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4)))
@example(body="a,b,c,\n")
@example(body='a, "b",c\n')
@example(body='a,"b" ,c\n')
@example(body="a,b,c\n\na,b,c\n")
@example(body='"",,""\n\n')
def test_duckdb_never_reads_what_the_sieve_reads_otherwise(
    tmp_path_factory: pytest.TempPathFactory, body: str | list[tuple[str, str, str]]
) -> None:
    if not isinstance(body, str):
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(body)
        body = stream.getvalue()
    path = tmp_path_factory.mktemp("same") / "x.csv"
    with duckdb.connect() as db:
        path.write_bytes(b"a,b,c\n" + body.encode())
        fast = by_duckdb(db, path)
        assert fast is None or fast == by_hand(path.read_bytes(), path)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["O1", "O2", "", "O1,x"]),
        st.sampled_from(["other", "zzz", ""]),
        st.sampled_from(["2026-01-01T00:00", "2026-02-01T00:00", "2030-01-01T00:00", "", "x"]),
        st.sampled_from(["", "true", "false", "maybe", "true,", '"']),
        st.sampled_from(["\n", "\r\n", "\n\n", ""]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_record_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]) -> None:
    extracts = Extracts(tmp_path_factory.mktemp("sum"))
    lines = [f"{key},Ann,T,{role},{recorded},{withdrawn}{end}" for key, role, recorded, withdrawn, end in rows]
    extracts.csv("officers.csv", "officer_id,name,team,role,recorded_at,withdrawn\n" + "".join(lines))
    one = extracts.read(AS_OF).sets["officers"]
    assert one.read == one.accepted + one.superseded + one.rejected + one.not_yet_known
    assert one.standing == one.accepted == len(extracts.values("officers", "officer_id"))
    rejected = extracts.rows("SELECT count(DISTINCT row_number) FROM checks.rejects WHERE NOT kept")
    assert rejected == [(one.rejected,)]
    [(versions,)] = extracts.rows("SELECT count(*) FROM versions.officers")
    assert versions == one.accepted + one.superseded
    extracts.db.close()


def test_the_sieve_and_duckdb_give_the_same_reading(extracts: Extracts, monkeypatch: pytest.MonkeyPatch) -> None:
    extracts.csv("officers.csv", HEADER + GOOD + GOOD.replace("Ann", '" a, ""b"" "') + GOOD.replace("other", "x"))
    fast, rows, faults = extracts.read(), extracts.rows("FROM versions.officers"), extracts.faults()
    monkeypatch.setattr(
        reading.csv_files,
        "scan",
        lambda path, see=csv_files.scan: see(path) if path.name == "clean.csv" else csv_files.Scan(1, 0, 0, 0, 0, 0, False),
    )
    assert extracts.read() == fast
    assert extracts.rows("FROM versions.officers") == rows
    assert extracts.faults() == faults
