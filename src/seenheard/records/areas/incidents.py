"""Incidents, who was in them, and the officers' contacts with children."""

from seenheard.records.columns import RESTRICTED, choice, flag, from_first, key, record_set, ref, text, when

INCIDENTS = record_set(
    "incidents",
    "incidents",
    "Something that was reported to the police.",
    key("incident_id", "The incident's id."),
    choice("kind", "domestic_abuse child_concern child_abuse exploitation other", "What kind.", required=True),
    when("reported_at", "When it was reported.", required=True),
    when("attended_at", "When officers first attended."),
    choice("risk_level", "standard medium high", "The risk level that was given."),
    ref("owner_id", "officers", "Who owns the incident."),
    text("team", "The team that owns the incident.", "public"),
    when("closed_at", "When the incident was closed."),
    RESTRICTED,
    pairs=from_first("reported_at", "attended_at", "closed_at"),
)

INCIDENT_PEOPLE = record_set(
    "incident_people",
    "incidents",
    "That a nominal had a part in an incident.",
    key("incident_person_id", "The id of this part."),
    ref("incident_id", "incidents", "The incident.", required=True),
    ref("nominal_id", "nominals", "The person.", required=True),
    choice(
        "role",
        "victim suspect child_related child_present witness other",
        "The part.",
        "special",
        required=True,
    ),
)

CHILD_CONTACTS = record_set(
    "child_contacts",
    "incidents",
    "A contact of an officer with a child, or an attempt at one.",
    key("contact_id", "The contact's id."),
    ref("nominal_id", "nominals", "The child.", required=True),
    ref("incident_id", "incidents", "The incident that it belongs to."),
    ref("case_id", "online_cases", "The online case that it belongs to."),
    ref("officer_id", "officers", "The officer."),
    when("contact_at", "When it took place or was tried.", required=True),
    flag("seen", "The child was seen; empty counts as not seen."),
    flag("spoken_to", "The child was spoken to."),
    flag("alone", "The child was spoken to alone."),
    text("words", "What the child said, in the child's words.", "restricted"),
    text("demeanour", "How the child was.", "restricted"),
    text("home", "What the home was like.", "restricted"),
    text("not_seen_reason", "Why the child was not seen.", "restricted"),
    text("narrative", "The officer's account.", "restricted"),
)

RECORD_SETS = (INCIDENTS, INCIDENT_PEOPLE, CHILD_CONTACTS)
