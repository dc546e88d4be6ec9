"""Homes of more persons than a household may have (CONTRACT, Household): they make none, and leave children out."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from seenheard.duties.standards import Standard
from seenheard.engine.values import LETTERS_AND_DIGITS
from seenheard.records.wording import shown
from seenheard.uk_time import date_of, uk_day

WORDS = {"uprn": "UPRN", "address": "address"}
ADULT = 18_00_00  # years, months and days written as one number: YYYYMMDD less YYYYMMDD


@dataclass(frozen=True, slots=True)
class CrowdedHome:
    """`kind` is uprn or address, `place` how the smallest nominal has it; children and unknown ages are nominal_ids."""

    kind: str
    place: str
    persons: int
    children: tuple[str, ...]
    of_unknown_age: tuple[str, ...]

    def sentence(self) -> str:
        """Who is left out, in plain words."""
        said = f"{self.persons} persons share the {WORDS[self.kind]} {shown(self.place)}, so it makes no household."
        left_out = (("Children left out", self.children), ("Left out, of unknown age", self.of_unknown_age))
        return " ".join((said, *(f"{who}: {', '.join(map(shown, ids))}." for who, ids in left_out if ids)))


def find(db: duckdb.DuckDBPyConnection, standard: Standard, as_of: int) -> tuple[CrowdedHome, ...]:
    """The crowded homes in which somebody is, or may be, under 18 on as_of's UK day. Reads standing and people."""
    limit = standard.number("household", "limit")
    if limit is None:
        return ()
    told = {"as_of": as_of, "today": int(date_of(uk_day(as_of)).strftime("%Y%m%d")), "limit": int(limit.value)}
    rows = db.execute(f"{_homes()} {_crowded('uprn')} UNION ALL {_crowded('address')} ORDER BY 1, 2", told).fetchall()
    return tuple(CrowdedHome(kind, place, many, tuple(young), tuple(unknown)) for kind, place, many, young, unknown in rows)


def _homes() -> str:
    """SQL: each nominal's UPRN and address as households compare them, with whether its person is a child."""
    line, postcode = (
        f"regexp_replace(upper(nominals.{column}), '{LETTERS_AND_DIGITS}', '', 'g')"
        for column in ("address_line", "postcode")
    )
    recorded = "CASE WHEN nominals.date_of_birth_us <= $as_of THEN DATE '1970-01-01' + nominals.date_of_birth END"
    born = f"CAST(strftime(max({recorded}) OVER person, '%Y%m%d') AS INTEGER)"
    return f"""WITH placed AS (
        SELECT nominals.nominal_id, coalesce(persons.person_id, 'own:' || nominals.nominal_id) AS person_id,
            nominals.uprn, {line} || '|' || {postcode} AS address,
            nominals.address_line || ', ' || nominals.postcode AS written, {born} AS born
        FROM standing.nominals AS nominals LEFT JOIN people.persons AS persons USING (nominal_id)
        WINDOW person AS (PARTITION BY persons.person_id)
    ), homes AS (SELECT *, born IS NOT NULL AND $today - born < {ADULT} AS young FROM placed)"""


def _crowded(kind: str) -> str:
    place = "uprn" if kind == "uprn" else "arg_min(written, nominal_id)"
    young, unknown = (
        f"coalesce(list(nominal_id ORDER BY nominal_id) FILTER ({whom}), [])" for whom in ("young", "born IS NULL")
    )
    return f"""SELECT '{kind}', {place}, count(DISTINCT person_id), {young}, {unknown}
    FROM homes WHERE {kind} IS NOT NULL GROUP BY {kind}
    HAVING count(DISTINCT person_id) > $limit AND bool_or(young OR born IS NULL)"""
