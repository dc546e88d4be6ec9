"""Why a decision is not recorded, as sentences for the person who made it."""

from __future__ import annotations

from seenheard.errors import SiteError
from seenheard.web.config.words import moment
from seenheard.web.decisions.models import Decision

SAID = {
    "excuse": "set this aside",
    "same": "decided that these are the same person",
    "not_same": "decided that these are not the same person",
    "cant_tell": "could not tell whether these are the same person",
    "take_back": "took the last decision on this back",
}


class DecisionError(SiteError):
    """A decision that can't be recorded as it is."""


class DecidedMeanwhile(DecisionError):
    """Somebody else decided on the same thing since the page was opened."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(
            f"{decision.decided_by} {SAID[decision.kind]} at {moment(decision.decided_at)}, after you opened this page "
            f"(reason: {decision.reason}). Your decision is not recorded yet: look again, then decide."
        )
        self.decision = decision
