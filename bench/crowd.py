"""How long eight clients at once wait for pages, few findings beside many, with every reading entered in the trail.

python -m bench.crowd --findings 20000 --findings 2000000
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.postgres import MISSING, programs

from bench import findings
from bench.figures import machine, middle, table, verdict
from bench.forces import cache
from bench.processes import cold

LIMIT_TIMES = 1.5
LIMIT_LOAD = {200_000: {"SQLite": 20.0, "PostgreSQL": 10.0}}


def release_of(count: int) -> Path:
    """A release with so many findings, kept between runs: two million take a while to write."""
    folder = cache() / f"findings-{count}"
    done = folder / "written"
    if not done.exists():
        findings.write(folder, count)
        done.touch()
    return next(path for path in folder.iterdir() if path.is_dir())


def on_sqlite(counts: list[int], rounds: int) -> dict[str, Any]:
    """Each size in a file of its own."""
    with tempfile.TemporaryDirectory(prefix="seenheard-bench-") as folder:
        return cold("bench.crowd_worker", folder, rounds, *counts).told


def on_postgresql(counts: list[int], rounds: int) -> dict[str, Any]:
    """Each size in a database of its own, on one server."""
    return cold("tests.postgres", "--", sys.executable, "-m", "bench.crowd_worker", "-", rounds, *counts).told


def worst(times: list[float]) -> float:
    """What 95 of 100 answers came within."""
    return quantiles(times, n=20)[-1]


def show(name: str, told: dict[str, Any]) -> None:
    """Prints what one database gave."""
    few, *_, many = told
    print(f"\n## {name}\n")
    for count, one in told.items():
        limit = LIMIT_LOAD.get(int(count), {}).get(name)
        judged = f": {verdict(one['load']['seconds'], limit)} (≤ {limit:g} s)" if limit else ""
        took = f"{one['load']['seconds']:.1f} s, {one['load']['cpu']:.1f} s of CPU without the server's"
        print(f"- {int(count):,} findings loaded in {took}{judged}; {one['lines']:,} readings in the trail")
    print()
    rows = []
    for page in told[few]["ms"]:
        cells = [f"{middle(one['ms'][page]):.0f} / {worst(one['ms'][page]):.0f}" for one in told.values()]
        ratio = worst(told[many]["ms"][page]) / worst(told[few]["ms"][page])
        rows.append((page, *cells, f"{ratio:.2f}×: {verdict(ratio, LIMIT_TIMES)}"))
    table(("page", *(f"{int(count):,}: p50 / p95 ms" for count in told), f"p95, many / few (≤ {LIMIT_TIMES:g}×)"), rows)


def main() -> None:
    """Measures all sizes on each database that is there."""
    parser = argparse.ArgumentParser(prog="python -m bench.crowd", description=__doc__)
    parser.add_argument("--findings", type=int, action="append", help="how many; given twice or more, few first")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--database", choices=("SQLite", "PostgreSQL"), action="append", help="default: both")
    given = parser.parse_args()
    print(machine())
    counts = given.findings or [20_000, 2_000_000]
    for count in counts:
        release_of(count)
    ways = {"SQLite": on_sqlite, "PostgreSQL": on_postgresql}
    if programs() is None:
        print(MISSING)
        del ways["PostgreSQL"]
    for name, way in ways.items():
        if name in (given.database or ways):
            show(name, way(counts, given.rounds))


if __name__ == "__main__":
    main()
