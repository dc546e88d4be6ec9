"""Why a reading is not saved, as sentences for its reader."""

from __future__ import annotations

from seenheard.errors import AuditError


class SavedMeanwhile(AuditError):
    """The same reading was saved in another window since this page was opened; nothing typed here is lost."""
