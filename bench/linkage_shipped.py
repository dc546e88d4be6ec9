"""Makes the linkage model for forces too small to train their own: `python -m bench.linkage_shipped 2026-11-25`.

It learns, as any force's model does, from nominals without their truth: those of the synthetic force at scale 1.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from seenheard.people import model, training
from seenheard.people.preparing import prepare
from seenheard.records import reading
from seenheard.synthetic import force
from seenheard.uk_time import parse_as_of

SEED, SCALE = 1, 1.0


def main() -> None:
    """Writes models/<the date named>.json."""
    day = date.fromisoformat(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as db:
        force.make_people(Path(folder), SEED, SCALE)
        reading.read(Path(folder) / "night-1" / "extracts", parse_as_of(force.LAST_NIGHT), db)
        trained = training.train(db, prepare(db))
    file = model.SHIPPED / f"{day.isoformat()}.json"
    file.write_text(replace(trained, source="shipped").to_json(), encoding="utf-8")
    print(file)


if __name__ == "__main__":
    main()
