"""A bar chart as numbers for our own small SVG template; every chart stands above the table that says the same."""

from __future__ import annotations

from dataclasses import dataclass

ROW = 34
LABEL = 190
WIDTH = 720
TAIL = 70
MOST_LETTERS = 24


@dataclass(frozen=True)
class Bar:
    """One bar: where it is, how long it is, and its 95 % interval."""

    label: str
    value: str
    y: int
    length: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Chart:
    """A chart of shares from 0 to 1."""

    title: str
    description: str
    width: int
    height: int
    left: int
    full: int
    bars: list[Bar]


def bars(title: str, description: str, rows: list[tuple[str, float | None, float | None, float | None, str]]) -> Chart:
    """A bar for each row of label, share, low, high, words."""
    full = WIDTH - LABEL - TAIL
    drawn = [
        Bar(_cut(label), words, place * ROW, _at(share, full), _at(low, full), _at(high, full))
        for place, (label, share, low, high, words) in enumerate(rows)
    ]
    return Chart(title, description, WIDTH, max(len(rows), 1) * ROW, LABEL, full, drawn)


def _at(share: float | None, full: int) -> float | None:
    return None if share is None else round(min(max(share, 0.0), 1.0) * full, 1)


def _cut(label: str) -> str:
    return label if len(label) <= MOST_LETTERS else f"{label[: MOST_LETTERS - 1]}…"
