"""Disclosures under the child sex offender disclosure scheme (Sarah's Law)."""

from __future__ import annotations

from collections.abc import Iterator

from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.night import Duty, Night, earliest, misordered
from seenheard.engine.reference.states import Instance


def of_disclosure(night: Night, duty: str, begins: str, answer: str) -> Iterator[Instance]:
    for row in night.world.rows("disclosures"):
        if row.get(begins) is None:
            continue
        start = Start.of(row[begins])
        owner, team = night.world.owner_and_team(row)
        yield Instance(
            duty=duty, key=(row["disclosure_id"],), subject_kind="record", subject_id=row["disclosure_id"],
            start=start, due_at=night.due(duty, start), met_at=earliest([row.get(answer)], start.at),
            unknown=begins != "applied_at" and misordered(row, "applied_at", begins),
            owner_id=owner, team=team,
        )  # fmt: skip


def disclosure_checks(night: Night) -> Iterator[Instance]:
    return of_disclosure(night, "disclosure-checks", "applied_at", "checked_at")


def disclosure_interview(night: Night) -> Iterator[Instance]:
    return of_disclosure(night, "disclosure-interview", "applied_at", "interviewed_at")


def disclosure_decision(night: Night) -> Iterator[Instance]:
    return of_disclosure(night, "disclosure-decision", "interviewed_at", "decided_at")


DUTIES = {
    "disclosure-checks": Duty(("disclosures",), disclosure_checks),
    "disclosure-interview": Duty(("disclosures",), disclosure_interview),
    "disclosure-decision": Duty(("disclosures",), disclosure_decision),
}
