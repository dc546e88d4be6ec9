"""Who lives with whom: the household of an offender, and that of a child who is a victim."""

from __future__ import annotations

from seenheard.duties.duty import Fact
from seenheard.duties.foundations import (
    HOME_PAIRS,
    OFFENDERS,
    PEOPLE,
    SEEN_AND_HEARD,
    associated,
    in_force,
    living_together,
)
from seenheard.duties.language import (
    TODAY,
    FirstKnown,
    Records,
    Relation,
    any_of,
    column,
    joined,
    later_of,
    smallest,
    when,
)

_AT_LARGE = OFFENDERS.where(~column("ended") & column("location").is_in("community", "whereabouts_unknown")).joining(
    FirstKnown("offenders", ("nominal_id", "registered_on", "location")).only("offender_id", offender_known="first_known"),
    "offender_id",
)
_GROUND = ("person", "nominal", "other_person", "other_nominal", "known", "ground", "association_id")
_PARENTS = associated("parent", either_direction=False).where(in_force(TODAY)).having(ground="parent").only(*_GROUND)
_LIVES_WITH = living_together().where(in_force(TODAY)).having(ground="lives with").only(*_GROUND)
_GROUNDS = _PARENTS.and_also(_LIVES_WITH, HOME_PAIRS)
_CHILDREN = PEOPLE.where(column("adult_day").not_recorded | (column("adult_day") > TODAY)).only(
    child="person", child_adult_day="adult_day"
)
_FOUND = (
    _AT_LARGE.joining(_GROUNDS.only(*_GROUND[1:], offender_person="person"), person="offender_person")
    .having(child=column("other_person"))
    .joining(_CHILDREN, "child", keep_all=True)
    .joining(PEOPLE.only(child="person", child_born="born"), "child", keep_all=True)
    .where(column("child_adult_day").recorded | column("child_born").not_recorded)
    .having(
        start=later_of(column("known"), column("offender_known")),
        tie=joined(column("ground"), column("nominal"), column("association_id").otherwise("")),
    )
    # Twice: of several grounds with one child's record, always the same one is shown.
    .first("offender_id", "child", "other_nominal", by=("start", "tie"))
    .first("offender_id", "child", by=("start", "other_nominal"))
)


def _home(nominal: str) -> Relation:
    """The address of a nominal, for the facts."""
    return Records("nominals").only(
        **{nominal: "nominal_id", f"{nominal}_uprn": "uprn", f"{nominal}_line": "address_line"},
        **{f"{nominal}_postcode": "postcode"},
    )


def with_ground(found: Relation) -> Relation:
    """What the facts show: of an association its own columns, else the two addresses that are the same."""
    associations = Records("associations").only(
        "association_id",
        tie_kind="kind",
        tie_started_on="started_on",
        parent_or_one="nominal_id",
        child_or_other="other_nominal_id",
    )
    at_home = (
        found.joining(associations, "association_id", keep_all=True)
        .joining(_home("nominal"), "nominal", keep_all=True)
        .joining(_home("other_nominal"), "other_nominal", keep_all=True)
    )
    return at_home.having(
        uprn_of=when(column("ground").is_in("same uprn"), column("nominal")),
        uprn_of_other=when(column("ground").is_in("same uprn"), column("other_nominal")),
        address_of=when(column("ground").is_in("same address"), column("nominal")),
        address_of_other=when(column("ground").is_in("same address"), column("other_nominal")),
    )


IN_HOUSEHOLD = with_ground(_FOUND)
GROUND_FACTS = (
    Fact("associations", "association_id", "parent_or_one", of="nominal_id"),
    Fact("associations", "association_id", "child_or_other", of="other_nominal_id"),
    Fact("associations", "association_id", "tie_kind", of="kind"),
    Fact("associations", "association_id", "tie_started_on", of="started_on"),
    Fact("nominals", "uprn_of", "nominal_uprn", of="uprn"),
    Fact("nominals", "uprn_of_other", "other_nominal_uprn", of="uprn"),
    Fact("nominals", "address_of", "nominal_line", of="address_line"),
    Fact("nominals", "address_of", "nominal_postcode", of="postcode"),
    Fact("nominals", "address_of_other", "other_nominal_line", of="address_line"),
    Fact("nominals", "address_of_other", "other_nominal_postcode", of="postcode"),
)

# Brothers, sisters and other children of a child victim's household

_VICTIMS = (
    SEEN_AND_HEARD.where(column("is_victim"))
    .joining(
        PEOPLE.only("person", "adult_day", victim_restricted="person_restricted", victim_link="link_confidence"), "person"
    )
    .where(column("adult_day") > column("reported_at").day)
    .only("incident_id", "person", "reported_at", "victim_restricted", "victim_link")
)
_OTHERS = ("incident_id", "reported_at", "other_person", "other_nominal", "nominal", "ground", "association_id")
_TELLING = ("victim_restricted", "victim_link")
_PAIR = ("person", "nominal", "other_person", "other_nominal", "association_id", "ground", "started_on", "ended_on")
_TIES = (
    associated("sibling", either_direction=True)
    .having(ground="sibling")
    .only(*_PAIR)
    .and_also(living_together().having(ground="lives with").only(*_PAIR))
)
_TIED = _VICTIMS.joining(_TIES, "person").where(in_force(column("reported_at").day)).only(*_OTHERS, *_TELLING)
_AT_HOME = _VICTIMS.joining(HOME_PAIRS, "person").only(*_OTHERS, *_TELLING)
_PRESENT = Records("incident_people").with_person().only("incident_id", other_person="person")
# Grown-ups and those who were there are left out at once: they are most of a household.
_RELATED = (
    _TIED.and_also(_AT_HOME)
    .joining(PEOPLE.only(other_person="person", other_adult_day="adult_day"), "other_person", keep_all=True)
    .where(column("other_adult_day").not_recorded | (column("other_adult_day") > column("reported_at").day))
    .without(_PRESENT, "incident_id", "other_person")
    .only(*_OTHERS, *_TELLING)
    .having(tie=joined(column("ground"), column("nominal"), column("other_nominal"), column("association_id").otherwise("")))
)
_TOLD = _RELATED.gathered(
    "incident_id",
    "other_person",
    named_nominal=smallest(column("other_nominal")),
    victim_restricted=any_of(column("victim_restricted")),
    victim_link=smallest(column("victim_link")),
)
# One row for each other person: of several victims and grounds always the same one is shown.
SIBLINGS = with_ground(
    _RELATED.first("incident_id", "other_person", by=("reported_at", "tie"))
    .only("incident_id", "nominal", "other_nominal", "ground", "association_id", person="other_person")
    .joining(_TOLD.only("incident_id", "named_nominal", *_TELLING, person="other_person"), "incident_id", "person")
    .joining(PEOPLE.only("person", "smallest_nominal_id"), "person", keep_all=True)
    .having(nominal_id=column("smallest_nominal_id").otherwise(column("named_nominal")))
)
