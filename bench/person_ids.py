"""How well person ids stay from one night to the next: python -m bench.person_ids --scale 0.3

Two nights of one synthetic force: the first lacks 1 % of the nominals, and of the second 0.5 % of the others are corrected:
a letter of the forename is lost, the surname is another, or the address is. Persons are the force's own truth, as far as
the first night knew them as one, so what linkage makes of a neighbour's new record counts too. Where the first night had
two ids for one person, a merge in the second puts that right; those are counted apart.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.figures import machine, table
from bench.forces import as_of_of, force_of
from seenheard import decisions
from seenheard.people import persons
from seenheard.records import reading
from seenheard.uk_time import MICROSECONDS_A_DAY

NEW, CORRECTED = 100, 200  # one in so many
UNCHANGED, GAINED = 0.999, 0.99
Ids = dict[str, str]


def nights(extracts: Path, ledger: Path) -> tuple[Ids, Ids, set[str]]:
    """The person id of each nominal on either night, and the nominals that were corrected."""
    as_of = as_of_of(extracts)
    db = duckdb.connect()
    reading.read(extracts, as_of, db)
    decisions.load(db, None, as_of)
    db.execute(f"CREATE TABLE later AS FROM standing.nominals WHERE hash(nominal_id) % {NEW} = 0")
    db.execute("DELETE FROM standing.nominals WHERE nominal_id IN (SELECT nominal_id FROM later)")
    first = night(db, ledger, as_of)
    db.execute(
        f"CREATE TABLE corrected AS SELECT nominal_id, hash(nominal_id, 'how') % 3 AS how FROM standing.nominals "
        f"WHERE hash(nominal_id, 'which') % {CORRECTED} = 0"
    )
    db.execute(
        "UPDATE standing.nominals AS nominals SET "
        "forenames = CASE how WHEN 0 THEN left(forenames, 2) || substr(forenames, 4) ELSE forenames END, "
        "surname = CASE how WHEN 1 THEN 'Corrected' ELSE surname END, "
        "address_line = CASE how WHEN 2 THEN '1 New Street' ELSE address_line END "
        "FROM corrected WHERE corrected.nominal_id = nominals.nominal_id"
    )
    db.execute("INSERT INTO standing.nominals FROM later")
    second = night(db, ledger, as_of + MICROSECONDS_A_DAY)
    return first, second, {row[0] for row in db.execute("SELECT nominal_id FROM corrected").fetchall()}


def night(db: duckdb.DuckDBPyConnection, folder: Path, as_of: int) -> Ids:
    """One night's person ids."""
    found = persons.find(db, None, persons.open_ledger(folder, None, as_of, lambda entry: False))
    with found.entering(db):
        pass
    return dict(
        db.execute(
            "SELECT nominal_id, public.person_id FROM people.persons AS persons "
            "JOIN people.public_ids AS public ON public.person = persons.person_id"
        ).fetchall()
    )


def kept(persons_of: Iterable[list[str]], first: Ids, second: Ids) -> tuple[int, int]:
    """How many of these persons have, for each nominal of theirs, the id of the night before; and how many there are."""
    told = [all(first[nominal] == second[nominal] for nominal in nominals) for nominals in persons_of]
    return sum(told), len(told)


@dataclass(frozen=True)
class Kept:
    """Persons that nothing happened to, or that only gained a record: how many kept their id, and how many there are.

    `several` had more than one id on the first night; `joined` of them have fewer on the second.
    """

    nominals: int
    persons: int
    unchanged: tuple[int, int]
    gained: tuple[int, int]
    several: int
    joined: int


def measure(extracts: Path) -> Kept:
    """Two nights of these extracts, whose truth lies beside them."""
    with tempfile.TemporaryDirectory(prefix="seenheard-bench-") as folder:
        first, second, corrected = nights(extracts, Path(folder) / "ledger")
    truth: dict[str, list[str]] = {}
    with (extracts.parent / "truth_persons.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["nominal_id"] in second:
                truth.setdefault(row["person_id"], []).append(row["nominal_id"])
    same: list[list[str]] = []
    grown: list[list[str]] = []
    several: list[list[str]] = []
    for nominals in truth.values():
        old = [nominal for nominal in nominals if nominal in first]
        if old and not corrected & set(nominals):
            known_as_one = len({first[nominal] for nominal in old}) == 1
            (several if not known_as_one else same if len(old) == len(nominals) else grown).append(old)
    joined = sum(len({second[nominal] for nominal in old}) < len({first[nominal] for nominal in old}) for old in several)
    unchanged, gained = kept(same, first, second), kept(grown, first, second)
    return Kept(len(second), len(truth), unchanged, gained, len(several), joined)


def show(scale: float) -> None:
    """Measures and prints."""
    found = measure(force_of(scale)[0])
    print(f"\n{machine()}; scale {scale:g}: {found.nominals:,} nominals of {found.persons:,} persons\n")
    rows = []
    for what, (stayed, count), limit in (
        ("unchanged", found.unchanged, UNCHANGED), ("only gained a record", found.gained, GAINED),
    ):  # fmt: skip
        share = stayed / count
        said = "reached" if share >= limit else "missed"
        rows.append((what, f"{count:,}", f"{count - stayed:,}", f"{share:.3%}", f"≥ {limit:.1%}: {said}"))
    rows.append(("had several ids", f"{found.several:,}", f"{found.joined:,} have fewer now", "", ""))
    table(("persons that", "persons", "with another id", "kept", "to reach"), rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.3, help="of the synthetic force")
    show(parser.parse_args().scale)
