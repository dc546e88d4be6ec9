"""A night of which 1 % of the rows changed, beside a full night: python -m bench.next_night --scale 1

Nothing is kept from one night to the next, so this shows what the honest full run costs.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import duckdb

from bench.figures import machine, middle, spread, table, verdict
from bench.forces import force_of
from bench.night import STAGES, ratio
from bench.processes import Took, cold

LIMIT = 0.2
EVERY = 100
KNOWN_SINCE = "2026-11-22T05:00"  # an hour before the night: a newer version of the row, the same otherwise


def changed(extracts: Path, into: Path) -> int:
    """The same extracts in which every hundredth row has a newer version: how many."""
    into.mkdir(parents=True)
    shutil.copyfile(extracts.parent / "night.json", into.parent / "night.json")
    db = duckdb.connect()
    rows = 0
    for path in sorted(extracts.glob("*.csv")):
        read = "read_csv(?, header = true, all_varchar = true)"
        db.execute(f"CREATE OR REPLACE TABLE lines AS SELECT *, row_number() OVER () AS place FROM {read}", [str(path)])
        newer = f"(SELECT * REPLACE ('{KNOWN_SINCE}' AS recorded_at) FROM lines WHERE place % {EVERY} = 0)"
        db.execute(
            f"COPY (SELECT * EXCLUDE (place) FROM (FROM lines UNION ALL BY NAME FROM {newer}) ORDER BY place) TO ? (HEADER)",
            [str(into / path.name)],
        )
        found = db.execute(f"SELECT count(*) FROM {newer}").fetchone()
        rows += found[0] if found else 0
    return rows


def measure(scale: float, rounds: int) -> tuple[list[Took], list[Took], int]:
    """The night before and the changed night, in turn, and how many rows changed."""
    extracts = force_of(scale)[0]
    with tempfile.TemporaryDirectory(prefix="seenheard-bench-") as name:
        folder = Path(name)
        following = folder / "changed" / "extracts"
        rows = changed(extracts, following)
        full, next_ones = [], []
        cold("bench.one_night", extracts, folder / "warm")  # compiles the duties
        for _ in range(rounds):
            full.append(cold("bench.one_night", extracts, folder / "out"))
            next_ones.append(cold("bench.one_night", following, folder / "out"))
            shutil.rmtree(folder / "out")
        alone = cold("bench.one_night", following, folder / "alone")
        if alone.told["hashes"] != next_ones[-1].told["hashes"]:
            raise SystemExit("The changed night gives other files when it runs without the night before.")
    return full, next_ones, rows


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.next_night", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(machine(), flush=True)
    full, next_ones, rows = measure(given.scale, given.rounds)
    print(f"\n## Scale {given.scale:g}: {rows:,} rows have a newer version\n")
    nights = {"full night": full, "night with 1 % changed": next_ones}
    table(
        ("", "wall s (least to most)", "CPU s", *STAGES),
        [
            (
                name,
                spread([took.seconds for took in found]),
                f"{middle(took.cpu for took in found):.2f}",
                *(f"{middle(took.told['timings'][stage] for took in found):.2f}" for stage in STAGES),
            )
            for name, found in nights.items()
        ],
    )
    share = ratio([took.seconds for took in next_ones], [took.seconds for took in full])
    print(f"Share of a full night: {100 * share:.0f} %: {verdict(share, LIMIT)} (≤ {100 * LIMIT:g} %)")


if __name__ == "__main__":
    main()
