"""CPU of pages in one process, on the database of SEENHEARD_DATABASE_URL: python -m bench.page_worker COUNT ROUNDS"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import findings
from seenheard.web.config.setup import start

QUEUE = f"/duties/{findings.QUEUE}/queue/"
LISTED = f"findings/finding/?duty__exact={findings.QUEUE}&tab__exact=late"
ADMINS = {"admin's changelist": f"/admin/{LISTED}", "admin's changelist with the same filters": f"/filtered/{LISTED}"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WARM_UP = 3


def load(count: int) -> float:
    """Makes the tables, writes and loads a release: the seconds of loading."""
    call_command("migrate", interactive=False, verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        release = findings.write(Path(folder), count)
        site = import_module("seenheard.web.site")
        began = perf_counter()
        site.load_release(release)
    return perf_counter() - began


def signed_in() -> str:
    """The cookies of a supervisor who may also open admin."""
    user = import_module("seenheard.web.accounts.models").User
    rights = {"is_staff": True, "is_superuser": True}
    account = user.objects.create_user(username="bench", roles=["supervisor"], officer_id="F1", **rights)
    client = Client()
    client.force_login(account, backend=BACKEND)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def pages() -> dict[str, str]:
    """What is asked for: the first page, a filter, another order, the last page."""
    model = import_module("seenheard.web.findings.models").Finding
    rows = model.objects.filter(duty=findings.QUEUE, tab="late", restricted=False)
    last = rows.order_by("sort_worst", "-id")[40]
    return {
        "queue": QUEUE,
        "queue, one team": f"{QUEUE}?team=Team+3",
        "queue, longest late": f"{QUEUE}?sort=late",
        "queue, last page": f"{QUEUE}?after={last.sort_worst!r}_{last.pk}&page=100",
        "today": "/today/",
    } | ADMINS


def asker(cookies: str) -> Callable[[str], bytes]:
    """Asks the site as its server does: one WSGI call."""
    application = get_wsgi_application()

    def ask(address: str) -> bytes:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_COOKIE": cookies,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        status: list[str] = []
        answer = application(environ, lambda said, headers: status.append(said))
        content = b"".join(answer)
        answer.close()
        if not status[0].startswith("200"):
            raise SystemExit(f"{address}: {status[0]}")
        return content

    return ask


class Clock:
    """CPU seconds of this process, and of the database's own process if it has one."""

    def __init__(self) -> None:
        self.server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.server = Path(f"/proc/{cursor.fetchone()[0]}/stat")

    def now(self) -> float:
        """Now. The server's part is counted in ticks of a hundredth of a second: only many pages tell."""
        if self.server is None:
            return process_time()
        ticks = self.server.read_text().rpartition(")")[2].split()[11:13]
        return process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def measure(count: int, rounds: int) -> dict[str, Any]:
    """Milliseconds of CPU per page. Rounds are interleaved; each asks for a page several times."""
    loaded = load(count)
    ask, asked = asker(signed_in()), pages()
    told: dict[str, Any] = {}
    for name, address in asked.items():
        for _ in range(WARM_UP):
            content = ask(address)
        with CaptureQueriesContext(connection) as queries:
            ask(address)
        told[name] = {"bytes": len(content), "queries": len(queries), "ms": []}
    clock = Clock()
    for _ in range(rounds):
        for name, address in asked.items():
            times = 3 if name in ADMINS else 15
            began = clock.now()
            for _ in range(times):
                ask(address)
            told[name]["ms"].append((clock.now() - began) / times * 1000)
    return {"database": connection.vendor, "pages": told, "load": loaded}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    start()
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
