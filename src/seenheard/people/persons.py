"""Who is who tonight: the force's own index, or our linkage with person ids from the ledger.

people.persons has a person for each standing nominal under a key that the night works with: 'own:' and the person's
smallest nominal, so that nothing that is worked out hangs on an id of the ledger. people.public_ids has the ledger's id
for each key; it is put on when the release is written. Where persons are given, they are key and id at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

from seenheard.people import given, ledger, person_ids
from seenheard.people.given import Given
from seenheard.people.ledger import Ledger

# Resolved only where there is somebody to link: the model's library takes longer to load than a small night.
LINKING = "seenheard.people.linking"
ON_SPARK = "seenheard.people.on_spark"
# A model is never certain. What it says with a probability that rounds to 1 stays below the 1.0 of what needs no look.
BELOW_ONE = 1.0 - 2.0**-53


@dataclass(frozen=True)
class Model:
    """The linkage model that the night used; the ledger keeps what was trained, so that a shipped one gives way to it."""

    text: str
    kept: bool


@dataclass(frozen=True)
class Persons:
    """Where the night's persons came from, and what the ledger is to keep of it."""

    given: Given
    ledger: Ledger | None = None
    model: Model | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def entering(self, db: duckdb.DuckDBPyConnection) -> AbstractContextManager[str | None]:
        """Keeps the night in the ledger if the block, which publishes its release, is through; gives the entry's hash."""
        if self.ledger is None:
            return nullcontext()
        return ledger.entering(self.ledger, db, None if self.model is None or not self.model.kept else self.model.text)

    def told(self, entry: str | None) -> dict[str, Any]:
        """What the manifest says of the ledger: its hash before the night, the night's entry, the model, counts."""
        if self.ledger is None:
            return {}
        model = None if self.model is None else sha256(self.model.text.encode()).hexdigest()
        return {"before": self.ledger.hash or None, "entry": entry, "model": model} | self.counts


def open_ledger(folder: Path, persons: Path | None, as_of: int, published: Callable[[str], bool]) -> Ledger | None:
    """What stood in the ledger before the night; none where persons are given."""
    return ledger.open_ledger(folder, as_of, published) if persons is None else None


def find(db: duckdb.DuckDBPyConnection, file: Path | None, before: Ledger | None, spark: Any = None) -> Persons:
    """Makes people.persons, from the file or by linkage; with linkage also people.public_ids and people.links.

    With a session of Spark's, pairs are scored there.
    """
    told = given.load(db, file)
    if before is None:
        return Persons(told)
    before.load(db)
    model = _link(db, before.model, spark)
    changes = person_ids.settle(db)
    _name(db)
    db.execute("DELETE FROM people.links AS pairs USING decisions.links AS decided WHERE " + _same_pair())
    counted = db.execute(
        "SELECT (SELECT count(*) FROM people.clusters WHERE cluster IN "
        "(SELECT cluster FROM people.clusters WHERE nominal_id <> cluster)), (SELECT count(*) FROM people.links)"
    ).fetchone()
    assert counted is not None
    return Persons(told, before, model, asdict(changes) | {"nominals_linked": counted[0], "links_offered": counted[1]})


def put_links_in_order(db: duckdb.DuckDBPyConnection) -> None:
    """Adds a pair's place to people.links: first those that tonight's findings rest on, then the likelier."""
    found = db.execute("SELECT 1 FROM duckdb_tables() WHERE schema_name = 'people' AND table_name = 'links'").fetchone()
    if found is None:
        return
    db.execute(
        """CREATE OR REPLACE TABLE people.links AS
        WITH urgent AS (
            SELECT nominal_id FROM people.persons SEMI JOIN result.findings AS findings USING (person_id)
        )
        SELECT *, row_number() OVER (
            ORDER BY nominal_id IN (FROM urgent) OR other_nominal_id IN (FROM urgent) DESC, match_probability DESC,
            nominal_id, other_nominal_id
        ) AS place FROM people.links"""
    )


def _link(db: duckdb.DuckDBPyConnection, kept: str | None, spark: Any) -> Model | None:
    """Makes people.clusters and people.links; the model, if there was somebody to link."""
    if _nobody_to_link(db):
        db.execute(
            "CREATE OR REPLACE TABLE people.clusters AS SELECT nominal_id, nominal_id AS cluster, "
            "CAST(1.0 AS DOUBLE) AS match_probability, 'exact' AS decided_by FROM standing.nominals ORDER BY nominal_id"
        )
        db.execute(
            "CREATE OR REPLACE TABLE people.links (nominal_id VARCHAR, other_nominal_id VARCHAR, match_probability DOUBLE, "
            "evidence VARCHAR)"
        )
        return None if kept is None else Model(kept, kept=True)
    linking: Any = import_module(LINKING)
    try:
        model = None if kept is None else linking.Model.from_json(kept)
    except (ValueError, KeyError, TypeError):
        model = None  # one of an older version, that this one can't read: it is made anew
    predictor = None if spark is None else import_module(ON_SPARK).predictor(spark)
    used = linking.link(db, model=model, predictor=predictor)
    return Model(str(used.to_json()), kept=used.source == "trained")


def _nobody_to_link(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether fewer than two nominals say who they are, and no clerk says so either."""
    counted = db.execute(
        "SELECT (SELECT count(*) FROM (FROM standing.nominals WHERE forenames IS NOT NULL OR surname IS NOT NULL "
        "OR pnc_id IS NOT NULL LIMIT 2)), (SELECT count(*) FROM decisions.links)"
    ).fetchone()
    assert counted is not None
    return int(counted[0]) < 2 and counted[1] == 0


def _name(db: duckdb.DuckDBPyConnection) -> None:
    """people.persons by the night's keys, and people.public_ids. A nominal that does not stand has the id that it had."""
    db.execute(
        "CREATE OR REPLACE TABLE people.persons AS SELECT nominal_id, 'own:' || cluster AS person_id, "
        f"CASE decided_by WHEN 'model' THEN least(match_probability, {BELOW_ONE:.17e}) ELSE match_probability END "
        "AS match_probability, decided_by FROM people.clusters ORDER BY nominal_id"
    )
    db.execute(
        """CREATE OR REPLACE TABLE people.public_ids AS
        SELECT 'own:' || cluster AS person, person_id FROM people.ids
        UNION ALL
        SELECT 'own:' || nominal_id, coalesce(entered.person_id, known.person_id)
        FROM people.known AS known ANTI JOIN people.clusters USING (nominal_id)
        LEFT JOIN people.entered AS entered USING (nominal_id)"""
    )


def _same_pair() -> str:
    return (
        "least(pairs.nominal_id, pairs.other_nominal_id) = least(decided.nominal_id, decided.other_nominal_id) AND "
        "greatest(pairs.nominal_id, pairs.other_nominal_id) = greatest(decided.nominal_id, decided.other_nominal_id)"
    )
