"""Background work of findings. Each task is safe to run twice."""

from __future__ import annotations

from collections import Counter
from smtplib import SMTPException

from django.utils import timezone
from django_tasks import task

from seenheard.errors import SiteError
from seenheard.web.findings.actions import send_digest
from seenheard.web.findings.digest import readers, week_of
from seenheard.web.releases.queries import current_release
from seenheard.web.trail.actions import Program


@task()
def send_digests() -> str:
    """Send every supervisor the week's digest, once, and say what came of it; one failure keeps nobody else from theirs."""
    release, today = current_release(), timezone.localdate()
    if release is None:
        raise SiteError("No night has been loaded yet, so there is nothing to tell in a digest.")
    came, failed = Counter[str](), []
    for user in readers():
        try:
            came[send_digest(by=Program("digest"), user=user, release=release, today=today)] += 1
        except (OSError, SMTPException) as failure:
            failed.append(f"{user.get_username()} ({' '.join(str(failure).split())})")
    said = f"Digests of {week_of(today)}: {'; '.join(f'{count} {what}' for what, count in sorted(came.items())) or 'none'}."
    if failed:
        raise SiteError(f"{said} The digest could not be sent to {', '.join(failed)}: run it again when e-mail works.")
    return said
