"""Managing people who pose a risk."""

from __future__ import annotations

from seenheard.duties.duty import Clock, Condition, Duty, Fact, First, Listed, Maybe, Plural, Within
from seenheard.duties.foundations import (
    ACTIVE_OFFENDERS,
    EPISODES,
    HOME_PAIRS,
    OFFENDERS,
    OFFICERS,
    PEOPLE,
    associated,
    in_force,
    living_together,
    referrals_to,
    returned,
)
from seenheard.duties.language import (
    AS_OF,
    TODAY,
    FirstKnown,
    Records,
    Relation,
    Shared,
    column,
    count,
    later_of,
    when,
)

AREA = "offenders"
AWAY_OR_ENDED = (
    (column("away"), "the offender is in custody, in hospital or abroad"),
    (column("ended"), "the notification period has ended"),
)
LEVELS = ("very_high", "high", "medium", "low")
RISK_WORDS = when(
    column("risk_level").is_in("very_high"),
    "Very-high-risk offender",
    when(
        column("risk_level").is_in("high"),
        "High-risk offender",
        when(
            column("risk_level").is_in("medium"),
            "Medium-risk offender",
            when(column("risk_level").is_in("low"), "Low-risk offender", "Offender with no risk level"),
        ),
    ),
)
OFFENDER_FACTS = tuple(
    Fact("offenders", "offender_id", name)
    for name in ("registered_on", "risk_level", "management", "location", "location_since", "notification_ends_on")
)
VISITS = Records("visits")
SEEN_VISITS = VISITS.where(column("outcome").is_in("seen"))
ARMS = Records("risk_assessments").where(column("tool").is_in("arms"))


def since_last(offenders: Relation, last: Relation, key: str, at: str) -> Relation:
    """Each offender with the last of these records, or none: key_part ('registered' without one) and since."""
    newest = last.last("offender_id", by=(at, key)).only("offender_id", last_key=key, last_at=at)
    return offenders.joining(newest, "offender_id", keep_all=True).having(
        since=column("last_at").otherwise(column("registered_on")),
        key_part=column("last_key").otherwise("registered"),
    )


def offender_duty(**parts: object) -> Duty:
    """What the duties of this area share: subject, owner, facts."""
    shared: dict[str, object] = {
        "area": AREA,
        "subject_kind": "offender",
        "subject": "offender_id",
        "subject_nominal": "nominal_id",
        "person": "person",
        "owner": "owner",
        "team": "team",
        "risk_level": "risk_level",
        "restricted": ("restricted",),
        "facts": OFFENDER_FACTS,
        "still_possible": column("offender_id").recorded,
    }
    return Duty(**(shared | parts))  # type: ignore[arg-type]


_VISITED = since_last(ACTIVE_OFFENDERS, SEEN_VISITS, "visit_id", "attempted_at")
_ATTEMPTS = VISITS.where(~column("outcome").is_in("seen")).only(
    "offender_id", "visit_id", "outcome", attempted="attempted_at"
)
_FAILED = (
    _VISITED.only("offender_id", "since")
    .joining(_ATTEMPTS, "offender_id")
    .where(column("attempted").at_or_after(column("since")))
)

OFFENDER_VISIT = offender_duty(
    name="offender-visit",
    title="Visit to a registered sex offender",
    asks="An actively managed offender is seen at home as often as their plan, or else their risk level, asks.",
    matters="A visit is how police learn who lives there, what has changed and whether a child is in reach. "
    "In the spring of 2024, 283 of one force's 1,521 visits were overdue.",
    counts="Only a visit with the outcome seen. A visit that finds nobody in, is refused, or finds that they have moved "
    "does not count, and is named as an attempt.",
    needs=("offenders", "visits"),
    one_per=_VISITED.joining(_FAILED.gathered("offender_id", attempts=count()), "offender_id", keep_all=True).having(
        attempts=column("attempts").otherwise(0)
    ),
    key=(column("offender_id"), column("key_part")),
    starts=returned(column("since")),
    within=Within(
        (
            (column("visit_interval_months").recorded, Clock(months=column("visit_interval_months"))),
            *((column("risk_level").is_in(level), Clock(f"within_{level}")) for level in LEVELS),
        )
    ),
    recurs=True,
    excused=AWAY_OR_ENDED,
    unknown=(
        (
            column("visit_interval_months").not_recorded & column("risk_level").not_recorded,
            "neither a visit interval nor a risk level is recorded",
        ),
    ),
    facts=(
        *OFFENDER_FACTS,
        Fact("offenders", "offender_id", "visit_interval_months"),
        Fact("visits", "last_key", "last_at", of="attempted_at"),
    ),
    listed=(
        Listed(
            of=_ATTEMPTS, on=(("offender_id", "offender_id"),), record_set="visits", key="visit_id",
            columns=("attempted", "outcome"), at="attempted",
        ),
    ),
    late=(
        RISK_WORDS,
        " not seen for ",
        Plural(column("days_since_start"), "day", "days"),
        "; a visit is due every ",
        "{within}",
        Maybe(
            column("attempts") > 0,
            ("; ", Plural(column("attempts"), "attempt", "attempts"), " since did not find them"),
        ),
    ),
)

OFFENDER_FIRST_VISIT = offender_duty(
    name="offender-first-visit",
    title="First visit after registration",
    asks="An actively managed offender is seen at home soon after registering.",
    matters="The first visit sets the risk assessment and the plan; until it is made, both are guesses.",
    needs=("offenders", "visits"),
    one_per=ACTIVE_OFFENDERS,
    key=(column("offender_id"),),
    starts=column("registered_on"),
    within=Within(((None, Clock("within")),)),
    met_by=First(SEEN_VISITS, at=column("attempted_at"), on=(("offender_id", "offender_id"),)),
    excused=AWAY_OR_ENDED,
    late=(RISK_WORDS, " registered ", Plural(column("days_since_start"), "day", "days"),
          " ago and not yet seen; the first visit is due within ", "{within}"),
)

_ASSESSED = since_last(ACTIVE_OFFENDERS, ARMS, "assessment_id", "completed_on")
OFFENDER_ASSESSMENT = offender_duty(
    name="offender-assessment",
    title="Active risk management assessment (ARMS)",
    asks="An actively managed offender's risk is assessed afresh at least once a year.",
    matters="Risk changes with home, work and company; a plan that rests on an old assessment protects nobody.",
    needs=("offenders", "risk_assessments"),
    one_per=_ASSESSED,
    key=(column("offender_id"), column("key_part")),
    starts=returned(column("since")),
    within=Within(((None, Clock("within")),)),
    recurs=True,
    excused=AWAY_OR_ENDED,
    facts=(*OFFENDER_FACTS, Fact("risk_assessments", "last_key", "last_at", of="completed_on")),
    late=(RISK_WORDS, " without an ARMS assessment for ", Plural(column("days_since_start"), "day", "days"),
          "; one is due every ", "{within}"),
)

_NOTIFIED = since_last(OFFENDERS, Records("notifications"), "notification_id", "notified_on")
OFFENDER_NOTIFICATION = offender_duty(
    name="offender-notification",
    title="Notification of details to the police",
    asks="A registered offender notifies their details every year; every seven days without a fixed address.",
    matters="An offender who does not notify commits an offence, and police no longer know where they are.",
    needs=("offenders", "notifications"),
    one_per=_NOTIFIED,
    key=(column("offender_id"), column("key_part")),
    starts=column("since"),
    within=Within(((column("no_fixed_abode"), Clock("within_no_fixed_abode")), (None, Clock("within")))),
    due=Value_not_before if False else None,  # replaced below
    recurs=True,
    excused=AWAY_OR_ENDED,
    late=(RISK_WORDS,),
)
