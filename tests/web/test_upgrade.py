"""The tables of the first version, with rows in them, are taken to those of now: nothing in them is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.postgres import programs
from tests.web.test_at_once import done

FILL = """
from datetime import UTC, datetime
from seenheard.web.config.setup import start
start()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
first = [("accounts", "0001_initial"), ("findings", "0001_initial"), ("releases", "0001_initial"), ("trail", "0001_initial")]
executor = MigrationExecutor(connection)
executor.migrate(first)
apps = MigrationExecutor(connection).loader.project_state(first).apps
now = datetime(2026, 11, 22, 6, tzinfo=UTC)
standard = apps.get_model("releases", "Standard").objects.create(hash="h", version="1")
release = apps.get_model("releases", "Release").objects.create(release_id="r", path="/r", as_of=now, standard=standard)
apps.get_model("releases", "Published").objects.create(release=release)
apps.get_model("accounts", "User").objects.create(username="jo", roles=["supervisor"], team="North")
Finding = apps.get_model("findings", "Finding")
told = {"duty": "offender-visit", "subject_kind": "offender", "subject_id": "O1", "state": "late", "tab": "late"}
told |= {"actionable": True, "due_soon": False, "restricted": False, "is_finding": True, "status": "new"}
told |= {"sort_worst": 1.0, "sort_late": 1.0, "sort_started": 1.0, "first_seen": release, "tab_since": release}
known = {field.name for field in Finding._meta.get_fields()}
told = {name: value for name, value in told.items() if name in known}
Finding.objects.bulk_create(Finding(key=f"O{n}|r", due_at=now, hours_late=100.0 + n, **told) for n in range(50))
"""
LOOK = """
from seenheard.web.config.setup import start
start()
from seenheard.web.accounts.models import User
from seenheard.web.findings.models import Finding
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.queries import verify
verify()
user, release = User.objects.get(username="jo"), current_release()
rows = Finding.objects.order_by("pk")
print(user.team, user.roles, release.release_id, rows.count(), rows[49].key, rows[49].work, rows[49].version)
"""


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty database of the same kind as the tests'."""
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "PYTHONPATH": "src:."}
    if connection.vendor == "sqlite":
        yield told | {"SEENHEARD_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
        return
    said = connection.settings_dict
    server = f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}"
    tools, within = programs(), f"--maintenance-db={server}/{said['NAME']}"
    subprocess.run([f"{tools}/createdb", within, "--encoding=UTF8", "--template=template0", "seenheard_old"], check=True)
    yield told | {"SEENHEARD_DATABASE_URL": f"{server}/seenheard_old"}
    subprocess.run([f"{tools}/dropdb", within, "--force", "seenheard_old"], check=True)


def test_rows_of_the_first_version_are_there_in_the_newest(environment: dict[str, str]) -> None:
    done(environment, "-c", FILL)
    done(environment, "-m", "django", "migrate", "-v0")
    assert done(environment, "-c", LOOK).split("\n")[0] == "North ['supervisor'] r 50 O49|r untouched 0"
