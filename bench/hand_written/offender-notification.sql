CREATE OR REPLACE TEMP VIEW owed AS
WITH notified AS (
    SELECT offender_id, unnest(max({'last_day': notified_on, 'last_key': notification_id, 'last_at': notified_on_us}))
    FROM standing.notifications WHERE notified_on <= today() GROUP BY offender_id
),
offender AS (
    SELECT offenders.*, nominals.died_on, nominals.restricted AS person_restricted, officers.team,
        notified.last_day, notified.last_key,
        coalesce(last_at, registered_on_us) AS started_at, coalesce(last_day, registered_on) AS start_day,
        coalesce(no_fixed_abode, false) AS weekly,
        CASE WHEN weekly THEN start_day + 7 ELSE months_later(start_day, 12) END AS by_clock,
        CASE WHEN location = 'community' AND location_since_us <= as_of() THEN location_since + 3 END AS after_return,
        greatest(by_clock, after_return) AS due_day
    FROM standing.offenders LEFT JOIN notified USING (offender_id)
    LEFT JOIN standing.nominals AS nominals USING (nominal_id)
    LEFT JOIN standing.officers AS officers ON officers.officer_id = offenders.manager_id
)
SELECT part_of_key(offender_id) || '|' || part_of_key(coalesce(last_key, 'registered')) AS key,
    'offender' AS subject_kind, offender_id AS subject_id, 'own:' || nominal_id AS person_id, nominal_id AS subject_nominal_id,
    started_at, start_day,
    instant_at(due_day, 86399000000, days.offset_before, days.switch_tod, days.offset_after) AS due_at,
    NULL::BIGINT AS met_at,
    location IN ('custody', 'hospital', 'abroad') OR coalesce(notification_ends_on < today(), false)
        OR coalesce(died_on <= today(), false) AS excused,
    false AS unknown, true AS still_possible, risk_level, manager_id AS owner_id, team,
    coalesce(restricted, false) OR coalesce(person_restricted, false) AS restricted, true AS recurs,
    weekly, last_key, last_day
FROM offender LEFT JOIN calendar.days AS days ON days.day = due_day
WHERE started_at <= as_of();

CREATE OR REPLACE TEMP VIEW evidence AS
SELECT found.key,
    list_concat([
        fact('offenders', offender_id, 'registered_on', day_text(registered_on)),
        fact('offenders', offender_id, 'risk_level', offenders.risk_level),
        fact('offenders', offender_id, 'management', management),
        fact('offenders', offender_id, 'location', location),
        fact('offenders', offender_id, 'location_since', CASE WHEN location_since_us <= as_of() THEN day_text(location_since) END),
        fact('offenders', offender_id, 'notification_ends_on', day_text(notification_ends_on)),
        fact('offenders', offender_id, 'no_fixed_abode', no_fixed_abode)],
        CASE WHEN last_key IS NULL THEN [] ELSE [fact('notifications', last_key, 'notified_on', day_text(last_day))] END) AS facts,
    'the due date lies past the last year whose bank holidays are listed' AS why_unknown,
    risk_words(found.risk_level) || ' has not notified their details for ' || counted(today() - start_day, 'day', 'days')
        || '; it is due every ' || CASE WHEN weekly THEN '7 days' ELSE '12 months' END AS late
FROM hand_rows AS found JOIN standing.offenders ON offenders.offender_id = found.subject_id
WHERE found.finding;
