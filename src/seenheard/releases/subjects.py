"""Whom the night's open duties are about, and what the records say of them: subjects, timeline, household, officers.

Only subjects with a duty state that is not met: theirs are the pages that someone opens. A child whom several nominals
make is one page, under the smallest of the nominals that are subjects.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from seenheard.duties.duty import Duty
from seenheard.duties.standards import Standard
from seenheard.releases import households, nominals
from seenheard.releases.schema import ON_A_PAGE
from seenheard.releases.timeline_rows import as_json, put_together
from seenheard.uk_time import uk_day

# What a duty about a record is about, by the column that names its subject.
RECORDS = {"case_id": "online_cases", "bail_id": "bails", "incident_id": "incidents", "disclosure_id": "disclosures"}


def work_out(db: duckdb.DuckDBPyConnection, duties: Mapping[str, Duty], standard: Standard, as_of: int) -> None:
    """Create result.subjects, timeline, household, nominals and officers."""
    _wanted(db, duties)
    _routes(db)
    db.execute(f"CREATE OR REPLACE TABLE result.subjects AS {_subjects()}", {"as_of": as_of})
    db.execute(f"CREATE OR REPLACE TABLE result.subject_states AS {_states()}")
    put_together(db, "result.timeline", as_of)
    households.work_out(db, standard, as_of)
    nominals.work_out(db)
    db.execute(f"CREATE OR REPLACE TABLE result.officers AS {_officers()}", {"today": uk_day(as_of)})
    for table in ("wanted", "routes", "record_duties"):
        db.execute(f"DROP TABLE {table}")


def _wanted(db: duckdb.DuckDBPyConnection, duties: Mapping[str, Duty]) -> None:
    """The subjects: one row each, with their nominal, person and page, or their record set."""
    db.execute("CREATE OR REPLACE TEMP TABLE record_duties (duty VARCHAR, record_set VARCHAR)")
    rows = [(name, RECORDS[duty.subject]) for name, duty in duties.items() if duty.subject_kind == "record"]
    if rows:
        db.executemany("INSERT INTO record_duties VALUES (?, ?)", rows)
    db.execute(
        """CREATE OR REPLACE TEMP TABLE wanted AS SELECT *, CASE WHEN subject_kind = 'child' AND person_id IS NOT NULL
            THEN min(subject_id) OVER (PARTITION BY subject_kind, person_id) ELSE subject_id END AS page_id
        FROM (
            SELECT subject_kind, subject_id, record_set, min(subject_nominal_id) AS nominal_id,
                min(person_id) AS person_id, bool_or(restricted) AS rests_on_restricted
            FROM result.duty_states LEFT JOIN record_duties USING (duty)
            WHERE state <> 'met' AND subject_id IS NOT NULL GROUP BY subject_kind, subject_id, record_set
        )"""
    )


def _states() -> str:
    """SQL: the duty states of every subject with a page; a child's are those of all its nominals."""
    whose = "CASE WHEN {0}.subject_kind = 'child' AND {0}.person_id IS NOT NULL THEN {0}.person_id ELSE {0}.subject_id END"
    shown = ", ".join(f"states.{name}" for name in ON_A_PAGE)
    return f"""SELECT pages.subject_kind, pages.page_id AS subject_id, {shown} FROM result.duty_states AS states
    JOIN (SELECT DISTINCT subject_kind, {whose.format("wanted")} AS whose, page_id FROM wanted) AS pages
        ON pages.subject_kind = states.subject_kind AND pages.whose = {whose.format("states")}"""


def _routes(db: duckdb.DuckDBPyConnection) -> None:
    """From a key in a record to the subjects whose timeline the record belongs to."""
    db.execute(
        """CREATE OR REPLACE TEMP TABLE routes AS
        SELECT 'nominal' AS target, nominal_id AS target_id, subject_kind, page_id AS subject_id
        FROM wanted WHERE nominal_id IS NOT NULL
        UNION SELECT 'nominal', persons.nominal_id, subject_kind, page_id
        FROM wanted JOIN people.persons AS persons USING (person_id)
        UNION SELECT subject_kind, subject_id, subject_kind, subject_id
        FROM wanted WHERE subject_kind IN ('offender', 'officer')
        UNION SELECT record_set, subject_id, subject_kind, subject_id FROM wanted WHERE subject_kind = 'record'"""
    )


def _name(table: str) -> str:
    """SQL: forenames and surname of a nominal, as far as they are recorded."""
    return f"nullif(concat_ws(' ', {table}.forenames, {table}.surname), '')"


def _title() -> str:
    """SQL: the nominal's name, else that of the person's smallest nominal with one."""
    return f"coalesce({_name('nominals')}, same_person.name, 'Name not recorded')"


def _born(table: str) -> str:
    day = f"CASE WHEN {table}.date_of_birth_us <= $as_of THEN {table}.date_of_birth END"
    return f"DATE '1970-01-01' + ({day})"


def _day(column: str) -> str:
    return f"CAST(DATE '1970-01-01' + {column} AS VARCHAR)"


def _subjects() -> str:
    parts = (_children(), _offenders(), _officer_subjects(), *(_records(*one) for one in _record_subjects()))
    # Keys of two record sets can be the same text: then one row says both titles.
    return f"""SELECT subject_kind, subject_id, min(person_id) AS person_id, min(page_id) AS page_id,
        string_agg(title, ' · ' ORDER BY title) AS title, min(born_on) AS born_on, min(details) AS details,
        bool_or(restricted) AS restricted
    FROM ({" UNION ALL ".join(parts)}) GROUP BY subject_kind, subject_id"""


def _same_person() -> str:
    """SQL: the nominals of a page's person with its name and latest date of birth, and whether one of them is restricted."""
    name = _name("other")
    return f"""(SELECT routes.subject_kind, routes.subject_id,
        to_json(list(routes.target_id ORDER BY routes.target_id)) AS nominals,
        coalesce(bool_or(other.restricted), false) AS restricted, max({_born("other")}) AS born_on,
        arg_min({name}, other.nominal_id) FILTER ({name} IS NOT NULL) AS name
    FROM routes LEFT JOIN standing.nominals AS other ON other.nominal_id = routes.target_id
    WHERE routes.target = 'nominal' GROUP BY routes.subject_kind, routes.subject_id)"""


def _children() -> str:
    details = as_json(
        sex="nominals.sex",
        ethnicity="nominals.ethnicity",
        disability="nominals.disability",
        school="nominals.school",
        looked_after="nominals.looked_after",
        address_line="nominals.address_line",
        postcode="nominals.postcode",
        source_system="nominals.source_system",
        nominals="same_person.nominals",
    )
    return f"""SELECT wanted.subject_kind, wanted.subject_id, wanted.person_id, wanted.page_id, {_title()} AS title,
        coalesce(same_person.born_on, {_born("nominals")}) AS born_on, {details} AS details,
        coalesce(same_person.restricted, false) AS restricted
    FROM wanted
    LEFT JOIN standing.nominals AS nominals ON nominals.nominal_id = wanted.subject_id
    LEFT JOIN {_same_person()} AS same_person ON same_person.subject_kind = wanted.subject_kind
        AND same_person.subject_id = wanted.page_id
    WHERE wanted.subject_kind = 'child'"""


def _offenders() -> str:
    ends = f"CASE WHEN offenders.notification_ends_on IS NOT NULL THEN {_day('offenders.notification_ends_on')} END"
    since = f"CASE WHEN offenders.location_since_us <= $as_of THEN {_day('offenders.location_since')} END"
    details = as_json(
        risk_level="offenders.risk_level",
        management="offenders.management",
        location="offenders.location",
        location_since=since,
        mappa_level="offenders.mappa_level",
        visit_interval_months="offenders.visit_interval_months",
        no_fixed_abode="offenders.no_fixed_abode",
        registered_on=_day("offenders.registered_on"),
        notification_ends_on=ends,
        manager_id="offenders.manager_id",
        address_line="nominals.address_line",
        postcode="nominals.postcode",
        nominals="same_person.nominals",
    )
    return f"""SELECT wanted.subject_kind, wanted.subject_id, wanted.person_id, wanted.page_id, {_title()} AS title,
        coalesce(same_person.born_on, {_born("nominals")}) AS born_on, {details} AS details,
        coalesce(offenders.restricted, false) OR coalesce(same_person.restricted, false) AS restricted
    FROM wanted LEFT JOIN standing.offenders AS offenders ON offenders.offender_id = wanted.subject_id
    LEFT JOIN standing.nominals AS nominals ON nominals.nominal_id = offenders.nominal_id
    LEFT JOIN {_same_person()} AS same_person ON same_person.subject_kind = wanted.subject_kind
        AND same_person.subject_id = wanted.page_id
    WHERE wanted.subject_kind = 'offender'"""


def _officer_subjects() -> str:
    details = as_json(team="officers.team", role="officers.role", fte="officers.fte")
    return f"""SELECT wanted.subject_kind, wanted.subject_id, CAST(NULL AS VARCHAR) AS person_id, wanted.page_id,
        coalesce(officers.name, 'Name not recorded') AS title, CAST(NULL AS DATE) AS born_on, {details} AS details,
        false AS restricted
    FROM wanted LEFT JOIN standing.officers AS officers ON officers.officer_id = wanted.subject_id
    WHERE wanted.subject_kind = 'officer'"""


def _record_subjects() -> tuple[tuple[str, str, str, str, dict[str, str]], ...]:
    """Record set, its key, the SQL of title and of restricted, and its details."""
    kind = "replace(record.kind, '_', ' ')"
    return (
        (
            "online_cases",
            "case_id",
            "'Online case ' || record.case_id",
            "coalesce(record.restricted, false)",
            {"source": "record.source", "team": "record.team", "owner_id": "record.owner_id"},
        ),
        (
            "incidents",
            "incident_id",
            f"'Incident ' || record.incident_id || coalesce(' (' || {kind} || ')', '')",
            "coalesce(record.restricted, false)",
            {
                "kind": "record.kind",
                "risk_level": "record.risk_level",
                "team": "record.team",
                "owner_id": "record.owner_id",
            },
        ),
        (
            "bails",
            "bail_id",
            "'Bail ' || record.bail_id",
            "EXISTS (FROM standing.online_cases AS cases WHERE cases.case_id = record.case_id AND cases.restricted)",
            {"case_id": "record.case_id", "protects_child": "record.protects_child"},
        ),
        (
            "disclosures",
            "disclosure_id",
            "'Disclosure application ' || record.disclosure_id",
            "false",
            {"team": "record.team", "owner_id": "record.owner_id"},
        ),
    )


def _records(record_set: str, key: str, title: str, restricted: str, details: dict[str, str]) -> str:
    return f"""SELECT wanted.subject_kind, wanted.subject_id, CAST(NULL AS VARCHAR) AS person_id, wanted.page_id,
        {title} AS title, CAST(NULL AS DATE) AS born_on, {as_json(record_set=f"'{record_set}'", **details)} AS details,
        {restricted} OR coalesce(wanted.rests_on_restricted, false) AS restricted
    FROM wanted JOIN standing.{record_set} AS record ON record.{key} = wanted.subject_id
    WHERE wanted.subject_kind = 'record' AND wanted.record_set = '{record_set}'"""


def _officers() -> str:
    """SQL: every officer. A course renewed before it ends holds until the later day; one record without an end: for good."""
    return """WITH held AS (
        SELECT officer_id, course, max(coalesce(expires_on, 2147483647)) AS ends_on FROM standing.training
        WHERE completed_on <= $today AND (expires_on IS NULL OR expires_on >= $today) GROUP BY officer_id, course
    ), ends AS (
        SELECT held.officer_id, min(struct_pack(ends_on, course)) AS first FROM held JOIN result.duty_states AS asked
            ON asked.duty = 'workforce-trained' AND asked.subject_id = held.officer_id
            AND ends_with(asked.key, '|' || held.course)
        WHERE ends_on < 2147483647 GROUP BY held.officer_id
    )
    SELECT officers.officer_id, name, team, role,
        (active_from IS NULL OR active_from <= $today) AND (active_to IS NULL OR active_to >= $today) AS active,
        ends.first.course AS training_course, DATE '1970-01-01' + ends.first.ends_on AS training_ends_on
    FROM standing.officers AS officers LEFT JOIN ends ON ends.officer_id = officers.officer_id"""
