"""Equal rows are equal bytes, and every file has the columns that the contract names."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard.releases.contents import TABLES, write_all
from seenheard.releases.schema import DUTY_STATES, FILES, LINKS, OFFICERS
from seenheard.releases.writing import write, write_batches
from tests.releases.nights import small_night, worked_out
from tests.releases.tables import empty_night, moment, owe


def test_two_writings_of_one_night_are_equal_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        write_all(worked_out(small_night()), folder)
    for file in FILES.values():
        first, second = ((folder / file.file).read_bytes() for folder in folders)
        assert first == second, file.file


def test_the_order_of_the_engine_does_not_show(tmp_path: Path) -> None:
    rows = [("child-seen", "I1|N1"), ("child-seen", "I1|N2"), ("child-heard", "I9|N1"), ("child-seen", "I0|Ü")]
    written = []
    for place, order in enumerate((rows, rows[::-1])):
        db = empty_night()
        for duty, key in order:
            owe(db, duty, key=key)
        folder = tmp_path / str(place)
        folder.mkdir()
        written.append(write(db, "result.duty_states", DUTY_STATES, folder))
    assert written[0] == written[1]
    keys = pq.read_table(tmp_path / "0" / DUTY_STATES.file, columns=["duty", "key"]).to_pylist()
    assert [tuple(row.values()) for row in keys] == sorted(rows)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 7), max_size=6), st.integers(1, 5))
def test_where_batches_end_leaves_no_trace(tmp_path_factory: pytest.TempPathFactory, sizes: list[int], group: int) -> None:
    names = [str(place) for place in range(sum(sizes))]
    columns = {"officer_id": names, "name": ["x"] * len(names), "team": ["T"] * len(names), "role": ["other"] * len(names)}
    columns |= {"training_course": ["arms"] * len(names)}
    others = {"active": [True] * len(names), "training_ends_on": [date(2027, 1, 1)] * len(names)}
    table = pa.table(columns | others, schema=OFFICERS.schema)
    pieces, start = [], 0
    for size in sizes:
        pieces += table.slice(start, size).to_batches()
        start += size
    file = replace(OFFICERS, rows_in_a_group=group)
    folders = [tmp_path_factory.mktemp("files") for _ in range(2)]
    whole = write_batches(iter(table.to_batches()), file, folders[0])
    assert write_batches(iter(pieces), file, folders[1]) == whole
    assert whole.rows == len(names)
    found = pq.ParquetFile(folders[1] / OFFICERS.file)
    assert found.metadata.num_row_groups == -(-len(names) // group)


def test_times_are_instants_in_utc_to_the_microsecond(tmp_path: Path) -> None:
    db = empty_night()
    owe(db, started_at="2026-07-01T12:00:00.000001")
    write(db, "result.duty_states", DUTY_STATES, tmp_path)
    column = pq.read_table(tmp_path / DUTY_STATES.file).column("started_at")
    assert column.type == pa.timestamp("us", tz="UTC")
    assert column.cast(pa.int64()).to_pylist() == [moment("2026-07-01T11:00:00.000001Z")]


def test_every_file_has_a_table_and_is_written_with_its_columns(tmp_path: Path) -> None:
    assert list(TABLES) == list(FILES)
    written = write_all(worked_out(small_night()), tmp_path)
    for file in FILES.values():
        found = pq.read_table(tmp_path / file.file)
        assert found.schema.equals(file.schema)
        assert written[file.file].rows == found.num_rows
    assert written[LINKS.file].rows == 0


def test_links_are_written_where_there_are_some(tmp_path: Path) -> None:
    db = worked_out(small_night())
    db.execute(
        "CREATE TABLE people.links AS "
        "SELECT 'A' AS nominal_id, 'B' AS other_nominal_id, 0.7 AS match_probability, '{}' AS evidence, 1 AS place"
    )
    assert write_all(db, tmp_path)[LINKS.file].rows == 1


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    db = duckdb.connect()
    db.execute(
        "CREATE TABLE nothing AS SELECT '' AS nominal_id, '' AS other_nominal_id, 0.1 AS match_probability, '' AS evidence, "
        "1 AS place"
    )
    write(db, "nothing", LINKS, tmp_path)
    with pytest.raises(FileExistsError):
        write(db, "nothing", LINKS, tmp_path)
