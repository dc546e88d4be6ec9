"""The engine and the plain-Python reference give equal duty states on extracts that nobody would think of."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard import decisions
from seenheard.duties import standards
from seenheard.engine import evaluation
from seenheard.people import given as given_persons
from seenheard.records import reading
from seenheard.records.declarations import RECORD_SETS
from seenheard.uk_time import parse_timestamp, uk_day
from tests.spec import strategies
from tests.spec.nights import link_with, reference_rows, stored_rows
from tests.spec.strategies import AS_OF

AS_OF_INSTANT = parse_timestamp(AS_OF.isoformat())
assert AS_OF_INSTANT is not None
COMPARED = tuple(evaluation.CORE)


def write(extract: dict[str, list[dict[str, Any]]], folder: Path) -> None:
    folder.mkdir()
    for name, rows in extract.items():
        columns = [*(column.name for column in RECORD_SETS[name].columns), "recorded_at", "withdrawn"]
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)


def differences(
    extract: dict[str, list[dict[str, Any]]], persons: dict[str, str], probability: dict[str, float], folder: Path
) -> list[str]:
    write(extract, folder / "extracts")
    (folder / "persons.csv").write_text(
        "nominal_id,person_id\n" + "".join(f"{nominal},{person}\n" for nominal, person in persons.items())
    )
    db = duckdb.connect(config={"threads": 1})
    standard = standards.load(uk_day(AS_OF_INSTANT), None)
    read = reading.read(folder / "extracts", AS_OF_INSTANT, db)
    decisions.load(db, None, AS_OF_INSTANT)
    given_persons.load(db, folder / "persons.csv" if persons else None)
    link_with(db, probability)
    evaluation.evaluate(db, standard, AS_OF_INSTANT, read.absent)
    ours = stored_rows(db)
    theirs = reference_rows(db, read, AS_OF_INSTANT, standard)
    return list(compared(ours, theirs))


def compared(ours: dict[Any, dict[str, Any]], theirs: dict[Any, dict[str, Any]]) -> Any:
    for key in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(key), theirs.get(key)
        if mine is None or other is None:
            yield f"{key}: only the {'reference' if mine is None else 'engine'} has it: {mine or other}"
            continue
        for name in COMPARED:
            if mine[name] != other[name] and (mine[name] or other[name]):
                yield f"{key} {name}: engine {mine[name]!r}, reference {other[name]!r}"


def agree(seed: int) -> None:
    random = Random(seed)
    extract, persons = strategies.extract(random), strategies.links(random) if seed % 2 else {}
    with TemporaryDirectory() as folder:
        found = differences(extract, persons, strategies.probabilities(random, persons), Path(folder))
    assert not found, "\n".join(found[:20])


SEEDS = st.integers(0, 10**6)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(SEEDS)
def test_on_extracts_that_nobody_would_think_of(seed: int) -> None:
    agree(seed)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True)
@given(SEEDS)
def test_on_many_more_such_extracts(seed: int) -> None:
    agree(seed)
