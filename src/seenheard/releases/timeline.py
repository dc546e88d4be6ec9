"""The steps of a timeline: from which record each comes, when it happened, and the one plain sentence that says it.

All SQL here is ours. What an extract says enters as values only, and the sentence is plain text that pages escape.
"""

from __future__ import annotations

from dataclasses import dataclass, field

INCIDENT = "LEFT JOIN standing.incidents AS incidents ON incidents.incident_id = record.incident_id"
CASE = "LEFT JOIN standing.online_cases AS cases ON cases.case_id = record.case_id"
OFFENDER = "LEFT JOIN standing.offenders AS offenders ON offenders.offender_id = record.offender_id"
OF_INCIDENT = "coalesce(incidents.restricted, false)"
OF_CASE = "coalesce(cases.restricted, false)"
OF_OFFENDER = "coalesce(offenders.restricted, false)"
OWN = "coalesce(record.restricted, false)"
# A record about a restricted nominal stays restricted on the page of an incident, a case or an offender.
ABOUT = "LEFT JOIN standing.nominals AS about ON about.nominal_id = record.nominal_id"
OF_ABOUT = "coalesce(about.restricted, false)"


@dataclass(frozen=True)
class Source:
    """One kind of step. A route is (target, column): what the column names, a nominal, an offender, an officer or a record
    set. `part`: SQL of what tells several rows of one record apart, and the join that it comes from.

    `event` is the record's own date: a record dated after as_of has not happened, whatever else it says.
    """

    record_set: str
    key: str
    kind: str
    event: str
    at: str
    sentence: str
    routes: tuple[tuple[str, str], ...]
    of: str
    part: tuple[str, str] | None = None
    joins: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    restricted: str = "false"
    where: str = "true"

    def joins_of(self, column: str) -> list[str]:
        """The joins that bring this column."""
        return [join for join in self.joins if f" AS {column.partition('.')[0]} " in join]


def words(column: str) -> str:
    """SQL: an enum value in words."""
    return f"replace({column}, '_', ' ')"


def officer(column: str, alias: str = "officers") -> str:
    return f"LEFT JOIN standing.officers AS {alias} ON {alias}.officer_id = {column}"


def by(column: str, alias: str = "officers") -> str:
    """SQL: " by NAME", or by the officer's id, or nothing."""
    return f"coalesce(' by ' || coalesce({alias}.name, {column}), '')"


class _Set:
    """The steps of one record set, to say what they share once."""

    def __init__(
        self,
        record_set: str,
        key: str,
        event: str,
        *routes: tuple[str, str],
        joins: tuple[str, ...] = (),
        part: tuple[str, str] | None = None,
        restricted: str = "false",
    ) -> None:
        self.record_set, self.key, self.event, self.part = record_set, key, event, part
        self.routes, self.joins, self.restricted = routes, joins, restricted

    def step(
        self,
        kind: str,
        sentence: str,
        /,
        *,
        at: str | None = None,
        joins: tuple[str, ...] = (),
        routes: tuple[tuple[str, str], ...] | None = None,
        where: str = "true",
        **details: str,
    ) -> list[Source]:
        """A step of the set, for the subjects that its routes lead to, or these."""
        told = self.routes if routes is None else routes
        return [
            Source(
                self.record_set,
                self.key,
                kind,
                f"record.{self.event}",
                f"record.{at or self.event}",
                sentence,
                tuple((target, column if "." in column else f"record.{column}") for target, column in told),
                f"standing.{self.record_set}",
                self.part,
                (*self.joins, *joins),
                details,
                self.restricted,
                where,
            )
        ]


def sources() -> list[Source]:
    """Every step there is."""
    return [
        *_offenders(),
        *_online(),
        *_bails(),
        *_incidents(),
        *_contacts(),
        *_missing(),
        *_referrals(),
        *_with_partners(),
        *_custody(),
    ]


def _offenders() -> list[Source]:
    offenders = _Set(
        "offenders",
        "offender_id",
        "registered_on_us",
        ("offender", "offender_id"),
        ("nominal", "nominal_id"),
        restricted=OWN,
    )

    def of_offender(record_set: str, key: str, event: str) -> _Set:
        route = ("offender", "offender_id")
        return _Set(record_set, key, event, route, joins=(OFFENDER,), restricted=OF_OFFENDER)

    visits = of_offender("visits", "visit_id", "attempted_at")
    assessments = of_offender("risk_assessments", "assessment_id", "completed_on_us")
    notifications = of_offender("notifications", "notification_id", "notified_on_us")
    training = _Set("training", "training_id", "completed_on_us", ("officer", "officer_id"))
    outcome = (
        "CASE record.outcome WHEN 'seen' THEN 'the person was seen' WHEN 'no_reply' THEN 'no reply' "
        "WHEN 'refused' THEN 'the visit was refused' ELSE 'the person had moved' END"
    )
    return [
        *offenders.step("registered", "'Registered with police.'"),
        *visits.step(
            "visit",
            f"'Visit' || {by('record.officer_id')} || ': ' || {outcome} || '.'",
            joins=(officer("record.officer_id"),),
            outcome="record.outcome",
            officer_id="record.officer_id",
            officers_present="record.officers_present",
            lone_visit_approved_by="record.lone_visit_approved_by",
            announced="record.announced",
        ),
        *assessments.step("assessment", "'Risk assessed with ' || upper(record.tool) || '.'", tool="record.tool"),
        *notifications.step("notification", f"'Notified police (' || {words('record.kind')} || ').'", kind="record.kind"),
        *training.step("training", "'Completed the course ' || record.course || '.'", course="record.course"),
    ]


def _online() -> list[Source]:
    suspect = ("nominal", "suspect_nominal_id")
    own = ("online_cases", "case_id")
    cases = _Set("online_cases", "case_id", "received_at", own, suspect, restricted=OWN)
    events = _Set(
        "case_events",
        "event_id",
        "occurred_at",
        own,
        ("nominal", "cases.suspect_nominal_id"),
        joins=(CASE,),
        restricted=OF_CASE,
    )
    said = (
        "CASE record.kind WHEN 'graded' THEN 'Online case graded' || coalesce(' ' || replace(record.level, '_', ' '), "
        "', no level recorded') WHEN 'researched' THEN 'Online case researched' "
        "WHEN 'child_identified' THEN 'A child was identified in the online case' "
        "WHEN 'child_work_identified' THEN 'Work with children was identified in the online case' "
        "WHEN 'warrant_applied' THEN 'A warrant was applied for' WHEN 'enforced' THEN 'The online case was enforced' "
        "WHEN 'devices_submitted' THEN 'Devices were submitted' WHEN 'devices_examined' THEN 'Devices were examined' "
        "WHEN 'images_uploaded' THEN 'Images were uploaded' ELSE 'A charging decision was made' END || '.'"
    )
    child = (("nominal", "nominal_id"),)
    return [
        *cases.step("case_received", f"'Online case received (' || {words('record.source')} || ').'"),
        *cases.step("case_closed", "'Online case closed.'", at="closed_at"),
        *events.step("case_event", said, kind="record.kind", level="record.level", case_id="record.case_id"),
        *events.step(
            "child_identified",
            "'Identified as a child in an online case.'",
            routes=child,
            where="record.kind = 'child_identified'",
            case_id="record.case_id",
        ),
    ]


def _bails() -> list[Source]:
    bails = _Set(
        "bails",
        "bail_id",
        "starts_at",
        ("bails", "bail_id"),
        ("online_cases", "case_id"),
        ("nominal", "suspect_nominal_id"),
        joins=(CASE,),
        restricted=OF_CASE,
    )
    conditions = "CASE WHEN record.protects_child THEN ' with conditions that protect a child' ELSE '' END"
    return [
        *bails.step("bail_started", f"'Bail began' || {conditions} || '.'", case_id="record.case_id"),
        *bails.step(
            "bail_lapsed",
            f"'Bail' || {conditions} || ' reached its end.'",
            at="ends_at",
            where="(record.ended_at IS NULL OR record.ended_at > record.ends_at)",
            case_id="record.case_id",
        ),
        *bails.step("bail_ended", f"'Bail' || {conditions} || ' was ended.'", at="ended_at", case_id="record.case_id"),
    ]


def _incidents() -> list[Source]:
    incidents = _Set("incidents", "incident_id", "reported_at", ("incidents", "incident_id"), restricted=OWN)
    # A person with two roles in an incident gives one step that names both.
    roles = (
        "JOIN (SELECT incident_id, nominal_id, string_agg(DISTINCT replace(role, '_', ' '), ' and ' ORDER BY "
        "replace(role, '_', ' ')) AS roles FROM standing.incident_people "
        # Most people in incidents are nobody's subject tonight: theirs need not be put together.
        "WHERE nominal_id IN (SELECT target_id FROM routes WHERE target = 'nominal') "
        "GROUP BY incident_id, nominal_id) AS part "
        "ON part.incident_id = record.incident_id"
    )
    by_person = ("nominal", "part.nominal_id")
    people = _Set("incidents", "incident_id", "reported_at", by_person, part=("part.roles", roles), restricted=OWN)
    kind = words("record.kind")
    return [
        *incidents.step("reported", f"'Incident reported (' || {kind} || ').'", risk_level="record.risk_level"),
        *incidents.step("attended", "'Officers attended.'", at="attended_at"),
        *incidents.step("closed", "'Incident closed.'", at="closed_at"),
        *people.step(
            "incident",
            f"'Named as ' || reached.part || ' in a reported incident (' || {kind} || ').'",
            kind="record.kind",
            risk_level="record.risk_level",
            roles="reached.part",
        ),
    ]


def _contacts() -> list[Source]:
    contacts = _Set(
        "child_contacts",
        "contact_id",
        "contact_at",
        ("nominal", "nominal_id"),
        ("incidents", "incident_id"),
        ("online_cases", "case_id"),
        joins=(INCIDENT, CASE, ABOUT, officer("record.officer_id")),
        restricted=f"{OF_INCIDENT} OR {OF_CASE} OR {OF_ABOUT}",
    )
    seen = (
        "CASE WHEN record.seen AND record.spoken_to AND record.alone THEN 'seen and spoken to alone' "
        "WHEN record.seen AND record.spoken_to THEN 'seen and spoken to' WHEN record.seen THEN 'seen' "
        "ELSE 'not seen' || coalesce(' (' || record.not_seen_reason || ')', '') END"
    )
    return [
        *contacts.step(
            "contact",
            f"'Contact' || {by('record.officer_id')} || ': ' || {seen} || '.'",
            seen="record.seen",
            spoken_to="record.spoken_to",
            alone="record.alone",
            words="record.words",
            demeanour="record.demeanour",
            home="record.home",
            not_seen_reason="record.not_seen_reason",
            narrative="record.narrative",
            incident_id="record.incident_id",
            case_id="record.case_id",
            officer_id="record.officer_id",
        )
    ]


def _missing() -> list[Source]:
    child = ("nominal", "nominal_id")
    episodes = _Set("missing_episodes", "episode_id", "reported_at", child)
    assessments = _Set("exploitation_assessments", "assessment_id", "completed_at", child)
    flags = _Set("flags", "flag_id", "raised_at", child)
    level = words("record.level")
    graded = f"coalesce(': ' || {words('record.risk_level')}, '')"
    return [
        *episodes.step("missing", "'Reported missing.'", risk_level="record.risk_level"),
        *episodes.step("missing_graded", f"'Risk of the missing episode graded' || {graded} || '.'", at="graded_at"),
        *episodes.step("missing_returned", "'Came back or was found.'", at="returned_at"),
        *episodes.step("prevention_interview", "'Prevention interview held.'", at="prevention_interview_at"),
        *episodes.step("return_interview", "'Return home interview held.'", at="return_interview_at"),
        *assessments.step(
            "exploitation_assessment",
            f"'Assessed for exploitation (' || {words('record.tool')} || '): ' || {level} || '.'",
            tool="record.tool",
            level="record.level",
        ),
        *flags.step("flag_raised", f"'Flag raised: ' || {words('record.flag')} || '.'", flag="record.flag"),
        *flags.step("flag_ended", f"'Flag ended: ' || {words('record.flag')} || '.'", at="ended_at", flag="record.flag"),
    ]


def _referrals() -> list[Source]:
    child = ("nominal", "nominal_id")
    referrals = _Set(
        "referrals",
        "referral_id",
        "sent_at",
        child,
        ("incidents", "incident_id"),
        ("online_cases", "case_id"),
        ("offender", "offender_id"),
        joins=(INCIDENT, CASE, OFFENDER, ABOUT),
        restricted=f"{OF_INCIDENT} OR {OF_CASE} OR {OF_OFFENDER} OR {OF_ABOUT}",
    )
    recipient = (
        "CASE record.recipient WHEN 'social_care' THEN 'social care' WHEN 'school' THEN 'the school' "
        "WHEN 'lado' THEN 'the designated officer (LADO)' WHEN 'health' THEN 'health services' "
        "WHEN 'nrm' THEN 'the National Referral Mechanism' ELSE 'MARAC' END"
    )
    return [
        *referrals.step(
            "referral",
            f"'Referred to ' || {recipient} || '.'",
            recipient="record.recipient",
            incident_id="record.incident_id",
            case_id="record.case_id",
            offender_id="record.offender_id",
        ),
        *referrals.step("referral_acknowledged", f"'Referral acknowledged by ' || {recipient} || '.'", at="acknowledged_at"),
        *referrals.step("referral_decided", f"'Referral decided by ' || {recipient} || '.'", at="decided_at"),
    ]


def _with_partners() -> list[Source]:
    child = ("nominal", "nominal_id")
    discussions = _Set("strategy_discussions", "discussion_id", "held_at", child)
    protections = _Set("police_protections", "protection_id", "taken_at", child)
    outcome = (
        "CASE record.outcome WHEN 'section_47_joint' THEN 'joint section 47 enquiry' "
        "WHEN 'section_47_single' THEN 'single section 47 enquiry' ELSE 'no further action' END"
    )
    return [
        *discussions.step(
            "strategy_discussion", f"'Strategy discussion held: ' || {outcome} || '.'", outcome="record.outcome"
        ),
        *discussions.step("conference", "'Child protection conference held.'", at="conference_at"),
        *protections.step("police_protection", "'Taken into police protection.'"),
        *protections.step("police_protection_told", "'The local authority was told.'", at="local_authority_told_at"),
        *protections.step("police_protection_ended", "'Police protection ended.'", at="ended_at"),
    ]


def _custody() -> list[Source]:
    detentions = _Set("detentions", "detention_id", "arrived_at", ("nominal", "nominal_id"))
    disclosures = _Set("disclosures", "disclosure_id", "applied_at", ("disclosures", "disclosure_id"))
    answer = f"coalesce(' (' || {words('record.accommodation_outcome')} || ')', '')"
    return [
        *detentions.step("custody", "'Arrived in custody.'"),
        *detentions.step("adult_asked", "'Appropriate adult asked for.'", at="appropriate_adult_requested_at"),
        *detentions.step("adult_arrived", "'Appropriate adult arrived.'", at="appropriate_adult_arrived_at"),
        *detentions.step("charged", "'Charged.'", at="charged_at"),
        *detentions.step("bail_refused", "'Bail refused.'", at="bail_refused_at"),
        *detentions.step(
            "accommodation_asked",
            f"'Local authority accommodation asked for' || {answer} || '.'",
            at="accommodation_requested_at",
        ),
        *detentions.step("released", "'Released from custody.'", at="released_at"),
        *disclosures.step("applied", "'Disclosure application made.'"),
        *disclosures.step("checked", "'First checks made.'", at="checked_at"),
        *disclosures.step("interviewed", "'Applicant interviewed.'", at="interviewed_at"),
        *disclosures.step("decided", "'Application decided.'", at="decided_at"),
    ]
