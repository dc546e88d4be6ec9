"""How a result's numbers are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seenheard.audits.estimates import Share


def percent(share: float, digits: int = 0) -> str:
    """71 %, or 24.6 %."""
    return f"{share * 100:.{digits}f} %"


def span(share: Share, digits: int = 0) -> str:
    """71 %, 58 to 82; or why there is none."""
    if share.share is None or share.low is None or share.high is None:
        return "no such file" if not share.of else f"{share.count} of {share.of}, too few to say more"
    if share.way == "counted":
        return f"{percent(share.share, digits)}, every file was read"
    weighted = ", weighted" if share.way == "weighted" else ""
    return f"{percent(share.share, digits)}, {share.low * 100:.{digits}f} to {share.high * 100:.{digits}f}{weighted}"


def files(number: int) -> str:
    """1 file, 2 files."""
    return f"{number:,} file{'' if number == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def day(value: date) -> str:
    """3 November 2026"""
    return f"{value.day} {value:%B %Y}"
