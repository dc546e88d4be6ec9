"""Who is around a child or an offender: one line for each person, with how they are tied and by which record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

AROUND = (
    "person_id",
    "nominal_id",
    "title",
    "born_on",
    "relation",
    "in_household",
    "ground",
    "record_set",
    "record_id",
    "started_on",
    "offender_id",
    "page_id",
    "restricted",
)
RELATIONS = {
    "parent": "parent",
    "child": "child",
    "sibling": "brother or sister",
    "partner": "partner",
    "lives_with": "lives with them",
    "same_home": "same home",
    "associate": "associate",
}
GROUNDS = {"uprn": "the same property number (UPRN)", "address": "the same address"}


@dataclass
class Other:
    """Someone around: their age on the night, what they are, and on what grounds."""

    title: str
    born_on: date | None
    age: int | None
    in_household: bool
    offender_id: str | None
    page_id: str | None
    relations: list[str] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)

    @property
    def is_child(self) -> bool:
        """Under 18 on the night; an unknown age counts as no child here, and says so."""
        return self.age is not None and self.age < 18


def around(rows: Iterable[dict[str, Any]], today: date) -> list[Other]:
    """Each person once: registered offenders first, then the household, children before adults."""
    found: dict[str, Other] = {}
    for row in rows:
        other = found.setdefault(
            row["person_id"],
            Other(
                title=row["title"],
                born_on=row["born_on"],
                age=age_on(row["born_on"], today),
                in_household=bool(row["in_household"]),
                offender_id=row["offender_id"],
                page_id=row["page_id"],
            ),
        )
        relation = RELATIONS.get(row["relation"], str(row["relation"]))
        if relation not in other.relations:
            other.relations.append(relation)
        other.grounds.append(_ground(row))
    return sorted(
        found.values(),
        key=lambda one: (one.offender_id is None, not one.in_household, not one.is_child, one.title, one.grounds),
    )


def _ground(row: dict[str, Any]) -> str:
    if row["ground"] in GROUNDS:
        return f"{GROUNDS[row['ground']]} as record {row['record_id']}"
    return f"association {row['record_id']}"


def age_on(born: date | None, day: date) -> int | None:
    """Years lived by a day; the birthday of 29 February is 1 March in other years."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
