"""Missing children."""

from __future__ import annotations

from collections.abc import Iterator

from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.exploitation import of_moment
from seenheard.engine.reference.moments import often_missing, persons_in
from seenheard.engine.reference.night import Duty, Night, earliest, misordered
from seenheard.engine.reference.states import Instance


def of_episode(night: Night, duty: str, begins: str, answer: str) -> Iterator[Instance]:
    """One row per missing episode of a child; a return before the report makes it unknown."""
    world = night.world
    for row in world.rows("missing_episodes"):
        if row.get(begins) is None:
            continue
        start, person = Start.of(row[begins]), world.person(row["nominal_id"])
        is_child = world.is_child(person, start.uk_day)
        if is_child is False:
            continue
        owner, team = world.owner_and_team(row)
        yield Instance(
            duty=duty, key=(row["episode_id"],), subject_kind="child", subject_id=row["nominal_id"],
            person=person, persons=(person,), mortal=(person,),
            start=start, due_at=night.due(duty, start), met_at=earliest([row.get(answer)], start.at),
            unknown=is_child is None or (begins == "returned_at" and misordered(row, "reported_at", "returned_at")),
            risk_level=row.get("risk_level"), owner_id=owner, team=team,
        )  # fmt: skip


def missing_grading(night: Night) -> Iterator[Instance]:
    return of_episode(night, "missing-grading", "reported_at", "graded_at")


def missing_prevention_interview(night: Night) -> Iterator[Instance]:
    return of_episode(night, "missing-prevention-interview", "returned_at", "prevention_interview_at")


def missing_return_interview(night: Night) -> Iterator[Instance]:
    return of_episode(night, "missing-return-interview", "returned_at", "return_interview_at")


def missing_strategy(night: Night) -> Iterator[Instance]:
    duty = "missing-strategy"
    for person in persons_in(night, "missing_episodes"):
        moments = list(often_missing(night, duty, person))
        given = [row["held_at"] for row in night.world.of_person("strategy_discussions", person)]
        yield from of_moment(night, duty, person, moments, given)


DUTIES = {
    "missing-grading": Duty(("nominals", "missing_episodes"), missing_grading),
    "missing-prevention-interview": Duty(("nominals", "missing_episodes"), missing_prevention_interview),
    "missing-return-interview": Duty(("nominals", "missing_episodes"), missing_return_interview),
    "missing-strategy": Duty(("nominals", "missing_episodes", "strategy_discussions"), missing_strategy),
}
