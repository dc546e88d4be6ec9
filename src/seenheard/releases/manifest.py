"""The manifest: what went into a release, what came out, and what must be known to read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from seenheard import __version__
from seenheard.duties import AREAS
from seenheard.duties.duty import Duty
from seenheard.duties.rules import RULES
from seenheard.duties.standards import Standard
from seenheard.people.crowded_homes import CrowdedHome
from seenheard.records.declarations import RECORD_SETS
from seenheard.records.reading import Reading
from seenheard.releases.writing import Written
from seenheard.uk_time import iso, moment_of


@dataclass(frozen=True)
class Night:
    """What a night was run with."""

    as_of: int
    standard: Standard
    reading: Reading
    duties: Mapping[str, Duty]
    engine: str
    persons: Mapping[str, object] = field(default_factory=dict)
    decisions: Mapping[str, object] = field(default_factory=dict)
    ledger: Mapping[str, object] = field(default_factory=dict)
    crowded_homes: Sequence[CrowdedHome] = ()

    @property
    def release_id(self) -> str:
        """The moment, and 8 hex digits of all that the result depends on: the same night has the same id."""
        inputs = {name: one.sha256 for name, one in self.reading.sets.items()}
        files = [self.persons.get("sha256"), self.decisions.get("sha256"), self.ledger.get("before")]
        given = [__version__, self.engine, inputs, self.standard.hash, files]
        digest = sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
        return f"{moment_of(self.as_of):%Y-%m-%dT%H%MZ}-{digest[:8]}"


def manifest(
    night: Night,
    outputs: Mapping[str, Written],
    not_assessable: Mapping[str, tuple[str, ...]],
    doubtful: Mapping[str, str],
    timings: Mapping[str, float],
) -> dict[str, Any]:
    """Everything that manifest.json says; only `timings` differs when the same night is run again."""
    standard, reading = night.standard, night.reading
    return {
        "release_id": night.release_id,
        "as_of": iso(night.as_of),
        "product_version": __version__,
        "engine": night.engine,
        "standards": {"version": standard.version, "hash": standard.hash},
        "inputs": {name: _input(one) for name, one in reading.sets.items()},
        "absent": list(reading.absent),
        "absent_columns": [list(pair) for pair in reading.absent_columns],
        "unknown_files": list(reading.unknown_files),
        "unknown_columns": [list(pair) for pair in reading.unknown_columns],
        "persons": dict(night.persons),
        "decisions": dict(night.decisions),
        "ledger": dict(night.ledger),
        "crowded_homes": [asdict(home) for home in night.crowded_homes],
        "outputs": {file: {"rows": one.rows, "sha256": one.sha256} for file, one in outputs.items()},
        "not_assessable": {duty: list(absent) for duty, absent in not_assessable.items()},
        "doubtful": dict(doubtful),
        "freshness": _freshness(reading),
        "areas": [list(area) for area in AREAS],
        "duties": {name: _duty(duty) for name, duty in night.duties.items()},
        "standard": [_number(number) for number in standard.numbers],
        "lists": [_number(item) for item in standard.word_lists],
        "timings": {stage: round(seconds, 3) for stage, seconds in timings.items()},
    }


def as_text(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _input(one: Any) -> dict[str, Any]:
    said = asdict(one)
    newest = said.pop("newest_recorded_at")
    return said | {"newest_recorded_at": None if newest is None else iso(newest)}


def _freshness(reading: Reading) -> dict[str, dict[str, Any]]:
    found = {}
    for name in RECORD_SETS:
        one = reading.sets.get(name)
        newest = one.newest_recorded_at if one else None
        found[name] = {
            "newest_recorded_at": None if newest is None else iso(newest),
            "standing": one.standing if one else 0,
            "absent": one is None,
        }
    return found


def _duty(duty: Duty) -> dict[str, Any]:
    names = ("title", "area", "needs", "recurs", "asks", "matters", "counts", "subject_kind")
    said = {name: getattr(duty, name) for name in names}
    return said | {"needs": list(duty.needs), "rule": asdict(RULES[duty.name])}


def _number(item: Any) -> dict[str, Any]:
    said = asdict(item)
    return {name: str(value) if isinstance(value, date) else value for name, value in said.items()}
