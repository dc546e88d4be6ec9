"""Partners, custody and disclosure."""

from __future__ import annotations

from seenheard.duties.duty import SINCE, WITHIN, At, Clock, Duty, Fact, Within
from seenheard.duties.exploitation import child_duty
from seenheard.duties.foundations import owned, owned_through
from seenheard.duties.language import Records, Value, column, later_of, misordered, value, when

PARTNERS, CUSTODY, DISCLOSURE = "partners", "custody", "disclosure"
NOBODY = when(value(False), "")


def _facts(record_set: str, key: str, *names: str) -> tuple[Fact, ...]:
    return tuple(Fact(record_set, key, name) for name in names)


_REFERRED = owned_through(
    Records("referrals").where(column("recipient").is_in("social_care")).with_person().having(risk_level=NOBODY)
)
PARTNER_ANSWER = child_duty(
    name="partner-answer",
    area=PARTNERS,
    title="Social care's answer to a referral",
    asks="Social care acknowledges a referral and decides on it within one working day.",
    matters="A referral without an answer is a letter in a drawer.",
    needs=("referrals",),
    child=False,
    one_per=_REFERRED,
    key=(column("referral_id"),),
    starts=column("sent_at"),
    met_by=At(later_of(column("acknowledged_at"), column("decided_at"))),
    restricted=("incident_restricted", "case_restricted"),
    facts=_facts("referrals", "referral_id", "sent_at", "recipient", "acknowledged_at", "decided_at"),
    late=(
        "Referral sent ",
        SINCE,
        " ago; social care's acknowledgement and decision are not both recorded, due within ",
        WITHIN,
    ),
)

_DISCUSSIONS = (
    Records("strategy_discussions")
    .where(column("outcome").is_in("section_47_joint", "section_47_single"))
    .with_person()
    .joining(Records("referrals").only("referral_id", "incident_id", "case_id"), "referral_id", keep_all=True)
)
PARTNER_CONFERENCE = child_duty(
    name="partner-conference",
    area=PARTNERS,
    title="Child protection conference",
    asks="After a strategy discussion that began a section 47 enquiry, a conference is held within 15 working days.",
    matters="Until the conference there is no plan that binds everyone.",
    needs=("strategy_discussions",),
    child=False,
    one_per=owned_through(_DISCUSSIONS).having(risk_level=NOBODY),
    key=(column("discussion_id"),),
    starts=column("held_at"),
    met_by=At(column("conference_at")),
    restricted=("incident_restricted", "case_restricted"),
    facts=_facts("strategy_discussions", "discussion_id", "held_at", "outcome", "conference_at"),
    late=(
        "Strategy discussion held ",
        SINCE,
        " ago; no conference is recorded, due within ",
        WITHIN,
    ),
)

_PROTECTIONS = Records("police_protections").with_person().having(owner=NOBODY, team=NOBODY, risk_level=NOBODY)


def _protection(name: str, title: str, asks: str, matters: str, met: str, words: str) -> Duty:
    return child_duty(
        name=name,
        area=PARTNERS,
        title=title,
        asks=asks,
        matters=matters,
        needs=("police_protections",),
        child=False,
        one_per=_PROTECTIONS,
        key=(column("protection_id"),),
        starts=column("taken_at"),
        met_by=At(column(met)),
        facts=_facts("police_protections", "protection_id", "taken_at", met),
        late=(
            "Child taken into police protection ",
            SINCE,
            " ago; ",
            words,
            " is not recorded, due within ",
            WITHIN,
        ),
    )


POLICE_PROTECTION_END = _protection(
    "police-protection-end",
    "End of police protection",
    "Police protection ends within 72 hours.",
    "The law gives 72 hours to find the child a safe place; after that nothing holds.",
    "ended_at",
    "its end",
)
POLICE_PROTECTION_TOLD = _protection(
    "police-protection-told",
    "Telling the local authority of police protection",
    "The local authority is told at once when a child is taken into police protection.",
    "Police can hold a child safe for hours; only the local authority can look after them.",
    "local_authority_told_at",
    "telling the local authority",
)

_DETAINED = Records("detentions").with_person().having(owner=NOBODY, team=NOBODY, risk_level=NOBODY)
CUSTODY_APPROPRIATE_ADULT = child_duty(
    name="custody-appropriate-adult",
    area=CUSTODY,
    title="Appropriate adult for a child in custody",
    asks="A child in custody has an appropriate adult beside them within two hours.",
    matters="Rights that nobody explains are no rights.",
    needs=("nominals", "detentions"),
    one_per=_DETAINED,
    key=(column("detention_id"),),
    starts=column("arrived_at"),
    met_by=At(column("appropriate_adult_arrived_at")),
    excused=((column("due_at").at_or_after(column("released_at")), "the child was released before it was due"),),
    facts=_facts("detentions", "detention_id", "arrived_at", "appropriate_adult_arrived_at", "released_at"),
    late=(
        "Child arrived in custody ",
        SINCE,
        " ago; the arrival of an appropriate adult is not recorded, due within ",
        WITHIN,
    ),
)

CUSTODY_ACCOMMODATION = child_duty(
    name="custody-accommodation",
    area=CUSTODY,
    title="Accommodation asked for a child refused bail",
    asks="When a child is refused bail after charge, the local authority is asked for accommodation.",
    matters="A child spends the night in a home, not in a cell.",
    needs=("nominals", "detentions"),
    one_per=_DETAINED.where(column("bail_refused_at").recorded),
    key=(column("detention_id"),),
    starts=column("bail_refused_at"),
    met_by=At(column("accommodation_requested_at")),
    unknown=((misordered("detentions", "bail_refused_at"), "bail is refused before the arrival"),),
    facts=_facts("detentions", "detention_id", "arrived_at", "bail_refused_at", "accommodation_requested_at"),
    late=(
        "Child refused bail ",
        SINCE,
        " ago; no request for accommodation is recorded, due within ",
        WITHIN,
    ),
)

_ASKED = owned(Records("disclosures")).having(team=column("team").otherwise(column("officers_team")), risk_level=NOBODY)
_BACKWARDS: Value = misordered("disclosures", "interviewed_at")


def _disclosure(name: str, title: str, asks: str, starts: str, met: str, words: str) -> Duty:
    return Duty(
        name=name,
        area=DISCLOSURE,
        title=title,
        asks=asks,
        matters="A parent who asks whether someone is a danger to their child has a reason to ask.",
        needs=("disclosures",),
        subject_kind="record",
        subject="disclosure_id",
        one_per=_ASKED.where(column(starts).recorded),
        key=(column("disclosure_id"),),
        starts=column(starts),
        within=Within(((None, Clock("within")),)),
        met_by=At(column(met)),
        unknown=((_BACKWARDS, "the interview is recorded before the application"),) if starts == "interviewed_at" else (),
        owner="owner",
        team="team",
        risk_level="risk_level",
        facts=_facts("disclosures", "disclosure_id", "applied_at", "checked_at", "interviewed_at", "decided_at"),
        late=(
            "Disclosure application: ",
            SINCE,
            " on, ",
            words,
            " not recorded, due within ",
            WITHIN,
        ),
    )


DISCLOSURE_CHECKS = _disclosure(
    "disclosure-checks",
    "First checks on a disclosure application",
    "The first checks are made within a day of the application.",
    "applied_at",
    "checked_at",
    "the first checks are",
)
DISCLOSURE_INTERVIEW = _disclosure(
    "disclosure-interview",
    "Interview of the person who applied",
    "The person who applied is interviewed within ten days.",
    "applied_at",
    "interviewed_at",
    "the interview is",
)
DISCLOSURE_DECISION = _disclosure(
    "disclosure-decision",
    "Decision on a disclosure application",
    "A decision is made within 28 days of the interview.",
    "interviewed_at",
    "decided_at",
    "the decision is",
)

DUTIES = (
    PARTNER_ANSWER,
    PARTNER_CONFERENCE,
    POLICE_PROTECTION_END,
    POLICE_PROTECTION_TOLD,
    CUSTODY_APPROPRIATE_ADULT,
    CUSTODY_ACCOMMODATION,
    DISCLOSURE_CHECKS,
    DISCLOSURE_INTERVIEW,
    DISCLOSURE_DECISION,
)
