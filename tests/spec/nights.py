"""One night over the examples of one setting, worked out by the engine and by the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from seenheard import decisions
from seenheard.duties import standards
from seenheard.duties.standards import Standard
from seenheard.engine import evaluation, reference
from seenheard.engine.reference.from_tables import from_tables
from seenheard.nightly import ENGINES
from seenheard.people import given
from seenheard.records import reading
from seenheard.records.reading import Reading
from seenheard.uk_time import iso, parse_timestamp, uk_day
from tests.spec.examples import Example, probabilities, write_decisions, write_extracts, write_persons, write_standards

TIMES = ("started_at", "due_at", "met_at")
Answer = dict[tuple[str, str], dict[str, Any]]


class Night:
    """The rows of one night by (duty, key), from the engine (with sentence and facts) and from the reference."""

    def __init__(self, group: tuple[Example, ...], folder: Path) -> None:
        write_extracts(group, folder / "extracts")
        write_decisions(group, folder / "decisions.csv")
        linked = write_persons(group, folder / "persons.csv")
        self.as_of = parse_timestamp(group[0].as_of)
        assert self.as_of is not None
        self.duties = sorted({example.duty for example in group})
        self.db = duckdb.connect(config={"threads": 2})
        self.standard = standards.load(uk_day(self.as_of), write_standards(group[0], folder / "standards"))
        self.reading = reading.read(folder / "extracts", self.as_of, self.db)
        decisions.load(self.db, folder / "decisions.csv", self.as_of)
        given.load(self.db, folder / "persons.csv" if linked else None)
        link_with(self.db, probabilities(group))

    def rejects(self) -> list[tuple[Any, ...]]:
        return self.db.execute('SELECT record_set, record_id, "column", sentence FROM checks.rejects').fetchall()

    def by_engine(self, engine: str = "duckdb") -> Answer:
        """Only the duties of the examples: to compile, or on Spark to start, each takes time."""
        with ENGINES[engine](self.db) as working:
            self.evaluation = evaluation.evaluate(
                self.db, self.standard, self.as_of, self.reading.absent, duties=self.duties, engine=working
            )
        return stored_rows(self.db)

    def by_reference(self) -> Answer:
        return reference_rows(self.db, self.reading, self.as_of, self.standard)


def link_with(db: duckdb.DuckDBPyConnection, probability: Mapping[str, float]) -> None:
    """Says of these nominals that the model gave them to their person, and how sure it was; who is alone needs no link."""
    several = "SELECT person_id FROM people.persons GROUP BY person_id HAVING count(*) > 1"
    for nominal, sure in probability.items():
        db.execute(
            "UPDATE people.persons SET match_probability = ?, decided_by = 'model' "
            f"WHERE nominal_id = ? AND person_id IN ({several})",
            [sure, nominal],
        )


def reference_rows(db: duckdb.DuckDBPyConnection, read: Reading, as_of: int, standard: Standard) -> Answer:
    """What the reference says of what was read into this database."""
    extract = from_tables(db, read.absent)
    excused = db.execute("SELECT duty, key, until FROM decisions.excuses").fetchall()
    placed = "SELECT nominal_id, person_id FROM people.persons UNION ALL SELECT nominal_id, person_id FROM people.mapped"
    persons = dict(db.execute(placed).fetchall())
    probability = dict(db.execute("SELECT nominal_id, match_probability FROM people.persons").fetchall())
    excuses = {(duty, key): date.fromisoformat(until) for duty, key, until in excused}
    states = reference.evaluate(extract, as_of, standard, excuses, persons, probability)
    return {(state.duty, state.key): _plain(asdict(state)) for state in states}


def stored_rows(db: duckdb.DuckDBPyConnection) -> Answer:
    """What the engine wrote."""
    evidence = "SELECT duty, key, facts, sentence FROM result.findings"
    rows = _fetch(db, f"SELECT * FROM result.duty_states LEFT JOIN ({evidence}) USING (duty, key)")
    for row in rows:
        row |= {name: None if row[name] is None else iso(row[name]) for name in TIMES}
    answer = {(row["duty"], row["key"]): row for row in rows}
    assert len(answer) == len(rows), "a key stands twice"
    return answer


def _fetch(db: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    found = db.execute(sql)
    names = [item[0] for item in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: None if row[name] is None else row[name].isoformat().replace("+00:00", "Z") for name in TIMES}
