"""The data sets that linkage is measured on, each as an extract (nominals, offenders) and its truth in a folder of its own.

Public ones lose what gives the answer away: truth columns, national insurance numbers of a sort, ids of the household.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.forces import SEED, cache, code
from bench.processes import ROOT
from seenheard.synthetic import force, truth

# The public data stand beside the project, and are never copied into it.
SHARED = Path(os.environ.get("SEENHEARD_SHARED_DATA") or ROOT.parent / "shared" / "data")
AS_OF = "2026-11-22T06:00"
KNOWN = "2026-01-01T00:00Z"
COLUMNS = (
    "nominal_id",
    "source_system",
    "forenames",
    "surname",
    "date_of_birth",
    "sex",
    "ethnicity",
    "address_line",
    "postcode",
)


def synthetic(nominals: int, seed: int = SEED) -> Path:
    """The people of a synthetic force of so many nominals."""
    folder = cache() / f"people-{code()}-{nominals}-seed-{seed}"
    if not (folder / "made").exists():
        force.make_people(folder, seed, nominals / 300_000)
        (folder / "made").touch()
    return folder / "night-1"


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def febrl(*files: str) -> str:
    """Febrl's Australians. The digits of rec_id say who is who."""
    texts = ", ".join(_text(SHARED / "er_febrl" / "dev" / f"{name}.csv") for name in files)
    return f"""
SELECT trim(rec_id) AS nominal_id, 'febrl' AS source_system, trim(given_name) AS forenames, trim(surname) AS surname,
    CAST(try_strptime(trim(date_of_birth), '%Y%m%d') AS DATE) AS date_of_birth, NULL AS sex, NULL AS ethnicity,
    nullif(trim(concat_ws(' ', trim(street_number), trim(address_1))), '') AS address_line, trim(postcode) AS postcode,
    split_part(trim(rec_id), '-', 2) AS person_id
FROM read_csv([{texts}], all_varchar = true, header = true)"""


def fake_1000() -> str:
    """Splink's own example. A nominal has no e-mail address, and a town is no postcode, so that only the town is kept."""
    return f"""
SELECT unique_id AS nominal_id, 'fake' AS source_system, first_name AS forenames, surname,
    try_cast(dob AS DATE) AS date_of_birth, NULL AS sex, NULL AS ethnicity,
    city AS address_line, NULL AS postcode, cluster AS person_id
FROM read_csv({_text(SHARED / "er_splink" / "dev" / "fake_1000.csv")}, all_varchar = true, header = true)"""


def pseudopeople() -> str:
    """A simulated population in a census, among the insured and among mothers and children on benefits."""
    folder = SHARED / "er_pseudopeople" / "dev"
    census, insured, benefits = (
        _text(folder / f"{name}.parquet")
        for name in ("decennial_census_2020_noised_seed11", "social_security_to2020_noised_seed13", "wic_2020_noised_seed12")
    )
    at_home = "concat_ws(' ', street_number, street_name, unit_number) AS address_line, zipcode AS postcode"
    named = "concat_ws(' ', first_name, middle_initial) AS forenames, last_name AS surname"
    return f"""
WITH written AS (
    SELECT 'census' AS source_system, {named}, date_of_birth AS said, sex, race_ethnicity AS ethnicity, {at_home},
        simulant_id AS person_id FROM {census}
    UNION ALL SELECT 'benefits', {named}, date_of_birth, sex, race_ethnicity, {at_home}, simulant_id FROM {benefits}
    UNION ALL SELECT 'insured', concat_ws(' ', first_name, middle_name), last_name, date_of_birth, sex, NULL, NULL, NULL,
        simulant_id FROM {insured} WHERE event_type IS DISTINCT FROM 'death')
SELECT source_system || row_number() OVER () AS nominal_id, source_system, nullif(forenames, '') AS forenames, surname,
    CAST(coalesce(try_strptime(said, '%m/%d/%Y'), try_strptime(said, '%d/%m/%Y'),
        CASE source_system WHEN 'insured' THEN try_strptime(said, '%Y%m%d') ELSE try_strptime(said, '%m%d%Y') END) AS DATE)
        AS date_of_birth,
    CASE sex WHEN 'Female' THEN 'F' WHEN 'Male' THEN 'M' END AS sex, ethnicity, nullif(address_line, '') AS address_line,
    postcode, person_id
FROM written"""


PUBLIC: dict[str, Callable[[], str]] = {
    "febrl 1": lambda: febrl("dataset1"),
    "febrl 3": lambda: febrl("dataset3"),
    "febrl 4": lambda: febrl("dataset4a", "dataset4b"),
    "fake_1000": fake_1000,
    "pseudopeople": pseudopeople,
}


def public(name: str) -> Path:
    """A public data set as an extract."""
    night = cache() / f"public-{name.replace(' ', '-')}"
    extracts = night / "extracts"
    extracts.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE told AS {PUBLIC[name]()}")
        columns = ", ".join(COLUMNS)
        db.execute(
            f"COPY (SELECT {columns}, '{KNOWN}' AS recorded_at FROM told ORDER BY nominal_id) "
            f"TO {_text(extracts / 'nominals.csv')} (HEADER)"
        )
        db.execute(
            "COPY (SELECT nominal_id, person_id, coalesce(date_of_birth > DATE '2008-11-22', false) AS is_child, "
            "false AS is_offender, false AS is_twin, NULL AS twin_person_id, sex, ethnicity AS community, "
            f"NULL AS looks_like, NULL AS written FROM told ORDER BY nominal_id) TO {_text(night / truth.FILE)} (HEADER)"
        )
    (night / "night.json").write_text(json.dumps({"as_of": AS_OF}) + "\n", encoding="utf-8")
    return night
