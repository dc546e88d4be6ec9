CREATE OR REPLACE TEMP VIEW owed AS
WITH involved AS (
    SELECT DISTINCT incident_id, nominal_id FROM standing.incident_people
    WHERE role IN ('victim', 'child_related', 'child_present')
),
child AS (
    SELECT involved.*, incidents.kind, incidents.reported_at, incidents.reported_at_day, incidents.risk_level, incidents.owner_id,
        coalesce(incidents.team, officers.team) AS team, nominals.died_on,
        coalesce(incidents.restricted, false) OR coalesce(nominals.restricted, false) AS restricted,
        CASE WHEN date_of_birth_us <= as_of() THEN as_date(date_of_birth) END AS born
    FROM involved JOIN standing.incidents AS incidents USING (incident_id)
    LEFT JOIN standing.nominals AS nominals USING (nominal_id)
    LEFT JOIN standing.officers AS officers ON officers.officer_id = incidents.owner_id
    WHERE kind IN ('domestic_abuse', 'child_concern', 'child_abuse', 'exploitation') AND reported_at <= as_of()
        AND (born IS NULL OR birthday(born, 18) > reported_at_day)
),
contact AS (
    SELECT incident_id, nominal_id, contact_at, contact_id, coalesce(seen, false) AS seen, not_seen_reason, reported_at
    FROM standing.child_contacts JOIN child USING (incident_id, nominal_id)
    WHERE contact_at <= as_of() AND contact_at >= reported_at
),
first_seen AS (
    SELECT incident_id, nominal_id, unnest(min({'met_at': contact_at, 'met_key': contact_id}))
    FROM contact WHERE seen GROUP BY incident_id, nominal_id
),
tried AS (
    SELECT contact.*, reported_at + 86400000000 AS first_due,
        greatest(first_due, least(reported_at + 432000000000, contact_at + 259200000000)) AS moves_to
    FROM contact LEFT JOIN first_seen USING (incident_id, nominal_id)
    WHERE NOT seen AND not_seen_reason IS NOT NULL AND (met_at IS NULL OR (contact_at, contact_id) < (met_at, met_key))
),
chained AS (
    SELECT *, contact_at > coalesce(lag(moves_to) OVER in_order, first_due) AS too_late FROM tried
    WINDOW in_order AS (PARTITION BY incident_id, nominal_id ORDER BY contact_at, contact_id)
),
moved AS (
    SELECT incident_id, nominal_id, max(moves_to) AS moved_to FROM (
        SELECT *, bool_or(too_late) OVER (PARTITION BY incident_id, nominal_id ORDER BY contact_at, contact_id
            ROWS UNBOUNDED PRECEDING) AS broken
        FROM chained
    ) WHERE NOT broken GROUP BY incident_id, nominal_id
)
SELECT part_of_key(incident_id) || '|' || part_of_key(nominal_id) AS key,
    'child' AS subject_kind, nominal_id AS subject_id, 'own:' || nominal_id AS person_id, nominal_id AS subject_nominal_id,
    reported_at AS started_at, reported_at_day AS start_day, coalesce(moved_to, reported_at + 86400000000) AS due_at, met_at,
    coalesce(died_on <= today(), false) AS excused, born IS NULL AS unknown, false AS still_possible,
    risk_level, owner_id, team, restricted, false AS recurs, incident_id, kind
FROM child LEFT JOIN first_seen USING (incident_id, nominal_id) LEFT JOIN moved USING (incident_id, nominal_id);

CREATE OR REPLACE TEMP VIEW evidence AS
WITH attempt AS (
    SELECT found.key, count(*) AS attempts,
        list([fact('child_contacts', contact_id, 'contact_at', instant_text(contact_at)),
            fact('child_contacts', contact_id, 'not_seen_reason', not_seen_reason)] ORDER BY contact_at, contact_id) AS tried
    FROM hand_rows AS found JOIN standing.child_contacts AS contacts
        ON contacts.incident_id = found.incident_id AND contacts.nominal_id = found.subject_id
    WHERE found.finding AND NOT coalesce(seen, false) AND contact_at <= as_of() AND contact_at >= started_at GROUP BY found.key
)
SELECT found.key,
    list_concat([fact('incidents', incident_id, 'kind', kind),
        fact('incidents', incident_id, 'reported_at', instant_text(started_at)),
        fact('incidents', incident_id, 'risk_level', risk_level)], coalesce(flatten(tried), [])) AS facts,
    'the date of birth is not recorded' AS why_unknown,
    'Child in ' || kind_words(kind) || ' not seen ' || elapsed(as_of() - started_at)
        || ' after the report; a child is to be seen within 24 hours'
        || CASE WHEN attempts > 0 THEN '; ' || counted(attempts, 'attempt', 'attempts') || ' recorded since' ELSE '' END AS late
FROM hand_rows AS found LEFT JOIN attempt ON attempt.key = found.key
WHERE found.finding;
