"""The types of case files: which records open one. Declarations; case_files.py works them out.

They stand here and not with the schemes of audits, because they say which records of the contract are a file, as the
timeline's sources say which are a step. A scheme names them by key. The nine types are those of which inspectors read
cases in the national child protection inspections, 2014 to 2024:
https://hmicfrs.justiceinspectorates.gov.uk/our-work/article/child-abuse-and-child-protection-issues/

What makes a record a case is not said a second time: each is what a duty's instances are about, whatever their state. So a
file has the owner, the team, the level and the restriction that its duties have, and a type whose duty could not be
assessed has no files.
"""

from __future__ import annotations

from dataclasses import dataclass

# Whom a file is about: whom the record names; who is in the incident as a child; who was identified in the online case.
NAMED, IN_THE_INCIDENT, IDENTIFIED = "named", "in the incident", "identified"
# A file is in the population if it was opened so many days before as_of's UK day, or on a later one; or if it goes on.
OPENED_WITHIN_DAYS = 365


@dataclass(frozen=True)
class Opened:
    """Files that the records of one set open, as the instances of a duty do. `opened`: the column of when.

    `only` and `goes_on` are SQL over the standing `record` and the duty's `states`: which of them open a file, and which
    files go on until now, whenever they were opened. `children`: only one about a child, or of unknown age. `once`: none for
    whom this type has a file already.
    """

    record_set: str
    key: str
    opened: str
    duty: str
    about: str = NAMED
    only: str = "true"
    goes_on: str = "false"
    children: bool = False
    once: bool = False


@dataclass(frozen=True)
class CaseType:
    """A type of case files: its key, its name for people, what makes one in a sentence, and the records that open one."""

    key: str
    title: str
    says: str
    opened_by: tuple[Opened, ...]


DOMESTIC_ABUSE = CaseType(
    "domestic_abuse",
    "Domestic abuse",
    "A domestic abuse incident with a child in it as victim, related or present.",
    (Opened("incidents", "incident_id", "reported_at", "domestic-attended", IN_THE_INCIDENT),),
)
SECTION_47 = CaseType(
    "section_47",
    "Section 47 enquiries",
    "A strategy discussion that began a section 47 enquiry, joint or single.",
    (Opened("strategy_discussions", "discussion_id", "held_at", "partner-conference"),),
)
OTHER_REFERRALS = CaseType(
    "other_referrals",
    "Other referrals",
    "A child's referral to social care that comes from no domestic abuse incident and no online case, and that led to no "
    "section 47 enquiry.",
    (
        Opened(
            "referrals",
            "referral_id",
            "sent_at",
            "partner-answer",
            only="record.case_id IS NULL AND NOT EXISTS (FROM standing.incidents AS incidents WHERE "
            "incidents.incident_id = record.incident_id AND incidents.kind = 'domestic_abuse') AND NOT EXISTS ("
            "FROM standing.strategy_discussions AS discussions WHERE discussions.referral_id = record.referral_id AND "
            "discussions.held_at <= $as_of AND discussions.outcome IN ('section_47_joint', 'section_47_single'))",
            children=True,
        ),
    ),
)
POLICE_PROTECTION = CaseType(
    "police_protection",
    "Police protection",
    "A child taken into police protection.",
    (Opened("police_protections", "protection_id", "taken_at", "police-protection-end"),),
)
MISSING = CaseType(
    "missing",
    "Missing children",
    "A missing episode of a child; it goes on until the child is back.",
    (
        Opened(
            "missing_episodes",
            "episode_id",
            "reported_at",
            "missing-grading",
            goes_on="record.returned_at IS NULL OR record.returned_at > $as_of",
        ),
    ),
)
EXPLOITATION = CaseType(
    "exploitation",
    "Exploitation",
    "An exploitation incident with a child in it. Of a child in none: their last assessment, if it is at risk; it goes on "
    "as long as the review of it is owed.",
    (
        Opened(
            "incidents",
            "incident_id",
            "reported_at",
            "child-seen",
            IN_THE_INCIDENT,
            only="record.kind = 'exploitation'",
        ),
        Opened(
            "exploitation_assessments",
            "assessment_id",
            "completed_at",
            "exploitation-review",
            goes_on="states.excused_by IS DISTINCT FROM 'standard'",
            once=True,
        ),
    ),
)
ONLINE_EXPLOITATION = CaseType(
    "online_exploitation",
    "Online exploitation",
    "An online case; it goes on until it is closed.",
    (
        Opened(
            "online_cases",
            "case_id",
            "received_at",
            "online-grading",
            IDENTIFIED,
            goes_on="record.closed_at IS NULL OR record.closed_at > $as_of",
        ),
    ),
)
OFFENDER_MANAGEMENT = CaseType(
    "offender_management",
    "Sex offender management",
    "A registered sex offender whose notification has not ended: one file, which goes on.",
    (Opened("offenders", "offender_id", "registered_on", "offender-unallocated", goes_on="true"),),
)
DETENTION = CaseType(
    "detention",
    "Police detention",
    "A detention of a child.",
    (Opened("detentions", "detention_id", "arrived_at", "custody-appropriate-adult"),),
)

CASE_TYPES: dict[str, CaseType] = {
    one.key: one
    for one in (
        DOMESTIC_ABUSE,
        SECTION_47,
        OTHER_REFERRALS,
        POLICE_PROTECTION,
        MISSING,
        EXPLOITATION,
        ONLINE_EXPLOITATION,
        OFFENDER_MANAGEMENT,
        DETENTION,
    )
}
