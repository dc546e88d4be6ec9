"""Children in custody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seenheard.engine.reference import uk
from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.night import Duty, Night, misordered
from seenheard.engine.reference.partners import of_record
from seenheard.engine.reference.states import Instance


def detentions_of_children(night: Night, begins: str) -> Iterator[tuple[Row, bool]]:
    """Detentions with that start of somebody not known to be an adult then; whether their age is unknown."""
    for row in night.world.rows("detentions"):
        if row.get(begins) is not None:
            is_child = night.world.is_child(night.world.person(row["nominal_id"]), uk.uk_day(row[begins]))
            if is_child is not False:
                yield row, is_child is None


def custody_appropriate_adult(night: Night) -> Iterator[Instance]:
    for row, unknown in detentions_of_children(night, "arrived_at"):
        came, released = row.get("appropriate_adult_arrived_at"), row.get("released_at")
        it = of_record(night, "custody-appropriate-adult", "detentions", row, "arrived_at", came, unknown=unknown)
        yield replace(it, excused=released is not None and it.due_at is not None and released <= it.due_at)


def custody_accommodation(night: Night) -> Iterator[Instance]:
    for row, unknown in detentions_of_children(night, "bail_refused_at"):
        asked, wrong = row.get("accommodation_requested_at"), misordered(row, "arrived_at", "bail_refused_at")
        yield of_record(
            night, "custody-accommodation", "detentions", row, "bail_refused_at", asked, unknown=unknown or wrong
        )


DUTIES = {
    "custody-appropriate-adult": Duty(("nominals", "detentions"), custody_appropriate_adult),
    "custody-accommodation": Duty(("nominals", "detentions"), custody_accommodation),
}
