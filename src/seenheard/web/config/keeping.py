"""How long a force keeps each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from seenheard.errors import SiteError

LEAST = 30  # days: a slip of the pen must not take away what is needed tomorrow


def keeping(name: str, said: Mapping[str, str]) -> timedelta | None:
    """What the environment says, if it says anything."""
    given = said.get(name, "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 6 and int(given) >= LEAST):
        raise SiteError(f"{name} is '{given}': a number of days from {LEAST} to 99999 is allowed.")
    return timedelta(days=int(given))
