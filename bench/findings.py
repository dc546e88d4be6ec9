"""A release with as many findings as asked, as large as a night's, without a night."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from seenheard.duties import DUTIES
from seenheard.releases.files import hash_of
from seenheard.releases.schema import FILES

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
QUEUE = "offender-visit"
SHARE_OF_QUEUE = 0.25  # of all findings: the synthetic force's longest queue has as much
LEVELS = ("very_high", "high", "medium", "low")
TEAMS, OFFICERS = 12, 600
OWNERS_OF_A_DUTY = 120  # the synthetic force has 118 owners in all, at most 69 of one duty
ROWS_AT_ONCE = 20_000


def write(folder: Path, count: int) -> Path:
    """Writes the release and gives its folder."""
    release = folder / f"2026-11-22T0600Z-{count}"
    release.mkdir(parents=True)
    outputs = {}
    for name, file in FILES.items():
        path = release / file.file
        rows = 0
        with pq.ParquetWriter(path, file.schema) as writer:
            for start in range(0, count if name in ("duty_states", "findings", "subjects") else 0, ROWS_AT_ONCE):
                some = [_row(name, number) for number in range(start, min(start + ROWS_AT_ONCE, count))]
                writer.write_table(pa.Table.from_pylist(some, schema=file.schema))
                rows += len(some)
            if name == "officers":
                writer.write_table(
                    pa.Table.from_pylist([_officer(number) for number in range(OFFICERS)], schema=file.schema)
                )
                rows = OFFICERS
        outputs[file.file] = {"rows": rows, "sha256": hash_of(path)}
    (release / "manifest.json").write_text(json.dumps(_manifest(release.name, outputs)))
    return release


def _row(name: str, number: int) -> dict[str, Any]:
    dice = Random(number)
    duty = QUEUE if dice.random() < SHARE_OF_QUEUE else dice.choice([name for name in DUTIES if name != QUEUE])
    kind = DUTIES[duty].subject_kind
    if name == "subjects":
        said = {"subject_kind": kind, "subject_id": f"S{number}", "person_id": "", "title": f"Nobody Number {number}"}
        return said | {"born_on": None, "details": "{}", "restricted": False}
    owner = (list(DUTIES).index(duty) * 31 + dice.randrange(OWNERS_OF_A_DUTY)) % OFFICERS
    hours = dice.randrange(1, 3000)
    state = dice.choices(("late", "unknown", "not_due", "excused"), (80, 5, 10, 5))[0]
    due = AS_OF + timedelta(hours=-hours if state in ("late", "unknown") else hours)
    return {
        "duty": duty,
        "standard_version": "2026",
        "key": f"S{number}|registered",
        "subject_kind": kind,
        "subject_id": f"S{number}",
        "person_id": f"own:S{number}",
        "state": state,
        "started_at": due - timedelta(days=30),
        "due_at": due,
        "met_at": None,
        "hours_late": float(hours) if state == "late" else None,
        "risk_level": dice.choice(LEVELS),
        "owner_id": f"F{owner}",
        "team": f"Team {owner % TEAMS}",
        "link_confidence": 1.0,
        "excused_by": "decision" if state == "excused" else None,
        "actionable": True,
        "due_soon": state == "not_due",
        "restricted": dice.random() < 0.02,
        "facts": json.dumps(
            [{"record_set": "visits", "key": f"V{place}", "column": "outcome", "value": "no_reply"} for place in range(8)]
        ),
        "sentence": f"High-risk offender not seen for {hours // 24} days; a visit is due every 3 months",
    }


def _officer(number: int) -> dict[str, Any]:
    return {
        "officer_id": f"F{number}",
        "name": f"Officer {number}",
        "team": f"Team {number % TEAMS}",
        "role": "other",
        "active": True,
    }


def _manifest(release_id: str, outputs: dict[str, Any]) -> dict[str, Any]:
    """The parts that the site reads."""
    duties = {
        name: {
            "title": duty.title,
            "area": duty.area,
            "needs": list(duty.needs),
            "recurs": duty.recurs,
            "asks": duty.asks,
            "matters": duty.matters,
            "counts": duty.counts,
            "subject_kind": duty.subject_kind,
        }
        for name, duty in DUTIES.items()
    }
    return {
        "release_id": release_id,
        "inputs": {},
        "as_of": "2026-11-22T06:00:00Z",
        "product_version": "0",
        "standards": {"version": "2026", "hash": "benchmark"},
        "not_assessable": {},
        "doubtful": {},
        "duties": duties,
        "areas": [[area, area.capitalize()] for area in sorted({duty.area for duty in DUTIES.values()})],
        "standard": [],
        "freshness": {},
        "outputs": outputs,
    }
