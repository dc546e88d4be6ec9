"""What linkage does to the duties: a night that links by default, beside the answer keys of its force."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from bench.forces import as_of_of, force_of
from seenheard import nightly
from seenheard.synthetic import key
from seenheard.uk_time import iso


@dataclass(frozen=True)
class Duties:
    """Late or unknown rows: planted, and found; those that only links show; and those found that nobody planted."""

    nominals: int
    planted: int
    found: int
    only_linked: int
    only_linked_found: int
    beside: int


def measure(scale: float) -> Duties:
    extracts = force_of(scale)[0]
    with tempfile.TemporaryDirectory(prefix="seenheard-bench-") as folder:
        release = nightly.run(
            extracts, Path(folder), as_of=iso(as_of_of(extracts)), standards=None, persons=None, decisions=None,
            engine="duckdb", ledger=None, strict=False, read_narratives=False, progress=lambda said: None,
        )  # fmt: skip
        rows = pq.read_table(release / "duty_states.parquet", columns=["duty", "key", "state"]).to_pylist()
        nominals = pq.read_metadata(release / "persons.parquet").num_rows
    found = {(row["duty"], row["key"], row["state"]) for row in rows if row["state"] in ("late", "unknown")}
    planted, linked = key.read(extracts.parent), key.read(extracts.parent, key.LINKED_FILE)
    return Duties(
        nominals, len(planted), len(planted & found), len(linked), len(linked & found), len(found - planted - linked)
    )
