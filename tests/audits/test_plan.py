"""A plan: what it allows, at the boundary, and that it is kept as it was."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seenheard.audits.plan import MOST_FILES, Plan, plan_of
from seenheard.errors import AuditError


def plan(**told: Any) -> Plan:
    given = {"case_types": ("missing",), "opened_from": date(2026, 1, 1), "opened_to": date(2026, 6, 30), "size": 69}
    return Plan(**given | told)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"case_types": ()}, "at least one case type"),
        ({"case_types": ("missing", "missing")}, "A case type is chosen once."),
        ({"opened_to": date(2025, 12, 31)}, "is before the first"),
        ({"margin": 0.1}, "either the number of files or the margin"),
        ({"size": None}, "either the number of files or the margin"),
        ({"size": 0}, "1 to 2,000 files"),
        ({"size": MOST_FILES + 1}, "1 to 2,000 files"),
        ({"size": None, "margin": 0.0099}, "1 to 50 percentage points"),
        ({"size": None, "margin": 0.501}, "1 to 50 percentage points"),
        ({"size": None, "margin": math.nan}, "1 to 50 percentage points"),
        ({"least": -1}, "0 or more"),
        ({"second_share": -0.01}, "0 to 100 %"),
        ({"second_share": 1.01}, "0 to 100 %"),
        ({"second_share": math.inf}, "0 to 100 %"),
        ({"refer_hours": 0}, "1 to 336 hours"),
        ({"refer_hours": 337}, "1 to 336 hours"),
    ],
)
def test_what_can_not_be_planned_is_said(told: dict[str, Any], says: str) -> None:
    with pytest.raises(AuditError, match=says):
        plan(**told)


@pytest.mark.parametrize(
    "told",
    [
        {"opened_to": date(2026, 1, 1)},
        {"size": 1},
        {"size": MOST_FILES},
        {"size": None, "margin": 0.01},
        {"size": None, "margin": 0.5},
        {"second_share": 0.0},
        {"second_share": 1.0},
        {"refer_hours": 1},
        {"refer_hours": 336},
    ],
)
def test_the_last_that_can_be_planned(told: dict[str, Any]) -> None:
    assert all(getattr(plan(**told), name) == value for name, value in told.items())


def test_a_plan_reads_a_fifth_twice_and_keeps_teams_apart_unless_it_is_told_otherwise() -> None:
    assert (plan().second_share, plan().own_team_out, plan().refer_hours) == (0.2, True, 24)


@given(
    st.lists(st.sampled_from(("missing", "detention", "section_47")), min_size=1, unique=True),
    st.lists(st.text(max_size=5)),
    st.one_of(st.tuples(st.integers(1, MOST_FILES), st.none()), st.tuples(st.none(), st.floats(0.01, 0.5))),
    st.floats(0, 1),
    st.booleans(),
)
def test_a_plan_is_kept_as_it_was(
    types: list[str], teams: list[str], how_many: tuple[int | None, float | None], share: float, by_team: bool
) -> None:
    size, margin = how_many
    made = plan(case_types=tuple(types), teams=tuple(teams), size=size, margin=margin, second_share=share, by_team=by_team)
    assert plan_of(json.loads(json.dumps(made.as_json))) == made
