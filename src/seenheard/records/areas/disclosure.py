"""Applications under the child sex offender disclosure scheme (Sarah's Law)."""

from seenheard.records.columns import from_first, key, record_set, ref, text, when

DISCLOSURES = record_set(
    "disclosures",
    "disclosure",
    "An application to be told whether a person poses a risk to a child.",
    key("disclosure_id", "The application's id."),
    when("applied_at", "When the application was made.", "special", required=True),
    when("checked_at", "When the first checks were done.", "special"),
    when("interviewed_at", "When the applicant was interviewed.", "special"),
    when("decided_at", "When it was decided.", "special"),
    ref("owner_id", "officers", "Who owns the application."),
    text("team", "The team that owns the application.", "public"),
    pairs=from_first("applied_at", "checked_at", "interviewed_at", "decided_at"),
)

RECORD_SETS = (DISCLOSURES,)
