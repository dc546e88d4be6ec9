"""The night's persons: given, or linked and named by the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from seenheard.people import persons
from seenheard.people.ledger import Ledger
from seenheard.people.persons import BELOW_ONE, find, put_links_in_order
from tests.people import stand_in


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute("CREATE SCHEMA standing; CREATE SCHEMA people; CREATE SCHEMA decisions; CREATE SCHEMA result")
        made.execute(
            "CREATE TABLE standing.nominals (nominal_id VARCHAR, forenames VARCHAR, surname VARCHAR, "
            "date_of_birth INTEGER, pnc_id VARCHAR)"
        )
        made.execute(
            "CREATE TABLE decisions.links (nominal_id VARCHAR, other_nominal_id VARCHAR, kind VARCHAR, decision_id VARCHAR)"
        )
        yield made


@pytest.fixture(autouse=True)
def linking(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The stand-in in linkage's place; what was asked for."""
    asked: list[str] = []
    monkeypatch.setattr(persons, "import_module", lambda name: asked.append(name) or stand_in)
    return asked


def stand(db: duckdb.DuckDBPyConnection, *nominals: tuple[Any, ...]) -> None:
    for nominal, surname, born in nominals:
        db.execute("INSERT INTO standing.nominals VALUES (?, NULL, ?, ?, NULL)", [nominal, surname, born])


def told(db: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return db.execute("FROM people.persons ORDER BY nominal_id").fetchall()


NOTHING = Ledger(Path("nowhere"), 0)
LEES = (("N1", "Lee", 1), ("N2", "Lee", 1), ("N3", "Lee", 2))


def test_nominals_are_linked_under_the_night_s_keys_with_an_id_for_each(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, *LEES)
    found = find(db, None, NOTHING)
    assert told(db) == [("N1", "own:N1", 0.97, "model"), ("N2", "own:N1", 0.97, "model"), ("N3", "own:N3", 1.0, "exact")]
    ids = dict(db.execute("FROM people.public_ids").fetchall())
    assert set(ids) == {"own:N1", "own:N3"}
    nothing = {"merges": 0, "splits": 0, "ended": 0, "returned": 0}
    assert found.counts == {"persons": 2, "new": 2, "nominals_linked": 2, "links_offered": 2} | nothing


def test_given_persons_need_no_ledger_and_no_linkage(
    db: duckdb.DuckDBPyConnection, tmp_path: Path, linking: list[str]
) -> None:
    stand(db, *LEES)
    file = tmp_path / "persons.csv"
    file.write_text("nominal_id,person_id\nN1,P\nN3,P\n")
    found = find(db, file, None)
    assert told(db)[0] == ("N1", "P", 1.0, "given")
    assert (linking, found.told(None)) == ([], {})
    with found.entering(db) as entry:
        assert entry is None
    put_links_in_order(db)


@pytest.mark.parametrize(
    ("nominals", "links", "linked"),
    [
        ((("N1", None, 1), ("N2", None, 1)), [], False),
        ((("N1", "Lee", 1), ("N2", None, 1)), [], False),
        ((("N1", "Lee", 1), ("N2", "Lee", 1)), [], True),
        ((("N1", None, 1), ("N2", None, 1)), [["N1", "N2", "same", "d"]], True),
        ((), [], False),
    ],
)
def test_linkage_is_loaded_only_where_there_is_somebody_to_link(
    db: duckdb.DuckDBPyConnection, linking: list[str], nominals: Any, links: Any, linked: bool
) -> None:
    stand(db, *nominals)
    for link in links:
        db.execute("INSERT INTO decisions.links VALUES (?, ?, ?, ?)", link)
    find(db, None, NOTHING)
    assert (linking == [persons.LINKING]) is linked
    assert len({person for _, person, _, _ in told(db)}) == len(nominals) - linked


def test_a_model_is_never_certain_and_a_clerk_is(db: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "PROBABILITY", 1.0)
    stand(db, *LEES, ("N4", "Lowe", 1))
    db.execute("INSERT INTO decisions.links VALUES ('N4', 'N3', 'same', 'd')")
    find(db, None, NOTHING)
    assert [row[2:] for row in told(db)] == [(BELOW_ONE, "model"), (BELOW_ONE, "model"), (1.0, "clerk"), (1.0, "clerk")]
    assert BELOW_ONE < 1.0


def test_a_pair_that_a_clerk_decided_is_not_offered(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, *LEES)
    db.execute("INSERT INTO decisions.links VALUES ('N3', 'N1', 'not_same', 'd')")
    assert find(db, None, NOTHING).counts["links_offered"] == 1
    assert db.execute("SELECT nominal_id, other_nominal_id FROM people.links").fetchall() == [("N2", "N3")]


def test_what_a_clerk_should_look_at_first(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, *((f"N{n}", None, None) for n in range(1, 8)))
    find(db, None, NOTHING)
    for pair in (("N1", "N2", 0.4), ("N3", "N4", 0.9), ("N5", "N6", 0.5), ("N6", "N7", 0.5)):
        db.execute("INSERT INTO people.links VALUES (?, ?, ?, '{}')", list(pair))
    db.execute("CREATE TABLE result.findings AS SELECT unnest(['own:N2', 'own:N7', NULL]) AS person_id")
    put_links_in_order(db)
    found = db.execute("SELECT nominal_id, other_nominal_id FROM people.links ORDER BY place").fetchall()
    assert found == [("N6", "N7"), ("N1", "N2"), ("N3", "N4"), ("N5", "N6")]
    assert db.execute("SELECT min(place), max(place) FROM people.links").fetchone() == (1, 4)


def test_a_model_that_this_version_can_t_read_is_made_anew(
    db: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ledger, "model", '{"of": "an older version"}')
    stand(db, *LEES)
    model = find(db, None, NOTHING).model
    assert model is not None and model.text == '{"nominals": 3}'


def test_a_model_that_was_not_trained_here_is_used_and_not_kept(
    db: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shipped = SimpleNamespace(source="shipped", to_json=lambda: "shipped")
    real = stand_in.link
    monkeypatch.setattr(stand_in, "link", lambda db, *, model, predictor: real(db, model=model) and shipped)
    stand(db, *LEES)
    found = find(db, None, Ledger(tmp_path / "ledger", 86_400_000_000))
    with found.entering(db) as entry:
        assert found.told(entry)["model"] is not None
    assert not list(tmp_path.glob("ledger/*/model.json"))
    assert len(list(tmp_path.glob("ledger/*/persons.parquet"))) == 1
