"""Which tasks wait, run, or were left behind by a worker that is gone."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

LONGEST = timedelta(hours=6)  # a task of a worker elsewhere is given up after this


def own_id() -> str:
    """This process, as no other was or will be called: machine, number, and when it began."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{_began(os.getpid())}"


def _began(process: int) -> str:
    """When a process began, in clock ticks since the machine did; empty if there is none of this number."""
    try:
        said = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return said.rpartition(")")[2].split()[19]


def is_gone(task: DBTaskResult) -> bool:
    """Whether the worker of a running task is certainly gone: ended on this machine, or silent for too long elsewhere."""
    machine, _, rest = str(task.worker_ids[-1] if task.worker_ids else "").partition(":")
    number, _, began = rest.partition(":")
    if machine == socket.gethostname()[:30] and number.isdigit() and began:
        return _began(int(number)) != began
    return task.started_at is None or timezone.now() - task.started_at > LONGEST


def left_behind() -> list[DBTaskResult]:
    """Running tasks whose worker is gone."""
    return [task for task in DBTaskResult.objects.running().order_by("started_at") if is_gone(task)]
