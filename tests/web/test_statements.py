"""Statements that are only asked: they can't write, and their conditions find what filter() finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.release import Night, state

from seenheard.web.config.statements import conditions, models_of, rows_of
from seenheard.web.findings.models import Finding
from seenheard.web.findings.queries import open_to
from seenheard.web.trail.models import TrailEntry


@pytest.mark.parametrize(
    "statement", ["DELETE FROM releases_duty", "SELECT 1; DELETE FROM releases_duty", "WITH a AS (DELETE FROM b) SELECT 1"]
)
def test_a_statement_that_is_only_asked_can_not_write(statement: str) -> None:
    with pytest.raises(TypeError, match="begins with SELECT"):
        rows_of(statement)
    with pytest.raises(TypeError, match="begins with SELECT"):
        models_of(TrailEntry, statement)


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"team": "North"},
        {"team": ""},
        {"team": "'; DROP TABLE findings_finding; --"},
        {"team": "100%s"},
        {"team__in": ["North", "South"]},
        {"team__in": []},
        {"risen__gte": "1", "team": "North"},
        {"sort_late__lte": 0.0, "tab": "late"},
    ],
)
def test_conditions_find_what_a_filter_finds(
    load_night: Callable[[Night], str], wanted: dict[str, Any], restricted: bool
) -> None:
    teams = ("North", "South", "", "100%s")
    rows = [state(key=f"O{n}|r", team=team, restricted=n == 1) for n, team in enumerate(teams)]
    load_night(Night(states=rows))
    which, values = conditions(wanted, restricted=restricted)
    found = [key for (key,) in rows_of(f"SELECT key FROM findings_finding WHERE {which} ORDER BY key", values)]
    assert found == list(Finding.objects.filter(open_to(restricted), **wanted).order_by("key").values_list("key", flat=True))
