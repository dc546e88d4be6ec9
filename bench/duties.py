"""Every duty over 1, 10 and 30 million rows, beside a bare scan, and eight duties beside hand-written SQL.

python -m bench.duties --millions 1 --millions 10 --millions 30
python -m bench.duties --millions 1 --spark                          the same on Spark too (`make .venv/.spark-installed`)
python -m bench.duties --millions 1 --linked                         with 4 % of the nominals in links, beside without
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import GIGABYTE, machine, middle, spread, table, verdict
from bench.forces import force_of, some_linked
from bench.night import HAND_LIMIT_LATER, MEMORY_LIMIT, ratio
from bench.processes import Took, cold

ROWS_AT_SCALE_1 = 1.089e6
LINEAR = 1.2  # a row may cost so much more among thirty million than among one
WAYS = ("all", "engine", "hand")
SPARK, LINKED = "spark", "linked"


@dataclass
class Size:
    """What one size took; `took` by way."""

    rows: int
    reading: Took
    scans: list[Took] = field(default_factory=list)
    took: dict[str, list[Took]] = field(default_factory=lambda: {way: [] for way in (*WAYS, SPARK, LINKED)})

    def seconds(self, way: str, clock: str = "seconds") -> list[float]:
        """The evaluation alone, without the process around it; `clock` may be cpu."""
        return [took.told[clock] for took in self.took[way]]


def measure(millions: float, rounds: int, further: Sequence[str] = ()) -> Size:
    """Reads once; then each way in cold processes, round by round, each on a copy of what was read."""
    extracts = force_of(round(millions * 1e6 / ROWS_AT_SCALE_1, 2))[0]
    with tempfile.TemporaryDirectory(prefix="seenheard-bench-") as name:
        prepared, linked, copy = (Path(name) / f"{what}.duckdb" for what in ("prepared", "linked", "copy"))
        reading = cold("bench.eight", "prepare", extracts, prepared)
        if LINKED in further:
            cold("bench.eight", "prepare", extracts, linked, some_linked(extracts))
        size = Size(reading.told["rows"], reading)
        for _ in range(rounds):
            size.scans.append(cold("bench.scan", extracts))
            for way in (*WAYS, *further):
                shutil.copyfile(linked if way == LINKED else prepared, copy)
                size.took[way].append(cold("bench.eight", "all" if way == LINKED else way, copy))
                copy.unlink()
    return size


def show(sizes: list[Size]) -> None:
    """Prints all sizes side by side."""
    titles = ("rows", "scan s", "reading s", "every duty s", "µs a row", "rows written", "peak reading", "peak duties")
    table(titles, [_row(size) for size in sizes])
    eight = []
    for size in sizes:
        eight.append((f"{size.rows:,}", spread(size.seconds("engine")), spread(size.seconds("hand")), _times(size)))
    table(("rows", "eight duties, engine s", "hand-written s", f"≤ {HAND_LIMIT_LATER}×"), eight)
    _show_further(sizes)
    peak = max(max(size.reading.peak, *(took.peak for took in size.took["all"])) for size in sizes) / GIGABYTE
    print(f"Peak {peak:.2f} GB: {verdict(peak, MEMORY_LIMIT)} (≤ {MEMORY_LIMIT:g} GB)")
    if len(sizes) > 1:
        growth = _a_row(sizes[-1]) / _a_row(sizes[0])
        print(
            f"A row costs {growth:.2f}× as much at the largest size as at the smallest: {verdict(growth, LINEAR)} (linear)"
        )


def _show_further(sizes: list[Size]) -> None:
    """Every duty on Spark and with linked persons, as times of the night's engine without links."""
    for way, title in ((SPARK, "Spark"), (LINKED, "4 % of nominals linked")):
        for size in sizes:
            if size.took[way]:
                times = ratio(size.seconds(way), size.seconds("all"))
                print(f"{size.rows:,} rows, {title}: {spread(size.seconds(way))} s, {times:.2f}× of DuckDB without links\n")


def _a_row(size: Size) -> float:
    return middle(size.seconds("all")) / size.rows * 1e6


def _row(size: Size) -> tuple[object, ...]:
    last = size.took["all"][-1].told
    return (
        f"{size.rows:,}",
        spread([took.seconds for took in size.scans]),
        f"{size.reading.seconds:.1f}",
        spread(size.seconds("all")),
        f"{_a_row(size):.2f}",
        f"{last['duty_states rows']:,} and {last['findings rows']:,} findings",
        f"{size.reading.peak / GIGABYTE:.2f} GB",
        f"{max(took.peak for took in size.took['all']) / GIGABYTE:.2f} GB",
    )


def _times(size: Size) -> str:
    times = ratio(size.seconds("engine"), size.seconds("hand"))
    cpu = ratio(size.seconds("engine", "cpu"), size.seconds("hand", "cpu"))
    return f"{times:.2f}× (CPU {cpu:.2f}×): {verdict(times, HAND_LIMIT_LATER)}"


def main() -> None:
    """Measures each size, then prints them."""
    parser = argparse.ArgumentParser(prog="python -m bench.duties", description=__doc__)
    parser.add_argument("--millions", type=float, action="append", help="of rows; may be given again (default: 1, 10, 30)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spark", action="store_true", help="every duty on Spark too")
    parser.add_argument("--linked", action="store_true", help="every duty with 4 %% of the nominals in links too")
    given = parser.parse_args()
    further = [way for way, asked in ((SPARK, given.spark), (LINKED, given.linked)) if asked]
    print(machine(), flush=True)
    show([measure(millions, given.rounds, further) for millions in given.millions or [1, 10, 30]])


if __name__ == "__main__":
    main()
