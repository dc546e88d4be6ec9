"""Rates: the groups, the scopes, what counts, and the limits of Wilson's method."""

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seenheard.releases import rates
from tests.releases.tables import AS_OF, empty_night, moment, owe, stand


@pytest.fixture
def db() -> duckdb.DuckDBPyConnection:
    return empty_night()


def found(db: duckdb.DuckDBPyConnection, kind: str = "force", scope: str = "all", *duties: str) -> dict[str, Any]:
    """The rates of one kind by group (of all duties given: child-seen)."""
    rates.work_out(db, duties or ("child-seen",), moment(AS_OF))
    result = db.execute("SELECT * FROM result.rates WHERE group_kind = ? AND scope = ?", [kind, scope])
    names = [column[0] for column in result.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return {row["group"]: row for row in rows}


def limits(db: duckdb.DuckDBPyConnection, part: int, whole: int) -> tuple[float, float]:
    low, high = (rates.wilson("part", "whole", low=low) for low in (True, False))
    row = db.execute(f"SELECT {low}, {high} FROM (SELECT {part} AS part, {whole} AS whole)").fetchone()
    assert row is not None
    return row[0], row[1]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0.0, 0.1611)), (1, 29, (0.0061, 0.1718))],
)
def test_limits_agree_with_newcombe(
    db: duckdb.DuckDBPyConnection, part: int, whole: int, expected: tuple[float, float]
) -> None:
    assert limits(db, part, whole) == pytest.approx(expected, abs=5e-5)


@settings(deadline=None)
@given(st.integers(1, 10_000_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_limits_hold_the_share_between_them_and_stay_within_0_and_1(pair: tuple[int, int]) -> None:
    low, high = limits(duckdb.connect(), *pair)
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1


def test_every_assessable_duty_has_a_force_row_also_without_rows(db: duckdb.DuckDBPyConnection) -> None:
    for scope in ("all", "open"):
        row = found(db, "force", scope)["force"]
        assert (row["owed"], row["in_time"], row["rate"], row["low"], row["late_high"]) == (0, 0, None, None, None)
    assert found(db, "team") == {}
    rates.work_out(db, (), moment(AS_OF))
    assert db.execute("SELECT count(*) FROM result.rates").fetchone() == (0,)


def test_each_state_is_counted_and_excused_and_not_due_are_out_of_the_rate(db: duckdb.DuckDBPyConnection) -> None:
    numbers = {"met": 5, "met_late": 2, "late": 1, "not_due": 3, "unknown": 2, "excused": 4}
    for state, count in numbers.items():
        for place in range(count):
            owe(db, state=state, key=f"{state}{place}", excused_by="standard" if state == "excused" else None)
    row = found(db)["force"]
    assert {state: row[state] for state in numbers} == numbers
    assert (row["owed"], row["in_time"]) == (17, 5)
    assert row["rate"] == 5 / 10
    assert row["late_rate"] == 1 / 10
    assert row["rate_without_excuses"] == 5 / 10


def test_for_a_duty_that_recurs_not_due_is_in_time(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, state="not_due", recurs=True)
    owe(db, state="late", recurs=True)
    row = found(db)["force"]
    assert (row["in_time"], row["rate"]) == (1, 0.5)


def test_the_rate_is_empty_when_nothing_can_be_judged(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, state="not_due")
    row = found(db)["force"]
    assert (row["owed"], row["in_time"], row["rate"], row["rate_without_excuses"]) == (1, 0, None, None)


def test_without_excuses_a_row_counts_as_what_it_was(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, state="met")
    owe(db, state="excused", excused_by="decision", state_without_decision="late")
    owe(db, state="excused", excused_by="standard", key="standard")
    row = found(db)["force"]
    assert (row["rate"], row["rate_without_excuses"]) == (1.0, 0.5)


def test_an_excused_recurring_row_that_was_not_due_counts_as_in_time_without_excuses(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, state="excused", excused_by="decision", state_without_decision="not_due", recurs=True)
    row = found(db)["force"]
    assert (row["in_time"], row["rate"], row["rate_without_excuses"]) == (0, None, 1.0)


def test_the_open_scope_leaves_out_restricted_rows_and_groups_that_have_no_others(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, state="met", team="North")
    owe(db, state="late", team="South", restricted=True)
    assert found(db)["force"]["owed"] == 2
    assert found(db, "force", "open")["force"]["owed"] == 1
    assert set(found(db, "team")) == {"North", "South"}
    assert set(found(db, "team", "open")) == {"North"}


def test_a_duty_with_restricted_rows_only_has_an_open_force_row_at_0(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, state="late", restricted=True)
    assert found(db, "force", "open")["force"]["owed"] == 0


def test_what_is_not_recorded_is_a_group(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, started_at=None, state="unknown")
    for kind in ("team", "risk_level", "month", "ethnicity", "sex", "age_band"):
        assert set(found(db, kind)) == {"not_recorded"}


def test_the_month_is_that_of_the_uk(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, started_at="2026-06-30T23:30Z")
    assert set(found(db, "month")) == {"2026-07"}


@pytest.mark.parametrize("kind", ["record", "officer"])
def test_records_and_officers_have_no_demographics(db: duckdb.DuckDBPyConnection, kind: str) -> None:
    stand(db, "nominals", nominal_id="N1", sex="F")
    owe(db, subject_kind=kind, subject_id="N1", team="North")
    every = ("force", "team", "risk_level", "month", "ethnicity", "sex", "age_band")
    kinds = {kind for kind in every if found(db, kind)}
    assert kinds == {"force", "team", "risk_level", "month"}


@pytest.mark.parametrize(
    ("born", "started", "band"),
    [
        ("2026-10-01", "2026-10-01T12:00", "0-3"),
        ("2022-10-02", "2026-10-01T12:00", "0-3"),
        ("2022-10-01", "2026-10-01T00:00", "4-10"),
        ("2015-10-02", "2026-10-01T12:00", "4-10"),
        ("2015-10-01", "2026-10-01T12:00", "11-15"),
        ("2010-10-02", "2026-10-01T12:00", "11-15"),
        ("2010-10-01", "2026-10-01T12:00", "16-17"),
        ("2008-10-02", "2026-10-01T12:00", "16-17"),
        ("2008-10-01", "2026-10-01T12:00", "18+"),
        ("2008-02-29", "2026-02-28T23:59", "16-17"),
        ("2008-02-29", "2026-03-01T00:00", "18+"),
        ("1850-01-01", "2026-10-01T12:00", "18+"),
    ],
)
def test_age_bands_turn_on_the_birthday(db: duckdb.DuckDBPyConnection, born: str, started: str, band: str) -> None:
    stand(db, "nominals", nominal_id="N1", date_of_birth=born)
    owe(db, started_at=started)
    assert set(found(db, "age_band")) == {band}


def test_a_date_of_birth_after_as_of_is_not_recorded(db: duckdb.DuckDBPyConnection) -> None:
    stand(db, "nominals", nominal_id="N1", date_of_birth="2026-11-23")
    owe(db)
    assert set(found(db, "age_band")) == {"not_recorded"}


def test_a_value_that_the_subject_lacks_is_that_of_the_persons_smallest_nominal_with_one(
    db: duckdb.DuckDBPyConnection,
) -> None:
    stand(db, "nominals", nominal_id="N1", person="P", sex="F")
    stand(db, "nominals", nominal_id="N3", person="P", sex="M", ethnicity="A1")
    stand(db, "nominals", nominal_id="N2", person="P", ethnicity="W1")
    stand(db, "nominals", nominal_id="N0", ethnicity="B1")
    owe(db, person_id="P")
    assert set(found(db, "sex")) == {"F"}
    assert set(found(db, "ethnicity")) == {"W1"}


def test_a_group_may_be_called_anything(db: duckdb.DuckDBPyConnection) -> None:
    owe(db, team="'; DROP TABLE x; --")
    assert set(found(db, "team")) == {"'; DROP TABLE x; --"}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(rates.STATES), st.sampled_from(["A", "B", None]), st.booleans()), max_size=8))
def test_the_groups_of_a_kind_add_up_to_the_force(rows: list[tuple[str, str | None, bool]]) -> None:
    night = empty_night()
    for place, (state, team, restricted) in enumerate(rows):
        owe(night, state=state, team=team, restricted=restricted, key=str(place))
    for scope in ("all", "open"):
        force = found(night, "force", scope)["force"]
        teams = found(night, "team", scope).values()
        for name in ("owed", *rates.STATES, "in_time"):
            assert force[name] == sum(row[name] for row in teams)
