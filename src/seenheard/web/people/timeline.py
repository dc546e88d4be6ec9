"""The parts of a timeline that can be looked at alone, and the page's share of a long one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST_EVENTS = 500
PARTS: dict[str, tuple[str, frozenset[str]]] = {
    "seen": ("Contacts", frozenset({"child_contacts"})),
    "missing": ("Missing and exploitation", frozenset({"missing_episodes", "exploitation_assessments", "flags"})),
    "incidents": ("Incidents and cases", frozenset({"incidents", "online_cases", "case_events", "bails"})),
    "partners": ("With partners", frozenset({"referrals", "strategy_discussions", "police_protections"})),
    "custody": ("Custody", frozenset({"detentions"})),
}


@dataclass(frozen=True)
class Timeline:
    """What is shown of a timeline: a part or all of it. parts: name, title, how many, for those that have any."""

    events: list[dict[str, Any]]
    more: int
    part: str
    parts: list[tuple[str, str, int]]
    total: int


def timeline(events: list[dict[str, Any]], asked: str) -> Timeline:
    """The newest events of the part that is asked for; of all where none or an unknown one is."""
    sizes = {name: sum(event["record_set"] in sets for event in events) for name, (_, sets) in PARTS.items()}
    part = asked if sizes.get(asked) else ""
    chosen = [event for event in events if not part or event["record_set"] in PARTS[part][1]]
    return Timeline(
        events=chosen[:MOST_EVENTS],
        more=max(len(chosen) - MOST_EVENTS, 0),
        part=part,
        parts=[(name, PARTS[name][0], size) for name, size in sizes.items() if size],
        total=len(events),
    )
