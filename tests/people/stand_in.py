"""A stand-in for linkage: one surname and one date of birth are one person, but for a clerk's word.

What keeps ids and decisions from night to night is tested with it, so that no test of the ledger hangs on a model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

import duckdb

PROBABILITY = 0.97


@dataclass(frozen=True)
class Model:
    """Its training is the number of nominals of the night that made it."""

    nominals: int
    source: str = "trained"

    def to_json(self) -> str:
        return json.dumps({"nominals": self.nominals})

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(json.loads(text)["nominals"])


def link(db: duckdb.DuckDBPyConnection, *, model: Model | None, predictor: object = None) -> Model:
    """As seenheard.people.linking.link."""
    rows = db.execute("SELECT nominal_id, surname, date_of_birth FROM standing.nominals ORDER BY nominal_id").fetchall()
    decided = {frozenset(row[:2]): row[2] for row in db.execute("FROM decisions.links").fetchall()}
    clusters: list[set[str]] = []
    told = {nominal: (surname, born) for nominal, surname, born in rows}

    def joined(nominal: str, cluster: set[str]) -> bool:
        words = {decided.get(frozenset((nominal, other))) for other in cluster}
        alike = any(told[nominal] == told[other] and None not in told[other] for other in cluster)
        return "not_same" not in words and (alike or "same" in words)

    for nominal in told:
        home = next((cluster for cluster in clusters if joined(nominal, cluster)), None)
        if home is None:
            clusters.append({nominal})
        else:
            home.add(nominal)
    by_clerk = {nominal for pair, kind in decided.items() if kind == "same" for nominal in pair}
    db.execute(
        "CREATE OR REPLACE TABLE people.clusters (nominal_id VARCHAR, cluster VARCHAR, match_probability DOUBLE, "
        "decided_by VARCHAR)"
    )
    db.execute(
        "CREATE OR REPLACE TABLE people.links (nominal_id VARCHAR, other_nominal_id VARCHAR, match_probability DOUBLE, "
        "evidence VARCHAR)"
    )
    for cluster in clusters:
        for nominal in cluster:
            clerk = len(cluster) > 1 and nominal in by_clerk
            decided_by = "exact" if len(cluster) == 1 else "clerk" if clerk else "model"
            probability = PROBABILITY if decided_by == "model" else 1.0
            db.execute("INSERT INTO people.clusters VALUES (?, ?, ?, ?)", [nominal, min(cluster), probability, decided_by])
    for one, other in ((one, other) for one in told for other in told if one < other):
        if told[one][0] == told[other][0] and told[one][1] != told[other][1]:
            db.execute("INSERT INTO people.links VALUES (?, ?, 0.5, '{}')", [one, other])
    return model or Model(len(rows))
