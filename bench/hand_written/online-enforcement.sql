CREATE OR REPLACE TEMP VIEW owed AS
WITH event AS (
    SELECT case_id,
        min(occurred_at) FILTER (kind = 'enforced') AS enforced_at,
        min(occurred_at) FILTER (kind = 'charging_decision') AS charged_at
    FROM standing.case_events WHERE occurred_at <= as_of() GROUP BY case_id
),
grading AS (
    SELECT case_id, any_value(enforced_at) AS enforced_at, any_value(charged_at) AS charged_at,
        unnest(max({'graded_at': occurred_at, 'event_id': event_id, 'level': level,
            'graded_day': occurred_at_day, 'graded_tod': occurred_at_tod}))
    FROM standing.case_events JOIN event USING (case_id)
    WHERE kind = 'graded' AND occurred_at <= as_of() AND (enforced_at IS NULL OR occurred_at <= enforced_at) GROUP BY case_id
),
graded AS (
    SELECT *, CASE level WHEN 'high' THEN 7 WHEN 'medium' THEN 14 WHEN 'low' THEN 30 END + graded_day AS due_day FROM grading
)
SELECT part_of_key(case_id) || '|' || part_of_key(event_id) AS key,
    'record' AS subject_kind, case_id AS subject_id, NULL::VARCHAR AS person_id, NULL::VARCHAR AS subject_nominal_id,
    graded_at AS started_at, graded_day AS start_day,
    CASE WHEN level = 'very_high' THEN graded_at + 86400000000
    ELSE instant_at(due_day, graded_tod, days.offset_before, days.switch_tod, days.offset_after) END AS due_at,
    enforced_at AS met_at,
    known(closed_at) IS NOT NULL AND enforced_at IS NULL AND charged_at IS NOT NULL AS excused,
    level IS NULL AS unknown, known(closed_at) IS NULL AS still_possible, level AS risk_level, owner_id,
    coalesce(cases.team, officers.team) AS team, coalesce(restricted, false) AS restricted, false AS recurs, event_id
FROM graded JOIN standing.online_cases AS cases USING (case_id)
LEFT JOIN standing.officers AS officers ON officers.officer_id = cases.owner_id
LEFT JOIN calendar.days AS days ON days.day = due_day
WHERE received_at <= as_of();

CREATE OR REPLACE TEMP VIEW evidence AS
SELECT found.key,
    [fact('online_cases', case_id, 'received_at', instant_text(received_at)),
        fact('online_cases', case_id, 'closed_at', instant_text(known(closed_at))),
        fact('online_cases', case_id, 'source', source),
        fact('case_events', event_id, 'occurred_at', instant_text(started_at)),
        fact('case_events', event_id, 'level', found.risk_level)] AS facts,
    CASE WHEN found.risk_level IS NULL THEN 'the grading has no level'
    ELSE 'the due date lies past the last year whose bank holidays are listed' END AS why_unknown,
    CASE found.risk_level WHEN 'very_high' THEN 'Very-high-risk' WHEN 'high' THEN 'High-risk' WHEN 'medium' THEN 'Medium-risk'
    ELSE 'Low-risk' END || ' online case not enforced ' || elapsed(as_of() - started_at)
        || ' after the clock began; enforcement is due within '
        || CASE found.risk_level WHEN 'very_high' THEN '24 hours' WHEN 'high' THEN '7 days' WHEN 'medium' THEN '14 days'
        WHEN 'low' THEN '30 days' END AS late
FROM hand_rows AS found JOIN standing.online_cases AS cases ON cases.case_id = found.subject_id
WHERE found.finding;
