"""Agreement beside the packages that others use: every number equal to four decimals, and what it takes.

`make peers`: the peers run in an environment of their own (requirements/peers.txt). Ratings are drawn with a seed: two to
five readers, two to five grades, readers who mostly agree, with and without gaps.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from seenheard.audits.agreement import Agreement, alpha, gwet, kappa, raw_agreement
from seenheard.audits.ratings import Ratings

EQUAL = 5e-5  # to four decimals
SIZES = (12, 30, 69, 200)
# Krippendorff's interval scale is quadratic weights; he knows none that are linear.
SCALES = {"nominal": "nominal", "quadratic": "interval"}


def drawn(seed: int) -> dict[str, Any]:
    """One table of ratings: grades are numbers, None is a gap."""
    dice = random.Random(seed)
    readers, grades, gaps = dice.randint(2, 5), dice.randint(2, 5), dice.choice((0.0, 0.0, 0.15))
    rows = []
    for _ in range(dice.choice(SIZES)):
        truth = dice.randrange(grades)
        rows.append(
            [
                None if dice.random() < gaps else truth if dice.random() < 0.7 else dice.randrange(grades)
                for _ in range(readers)
            ]
        )
    # A row without any rating is no unit, and the peers differ on how they say so.
    return {"grades": list(range(grades)), "rows": [row for row in rows if any(cell is not None for cell in row)]}


def ours(case: dict[str, Any]) -> Iterator[tuple[str, Agreement]]:
    """Our coefficients by the names of the peers' answers."""
    rows = [[None if cell is None else str(cell) for cell in row] for row in case["rows"]]
    ratings = Ratings.of(map(str, case["grades"]), rows)
    yield "nominal raw", raw_agreement(ratings)
    yield "ordinal alpha", alpha(ratings, "ordinal")
    for weighting in ("nominal", "linear", "quadratic"):
        yield f"{weighting} kappa", kappa(ratings, weighting)
        yield f"{weighting} gwet", gwet(ratings, weighting)
        if weighting in SCALES:
            yield f"{weighting} alpha", alpha(ratings, SCALES[weighting])


def apart(peer: list[float | None], found: Agreement) -> float:
    """The greatest difference of the numbers that the peer gives; one that we do not give counts as 1."""
    own = (found.value, found.low, found.high)
    return max(
        1.0 if mine is None else abs(mine - theirs) for mine, theirs in zip(own, peer, strict=True) if theirs is not None
    )


def main() -> int:
    """Prints each coefficient's greatest difference; 1 if one is not equal to four decimals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--python", type=Path, default=Path(".peers/bin/python"), help="of the peers' environment")
    asked = parser.parse_args()
    greatest: dict[str, float] = defaultdict(float)
    compared: dict[str, int] = defaultdict(int)
    ratios: list[float] = []
    peer = subprocess.Popen(
        [asked.python, "-W", "ignore", Path(__file__).with_name("peer_answers.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with peer:
        assert peer.stdin and peer.stdout
        for seed in range(asked.cases):
            case = drawn(seed)
            peer.stdin.write(json.dumps(case) + "\n")
            peer.stdin.flush()
            by_irrcac, *others = json.loads(peer.stdout.readline())
            begin = time.perf_counter()
            found = dict(ours(case))
            ratios.append((time.perf_counter() - begin) / by_irrcac["seconds"])
            for name, numbers in chain.from_iterable(by["answers"].items() for by in (by_irrcac, *others)):
                if (own := found.get(name.split(" ", 1)[1])) is not None:
                    greatest[name] = max(greatest[name], apart(numbers, own))
                    compared[name] += 1
        peer.stdin.close()
    for name in sorted(greatest):
        print(f"{name:32} {compared[name]:>5} tables   greatest difference {greatest[name]:.1e}")
    print(f"Time for a table, ours / irrCAC: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    unequal = sorted(name for name, difference in greatest.items() if difference > EQUAL)
    print(f"NOT EQUAL to four decimals: {', '.join(unequal)}" if unequal else "Equal to four decimals.")
    return bool(unequal)


if __name__ == "__main__":
    sys.exit(main())
