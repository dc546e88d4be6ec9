"""How the lines of the trail hold together: each carries the hash of the one before, and of itself.

A line's hash is SHA-256 over its canonical JSON (keys sorted, no spaces, ASCII), which includes the hash before. Whoever
changes, takes out or puts in a line breaks every hash after it; whoever chops off the end no longer agrees with the head,
which is kept apart and can be noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

FIRST = "0" * 64  # what the first line has before it
Subjects = tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """One line as the chain sees it."""

    number: int
    at: datetime
    by_user: int | None
    by_name: str
    action: str
    subjects: Subjects
    page: str
    reason: str
    detail: dict[str, object]
    before: str


class Link(NamedTuple):
    """Where the chain stands: after this line, with this hash."""

    number: int
    hash: str


START = Link(0, FIRST)


def in_order(subjects: Iterable[tuple[str, str]]) -> Subjects:
    """Subjects as a line holds them: each once, sorted."""
    return tuple(sorted(set(subjects)))


def hash_of(line: Line) -> str:
    """64 hexadecimal digits."""
    said = line._asdict() | {"at": line.at.astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def plain(detail: Any) -> Any:
    """Detail that any database gives back as it was: texts, whole numbers, truths, lists and tables of them."""
    if isinstance(detail, dict):
        return {str(name): plain(value) for name, value in detail.items()}
    if isinstance(detail, list | tuple | set | frozenset):
        return [plain(value) for value in (sorted(detail) if isinstance(detail, set | frozenset) else detail)]
    if detail is None or isinstance(detail, bool | str):
        return detail.replace("\x00", "") if isinstance(detail, str) else detail
    return detail if type(detail) is int else str(detail)


def fault(before: Link, line: Line, stored: str) -> str | None:
    """What is wrong with a line that follows this link, as a sentence; None if nothing is."""
    if line.number != before.number + 1:
        missing = before.number + 1
        return f"Line {missing} is missing: after line {before.number} comes line {line.number}."
    if line.before != before.hash:
        return f"Line {line.number} does not follow line {before.number}: one of the two was changed or put in."
    if hash_of(line) != stored:
        return f"Line {line.number} was changed: it says '{line.action}' by {line.by_name} at {line.at.isoformat()}."
    return None
