"""Relations that several duties stand on: who owns a record, who is in an incident, who lives with whom, moments."""

from __future__ import annotations

from seenheard.duties.language import (
    AS_OF,
    TODAY,
    FirstKnown,
    People,
    Records,
    Relation,
    Shared,
    Value,
    address_key,
    any_of,
    column,
    count,
    count_different,
    earliest,
    later_of,
    number,
    smallest,
    value,
    when,
)

IN_AN_INCIDENT = ("victim", "child_related", "child_present")
EXPLOITATION_FLAGS = ("sexual_exploitation", "criminal_exploitation")
AT_RISK = ("mild", "moderate", "significant")

PEOPLE = Shared("people", People())
OFFICERS = Records("officers")
IN_POST = OFFICERS.where(
    (column("active_from").not_recorded | AS_OF.at_or_after(column("active_from")))
    & (column("active_to").not_recorded | (column("active_to").day >= TODAY))
).only("officer_id", "role", "active_from", "fte", "team")


def owned(relation: Relation, owner: str = "owner_id") -> Relation:
    """Adds owner and owner_team; a team of the record's own goes before the owner's."""
    officers = OFFICERS.only(owner="officer_id", officers_team="team")
    return relation.having(owner=column(owner)).joining(officers, "owner", keep_all=True)


OFFENDERS = (
    owned(Records("offenders").with_person(), "manager_id")
    .having(
        ended=column("notification_ends_on").recorded & (column("notification_ends_on").day < TODAY),
        away=column("location").is_in("custody", "hospital", "abroad"),
        back=column("location").is_in("community") & column("location_since").recorded,
    )
    .only(
        "offender_id",
        "nominal_id",
        "person",
        "manager_id",
        "registered_on",
        "risk_level",
        "visit_interval_months",
        "management",
        "location",
        "location_since",
        "no_fixed_abode",
        "owner",
        "restricted",
        "ended",
        "away",
        "back",
        "notification_ends_on",
        team="officers_team",
    )
)
ACTIVE_OFFENDERS = OFFENDERS.where(column("management").is_in("active"))


def returned(start: Value) -> Value:
    """The start, or the day of coming back into the community if that is after it."""
    since = column("location_since")
    return when(column("back") & since.after(start), since, start)


def in_incidents(*kinds: str) -> Relation:
    """One row per person who is victim, child_related or child_present in an incident of these kinds."""
    incidents = owned(Records("incidents").where(column("kind").is_in(*kinds)))
    incidents = incidents.having(team=column("team").otherwise(column("officers_team"))).only(
        "incident_id",
        "kind",
        "reported_at",
        "attended_at",
        "risk_level",
        "closed_at",
        "owner",
        "team",
        "restricted",
    )
    people: Relation = Records("incident_people").where(column("role").is_in(*IN_AN_INCIDENT)).with_person()
    people = people.gathered(
        "incident_id",
        "person",
        nominal_id=smallest(column("nominal_id")),
        is_victim=any_of(column("role").is_in("victim")),
        is_child_related=any_of(column("role").is_in("child_related")),
        # The key stays the same when another nominal of the child is recorded as a victim.
        related_nominal=smallest(when(column("role").is_in("child_related"), column("nominal_id"))),
    )
    return people.joining(incidents, "incident_id")


SEEN_AND_HEARD = Shared(
    "people_in_incidents", in_incidents("domestic_abuse", "child_concern", "child_abuse", "exploitation")
)
IN_DOMESTIC_ABUSE = SEEN_AND_HEARD.where(column("kind").is_in("domestic_abuse"))

CONTACTS = Records("child_contacts").with_person()
REFERRALS = Records("referrals").with_person()


def referrals_to(recipient: str) -> Relation:
    return REFERRALS.where(column("recipient").is_in(recipient))


# Cases

_GRADINGS = Records("case_events").where(column("kind").is_in("graded"))
_FIRST_ENFORCED = (
    Records("case_events")
    .where(column("kind").is_in("enforced"))
    .gathered("case_id", enforced_at=earliest(column("occurred_at")))
)
COUNTING_GRADINGS = Shared(
    "counting_gradings",
    _GRADINGS.joining(_FIRST_ENFORCED, "case_id", keep_all=True)
    .where(column("enforced_at").not_recorded | column("enforced_at").at_or_after(column("occurred_at")))
    .last("case_id", by=("occurred_at", "event_id"))
    .only("case_id", "event_id", "enforced_at", "level", graded_at="occurred_at"),
)
_CASES = owned(Records("online_cases"))
CASES = Shared(
    "cases",
    _CASES.having(team=column("team").otherwise(column("officers_team")))
    .only("case_id", "received_at", "closed_at", "suspect_nominal_id", "owner", "team", "restricted", "source")
    .joining(COUNTING_GRADINGS.only("case_id", risk_level="level"), "case_id", keep_all=True),
)


def case_events(*kinds: str) -> Relation:
    return Records("case_events").where(column("kind").is_in(*kinds))


# Missing and exploitation

EPISODES = Records("missing_episodes").with_person()


def repeated_missing(duty: str) -> Relation:
    """Moments (a): missing episodes by which the person has at least so many in the window up to and including it."""
    episodes = EPISODES.shifted("window_starts", "reported_at", value(0) - number("window", duty))
    earlier = EPISODES.only("person", other_reported_at="reported_at")
    counted = (
        episodes.joining(earlier, "person")
        .where(column("other_reported_at").at_or_after(column("window_starts")))
        .where(column("reported_at").at_or_after(column("other_reported_at")))
        .gathered("episode_id", episodes=count())
        .where(column("episodes") >= number("episodes", duty))
    )
    return (
        EPISODES.joining(counted, "episode_id")
        .having(moment_set="missing_episodes", restricted=value(False))
        .only(
            "person",
            "nominal_id",
            "risk_level",
            "restricted",
            "episodes",
            "moment_set",
            record_id="episode_id",
            moment="reported_at",
        )
    )


_EXPLOITATION = SEEN_AND_HEARD.where(column("kind").is_in("exploitation"))
EXPLOITATION_INCIDENTS = _EXPLOITATION.having(episodes=when(value(False), 0), moment_set="incidents").only(
    "person",
    "nominal_id",
    "risk_level",
    "restricted",
    "episodes",
    "moment_set",
    record_id="incident_id",
    moment="reported_at",
)


def latest_group(moments: Relation, answers: Relation, at: str) -> Relation:
    """Moments with the same next answer are a group; of each person the latest group's first moment, and that answer.

    A person of 18 or more at a moment has none then; one of unknown age may have.
    """
    young: Relation = moments.joining(PEOPLE.only("person", "adult_day"), "person", keep_all=True).where(
        column("adult_day").not_recorded | (column("adult_day") > column("moment").day)
    )
    answered = (
        young.joining(answers.only("person", answered_at=at), "person", keep_all=True)
        .having(answered_at=when(column("answered_at").at_or_after(column("moment")), column("answered_at")))
        .gathered("person", "record_id", answered_at=earliest(column("answered_at")))
    )
    young = young.joining(answered, "person", "record_id")
    last = young.last("person", by=("moment", "record_id")).only("person", last_answered_at="answered_at")
    same = (column("answered_at").not_recorded & column("last_answered_at").not_recorded) | (
        column("answered_at") == column("last_answered_at")
    )
    return (
        young.joining(last, "person")
        .where(same)
        .first("person", by=("moment", "record_id"))
        .only(
            "person",
            "nominal_id",
            "risk_level",
            "restricted",
            "episodes",
            "moment_set",
            "record_id",
            "moment",
            "answered_at",
        )
    )


def _open_work() -> Relation:
    """The newest open missing episode or exploitation incident of each person: who owns it."""
    episodes = owned(EPISODES.where(column("returned_at").not_recorded))
    episodes = episodes.having(team=column("team").otherwise(column("officers_team"))).only(
        "person", "owner", "team", "reported_at", record_id="episode_id"
    )
    incidents = _EXPLOITATION.where(column("closed_at").not_recorded).only(
        "person", "owner", "team", "reported_at", record_id="incident_id"
    )
    return episodes.and_also(incidents).last("person", by=("reported_at", "record_id")).only("person", "owner", "team")


OPEN_WORK = Shared("open_work", _open_work())


def owned_by_open_work(relation: Relation) -> Relation:
    joined = relation.joining(OPEN_WORK, "person", keep_all=True)
    nobody = column("owner").not_recorded & column("team").not_recorded
    return joined.having(team=when(nobody, Value("choice", ("fallback_team",)), column("team")))


# Through an incident or a case

INCIDENT_OWNERS = (
    owned(Records("incidents"))
    .having(team=column("team").otherwise(column("officers_team")), standing_incident=column("incident_id"))
    .only("incident_id", "standing_incident", incident_owner="owner", incident_team="team", incident_restricted="restricted")
)
CASE_OWNERS = CASES.only("case_id", case_owner="owner", case_team="team", case_restricted="restricted")


def owned_through(relation: Relation) -> Relation:
    """Owner and team of the row's incident if it stands, else of its online case."""
    through = relation.joining(INCIDENT_OWNERS, "incident_id", keep_all=True).joining(CASE_OWNERS, "case_id", keep_all=True)
    return through.having(
        owner=when(column("standing_incident").recorded, column("incident_owner"), column("case_owner")),
        team=when(column("standing_incident").recorded, column("incident_team"), column("case_team")),
    )


# Households

_ASSOCIATIONS = Records("associations").only(
    "association_id", "kind", "started_on", "ended_on", nominal="nominal_id", other_nominal="other_nominal_id"
)
_KNOWN_ASSOCIATION = FirstKnown("associations", ("nominal_id", "other_nominal_id", "kind", "started_on"))
_KNOWN_UPRN = FirstKnown("nominals", ("uprn",)).only(nominal="nominal_id", known="first_known")
_KNOWN_ADDRESS = FirstKnown("nominals", ("address_line", "postcode")).only(nominal="nominal_id", known="first_known")


def associated(*kinds: str, either_direction: bool) -> Relation:
    """Pairs of persons with an association of these kinds: since when known, from and until which day it is in force."""
    found: Relation = _ASSOCIATIONS.where(column("kind").is_in(*kinds)).joining(
        _KNOWN_ASSOCIATION.only("association_id", known="first_known"), "association_id"
    )
    found = found.having(
        known=when(column("started_on").after(column("known")), column("started_on").midnight, column("known")),
    )
    names = ("association_id", "kind", "started_on", "ended_on", "known")
    forwards: Relation = found.only(*names, "nominal", "other_nominal")
    if either_direction:
        forwards = forwards.and_also(found.only(*names, nominal="other_nominal", other_nominal="nominal"))
    pairs = forwards.with_person("nominal", "person").with_person("other_nominal", "other_person")
    return pairs.where(column("person") != column("other_person"))


def in_force(day: Value) -> Value:
    started, ended = column("started_on"), column("ended_on")
    return (started.not_recorded | (started.day <= day)) & (ended.not_recorded | (ended.day >= day))


_HOMES = Shared(
    "homes",
    Records("nominals")
    .where(column("uprn").recorded | column("postcode").recorded)
    .with_person()
    .having(place=address_key(column("address_line"), column("postcode")), nominal=column("nominal_id"))
    .only("nominal", "person", "uprn", "place"),
)
# Only these persons' households are asked for: pairs of everybody in a force would be too many.
_ASKED_FOR = OFFENDERS.only("person").and_also(SEEN_AND_HEARD.where(column("is_victim")).only("person")).gathered("person")


def _sharing(place: str, known: Relation) -> Relation:
    """Pairs of persons of whom a nominal each has the same address (or UPRN): since when both are known."""
    homes = _HOMES.where(column(place).recorded).only("nominal", "person", "uprn", shared=place)
    asked = homes.joining(_ASKED_FOR, "person")
    around = homes.joining(asked.gathered("shared"), "shared")
    crowds = around.gathered("shared", persons=count_different(column("person")))
    small = crowds.where(column("persons") <= number("limit", "household")).only("shared")
    others = around.only("shared", other_nominal="nominal", other_person="person", other_uprn="uprn")
    pairs: Relation = asked.joining(small, "shared").joining(others, "shared")
    pairs = pairs.where(column("person") != column("other_person"))
    if place == "place":
        pairs = pairs.where(column("uprn").not_recorded | column("other_uprn").not_recorded)
    other_known = known.only(other_nominal="nominal", other_known="known")
    pairs = pairs.joining(known, "nominal", keep_all=True).joining(other_known, "other_nominal", keep_all=True)
    return pairs.having(known=later_of(column("known"), column("other_known")))


def _home_pairs(place: str, known: Relation, ground: str) -> Relation:
    nothing = when(value(False), "")
    return (
        _sharing(place, known)
        .having(ground=ground, association_id=nothing)
        .only("person", "nominal", "other_person", "other_nominal", "known", "ground", "association_id")
    )


HOME_PAIRS = Shared(
    "home_pairs",
    _home_pairs("uprn", _KNOWN_UPRN, "same uprn").and_also(_home_pairs("place", _KNOWN_ADDRESS, "same address")),
)


def living_together() -> Relation:
    """lives_with associations, either direction; in force or not: ask in_force(day)."""
    return associated("lives_with", either_direction=True)
