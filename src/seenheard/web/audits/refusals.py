"""Why something is not done in an audit, as sentences for whoever asked."""

from __future__ import annotations

from seenheard.errors import AuditError

CLOSED = "This audit is closed: nothing in it changes any more."


class ChangedMeanwhile(AuditError):
    """Somebody else changed it since the page was opened; what was typed is not lost, and not kept yet."""


class NotYours(AuditError):
    """Only the audit's lead may do this."""

    def __init__(self, lead: str) -> None:
        super().__init__(f"Only the audit’s lead, {lead}, may do this.")
