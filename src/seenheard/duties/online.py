"""Online child sexual exploitation."""

from __future__ import annotations

from seenheard.duties.duty import EVERY, OVERDUE, SINCE, WITHIN, At, Clock, Duty, Fact, First, Within
from seenheard.duties.foundations import CASE_OWNERS, CASES, COUNTING_GRADINGS, case_events, referrals_to
from seenheard.duties.language import (
    Records,
    Relation,
    Value,
    choice,
    column,
    earlier_of,
    earliest,
    misordered,
    number,
    value,
    when,
)

AREA = "online"
LEVELS = ("very_high", "high", "medium", "low")
CASE_FACTS = tuple(Fact("online_cases", "case_id", name) for name in ("received_at", "closed_at", "source"))
OPEN = column("closed_at").not_recorded
EVENTS = Records("case_events")


def online_duty(**parts: object) -> Duty:
    """What the duties of this area share: subject, owner, facts, and that an open case can always be put right."""
    shared: dict[str, object] = {
        "area": AREA,
        "subject_kind": "record",
        "subject": "case_id",
        "owner": "owner",
        "team": "team",
        "risk_level": "risk_level",
        "restricted": ("restricted",),
        "facts": CASE_FACTS,
        "still_possible": column("received_at").recorded & OPEN,
        "needs": ("online_cases", "case_events"),
        "within": Within(((None, Clock("within")),)),
    }
    return Duty(**(shared | parts))  # type: ignore[arg-type]


ONLINE_GRADING = online_duty(
    name="online-grading",
    title="First grading of an online case",
    asks="An online case is graded for risk soon after it is received.",
    matters="Until a case is graded nobody knows whether a child is being abused today.",
    one_per=CASES,
    key=(column("case_id"),),
    starts=column("received_at"),
    met_by=First(case_events("graded"), at=column("occurred_at"), on=(("case_id", "case_id"),)),
    excused=(
        (
            column("closed_at").recorded & column("due_at").after(column("closed_at")),
            "the case was closed ungraded before it was due",
        ),
    ),
    late=(
        "Online case not graded ",
        SINCE,
        " after it was received; a grading is due within ",
        WITHIN,
    ),
)

_TO_ENFORCE = COUNTING_GRADINGS.joining(
    CASES.only("case_id", "received_at", "closed_at", "owner", "team", "restricted", "source", "risk_level"),
    "case_id",
)
_CHARGED = case_events("charging_decision").gathered("case_id", charged_at=earliest(column("occurred_at")))
ONLINE_ENFORCEMENT = online_duty(
    name="online-enforcement",
    title="Enforcement after grading",
    asks="A graded online case is enforced (a warrant executed, a suspect arrested) as fast as its grading asks.",
    matters="Behind a very high grading there may be a child within the suspect's reach now.",
    counts="The grading that counts is the last at or before the first enforcement. An event of the kind enforced counts; "
    "a warrant applied for does not.",
    one_per=_TO_ENFORCE.joining(_CHARGED, "case_id", keep_all=True),
    key=(column("case_id"), column("event_id")),
    starts=when(choice("counts_from") == "receipt", column("received_at"), column("graded_at")),
    within=Within(tuple((column("level").is_in(level), Clock(f"within_{level}")) for level in LEVELS)),
    met_by=First(case_events("enforced"), at=column("occurred_at"), on=(("case_id", "case_id"),)),
    risk_level="level",
    excused=(
        (
            column("closed_at").recorded & column("enforced_at").not_recorded & column("charged_at").recorded,
            "the case was closed with a charging decision and without enforcement",
        ),
    ),
    unknown=((column("level").not_recorded, "the grading has no level"),),
    facts=(
        *CASE_FACTS,
        Fact("case_events", "event_id", "graded_at", of="occurred_at"),
        Fact("case_events", "event_id", "level"),
    ),
    late=(
        when(
            column("level").is_in("very_high"),
            "Very-high-risk",
            when(
                column("level").is_in("high"),
                "High-risk",
                when(column("level").is_in("medium"), "Medium-risk", "Low-risk"),
            ),
        ),
        " online case not enforced ",
        SINCE,
        " after the clock began; enforcement is due within ",
        WITHIN,
    ),
)

_NAMED_CHILDREN = (
    case_events("child_identified")
    .with_person()
    .having(
        child=column("nominal_id").otherwise("unnamed"),
        child_person=when(column("nominal_id").recorded, column("person"), ""),
    )
    .first("case_id", "child_person", by=("occurred_at", "event_id"))
    .only("case_id", "child", "child_person", "event_id", "nominal_id", identified_at="occurred_at")
)
ONLINE_CHILDREN_SHARED = online_duty(
    name="online-children-shared",
    title="Sharing an identified child with social care",
    asks="A child identified in an online case is referred to social care.",
    matters="Police alone can't keep a child safe at home; those who can must know.",
    counts="The referral must name the case and the child; for a child without a name, any referral of the case counts.",
    needs=("online_cases", "case_events", "referrals"),
    one_per=_NAMED_CHILDREN.joining(CASES, "case_id"),
    key=(column("case_id"), column("child")),
    involves=("child_person",),
    starts=column("identified_at"),
    met_by=First(
        referrals_to("social_care"),
        at=column("sent_at"),
        on=(("case_id", "case_id"),),
        provided=column("nominal_id").not_recorded | (column("met_person") == column("child_person")),
    ),
    facts=(
        *CASE_FACTS,
        Fact("case_events", "event_id", "identified_at", of="occurred_at"),
        Fact("case_events", "event_id", "nominal_id"),
    ),
    late=(
        "A child was identified ",
        SINCE,
        " ago and no referral to social care with this case is recorded; one is due within ",
        WITHIN,
    ),
)

_CHILD_WORK = case_events("child_work_identified").first("case_id", by=("occurred_at", "event_id"))
ONLINE_LADO = online_duty(
    name="online-lado",
    title="Telling the designated officer of someone who works with children",
    asks="When a suspect is found to work or volunteer with children, the local authority designated officer is told.",
    matters="Only the designated officer can see that the suspect does not go to work with children tomorrow.",
    needs=("online_cases", "case_events", "referrals"),
    one_per=_CHILD_WORK.only("case_id", "event_id", identified_at="occurred_at").joining(CASES, "case_id"),
    key=(column("case_id"),),
    starts=column("identified_at"),
    met_by=First(referrals_to("lado"), at=column("sent_at"), on=(("case_id", "case_id"),)),
    facts=(*CASE_FACTS, Fact("case_events", "event_id", "identified_at", of="occurred_at")),
    late=(
        "The suspect was found to work with children ",
        SINCE,
        " ago and the designated officer has not been told; that is due within ",
        WITHIN,
    ),
)

_LAST_EVENT = EVENTS.last("case_id", by=("occurred_at", "event_id")).only(
    "case_id", "event_id", last_event_at="occurred_at", stage="kind"
)
_STAGE_WORDS = {
    "researched": "the research",
    "graded": "the grading",
    "child_identified": "a child was identified",
    "child_work_identified": "work with children was identified",
    "warrant_applied": "the application for a warrant",
    "enforced": "the enforcement",
    "devices_submitted": "devices were submitted",
    "devices_examined": "devices were examined",
    "images_uploaded": "images were uploaded",
    "charging_decision": "the charging decision",
}


def _stage() -> Value:
    words: Value = value("it was received")
    for kind, text in _STAGE_WORDS.items():
        words = when(column("stage").is_in(kind), text, words)
    return words


ONLINE_PROGRESS = online_duty(
    name="online-progress",
    title="Moving an open online case on",
    asks="Something happens in every open online case at least every four weeks.",
    matters="Inspectors found online cases standing still while the suspect went on living with children.",
    counts="Any case event counts.",
    one_per=CASES.where(OPEN).joining(_LAST_EVENT, "case_id", keep_all=True),
    key=(column("case_id"), column("event_id").otherwise("received")),
    starts=column("last_event_at").otherwise(column("received_at")),
    recurs=True,
    facts=(
        *CASE_FACTS,
        Fact("case_events", "event_id", "last_event_at", of="occurred_at"),
        Fact("case_events", "event_id", "stage", of="kind"),
    ),
    late=(
        "Nothing recorded in this open online case for ",
        SINCE,
        " since ",
        _stage(),
        "; a step is due ",
        EVERY,
    ),
)


def _with_case(events: Relation) -> Relation:
    """The events with what is known of their case; its gradings count even where the case itself does not stand."""
    columns = ("case_id", "received_at", "closed_at", "suspect_nominal_id", "owner", "team", "restricted", "source")
    gradings = COUNTING_GRADINGS.only("case_id", risk_level="level")
    return events.joining(CASES.only(*columns), "case_id", keep_all=True).joining(gradings, "case_id", keep_all=True)


_SUBMITTED = case_events("devices_submitted").only("event_id", "case_id", submitted_at="occurred_at")
ONLINE_DEVICES = online_duty(
    name="online-devices",
    title="Examination of devices",
    asks="Devices that were submitted are examined.",
    matters="On an unexamined device may be a child whom nobody has found yet.",
    one_per=_with_case(_SUBMITTED),
    key=(column("event_id"),),
    starts=column("submitted_at"),
    met_by=First(case_events("devices_examined"), at=column("occurred_at"), on=(("case_id", "case_id"),)),
    facts=(*CASE_FACTS, Fact("case_events", "event_id", "submitted_at", of="occurred_at")),
    late=(
        "Devices submitted ",
        SINCE,
        " ago are not examined; that is due within ",
        WITHIN,
    ),
)

_BAILS = Records("bails").where(column("protects_child")).with_person("suspect_nominal_id", "suspect")
_NEXT_BAIL = (
    _BAILS.where(column("case_id").recorded)
    .joining(_BAILS.only("case_id", "suspect", later_starts_at="starts_at"), "case_id", "suspect")
    .where(column("later_starts_at").after(column("starts_at")))
    .gathered("bail_id", next_starts_at=earliest(column("later_starts_at")))
)
_PROTECTED = (
    _BAILS.joining(_NEXT_BAIL, "bail_id", keep_all=True)
    .having(answered_at=earlier_of(column("ended_at"), column("next_starts_at")))
    .shifted("warns_at", "ends_at", value(0) - number("before_end", "online-bail"))
    .where(column("answered_at").not_recorded | column("answered_at").at_or_after(column("warns_at")))
    .joining(CASE_OWNERS, "case_id", keep_all=True)
    .joining(CASES.only("case_id", "closed_at", "received_at"), "case_id", keep_all=True)
    .joining(COUNTING_GRADINGS.only("case_id", risk_level="level"), "case_id", keep_all=True)
)
ONLINE_BAIL = online_duty(
    name="online-bail",
    title="Keeping bail conditions that protect a child",
    asks="Before bail with conditions that protect a child ends, it is ended by a decision or followed by new bail.",
    matters="On the day after bail lapses nothing keeps the suspect from the child.",
    needs=("bails",),
    one_per=_PROTECTED,
    key=(column("bail_id"),),
    subject="bail_id",
    involves=("suspect",),
    starts=column("warns_at"),
    within=None,
    due=column("ends_at"),
    met_by=At(column("answered_at")),
    unknown=((misordered("bails", "ends_at"), "the bail ends before it starts"),),
    owner="case_owner",
    team="case_team",
    restricted=("case_restricted",),
    facts=tuple(Fact("bails", "bail_id", name) for name in ("starts_at", "ends_at", "ended_at", "case_id")),
    still_possible=column("received_at").recorded & OPEN,
    late=(
        "Bail conditions that protect a child lapsed ",
        OVERDUE,
        " ago; no decision and no new bail is recorded",
    ),
    not_due=("Bail conditions that protect a child are about to end; no decision and no new bail is recorded",),
)

DUTIES = (
    ONLINE_GRADING,
    ONLINE_ENFORCEMENT,
    ONLINE_CHILDREN_SHARED,
    ONLINE_LADO,
    ONLINE_PROGRESS,
    ONLINE_DEVICES,
    ONLINE_BAIL,
)
