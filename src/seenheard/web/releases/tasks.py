"""Background work of releases. Each task is safe to run twice."""

from __future__ import annotations

from pathlib import Path

from django_tasks import task

from seenheard.web.releases.actions import load
from seenheard.web.trail.actions import Program


@task()
def load_release(folder: str) -> str:
    """Load a release: a second time it says that it is loaded already; killed half-way, nothing of it stands."""
    return load(by=Program("load"), folder=Path(folder))
