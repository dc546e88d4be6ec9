"""Makes standing nominals comparable, once per night: people.prepared has a row for each that says enough to be linked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from seenheard.people import settings
from seenheard.people.names import read_forenames, read_surname

# A name's share of all nominals up to which it falls into bin 0, 1 or 2; the rest is bin 3, common.
FULL_NAME_BINS = (3e-5, 1e-4, 4e-4)
SURNAME_BINS = (1e-4, 5e-4, 2e-3)
FIRST_BINS = (2e-4, 1e-3, 4e-3)
COMMON = 3


def prepare(db: duckdb.DuckDBPyConnection) -> int:
    """Make people.prepared; the number of nominals in it."""
    db.execute("CREATE SCHEMA IF NOT EXISTS people")
    _read_names(db)
    _read_addresses(db)
    db.execute(f"CREATE OR REPLACE TEMP TABLE plain AS {PLAIN}")
    _count_names(db)
    row = db.execute("SELECT count(*) FROM plain").fetchone()
    assert row is not None
    db.execute(f"CREATE OR REPLACE TEMP TABLE binned AS {_binned(int(row[0]))}")
    _keep_small_blocks(db)
    for table in (
        "read_forenames",
        "read_surnames",
        "homes",
        "plain",
        "binned",
        "first_counts",
        "surname_counts",
        "full_counts",
    ):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    return int(row[0])


def _read_names(db: duckdb.DuckDBPyConnection) -> None:
    """Every distinct name is read once, in Python: the letters of the world are more than SQL knows."""
    forenames = _distinct(db, "forenames")
    read = [read_forenames(text) for text in forenames]
    rows: dict[str, Sequence[Any]] = {
        "written": forenames,
        "first": [name.first for name in read],
        "others": [name.others for name in read],
        "run": [name.run for name in read],
        "first_sound": [name.sound for name in read],
        "letters_of_first": [name.letters for name in read],
        **{
            f"form_{place}": [name.forms[at] if len(name.forms) > at else None for name in read]
            for at, place in enumerate("abc")
        },
    }
    _stored(db, "read_forenames", rows, lambda column: pa.int32() if column.startswith("form_") else pa.string())
    surnames = _distinct(db, "surname")
    known = [read_surname(text) for text in surnames]
    rows = {
        "written": surnames,
        "surname": [name.whole for name in known],
        "first_part": [name.first_part for name in known],
        "last_part": [name.last_part for name in known],
        "surname_sound": [name.sound for name in known],
        "letters_of_surname": [name.letters for name in known],
    }
    _stored(db, "read_surnames", rows, lambda _: pa.string())


def _distinct(db: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    found = db.execute(f"SELECT DISTINCT {column} FROM standing.nominals WHERE {column} IS NOT NULL").fetchall()
    return [text for (text,) in found]


def _stored(
    db: duckdb.DuckDBPyConnection, name: str, rows: dict[str, Sequence[Any]], kind: Callable[[str], pa.DataType]
) -> None:
    table = pa.table({column: pa.array(values, type=kind(column)) for column, values in rows.items()})
    db.register("handed_over", table)
    db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM handed_over")
    db.unregister("handed_over")


def _read_addresses(db: duckdb.DuckDBPyConnection) -> None:
    """Which address text is which property: the numbers of a postcode, or its text where there is none."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE homes AS WITH read AS (SELECT nominal_id, uprn, "
        "upper(regexp_replace(postcode, '[^0-9A-Za-z]', '', 'g')) AS postcode, "
        "array_to_string(regexp_extract_all(address_line, '[0-9]+ ?[A-Za-z]?\\b'), ' ') AS numbers, "
        "lower(regexp_replace(address_line, '[^0-9A-Za-z]', '', 'g')) AS text FROM standing.nominals), "
        "told AS (SELECT nominal_id, uprn, postcode, CASE WHEN postcode IS NULL OR text IS NULL OR text = '' THEN NULL "
        "WHEN numbers <> '' THEN postcode || '|' || upper(replace(numbers, ' ', '')) ELSE postcode || '|' || text END "
        "AS place FROM read), "
        "properties AS (SELECT place, min(uprn) AS uprn FROM told WHERE place IS NOT NULL AND uprn IS NOT NULL "
        "GROUP BY place HAVING count(DISTINCT uprn) = 1) "
        "SELECT nominal_id, nullif(told.postcode, '') AS postcode, "
        "coalesce('u' || told.uprn, 'u' || properties.uprn, 't' || place) AS home "
        "FROM told LEFT JOIN properties USING (place)"
    )


# PNC ids are written with two or four digits of the year, with and without leading zeros.
PNC = r"""
coalesce(
    nullif(
        regexp_replace(upper(pnc_id), '^\s*(?:[0-9]{2})?([0-9]{2})\s*/\s*0*([0-9]+)\s*([A-Z]?)\s*$', '\1/\2\3'),
        upper(pnc_id)
    ),
    nullif(regexp_replace(upper(pnc_id), '[^0-9A-Z/]', '', 'g'), '')
)"""
PLAIN = f"""
SELECT nominal_id, first, others, split_part(others, ' ', 1) AS second, run, form_a, form_b, form_c, first_sound,
    coalesce('#' || form_a, first) AS first_form, letters_of_first,
    read_surnames.surname AS surname, first_part, last_part, surname_sound, letters_of_surname,
    first || ' ' || read_surnames.surname AS full_name, date_of_birth AS born,
    day(DATE '1970-01-01' + date_of_birth) AS day, month(DATE '1970-01-01' + date_of_birth) AS month,
    year(DATE '1970-01-01' + date_of_birth) AS year, strftime(DATE '1970-01-01' + date_of_birth, '%Y%m%d') AS digits,
    CASE WHEN sex IN ('M', 'F') THEN sex END AS sex, {PNC} AS pnc, home, homes.postcode AS postcode,
    CASE WHEN length(homes.postcode) BETWEEN 5 AND 7 THEN homes.postcode[:-3] END AS sector,
    CASE WHEN length(homes.postcode) BETWEEN 5 AND 7 THEN homes.postcode[:-4] END AS district,
    CAST(easting AS DOUBLE) AS easting, CAST(northing AS DOUBLE) AS northing, school
FROM standing.nominals AS nominal
LEFT JOIN read_forenames AS forename ON forename.written = nominal.forenames
LEFT JOIN read_surnames ON read_surnames.written = nominal.surname
LEFT JOIN homes USING (nominal_id)
WHERE (first IS NOT NULL OR read_surnames.surname IS NOT NULL)
    AND (date_of_birth IS NOT NULL OR pnc_id IS NOT NULL OR homes.postcode IS NOT NULL OR home IS NOT NULL)
"""


def _count_names(db: duckdb.DuckDBPyConnection) -> None:
    for column, table in (("first", "first_counts"), ("surname", "surname_counts"), ("full_name", "full_counts")):
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {column}, count(*) AS times FROM plain GROUP BY {column}"
        )


def _bin(times: str, bins: tuple[float, ...], nominals: int) -> str:
    if nominals < settings.ENOUGH_TO_COUNT_NAMES:
        return str(COMMON)  # too few to tell a rare name by
    cases = " ".join(f"WHEN {times} <= {max(2 + at, share * nominals)} THEN {at}" for at, share in enumerate(bins))
    return f"CASE {cases} ELSE {COMMON} END"


def _binned(nominals: int) -> str:
    """SQL for the nominals with how common their names are."""
    return f"""
SELECT row_number() OVER (ORDER BY nominal_id) AS place, plain.*, first_counts.times AS first_count,
    {_bin("first_counts.times", FIRST_BINS, nominals)} AS first_bin,
    {_bin("surname_counts.times", SURNAME_BINS, nominals)} AS surname_bin,
    {_bin("full_counts.times", FULL_NAME_BINS, nominals)} AS full_bin,
    CASE WHEN count(*) OVER (PARTITION BY home) <= {settings.FAMILY} THEN home END AS family,
    year || '-' || CASE WHEN day > 12 THEN month || '-' || day ELSE least(day, month) || '-' || greatest(day, month) END
        AS ordered_born,
    least(first, surname) || '|' || greatest(first, surname) AS either_order
FROM plain LEFT JOIN first_counts USING (first) LEFT JOIN surname_counts USING (surname)
    LEFT JOIN full_counts USING (full_name)
"""


def _keep_small_blocks(db: duckdb.DuckDBPyConnection) -> None:
    keys = ", ".join(f"{rule} AS {key}" for key, rule in settings.KEYS.items())
    db.execute(f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT *, {keys} FROM binned")
    joins = []
    for key in settings.KEYS:
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE large_{key} AS SELECT {key} FROM keyed GROUP BY {key} "
            f"HAVING count({key}) > {settings.LARGEST_BLOCK_OF.get(key, settings.LARGEST_BLOCK)}"
        )
        joins.append(f"LEFT JOIN large_{key} ON keyed.{key} = large_{key}.{key}")
    small = ", ".join(f"CASE WHEN large_{key}.{key} IS NULL THEN keyed.{key} END AS {key}" for key in settings.KEYS)
    db.execute(
        f"CREATE OR REPLACE TABLE people.prepared AS SELECT keyed.* EXCLUDE ({', '.join(settings.KEYS)}), {small} "
        f"FROM keyed {' '.join(joins)} ORDER BY place"
    )
    for table in ("keyed", *(f"large_{key}" for key in settings.KEYS)):
        db.execute(f"DROP TABLE {table}")
