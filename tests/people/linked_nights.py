"""A night's nominals and decisions, linked: for tests that say what is recorded and which nominals are then one person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb

from seenheard.people import linking
from seenheard.people.model import Model
from seenheard.records import versions
from seenheard.records.declarations import RECORD_SETS
from seenheard.records.rows import table_columns

EPOCH = date(1970, 1, 1)
KNOWN_AT = 1_763_000_000_000_000  # November 2025


def nominal(key: str, forenames: str | None = None, surname: str | None = None, born: str | None = None, **rest: Any) -> Any:
    """A row of standing.nominals; `born` as YYYY-MM-DD."""
    days = None if born is None else (date.fromisoformat(born) - EPOCH).days
    return {"nominal_id": key, "source_system": "rms", "forenames": forenames, "surname": surname, "date_of_birth": days,
            "recorded_at": KNOWN_AT, **rest}  # fmt: skip


class LinkedNight:
    """The tables that a linked night leaves."""

    def __init__(
        self,
        nominals: Iterable[dict[str, Any]],
        decided: Iterable[tuple[str, str, str]] = (),
        ties: Iterable[tuple[str, str, str]] = (),
        offenders: Iterable[str] = (),
        model: Model | None = None,
    ) -> None:
        self.db = duckdb.connect(config={"threads": 2})
        self.db.execute("CREATE SCHEMA standing; CREATE SCHEMA superseded; CREATE SCHEMA versions; CREATE SCHEMA decisions")
        for name in ("nominals", "associations", "offenders"):
            versions.create_empty(self.db, RECORD_SETS[name])
        for row in nominals:
            self._insert("nominals", row)
        for place, (one, kind, other) in enumerate(ties):
            self._insert(
                "associations",
                {"association_id": f"A{place}", "nominal_id": one, "other_nominal_id": other, "kind": kind},
            )
        for name in offenders:
            self._insert("offenders", {"offender_id": f"O{name}", "nominal_id": name})
        self.db.execute(
            "CREATE TABLE decisions.links (nominal_id VARCHAR, other_nominal_id VARCHAR, kind VARCHAR, decision_id VARCHAR)"
        )
        for place, (one, kind, other) in enumerate(decided):
            self.db.execute("INSERT INTO decisions.links VALUES (?, ?, ?, ?)", [one, other, kind, f"D{place}"])
        self.model = linking.link(self.db, model=model)

    def _insert(self, name: str, row: dict[str, Any]) -> None:
        known = {column for column, _ in table_columns(RECORD_SETS[name])}
        assert row.keys() <= known
        self.db.execute(
            f"INSERT INTO standing.{name} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
        )

    def persons(self) -> list[str]:
        """The nominals of each person as one text: `a b`, `c`."""
        rows = self.db.execute(
            "SELECT string_agg(nominal_id, ' ' ORDER BY nominal_id) FROM people.clusters GROUP BY cluster ORDER BY 1"
        ).fetchall()
        return [text for (text,) in rows]

    def decided_by(self) -> dict[str, str]:
        """By whom each nominal was placed."""
        return dict(self.db.execute("SELECT nominal_id, decided_by FROM people.clusters").fetchall())

    def offered(self) -> dict[str, dict[str, str]]:
        """For each pair that a clerk is shown, as `a b`: the level of each field in words."""
        rows = self.db.execute("SELECT nominal_id || ' ' || other_nominal_id, evidence FROM people.links").fetchall()
        return {pair: {told["field"]: told["level"] for told in json.loads(evidence)} for pair, evidence in rows}

    def tables(self) -> list[list[Any]]:
        """All that is left, in order."""
        return [self.db.execute(f"FROM people.{name} ORDER BY ALL").fetchall() for name in ("clusters", "links", "pairs")]
