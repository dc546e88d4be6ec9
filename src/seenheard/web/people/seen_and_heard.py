"""What the contacts of a child's timeline say of the child: when last seen and by whom, and what they said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CONTACT = "contact"


@dataclass(frozen=True)
class Contact:
    """One contact, as recorded: what is not recorded is None."""

    at: datetime
    record_id: str
    officer_id: str | None
    seen: bool | None
    spoken_to: bool | None
    alone: bool | None
    words: str | None
    demeanour: str | None
    home: str | None
    not_seen_reason: str | None


@dataclass(frozen=True)
class SeenAndHeard:
    """The last contact in which the child was seen, the last words, how they were, the home; and the attempts since."""

    last_seen: Contact | None = None
    words: Contact | None = None
    demeanour: Contact | None = None
    home: Contact | None = None
    attempts: list[Contact] = field(default_factory=list)
    contacts: int = 0


def seen_and_heard(events: Iterable[dict[str, Any]]) -> SeenAndHeard:
    """From the events of a timeline, the newest first."""
    contacts = [_contact(event) for event in events if event["kind"] == CONTACT and event["happened_at"] is not None]
    seen = next((place for place, contact in enumerate(contacts) if contact.seen), len(contacts))
    return SeenAndHeard(
        last_seen=contacts[seen] if seen < len(contacts) else None,
        words=next((contact for contact in contacts if contact.words), None),
        demeanour=next((contact for contact in contacts if contact.demeanour), None),
        home=next((contact for contact in contacts if contact.home), None),
        attempts=contacts[:seen],
        contacts=len(contacts),
    )


def _contact(event: dict[str, Any]) -> Contact:
    said = dict(event["details"])

    def flag(name: str) -> bool | None:
        return said[name] if isinstance(said.get(name), bool) else None

    def text(name: str) -> str | None:
        return str(said[name]) if said.get(name) not in (None, "") else None

    return Contact(
        at=event["happened_at"],
        record_id=event["record_id"],
        officer_id=text("officer_id"),
        seen=flag("seen"),
        spoken_to=flag("spoken_to"),
        alone=flag("alone"),
        words=text("words"),
        demeanour=text("demeanour"),
        home=text("home"),
        not_seen_reason=text("not_seen_reason"),
    )
