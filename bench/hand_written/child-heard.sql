CREATE OR REPLACE TEMP VIEW owed AS
WITH involved AS (
    SELECT DISTINCT incident_id, nominal_id FROM standing.incident_people
    WHERE role IN ('victim', 'child_related', 'child_present')
),
involved_in AS (
    SELECT involved.*, incidents.kind, incidents.reported_at, incidents.risk_level, incidents.owner_id, incidents.team,
        incidents.restricted
    FROM involved JOIN standing.incidents AS incidents USING (incident_id)
    WHERE kind IN ('domestic_abuse', 'child_concern', 'child_abuse', 'exploitation') AND reported_at <= as_of()
),
heard AS (
    SELECT incident_id, nominal_id,
        min({'at': contact_at, 'id': contact_id, 'day': contact_at_day}) FILTER (seen AND contact_at >= reported_at) AS first_seen,
        min(contact_at) FILTER (is_voice(words) OR is_voice(demeanour)) AS voice_at
    FROM standing.child_contacts JOIN involved_in USING (incident_id, nominal_id)
    WHERE contact_at <= as_of() GROUP BY incident_id, nominal_id
),
child AS (
    SELECT involved_in.*, first_seen.at AS started_at, first_seen.day AS start_day, first_seen.id AS contact_id, voice_at,
        nominals.died_on, nominals.restricted AS person_restricted, officers.team AS officers_team,
        CASE WHEN date_of_birth_us <= as_of() THEN as_date(date_of_birth) END AS born
    FROM involved_in JOIN heard USING (incident_id, nominal_id)
    LEFT JOIN standing.nominals AS nominals USING (nominal_id)
    LEFT JOIN standing.officers AS officers ON officers.officer_id = involved_in.owner_id
    WHERE first_seen IS NOT NULL
)
SELECT part_of_key(incident_id) || '|' || part_of_key(nominal_id) AS key,
    'child' AS subject_kind, nominal_id AS subject_id, 'own:' || nominal_id AS person_id, nominal_id AS subject_nominal_id,
    started_at, start_day, started_at AS due_at, CASE WHEN voice_at IS NOT NULL THEN greatest(voice_at, started_at) END AS met_at,
    coalesce(died_on <= today(), false) AS excused, born IS NULL AS unknown, false AS still_possible,
    risk_level, owner_id, coalesce(team, officers_team) AS team,
    coalesce(restricted, false) OR coalesce(person_restricted, false) AS restricted, false AS recurs,
    incident_id, kind, reported_at, contact_id
FROM child WHERE born IS NULL OR birthday(born, 18) > start_day;

CREATE OR REPLACE TEMP VIEW evidence AS
WITH contact AS (
    SELECT found.key,
        list([fact('child_contacts', contacts.contact_id, 'contact_at', instant_text(contact_at)),
            fact('child_contacts', contacts.contact_id, 'words', words),
            fact('child_contacts', contacts.contact_id, 'demeanour', demeanour)] ORDER BY contact_at, contacts.contact_id) AS told
    FROM hand_rows AS found JOIN standing.child_contacts AS contacts
        ON contacts.incident_id = found.incident_id AND contacts.nominal_id = found.subject_id
    WHERE found.finding AND contact_at <= as_of() GROUP BY found.key
)
SELECT found.key,
    list_concat([fact('incidents', incident_id, 'kind', kind),
        fact('incidents', incident_id, 'reported_at', instant_text(reported_at)),
        fact('incidents', incident_id, 'risk_level', risk_level),
        fact('child_contacts', contact_id, 'contact_at', instant_text(started_at))], coalesce(flatten(told), [])) AS facts,
    'the date of birth is not recorded' AS why_unknown,
    'Child in ' || kind_words(kind) || ' was seen ' || elapsed(as_of() - started_at)
        || ' ago, but neither the child''s words nor demeanour are recorded' AS late
FROM hand_rows AS found LEFT JOIN contact ON contact.key = found.key
WHERE found.finding;
