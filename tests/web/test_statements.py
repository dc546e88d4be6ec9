"""Statements that are only asked: they can't write, and their conditions find what filter() finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.web.release import Night, state

from seenheard.web.config.statements import conditions, models_of, rows_of
from seenheard.web.config.words import short
from seenheard.web.findings.forms import Asked
from seenheard.web.findings.models import Finding
from seenheard.web.findings.queries import open_to, queue_page
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


def test_a_queue_shows_a_time_of_summer_as_the_clock_showed_it(load_night: Callable[[Night], str]) -> None:
    due = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    load_night(Night(states=[state(due_at=due, started_at=due - timedelta(days=90))]))
    row = queue_page(Asked(), restricted=False, total=1).rows[0]
    assert (row["due_at"], row["started_at"], row["work_since"]) == (due, due - timedelta(days=90), None)
    assert short(row["due_at"]) == "1 Jul 2026, 13:30"
