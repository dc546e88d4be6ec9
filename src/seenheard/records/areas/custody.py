"""Detention in police custody."""

from seenheard.records.columns import choice, from_first, key, record_set, ref, when

DETENTIONS = record_set(
    "detentions",
    "custody",
    "A person's stay in police custody.",
    key("detention_id", "The detention's id."),
    ref("nominal_id", "nominals", "Who was detained.", required=True),
    when("arrived_at", "When the person arrived in custody.", "special", required=True),
    when("released_at", "When the person left.", "special"),
    when("appropriate_adult_requested_at", "When an appropriate adult was asked for.", "special"),
    when("appropriate_adult_arrived_at", "When the appropriate adult arrived.", "special"),
    when("charged_at", "When the person was charged.", "special"),
    when("bail_refused_at", "When bail was refused.", "special"),
    when("accommodation_requested_at", "When the council was asked for a bed.", "special"),
    choice("accommodation_outcome", "provided refused none_available", "What the council answered.", "special"),
    pairs=from_first(
        "arrived_at",
        "released_at",
        "appropriate_adult_requested_at",
        "appropriate_adult_arrived_at",
        "charged_at",
        "bail_refused_at",
        "accommodation_requested_at",
    ),
)

RECORD_SETS = (DETENTIONS,)
