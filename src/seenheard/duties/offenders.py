"""Managing people who pose a risk."""

from __future__ import annotations

from seenheard.duties.duty import EVERY, SINCE, WITHIN, Clock, Condition, Duty, Fact, First, Listed, Maybe, Plural, Within
from seenheard.duties.foundations import (
    ACTIVE_OFFENDERS,
    EPISODES,
    IN_POST,
    OFFENDERS,
    referrals_to,
    returned,
)
from seenheard.duties.household import GROUND_FACTS, IN_HOUSEHOLD
from seenheard.duties.language import (
    Records,
    Relation,
    column,
    count,
    value,
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
_SHOWN = ("registered_on", "risk_level", "management", "location", "location_since", "notification_ends_on")
OFFENDER_FACTS = tuple(Fact("offenders", "offender_id", name) for name in _SHOWN)
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
_ATTEMPTS = VISITS.where(~column("outcome").is_in("seen")).only("offender_id", "visit_id", "outcome", "attempted_at")
_FAILED = (
    _VISITED.only("offender_id", "since")
    .joining(_ATTEMPTS, "offender_id")
    .where(column("attempted_at").at_or_after(column("since")))
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
            of=_ATTEMPTS,
            on=(("offender_id", "offender_id"),),
            record_set="visits",
            key="visit_id",
            columns=("attempted_at", "outcome"),
            at="attempted_at",
        ),
    ),
    late=(
        RISK_WORDS,
        " not seen for ",
        SINCE,
        "; a visit is due ",
        EVERY,
        Maybe(
            column("attempts") > 0,
            ("; since then ", Plural(column("attempts"), "attempt", "attempts"), " without success"),
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
    late=(
        RISK_WORDS,
        " registered ",
        SINCE,
        " ago and not yet seen; the first visit is due within ",
        WITHIN,
    ),
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
    late=(
        RISK_WORDS,
        " without an ARMS assessment for ",
        SINCE,
        "; one is due ",
        EVERY,
    ),
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
    due_not_before=(column("back"), column("location_since"), "after_return"),
    recurs=True,
    excused=AWAY_OR_ENDED,
    facts=(
        *OFFENDER_FACTS,
        Fact("offenders", "offender_id", "no_fixed_abode"),
        Fact("notifications", "last_key", "last_at", of="notified_on"),
    ),
    late=(
        RISK_WORDS,
        " has not notified their details for ",
        SINCE,
        "; it is due ",
        EVERY,
    ),
)

_LONE = Records("visits").where(column("officers_present").not_recorded | (column("officers_present") == 1))
OFFENDER_LONE_VISIT = offender_duty(
    name="offender-lone-visit",
    title="Approval of a visit made alone",
    asks="A visit is made by two officers; one made alone is approved by a supervisor.",
    matters="A lone visit is a risk to the officer, and an offender is easier to believe when nobody else listens.",
    needs=("visits",),
    one_per=_LONE.only("visit_id", "offender_id", "attempted_at", "officers_present", "lone_visit_approved_by").joining(
        OFFENDERS, "offender_id", keep_all=True
    ),
    key=(column("visit_id"),),
    starts=column("attempted_at"),
    within=Within(((None, Clock("within")),)),
    met_by=Condition(column("lone_visit_approved_by").recorded, met_at_start=True),
    unknown=((column("officers_present").not_recorded, "the number of officers present is not recorded"),),
    facts=(
        Fact("visits", "visit_id", "attempted_at"),
        Fact("visits", "visit_id", "officers_present"),
        Fact("visits", "visit_id", "lone_visit_approved_by"),
        *OFFENDER_FACTS,
    ),
    late=(
        "A visit ",
        SINCE,
        " ago was made by one officer alone, and no supervisor's approval is recorded",
    ),
)

_NAMED = (
    Records("incident_people")
    .with_person()
    .joining(Records("incidents").only("incident_id", named_at="reported_at", event_restricted="restricted"), "incident_id")
    .having(event_set="incidents")
    .only("person", "named_at", "event_set", "event_restricted", event_id="incident_id"),
    EPISODES.having(event_set="missing_episodes", event_restricted=value(False)).only(
        "person", "event_set", "event_restricted", event_id="episode_id", named_at="reported_at"
    ),
    Records("online_cases")
    .where(column("suspect_nominal_id").recorded)
    .with_person("suspect_nominal_id")
    .having(event_set="online_cases")
    .only("person", "event_set", event_id="case_id", named_at="received_at", event_restricted="restricted"),
)
_REACTIVE = (
    OFFENDERS.where(column("management").is_in("reactive"))
    .joining(
        ARMS.last("offender_id", by=("completed_on", "assessment_id")).only("offender_id", "assessment_id", "completed_on"),
        "offender_id",
        keep_all=True,
    )
    .joining(_NAMED[0].and_also(*_NAMED[1:]), "person")
    .where(
        when(
            column("completed_on").recorded,
            column("named_at").after(column("completed_on")),
            column("named_at").at_or_after(column("registered_on")),
        )
    )
    .first("offender_id", by=("named_at", "event_id"))
    .having(
        incident_id=when(column("event_set").is_in("incidents"), column("event_id")),
        episode_id=when(column("event_set").is_in("missing_episodes"), column("event_id")),
        case_id=when(column("event_set").is_in("online_cases"), column("event_id")),
    )
)
OFFENDER_REACTIVE_REVIEW = offender_duty(
    name="offender-reactive-review",
    title="Review after new information about an offender managed reactively",
    asks="When an offender who is managed reactively is named in an incident, a missing episode or an online case, "
    "their risk is assessed again.",
    matters="Reactive management rests on nothing new being known. Once something is, it no longer stands.",
    counts="Any role in an incident counts, and being the suspect of an online case.",
    needs=(
        "offenders",
        "risk_assessments",
        "incidents",
        "incident_people",
        "missing_episodes",
        "online_cases",
    ),
    one_per=_REACTIVE,
    key=(column("offender_id"), column("event_id")),
    starts=returned(column("named_at")),
    within=Within(((None, Clock("within")),)),
    restricted=("restricted", "event_restricted"),
    recurs=True,
    excused=AWAY_OR_ENDED,
    facts=(
        *OFFENDER_FACTS,
        Fact("incidents", "incident_id", "named_at", of="reported_at"),
        Fact("missing_episodes", "episode_id", "named_at", of="reported_at"),
        Fact("online_cases", "case_id", "named_at", of="received_at"),
        Fact("risk_assessments", "assessment_id", "completed_on"),
    ),
    late=(
        RISK_WORDS,
        " under reactive management was named in a record ",
        SINCE,
        " ago and has not been assessed since; a review is due within ",
        WITHIN,
    ),
)

_MANAGERS = IN_POST.only(active_manager="officer_id")
OFFENDER_UNALLOCATED = offender_duty(
    name="offender-unallocated",
    title="An offender without a manager",
    asks="Every registered offender has a named manager who is in post.",
    matters="An offender on nobody's list is visited by nobody.",
    needs=("offenders", "officers"),
    one_per=OFFENDERS.where(~column("ended")).joining(
        _MANAGERS.having(manager_id=column("active_manager")), "manager_id", keep_all=True
    ),
    key=(column("offender_id"),),
    starts=returned(column("registered_on")),
    within=Within(((None, Clock("within")),)),
    met_by=Condition(column("active_manager").recorded),
    facts=(*OFFENDER_FACTS, Fact("offenders", "offender_id", "manager_id")),
    late=(
        RISK_WORDS,
        " has no manager in post ",
        SINCE,
        when(
            column("back") & column("location_since").after(column("registered_on")),
            " after coming back into the community",
            " after registration",
        ),
        "; one is due within ",
        WITHIN,
    ),
)

OFFENDER_CHILD_IN_HOUSEHOLD = offender_duty(
    name="offender-child-in-household",
    title="A child in an offender's household",
    asks="When records show a child living with a registered offender, or being their child, social care is told.",
    matters="Two records that nobody lays side by side can hide a child who lives with someone who may harm them.",
    counts="A shared address of more than twelve persons makes no household. A referral up to a week before counts.",
    needs=("offenders", "nominals", "associations", "referrals"),
    subject_kind="child",
    one_per=IN_HOUSEHOLD,
    key=(column("offender_id"), column("other_nominal")),
    subject="other_nominal",
    subject_nominal="other_nominal",
    person="child",
    involves=("person",),
    starts=column("start"),
    within=Within(((None, Clock("within")),)),
    met_by=First(
        referrals_to("social_care"),
        at=column("sent_at"),
        on=(("child", "person"),),
        days_before="referral_before",
    ),
    excused=AWAY_OR_ENDED,
    unknown=((column("child_born").not_recorded, "no date of birth is recorded"),),
    facts=(
        *GROUND_FACTS,
        *(Fact("offenders", "offender_id", name) for name in ("nominal_id", "registered_on", "location")),
    ),
    late=(
        when(
            column("ground").is_in("parent"),
            "A registered offender is the parent of a child",
            when(
                column("ground").is_in("lives with"),
                "A child lives with a registered offender",
                "A child has the same address as a registered offender",
            ),
        ),
        *(" (", column("offender_id"), "): known for "),
        SINCE,
        ", and no referral to social care is recorded; one is due within ",
        WITHIN,
    ),
)

DUTIES = (
    OFFENDER_VISIT,
    OFFENDER_FIRST_VISIT,
    OFFENDER_ASSESSMENT,
    OFFENDER_NOTIFICATION,
    OFFENDER_LONE_VISIT,
    OFFENDER_REACTIVE_REVIEW,
    OFFENDER_CHILD_IN_HOUSEHOLD,
    OFFENDER_UNALLOCATED,
)
