"""The workforce: training and caseload."""

from __future__ import annotations

from seenheard.duties.duty import SINCE, Clock, Condition, Duty, Fact, First, Listed, Plural, Within
from seenheard.duties.foundations import ACTIVE_OFFENDERS, IN_POST
from seenheard.duties.language import TODAY, Records, Relation, column, count, millionths, number, when

AREA = "workforce"
COURSES_OF_MANAGERS = ("mosovo", "arms")
COURSES_OF_ROLES = (("online_investigator", "kirat"), ("child_investigator", "scaidp"))

_MANAGED = ACTIVE_OFFENDERS.where(~column("ended") & column("manager_id").recorded)


def _courses() -> Relation:
    managers = IN_POST.joining(_MANAGED.gathered("manager_id", managed=count()), officer_id="manager_id").only(
        "officer_id", "active_from", "team"
    )
    asked = [managers.having(course=course) for course in COURSES_OF_MANAGERS]
    asked += [
        IN_POST.where(column("role").is_in(role)).only("officer_id", "active_from", "team").having(course=course)
        for role, course in COURSES_OF_ROLES
    ]
    return asked[0].and_also(*asked[1:]).having(owner=column("officer_id"), risk_level=when(TODAY < 0, ""))


_VALID = Records("training").where(
    column("completed_on").recorded
    & (column("completed_on").day <= TODAY)
    & (column("expires_on").not_recorded | (column("expires_on").day >= TODAY))
)
_COURSE_WORDS = when(
    column("course").is_in("mosovo"),
    "MOSOVO",
    when(column("course").is_in("arms"), "ARMS", when(column("course").is_in("kirat"), "KIRAT", "SCAIDP")),
)
WORKFORCE_TRAINED = Duty(
    name="workforce-trained",
    area=AREA,
    title="Training for the role",
    asks="Managers of registered sex offenders, online investigators and child abuse investigators hold the training that "
    "their work asks.",
    matters="Someone who was never taught what to look for can't be blamed for not seeing it; the child pays all the same.",
    counts="A course completed and not expired. For as long as it is valid the duty is met.",
    needs=("officers", "training", "offenders"),
    subject_kind="officer",
    subject="officer_id",
    one_per=_courses(),
    key=(column("officer_id"), column("course")),
    starts=column("active_from"),
    within=Within(((None, Clock("within")),)),
    met_by=First(
        _VALID,
        at=column("completed_on"),
        on=(("officer_id", "officer_id"), ("course", "course")),
        any_time=True,
        condition=True,
    ),
    unknown=((column("active_from").not_recorded, "the day the officer came into post is not recorded"),),
    owner="owner",
    team="team",
    risk_level="risk_level",
    facts=(
        Fact("officers", "officer_id", "active_from"),
        Fact("officers", "officer_id", "course", of="course asked"),
    ),
    listed=(
        Listed(
            of=Records("training").where(column("completed_on").recorded),
            on=(("officer_id", "officer_id"), ("course", "course")),
            record_set="training",
            key="training_id",
            columns=("completed_on", "expires_on"),
            at="completed_on",
            any_time=True,
        ),
    ),
    late=(
        "In post for ",
        SINCE,
        " without a valid ",
        _COURSE_WORDS,
        " course on record",
    ),
)

_POINTS = {level: number(f"points_{level}", "workforce-caseload") for level in ("very_high", "high", "medium", "low")}
_LOADS = _MANAGED.gathered(
    "manager_id",
    offenders=count(),
    very_high=count(column("risk_level").is_in("very_high")),
    high=count(column("risk_level").is_in("high")),
    medium=count(column("risk_level").is_in("medium")),
    low=count(column("risk_level").is_in("low")),
)
_MANAGERS = (
    IN_POST.where(column("role").is_in("offender_manager"))
    .joining(_LOADS.having(officer_id=column("manager_id")), "officer_id", keep_all=True)
    .having(
        offenders=column("offenders").otherwise(0),
        points=(
            column("very_high") * _POINTS["very_high"]
            + column("high") * _POINTS["high"]
            + column("medium") * _POINTS["medium"]
            + column("low") * _POINTS["low"]
        ).otherwise(0),
    )
    .having(with_one_more=column("offenders") + 1, owner=column("officer_id"), risk_level=when(TODAY < 0, ""))
)
WORKFORCE_CASELOAD = Duty(
    name="workforce-caseload",
    area=AREA,
    title="Caseload of an offender manager",
    asks="An offender manager has no more offenders than one person can know.",
    matters="Above the line visits slip, and what slips first is the visit that looks least urgent.",
    counts="Offenders under active management whose notification period has not ended, for each full-time equivalent.",
    needs=("officers", "offenders"),
    subject_kind="officer",
    subject="officer_id",
    one_per=_MANAGERS,
    key=(column("officer_id"),),
    starts=None,
    met_by=Condition(column("offenders") * 1_000_000 <= number("limit") * millionths(column("fte"))),
    unknown=((column("fte").not_recorded, "the officer's share of full time is not recorded"),),
    owner="owner",
    team="team",
    risk_level="risk_level",
    facts=(
        Fact("officers", "officer_id", "fte"),
        Fact("officers", "officer_id", "offenders", of="offenders managed"),
        Fact("officers", "officer_id", "points", of="points by risk"),
        Fact("officers", "officer_id", "with_one_more", of="offenders with one more"),
    ),
    late=(
        "Manages ",
        Plural(column("offenders"), "offender", "offenders"),
        " (",
        column("points"),
        " points by risk) in ",
        column("fte"),
        " of full time; the line is ",
        number("limit"),
        " for full time, and one more would make it ",
        column("with_one_more"),
    ),
)

DUTIES = (WORKFORCE_TRAINED, WORKFORCE_CASELOAD)
