"""Events of a release's timelines, as pages show them: the newest first, with their details as pairs."""

from __future__ import annotations

import json
from typing import Any

EVENT = ("happened_at", "record_set", "record_id", "kind", "sentence", "details", "nominal_id", "restricted")


def newest_first(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events with their details read."""
    for event in events:
        event["details"] = read_details(event["details"])
    return sorted(
        events, key=lambda row: (row["happened_at"] is not None, row["happened_at"], row["record_id"]), reverse=True
    )


def read_details(given: str | None) -> list[tuple[str, Any]]:
    """Details in JSON as pairs of name and value; what has no value is left out."""
    try:
        said = json.loads(given or "{}")
    except ValueError:
        return []
    if isinstance(said, dict):
        return [(str(name), value) for name, value in said.items() if value not in (None, "", [], {})]
    if isinstance(said, list):
        pairs = [(part.get("name") or part.get("column"), part.get("value")) for part in said if isinstance(part, dict)]
        return [(str(name), value) for name, value in pairs if value not in (None, "")]
    return []
