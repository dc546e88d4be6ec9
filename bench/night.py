"""A night beside a bare scan, and the evaluation of eight duties beside hand-written SQL.

python -m bench.night --scale 1 --scale 10 --rounds 5
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bench.eight import EIGHT
from bench.figures import GIGABYTE, machine, middle, spread, table, verdict
from bench.forces import force_of
from bench.processes import Took, cold

STAGES = ("read", "link", "decide", "evaluate", "rate", "describe", "write")
SCAN_LIMIT, HAND_LIMIT, HAND_LIMIT_LATER, MEMORY_LIMIT = 10.0, 1.5, 1.3, 4.0


@dataclass
class Measured:
    """What each round of one scale took."""

    first: Took
    nights: list[Took] = field(default_factory=list)
    scans: list[Took] = field(default_factory=list)
    engine: list[Took] = field(default_factory=list)
    hand: list[Took] = field(default_factory=list)


def measure(scale: float, rounds: int) -> Measured:
    """Round by round, so that whatever else the machine does falls on all alike."""
    extracts = force_of(scale)[0]
    with tempfile.TemporaryDirectory(prefix="seenheard-bench-") as name:
        folder = Path(name)
        prepared, copy, plans = folder / "prepared.duckdb", folder / "copy.duckdb", {"XDG_CACHE_HOME": str(folder / "cache")}
        measured = Measured(_night(extracts, folder / "out", plans))
        cold("bench.eight", "prepare", extracts, prepared, **plans)
        shutil.copyfile(prepared, copy)
        equal = cold("bench.eight", "compare", copy, **plans)
        print(f"scale {scale:g}: engine and hand-written SQL agree on {equal.told['duty_states']:,} rows", flush=True)
        for _ in range(rounds):
            measured.scans.append(cold("bench.scan", extracts))
            measured.nights.append(_night(extracts, folder / "out", plans))
            for way, found in (("engine", measured.engine), ("hand", measured.hand)):
                shutil.copyfile(prepared, copy)
                found.append(cold("bench.eight", way, copy, **plans))
    return measured


def _night(extracts: Path, out: Path, environment: dict[str, str]) -> Took:
    took = cold("bench.one_night", extracts, out, **environment)
    shutil.rmtree(out)
    return took


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the rounds' own ratios."""
    return middle(one / other for one, other in zip(ours, theirs, strict=True))


def show(scale: float, measured: Measured) -> None:
    """Prints the tables of one scale."""
    rows = measured.scans[0].told["rows"]
    print(f"\n## Scale {scale:g}: {rows:,} rows\n")
    table(("", "wall s (least to most)", "CPU s", "peak memory"), _processes(measured))
    table(("stage of a night", "seconds"), [(name, f"{_stage(measured, name):.2f}") for name in STAGES])
    table(("duty", "engine s", "hand-written s", "ratio"), _duties(measured))
    table(("to reach", "measured", ""), _targets(scale, measured))


def _stage(measured: Measured, name: str) -> float:
    return middle(took.told["timings"][name] for took in measured.nights)


def _processes(measured: Measured) -> list[tuple[object, ...]]:
    named = {
        "first night (compiles the duties)": [measured.first],
        "a night": measured.nights,
        "bare scan": measured.scans,
        "eight duties, engine": measured.engine,
        "eight duties, hand-written": measured.hand,
    }
    return [
        (
            name,
            spread([took.seconds for took in found]),
            f"{middle(took.cpu for took in found):.2f}",
            f"{max(took.peak for took in found) / GIGABYTE:.2f} GB",
        )
        for name, found in named.items()
    ]


def _duties(measured: Measured) -> list[tuple[object, ...]]:
    engine, hand = ([took.told for took in found] for found in (measured.engine, measured.hand))
    shared = middle(told["shared relations"] for told in engine)
    rows: list[tuple[object, ...]] = [("relations that duties share", f"{shared:.2f}", "", "")]
    for name in EIGHT:
        ours, theirs = (middle(told[name] for told in found) for found in (engine, hand))
        rows.append((name, f"{ours:.3f}", f"{theirs:.3f}", f"{ours / theirs:.2f}"))
    return rows


def _targets(scale: float, measured: Measured) -> list[tuple[object, ...]]:
    hand = [took.told["seconds"] for took in measured.hand]
    evaluated = ratio([took.told["seconds"] for took in measured.engine], hand)
    evaluated_cpu = ratio([took.told["cpu"] for took in measured.engine], [took.told["cpu"] for took in measured.hand])
    whole = ratio([took.told["whole"] for took in measured.engine], hand)
    wall = ratio([took.seconds for took in measured.nights], [took.seconds for took in measured.scans])
    cpu = ratio([took.cpu for took in measured.nights], [took.cpu for took in measured.scans])
    peak = max(took.peak for took in (measured.first, *measured.nights)) / GIGABYTE
    told = f"{evaluated:.2f}× (CPU {evaluated_cpu:.2f}×)"
    rows: list[tuple[object, ...]] = [
        (f"evaluation ≤ {HAND_LIMIT}× hand-written SQL", told, verdict(evaluated, HAND_LIMIT)),
        (f"the same ≤ {HAND_LIMIT_LATER}× (issue 3)", told, verdict(evaluated, HAND_LIMIT_LATER)),
        ("the same with calendar and plan, which the SQL is given", f"{whole:.2f}×", ""),
        (f"night ≤ {SCAN_LIMIT:g}× scan", f"{wall:.1f}× (CPU {cpu:.1f}×)", verdict(wall, SCAN_LIMIT)),
    ]
    limit = f"peak < {MEMORY_LIMIT:g} GB" + ("" if scale >= 10 else " (asked at scale 10)")
    return [*rows, (limit, f"{peak:.2f} GB", verdict(peak, MEMORY_LIMIT))]


def main() -> None:
    """Measures each scale and prints it."""
    parser = argparse.ArgumentParser(prog="python -m bench.night", description=__doc__)
    parser.add_argument(
        "--scale", type=float, action="append", help="of the synthetic force; may be given again (default: 1)"
    )
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    print(machine())
    for scale in given.scale or [1.0]:
        show(scale, measure(scale, given.rounds))


if __name__ == "__main__":
    main()
