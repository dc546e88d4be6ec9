"""The same nominals are the same persons, whether their pairs are scored on DuckDB or on Spark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seenheard import decisions
from seenheard.engine import on_spark
from seenheard.people import linking
from seenheard.people.model import Model, shipped
from seenheard.people.on_spark import predictor
from seenheard.people.scoring import Predictor
from seenheard.records import reading
from seenheard.synthetic import force

pytestmark = pytest.mark.spark
AS_OF = 2_000_000_000_000_000


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    lacking = on_spark.missing()
    if lacking is not None:
        pytest.skip(lacking)
    spark = on_spark.start()
    yield on_spark.session_of(spark)
    spark.stop()


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("force")
    force.make(folder, 3, 0.01, 1)
    return folder / "night-1" / "extracts"


def linked(extracts: Path, model: Model, by: Predictor | None) -> dict[str, list[tuple[Any, ...]]]:
    db = duckdb.connect(config={"threads": 2})
    reading.read(extracts, AS_OF, db)
    decisions.load(db, None, AS_OF)
    linking.link(db, model=model, predictor=by)
    tables = (
        "pairs ORDER BY place_l, place_r",
        "clusters ORDER BY nominal_id",
        "links ORDER BY nominal_id, other_nominal_id",
    )
    return {table.split()[0]: db.execute(f"FROM people.{table}").fetchall() for table in tables}


def test_a_force_is_linked_alike_on_both(session: Any, extracts: Path) -> None:
    ours, theirs = linked(extracts, shipped(), None), linked(extracts, shipped(), predictor(session))
    assert len(ours["pairs"]) > 500 and any(row[3] == "model" for row in ours["clusters"])
    for table, rows in ours.items():
        assert len(theirs[table]) == len(rows)
        for mine, other in zip(rows, theirs[table], strict=True):
            assert [value for value in other if not isinstance(value, float)] == [
                value for value in mine if not isinstance(value, float)
            ]
            assert [value for value in other if isinstance(value, float)] == pytest.approx(
                [value for value in mine if isinstance(value, float)], abs=1e-9
            )
