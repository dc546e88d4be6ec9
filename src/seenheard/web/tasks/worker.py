"""The worker: does the tasks that wait, one after another, and puts back what killed workers left."""

from __future__ import annotations

import time

from django_tasks_db.management.commands.db_worker import Worker

from seenheard.web.tasks.actions import reap
from seenheard.web.tasks.queries import own_id
from seenheard.web.trail.actions import Program

PAUSE = 2.0  # seconds between looks at the list


def work(*, once: bool) -> None:
    """Until stopped by a signal, which lets the task in hand end; or until nothing waits."""
    worker = Worker(
        queue_names=["*"],
        interval=PAUSE,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=own_id(),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    while worker.running:
        reap(by=Program("worker"))
        worker.run()
        if once:
            return
        if worker.running:
            time.sleep(PAUSE)
