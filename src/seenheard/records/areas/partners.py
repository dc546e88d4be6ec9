"""What is shared with partners, and what is done together with them."""

from seenheard.records.columns import choice, from_first, key, record_set, ref, when

REFERRALS = record_set(
    "referrals",
    "partners",
    "That a partner was told about a person.",
    key("referral_id", "The referral's id."),
    ref("nominal_id", "nominals", "Whom the partner was told about.", required=True),
    choice("recipient", "social_care school lado health nrm marac", "The partner.", "special", required=True),
    when("sent_at", "When it was sent.", required=True),
    ref("incident_id", "incidents", "The incident that it belongs to."),
    ref("case_id", "online_cases", "The online case that it belongs to."),
    ref("offender_id", "offenders", "The managed person that it is about."),
    when("acknowledged_at", "When the partner said that it had arrived."),
    when("decided_at", "When the partner said what it would do."),
    pairs=from_first("sent_at", "acknowledged_at", "decided_at"),
)

STRATEGY_DISCUSSIONS = record_set(
    "strategy_discussions",
    "partners",
    "A discussion between police, social care and others about a child.",
    key("discussion_id", "The discussion's id."),
    ref("nominal_id", "nominals", "The child.", required=True),
    ref("referral_id", "referrals", "The referral that led to it."),
    when("held_at", "When it was held.", required=True),
    choice(
        "outcome",
        "section_47_joint section_47_single no_further_action",
        "What was decided.",
        "special",
        required=True,
    ),
    when("conference_at", "When the child protection conference was held.", "special"),
    pairs=(("held_at", "conference_at"),),
)

POLICE_PROTECTIONS = record_set(
    "police_protections",
    "partners",
    "That a child was taken into police protection.",
    key("protection_id", "The protection's id."),
    ref("nominal_id", "nominals", "The child.", required=True),
    when("taken_at", "When it began.", "special", required=True),
    when("ended_at", "When it ended.", "special"),
    when("local_authority_told_at", "When the local authority was told.", "special"),
    pairs=from_first("taken_at", "ended_at", "local_authority_told_at"),
)

RECORD_SETS = (REFERRALS, STRATEGY_DISCUSSIONS, POLICE_PROTECTIONS)
