"""One night as `seenheard run` makes it: python -m bench.one_night EXTRACTS OUT. Prints timings and counts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.forces import as_of_of, persons_of
from seenheard.nightly import run
from seenheard.uk_time import iso


def night(extracts: Path, out: Path) -> dict[str, object]:
    """Runs the night and tells its timings, rows and the files that it wrote."""
    release = run(
        extracts,
        out,
        as_of=iso(as_of_of(extracts)),
        standards=None,
        persons=persons_of(extracts),
        decisions=None,
        engine="duckdb",
        ledger=None,
        strict=False,
        read_narratives=False,
        progress=lambda words: None,
    )
    manifest = json.loads((release / "manifest.json").read_text())
    written = {name: item["rows"] for name, item in manifest["outputs"].items()}
    hashes = {name: item["sha256"] for name, item in manifest["outputs"].items()}
    return {"timings": manifest["timings"], "written": written, "hashes": hashes}


if __name__ == "__main__":
    print(json.dumps(night(Path(sys.argv[1]), Path(sys.argv[2]))))
