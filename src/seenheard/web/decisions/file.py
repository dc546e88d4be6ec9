"""decisions.csv of CONTRACT: what the next night takes with `--decisions`."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

from seenheard.web.decisions.models import Decision

# In the order of CONTRACT; the night's reading of the file lists the same, and a test holds the two together.
COLUMNS = (
    "decision_id",
    "kind",
    "duty",
    "key",
    "until",
    "nominal_id",
    "other_nominal_id",
    "takes_back",
    "decided_at",
    "decided_by",
    "reason",
)


def write(decisions: Iterable[Decision], file: Path) -> int:
    """Write the file aside and put it in place in one step; give how many decisions it holds."""
    aside, count = file.with_name(f".{file.name}.{os.getpid()}.new"), 0
    try:
        with aside.open("x", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)  # RFC 4180: CRLF after each record, quotation marks where they are needed
            rows.writerow(COLUMNS)
            for decision in decisions:
                rows.writerow(_cells(decision))
                count += 1
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return count


def _cells(decision: Decision) -> tuple[str, ...]:
    return (
        decision.decision_id,
        decision.kind,
        decision.duty,
        decision.key,
        decision.until.isoformat() if decision.until else "",
        decision.nominal_id,
        decision.other_nominal_id,
        decision.takes_back.decision_id if decision.takes_back else "",
        decision.decided_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        decision.decided_by,
        decision.reason,
    )
