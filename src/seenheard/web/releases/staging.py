"""A release's rows on their way into the site: worked on as Arrow columns, copied in bulk to a table of this session.

Only releases.actions uses this module, inside its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
from django.db import connection

from seenheard.uk_time import MICROSECONDS_AN_HOUR
from seenheard.web.releases.folder import STATE_COLUMNS, Folder

UNIT = "\x1f"
RANKS = {
    "very_high": 5,
    "significant": 5,
    "high": 4,
    "moderate": 4,
    "medium": 2,
    "mild": 2,
    "standard": 1,
    "low": 1,
    "no_apparent": 1,
    "not_at_risk": 1,
}
NO_RANK = 3  # no level recorded: behind high, before medium, because unknown is not fine
RANK_STEP = 1e7  # more hours than lie between two due times
TIMES = ("started_at", "due_at", "met_at")
FLAGS = ("actionable", "due_soon", "restricted", "is_finding", "held")
FLOATS = ("hours_late", "link_confidence", "sort_worst", "sort_late", "sort_started")
TEXTS = tuple(name for name in STATE_COLUMNS if name not in (*TIMES, *FLAGS, *FLOATS))
ROOM = {"temp_buffers": "64MB", "work_mem": "128MB", "maintenance_work_mem": "256MB"}
STAGED = (*TEXTS, *TIMES, *FLOATS, *FLAGS, "tab", "trigger", "sentence", "facts")

# What takes each order off, and what makes it again.
ORDERS = {
    "sqlite": """
        SELECT 'DROP INDEX "' || name || '"', sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'findings_finding'
            AND sql IS NOT NULL AND name <> 'finding_duty_key'
    """,
    "postgresql": """
        SELECT format('DROP INDEX %I', i.indexname), i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()
            AND i.tablename IN ('findings_finding', 'findings_findingnight') AND NOT EXISTS (SELECT 1 FROM findings_finding)
            AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname AND c.contype IN ('p', 'u'))
        UNION ALL
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE NOT EXISTS (SELECT 1 FROM findings_finding)
            AND (conrelid = 'findings_findingnight'::regclass AND contype = 'f'
                 OR conrelid = 'findings_finding'::regclass AND contype = 'u')
    """,
}


def make_tables() -> None:
    """The session's tables, empty; on PostgreSQL also room to sort and count in, until the load is over."""
    postgres = connection.vendor == "postgresql"
    if postgres:
        with connection.cursor() as cursor:
            for name, room in ROOM.items():
                cursor.execute(f"SET LOCAL {name} = '{room}'")
    kinds = {name: "text" for name in STAGED}
    kinds |= dict.fromkeys(TIMES, "timestamptz" if postgres else "text")
    kinds |= dict.fromkeys(FLOATS, "double precision" if postgres else "real")
    kinds |= dict.fromkeys(FLAGS, "boolean" if postgres else "bool")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_finding")
        cursor.execute("DROP TABLE IF EXISTS staged_title")
        columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        cursor.execute(f"CREATE TEMPORARY TABLE staged_finding ({columns})")
        cursor.execute("CREATE TEMPORARY TABLE staged_title (subject_kind text, subject_id text, title text)")


def index_tables() -> None:
    """Indexes after the rows: quicker than with them. PostgreSQL joins whole tables without, once it has counted them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE staged_finding (duty, key, subject_kind, subject_id, started_at, tab, is_finding, held)")
        else:
            cursor.execute("CREATE UNIQUE INDEX staged_key ON staged_finding (duty, key)")
            cursor.execute("CREATE INDEX staged_subject ON staged_finding (duty, subject_id)")
            cursor.execute("CREATE INDEX staged_name ON staged_title (subject_kind, subject_id)")
            cursor.execute("ANALYZE staged_finding")
        cursor.execute("ANALYZE staged_title")


def drop_tables() -> None:
    """Leave nothing in the session."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE staged_finding")
        cursor.execute("DROP TABLE staged_title")


def take_indexes_off() -> list[str]:
    """Drop the orders of findings and give the statements that make them again: quicker than changing each row in each.

    On SQLite readers keep what they see until the load is through. PostgreSQL would keep them waiting, so there only for
    the first night: nobody reads what is empty. Then also what ties a finding's nights to it: all at once is quicker.
    """
    with connection.cursor() as cursor:
        cursor.execute(ORDERS[connection.vendor])
        found = cursor.fetchall()
        if found and connection.vendor == "postgresql":
            # What waits to be checked at the end is checked now: until then no table that it is about can be changed.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for taken_off, _ in found:
            cursor.execute(taken_off)
    return [statement for _, statement in found]


def put_indexes_back(statements: list[str]) -> None:
    """Make them again."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows into a table by the quickest way that the database has inside a transaction."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", rows)


def copy_tables(name: str, columns: Sequence[str], tables: Iterable[pa.Table]) -> None:
    """The same for columns, a part at a time. PostgreSQL takes them as CSV, where null is nothing and an empty text is "":
    one copy for all parts, so that the next is got ready while the server takes one in."""
    if connection.vendor != "postgresql":
        for table in tables:
            copy_rows(name, columns, rows_of(table, columns))
        return
    statement = f"COPY {name} ({', '.join(columns)}) FROM STDIN WITH (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for table in tables:
            written = pa.BufferOutputStream()
            csv.write_csv(table.select(columns), written, csv.WriteOptions(include_header=False))
            copy.write(written.getvalue())


def stage_findings(folder: Folder, held: Iterable[str]) -> pa.Array:
    """Copy the findings; give the (duty, key) of each."""
    seen: list[pa.Array] = []
    copy_tables("staged_finding", STAGED, _findings(folder, held, seen))
    return pa.concat_arrays(seen) if seen else pa.array([], pa.string())


def _findings(folder: Folder, held: Iterable[str], seen: list[pa.Array]) -> Iterator[pa.Table]:
    for batch in folder.batches("findings", (*STATE_COLUMNS, "facts", "sentence")):
        table = plain(batch)
        seen.append(joined(table, "duty", "key"))
        state = table.column("state")
        tab = pc.if_else(
            pc.equal(state, "excused"),
            "excused",
            pc.if_else(pc.is_in(state, pa.array(["late", "unknown"])), "late", "due_soon"),
        )
        yield _staged(table, folder, tab, held, is_finding=True)


def stage_states(
    folder: Folder, held: Iterable[str], findings: pa.Array, open_keys: pa.Array, open_subjects: pa.Array
) -> None:
    """Copy the other duty states that matter: late too long, excused, or what became of a row of the night before."""
    copy_tables("staged_finding", STAGED, _states(folder, held, findings, open_keys, open_subjects))


def _states(
    folder: Folder, held: Iterable[str], findings: pa.Array, open_keys: pa.Array, open_subjects: pa.Array
) -> Iterator[pa.Table]:
    for batch in folder.batches("duty_states", STATE_COLUMNS):
        table = plain(batch)
        keys = joined(table, "duty", "key")
        wanted = pc.is_in(table.column("state"), pa.array(["late", "unknown", "excused"]))
        wanted = pc.or_(wanted, pc.is_in(keys, open_keys))
        wanted = pc.or_(wanted, pc.is_in(joined(table, "duty", "subject_id"), open_subjects))
        table = table.filter(pc.and_(wanted, pc.invert(pc.is_in(keys, findings))))
        state = table.column("state")
        tab = pc.if_else(
            pc.equal(state, "excused"),
            "excused",
            pc.if_else(pc.is_in(state, pa.array(["late", "unknown"])), "closed", ""),
        )
        table = table.append_column("facts", nothing(table)).append_column("sentence", nothing(table))
        yield _staged(table, folder, tab, held, is_finding=False)


def nothing(table: pa.Table) -> pa.Array:
    """A column of empty texts."""
    return pa.array([""] * table.num_rows, pa.string())


def stage_titles(folder: Folder) -> None:
    """Copy the titles of the subjects that are staged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT subject_kind, subject_id FROM staged_finding")
        wanted = pa.array([f"{kind}{UNIT}{subject}" for kind, subject in cursor.fetchall()], pa.string())
    if not (folder.path / "subjects.parquet").is_file():
        return
    columns = ("subject_kind", "subject_id", "title")
    tables = (plain(batch) for batch in folder.batches("subjects", columns))
    copy_tables(
        "staged_title",
        columns,
        (table.filter(pc.is_in(joined(table, "subject_kind", "subject_id"), wanted)) for table in tables),
    )


def plain(batch: pa.RecordBatch) -> pa.Table:
    """A batch with texts as plain strings."""
    table = pa.Table.from_batches([batch])
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type) or pa.types.is_large_string(field.type):
            table = table.set_column(place, field.name, table.column(place).cast(pa.string()))
    return table.combine_chunks()


def joined(table: pa.Table, *names: str) -> pa.Array:
    """Columns put together to one text that names the row."""
    return pc.binary_join_element_wise(*(table.column(name) for name in names), UNIT).combine_chunks()


def rows_of(table: pa.Table, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """A table's rows as tuples."""
    return zip(*(table.column(name).to_pylist() for name in columns), strict=True)


def _staged(table: pa.Table, folder: Folder, tab: pa.ChunkedArray, held: Iterable[str], *, is_finding: bool) -> pa.Table:
    as_of = int(folder.as_of.timestamp() * 1_000_000)
    due = pc.cast(table.column("due_at"), pa.int64())
    started = pc.cast(table.column("started_at"), pa.int64())
    # By when it was due and not by how late it is: a place that stays needs no new entry in any index, night after night.
    ago = pc.cast(pc.round(pc.multiply(table.column("hours_late"), float(MICROSECONDS_AN_HOUR))), pa.int64())
    was_due = pc.coalesce(pc.subtract(as_of, ago), pc.if_else(pc.equal(tab, "due_soon"), due, as_of), as_of)
    late = pc.negate(pc.divide(pc.cast(was_due, pa.float64()), float(MICROSECONDS_AN_HOUR)))
    risk = pc.fill_null(table.column("risk_level"), "")
    known = pa.array(list(RANKS), pa.string())
    rank = pc.take(pa.array([*RANKS.values(), NO_RANK], pa.float64()), pc.fill_null(pc.index_in(risk, known), len(RANKS)))
    made = {
        "sort_late": late,
        "sort_worst": pc.add(pc.multiply(rank, RANK_STEP), late),
        "sort_started": pc.negate(pc.divide(pc.cast(pc.fill_null(started, 0), pa.float64()), 1e6)),
        "is_finding": pa.array([is_finding] * table.num_rows, pa.bool_()),
        "held": pc.is_in(table.column("duty"), pa.array(list(held), pa.string())),
        "tab": tab,
        # The first part of a key of several names the record that began it: siblings of one incident share it.
        "trigger": pc.replace_substring_regex(table.column("key"), r"(?s)\|.*", ""),
    }
    for name, values in made.items():
        table = table.append_column(name, values)
    for name in (*TEXTS, "facts", "sentence"):
        table = _replaced(table, name, pc.fill_null(table.column(name), ""))
    for name in TIMES:
        moments = table.column(name).cast(pa.timestamp("us", "UTC"))
        # A naive text in UTC is how Django keeps a time in SQLite.
        kept = moments if connection.vendor == "postgresql" else pc.strftime(moments, "%Y-%m-%d %H:%M:%S")
        table = _replaced(table, name, kept)
    return table


def _replaced(table: pa.Table, name: str, values: Any) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)
