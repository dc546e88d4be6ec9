"""How often each duty is done in time, in every group (CONTRACT, States): one statement over the night's result."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

NOT_RECORDED = "not_recorded"
Z = 1.959963984540054  # the normal quantile of 97.5 %: limits of 95 %
# Demographics are of people; records and officers have none.
OF_PEOPLE = ("ethnicity", "sex", "age_band")
OF_ALL = ("team", "risk_level", "month")
STATES = ("met", "met_late", "late", "not_due", "unknown", "excused")
AGE_BANDS = ((3, "0-3"), (10, "4-10"), (15, "11-15"), (17, "16-17"))
LAST_BAND = "18+"


def work_out(db: duckdb.DuckDBPyConnection, assessable: Iterable[str], as_of: int) -> None:
    """Create result.rates. Every duty of `assessable` gets a force row, also at 0."""
    db.execute("CREATE OR REPLACE TEMP TABLE assessable (duty VARCHAR)")
    names = [(name,) for name in assessable]
    if names:
        db.executemany("INSERT INTO assessable VALUES (?)", names)
    db.execute(f"CREATE OR REPLACE TABLE result.rates AS {statement()}", {"as_of": as_of})
    db.execute("DROP TABLE assessable")


def statement() -> str:
    """SQL of all rates; takes as_of."""
    return f"""
WITH {people()},
{_rows()},
counted AS (
    SELECT duty, restricted, of_people, team, risk_level, month, ethnicity, sex, age_band, {_counts("state")},
        count(*) FILTER (state = 'not_due' AND recurs) AS recurring, {_counts("plain", "plain_")},
        count(*) FILTER (plain = 'not_due' AND recurs) AS plain_recurring, count(*) FILTER (unseen) AS on_unseen_links
    FROM rows GROUP BY ALL
),
grouped AS (
    SELECT duty, scopes.scope, unnest({_group_structs()}, recursive := true), counted.* EXCLUDE (duty)
    FROM counted JOIN (VALUES ('all'), ('open')) AS scopes(scope) ON scopes.scope = 'all' OR NOT counted.restricted
),
summed AS (
    SELECT duty, scope, group_kind, "group", {_sums()}
    FROM grouped WHERE group_kind IS NOT NULL GROUP BY ALL
    UNION ALL
    SELECT duty, scope, 'force', 'force', {", ".join("0" for _ in _summed_names())}
    FROM assessable CROSS JOIN (VALUES ('all'), ('open')) AS scopes(scope)
    WHERE (duty, scope) NOT IN (SELECT (duty, scope) FROM grouped)
),
shares AS (
    SELECT *, met + recurring AS in_time, plain_met + plain_recurring AS plain_in_time,
        met + recurring + met_late + late + unknown AS judged,
        plain_met + plain_recurring + plain_met_late + plain_late + plain_unknown AS plain_judged
    FROM summed
)
SELECT duty, scope, group_kind, "group", {" + ".join(STATES)} AS owed, {", ".join(STATES)}, in_time,
    in_time / nullif(judged, 0) AS rate, {wilson("in_time", "judged", low=True)} AS low,
    {wilson("in_time", "judged", low=False)} AS high,
    late / nullif(judged, 0) AS late_rate, {wilson("late", "judged", low=True)} AS late_low,
    {wilson("late", "judged", low=False)} AS late_high,
    plain_in_time / nullif(plain_judged, 0) AS rate_without_excuses, on_unseen_links
FROM shares"""


def people(only: str = "true") -> str:
    """SQL, parts of a WITH: demographics of each nominal (own) and person (first): the smallest nominal's that has one.

    A date of birth after as_of has not happened, so it is not recorded.
    """
    values = {
        "ethnicity": "nominals.ethnicity",
        "sex": "nominals.sex",
        "born": "CASE WHEN nominals.date_of_birth_us <= $as_of THEN nominals.date_of_birth END",
    }
    own = ", ".join(f"{value} AS {name}" for name, value in values.items())
    first = ", ".join(
        f"arg_min({name}, nominal_id) FILTER ({name} IS NOT NULL) AS {name}" for name in ("ethnicity", "sex", "born")
    )
    return f"""own AS (
    SELECT nominal_id, persons.person_id, {own}
    FROM standing.nominals AS nominals LEFT JOIN people.persons AS persons USING (nominal_id)
    WHERE {only}
),
first AS (SELECT person_id, {first} FROM own WHERE person_id IS NOT NULL GROUP BY person_id)"""


def _rows() -> str:
    """The duty states with their groups."""
    of_people = "subject_kind IN ('child', 'offender')"
    recorded = {
        "team": "own.team",
        "risk_level": "own.risk_level",
        "ethnicity": "coalesce(own.ethnicity, first.ethnicity)",
        "sex": "coalesce(own.sex, first.sex)",
        "age_band": age_band("own.start_day", "coalesce(own.born, first.born)"),
    }
    groups = ", ".join(f"coalesce({value}, '{NOT_RECORDED}') AS {name}" for name, value in recorded.items())
    # A month becomes text when rows have been counted: there are few of them then.
    groups += ", date_trunc('month', DATE '1970-01-01' + own.start_day) AS month"
    # The keys are columns of their own: a join on a condition besides them would compare every row with every nominal.
    return f"""states AS (
    SELECT *, {of_people} AS of_people, CASE WHEN {of_people} THEN subject_nominal_id END AS own_key
    FROM result.duty_states
),
with_own AS (
    SELECT states.*, own.ethnicity, own.sex, own.born,
        CASE WHEN of_people THEN coalesce(own.person_id, states.person_id) END AS first_key
    FROM states LEFT JOIN own ON own.nominal_id = states.own_key
),
rows AS (
    SELECT own.duty, coalesce(own.restricted, false) AS restricted, own.of_people, {groups}, own.state,
        CASE WHEN own.excused_by = 'decision' THEN coalesce(own.state_without_decision, own.state) ELSE own.state END
            AS plain, coalesce(own.recurs, false) AS recurs,
        coalesce(own.link_confidence < 1, false) AS unseen -- a clerk's word, and what the force gives, is 1.0
    FROM with_own AS own LEFT JOIN first ON first.person_id = own.first_key
)"""


def age_band(day: str, born: str) -> str:
    """SQL: the band of an age on a day, null where one of the two is."""
    bands = " ".join(f"WHEN {age(day, born)} <= {last} THEN '{band}'" for last, band in AGE_BANDS)
    return f"CASE WHEN {born} IS NULL OR {day} IS NULL THEN NULL {bands} ELSE '{LAST_BAND}' END"


def age(day: str, born: str) -> str:
    """SQL: how many birthdays were reached by a day; that of 29 February is 1 March in other years."""
    return f"(({_year_month_day(day)} - {_year_month_day(born)}) // 10000)"


def _year_month_day(day: str) -> str:
    """SQL: a day as the number YYYYMMDD."""
    on = f"(DATE '1970-01-01' + {day})"
    return f"(year({on}) * 10000 + month({on}) * 100 + day({on}))"


def _counts(column: str, prefix: str = "") -> str:
    return ", ".join(f"count(*) FILTER ({column} = '{state}') AS {prefix}{state}" for state in STATES)


def _summed_names() -> tuple[str, ...]:
    return (*STATES, "recurring", *(f"plain_{state}" for state in STATES), "plain_recurring", "on_unseen_links")


def _sums() -> str:
    return ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in _summed_names())


def _group_structs() -> str:
    """A list of (group_kind, group), one for each group that the counted rows belong to."""
    structs = ["{'group_kind': 'force', 'group': 'force'}"]
    month = f"coalesce(strftime(month, '%Y-%m'), '{NOT_RECORDED}')"
    structs += [f"{{'group_kind': '{kind}', 'group': {month if kind == 'month' else kind}}}" for kind in OF_ALL]
    structs += [f"{{'group_kind': CASE WHEN of_people THEN '{kind}' END, 'group': {kind}}}" for kind in OF_PEOPLE]
    return f"[{', '.join(structs)}]"


def wilson(part: str, whole: str, *, low: bool) -> str:
    """SQL: a 95 % limit of part/whole by Wilson's score method; empty when whole is 0."""
    share, n, squared = f"(CAST({part} AS DOUBLE) / nullif({whole}, 0))", f"CAST({whole} AS DOUBLE)", Z * Z
    middle = f"({share} + {squared!r} / (2 * {n}))"
    width = f"{Z!r} * sqrt({share} * (1 - {share}) / {n} + {squared!r} / (4 * {n} * {n}))"
    limit = f"({middle} {'-' if low else '+'} {width}) / (1 + {squared!r} / {n})"
    # A share of 0 or 1 has the limit itself, not a rounding error beside it.
    exact, at = ("0", "0.0") if low else (whole, "1.0")
    return f"CASE WHEN {whole} = 0 THEN NULL WHEN {part} = {exact} THEN {at} ELSE {limit} END"
