"""The schemes that an audit can be planned under: those that are shipped, and versions that were added here."""

from __future__ import annotations

from dataclasses import dataclass

from seenheard.audits import scheme as schemes
from seenheard.audits.scheme import Scheme
from seenheard.web.audits.queries import schemes_kept


@dataclass(frozen=True)
class Choice:
    """A scheme with the text of its file."""

    scheme: Scheme
    content: str
    shipped: bool


def choices() -> list[Choice]:
    """Every version by name, the newest first; one that was added here and is shipped too stands once."""
    found = {one.hash: Choice(one, text, True) for one, text in schemes.shipped_with_text()}
    for kept in schemes_kept():
        found.setdefault(kept.hash, Choice(kept.scheme, kept.content, kept.added_by_id is None))
    by_version = sorted(found.values(), key=lambda one: one.scheme.version, reverse=True)
    return sorted(by_version, key=lambda one: one.scheme.name)


def scheme_called(identity: str) -> Choice | None:
    """The one with this hash."""
    return next((one for one in choices() if one.scheme.hash == identity), None)
