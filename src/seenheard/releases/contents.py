"""Which of the night's tables becomes which file of the release."""

from __future__ import annotations

from pathlib import Path

import duckdb

from seenheard.people.person_ids import id_of
from seenheard.releases import schema
from seenheard.releases.schema import ReleaseFile
from seenheard.releases.writing import Written, write

TABLES: dict[str, str] = {
    "duty_states": "result.duty_states",
    "findings": "result.findings",
    "rates": "result.rates",
    "persons": "people.persons",
    "links": "people.links",
    "rejects": "checks.rejects",
    "subjects": "result.subjects",
    "subject_states": "result.subject_states",
    "timeline": "result.timeline",
    "household": "result.household",
    "nominals": "result.nominals",
    "officers": "result.officers",
    "case_files": "result.case_files",
    "case_file_events": "result.case_file_events",
}


# Until a file is written, a person_id is the night's key; this has the ledger's id for each, unless persons are given.
PUBLIC_IDS, PERSON_ID = "people.public_ids", "person_id"


def write_all(db: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Written]:
    """Write every file of a release; what each came to, by file name."""
    found = db.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
    there = {str(row[0]) for row in found}
    written = {}
    for name, file in schema.FILES.items():
        table = TABLES[name] if TABLES[name] in there else _no_rows(file)
        if PUBLIC_IDS in there and PERSON_ID in file.schema.names:
            table = _with_public_ids(table)
        written[file.file] = write(db, table, file, folder)
    return written


def _with_public_ids(table: str) -> str:
    """SQL: the table with the ledger's ids. A nominal that no night knew has the id that it would be given."""
    unknown = id_of("substr(told.person_id, length('own:') + 1)")
    return (
        f"(SELECT told.* REPLACE (coalesce(public.person_id, {unknown}) AS person_id) FROM {table} AS told "
        f"LEFT JOIN {PUBLIC_IDS} AS public ON public.person = told.person_id)"
    )


def _no_rows(file: ReleaseFile) -> str:
    """SQL: a table without rows, e.g. of links where the force gives its own persons."""
    names = ", ".join(f'NULL AS "{column.name}"' for column in file.columns)
    return f"(SELECT {names} WHERE false)"
