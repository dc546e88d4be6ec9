"""A copy of the site's SQLite database while it is in use: whole, or not there at all.

A plain copy of the file is not one: what was committed last may still stand in the log beside it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from seenheard.errors import SiteError


def check_backup(database: dict[str, Any], file: Path) -> None:
    """Raise SiteError where no copy can be made."""
    if database["ENGINE"] != "django.db.backends.sqlite3":
        raise SiteError("This site is on PostgreSQL: back it up with pg_dump (docs/how-to/backup-and-restore.md).")
    if file.exists():
        raise SiteError(f"{file} is there already: a backup never writes over another. Name a new file.")
    if not file.parent.is_dir():
        raise SiteError(f"{file.parent}: there is no such folder.")


def copy_to(database: dict[str, Any], file: Path) -> int:
    """Copy the database to a new file; its size in bytes. Raises SiteError, and then there is no file."""
    aside = file.with_name(f"{file.name}.new")
    aside.unlink(missing_ok=True)
    try:
        _copy(Path(database["NAME"]), aside)
    except sqlite3.Error as failure:
        aside.unlink(missing_ok=True)
        raise SiteError(f"{file}: the database could not be copied ({failure}).") from failure
    aside.replace(file)
    return file.stat().st_size


def _copy(database: Path, aside: Path) -> None:
    source, copy = sqlite3.connect(f"file:{database}?mode=ro", uri=True), sqlite3.connect(aside)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))
    finally:
        copy.close()
        source.close()
