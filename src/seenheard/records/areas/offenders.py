"""People who pose a risk, and how the force manages them."""

from seenheard.records.columns import RESTRICTED, choice, flag, key, number, record_set, ref, when

OFFENDERS = record_set(
    "offenders",
    "offenders",
    "A person who must notify the police, managed by the force.",
    key("offender_id", "The id of the record of management."),
    ref("nominal_id", "nominals", "The person.", required=True),
    ref("manager_id", "officers", "The offender manager."),
    when("registered_on", "The day on which the person was registered.", "special", required=True),
    when("notification_ends_on", "The last day of the duty to notify; empty: indefinite.", "special"),
    choice("risk_level", "very_high high medium low", "The risk level in force.", "special"),
    number("visit_interval_months", "integer", "The plan's own interval between visits.", "special", low=1),
    choice("management", "active reactive", "How the person is managed.", "special", required=True),
    choice(
        "location",
        "community custody hospital abroad whereabouts_unknown",
        "Where the person is.",
        "special",
        required=True,
    ),
    when("location_since", "Since when the location holds.", "special"),
    choice("mappa_level", "1 2 3", "The level of multi-agency management.", "special"),
    flag("no_fixed_abode", "The person has no fixed address.", "special"),
    RESTRICTED,
    is_event=False,
)

VISITS = record_set(
    "visits",
    "offenders",
    "A visit to a managed person, or an attempt at one.",
    key("visit_id", "The visit's id."),
    ref("offender_id", "offenders", "Who was to be visited.", required=True),
    when("attempted_at", "When the officer was at the door.", "special", required=True),
    choice("outcome", "seen no_reply refused moved", "What came of it.", "special", required=True),
    ref("officer_id", "officers", "Who went."),
    number("officers_present", "integer", "How many officers were there.", "special", low=0),
    ref("lone_visit_approved_by", "officers", "Who approved a visit by one officer alone."),
    flag("announced", "The person knew of the visit beforehand.", "special"),
)

RISK_ASSESSMENTS = record_set(
    "risk_assessments",
    "offenders",
    "A completed assessment of the risk that a managed person poses.",
    key("assessment_id", "The assessment's id."),
    ref("offender_id", "offenders", "Who was assessed.", required=True),
    choice("tool", "arms oasys", "The tool that was used.", "special", required=True),
    when("completed_on", "The day of completion.", "special", required=True),
)

NOTIFICATIONS = record_set(
    "notifications",
    "offenders",
    "A notification that a managed person made to the police.",
    key("notification_id", "The notification's id."),
    ref("offender_id", "offenders", "Who notified.", required=True),
    choice("kind", "initial annual change no_fixed_abode", "Why.", "special", required=True),
    when("notified_on", "The day of the notification.", "special", required=True),
)

RECORD_SETS = (OFFENDERS, VISITS, RISK_ASSESSMENTS, NOTIFICATIONS)
