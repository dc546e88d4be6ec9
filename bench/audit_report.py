"""An audit's report, from judged files to each format: `python -m bench.audit_report --files 200 --criteria 40`.

Prints the seconds of each step, the first time in a fresh process and the median of more rounds, beside the bound.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.audits.report import sample

from seenheard.audits.report.as_html import html
from seenheard.audits.report.as_pdf import pdf
from seenheard.audits.report.as_word import word
from seenheard.audits.report.contents import report_of

BOUND = 3.0  # seconds for 200 files and 40 criteria


def measured(files: int, criteria: int) -> dict[str, float]:
    """The seconds of each step, once."""
    spent: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        made = work()
        spent[step] = time.perf_counter() - start
        return made

    scheme, result = timed("result, with an earlier one", lambda: sample.result(files, criteria))
    report = timed("report as data", lambda: report_of(sample.told(scheme, result), result))
    for kind, made in (("web page", html), ("PDF", pdf), ("Word", word)):
        assert timed(kind, lambda made=made: made(report))  # type: ignore[misc]
    return spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--criteria", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    first, *others = [measured(given.files, given.criteria) for _ in range(given.rounds + 1)]
    print(f"{given.files} files, {given.criteria} criteria; seconds at first, median of {given.rounds} more")
    for step, seconds in first.items():
        print(f"{step:<30}{seconds:>8.3f}{statistics.median(one[step] for one in others):>8.3f}")
    for name, rounds in (("first", [first]), ("median", others)):
        whole = statistics.median(sum(one.values()) for one in rounds)
        print(f"all of it, {name:<19}{whole:>8.3f}   {BOUND / whole:.1f} times within {BOUND:g} s")


if __name__ == "__main__":
    main()
