CREATE OR REPLACE TEMP VIEW owed AS
WITH seen AS (
    SELECT offender_id, unnest(max({'last_at': attempted_at, 'last_key': visit_id, 'last_day': attempted_at_day}))
    FROM standing.visits WHERE outcome = 'seen' AND attempted_at <= as_of() GROUP BY offender_id
),
offender AS (
    SELECT offenders.*, nominals.died_on, nominals.restricted AS person_restricted, officers.team, seen.last_at, seen.last_key,
        known(location_since_us) AS moved_at,
        coalesce(last_at, registered_on_us) AS since, coalesce(last_day, registered_on) AS since_day,
        coalesce(visit_interval_months,
            CASE risk_level WHEN 'very_high' THEN 1 WHEN 'high' THEN 3 WHEN 'medium' THEN 6 WHEN 'low' THEN 12 END) AS months
    FROM standing.offenders LEFT JOIN seen USING (offender_id)
    LEFT JOIN standing.nominals AS nominals USING (nominal_id)
    LEFT JOIN standing.officers AS officers ON officers.officer_id = offenders.manager_id
    WHERE management = 'active'
),
started AS (
    SELECT *, coalesce(location = 'community' AND moved_at IS NOT NULL AND location_since > since_day, false) AS is_back,
        CASE WHEN is_back THEN moved_at ELSE since END AS started_at,
        CASE WHEN is_back THEN location_since ELSE since_day END AS start_day,
        is_back OR last_at IS NULL AS start_is_date,
        months_later(start_day, months) AS due_day
    FROM offender
)
SELECT part_of_key(offender_id) || '|' || part_of_key(coalesce(last_key, 'registered')) AS key,
    'offender' AS subject_kind, offender_id AS subject_id, 'own:' || nominal_id AS person_id, nominal_id AS subject_nominal_id,
    started_at, start_day,
    instant_at(due_day, 86399000000, days.offset_before, days.switch_tod, days.offset_after) AS due_at,
    NULL::BIGINT AS met_at,
    location IN ('custody', 'hospital', 'abroad') OR coalesce(notification_ends_on < today(), false)
        OR coalesce(died_on <= today(), false) AS excused,
    months IS NULL AS unknown, true AS still_possible, risk_level, manager_id AS owner_id, team,
    coalesce(restricted, false) OR coalesce(person_restricted, false) AS restricted, true AS recurs,
    months, start_is_date, since, since_day, last_key, last_at
FROM started LEFT JOIN calendar.days AS days ON days.day = due_day
WHERE started_at <= as_of();

CREATE OR REPLACE TEMP VIEW evidence AS
WITH attempt AS (
    SELECT found.key,
        count(*) FILTER (CASE WHEN last_key IS NULL THEN attempted_at_day >= since_day ELSE attempted_at >= since END) AS attempts,
        list([fact('visits', visit_id, 'attempted_at', instant_text(attempted_at)), fact('visits', visit_id, 'outcome', outcome)]
            ORDER BY attempted_at, visit_id) FILTER (attempted_at >= started_at) AS tried
    FROM hand_rows AS found JOIN standing.visits ON visits.offender_id = found.subject_id
    WHERE found.finding AND outcome <> 'seen' AND attempted_at <= as_of() GROUP BY found.key
)
SELECT found.key,
    list_concat([
        fact('offenders', offender_id, 'registered_on', day_text(registered_on)),
        fact('offenders', offender_id, 'risk_level', offenders.risk_level),
        fact('offenders', offender_id, 'management', management),
        fact('offenders', offender_id, 'location', location),
        fact('offenders', offender_id, 'location_since', CASE WHEN location_since_us <= as_of() THEN day_text(location_since) END),
        fact('offenders', offender_id, 'notification_ends_on', day_text(notification_ends_on)),
        fact('offenders', offender_id, 'visit_interval_months', visit_interval_months)],
        CASE WHEN last_key IS NULL THEN [] ELSE [fact('visits', last_key, 'attempted_at', instant_text(last_at))] END,
        coalesce(flatten(tried), [])) AS facts,
    CASE WHEN months IS NULL THEN 'neither a visit interval nor a risk level is recorded'
    ELSE 'the due date lies past the last year whose bank holidays are listed' END AS why_unknown,
    risk_words(found.risk_level) || ' not seen for '
        || CASE WHEN start_is_date THEN counted(today() - start_day, 'day', 'days') ELSE elapsed(as_of() - started_at) END
        || '; a visit is due every ' || CASE WHEN months = 1 THEN 'month' ELSE CAST(months AS VARCHAR) || ' months' END
        || CASE WHEN attempts > 0 THEN '; since then ' || counted(attempts, 'attempt', 'attempts') || ' without success'
        ELSE '' END AS late
FROM hand_rows AS found JOIN standing.offenders ON offenders.offender_id = found.subject_id
LEFT JOIN attempt ON attempt.key = found.key
WHERE found.finding;
