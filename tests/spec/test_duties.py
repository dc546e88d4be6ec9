"""Every example of every duty, on the engines and on the reference."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from seenheard.uk_time import iso, parse_timestamp
from tests.spec.examples import Example, by_setting, examples
from tests.spec.nights import TIMES, Answer, Night

ENGINES = ("duckdb", "reference", pytest.param("spark", marks=pytest.mark.spark))
WITH_OWN_STANDARD = {example.setting for example in examples() if example.prefix in example.setting}
ONLY_IN_RELEASES = ("sentence", "facts")


@lru_cache(maxsize=1)
def folder() -> Path:
    return Path(mkdtemp())


@lru_cache(maxsize=4)
def night(setting: str) -> Night:
    return Night(by_setting()[setting], Path(mkdtemp(dir=folder())))


@cache
def answers(setting: str, engine: str) -> Answer:
    return night(setting).by_reference() if engine == "reference" else night(setting).by_engine(engine)


def expected(example: Example, row: dict[str, Any], name: str) -> Any:
    item = row[name]
    if name in TIMES and item:
        instant = parse_timestamp(item)
        assert instant is not None, f"{item} is no time"
        return iso(instant)
    if name in ("subject_id", "owner_id") and item in example.ids():
        return example.prefix + item
    return item or None if isinstance(item, str) else item


def shown(row: dict[str, Any], name: str) -> Any:
    return row[name] or None if isinstance(row[name], str) else row[name]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("example", examples(), ids=str)
def test_example(example: Example, engine: str, request: pytest.FixtureRequest) -> None:
    if engine == "spark":
        request.getfixturevalue("spark")
    found = {
        key: row
        for (duty, key), row in answers(example.setting, engine).items()
        if duty == example.duty and example.prefix.replace("%", "%25").replace("|", "%7C") in key
    }
    wanted = {example.key(row["key"]): row for row in example.then}
    assert sorted(found) == sorted(wanted), "the duty has other rows than the example says"
    for key, row in wanted.items():
        for name in row.keys() - {"key"}:
            if engine == "reference" and name in ONLY_IN_RELEASES:
                continue
            told = shown(found[key], name)
            told = told.replace(example.prefix, "") if name == "sentence" and told else told
            assert told == pytest.approx(expected(example, row, name)), f"{key} {name}"


@pytest.mark.spark
@pytest.mark.parametrize("setting", [setting for setting in by_setting() if setting not in WITH_OWN_STANDARD])
def test_spark_gives_what_duckdb_gives(setting: str, spark: None) -> None:
    """In every column, also of findings: their facts and their sentence."""
    ours, theirs = answers(setting, "duckdb"), answers(setting, "spark")
    duties = {duty for duty, _ in theirs} | set(night(setting).duties)
    differing = {key for key in ours.keys() | theirs.keys() if key[0] in duties and ours.get(key) != theirs.get(key)}
    assert not differing, [(ours.get(key), theirs.get(key)) for key in sorted(differing)[:3]]
