"""Puts the steps of timelines together: for whatever the table `routes` leads to, from the sources in timeline.py."""

from __future__ import annotations

import duckdb

from seenheard.releases.timeline import Source, sources

NAMED = ("nominal", "record.nominal_id")


def put_together(db: duckdb.DuckDBPyConnection, table: str, as_of: int, told: str | None = None) -> None:
    """Create the table with all steps up to as_of.

    Reads routes (target, target_id, subject_kind, subject_id): from a key in a record to where its steps belong. The table
    `told`, if one is named (target, target_id, nominal_id): a record that names this nominal is not led there by that key.
    """
    db.execute(
        f"CREATE OR REPLACE TABLE {table} (subject_kind VARCHAR, subject_id VARCHAR, happened_at BIGINT, "
        "record_set VARCHAR, record_id VARCHAR, kind VARCHAR, sentence VARCHAR, details VARCHAR, nominal_id VARCHAR, "
        "restricted BOOLEAN)"
    )
    # A record set at a time: what is the same can only come from one record set.
    groups: dict[tuple[object, ...], list[Source]] = {}
    for source in sources():
        groups.setdefault((source.record_set, source.event, source.part, source.routes), []).append(source)
    for alike in groups.values():
        db.execute(f"CREATE OR REPLACE TEMP TABLE reached AS {_reached(alike[0], told)}", {"as_of": as_of})
        steps = " UNION ALL ".join(_steps(source) for source in alike)
        db.execute(f"INSERT INTO {table} {steps}", {"as_of": as_of})
    db.execute("DROP TABLE reached")


def as_json(**values: str) -> str:
    """SQL: a JSON object with what is recorded.

    Nulls are cut out of the text, which costs half of json_merge_patch. A value can't look like one: in it, quotation marks
    stand behind a backslash.
    """
    pairs = ", ".join(f"'{name}', {value}" for name, value in values.items())
    whole = f"CAST(json_object({pairs}) AS VARCHAR)"
    body = f"',' || substr({whole}, 2, length({whole}) - 2)"
    return f"('{{' || substr(regexp_replace({body}, ',\"[a-z_]+\":null', '', 'g'), 2) || '}}')"


def _reached(source: Source, told: str | None) -> str:
    """SQL: which records of the source's set belong to which subjects, once each, however many routes lead there."""
    part, joins = source.part or ("NULL", "")
    nominal = "CAST(NULL AS VARCHAR)"
    routes = [
        f"SELECT record.rowid AS place, {part} AS part, routes.subject_kind, routes.subject_id, "
        f"{'routes.target_id' if target == 'nominal' else nominal} AS nominal_id "
        f"FROM {source.of} AS record {joins} {' '.join(source.joins_of(column))} "
        f"JOIN routes ON routes.target = '{target}' AND routes.target_id = {column} "
        f"WHERE {source.event} <= $as_of{_not_told(told, target) if NAMED in source.routes else ''}"
        for target, column in source.routes
    ]
    every = " UNION ALL ".join(routes)
    return f"SELECT place, part, subject_kind, subject_id, min(nominal_id) AS nominal_id FROM ({every}) GROUP BY ALL"


def _not_told(told: str | None, target: str) -> str:
    """SQL: the record's nominal is not one whose records are told elsewhere."""
    if told is None or target == "nominal":
        return ""
    same = "told.target = routes.target AND told.target_id = routes.target_id AND told.nominal_id = record.nominal_id"
    return f" AND NOT EXISTS (FROM {told} AS told WHERE {same})"


def _steps(source: Source) -> str:
    """SQL: the source's steps for the subjects in `reached`, up to as_of."""
    details = as_json(**source.details) if source.details else "CAST(NULL AS VARCHAR)"
    return f"""SELECT reached.subject_kind, reached.subject_id, {source.at} AS happened_at,
        '{source.record_set}' AS record_set, record.{source.key} AS record_id, '{source.kind}' AS kind,
        {source.sentence} AS sentence, {details} AS details, reached.nominal_id, {source.restricted} AS restricted
    FROM reached JOIN {source.of} AS record ON record.rowid = reached.place {" ".join(source.joins)}
    WHERE {source.at} <= $as_of AND {source.where}"""
