"""Every example of every duty, on the engine and on the reference."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from seenheard.uk_time import iso, parse_timestamp
from tests.spec.examples import Example, by_setting, examples
from tests.spec.nights import TIMES, Answer, Night

ENGINES = ("duckdb", "reference")
ONLY_IN_RELEASES = ("sentence", "facts")


@lru_cache(maxsize=1)
def folder() -> Path:
    return Path(mkdtemp())


@lru_cache(maxsize=4)
def night(setting: str) -> Night:
    return Night(by_setting()[setting], folder() / setting.replace("/", "_").replace(":", "").replace(" ", "_"))


@cache
def answers(setting: str, engine: str) -> Answer:
    return night(setting).by_engine() if engine == "duckdb" else night(setting).by_reference()


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
def test_example(example: Example, engine: str) -> None:
    found = {
        key: row
        for (duty, key), row in answers(example.setting, engine).items()
        if duty == example.duty and example.prefix.replace("%", "%25").replace("|", "%7C") in key
    }
    wanted = {example.key(row["key"]): row for row in example.then}
    assert sorted(found) == sorted(wanted), "the duty has other rows than the example says"
    for key, row in wanted.items():
        for name in row.keys() - {"key"}:
            if engine != "duckdb" and name in ONLY_IN_RELEASES:
                continue
            assert shown(found[key], name) == pytest.approx(expected(example, row, name)), f"{key} {name}"
