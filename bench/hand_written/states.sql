-- From what is owed (view `owed`) to the rows of a duty, then to hand.duty_states.
CREATE OR REPLACE TEMP TABLE hand_rows AS
WITH plain AS (
    SELECT *,
        CASE WHEN excused AND met_at IS NULL THEN 'excused'
        WHEN unknown OR due_at IS NULL THEN 'unknown'
        WHEN met_at <= due_at THEN 'met'
        WHEN met_at IS NOT NULL THEN 'met_late'
        WHEN due_at >= as_of() THEN 'not_due'
        ELSE 'late' END AS state_without_decision
    FROM owed
),
decided AS (
    SELECT plain.*, decision.until,
        CASE WHEN state_without_decision = 'excused' THEN 'standard'
        WHEN decision.key IS NOT NULL AND met_at IS NULL THEN 'decision' END AS excused_by
    FROM plain LEFT JOIN decisions.excuses AS decision
        ON decision.key = plain.key AND decision.duty = getvariable('duty')
),
stated AS (
    SELECT * REPLACE (CASE WHEN state IN ('met', 'met_late') THEN met_at END AS met_at),
        (CASE state WHEN 'late' THEN as_of() WHEN 'met_late' THEN met_at END - due_at) / 3600000000.0::DOUBLE AS hours_late,
        due_at IS NULL OR due_at >= getvariable('still_from') OR still_possible AS actionable,
        state = 'not_due' AND coalesce((due_at - as_of()) * 4 <= due_at - started_at, false)
            AND due_at - as_of() <= 1209600000000 AS due_soon
    FROM (SELECT *, CASE WHEN excused_by IS NULL THEN state_without_decision ELSE 'excused' END AS state FROM decided)
)
SELECT *, (state IN ('late', 'unknown') AND actionable) OR due_soon OR coalesce(excused_by = 'decision', false) AS finding
FROM stated;

INSERT INTO hand.duty_states
SELECT getvariable('duty'), getvariable('standard'), key, subject_kind, subject_id, person_id, state, started_at, due_at,
    met_at, hours_late, risk_level, owner_id, team, 1.0, excused_by, actionable, due_soon, restricted,
    subject_nominal_id, start_day, state_without_decision, recurs, finding
FROM hand_rows;
