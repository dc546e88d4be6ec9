"""Online child sexual exploitation: cases, what happened in them, and bail."""

from seenheard.records.columns import RESTRICTED, choice, flag, from_first, key, record_set, ref, text, when

ONLINE_CASES = record_set(
    "online_cases",
    "online",
    "A case of online child sexual exploitation.",
    key("case_id", "The case's id."),
    when("received_at", "When the force received it.", "special", required=True),
    choice("source", "nca other_force public internal", "Who it came from.", "special", required=True),
    ref("suspect_nominal_id", "nominals", "The suspect."),
    ref("owner_id", "officers", "Who owns the case."),
    text("team", "The team that owns the case.", "public"),
    when("closed_at", "When the case was closed.", "special"),
    RESTRICTED,
    pairs=(("received_at", "closed_at"),),
)

CASE_EVENTS = record_set(
    "case_events",
    "online",
    "A step in an online case.",
    key("event_id", "The event's id."),
    ref("case_id", "online_cases", "The case.", required=True),
    choice(
        "kind",
        "researched graded child_identified child_work_identified warrant_applied enforced devices_submitted "
        "devices_examined images_uploaded charging_decision",
        "What happened.",
        "special",
        required=True,
    ),
    when("occurred_at", "When it happened.", "special", required=True),
    choice("level", "very_high high medium low", "The level that a grading gave.", "special"),
    ref("nominal_id", "nominals", "The child that was identified."),
)

BAILS = record_set(
    "bails",
    "online",
    "Bail with its conditions.",
    key("bail_id", "The bail's id."),
    ref("case_id", "online_cases", "The online case that it belongs to."),
    ref("suspect_nominal_id", "nominals", "Who is on bail.", required=True),
    when("starts_at", "When the bail starts.", "special", required=True),
    when("ends_at", "When the bail is due to end, as planned.", "special", required=True),
    when("ended_at", "When it was in fact ended.", "special"),
    flag("protects_child", "Its conditions protect a child.", "special"),
    pairs=from_first("starts_at", "ends_at", "ended_at"),
)

RECORD_SETS = (ONLINE_CASES, CASE_EVENTS, BAILS)
