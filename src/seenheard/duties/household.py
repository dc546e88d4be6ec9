"""The household of an offender: who lives with them, and whose parent they are."""

from __future__ import annotations

from seenheard.duties.duty import Fact
from seenheard.duties.foundations import HOME_PAIRS, OFFENDERS, PEOPLE, associated, in_force, living_together
from seenheard.duties.language import TODAY, FirstKnown, Records, Relation, column, joined, later_of, when

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


# What the facts show: of an association its own columns, else the two addresses that are the same.
IN_HOUSEHOLD = (
    _FOUND.joining(
        Records("associations").only(
            "association_id", "kind", "started_on", parent_or_one="nominal_id", child_or_other="other_nominal_id"
        ),
        "association_id",
        keep_all=True,
    )
    .joining(_home("nominal"), "nominal", keep_all=True)
    .joining(_home("other_nominal"), "other_nominal", keep_all=True)
    .having(
        uprn_of=when(column("ground").is_in("same uprn"), column("nominal")),
        uprn_of_other=when(column("ground").is_in("same uprn"), column("other_nominal")),
        address_of=when(column("ground").is_in("same address"), column("nominal")),
        address_of_other=when(column("ground").is_in("same address"), column("other_nominal")),
    )
)
GROUND_FACTS = (
    Fact("associations", "association_id", "parent_or_one", of="nominal_id"),
    Fact("associations", "association_id", "child_or_other", of="other_nominal_id"),
    Fact("associations", "association_id", "kind"),
    Fact("associations", "association_id", "started_on"),
    Fact("nominals", "uprn_of", "nominal_uprn", of="uprn"),
    Fact("nominals", "uprn_of_other", "other_nominal_uprn", of="uprn"),
    Fact("nominals", "address_of", "nominal_line", of="address_line"),
    Fact("nominals", "address_of", "nominal_postcode", of="postcode"),
    Fact("nominals", "address_of_other", "other_nominal_line", of="address_line"),
    Fact("nominals", "address_of_other", "other_nominal_postcode", of="postcode"),
    *(Fact("offenders", "offender_id", name) for name in ("nominal_id", "registered_on", "location")),
)
