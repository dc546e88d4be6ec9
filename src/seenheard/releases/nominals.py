"""The nominals that somebody must be able to look at: those of a pair, of a link decision, of a person, of a subject.

The site never reads an extract. What a clerk compares, and what a child's page is made of, is here and nowhere else.
"""

from __future__ import annotations

import duckdb


def work_out(db: duckdb.DuckDBPyConnection) -> None:
    """Create result.nominals. Reads the subjects' table `wanted`."""
    db.execute(f"CREATE OR REPLACE TABLE result.nominals AS {_nominals(_pairs(db))}")


def _pairs(db: duckdb.DuckDBPyConnection) -> str:
    """SQL: the nominals of the pairs that a clerk should look at, or decided; a decision must be there to be taken back."""
    found = db.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
        "WHERE table_name = 'links' AND schema_name IN ('people', 'decisions') ORDER BY 1"
    ).fetchall()
    parts = [f"SELECT {column} FROM {table}" for (table,) in found for column in ("nominal_id", "other_nominal_id")]
    return " UNION ".join(parts or ["SELECT NULL WHERE false"])


def _nominals(pairs: str) -> str:
    return f"""WITH several AS (SELECT person_id FROM people.persons GROUP BY person_id HAVING count(*) > 1),
        shown AS (
            SELECT nominal_id FROM people.persons WHERE person_id IN (FROM several)
            UNION SELECT nominal_id FROM people.persons WHERE person_id IN (SELECT person_id FROM wanted)
            UNION ({pairs})),
        -- One restricted record makes its whole person one that only named people may know of.
        hidden AS (
            SELECT DISTINCT persons.person_id FROM standing.nominals AS nominals
            JOIN people.persons AS persons USING (nominal_id) WHERE nominals.restricted)
    SELECT nominals.nominal_id, persons.person_id, persons.match_probability, persons.decided_by,
        nominals.source_system, nominals.forenames, nominals.surname,
        DATE '1970-01-01' + nominals.date_of_birth AS date_of_birth, nominals.sex, nominals.ethnicity,
        nominals.pnc_id, nominals.address_line, nominals.postcode, nominals.uprn, nominals.school,
        nominals.looked_after, DATE '1970-01-01' + nominals.died_on AS died_on, nominals.recorded_at,
        hidden.person_id IS NOT NULL AS restricted
    FROM standing.nominals AS nominals JOIN people.persons AS persons USING (nominal_id)
    LEFT JOIN hidden ON hidden.person_id = persons.person_id
    WHERE nominals.nominal_id IN (FROM shown)"""
