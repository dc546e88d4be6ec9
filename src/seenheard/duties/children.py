"""Children seen and heard, and the domestic abuse that they live with."""

from __future__ import annotations

from seenheard.duties.duty import SINCE, WITHIN, At, Clock, Duty, Fact, First, Listed, Maybe, MovedBy, Plural, Within
from seenheard.duties.exploitation import child_duty
from seenheard.duties.foundations import (
    CONTACTS,
    IN_DOMESTIC_ABUSE,
    PEOPLE,
    REFERRALS,
    SEEN_AND_HEARD,
    referrals_to,
)
from seenheard.duties.household import GROUND_FACTS, SIBLINGS
from seenheard.duties.language import (
    FirstKnown,
    Records,
    any_of,
    column,
    count,
    in_list,
    letters,
    smallest,
    when,
)

SEEN, DOMESTIC = "seen_and_heard", "domestic_abuse"
INCIDENT = ("nominals", "incidents", "incident_people")
INCIDENT_FACTS = tuple(Fact("incidents", "incident_id", name) for name in ("kind", "reported_at", "risk_level"))
PERSON_AND_INCIDENT = (("person", "person"), ("incident_id", "incident_id"))
SEEN_CONTACTS = CONTACTS.where(column("seen"))
NOT_SEEN = CONTACTS.where(~column("seen").otherwise(False))
_KIND_WORDS = when(
    column("kind").is_in("domestic_abuse"),
    "a domestic abuse incident",
    when(
        column("kind").is_in("child_abuse"),
        "a child abuse incident",
        when(
            column("kind").is_in("exploitation"),
            "an exploitation incident",
            "an incident of concern for a child",
        ),
    ),
)

_ATTEMPTS = NOT_SEEN.where(column("not_seen_reason").recorded)
_TRIED = (
    SEEN_AND_HEARD.only("incident_id", "person", "reported_at")
    .joining(NOT_SEEN.only("incident_id", "person", "contact_at"), "incident_id", "person")
    .where(column("contact_at").at_or_after(column("reported_at")))
    .gathered("incident_id", "person", attempts=count())
)
CHILD_SEEN = child_duty(
    name="child-seen",
    area=SEEN,
    title="Seeing the child",
    asks="Every child in an incident is seen by an officer within 24 hours of the report.",
    matters="In the case files that inspectors read, children were not seen. A child who is not seen can't be protected.",
    counts="A contact with that child for that incident that is recorded as seen. A contact that could not see the child, "
    "with a reason, gives 72 hours more from then, never past 120 hours after the report.",
    needs=(*INCIDENT, "child_contacts"),
    one_per=SEEN_AND_HEARD.joining(_TRIED, "incident_id", "person", keep_all=True),
    key=(column("incident_id"), column("nominal_id")),
    starts=column("reported_at"),
    met_by=First(SEEN_CONTACTS, at=column("contact_at"), on=PERSON_AND_INCIDENT),
    moved_by=MovedBy(_ATTEMPTS, "contact_at", "contact_id", PERSON_AND_INCIDENT, "attempt_extends", "never_later"),
    restricted=("restricted",),
    facts=INCIDENT_FACTS,
    listed=(
        Listed(
            of=NOT_SEEN,
            on=PERSON_AND_INCIDENT,
            record_set="child_contacts",
            key="contact_id",
            columns=("contact_at", "not_seen_reason"),
            at="contact_at",
        ),
    ),
    late=(
        "Child in ",
        _KIND_WORDS,
        " not seen ",
        SINCE,
        " after the report; a child is to be seen within ",
        WITHIN,
        Maybe(
            column("attempts") > 0,
            ("; ", Plural(column("attempts"), "attempt", "attempts"), " recorded since"),
        ),
    ),
)

_HAS_VOICE = {name: column(name).recorded & ~in_list(letters(column(name)), "not_voice") for name in ("words", "demeanour")}
_VOICES = CONTACTS.where(_HAS_VOICE["words"].otherwise(False) | _HAS_VOICE["demeanour"].otherwise(False))
_FIRST_SEEN = (
    SEEN_AND_HEARD.only("incident_id", "person", "reported_at")
    .joining(SEEN_CONTACTS.only("incident_id", "person", "contact_at", "contact_id"), "incident_id", "person")
    .where(column("contact_at").at_or_after(column("reported_at")))
    .first("incident_id", "person", by=("contact_at", "contact_id"))
    .only("incident_id", "person", "contact_id", first_seen_at="contact_at")
)
CHILD_HEARD = child_duty(
    name="child-heard",
    area=SEEN,
    title="Hearing the child",
    asks="What the child said, or how the child was, is written down when the child is seen.",
    matters="Seen is not heard. A child's words and demeanour are the evidence that a file most often lacks.",
    counts="Words or demeanour in any contact of that child and incident. Set phrases such as “safe and well” are not the "
    "child's voice and do not count; nor does a tick for spoken to.",
    needs=(*INCIDENT, "child_contacts"),
    one_per=SEEN_AND_HEARD.joining(_FIRST_SEEN, "incident_id", "person"),
    key=(column("incident_id"), column("nominal_id")),
    starts=column("first_seen_at"),
    met_by=First(_VOICES, at=column("contact_at"), on=PERSON_AND_INCIDENT, any_time=True),
    restricted=("restricted",),
    facts=(*INCIDENT_FACTS, Fact("child_contacts", "contact_id", "first_seen_at", of="contact_at")),
    listed=(
        Listed(
            of=CONTACTS,
            on=PERSON_AND_INCIDENT,
            record_set="child_contacts",
            key="contact_id",
            columns=("contact_at", "words", "demeanour"),
            at="contact_at",
            any_time=True,
        ),
    ),
    late=(
        "Child in ",
        _KIND_WORDS,
        " was seen ",
        SINCE,
        " ago, but neither the child's words nor demeanour are recorded",
    ),
)

# Brothers, sisters and other children of the household

_SIBLINGS = SIBLINGS.joining(
    SEEN_AND_HEARD.gathered("incident_id", any_person=smallest(column("person"))).only("incident_id", "any_person"),
    "incident_id",
).joining(
    SEEN_AND_HEARD.only(
        "incident_id",
        "kind",
        "reported_at",
        "risk_level",
        "owner",
        "team",
        "restricted",
        any_person="person",
    ),
    "incident_id",
    "any_person",
)
_REACHED = SEEN_CONTACTS.only("incident_id", "person", reached_at="contact_at").and_also(
    REFERRALS.where(column("incident_id").recorded).only("incident_id", "person", reached_at="sent_at")
)
CHILD_SIBLINGS = child_duty(
    name="child-siblings",
    area=SEEN,
    title="Brothers, sisters and other children at home",
    asks="When a child is a victim, the other children of the household are seen or referred as well.",
    matters="What was done to one child was seen, and may be suffered, by the others at home.",
    counts="A contact that saw them for that incident, or a referral of them that names it. One step only: not the "
    "households of those children in turn.",
    needs=(*INCIDENT, "associations", "child_contacts", "referrals"),
    one_per=_SIBLINGS,
    key=(column("incident_id"), column("nominal_id")),
    starts=column("reported_at"),
    met_by=First(_REACHED, at=column("reached_at"), on=PERSON_AND_INCIDENT),
    restricted=("restricted", "victim_restricted"),
    links=("victim_link",),
    facts=(*INCIDENT_FACTS, *GROUND_FACTS),
    late=(
        "Brother, sister or other child at home of a child victim in ",
        _KIND_WORDS,
        ": neither seen nor referred ",
        SINCE,
        " after the report; due within ",
        WITHIN,
    ),
)

_VICTIM_ROWS = (
    Records("incident_people")
    .where(column("role").is_in("victim"))
    .with_person()
    .joining(
        FirstKnown("incident_people", ("incident_id", "nominal_id", "role")).only("incident_person_id", "first_known"),
        "incident_person_id",
    )
)
CHILD_VICTIM_RECORDED = child_duty(
    name="child-victim-recorded",
    area=SEEN,
    title="Recording a child in domestic abuse as a victim",
    asks="A child who is related to the people in domestic abuse, and sees, hears or feels its effects, is recorded as a "
    "victim.",
    matters="The Domestic Abuse Act 2021 says that such a child is a victim. One who is not recorded gets no victim's help.",
    needs=INCIDENT,
    one_per=IN_DOMESTIC_ABUSE.where(column("is_child_related")).having(nominal_id=column("related_nominal")),
    key=(column("incident_id"), column("nominal_id")),
    starts=column("reported_at"),
    met_by=First(_VICTIM_ROWS, at=column("first_known"), on=PERSON_AND_INCIDENT, any_time=True),
    restricted=("restricted",),
    facts=INCIDENT_FACTS,
    late=(
        "Child in a domestic abuse incident reported ",
        SINCE,
        " ago is not recorded as a victim; due within ",
        WITHIN,
    ),
)

# Domestic abuse

_PERHAPS_YOUNG = IN_DOMESTIC_ABUSE.joining(
    PEOPLE.only("person", "adult_day", "person_restricted", "link_confidence"), "person", keep_all=True
).where(column("adult_day").not_recorded | (column("adult_day") > column("reported_at").day))
_WITH_CHILD = _PERHAPS_YOUNG.gathered(
    "incident_id",
    children=count(column("adult_day").recorded),
    of_unknown_age=count(column("adult_day").not_recorded),
    any_person=smallest(column("person")),
    child_restricted=any_of(column("person_restricted")),
    child_link=smallest(column("link_confidence")),
).joining(
    IN_DOMESTIC_ABUSE.only(
        "incident_id",
        "kind",
        "reported_at",
        "attended_at",
        "risk_level",
        "owner",
        "team",
        "restricted",
        any_person="person",
    ),
    "incident_id",
    "any_person",
)
DOMESTIC_ATTENDED = Duty(
    name="domestic-attended",
    area=DOMESTIC,
    title="Attendance at domestic abuse with a child",
    asks="Officers attend domestic abuse with a child in it as fast as its risk asks.",
    matters="While nobody comes, the child is in the room.",
    needs=INCIDENT,
    subject_kind="record",
    subject="incident_id",
    one_per=_WITH_CHILD,
    key=(column("incident_id"),),
    starts=column("reported_at"),
    within=Within(
        tuple((column("risk_level").is_in(level), Clock(f"within_{level}")) for level in ("high", "medium", "standard"))
    ),
    met_by=At(column("attended_at")),
    unknown=(
        (column("risk_level").not_recorded, "no risk level is recorded"),
        (
            (column("children") == 0) & (column("of_unknown_age") > 0),
            "the age of those in it is not recorded",
        ),
    ),
    owner="owner",
    team="team",
    risk_level="risk_level",
    restricted=("restricted", "child_restricted"),
    links=("child_link",),
    facts=(*INCIDENT_FACTS, Fact("incidents", "incident_id", "attended_at")),
    late=(
        "Domestic abuse with a child, not attended ",
        SINCE,
        " after the report; attendance is due within ",
        WITHIN,
    ),
)

DOMESTIC_REFERRAL = child_duty(
    name="domestic-referral",
    area=DOMESTIC,
    title="Referral of a child in domestic abuse",
    asks="A child in domestic abuse is referred to social care.",
    matters="Social care sees the incidents together; police often see them one by one.",
    needs=(*INCIDENT, "referrals"),
    one_per=IN_DOMESTIC_ABUSE,
    key=(column("incident_id"), column("nominal_id")),
    starts=column("reported_at"),
    met_by=First(referrals_to("social_care"), at=column("sent_at"), on=PERSON_AND_INCIDENT),
    restricted=("restricted",),
    facts=INCIDENT_FACTS,
    late=(
        "Child in domestic abuse reported ",
        SINCE,
        " ago and not referred to social care; a referral is due within ",
        WITHIN,
    ),
)

DOMESTIC_SCHOOL_TOLD = child_duty(
    name="domestic-school-told",
    area=DOMESTIC,
    title="Telling the school",
    asks="Before the next school day begins, the school knows that the child has lived through domestic abuse.",
    matters="A child who was awake all night is met at the gate by someone who knows, not told off for being late.",
    counts="A referral to school for that child that names the incident. Asked for children who have turned four.",
    needs=(*INCIDENT, "referrals"),
    school="school",
    one_per=IN_DOMESTIC_ABUSE.joining(Records("nominals").only("nominal_id", "school"), "nominal_id", keep_all=True)
    .joining(PEOPLE.only("person", "fourth_day"), "person", keep_all=True)
    .where(column("fourth_day").not_recorded | (column("fourth_day") <= column("reported_at").day)),
    key=(column("incident_id"), column("nominal_id")),
    starts=column("reported_at"),
    met_by=First(referrals_to("school"), at=column("sent_at"), on=PERSON_AND_INCIDENT),
    restricted=("restricted",),
    facts=(*INCIDENT_FACTS, Fact("nominals", "nominal_id", "school")),
    late=(
        "Child in domestic abuse reported ",
        SINCE,
        " ago; the school has not been told, due by ",
        WITHIN,
    ),
)

DUTIES = (
    CHILD_SEEN,
    CHILD_HEARD,
    CHILD_SIBLINGS,
    CHILD_VICTIM_RECORDED,
    DOMESTIC_ATTENDED,
    DOMESTIC_REFERRAL,
    DOMESTIC_SCHOOL_TOLD,
)
