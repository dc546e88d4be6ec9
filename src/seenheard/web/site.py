"""Setting up, loading and serving the site. Imported only once Django is started (see commands)."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import Error
from django.utils import timezone
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from seenheard.errors import ReleaseError, SiteError
from seenheard.web.accounts import actions, passwords
from seenheard.web.accounts.actions import check_demo, check_roles
from seenheard.web.accounts.roles import OWN_WORK, ROLES, TEAM
from seenheard.web.config.backup import check_backup, copy_to
from seenheard.web.config.words import plural
from seenheard.web.decisions import actions as decisions
from seenheard.web.findings import tasks as digests
from seenheard.web.findings.arrangements import arrangements
from seenheard.web.findings.queries import busiest_officer
from seenheard.web.forgetting.actions import forget_person as forget_one
from seenheard.web.releases import tasks
from seenheard.web.releases.actions import forget_releases, load
from seenheard.web.tasks.worker import work as work
from seenheard.web.trail.actions import Program, cut, record_backup
from seenheard.web.trail.chain import Link
from seenheard.web.trail.queries import verify

HOST = "127.0.0.1"
WORKERS = 2
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
DEMO_NAMED = ("chief", "safeguarding_lead")  # for restricted records
DEMO_TIME = timedelta(days=30)  # how long an inspector of the demonstration may look
DEMO_PASSWORD = "seen-and-heard-demo"  # published on purpose: only the demonstration takes it


def prepare_database() -> None:
    """Make or update the tables; what the force has settled must be readable too."""
    arrangements()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except Error as failure:
        raise SiteError(f"The site's database can't be used: {' '.join(str(failure).split())}.") from failure


def gather_assets() -> None:
    """Gather the built assets under names that say their content."""
    built = Path(settings.STATICFILES_DIRS[0])
    if not (built / "seenheard.css").is_file():
        raise SiteError(f"{built}: the look of the site is not built. Install Node, then run: npm ci && npm run build.")
    # Older files stay: a site that is running may still name them.
    call_command("collectstatic", interactive=False, verbosity=0)


def load_release(release: Path) -> None:
    """Load a release and say what came of it."""
    try:
        print(load(by=Program("load"), folder=release))
    except Error as failure:
        raise ReleaseError(f"{release}: can't be loaded: {' '.join(str(failure).split())}.") from failure


def write_decisions(file: Path, as_of: datetime | None) -> None:
    """Write what was decided and say how much that is."""
    count = decisions.write_decisions(by=Program("decisions"), file=file, as_of=as_of)
    print(f"{plural(count, 'decision is', 'decisions are')} written to {file}.")


def load_release_later(release: Path) -> None:
    """Leave the loading of a release to a worker."""
    found = tasks.load_release.enqueue(str(release.resolve()))
    print(f"A worker (seenheard work) loads it: task {found.id}.")


def send_digests(*, later: bool = False) -> None:
    """Send every supervisor the week's digest, once, or leave it to a worker."""
    if later:
        print(f"A worker (seenheard work) sends them: task {digests.send_digests.enqueue().id}.")
    else:
        print(digests.send_digests.call())


def make_account(username: str, roles: Sequence[str], password_file: Path | None, **about: Any) -> None:
    """An account with these roles, and what it is about: name, team, officer_id, sees_restricted, ends_on."""
    check_roles(roles, about.get("ends_on"))
    password = passwords.told(username, password_file)
    actions.make_account(by=Program("account"), username=username, password=password, roles=roles, **about)
    titles = ", ".join(ROLES[role].title for role in roles)
    print(f"{username} can sign in. Role: {titles}.")


def make_demo_accounts() -> None:
    """One account per role; those with own work become the officer of that role who has the most of it, supervisors lead
    the team of the busiest offender manager."""
    check_demo()
    print(f"Accounts for the demonstration; the password of each is {DEMO_PASSWORD}")
    # Two read a case file: an audit needs a second auditor.
    for username, role in (*ROLES.items(), ("auditor2", ROLES["auditor"])):
        officer = busiest_officer(role.name) if OWN_WORK in role.rights else None
        team = officer.team if officer else _busiest_team() if TEAM in role.rights else ""
        actions.make_account(
            by=Program("demo"),
            username=username,
            password=DEMO_PASSWORD,
            roles=[role.name],
            name=officer.name if officer else role.title,
            team=team,
            officer_id=officer.officer_id if officer else "",
            sees_restricted=role.name in DEMO_NAMED,
            ends_on=timezone.localdate() + DEMO_TIME if role.for_a_time else None,
        )
        print(f"  {username:<22}{officer.name if officer else role.title}")


def _busiest_team() -> str:
    busiest = busiest_officer("offender_manager")
    return busiest.team if busiest else ""


def forget_person(kind: str, identity: str, reason: str) -> None:
    """Erase a person, and say what went and what stays."""
    print("\n".join(forget_one(by=Program("forget"), kind=kind, identity=identity, reason=reason).sentences))


def forget_old() -> None:
    """Take away what is older than the force keeps it."""
    if settings.KEEP_TRAIL is None and settings.KEEP_RELEASES is None and settings.KEEP_ACCESS is None:
        raise SiteError(
            "Nothing says how long anything is kept: set SEENHEARD_KEEP_TRAIL_DAYS, SEENHEARD_KEEP_RELEASES_DAYS or "
            "SEENHEARD_KEEP_ACCESS_DAYS."
        )
    now = timezone.now()
    if settings.KEEP_RELEASES is not None:
        folders = forget_releases(by=Program("forget"), before=now - settings.KEEP_RELEASES)
        print(f"Of {len(folders)} old releases the site keeps no more than that they were. These folders may be deleted:")
        print("".join(f"  {folder}\n" for folder in folders if Path(folder).is_dir()), end="")
    if settings.KEEP_ACCESS is not None:
        gone = actions.forget_access(by=Program("forget"), before=now - settings.KEEP_ACCESS)
        print(f"{plural(gone, 'old urgent access or grant is', 'old urgent accesses and grants are')} taken away.")
    if settings.KEEP_TRAIL is not None:
        print(f"{cut(by=Program('forget'), before=now - settings.KEEP_TRAIL)} old lines of the trail are taken away.")


def back_up(file: Path) -> None:
    """Copy the database to a new file, and say how large it is; the trail says that it was done."""
    check_backup(settings.DATABASES["default"], file)
    record_backup(by=Program("backup"), file=str(file))
    size = copy_to(settings.DATABASES["default"], file)
    print(f"{file}: {size:,} bytes, whole. Keep it as carefully as the database: it holds the same.")


def verify_trail(noted: str | None) -> None:
    """Prove the trail, and print its head."""
    stands = verify(_noted(noted) if noted else None)
    print(f"The trail stands: no line of {stands.number:,} was changed or taken away.")
    print(f"Its head, to be noted elsewhere: {stands.number}:{stands.hash}")


def _noted(text: str) -> Link:
    number, _, digits = text.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and HASH.fullmatch(digits)):
        raise SiteError(f"'{text}' is not a head of the trail: a number, a colon and 64 hexadecimal digits are.")
    return Link(int(number), digits)


class Server(BaseApplication):
    """gunicorn with our options, started by a function instead of a command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The site, made only now: whitenoise looks at the gathered assets once, when it is made."""
        return get_wsgi_application()


def check_port(port: int) -> None:
    """Refuse a port that something else has."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as failure:
            raise SiteError(f"Port {port} can't be used ({failure.strerror}): name another with --port.") from failure


def serve(port: int, *, with_worker: bool = False) -> None:
    """Serve until stopped; with a worker beside it if so asked."""
    print(f"Seen and Heard is at http://localhost:{port}/ (Ctrl-C stops it)", flush=True)
    worker = subprocess.Popen([sys.executable, "-m", "seenheard", "work"]) if with_worker else None
    try:
        Server({"bind": f"{HOST}:{port}", "workers": WORKERS, "worker_class": "sync", "loglevel": "warning"}).run()
    finally:
        if worker is not None:
            worker.terminate()
