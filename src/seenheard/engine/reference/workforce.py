"""Workforce: trained, and with a caseload that can be managed. Conditions, so never met late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from seenheard.engine.reference.clocks import Start
from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.night import Duty, Night
from seenheard.engine.reference.offenders import has_ended, under_active_management
from seenheard.engine.reference.states import Instance

MANAGERS_COURSES = ("mosovo", "arms")
ROLE_COURSES = {"online_investigator": "kirat", "child_investigator": "scaidp"}


def active_officers(night: Night) -> Iterator[Row]:
    return (row for row in night.world.rows("officers") if night.world.is_active(row["officer_id"]))


def managed(night: Night) -> dict[str, int]:
    """By manager: how many active, not ended offenders."""
    counts: dict[str, int] = {}
    for offender in under_active_management(night):
        manager = offender.get("manager_id")
        if manager is not None and not has_ended(night, offender):
            counts[manager] = counts.get(manager, 0) + 1
    return counts


def instance(duty: str, officer: Row, **more: Any) -> Instance:
    subject = officer["officer_id"]
    return Instance(duty=duty, subject_kind="officer", subject_id=subject, owner_id=subject, team=officer["team"], **more)


def trained_since(night: Night, officer: Row, course: str, start: Start | None) -> datetime | None:
    """The earliest completion of the course that still holds on as_of's date, not before the start."""
    today = night.world.today
    done = [
        row["completed_on"]
        for row in night.world.where("training", "officer_id", officer["officer_id"])
        if row["course"] == course
        and row.get("completed_on") is not None
        and (row.get("expires_on") is None or row["expires_on"] >= today)
    ]
    if not done:
        return None
    since = Start.of(min(done)).at
    return since if start is None else max(since, start.at)


def workforce_trained(night: Night) -> Iterator[Instance]:
    duty, managers = "workforce-trained", managed(night)
    for officer in active_officers(night):
        courses = list(MANAGERS_COURSES) if officer["officer_id"] in managers else []
        if officer["role"] in ROLE_COURSES:
            courses.append(ROLE_COURSES[officer["role"]])
        begins = officer.get("active_from")
        start = None if begins is None else Start.of(begins)
        for course in courses:
            met = trained_since(night, officer, course, start)
            yield instance(
                duty, officer, key=(officer["officer_id"], course), start=start, due_at=night.due(duty, start),
                met_at=met, never_met_late=True,
            )  # fmt: skip


def workforce_caseload(night: Night) -> Iterator[Instance]:
    duty, managers = "workforce-caseload", managed(night)
    limit = Decimal(str(night.value(duty, "limit")))
    for officer in active_officers(night):
        if officer["role"] == "offender_manager":
            fte = officer.get("fte")
            # In decimals: 50 offenders per 0.58 is 29, not a hair less.
            holds = fte is not None and managers.get(officer["officer_id"], 0) <= limit * Decimal(str(fte))
            yield instance(
                duty, officer, key=(officer["officer_id"],), start=None, due_at=None,
                has_clock=False, holds=holds, unknown=fte is None,
            )  # fmt: skip


DUTIES = {
    "workforce-trained": Duty(("officers", "training", "offenders"), workforce_trained),
    "workforce-caseload": Duty(("officers", "offenders"), workforce_caseload),
}
