"""Many writers at once, and processes killed at any instant: no step is lost, nothing is half done.

On SQLite each test has a file of its own; on PostgreSQL the processes share the test's database.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from django.db import connection
from tests.web.release import AS_OF, Night, officer, state

WRITERS, TURNS = 8, 9
CHECK = """
import json
from collections import Counter
from seenheard.web.config.setup import start
start()
from django.db.models import Count
from seenheard.web.decisions.models import Decision
from seenheard.web.findings.models import Finding, QueueCount, Step, Work
from seenheard.web.findings.taking import PART
from seenheard.web.releases.models import Published, Release
from seenheard.web.trail.queries import verify
steps = dict(Step.objects.exclude(kind="comment").values_list("finding").annotate(all=Count("pk")).order_by())
rows = list(Finding.objects.values_list("pk", "version", "work"))
works = set(Work.objects.values_list("pk", "state"))
counts = Counter({row[:-1]: row[-1] for row in QueueCount.objects.values_list(*PART, "count")})
told = {
    "steps": sum(steps.values()),
    "excuses": Decision.objects.filter(kind="excuse").count(),
    "excused steps": Step.objects.filter(kind="excused").count(),
    "half done": [pk for pk, version, _ in rows if version != steps.get(pk, 0)],
    "without a row": [pk for pk, _, work in rows if (work != "untouched") != ((pk, work) in works)],
    "counts": counts == Counter(Finding.objects.exclude(tab="ended").values_list(*PART)),
    "release": Published.objects.get().release.release_id,
    "releases": Release.objects.count(),
    "late": sum(Finding.objects.values_list("hours_late", flat=True)),
}
verify()
print(json.dumps(told))
"""


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The environment of processes that share a database, with one night and eight accounts in it."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "PYTHONPATH": "src:."}
    if connection.vendor == "postgresql":
        said = connection.settings_dict
        host = f"{said['USER']}:{quote(said['PASSWORD'])}@{said['HOST']}:{said['PORT']}"
        environment |= {"SEENHEARD_DATABASE_URL": f"postgresql://{host}/{said['NAME']}"}
    else:
        environment |= {"SEENHEARD_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
        done(environment, "-m", "django", "migrate", "-v0")
    password = tmp_path / "password"
    password.write_text("three random words\n")
    done(environment, "-m", "seenheard", "load", str(night(tmp_path, 0)))
    making = (
        "from seenheard.web.config.setup import start; start()\n"
        "from seenheard.web.accounts.models import User\n"
        f"for n in range({WRITERS}): User.objects.create_user(username=f'w{{n}}', roles=['supervisor'], team='North',"
        " password='three random words')"
    )
    done(environment, "-c", making)
    return environment


def night(under: Path, number: int, rows: int = 64) -> Path:
    late = [state(key=f"O{n:03}|r", hours_late=100.0 + number, owner_id="F1", team="North") for n in range(rows)]
    made = Night(f"night-{number}", AS_OF.replace(day=22 + number), late, officers=[officer("F1", "A", "North", "other")])
    folder = under / made.release_id
    return folder if folder.exists() else made.write(under)


def done(environment: dict[str, str], *arguments: str) -> str:
    said = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return said.stdout


def started(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, *arguments], env=environment, **piped)


def whole(environment: dict[str, str]) -> dict[str, object]:
    """What stands, after proving that nothing is half done."""
    told: dict[str, object] = json.loads(done(environment, "-c", CHECK))
    assert (told["half done"], told["without a row"], told["counts"]) == ([], [], True)
    assert told["excuses"] == told["excused steps"], "each excuse is a decision, and each decision a step"
    return told


@pytest.mark.parametrize("way", ["alone", "together"])
def test_eight_writers_at_once_lose_nothing_and_meet_no_lock(processes: dict[str, str], way: str) -> None:
    writers = [started(processes, "-m", "tests.web.step_writer", f"w{n}", str(TURNS), way) for n in range(WRITERS)]
    said = [writer.communicate(timeout=240) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    assert not [error for _, error in said if "locked" in error or "deadlock" in error]
    taken = [sum(int(line) for line in out.split()) for out, _ in said]
    assert whole(processes)["steps"] == sum(taken) > 0
    # What nobody else takes is never contested: each writer saved as much as every other.
    assert way == "together" or len(set(taken)) == 1


def test_a_writer_that_is_killed_leaves_nothing_half_done(processes: dict[str, str]) -> None:
    dice, saved = Random(1), 0
    for turn in range(2):
        writer = started(processes, "-m", "tests.web.step_writer", f"w{turn}", "100000", "together")
        assert writer.stdout is not None and writer.stdout.readline()
        time.sleep(dice.random() * 0.3)
        writer.kill()
        out, _ = writer.communicate()
        saved += sum(int(line) for line in out.split())
        steps = whole(processes)["steps"]
        assert isinstance(steps, int) and steps >= saved, "what was said to be saved is there"


def test_a_load_that_is_killed_at_any_instant_leaves_the_night_before_whole(
    processes: dict[str, str], tmp_path: Path
) -> None:
    folder = night(tmp_path, 1)
    began = time.monotonic()
    assert done(processes, "-c", "import seenheard.web.config.setup as s; s.start()") == ""
    started_up = time.monotonic() - began
    seen = Counter[str]()
    for turn in range(4):
        loading = started(processes, "-m", "seenheard", "load", str(folder))
        time.sleep(started_up * (0.8 + 0.5 * turn))
        loading.kill()
        loading.communicate()
        told = whole(processes)
        seen[str(told["release"])] += 1
        expected = {"night-0": (1, 64 * 100.0), "night-1": (2, 64 * 101.0)}[str(told["release"])]
        assert (told["releases"], told["late"]) == expected
    assert seen["night-0"], "no kill came before the end: the test saw nothing"
    done(processes, "-m", "seenheard", "load", str(folder))
    assert whole(processes)["release"] == "night-1"


def test_steps_taken_while_a_night_is_loaded_are_kept(processes: dict[str, str], tmp_path: Path) -> None:
    writers = [started(processes, "-m", "tests.web.step_writer", f"w{n}", "20", "alone") for n in range(3)]
    for number in (1, 2):
        done(processes, "-m", "seenheard", "load", str(night(tmp_path, number)))
    said = [writer.communicate(timeout=240) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 3, said
    told = whole(processes)
    assert told["release"] == "night-2"
    assert told["steps"] == sum(int(line) for out, _ in said for line in out.split())


def test_a_site_that_is_killed_leaves_nothing_half_done_and_comes_up_again(processes: dict[str, str]) -> None:
    for turn in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        site = started(processes, "-m", "tests.web.site_on", str(port))
        steps = started(processes, "-m", "tests.web.step_writer", "w7", "100000", "alone", "0.03")
        browsing = started(processes, "-m", "tests.web.step_poster", f"http://127.0.0.1:{port}", f"w{turn}")
        assert browsing.stdout is not None and browsing.stdout.readline().strip() == "saved", browsing.communicate()
        time.sleep(0.2)
        for process in (site, steps):
            process.kill()
            process.communicate()
        browsing.communicate(timeout=60)
        told = whole(processes)
        assert isinstance(told["steps"], int) and told["steps"] > 0
