"""The case files that an audit may draw from, and what a reader sees beside the criteria.

Which records open a file is declared in case_types.py. A file's events are several timelines: of each child or offender that
it is about, and of an incident or online case itself. Those of whoever has a page stand in timeline already. The others
stand once in case_file_events, however many files they belong to. A file names them all.
"""

from __future__ import annotations

import duckdb

from seenheard.duties.foundations import IN_AN_INCIDENT
from seenheard.records.declarations import RECORD_SETS
from seenheard.releases.case_types import CASE_TYPES, IDENTIFIED, IN_THE_INCIDENT, OPENED_WITHIN_DAYS, Opened
from seenheard.releases.rates import age, age_band, people
from seenheard.releases.timeline_rows import put_together
from seenheard.uk_time import uk_day

ADULT = 18
FILE = "case_type, record_set, record_id"


def work_out(db: duckdb.DuckDBPyConnection, as_of: int) -> None:
    """Create result.case_files and case_file_events. Reads result.duty_states and subjects."""
    db.execute(f"CREATE OR REPLACE TEMP TABLE births AS {_births()}", {"as_of": as_of})
    db.execute(
        "CREATE OR REPLACE TEMP TABLE opened (case_type VARCHAR, record_set VARCHAR, record_id VARCHAR, opened_at BIGINT, "
        "opened_day INTEGER, owner_id VARCHAR, team VARCHAR, risk_level VARCHAR, restricted BOOLEAN, goes_on BOOLEAN)"
    )
    db.execute(
        "CREATE OR REPLACE TEMP TABLE about (case_type VARCHAR, record_set VARCHAR, record_id VARCHAR, nominal_id VARCHAR, "
        "person_id VARCHAR, restricted BOOLEAN)"
    )
    for case_type in CASE_TYPES.values():
        for one in case_type.opened_by:
            _open(db, case_type.key, one, as_of)
    db.execute(f"CREATE OR REPLACE TEMP TABLE timelines AS {_timelines()}")
    db.execute(f"CREATE OR REPLACE TABLE result.case_files AS {_case_files()}", {"as_of": as_of})
    _events(db, as_of)
    for table in ("births", "opened", "about", "timelines", "routes", "told"):
        db.execute(f"DROP TABLE {table}")


def _births() -> str:
    """SQL: each person's latest date of birth, and whether one of their nominals is restricted."""
    return """SELECT persons.person_id, coalesce(bool_or(nominals.restricted), false) AS restricted,
        max(nominals.date_of_birth) FILTER (nominals.date_of_birth_us <= $as_of) AS born
    FROM standing.nominals AS nominals JOIN people.persons AS persons USING (nominal_id) GROUP BY persons.person_id"""


def _open(db: duckdb.DuckDBPyConnection, case_type: str, one: Opened, as_of: int) -> None:
    """Adds the files that one set's records open, with whom they are about."""
    told = {"as_of": as_of, "since": uk_day(as_of) - OPENED_WITHIN_DAYS}
    db.execute(f"CREATE OR REPLACE TEMP TABLE found AS {_opened(case_type, one)}", told)
    db.execute(f"CREATE OR REPLACE TEMP TABLE found_about AS {_about(one, as_of)}")
    if one.children:
        db.execute("DELETE FROM found WHERE record_id NOT IN (SELECT record_id FROM found_about)")
    if one.once:
        db.execute(
            "DELETE FROM found WHERE record_id IN (SELECT record_id FROM found_about WHERE person_id IN "
            "(SELECT person_id FROM about WHERE case_type = $case_type))",
            {"case_type": case_type},
        )
    db.execute("INSERT INTO opened FROM found")
    db.execute(
        f"INSERT INTO about SELECT {FILE}, nominal_id, person_id, about.restricted "
        "FROM found JOIN found_about AS about USING (record_id)"
    )
    db.execute("DROP TABLE found")
    db.execute("DROP TABLE found_about")


def _opened(case_type: str, one: Opened) -> str:
    """SQL: the files of the duty's instances. A part of a key stands there with % and | escaped (CONTRACT, A release)."""
    dated = RECORD_SETS[one.record_set].column(one.opened).type == "date"
    instant, day = (f"{one.opened}_us", one.opened) if dated else (one.opened, f"{one.opened}_day")
    key = f"replace(replace(record.{one.key}, '%', '%25'), '|', '%7C')"
    return f"""SELECT '{case_type}' AS case_type, '{one.record_set}' AS record_set, record.{one.key} AS record_id,
        record.{instant} AS opened_at, record.{day} AS opened_day, min(states.owner_id) AS owner_id,
        min(states.team) AS team, min(states.risk_level) AS risk_level,
        coalesce(bool_or(states.restricted), false) AS restricted, bool_or({one.goes_on}) AS goes_on
    FROM result.duty_states AS states
    JOIN standing.{one.record_set} AS record ON {key} = split_part(states.key, '|', 1)
    WHERE states.duty = '{one.duty}' AND record.{instant} <= $as_of AND ({one.only})
        AND (record.{day} >= $since OR ({one.goes_on}))
    GROUP BY ALL"""


def _about(one: Opened, as_of: int) -> str:
    """SQL: each person that a found file is about, once, by the smallest nominal that the records name."""
    if one.about == IN_THE_INCIDENT:
        named = f"""SELECT incident_id AS record_id, nominal_id FROM standing.incident_people
            WHERE role IN {IN_AN_INCIDENT}"""
    elif one.about == IDENTIFIED:
        named = f"""SELECT case_id AS record_id, nominal_id FROM standing.case_events
            WHERE kind = 'child_identified' AND nominal_id IS NOT NULL AND occurred_at <= {as_of:d}"""
    else:
        named = f"SELECT {one.key} AS record_id, nominal_id FROM standing.{one.record_set}"
    grown = f"{age('found.opened_day', 'births.born')} >= {ADULT}"
    only_children = f"WHERE births.born IS NULL OR NOT {grown}" if one.children or one.about == IN_THE_INCIDENT else ""
    return f"""SELECT found.record_id, coalesce(persons.person_id, 'own:' || named.nominal_id) AS person_id,
        min(named.nominal_id) AS nominal_id, coalesce(bool_or(births.restricted), false) AS restricted
    FROM found JOIN ({named}) AS named USING (record_id)
    LEFT JOIN people.persons AS persons ON persons.nominal_id = named.nominal_id
    LEFT JOIN births ON births.person_id = persons.person_id
    {only_children}
    GROUP BY ALL"""


def _timelines() -> str:
    """SQL: where the timeline of everybody in a file stands, and `paged` if that is a page. A person has one for all files.

    The keys are columns of their own: a join on a condition besides them would compare every row with every page.
    """
    return f"""WITH keyed AS (
        SELECT {FILE}, nominal_id, person_id, restricted,
            CASE WHEN record_set = 'offenders' THEN 'offender' ELSE 'child' END AS subject_kind,
            CASE WHEN record_set = 'offenders' THEN record_id ELSE person_id END AS whose
        FROM about),
    pages AS (
        SELECT subject_kind, CASE subject_kind WHEN 'offender' THEN subject_id ELSE person_id END AS whose,
            min(page_id) AS page_id
        FROM result.subjects WHERE subject_kind IN ('child', 'offender') GROUP BY ALL)
    SELECT {FILE}, nominal_id, person_id, restricted, subject_kind, page_id IS NOT NULL AS paged,
        CASE WHEN page_id IS NOT NULL THEN page_id WHEN subject_kind = 'offender' THEN whose
            ELSE min(nominal_id) OVER (PARTITION BY subject_kind, whose) END AS subject_id
    FROM keyed LEFT JOIN pages USING (subject_kind, whose)"""


def _case_files() -> str:
    """SQL: each file with whom it is about, what is known of the first of them, and where its timelines stand."""
    band = age_band("files.opened_day", "coalesce(own.born, first.born)")
    own_record = "files.record_set IN ('incidents', 'online_cases')"
    return f"""WITH {people("persons.person_id IN (SELECT person_id FROM about)")},
    whom AS (
        SELECT {FILE}, list(nominal_id ORDER BY nominal_id) AS nominal_ids, min(nominal_id) AS nominal_id,
            arg_min(person_id, nominal_id) AS person_id, arg_min(subject_id, nominal_id) AS page_id,
            arg_min(paged, nominal_id) AS paged, bool_or(restricted) AS restricted,
            list([subject_kind, subject_id] ORDER BY nominal_id) AS timelines
        FROM timelines GROUP BY ALL),
    records AS (
        SELECT json_extract_string(details, '$.record_set') AS record_set, subject_id AS record_id
        FROM result.subjects WHERE subject_kind = 'record')
    SELECT files.case_type, files.record_set, files.record_id, files.opened_at, files.goes_on, files.team, files.owner_id,
        files.risk_level,
        CASE WHEN {own_record} THEN 'record' WHEN files.record_set = 'offenders' THEN 'offender' ELSE 'child' END
            AS subject_kind,
        CASE WHEN {own_record} OR files.record_set = 'offenders' THEN files.record_id ELSE whom.nominal_id END AS subject_id,
        CASE WHEN {own_record} THEN records.record_id WHEN whom.paged THEN whom.page_id END AS page_id,
        CAST(to_json(coalesce(whom.nominal_ids, [])) AS VARCHAR) AS nominal_ids,
        coalesce(own.sex, first.sex) AS sex, coalesce(own.ethnicity, first.ethnicity) AS ethnicity, {band} AS age_band,
        CAST(to_json(list_concat(CASE WHEN {own_record} THEN [[files.record_set, files.record_id]] ELSE [] END,
            coalesce(whom.timelines, []))) AS VARCHAR) AS timelines,
        files.restricted OR coalesce(whom.restricted, false) AS restricted
    FROM opened AS files
    LEFT JOIN whom
        ON (whom.case_type, whom.record_set, whom.record_id) = (files.case_type, files.record_set, files.record_id)
    LEFT JOIN own ON own.nominal_id = whom.nominal_id
    LEFT JOIN first ON first.person_id = whom.person_id
    LEFT JOIN records ON records.record_set = files.record_set AND records.record_id = files.record_id"""


def _events(db: duckdb.DuckDBPyConnection, as_of: int) -> None:
    """The steps of the files' own records, and of the people whose steps stand on no page."""
    records = "record_set IN ('incidents', 'online_cases')"
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE routes AS
        SELECT 'nominal' AS target, coalesce(same.nominal_id, timelines.nominal_id) AS target_id, subject_kind, subject_id
        FROM timelines LEFT JOIN people.persons AS same USING (person_id) WHERE NOT paged
        UNION SELECT 'offender', record_id, subject_kind, subject_id FROM timelines
        WHERE subject_kind = 'offender' AND NOT paged
        UNION SELECT record_set, record_id, record_set, record_id FROM opened WHERE {records}"""
    )
    # What names a child of the incident is told with the child.
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE told AS
        SELECT DISTINCT record_set AS target, record_id AS target_id,
            coalesce(same.nominal_id, about.nominal_id) AS nominal_id
        FROM about LEFT JOIN people.persons AS same USING (person_id) WHERE {records}"""
    )
    put_together(db, "result.case_file_events", as_of, "told")
