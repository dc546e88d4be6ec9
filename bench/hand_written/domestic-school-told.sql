-- Every school has the calendar of all schools here: the benchmark's standard lists none with days of its own.
CREATE OR REPLACE TEMP VIEW owed AS
WITH involved AS (
    SELECT DISTINCT incident_id, nominal_id FROM standing.incident_people
    WHERE role IN ('victim', 'child_related', 'child_present')
),
child AS (
    SELECT involved.*, incidents.kind, incidents.reported_at, incidents.reported_at_day, incidents.reported_at_tod,
        incidents.risk_level, incidents.owner_id, coalesce(incidents.team, officers.team) AS team, nominals.died_on,
        nominals.school, coalesce(incidents.restricted, false) OR coalesce(nominals.restricted, false) AS restricted,
        CASE WHEN date_of_birth_us <= as_of() THEN as_date(date_of_birth) END AS born
    FROM involved JOIN standing.incidents AS incidents USING (incident_id)
    LEFT JOIN standing.nominals AS nominals USING (nominal_id)
    LEFT JOIN standing.officers AS officers ON officers.officer_id = incidents.owner_id
    WHERE kind = 'domestic_abuse' AND reported_at <= as_of()
        AND (born IS NULL OR (birthday(born, 18) > reported_at_day AND birthday(born, 4) <= reported_at_day))
),
told AS (
    SELECT incident_id, nominal_id, min(sent_at) AS met_at
    FROM standing.referrals JOIN child USING (incident_id, nominal_id)
    WHERE recipient = 'school' AND sent_at <= as_of() AND sent_at >= reported_at GROUP BY incident_id, nominal_id
),
opening AS (
    SELECT school_days.day, is_open, next_day,
        instant_at(school_days.day, 32400000000, own.offset_before, own.switch_tod, own.offset_after) AS opens_at,
        instant_at(next_day, 32400000000, after_it.offset_before, after_it.switch_tod, after_it.offset_after) AS next_opens_at
    FROM calendar.school_days LEFT JOIN calendar.days AS own ON own.day = school_days.day
    LEFT JOIN calendar.days AS after_it ON after_it.day = next_day
    WHERE school = ''
)
SELECT part_of_key(incident_id) || '|' || part_of_key(nominal_id) AS key,
    'child' AS subject_kind, nominal_id AS subject_id, 'own:' || nominal_id AS person_id, nominal_id AS subject_nominal_id,
    reported_at AS started_at, reported_at_day AS start_day,
    CASE WHEN is_open AND reported_at_tod < 32400000000 THEN opens_at ELSE next_opens_at END AS due_at, met_at,
    coalesce(died_on <= today(), false) AS excused, born IS NULL AS unknown, false AS still_possible,
    risk_level, owner_id, team, restricted, false AS recurs, incident_id, kind, school, born IS NULL AS unborn
FROM child LEFT JOIN told USING (incident_id, nominal_id) LEFT JOIN opening ON opening.day = reported_at_day;

CREATE OR REPLACE TEMP VIEW evidence AS
SELECT key,
    [fact('incidents', incident_id, 'kind', kind),
        fact('incidents', incident_id, 'reported_at', instant_text(started_at)),
        fact('incidents', incident_id, 'risk_level', risk_level),
        fact('nominals', subject_id, 'school', school)] AS facts,
    concat_ws('; ', CASE WHEN unborn THEN 'the date of birth is not recorded' END,
        CASE WHEN due_at IS NULL THEN 'the due date lies past the last year whose bank holidays are listed' END) AS why_unknown,
    'Child in domestic abuse reported ' || elapsed(as_of() - started_at)
        || ' ago; the school has not been told, due by the next school day' AS late
FROM hand_rows WHERE finding;
