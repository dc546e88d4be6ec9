"""Eight windows save at once, three of them the same reading: nothing is lost, nobody meets a lock. A draw is made once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from tests.web.audit import night_with_files
from tests.web.test_at_once import done, started

TURNS, SAME, OWN = 12, 3, 5
MAKE = """
from seenheard.web.config.setup import start
start()
from tests.web.audit import auditor, shared
lead = auditor("lead")
shared(lead, lead, second_share=0.0)
from seenheard.web.readings.models import Reading
print(*Reading.objects.order_by("pk").values_list("pk", flat=True))
"""
CHECK = """
from seenheard.web.config.setup import start
start()
from seenheard.web.readings.models import Reading
from seenheard.web.trail.models import TrailEntry
from seenheard.web.trail.queries import verify
verify()
print(sum(Reading.objects.values_list("version", flat=True)), TrailEntry.objects.filter(action="reading saved").count())
"""
DRAW = """
from seenheard.web.config.setup import start
start()
from seenheard.errors import AuditError
from seenheard.web.accounts.models import User
from seenheard.web.audits.actions import draw
from seenheard.web.audits.models import Audit
from seenheard.web.releases.queries import current_release
import sys
audit = Audit.objects.select_related("scheme_version", "lead").get()
try:
    draw(by=audit.lead, audit=audit, seen=0, release=current_release(), seed=sys.argv[1])
    print("drawn")
except AuditError as refused:
    print(refused)
"""


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """Of processes that share a database with a night in it."""
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "PYTHONPATH": "src:."}
    if connection.vendor == "postgresql":
        said = connection.settings_dict
        host = f"{said['USER']}:{quote(said['PASSWORD'])}@{said['HOST']}:{said['PORT']}"
        told |= {"SEENHEARD_DATABASE_URL": f"postgresql://{host}/{said['NAME']}"}
    else:
        told |= {"SEENHEARD_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
        done(told, "-m", "django", "migrate", "-v0")
    done(told, "-m", "seenheard", "load", str(night_with_files().write(tmp_path)))
    return told


def test_eight_windows_lose_no_save_and_the_second_is_told(environment: dict[str, str]) -> None:
    readings = done(environment, "-c", MAKE).split()
    windows = [*([readings[0]] * SAME), *readings[1 : OWN + 1]]
    writers = [started(environment, "-m", "tests.web.reading_writer", one, str(TURNS)) for one in windows]
    said = [writer.communicate(timeout=240) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(windows), said
    assert not [error for _, error in said if "locked" in error or "deadlock" in error]
    assert done(environment, "-c", CHECK).split() == [str(TURNS * len(windows))] * 2


def test_two_draws_at_once_are_one(environment: dict[str, str]) -> None:
    planning = "from seenheard.web.config.setup import start; start()\nfrom tests.web.audit import auditor, planned\n"
    done(environment, "-c", f"{planning}planned(auditor('lead'))")
    drawers = [
        subprocess.Popen([sys.executable, "-c", DRAW, seed], env=environment, stdout=subprocess.PIPE, text=True)
        for seed in ("one", "other")
    ]
    said = sorted(drawer.communicate(timeout=120)[0].strip() for drawer in drawers)
    assert "drawn" in said and len(said) == 2 and said[0] != said[1]
    counting = "from seenheard.web.config.setup import start; start()\nfrom seenheard.web.audits.models import CaseFile\n"
    assert done(environment, "-c", f"{counting}print(CaseFile.objects.filter(state='drawn').count())").strip() == "12"
