"""Which of the night's tables becomes which file of the release."""

from __future__ import annotations

from pathlib import Path

import duckdb

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
    "timeline": "result.timeline",
    "household": "result.household",
    "nominals": "result.nominals",
    "officers": "result.officers",
}


def write_all(db: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Written]:
    """Write every file of a release; what each came to, by file name."""
    found = db.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
    there = {str(row[0]) for row in found}
    return {
        file.file: write(db, TABLES[name] if TABLES[name] in there else _no_rows(file), file, folder)
        for name, file in schema.FILES.items()
    }


def _no_rows(file: ReleaseFile) -> str:
    """SQL: a table without rows, e.g. of links where the force gives its own persons."""
    names = ", ".join(f'NULL AS "{column.name}"' for column in file.columns)
    return f"(SELECT {names} WHERE false)"
