"""Everything that writes tasks: the reaper. Every task is safe to run twice, so one left behind is simply run again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from seenheard.web.tasks.queries import is_gone, left_behind
from seenheard.web.trail.actions import Doer, enter

MOST_TRIES = 3


@transaction.atomic
def reap(*, by: Doer) -> int:
    """Put back what killed workers left running; give up what has been tried three times. How many there were."""
    said = []
    for found in left_behind():
        task = DBTaskResult.objects.select_for_update().running().filter(pk=found.pk).first()
        if task is None or not is_gone(task):
            continue  # another worker was first
        if len(task.worker_ids) < MOST_TRIES:
            task.status, task.started_at = "READY", None
        else:
            task.status, task.finished_at = "FAILED", timezone.now()
            task.traceback = f"Given up: {MOST_TRIES} workers were killed while they did it."
        task.save(update_fields=["status", "started_at", "finished_at", "traceback"])
        said.append(f"{task.task_path} {task.pk}: {str(task.status).lower()}")
    if said:
        enter(by=by, action="tasks of killed workers put back", detail={"tasks": said})
    return len(said)
