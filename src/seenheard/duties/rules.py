"""The rule of each duty in words, as an officer would be told it: when the clock starts, what ends it, what does not.

How long there is stands in the standard, never here: {numbers} in `within` stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One duty's rule: one row for each of what, from when, until what; and what is often taken for it and is not."""

    one_per: str
    starts: str
    within: str = "{numbers}"
    met_by: str
    not_met_by: str = ""


RULES: dict[str, Rule] = {
    "offender-visit": Rule(
        one_per="a registered offender under active management",
        starts="the last visit at which the offender was seen; without one, the day of registration; who has come "
        "back into the community since then, the day of coming back",
        within="the plan's own interval where it has one; else by risk level: {numbers}",
        met_by="the next visit at which the offender is seen",
        not_met_by="a visit with no reply, refused, or to an address that the offender has left",
    ),
    "offender-first-visit": Rule(
        one_per="a registered offender under active management",
        starts="the day of registration",
        met_by="the first visit at which the offender is seen, from that day on",
        not_met_by="a visit with no reply or refused; a visit before the registration",
    ),
    "offender-assessment": Rule(
        one_per="a registered offender under active management",
        starts="the last ARMS assessment; without one, the day of registration; who has come back into the "
        "community since then, the day of coming back",
        met_by="the next ARMS assessment",
        not_met_by="an OASys assessment alone",
    ),
    "offender-notification": Rule(
        one_per="a registered offender",
        starts="the last notification of any kind; without one, the day of registration",
        within="{numbers}; on coming back into the community, never before the end of the days that the law gives for that",
        met_by="the next notification, of any kind",
        not_met_by="a visit or a talk that is no notification",
    ),
    "offender-lone-visit": Rule(
        one_per="a visit by one officer",
        starts="the visit",
        within="at the visit itself: it is approved before it is made",
        met_by="a supervisor named on the visit's record as having approved it",
        not_met_by="an approval that is not on the record",
    ),
    "offender-reactive-review": Rule(
        one_per="a registered offender under reactive management, once the records name them again",
        starts="the first incident, missing episode or online case that names them after the last ARMS assessment; "
        "without one, on or after the day of registration; who has come back into the community since then, "
        "the day of coming back",
        met_by="the next ARMS assessment",
        not_met_by="closing the incident or case",
    ),
    "offender-child-in-household": Rule(
        one_per="an offender and a child of their household, or their own child wherever that child lives",
        starts="the moment from which the records have shown it: when the last of the facts became known, and not "
        "before the tie began",
        met_by="a referral of that child to social care, from a week before the start on",
        not_met_by="a referral of another child of the home; one sent longer before",
    ),
    "offender-unallocated": Rule(
        one_per="a registered offender",
        starts="the day of registration; who has come back into the community since then, the day of coming back",
        met_by="a manager named on the record who is in post at the moment of the run",
        not_met_by="a manager who has left, or has not begun",
    ),
    "online-grading": Rule(
        one_per="an online case",
        starts="its receipt",
        met_by="its grading",
        not_met_by="research without a grading",
    ),
    "online-enforcement": Rule(
        one_per="a graded online case",
        starts="the grading that counts: the last before the first enforcement, or the last of all while there is none",
        within="by the level of that grading: {numbers}",
        met_by="the enforcement (a warrant executed, an arrest)",
        not_met_by="a warrant applied for",
    ),
    "online-children-shared": Rule(
        one_per="a child named in an online case, or one row for children not named",
        starts="the event by which the child was identified",
        met_by="a referral to social care of that child that names the case; of any child, where none is named",
        not_met_by="a referral that names no case, or another one",
    ),
    "online-lado": Rule(
        one_per="an online case whose suspect is found to work or volunteer with children",
        starts="the first event that says so",
        met_by="a referral to the local authority designated officer that names the case",
        not_met_by="a referral to social care",
    ),
    "online-progress": Rule(
        one_per="an open online case",
        starts="the last event of the case; without one, its receipt",
        met_by="the next event of the case",
        not_met_by="a change of owner or team",
    ),
    "online-devices": Rule(
        one_per="a submission of devices",
        starts="the submission",
        met_by="an examination of devices in that case, from the submission on",
        not_met_by="an examination before it",
    ),
    "online-bail": Rule(
        one_per="bail with conditions that protect a child",
        starts="seven days before the bail ends",
        within="by the moment at which the bail ends",
        met_by="the end of the bail by a decision, or later bail of that suspect in that case that protects a child too",
        not_met_by="later bail without such conditions, or in another case",
    ),
    "exploitation-assessment": Rule(
        one_per="a child reported missing for the third time in the window, or in an exploitation incident",
        starts="the earliest such report that no assessment has answered yet; where all are answered, that of the "
        "latest answer",
        met_by="an exploitation assessment with any tool, from the report on",
        not_met_by="a flag; an assessment before the report",
    ),
    "exploitation-review": Rule(
        one_per="a child whose last assessment is mild, moderate or significant",
        starts="that assessment",
        met_by="the next assessment",
        not_met_by="a talk or a meeting without an assessment",
    ),
    "exploitation-flag": Rule(
        one_per="a child whose last assessment is moderate or significant",
        starts="that assessment",
        met_by="a sexual or criminal exploitation flag that is open, or ended only after the assessment",
        not_met_by="a flag of another kind; one that had ended before the assessment",
    ),
    "exploitation-nrm": Rule(
        one_per="a child whose last assessment is significant",
        starts="that assessment",
        met_by="a referral of the child to the National Referral Mechanism, from the assessment on",
        not_met_by="a referral to social care",
    ),
    "missing-grading": Rule(
        one_per="a missing episode of a child",
        starts="the report",
        met_by="the time at which the risk was graded",
        not_met_by="a risk level without a time",
    ),
    "missing-prevention-interview": Rule(
        one_per="a missing episode of a child who has come back",
        starts="the return",
        met_by="the prevention interview",
        not_met_by="a return home interview",
    ),
    "missing-return-interview": Rule(
        one_per="a missing episode of a child who has come back",
        starts="the return",
        met_by="the return home interview",
        not_met_by="a prevention interview",
    ),
    "missing-strategy": Rule(
        one_per="a child reported missing for the third time in the window",
        starts="the earliest such report that no discussion has answered yet; where all are answered, that of the "
        "latest answer",
        met_by="a strategy discussion about the child, from the report on",
        not_met_by="a discussion before the report; a referral",
    ),
    "child-seen": Rule(
        one_per="a child in an incident",
        starts="the report of the incident",
        met_by="a contact with that child for that incident that is recorded as seen",
        not_met_by="a contact that does not say that the child was seen; one for another incident",
    ),
    "child-heard": Rule(
        one_per="a child in an incident who has been seen",
        starts="the first contact, from the report on, at which the child was seen",
        within="at once: it is written down with the contact",
        met_by="words or demeanour in any contact with that child for that incident",
        not_met_by="a tick for spoken to; phrases in the standard's list, such as “safe and well”",
    ),
    "child-siblings": Rule(
        one_per="another child, or person of unknown age, of a child victim's household, or a brother or sister, "
        "who is not in the incident",
        starts="the report of the incident",
        met_by="a contact at which they are seen, or a referral of them, for that incident",
        not_met_by="a contact or referral of the victim alone",
    ),
    "child-victim-recorded": Rule(
        one_per="a child in the role of related child in a domestic abuse incident",
        starts="the report of the incident",
        met_by="the child recorded as victim in the same incident",
        not_met_by="a referral; the role of present child alone",
    ),
    "domestic-attended": Rule(
        one_per="a domestic abuse incident with a child in it",
        starts="the report",
        within="by the incident's risk level: {numbers}",
        met_by="the time at which officers attended",
        not_met_by="a telephone call",
    ),
    "domestic-referral": Rule(
        one_per="a child in a domestic abuse incident",
        starts="the report",
        met_by="a referral to social care of that child that names the incident",
        not_met_by="a referral of a brother or sister; one that names no incident",
    ),
    "domestic-school-told": Rule(
        one_per="a child in a domestic abuse incident who has turned four",
        starts="the report",
        within="before the next school day begins: 09:00",
        met_by="a referral to school of that child that names the incident",
        not_met_by="a referral to social care",
    ),
    "partner-answer": Rule(
        one_per="a referral to social care, of anyone",
        starts="its sending",
        met_by="the later of its acknowledgement and its decision",
        not_met_by="one of the two alone",
    ),
    "partner-conference": Rule(
        one_per="a strategy discussion that ended in a section 47 enquiry",
        starts="the discussion",
        met_by="the conference",
        not_met_by="a further discussion",
    ),
    "police-protection-end": Rule(
        one_per="a child taken into police protection",
        starts="the taking",
        met_by="the end of the protection",
        not_met_by="an end that has no time",
    ),
    "police-protection-told": Rule(
        one_per="a child taken into police protection",
        starts="the taking",
        met_by="the time at which the local authority was told",
        not_met_by="a referral that does not stand on the protection's record",
    ),
    "custody-appropriate-adult": Rule(
        one_per="a detention of a child",
        starts="the arrival",
        met_by="the arrival of an appropriate adult",
        not_met_by="a request for one",
    ),
    "custody-accommodation": Rule(
        one_per="a detention of a child who was refused bail",
        starts="the refusal",
        met_by="a request to the local authority for accommodation",
        not_met_by="an outcome without a time of request",
    ),
    "disclosure-checks": Rule(
        one_per="an application under the disclosure scheme (Sarah's Law)",
        starts="the application",
        met_by="the checks",
    ),
    "disclosure-interview": Rule(
        one_per="an application under the disclosure scheme (Sarah's Law)",
        starts="the application",
        met_by="the interview",
        not_met_by="the checks alone",
    ),
    "disclosure-decision": Rule(
        one_per="an application under the disclosure scheme whose applicant was interviewed",
        starts="the interview",
        met_by="the decision",
    ),
    "workforce-trained": Rule(
        one_per="an officer in post and a course that their work asks for",
        starts="the day from which the officer is in post",
        within="a state of affairs: it holds on the day of the run, or it does not",
        met_by="the course completed and in date",
        not_met_by="a course that has expired, or is only booked",
    ),
    "workforce-caseload": Rule(
        one_per="an offender manager in post",
        starts="no clock: it is a state of affairs on the day of the run",
        within="a state of affairs: it holds, or it does not",
        met_by="no more offenders under active management than the limit for each full-time equivalent",
    ),
}
