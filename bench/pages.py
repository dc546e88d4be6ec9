"""CPU of a queue page beside Django admin's changelist of the same table.

python -m bench.pages --findings 20000 --findings 200000
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.postgres import MISSING, programs

from bench.figures import machine, middle, spread, table, verdict
from bench.processes import cold

LIMIT_MS, LIMIT_TIMES = 10.0, 5.0
ADMIN = "admin's changelist"
SAME_FILTERS = f"{ADMIN} with the same filters"  # what a queue offers: the plain one has none


def on_sqlite(count: int, rounds: int) -> dict[str, Any]:
    """On SQLite, in a file of its own."""
    with tempfile.TemporaryDirectory(prefix="seenheard-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'site.sqlite3'}"
        return cold("bench.page_worker", count, rounds, SEENHEARD_DATABASE_URL=url).told


def on_postgresql(count: int, rounds: int) -> dict[str, Any]:
    """On a PostgreSQL server of its own."""
    return cold("tests.postgres", "--", sys.executable, "-m", "bench.page_worker", count, rounds).told


def show(count: int, told: dict[str, Any]) -> None:
    """Prints what one database gave."""
    pages = {name: middle(page["ms"]) for name, page in told["pages"].items()}
    admins = {name: pages[name] for name in pages if name.startswith(ADMIN)}
    print(f"\n## {count:,} findings, {told['database']} (loaded in {told['load']:.1f} s)\n")
    rows = []
    for name, page in told["pages"].items():
        size = f"{page['bytes'] / 1000:.0f} kB"
        times = ["", ""] if name in admins else [f"{cost / pages[name]:.1f}×" for cost in admins.values()]
        judged = ""
        if name.startswith("queue"):
            judged = f"{verdict(pages[name], LIMIT_MS)}; {verdict(LIMIT_TIMES, admins[SAME_FILTERS] / pages[name])}"
        rows.append((name, spread(page["ms"]), page["queries"], size, *times, judged))
    titles = ("page", "CPU ms", "queries", "size", "admin, plain", "admin, same filters")
    table((*titles, f"≤ {LIMIT_MS:g} ms; ≥ {LIMIT_TIMES:g}× less than the same with filters"), rows)


def main() -> None:
    """Measures each size on each database that is there."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument(
        "--findings", type=int, action="append", help="how many; may be given again (default: 20000 and 200000)"
    )
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    print(machine())
    ways = [on_sqlite, on_postgresql]
    if programs() is None:
        print(MISSING)
        ways.remove(on_postgresql)
    for count in given.findings or [20_000, 200_000]:
        for way in ways:
            show(count, way(count, given.rounds))


if __name__ == "__main__":
    main()
