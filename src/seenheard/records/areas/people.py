"""Who is who: nominals and how they are associated."""

from seenheard.records.columns import RESTRICTED, choice, flag, key, number, record_set, ref, text, when

NOMINALS = record_set(
    "nominals",
    "people",
    "A person's record in one source system. One human can have several.",
    key("nominal_id", "The record's id in the extract."),
    text("source_system", "The system that the record comes from.", "public", required=True),
    text("forenames", "All forenames."),
    text("surname", "The surname."),
    when("date_of_birth", "The date of birth; decides who is a child."),
    choice("sex", "M F I U", "Male, female, indeterminate, unknown."),
    text("ethnicity", "The self-defined 16+1 code; not checked.", "special"),
    choice("disability", "yes no not_recorded", "Whether a disability is recorded.", "special"),
    text("pnc_id", "The id in the Police National Computer.", "special"),
    text("address_line", "The first line of the address.", "restricted"),
    text("postcode", "The postcode.", "restricted"),
    text("uprn", "The unique property reference number of the address.", "restricted"),
    number("easting", "decimal", "OSGB36 metres east.", "restricted"),
    number("northing", "decimal", "OSGB36 metres north.", "restricted"),
    text("school", "The school, by the name or code that school_days.csv uses.", "restricted"),
    flag("looked_after", "Looked after by a local authority.", "special"),
    when("died_on", "The date of death."),
    RESTRICTED,
    is_event=False,
)

ASSOCIATIONS = record_set(
    "associations",
    "people",
    "That two nominals belong together, and how.",
    key("association_id", "The association's id."),
    ref("nominal_id", "nominals", "One of the two; of kind parent: the parent.", required=True),
    ref("other_nominal_id", "nominals", "The other; of kind parent: the child.", required=True),
    choice(
        "kind",
        "parent sibling partner lives_with associate",
        "How they belong together. Only parent has a direction: nominal_id is the parent of other_nominal_id.",
        required=True,
    ),
    when("started_on", "The first day; empty: always."),
    when("ended_on", "The last day; empty: still."),
    pairs=(("started_on", "ended_on"),),
    is_event=False,
)

RECORD_SETS = (NOMINALS, ASSOCIATIONS)
