"""Medians, ratios and how they are printed."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from statistics import median

GIGABYTE = 1e9


def middle(values: Iterable[float]) -> float:
    """The median."""
    return float(median(values))


def spread(values: Sequence[float]) -> str:
    """Median with the least and the most: how far it can be trusted."""
    return f"{middle(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def verdict(value: float, limit: float) -> str:
    """Whether a target is reached, and by how much not."""
    return "reached" if value <= limit else f"missed by {100 * (value / limit - 1):.0f} %"


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints rows as Markdown, ready for README.md."""
    print(f"| {' | '.join(titles)} |\n|{' --- |' * len(titles)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    print()


def machine() -> str:
    """What was measured on, and how busy it was with other work."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, DuckDB {version('duckdb')}; "
        f"load before the run {load:.1f}"
    )
