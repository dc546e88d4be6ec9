"""Extracts that nobody would think of: few ids, so that rows meet; moments at and around every boundary."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from seenheard.records.declarations import RECORD_SETS, Column, RecordSet

AS_OF = datetime(2026, 11, 22, 6, 0)
STEPS = [
    timedelta(0),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 23, 24, 47, 48, 72, 96, 120, 144)),
    *(timedelta(days=days) for days in (7, 8, 14, 15, 21, 28, 29, 30, 31, 59, 61, 89, 90, 91, 92, 120, 182, 183)),
    *(timedelta(days=days) for days in (364, 365, 366, 400, 730)),
]
SHIFTS = [timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(minutes=30), timedelta(hours=5)]
SPECIAL = [
    datetime(2026, 3, 29, 0, 59, 59),
    datetime(2026, 3, 29, 1, 30),
    datetime(2026, 3, 29, 2, 0),
    datetime(2026, 10, 25, 0, 59, 59),
    datetime(2026, 10, 25, 1, 30),
    datetime(2026, 10, 25, 2, 0),
    datetime(2026, 2, 28, 23, 59, 59),
    datetime(2024, 2, 29, 12, 0),
    datetime(2025, 12, 24, 16, 0),
    datetime(2026, 4, 2, 17, 0),
    datetime(2026, 8, 28, 9, 0),
    datetime(2026, 11, 20, 17, 30),
    datetime(2026, 11, 20, 8, 59, 59),
    datetime(2026, 11, 20, 9, 0),
]
IDS = {
    "nominals": "n1 n2 n3 n4 n5 n6".split(),
    "officers": "o1 o2 o3".split(),
    "offenders": "p1 p2 p3".split(),
    "incidents": "i1 i2 i3 i4".split(),
    "online_cases": "c1 c2 c3".split(),
    "referrals": "r1 r2 r3 r4 r5".split(),
}
TEXTS = {
    "uprn": ["100", "200"],
    "address_line": ["1 High St", "1, high st.", "2 Low Rd"],
    "postcode": ["ZA1 1AA", "za11aa"],
    "school": ["Oak", "Elm"],
    "course": ["mosovo", "arms", "kirat", "scaidp", "other"],
    "tool": ["arms", "screen"],
    "words": ["Safe and well.", "ok", "I was scared", "NFA", " n/a "],
    "demeanour": ["fine", "quiet, near the door", "..."],
    "not_seen_reason": ["no reply", "asleep"],
    "team": ["Team A", "Team B"],
}


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(SPECIAL))
    step, shift = draw(st.sampled_from(STEPS)), draw(st.sampled_from(SHIFTS))
    sign = draw(st.sampled_from((1, -1)))
    later = draw(st.integers(0, 9)) == 0
    return AS_OF + (step if later else -step) + sign * shift


def days() -> st.SearchStrategy[date]:
    return moments().map(lambda moment: moment.date())


def births() -> st.SearchStrategy[date]:
    around = st.tuples(st.sampled_from((0, 3, 4, 9, 17, 18, 30)), st.sampled_from((-2, -1, 0, 1, 2, 40)))
    return around.map(lambda pair: date(2026 - pair[0], 11, 21) + timedelta(days=pair[1])) | st.just(date(2008, 2, 29))


def _written(moment: datetime) -> str:
    return moment.isoformat()


def values(record_set: str, column: Column) -> st.SearchStrategy[str]:
    if column.name == "date_of_birth":
        return births().map(str)
    if column.type == "date":
        return days().map(str)
    if column.type == "timestamp":
        return moments().map(_written)
    if column.type == "bool":
        return st.sampled_from(("true", "false"))
    if column.type == "enum":
        return st.sampled_from(column.values)
    if column.type == "integer":
        return st.integers(1, 3).map(str)
    if column.type == "decimal":
        return st.sampled_from(("0.5", "1", "0", "0.02", "0.04"))
    if column.references:
        return st.sampled_from(IDS.get(column.references, ["x1", "x2"]))
    return st.sampled_from(TEXTS.get(column.name, ["plain", "other"]))


@st.composite
def rows(draw: st.DrawFn, record_set: RecordSet) -> dict[str, str]:
    pool = IDS.get(record_set.name, [f"{record_set.name[:3]}{place}" for place in range(6)])
    row = {record_set.key: draw(st.sampled_from(pool))}
    for column in record_set.columns:
        if column.name != record_set.key and (column.required or draw(st.integers(0, 2))):
            row[column.name] = draw(values(record_set.name, column))
    row["recorded_at"] = draw(moments().map(_written))
    row["withdrawn"] = draw(st.sampled_from(("", "", "", "", "", "true")))
    return row


SIZES = {"nominals": (2, 9), "incident_people": (0, 9), "missing_episodes": (0, 6), "child_contacts": (0, 8)}


@st.composite
def extracts(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Record set -> rows; some keys have several versions, some references stand for nothing."""
    found = {}
    for name, record_set in RECORD_SETS.items():
        least, most = SIZES.get(name, (0, 4))
        found[name] = draw(st.lists(rows(record_set), min_size=least, max_size=most))
    return found
