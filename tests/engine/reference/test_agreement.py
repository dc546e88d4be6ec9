"""The reference's own reading of the contract agrees with the declarations and with seenheard.uk_time."""

from datetime import UTC, date, datetime, timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.reference.making import EPOCH, Standard, micros, uk

from seenheard import uk_time
from seenheard.engine.reference import evaluate
from seenheard.engine.reference import uk as reference_time
from seenheard.engine.reference.extract import EVENT_DATES, KEYS
from seenheard.engine.reference.from_tables import from_tables
from seenheard.records.declarations import RECORD_SETS
from seenheard.records.reading import read

wall_times = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31))


def test_keys_and_event_dates_are_those_declared():
    assert {name: declared.key for name, declared in RECORD_SETS.items()} == KEYS
    events = {name: declared.event_column for name, declared in RECORD_SETS.items() if declared.event_column is not None}
    assert events == EVENT_DATES


@settings(max_examples=200, deadline=None)
@given(wall_times)
def test_both_readings_of_a_wall_time_are_equal(shown):
    tod = (shown - datetime.combine(shown.date(), datetime.min.time())) // timedelta(microseconds=1)
    instant = uk_time.instant_of(uk_time.day_number(shown.date()), tod)
    assert reference_time.instant(shown.date(), shown.time()) == EPOCH + timedelta(microseconds=instant)


@settings(max_examples=200, deadline=None)
@given(wall_times)
def test_both_readings_of_an_instant_are_equal(shown):
    at = shown.replace(tzinfo=UTC)
    assert reference_time.uk_day(at) == uk_time.date_of(uk_time.uk_day(micros(at)))


def test_every_half_hour_around_the_changes_of_2026_reads_the_same():
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        for half_hours in range(48):
            clock = (datetime.combine(day, datetime.min.time()) + timedelta(minutes=30 * half_hours)).time()
            tod = half_hours * 30 * 60 * 1_000_000
            assert micros(reference_time.instant(day, clock)) == uk_time.instant_of(uk_time.day_number(day), tod)


def test_an_extract_is_read_and_evaluated(tmp_path):
    known = "2026-07-01T00:40"
    files = {
        "nominals": f"nominal_id,source_system,date_of_birth,recorded_at\nC,rms,2015-05-05,{known}\n",
        "incidents": f"incident_id,kind,reported_at,recorded_at\nI1,child_concern,2026-07-01 00:30,{known}\n",
        "incident_people": f"incident_person_id,incident_id,nominal_id,role,recorded_at\nP,I1,C,victim,{known}\n",
        "child_contacts": "contact_id,incident_id,nominal_id,contact_at,seen,recorded_at\n"
        f"K,I1,C,2026-07-01T10:00,true,{known}\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    as_of = micros(uk("2026-07-04 06:00"))
    with duckdb.connect() as db:
        extract = from_tables(db, read(tmp_path, as_of, db).absent)
    rows = evaluate(extract, as_of, Standard(), {}, {})
    assert [(row.duty, row.key, row.state) for row in rows] == [
        ("child-heard", "I1|C", "late"),
        ("child-seen", "I1|C", "met"),
    ]
    assert rows[1].started_at == uk("2026-07-01 00:30")
