"""The records as they were known at as_of: nothing in here has not happened yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from seenheard.engine.reference import uk
from seenheard.engine.reference.extract import EVENT_DATES, KEYS, PLANS, Extract, Row

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ADULT_AT = 18
IN_AN_INCIDENT = ("victim", "child_related", "child_present")


class World:
    """Standing rows with what lies after as_of taken away, who is who, and when a fact was first known."""

    def __init__(self, extract: Extract, as_of: int, persons: Mapping[str, str]) -> None:
        self.as_of = EPOCH + timedelta(microseconds=as_of)
        self.today = uk.uk_day(self.as_of)
        self.absent = extract.absent
        self._persons = persons
        self._rows = {name: self._known(name, extract.standing.get(name, ())) for name in KEYS}
        self._indexes: dict[tuple[str, str], dict[Any, list[Row]]] = {}
        self._versions = self._by_key(extract.versions)
        self._nominals: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows["nominals"]:
            self._nominals[self.person(row["nominal_id"])].append(row)

    # Rows

    def rows(self, record_set: str) -> Sequence[Row]:
        return self._rows[record_set]

    def where(self, record_set: str, column: str, value: Any) -> Sequence[Row]:
        """The rows in which a column reads this; nothing is equal to what is not recorded."""
        if value is None:
            return ()
        index = self._indexes.get((record_set, column))
        if index is None:
            index = defaultdict(list)
            for row in self._rows[record_set]:
                index[row.get(column)].append(row)
            self._indexes[record_set, column] = index
        return index.get(value, ())

    def get(self, record_set: str, key: str | None) -> Row | None:
        """The standing row of a key; None when there is none, or it has not happened."""
        found = self.where(record_set, KEYS[record_set], key)
        return found[0] if found else None

    def of_person(self, record_set: str, person: str, column: str = "nominal_id") -> Sequence[Row]:
        """The rows whose nominal is one of this person's."""
        index = self._indexes.get((record_set, f"{column} as person"))
        if index is None:
            index = defaultdict(list)
            for row in self._rows[record_set]:
                if row.get(column) is not None:
                    index[self.person(row[column])].append(row)
            self._indexes[record_set, f"{column} as person"] = index
        return index.get(person, ())

    def _known(self, record_set: str, rows: Iterable[Row]) -> list[Row]:
        dated = EVENT_DATES.get(record_set)
        return [
            {column: self._blanked(column, value) for column, value in row.items()}
            for row in rows
            if dated is None or not self.is_future(row.get(dated))
        ]

    def _blanked(self, column: str, value: Any) -> Any:
        return None if column not in PLANS and self.is_future(value) else value

    def is_future(self, value: Any) -> bool:
        if isinstance(value, datetime):
            return value > self.as_of
        return isinstance(value, date) and value > self.today

    # Versions

    @staticmethod
    def _by_key(versions: Mapping[str, Sequence[Row]]) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for name, rows in versions.items():
            for row in rows:
                found[name, row[KEYS[name]]].append(row)
        for history in found.values():
            history.sort(key=lambda row: (row["recorded_at"], row["row_number"]))
        return found

    def first_known(self, record_set: str, row: Row, columns: Sequence[str]) -> datetime:
        """recorded_at of the oldest version in the unbroken run, up to the standing one, that reads the same."""
        known: datetime = row["recorded_at"]
        history = self._versions.get((record_set, row[KEYS[record_set]]), [])
        if not history:
            return known
        standing = history[-1]
        for version in reversed(history):
            if version.get("withdrawn") or any(version.get(c) != standing.get(c) for c in columns):
                break
            known = version["recorded_at"]
        return known

    # Persons

    def person(self, nominal_id: str) -> str:
        """The person of a nominal; one that nobody has placed is its own person."""
        return self._persons.get(nominal_id, f"own:{nominal_id}")

    def nominals(self, person: str) -> Sequence[Row]:
        return self._nominals.get(person, ())

    def smallest_nominal(self, person: str, named: str) -> str:
        """The smallest standing nominal of a person; where none stands, `named`, which is the record's."""
        smallest: str = min((row["nominal_id"] for row in self.nominals(person)), default=named)
        return smallest

    def born(self, person: str) -> date | None:
        """The latest recorded date of birth of the person's nominals (the youngest counts)."""
        dates = [row["date_of_birth"] for row in self.nominals(person) if row.get("date_of_birth") is not None]
        return max(dates, default=None)

    def is_child(self, person: str, day: date) -> bool | None:
        """Under 18 on a UK day; None when no date of birth is recorded."""
        born = self.born(person)
        return None if born is None else uk.birthday(born, ADULT_AT) > day

    def has_died(self, person: str) -> bool:
        return any(row.get("died_on") is not None for row in self.nominals(person))

    def is_restricted(self, person: str) -> bool:
        return any(row.get("restricted") is True for row in self.nominals(person))

    # Officers

    def is_active(self, officer_id: str | None) -> bool:
        """Active at as_of; an id that does not stand is not."""
        officer = self.get("officers", officer_id)
        if officer is None:
            return False
        begins, ends = officer.get("active_from"), officer.get("active_to")
        return (begins is None or begins <= self.today) and (ends is None or ends >= self.today)

    def team_of(self, officer_id: str | None) -> str | None:
        officer = self.get("officers", officer_id)
        return None if officer is None else officer.get("team")

    def owner_and_team(self, record: Row | None) -> tuple[str | None, str | None]:
        """A record's owner, and its team, else the owner's."""
        if record is None:
            return None, None
        owner = record.get("owner_id")
        return owner, record.get("team") or self.team_of(owner)
