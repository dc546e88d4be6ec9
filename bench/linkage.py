"""How well nominals are told to be one person, beside an ordinary Splink set-up and an exact match: python -m bench.linkage.

Writes docs/linkage.md and its chart. About an hour on two cores; --nominals 100000 alone is ten minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import linkage_data as data
from bench import linkage_duties, person_ids
from bench import linkage_page as page
from bench.figures import machine
from bench.forces import SEED
from bench.linkage_page import Results, Told
from bench.processes import ROOT, cold

SIZES = (300_000, 100_000, 500_000, 1_000_000)
DUTIES_AT = 0.1  # the scale of the force whose duties are worked out
EVERYBODY = ("ours", "tutorial", "exact")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    parser.add_argument("--nominals", type=int, action="append", help="sizes of the synthetic force; the first is judged")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    given = parser.parse_args()
    sizes = tuple(given.nominals or SIZES)
    results = Results(machine(), f"{datetime.now(UTC):%-d %B %Y}", given.seed)
    for size in sizes:
        results.runs[named(size)] = linked(data.synthetic(size, given.seed), EVERYBODY)
    for name in data.PUBLIC:
        also = ("documented",) if name == "fake_1000" else ()
        results.runs[name] = linked(data.public(name), (*EVERYBODY, *also))
    results.duties = linkage_duties.measure(DUTIES_AT)
    results.ids = person_ids.measure(data.synthetic(sizes[0], given.seed) / "extracts")
    page.write(results, given.out, [named(size) for size in sorted(sizes)], named(sizes[0]), list(data.PUBLIC))
    print(page.table(("to reach", "measured", ""), page.target_rows(results, named(sizes[0]), named(max(sizes)))))


def named(size: int) -> str:
    return f"{size:,} nominals"


def linked(night: Path, everybody: Sequence[str]) -> dict[str, Told]:
    """Each in a process of its own, one after the other."""
    found = {}
    for who in everybody:
        print(f"{night}: {who}", file=sys.stderr, flush=True)
        found[who] = cold("bench.linkage_run", who, night).told
    return found


if __name__ == "__main__":
    main()
