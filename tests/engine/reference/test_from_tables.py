"""The adapter turns numbers of days and microseconds into dates and instants."""

from datetime import date

import duckdb
from tests.engine.reference.making import day, micros, uk

from seenheard.engine.reference.extract import KEYS
from seenheard.engine.reference.from_tables import from_tables


def test_tables_become_plain_rows():
    reported, known, died = uk("2026-07-01 00:30"), uk("2026-07-01 00:45"), day("2026-03-29")
    with duckdb.connect() as db:
        for schema in ("standing", "versions"):
            db.execute(f"CREATE SCHEMA {schema}")
            withdrawn = ", withdrawn BOOLEAN" if schema == "versions" else ""
            recorded = "recorded_at BIGINT, recorded_at_day INTEGER, recorded_at_tod BIGINT, row_number BIGINT"
            for name, key in KEYS.items():
                columns = {
                    "nominals": "easting DOUBLE, died_on INTEGER, died_on_us BIGINT, looked_after BOOLEAN,",
                    "incidents": "reported_at BIGINT, reported_at_day INTEGER, reported_at_tod BIGINT,",
                }.get(name, "")
                db.execute(f"CREATE TABLE {schema}.{name} ({key} VARCHAR, {columns} {recorded}{withdrawn})")
        days = (died - date(1970, 1, 1)).days
        at = (micros(known), days, 0, 7)
        db.execute("INSERT INTO standing.nominals VALUES ('N', 1.5, ?, 0, true, ?, ?, ?, ?)", [days, *at])
        db.execute("INSERT INTO standing.nominals VALUES ('M', NULL, NULL, NULL, NULL, ?, ?, ?, ?)", list(at))
        db.execute("INSERT INTO versions.incidents VALUES ('I', ?, 1, 2, ?, ?, ?, ?, false)", [micros(reported), *at])
        extract = from_tables(db, absent=["visits"])
    assert extract.standing["nominals"] == [
        {
            "nominal_id": "N",
            "easting": 1.5,
            "died_on": died,
            "looked_after": True,
            "recorded_at": known,
            "row_number": 7,
        },
        {
            "nominal_id": "M",
            "easting": None,
            "died_on": None,
            "looked_after": None,
            "recorded_at": known,
            "row_number": 7,
        },
    ]
    assert extract.versions["incidents"] == [
        {"incident_id": "I", "reported_at": reported, "recorded_at": known, "row_number": 7, "withdrawn": False}
    ]
    assert extract.standing["visits"] == []
    assert extract.absent == {"visits"}
