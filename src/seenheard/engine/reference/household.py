"""Who lives with whom: the household of a person on a day, and by which records we know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from seenheard.engine.reference.extract import Row
from seenheard.engine.reference.world import World

ASSOCIATION_FACTS = ("nominal_id", "other_nominal_id", "kind", "started_on")
ADDRESS_FACTS = ("address_line", "postcode")


@dataclass(frozen=True)
class Ground:
    """Why somebody counts as of the household (or as a relative): the other person and the facts it rests on."""

    person: str
    nominal_id: str
    facts: tuple[tuple[str, Row, tuple[str, ...]], ...]
    started_on: date | None = None


def letters_and_digits(text: str) -> str:
    return "".join(mark for mark in text.upper() if mark.isalpha() or mark.isdecimal())


def in_force(association: Row, day: date) -> bool:
    begins, ends = association.get("started_on"), association.get("ended_on")
    return (begins is None or begins <= day) and (ends is None or ends >= day)


class Households:
    """Associations in force, shared uprns and shared addresses."""

    def __init__(self, world: World, limit: int) -> None:
        self._world, self._limit = world, limit
        by_uprn: dict[str, list[Row]] = defaultdict(list)
        by_address: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in world.rows("nominals"):
            if row.get("uprn") is not None:
                by_uprn[row["uprn"]].append(row)
            address = self._address(row)
            if address is not None:
                by_address[address].append(row)
        self._by_uprn: dict[str | None, list[Row]] = {
            uprn: there for uprn, there in by_uprn.items() if not self._too_many(there)
        }
        self._by_address: dict[tuple[str, str] | None, list[Row]] = {
            address: there for address, there in by_address.items() if not self._too_many(there)
        }

    def of(self, person: str, day: date) -> Iterator[Ground]:
        """(a) lives_with in force that day; (b) the same uprn; (c) the same address. Nobody is of their own."""
        yield from self.related(person, day, "lives_with", forward=True, backward=True)
        for row in self._world.nominals(person):
            yield from self._at_the_same_uprn(person, row)
            yield from self._at_the_same_address(person, row)

    def related(self, person: str, day: date, kind: str, *, forward: bool, backward: bool) -> Iterator[Ground]:
        """Associations of a kind in force that day; forward: the person is nominal_id, backward: other_nominal_id."""
        for side, other, wanted in (
            ("nominal_id", "other_nominal_id", forward),
            ("other_nominal_id", "nominal_id", backward),
        ):
            for row in self._world.of_person("associations", person, side) if wanted else ():
                if row["kind"] == kind and in_force(row, day) and self._world.person(row[other]) != person:
                    facts = (("associations", row, ASSOCIATION_FACTS),)
                    yield Ground(self._world.person(row[other]), row[other], facts, row.get("started_on"))

    def _at_the_same_uprn(self, person: str, row: Row) -> Iterator[Ground]:
        yield from self._at(person, row, self._by_uprn.get(row.get("uprn"), []), ("uprn",))

    def _at_the_same_address(self, person: str, row: Row) -> Iterator[Ground]:
        """Of the two, at least one has no uprn: two different uprns are two homes however the address is written."""
        there = self._by_address.get(self._address(row), [])
        either = [other for other in there if row.get("uprn") is None or other.get("uprn") is None]
        yield from self._at(person, row, either, ADDRESS_FACTS)

    def _at(self, person: str, row: Row, there: list[Row], columns: tuple[str, ...]) -> Iterator[Ground]:
        for other in there:
            who = self._world.person(other["nominal_id"])
            if who != person:
                yield Ground(who, other["nominal_id"], (("nominals", row, columns), ("nominals", other, columns)))

    def _too_many(self, rows: list[Row]) -> bool:
        """Care homes and hostels make no household."""
        return len({self._world.person(row["nominal_id"]) for row in rows}) > self._limit

    @staticmethod
    def _address(row: Row) -> tuple[str, str] | None:
        line, postcode = row.get("address_line"), row.get("postcode")
        return None if line is None or postcode is None else (letters_and_digits(line), letters_and_digits(postcode))
