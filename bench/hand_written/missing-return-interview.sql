CREATE OR REPLACE TEMP VIEW owed AS
WITH child AS (
    SELECT episodes.*, nominals.died_on, coalesce(nominals.restricted, false) AS restricted, officers.team AS officers_team,
        CASE WHEN date_of_birth_us <= as_of() THEN as_date(date_of_birth) END AS born,
        known(return_interview_at) AS interviewed_at
    FROM standing.missing_episodes AS episodes LEFT JOIN standing.nominals AS nominals USING (nominal_id)
    LEFT JOIN standing.officers AS officers ON officers.officer_id = episodes.owner_id
    WHERE reported_at <= as_of() AND returned_at <= as_of() AND (born IS NULL OR birthday(born, 18) > returned_at_day)
)
SELECT part_of_key(episode_id) AS key,
    'child' AS subject_kind, nominal_id AS subject_id, 'own:' || nominal_id AS person_id, nominal_id AS subject_nominal_id,
    returned_at AS started_at, returned_at_day AS start_day, returned_at + 259200000000 AS due_at,
    CASE WHEN interviewed_at >= returned_at THEN interviewed_at END AS met_at,
    coalesce(died_on <= today(), false) AS excused, born IS NULL OR reported_at > returned_at AS unknown,
    false AS still_possible, risk_level, owner_id, coalesce(team, officers_team) AS team, restricted, false AS recurs,
    episode_id, reported_at, interviewed_at, born IS NULL AS unborn
FROM child;

CREATE OR REPLACE TEMP VIEW evidence AS
SELECT key,
    [fact('missing_episodes', episode_id, 'reported_at', instant_text(reported_at)),
        fact('missing_episodes', episode_id, 'risk_level', risk_level),
        fact('missing_episodes', episode_id, 'returned_at', instant_text(started_at)),
        fact('missing_episodes', episode_id, 'return_interview_at', instant_text(interviewed_at))] AS facts,
    concat_ws('; ', CASE WHEN reported_at > started_at THEN 'the return is recorded before the report' END,
        CASE WHEN unborn THEN 'the date of birth is not recorded' END) AS why_unknown,
    'A child came back ' || elapsed(as_of() - started_at)
        || ' ago and no return home interview is recorded; the council owes one within 72 hours' AS late
FROM hand_rows WHERE finding;
