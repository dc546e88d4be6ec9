"""A number of the standard that was in force on an earlier night can't be changed: a later entry supersedes it."""

from __future__ import annotations

from datetime import date

from seenheard import __version__
from seenheard.duties.standards import Standard
from seenheard.errors import StandardError
from seenheard.releases.reading import Release


def refuse_changed(standard: Standard, last: Release | None) -> None:
    """Compares each file's entries in force with the manifest of the last release of this version of the product."""
    if last is None or last.manifest.get("product_version") != __version__:
        return
    before = {
        (item["file"], item["duty"], item["name"], item["in_force_from"]): (item["value"], item["unit"])
        for item in last.manifest["standard"]
    }
    for number in standard.numbers:
        since = _text(number.in_force_from)
        told = before.get((number.file, number.duty, number.name, since))
        if told is not None and told != (number.value, number.unit):
            raise StandardError(
                f"{number.file}: {number.name} of {number.duty}, in force from {since}, was {told[0]} {told[1]} in "
                f"the release {last.release_id} and is now {number.value} {number.unit}. What was in force can't be "
                "changed: put it back, and add an entry with a later in_force_from."
            )


def _text(day: date | str) -> str:
    return day if isinstance(day, str) else day.isoformat()
