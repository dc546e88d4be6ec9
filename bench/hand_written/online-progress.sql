CREATE OR REPLACE TEMP VIEW owed AS
WITH happened AS (
    SELECT case_id, unnest(max({'last_at': occurred_at, 'event_id': event_id, 'stage': kind,
        'last_day': occurred_at_day, 'last_tod': occurred_at_tod}))
    FROM standing.case_events WHERE occurred_at <= as_of() GROUP BY case_id
),
enforced AS (
    SELECT case_id, min(occurred_at) AS enforced_at FROM standing.case_events
    WHERE kind = 'enforced' AND occurred_at <= as_of() GROUP BY case_id
),
grading AS (
    SELECT case_id, max({'at': occurred_at, 'id': event_id, 'level': level}).level AS level
    FROM standing.case_events LEFT JOIN enforced USING (case_id)
    WHERE kind = 'graded' AND occurred_at <= as_of() AND (enforced_at IS NULL OR occurred_at <= enforced_at) GROUP BY case_id
),
stalled AS (
    SELECT cases.*, officers.team AS officers_team, level, event_id, stage, last_at,
        coalesce(last_at, received_at) AS started_at, coalesce(last_day, received_at_day) AS start_day,
        CASE WHEN last_at IS NULL THEN received_at_tod ELSE last_tod END AS start_tod, start_day + 28 AS due_day
    FROM standing.online_cases AS cases LEFT JOIN happened USING (case_id) LEFT JOIN grading USING (case_id)
    LEFT JOIN standing.officers AS officers ON officers.officer_id = cases.owner_id
    WHERE received_at <= as_of() AND known(closed_at) IS NULL
)
SELECT part_of_key(case_id) || '|' || part_of_key(coalesce(event_id, 'received')) AS key,
    'record' AS subject_kind, case_id AS subject_id, NULL::VARCHAR AS person_id, NULL::VARCHAR AS subject_nominal_id,
    started_at, start_day,
    instant_at(due_day, start_tod, days.offset_before, days.switch_tod, days.offset_after) AS due_at,
    NULL::BIGINT AS met_at, false AS excused, false AS unknown, true AS still_possible, level AS risk_level, owner_id,
    coalesce(team, officers_team) AS team, coalesce(restricted, false) AS restricted, true AS recurs, event_id, stage, last_at
FROM stalled LEFT JOIN calendar.days AS days ON days.day = due_day;

CREATE OR REPLACE TEMP VIEW evidence AS
SELECT found.key,
    list_concat([fact('online_cases', case_id, 'received_at', instant_text(received_at)),
        fact('online_cases', case_id, 'closed_at', instant_text(known(closed_at))),
        fact('online_cases', case_id, 'source', source)],
        CASE WHEN event_id IS NULL THEN [] ELSE [fact('case_events', event_id, 'occurred_at', instant_text(last_at)),
        fact('case_events', event_id, 'kind', stage)] END) AS facts,
    'the due date lies past the last year whose bank holidays are listed' AS why_unknown,
    'Nothing recorded in this open online case for ' || elapsed(as_of() - started_at) || ' since '
        || CASE stage WHEN 'researched' THEN 'the research' WHEN 'graded' THEN 'the grading'
        WHEN 'child_identified' THEN 'a child was identified' WHEN 'child_work_identified' THEN 'work with children was identified'
        WHEN 'warrant_applied' THEN 'the application for a warrant' WHEN 'enforced' THEN 'the enforcement'
        WHEN 'devices_submitted' THEN 'devices were submitted' WHEN 'devices_examined' THEN 'devices were examined'
        WHEN 'images_uploaded' THEN 'images were uploaded' WHEN 'charging_decision' THEN 'the charging decision'
        ELSE 'it was received' END
        || '; a step is due every 28 days' AS late
FROM hand_rows AS found JOIN standing.online_cases AS cases ON cases.case_id = found.subject_id
WHERE found.finding;
