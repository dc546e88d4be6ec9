"""The site of one size: python -m bench.crowd_site prepare RELEASE | serve PORT | readings, on SEENHEARD_DATABASE_URL."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time

from django.core.management import call_command

from bench import page_worker
from seenheard.web.config.setup import start


def prepare(release: Path) -> dict[str, object]:
    """Loads the release; the seconds it took, whose cookies ask, and which pages."""
    call_command("migrate", interactive=False, verbosity=0)
    site = import_module("seenheard.web.site")
    began, worked = perf_counter(), process_time()
    site.load_release(release)
    took = {"seconds": perf_counter() - began, "cpu": process_time() - worked}
    asked = {name: address for name, address in page_worker.pages().items() if name not in page_worker.ADMINS}
    return {"load": took, "cookies": page_worker.signed_in(), "pages": asked}


def readings() -> dict[str, object]:
    """How many lines the trail has: every queue page that was asked for is one."""
    return {"lines": import_module("seenheard.web.trail.models").TrailEntry.objects.filter(action="listed").count()}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    start()
    match sys.argv[1:]:
        case ["prepare", folder]:
            print(json.dumps(prepare(Path(folder))))
        case ["serve", port]:
            site = import_module("seenheard.web.site")
            options = {"bind": f"127.0.0.1:{port}", "workers": 2, "worker_class": "sync", "loglevel": "error"}
            site.Server(options).run()
        case _:
            print(json.dumps(readings()))
