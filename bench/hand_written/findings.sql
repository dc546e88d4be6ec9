-- The findings among a duty's rows, with what view `evidence` says of them.
INSERT INTO hand.findings
SELECT getvariable('duty'), getvariable('standard'), hand_rows.key, subject_kind, subject_id, person_id, state, started_at,
    due_at, met_at, hours_late, risk_level, owner_id, team, 1.0, excused_by, actionable, due_soon, restricted,
    CAST(to_json(evidence.facts) AS VARCHAR),
    CASE state_without_decision
        WHEN 'unknown' THEN getvariable('title') || ': can''t be worked out, as ' || evidence.why_unknown
        WHEN 'not_due' THEN getvariable('title') || ': due ' || due_words(due_at)
        ELSE evidence.late END
    || CASE WHEN excused_by = 'decision' THEN ' — set aside by a decision until ' || until ELSE '' END
FROM hand_rows JOIN evidence ON evidence.key = hand_rows.key
WHERE finding;
