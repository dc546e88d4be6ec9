"""One linkage of one extract in a process of its own: python -m bench.linkage_run WHO NIGHT. Prints its figures as JSON.

The clock runs from the standing nominals to persons; memory is the most that the process held by then, reading included.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb

from bench import linkage_figures as figures
from bench import linkage_ours
from bench import linkage_peers as peers
from bench.forces import as_of_of
from seenheard.records import reading
from seenheard.synthetic import truth

# Where an ordinary set-up is cut, and where its best cut is looked for.
USUAL_CUT = 0.9
CUTS = (0.1, 0.3, 0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999)
THREADS, MEMORY = 2, "8GB"
LINKERS = {
    "ours": linkage_ours.ours, "tutorial": peers.tutorial, "documented": peers.documented, "exact": peers.exact,
}  # fmt: skip


def opened(night: Path) -> duckdb.DuckDBPyConnection:
    """A database with standing.nominals as the night has it, and the truth of what stands."""
    db = duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY})
    reading.read(night / "extracts", as_of_of(night / "extracts"), db, lambda name, part: None)
    # A night keeps dates as days since 1970.
    dated = "DATE '1970-01-01' + date_of_birth AS date_of_birth"
    db.execute(f"CREATE VIEW nominals AS SELECT * REPLACE ({dated}) FROM standing.nominals")
    kinds = "{'is_child': 'BOOLEAN', 'is_offender': 'BOOLEAN', 'is_twin': 'BOOLEAN'}"
    db.execute(
        f"CREATE TABLE truth AS SELECT truth.* FROM read_csv('{night / truth.FILE}', all_varchar = false, types = {kinds}, "
        "auto_type_candidates = ['VARCHAR']) AS truth SEMI JOIN standing.nominals USING (nominal_id)"
    )
    return db


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measured(db: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Every figure of the table clusters."""
    figures.place(db)
    whole = figures.accuracy(db)
    return {
        "accuracy": asdict(whole) | {"f1": whole.f1},
        "false_joins": asdict(figures.false_joins(db)),
        "recall": {by: figures.recalls(db, by) for by in ("community", "sex", "is_child")},
    }


def at_cuts(db: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """At the usual cut, and at that of the best F1, which only who knows the truth can choose."""
    found = {}
    for cut in CUTS:
        peers.cluster(db, cut)
        found[cut] = measured(db)
    best = max(found, key=lambda cut: float(found[cut]["accuracy"]["f1"]))
    return {"usual": found[USUAL_CUT], "best": found[best], "best_cut": best}


def run(who: str, night: Path) -> dict[str, Any]:
    db = opened(night)
    count = int(figures.one(db, "SELECT count(*) FROM standing.nominals"))
    began, cpu = perf_counter(), process_time()
    LINKERS[who](db)
    if who != "ours":
        peers.cluster(db, USUAL_CUT)
    told: dict[str, Any] = {
        "nominals": count, "seconds": perf_counter() - began, "cpu": process_time() - cpu, "peak": peak(),
    }  # fmt: skip
    if who == "exact":
        return told | {"usual": measured(db)}
    if who != "ours":
        return told | at_cuts(db) | {"calibration": figures.calibration(db)}
    linkage_ours.tell(db)
    return told | {"usual": measured(db), "calibration": figures.calibration(db), "offers": asdict(figures.offers(db))}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))
