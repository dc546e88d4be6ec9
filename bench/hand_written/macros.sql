-- Words and sums that the eight duties share. What a run fixes stands in variables: as_of, today, still_from, standard.
CREATE OR REPLACE TEMP MACRO as_of() AS getvariable('as_of');
CREATE OR REPLACE TEMP MACRO today() AS getvariable('today');
CREATE OR REPLACE TEMP MACRO known(instant) AS CASE WHEN instant <= as_of() THEN instant END;
CREATE OR REPLACE TEMP MACRO part_of_key(part) AS replace(replace(part, '%', '%25'), '|', '%7C');
CREATE OR REPLACE TEMP MACRO as_date(day) AS DATE '1970-01-01' + day;
CREATE OR REPLACE TEMP MACRO day_of(some_date) AS datediff('day', DATE '1970-01-01', some_date);
-- A birthday; of 29 February it is 1 March in a year without one.
CREATE OR REPLACE TEMP MACRO raw_birthday(born, years) AS CAST(born + to_years(years) AS DATE);
CREATE OR REPLACE TEMP MACRO birthday(born, years) AS
    day_of(raw_birthday(born, years)) + CASE WHEN day(born) <> day(raw_birthday(born, years)) THEN 1 ELSE 0 END;
CREATE OR REPLACE TEMP MACRO months_later(day, months) AS day_of(CAST(as_date(day) + to_months(months) AS DATE));
-- The instant of a UK date and time of day; `offsets` is a row of calendar.days.
CREATE OR REPLACE TEMP MACRO instant_at(day, tod, before, switch_tod, after_it) AS
    day::BIGINT * 86400000000 + tod - coalesce(CASE WHEN tod < switch_tod THEN before ELSE after_it END, 0);
CREATE OR REPLACE TEMP MACRO day_text(day) AS CAST(as_date(day) AS VARCHAR);
CREATE OR REPLACE TEMP MACRO instant_text(instant) AS
    CASE WHEN instant % 1000000 = 0 THEN strftime(make_timestamp(instant), '%Y-%m-%dT%H:%M:%SZ')
    ELSE strftime(make_timestamp(instant), '%Y-%m-%dT%H:%M:%S.%fZ') END;
CREATE OR REPLACE TEMP MACRO fact(record_set, record_key, column_name, said) AS
    {'record_set': record_set, 'key': record_key, 'column': column_name, 'value': CAST(said AS VARCHAR)};
CREATE OR REPLACE TEMP MACRO counted(number, one, many) AS
    CAST(number AS VARCHAR) || CASE WHEN number = 1 THEN ' ' || one ELSE ' ' || many END;
CREATE OR REPLACE TEMP MACRO elapsed(span) AS
    CASE WHEN span < 7200000000 THEN counted(span // 60000000, 'minute', 'minutes')
    WHEN span < 172800000000 THEN counted(span // 3600000000, 'hour', 'hours')
    ELSE counted(span // 86400000000, 'day', 'days') END;
CREATE OR REPLACE TEMP MACRO due_words(due_at) AS
    CASE WHEN due_at - as_of() < 86400000000 THEN 'within a day'
    ELSE 'in ' || counted((due_at - as_of()) // 86400000000, 'day', 'days') END;
CREATE OR REPLACE TEMP MACRO risk_words(risk_level) AS
    CASE risk_level WHEN 'very_high' THEN 'Very-high-risk offender' WHEN 'high' THEN 'High-risk offender'
    WHEN 'medium' THEN 'Medium-risk offender' WHEN 'low' THEN 'Low-risk offender' ELSE 'Offender with no risk level' END;
CREATE OR REPLACE TEMP MACRO kind_words(kind) AS
    CASE kind WHEN 'domestic_abuse' THEN 'a domestic abuse incident' WHEN 'child_abuse' THEN 'a child abuse incident'
    WHEN 'exploitation' THEN 'an exploitation incident' ELSE 'an incident of concern for a child' END;
CREATE OR REPLACE TEMP MACRO letters(said) AS
    trim(regexp_replace(regexp_replace(lower(said), '[^\p{L} ]', '', 'g'), ' +', ' ', 'g'));
CREATE OR REPLACE TEMP MACRO is_voice(said) AS coalesce(letters(said) NOT IN
    ('safe and well', 'asleep', 'ok', 'fine', 'nfa', 'na', 'none', 'seen', 'not spoken to'), false);
