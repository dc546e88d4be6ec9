"""Missing episodes, assessments of exploitation, and flags."""

from seenheard.records.columns import choice, from_first, key, record_set, ref, text, when

MISSING_EPISODES = record_set(
    "missing_episodes",
    "missing",
    "A time during which a person was reported missing.",
    key("episode_id", "The episode's id."),
    ref("nominal_id", "nominals", "Who was missing.", required=True),
    when("reported_at", "When the person was reported missing.", required=True),
    when("graded_at", "When the risk was graded."),
    choice("risk_level", "no_apparent low medium high", "The grade."),
    when("returned_at", "When the person was found or came back."),
    when("prevention_interview_at", "When police held the prevention interview."),
    when("return_interview_at", "When the council's return interview was held."),
    ref("owner_id", "officers", "Who owns the episode."),
    text("team", "The team that owns the episode.", "public"),
    pairs=(
        *from_first("reported_at", "graded_at", "returned_at"),
        *from_first("returned_at", "prevention_interview_at", "return_interview_at"),
    ),
)

EXPLOITATION_ASSESSMENTS = record_set(
    "exploitation_assessments",
    "missing",
    "A completed assessment of how much a person is exploited.",
    key("assessment_id", "The assessment's id."),
    ref("nominal_id", "nominals", "Who was assessed.", required=True),
    text("tool", "The tool that was used.", "public", required=True),
    when("completed_at", "When it was completed.", "special", required=True),
    choice("level", "not_at_risk mild moderate significant", "What it concluded.", "special", required=True),
)

FLAGS = record_set(
    "flags",
    "missing",
    "A warning marker on a nominal.",
    key("flag_id", "The flag's id."),
    ref("nominal_id", "nominals", "Whose record carries it.", required=True),
    choice(
        "flag",
        "sexual_exploitation criminal_exploitation child_protection_plan looked_after registered_sex_offender other",
        "What it warns of.",
        "special",
        required=True,
    ),
    when("raised_at", "When it was raised.", "special", required=True),
    when("ended_at", "When it was taken off; empty: still there.", "special"),
    pairs=(("raised_at", "ended_at"),),
    is_event=False,
)

RECORD_SETS = (MISSING_EPISODES, EXPLOITATION_ASSESSMENTS, FLAGS)
