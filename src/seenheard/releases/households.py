"""Who is around a child or an offender on as_of's UK day: the household, and those that an association ties to them.

The household is CONTRACT's; duties that rest on it work it out by themselves, with since when it is known.
"""

from __future__ import annotations

import duckdb

from seenheard.duties.standards import Standard
from seenheard.engine.values import LETTERS_AND_DIGITS
from seenheard.uk_time import uk_day

NO_LIMIT = 1_000_000


def work_out(db: duckdb.DuckDBPyConnection, standard: Standard, as_of: int) -> None:
    """Create result.household. Reads the subjects' table `wanted`."""
    limit = standard.number("household", "limit")
    told = {"as_of": as_of, "today": uk_day(as_of)}
    db.execute(
        "CREATE OR REPLACE TEMP TABLE centres AS SELECT DISTINCT subject_kind, page_id AS subject_id, person_id "
        "FROM wanted WHERE subject_kind IN ('child', 'offender') AND person_id IS NOT NULL"
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE homes AS {_homes()}")
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE ties AS {_associations()} UNION ALL {_sharing('uprn')} UNION ALL {_sharing('place')}",
        {"today": told["today"], "limit": int(limit.value) if limit is not None else NO_LIMIT},
    )
    db.execute(f"CREATE OR REPLACE TEMP TABLE others AS {_others()}", {"as_of": as_of})
    db.execute(f"CREATE OR REPLACE TABLE result.household AS {_household()}", {"today": told["today"]})
    for table in ("centres", "homes", "ties", "others"):
        db.execute(f"DROP TABLE {table}")


def _homes() -> str:
    line, postcode = (
        f"regexp_replace(upper(nominals.{column}), '{LETTERS_AND_DIGITS}', '', 'g')"
        for column in ("address_line", "postcode")
    )
    return f"""SELECT persons.person_id, nominals.nominal_id, nominals.uprn, {line} || '|' || {postcode} AS place
    FROM standing.nominals AS nominals JOIN people.persons AS persons USING (nominal_id)
    WHERE nominals.uprn IS NOT NULL OR nominals.postcode IS NOT NULL"""


def _associations() -> str:
    """SQL: the associations in force; `relation` says what the other is to the subject."""
    return """SELECT centres.subject_kind, centres.subject_id, centres.person_id AS own_person_id,
        coalesce(persons.person_id, 'own:' || tied.other) AS person_id, tied.other AS nominal_id, tied.relation,
        'association' AS ground, 'associations' AS record_set, tied.association_id AS record_id, tied.started_on
    FROM centres JOIN people.persons AS own ON own.person_id = centres.person_id
    JOIN (
        SELECT *, nominal_id AS one, other_nominal_id AS other,
            CASE kind WHEN 'parent' THEN 'child' ELSE kind END AS relation FROM standing.associations
        UNION ALL
        SELECT *, other_nominal_id AS one, nominal_id AS other, kind AS relation FROM standing.associations
    ) AS tied ON tied.one = own.nominal_id
    LEFT JOIN people.persons AS persons ON persons.nominal_id = tied.other
    WHERE (tied.started_on IS NULL OR tied.started_on <= $today) AND (tied.ended_on IS NULL OR tied.ended_on >= $today)
        AND coalesce(persons.person_id, 'own:' || tied.other) <> centres.person_id"""


def _sharing(place: str) -> str:
    """SQL: who has the same UPRN, or the same address where one of the two has no UPRN; crowded places make no household."""
    both = "" if place == "uprn" else "AND (asked.uprn IS NULL OR others.uprn IS NULL)"
    return f"""(WITH asked AS (
            SELECT centres.subject_kind, centres.subject_id, homes.* FROM centres JOIN homes USING (person_id)
            WHERE homes.{place} IS NOT NULL),
        others AS (SELECT homes.* FROM homes WHERE homes.{place} IN (SELECT {place} FROM asked)),
        small AS (SELECT {place} FROM others GROUP BY {place} HAVING count(DISTINCT person_id) <= $limit)
    SELECT asked.subject_kind, asked.subject_id, asked.person_id AS own_person_id, others.person_id,
        min(others.nominal_id) AS nominal_id, 'same_home' AS relation,
        '{"uprn" if place == "uprn" else "address"}' AS ground, 'nominals' AS record_set,
        min(others.nominal_id) AS record_id, CAST(NULL AS INTEGER) AS started_on
    FROM asked JOIN small USING ({place}) JOIN others ON others.{place} = asked.{place}
    WHERE others.person_id <> asked.person_id {both}
    GROUP BY asked.subject_kind, asked.subject_id, asked.person_id, others.person_id)"""


def _others() -> str:
    """SQL: each other person once: their name, date of birth (the youngest), and whether they are restricted."""
    name = "nullif(concat_ws(' ', nominals.forenames, nominals.surname), '')"
    return f"""SELECT persons.person_id,
        arg_min({name}, nominals.nominal_id) FILTER ({name} IS NOT NULL) AS name,
        max(DATE '1970-01-01' + nominals.date_of_birth) FILTER (nominals.date_of_birth_us <= $as_of) AS born_on,
        coalesce(bool_or(nominals.restricted), false) AS restricted
    FROM people.persons AS persons JOIN standing.nominals AS nominals USING (nominal_id)
    WHERE persons.person_id IN (SELECT person_id FROM ties) GROUP BY persons.person_id"""


def _household() -> str:
    """SQL: the ties with what is known of the other: whether they are a registered offender, and their page as a child."""
    return """SELECT ties.subject_kind, ties.subject_id, ties.person_id, ties.nominal_id,
        coalesce(others.name, 'Name not recorded') AS title, others.born_on, ties.relation,
        bool_or(ties.relation IN ('lives_with', 'same_home'))
            OVER (PARTITION BY ties.subject_kind, ties.subject_id, ties.person_id) AS in_household,
        ties.ground, ties.record_set, ties.record_id, DATE '1970-01-01' + ties.started_on AS started_on,
        registered.offender_id, pages.page_id,
        coalesce(others.restricted, false) OR coalesce(registered.restricted, false) AS restricted
    FROM ties LEFT JOIN others USING (person_id)
    LEFT JOIN (
        SELECT persons.person_id, min(offenders.offender_id) AS offender_id,
            coalesce(bool_or(offenders.restricted), false) AS restricted
        FROM standing.offenders AS offenders JOIN people.persons AS persons USING (nominal_id)
        WHERE offenders.notification_ends_on IS NULL OR offenders.notification_ends_on >= $today
        GROUP BY persons.person_id
    ) AS registered USING (person_id)
    LEFT JOIN (
        SELECT person_id, min(page_id) AS page_id FROM wanted WHERE subject_kind = 'child' GROUP BY person_id
    ) AS pages USING (person_id)"""
