"""Who works for the force, and what they were trained in."""

from seenheard.records.columns import choice, key, number, record_set, ref, text, when

OFFICERS = record_set(
    "officers",
    "officers",
    "An officer or member of staff who can own work.",
    key("officer_id", "The officer's id."),
    text("name", "The name that colleagues know.", required=True),
    text("team", "The team.", "public", required=True),
    choice(
        "role",
        "offender_manager supervisor online_investigator child_investigator response other",
        "What the officer does.",
        "public",
        required=True,
    ),
    number("fte", "decimal", "Working time as a part of full time.", low=0, high=1),
    number("base_easting", "decimal", "OSGB36 metres east of the place of work.", "public"),
    number("base_northing", "decimal", "OSGB36 metres north of the place of work.", "public"),
    when("active_from", "The first day in the role; empty: always."),
    when("active_to", "The last day in the role; empty: still."),
    pairs=(("active_from", "active_to"),),
    is_event=False,
)

TRAINING = record_set(
    "training",
    "officers",
    "A course that an officer completed.",
    key("training_id", "The id of the record."),
    ref("officer_id", "officers", "Who was trained.", required=True),
    text("course", "The course: mosovo, arms, scaidp, kirat, voice_of_the_child or another.", "public", required=True),
    when("completed_on", "The day of completion.", required=True),
    when("expires_on", "The last day on which it holds; empty: does not expire."),
    is_event=False,
)

RECORD_SETS = (OFFICERS, TRAINING)
