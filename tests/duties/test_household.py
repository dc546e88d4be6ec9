"""What a finding about a child in an offender's household shows of its ground."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.spec.examples import AS_OF, Example
from tests.spec.nights import Night

DUTY = "offender-child-in-household"
CHILD = {"nominal_id": "N2", "date_of_birth": "2015-01-01"}
OFFENDER = [("offenders", "O1", "nominal_id"), ("offenders", "O1", "registered_on"), ("offenders", "O1", "location")]


def facts_of(given: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path) -> list[tuple[str, str, str]]:
    """The facts of the only finding: record set, key, column."""
    offenders = {"offenders": [{"offender_id": "O1", "nominal_id": "N1"}]}
    example = Example(DUTY, 0, "a test", AS_OF, offenders | dict(given), [])
    rows = Night((example,), folder / "night").by_engine()
    (facts,) = [row["facts"] for (duty, _), row in rows.items() if duty == DUTY]
    return [(fact["record_set"], fact["key"].removeprefix(example.prefix), fact["column"]) for fact in json.loads(facts)]


def test_an_association_is_shown_with_the_columns_that_say_so_and_no_date_of_birth(tmp_path: Path) -> None:
    tie = {"association_id": "X1", "nominal_id": "N1", "other_nominal_id": "N2", "kind": "parent"}
    columns = ("nominal_id", "other_nominal_id", "kind", "started_on")
    shown = [("associations", "X1", name) for name in columns]
    assert facts_of({"nominals": [CHILD], "associations": [tie]}, tmp_path) == shown + OFFENDER


def test_a_shared_uprn_is_shown_in_both_records(tmp_path: Path) -> None:
    nominals = [{"nominal_id": "N1", "uprn": "100"}, CHILD | {"uprn": "100"}]
    shown = [("nominals", "N1", "uprn"), ("nominals", "N2", "uprn")]
    assert facts_of({"nominals": nominals}, tmp_path) == shown + OFFENDER


def test_a_shared_address_is_shown_in_both_records(tmp_path: Path) -> None:
    home = {"address_line": "1 High St", "postcode": "ZA1 1AA"}
    shown = [("nominals", key, name) for key in ("N1", "N2") for name in home]
    assert facts_of({"nominals": [{"nominal_id": "N1"} | home, CHILD | home]}, tmp_path) == shown + OFFENDER


def test_of_two_grounds_known_at_once_always_the_same_is_shown(tmp_path: Path) -> None:
    ties = [
        {"association_id": key, "nominal_id": "N1", "other_nominal_id": "N2", "kind": kind}
        for key, kind in (("X2", "parent"), ("X3", "lives_with"), ("X1", "parent"))
    ]
    nominals = [{"nominal_id": "N1", "uprn": "100"}, CHILD | {"uprn": "100"}]
    first = facts_of({"nominals": nominals, "associations": ties}, tmp_path)
    assert first[0] == ("associations", "X3", "nominal_id")
