"""Background work: done once, done again after a kill, given up in the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web.force import TEAMS, first_night

from seenheard.web.accounts.models import User
from seenheard.web.findings.tasks import send_digests
from seenheard.web.releases.actions import load
from seenheard.web.releases.models import Release
from seenheard.web.releases.tasks import load_release
from seenheard.web.tasks.actions import MOST_TRIES, reap
from seenheard.web.tasks.queries import LONGEST, own_id
from seenheard.web.tasks.worker import work
from seenheard.web.trail.actions import Program
from seenheard.web.trail.models import TrailEntry

BY = Program("test")
Browser = Callable[..., Client]


def one() -> DBTaskResult:
    return DBTaskResult.objects.get()


def left_running(folder: Path, *workers: str, started: timedelta = timedelta()) -> None:
    """A task as a killed worker leaves it."""
    load_release.enqueue(str(folder))
    DBTaskResult.objects.update(status="RUNNING", worker_ids=list(workers), started_at=timezone.now() - started)


def dead() -> str:
    """The id of a worker on this machine that is gone."""
    return own_id().rpartition(":")[0] + ":1"


def test_a_release_is_loaded_by_a_worker(transactional_db: None, tmp_path: Path) -> None:
    load_release.enqueue(str(first_night(20).write(tmp_path)))
    work(once=True)
    assert one().status == "SUCCESSFUL" and Release.objects.count() == 1
    assert one().return_value.endswith("is loaded.")


def test_a_release_that_can_t_be_loaded_is_a_failed_task_with_the_sentence(transactional_db: None, tmp_path: Path) -> None:
    load_release.enqueue(str(tmp_path))
    work(once=True)
    assert one().status == "FAILED" and "ReleaseError" in one().exception_class_path
    assert str(tmp_path) in one().traceback and not Release.objects.exists()


def test_run_twice_it_changes_nothing_the_second_time(transactional_db: None, tmp_path: Path) -> None:
    folder = first_night(20).write(tmp_path)
    for _ in range(2):
        load_release.enqueue(str(folder))
    work(once=True)
    said = [task.return_value for task in DBTaskResult.objects.order_by("finished_at")]
    assert said[0].endswith("is loaded.") and said[1].endswith("nothing changed.")
    assert TrailEntry.objects.filter(action="release loaded").count() == 1


def test_what_a_killed_worker_left_is_done_by_the_next(transactional_db: None, tmp_path: Path) -> None:
    left_running(first_night(20).write(tmp_path), dead())
    work(once=True)
    assert one().status == "SUCCESSFUL" and one().worker_ids == [dead(), own_id()]
    entry = TrailEntry.objects.get(action="tasks of killed workers put back")
    assert entry.detail["tasks"][0].endswith("ready")


def test_a_task_whose_worker_lives_is_left_alone(db: None, tmp_path: Path) -> None:
    left_running(tmp_path, own_id())
    assert reap(by=BY) == 0 and one().status == "RUNNING" and not TrailEntry.objects.exists()


@pytest.mark.parametrize(("silent", "reaped"), [(LONGEST - timedelta(minutes=1), 0), (LONGEST + timedelta(minutes=1), 1)])
def test_a_worker_on_another_machine_is_given_its_time(db: None, tmp_path: Path, silent: timedelta, reaped: int) -> None:
    left_running(tmp_path, "another-machine:1:2", started=silent)
    assert reap(by=BY) == reaped


def test_after_three_killed_workers_it_is_given_up(db: None, tmp_path: Path) -> None:
    left_running(tmp_path, *[dead()] * MOST_TRIES)
    assert reap(by=BY) == 1
    assert one().status == "FAILED" and "Given up: 3 workers were killed" in one().traceback
    assert reap(by=BY) == 0


def test_digests_left_to_the_worker_are_sent_once(transactional_db: None, tmp_path: Path) -> None:
    load(by=BY, folder=first_night(20).write(tmp_path))
    User.objects.create_user(username="sue", roles=["supervisor"], team=TEAMS[0], email="sue@force.example")
    for _ in range(2):
        send_digests.enqueue()
    work(once=True)
    said = [task.return_value for task in DBTaskResult.objects.order_by("finished_at")]
    assert "1 sent" in said[0] and "1 sent already" in said[1] and len(mail.outbox) == 1


def test_a_worker_killed_in_the_middle_of_loading_leaves_nothing_half_done(transactional_db: None, tmp_path: Path) -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "PYTHONPATH": "src:."}
    environment["SEENHEARD_DATABASE_URL"] = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    if connection.vendor == "postgresql":
        said = connection.settings_dict
        server = f"{said['USER']}:{quote(said['PASSWORD'])}@{said['HOST']}:{said['PORT']}"
        environment["SEENHEARD_DATABASE_URL"] = f"postgresql://{server}/{said['NAME']}"
    night = first_night(4000).write(tmp_path)
    say = [sys.executable, "-m", "seenheard"]
    told: dict[str, Any] = {"env": environment, "capture_output": True, "text": True, "check": True}
    subprocess.run([*say, "load", "--later", str(night)], **told)
    with subprocess.Popen([*say, "work"], env=environment) as worker:
        time.sleep(2.5)  # wherever that is: before, in the middle, or after
        worker.send_signal(signal.SIGKILL)
    subprocess.run([*say, "work", "--once"], **told)
    again = subprocess.run([*say, "load", str(night)], **told)
    assert "is loaded already: nothing changed" in again.stdout
