"""The commands of docs/how-to/backup-and-restore.md, run as they stand there: what is lost comes back whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.postgres import programs
from tests.web.audit import night_with_files
from tests.web.force import first_night
from tests.web.test_at_once import done

from seenheard.errors import SiteError
from seenheard.web.config.backup import check_backup, copy_to

GUIDE = Path("docs/how-to/backup-and-restore.md")
WORK = """
from seenheard.web.config.setup import start
start()
from tests.web.audit import auditor, shared
from seenheard.web.accounts.models import User
from seenheard.web.findings.actions import note
from seenheard.web.findings.models import Finding
lead = User.objects.filter(username="lead").first() or User.objects.create_user(username="lead", roles=["safeguarding_lead"])
for row in Finding.objects.filter(tab="late", restricted=False)[:5]:
    note(by=lead, chosen={row.pk: None}, text="noted")
"""
COUNT = """
from seenheard.web.config.setup import start
start()
from seenheard.web.accounts.models import User
from seenheard.web.findings.models import Finding, Step
from seenheard.web.trail.models import TrailEntry
lines = TrailEntry.objects.exclude(action="backup")
print(Finding.objects.count(), Step.objects.count(), User.objects.count(), lines.count())
"""


def commands(heading: str, number: int) -> str:
    """A block of commands under a heading of the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    section = re.split(r"^## ", text.split(f"## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL)[number]


class Site:
    """A site's folder, with a backup's folder beside it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.backup = folder / "site", folder / "backup"
        self.folder.mkdir()
        self.backup.mkdir()
        tools = [str(Path(sys.executable).parent), *([str(programs())] if programs() else [])]
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.web.settings",
            "PYTHONPATH": f"{Path('src').resolve()}:{Path.cwd()}",
            "PATH": os.pathsep.join([*tools, os.environ["PATH"]]),
            "SEENHEARD_DATABASE_URL": url,
        }
        (self.folder / "seenheard.secret").write_text("k" * 64)
        night = first_night(20)
        night.case_files = night_with_files().case_files
        (self.folder / "releases").mkdir()
        self.run(f"seenheard load {night.write(self.folder / 'releases')}")

    def run(self, lines: str) -> str:
        """Commands in the site's folder; one that fails fails the test."""
        script = "set -eu\n" + lines.replace("/backup/", f"{self.backup}/")
        return self._done(["/bin/sh", "-c", script])

    def python(self, code: str) -> str:
        """A program beside the site."""
        return self._done([sys.executable, "-c", code])

    def _done(self, command: list[str]) -> str:
        said = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        return said.stdout


@pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="of SQLite")
def test_on_sqlite_what_was_backed_up_is_back(tmp_path: Path) -> None:
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'site' / 'seenheard.sqlite3'}")
    site.python(WORK)
    before = site.python(COUNT)
    head = site.run(commands("SQLite", 0)).split("noted elsewhere: ")[1].strip()
    site.python(WORK)  # what comes after a backup is lost
    assert site.python(COUNT) != before
    (site.folder / "seenheard.sqlite3").write_bytes(b"a disk that failed")
    shutil.rmtree(site.folder / "releases")
    site.run(commands("SQLite", 1))
    assert site.python(COUNT) == before
    assert "The trail stands" in site.run(f"seenheard trail verify --noted {head}")
    assert list((site.folder / "releases").iterdir()) and len((site.folder / "seenheard.secret").read_text()) == 64


@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="of PostgreSQL")
def test_on_postgresql_what_was_backed_up_is_back(transactional_db: None, tmp_path: Path) -> None:
    said = connection.settings_dict
    server = f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}"
    site = Site(tmp_path, f"{server}/{said['NAME']}")
    site.environment["RESTORED_DATABASE_URL"] = f"{server}/seenheard_restored"
    site.python(WORK)
    before = site.python(COUNT)
    head = site.run(commands("PostgreSQL", 0)).split("noted elsewhere: ")[1].strip()
    site.python(WORK)
    shutil.rmtree(site.folder / "releases")
    try:
        site.run(commands("PostgreSQL", 1))
        site.environment["SEENHEARD_DATABASE_URL"] = site.environment["RESTORED_DATABASE_URL"]
        assert site.python(COUNT) == before
        assert "The trail stands" in site.run(f"seenheard trail verify --noted {head}")
    finally:
        site.run(f'dropdb --if-exists --force --maintenance-db="{server}/{said["NAME"]}" seenheard_restored')


@pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="of SQLite")
class TestCopying:
    """A copy is whole, or there is none."""

    def made(self, tmp_path: Path) -> dict[str, str]:
        environment = os.environ | {
            "SEENHEARD_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
            "PYTHONPATH": "src:.",
        }
        done(environment | {"DJANGO_SETTINGS_MODULE": "tests.web.settings"}, "-m", "django", "migrate", "-v0")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "site.sqlite3")}

    def test_never_writes_over_another(self, tmp_path: Path) -> None:
        there = tmp_path / "there.sqlite3"
        there.write_text("another")
        with pytest.raises(SiteError, match="never writes over another"):
            check_backup(self.made(tmp_path), there)
        assert there.read_text() == "another"

    def test_needs_a_folder_that_is_there(self, tmp_path: Path) -> None:
        with pytest.raises(SiteError, match="no such folder"):
            check_backup(self.made(tmp_path), tmp_path / "nowhere" / "x.sqlite3")

    def test_of_a_database_that_is_damaged_leaves_no_file(self, tmp_path: Path) -> None:
        (tmp_path / "site.sqlite3").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "site.sqlite3")}
        with pytest.raises(SiteError, match="could not be copied"):
            copy_to(database, tmp_path / "copy.sqlite3")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["site.sqlite3"]

    def test_on_postgresql_names_its_own_tool(self, tmp_path: Path) -> None:
        with pytest.raises(SiteError, match="pg_dump"):
            check_backup({"ENGINE": "django.db.backends.postgresql"}, tmp_path / "x")
