"""Record sets to be doubted: they shrank since the last release, or nothing new has come in (CONTRACT, Doubtful)."""

from __future__ import annotations

from seenheard.duties.standards import Standard
from seenheard.records.declarations import RECORD_SETS
from seenheard.records.reading import Reading
from seenheard.releases.reading import Release
from seenheard.uk_time import MICROSECONDS_AN_HOUR, uk_words

DOUBTFUL = "doubtful"


def doubts(reading: Reading, standard: Standard, as_of: int, earlier: list[Release]) -> dict[str, str]:
    """Why each doubtful record set is doubtful, in the contract's order."""
    found: dict[str, str] = {}
    last = last_before(earlier, as_of)
    for record_set in RECORD_SETS:
        fallen = _fallen(record_set, reading, standard, last) or _emptied(record_set, reading, earlier, as_of)
        reasons = (fallen, _stale(record_set, reading, standard, as_of))
        said = " ".join(reason for reason in reasons if reason)
        if said:
            found[record_set] = said
    return found


def last_before(releases: list[Release], as_of: int) -> Release | None:
    """The last release with an as_of before ours; of several with the same, the greatest id."""
    earlier = [release for release in releases if release.as_of < as_of]
    return earlier[-1] if earlier else None


def _fallen(record_set: str, reading: Reading, standard: Standard, last: Release | None) -> str:
    if last is None:
        return ""
    before = _standing(last, record_set)
    now = reading.sets[record_set].standing if record_set in reading.sets else 0
    allowed = standard.number(DOUBTFUL, f"fall_{record_set}") or standard.number(DOUBTFUL, "fall")
    if allowed is None or (before - now) * 100 <= before * int(allowed.value):
        return ""
    return (
        f"{record_set} fell from {before:,} to {now:,} standing keys since the release {last.release_id}; "
        f"a fall of more than {allowed.value} % is doubtful."
    )


def _emptied(record_set: str, reading: Reading, releases: list[Release], as_of: int) -> str:
    """An extract that stays empty stays doubtful until rows come: it says nothing of the children that it once named."""
    if record_set not in reading.sets or reading.sets[record_set].standing:
        return ""
    full = [release for release in releases if release.as_of < as_of and _standing(release, record_set)]
    if not full:
        return ""
    return f"{record_set} is still empty; it had {_standing(full[-1], record_set):,} standing keys in {full[-1].release_id}."


def _standing(release: Release, record_set: str) -> int:
    told = release.manifest["inputs"].get(record_set)
    return int(told.get("standing", 0)) if isinstance(told, dict) else 0


def _stale(record_set: str, reading: Reading, standard: Standard, as_of: int) -> str:
    allowed = standard.number(DOUBTFUL, f"age_{record_set}")
    newest = reading.sets[record_set].newest_recorded_at if record_set in reading.sets else None
    if allowed is None or newest is None or as_of - newest <= int(float(allowed.value) * MICROSECONDS_AN_HOUR):
        return ""
    return (
        f"The newest row of {record_set} was recorded on {uk_words(newest)}; "
        f"more than {allowed.value} hours without a new one is doubtful."
    )
