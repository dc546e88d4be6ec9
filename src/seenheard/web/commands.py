"""What the command line asks of the site. Django is started inside each, never by importing this module."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

from seenheard.errors import ArgumentError, ReleaseError
from seenheard.uk_time import moment_of, parse_as_of
from seenheard.web.config.setup import start


def prepare() -> None:
    """Make the database's tables and gather the built assets."""
    site = _site()
    site.prepare_database()
    site.gather_assets()


def load_release(release: Path, *, later: bool = False) -> None:
    """Load a release into the site's database, or leave it to a worker."""
    if not (release / "manifest.json").is_file():
        raise ReleaseError(f"{release}: there is no release here, as there is no manifest.json in it.")
    site = _site()
    site.prepare_database()
    if later:
        site.load_release_later(release)
    else:
        site.load_release(release)


def make_account(
    username: str,
    *,
    roles: Sequence[str],
    name: str,
    team: str,
    officer_id: str,
    sees_restricted: bool,
    ends_on: date | None,
    email: str,
    password_file: Path | None,
) -> None:
    """Make an account, or change one, with a password that is asked for or stands in a file."""
    site = _site()
    site.prepare_database()
    site.make_account(
        username,
        roles,
        password_file,
        name=name,
        team=team,
        officer_id=officer_id,
        sees_restricted=sees_restricted,
        ends_on=ends_on,
        email=email,
    )


def write_decisions(file: Path, *, as_of: str | None = None) -> None:
    """Write what was decided to a file, for the next night."""
    until = None if as_of is None else moment_of(parse_as_of(as_of))
    site = _site()
    site.prepare_database()
    site.write_decisions(file, until)


def send_digests(*, later: bool = False) -> None:
    """Send every supervisor the week's digest, once, or leave it to a worker."""
    site = _site()
    site.prepare_database()
    site.send_digests(later=later)


def make_demo_accounts() -> None:
    """One account per role, printed with their password."""
    site = _site()
    site.prepare_database()
    site.make_demo_accounts()


def serve(*, port: int, with_worker: bool = False) -> None:
    """Serve the site on localhost; with a worker beside it if so asked."""
    site = _site()
    site.check_port(port)
    site.prepare_database()
    site.gather_assets()
    site.serve(port, with_worker=with_worker)


def work(*, once: bool) -> None:
    """Do the tasks that wait."""
    site = _site()
    site.prepare_database()
    site.work(once=once)


def forget(*, what: str, kind: str | None, identity: str | None, reason: str | None) -> None:
    """Erase a person, or take away what is older than the force keeps it."""
    site = _site()
    site.prepare_database()
    if what == "old":
        site.forget_old()
        return
    if not (kind and identity and reason):
        raise ArgumentError("To forget a person say --kind, --id and --reason.")
    site.forget_person(kind, identity, reason)


def back_up(file: Path) -> None:
    """Copy the site's database to a new file."""
    site = _site()
    site.prepare_database()
    site.back_up(file)


def verify_trail(*, noted: str | None) -> None:
    """Read the whole trail; say where it stands, or the first line that is changed or missing."""
    site = _site()
    site.prepare_database()
    site.verify_trail(noted)


def _site() -> ModuleType:
    # Models can only be imported once Django is started.
    start()
    return import_module("seenheard.web.site")
