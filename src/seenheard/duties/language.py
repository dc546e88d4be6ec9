"""The language that duties are written in: values over a row, and relations of rows. It declares; engines execute.

Values follow SQL's three-valued logic: a comparison with something not recorded is neither true nor false, and
`where` keeps only rows for which the condition is true. A *moment* is a date or a timestamp: between two moments of
which one is a date, UK dates are compared; between two timestamps, instants (CONTRACT, Time).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Plain = str | int | bool | None


@dataclass(frozen=True, eq=False)
class Value:
    """An expression over the columns of one row: an operator and what it works on."""

    operator: str
    operands: tuple[Any, ...]

    def __eq__(self, other: object) -> Value:  # type: ignore[override]
        return Value("equal", (self, value(other)))

    def __ne__(self, other: object) -> Value:  # type: ignore[override]
        return Value("not", (Value("equal", (self, value(other))),))

    __hash__ = object.__hash__

    def __lt__(self, other: Value | Plain) -> Value:
        return Value("less", (self, value(other)))

    def __le__(self, other: Value | Plain) -> Value:
        return Value("at_most", (self, value(other)))

    def __gt__(self, other: Value | Plain) -> Value:
        return Value("less", (value(other), self))

    def __ge__(self, other: Value | Plain) -> Value:
        return Value("at_most", (value(other), self))

    def __and__(self, other: Value) -> Value:
        return Value("and", (self, other))

    def __or__(self, other: Value) -> Value:
        return Value("or", (self, other))

    def __invert__(self) -> Value:
        return Value("not", (self,))

    def __add__(self, other: Value | int) -> Value:
        return Value("add", (self, value(other)))

    def __sub__(self, other: Value | int) -> Value:
        return Value("subtract", (self, value(other)))

    def __mul__(self, other: Value | int) -> Value:
        return Value("multiply", (self, value(other)))

    def is_in(self, *members: str) -> Value:
        return Value("in", (self, members))

    @property
    def recorded(self) -> Value:
        return Value("recorded", (self,))

    @property
    def not_recorded(self) -> Value:
        return Value("not", (Value("recorded", (self,)),))

    def otherwise(self, *others: Value | Plain) -> Value:
        """The first of these that is recorded."""
        return Value("first_recorded", (self, *(value(other) for other in others)))

    @property
    def day(self) -> Value:
        """A moment's UK date, as a number of days."""
        return Value("day", (self,))

    @property
    def midnight(self) -> Value:
        """The instant, 00:00 UK, at which a date begins: no date any more, so a clock from it runs by the hour."""
        return Value("midnight", (self,))

    def after(self, other: Value) -> Value:
        return Value("after", (self, other))

    def at_or_after(self, other: Value) -> Value:
        return Value("at_or_after", (self, other))


def value(plain: Any) -> Value:
    return plain if isinstance(plain, Value) else Value("literal", (plain,))


def column(name: str) -> Value:
    return Value("column", (name,))


def number(name: str, duty: str | None = None) -> Value:
    """A number of the standard, as a whole number; of the duty at hand unless another is named."""
    return Value("number", (duty, name))


def choice(name: str) -> Value:
    """What the standard says where it may say one thing or another."""
    return Value("choice", (name,))


def when(condition: Value, then: Value | Plain, otherwise: Value | Plain = None) -> Value:
    return Value("when", (condition, value(then), value(otherwise)))


def later_of(*moments: Value) -> Value:
    """The later of two moments; not recorded if either is not."""
    return Value("later_of", moments)


def earlier_of(*moments: Value) -> Value:
    """The earlier of the moments that are recorded."""
    return Value("earlier_of", moments)


def misordered(record_set: str, name: str) -> Value:
    """Whether this column is the later one of a pair that CONTRACT puts in order, and comes before the earlier one."""
    return Value("misordered", (record_set, name))


def letters(text: Value) -> Value:
    """Lower-cased, with all but letters and single spaces removed."""
    return Value("letters", (text,))


def in_list(text: Value, name: str) -> Value:
    """Whether the text is in a list of the standard, e.g. not_voice."""
    return Value("in_list", (text, name))


def address_key(line: Value, postcode: Value) -> Value:
    """Address and postcode upper-cased, letters and digits only; not recorded unless both are."""
    return Value("address_key", (line, postcode))


def millionths(decimal: Value) -> Value:
    """A decimal as a whole number of millionths, so that it is compared exactly."""
    return Value("millionths", (decimal,))


def joined(*parts: Value) -> Value:
    """Texts one after the other, with an escaped bar between: the parts of a key."""
    return Value("key", parts)


AS_OF = Value("as_of", ())
TODAY = Value("day", (AS_OF,))


@dataclass(frozen=True)
class Relation:
    """Rows with named columns. Each step gives a new relation."""

    def where(self, condition: Value) -> Where:
        return Where(self, condition)

    def having(self, **columns: Value | Plain) -> Having:
        """The same rows with further columns."""
        return Having(self, tuple((name, value(item)) for name, item in columns.items()))

    def only(self, *names: str, **renamed: str) -> Only:
        """Only these columns; `new=old` renames."""
        return Only(self, tuple((name, name) for name in names) + tuple(renamed.items()))

    def joining(self, other: Relation, *on: str, keep_all: bool = False, **pairs: str) -> Joining:
        """Rows of both that agree on these columns (`left=right`); keep_all keeps rows of ours that find none."""
        return Joining(self, other, tuple((name, name) for name in on) + tuple(pairs.items()), keep_all)

    def without(self, other: Relation, *on: str) -> Without:
        """Our rows that find no row of the other."""
        return Without(self, other, on)

    def first(self, *group: str, by: tuple[str, str]) -> Picked:
        """Of each group the earliest row by (moment, key); of equal moments the smallest key."""
        return Picked(self, group, by, latest=False)

    def last(self, *group: str, by: tuple[str, str]) -> Picked:
        """Of each group the latest row by (moment, key); of equal moments the greatest key."""
        return Picked(self, group, by, latest=True)

    def gathered(self, *group: str, **measures: Measure) -> Gathered:
        """One row per group, with measures over its rows."""
        return Gathered(self, group, tuple(measures.items()))

    def with_person(self, nominal: str = "nominal_id", person: str = "person") -> WithPerson:
        """The person that the nominal belongs to; one that is in no link is its own person."""
        return WithPerson(self, nominal, person)

    def shifted(self, name: str, of: str, days: Value) -> Shifted:
        """A moment so many days later (earlier if negative) at the same UK time of day."""
        return Shifted(self, name, of, days)

    def and_also(self, *others: Relation) -> Together:
        """The rows of all; the same columns in each."""
        return Together((self, *others))


@dataclass(frozen=True)
class Records(Relation):
    """What stands of a record set, as of now: nothing that has not happened yet (CONTRACT, Time)."""

    record_set: str


@dataclass(frozen=True)
class FirstKnown(Relation):
    """Per standing key: first_known, since when these columns read as they do, without a break."""

    record_set: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class People(Relation):
    """One row per person with a standing nominal: person, smallest_nominal_id, born (moment), adult_day (18th birthday),
    fourth_day (4th birthday), died, person_restricted, link_confidence, births (how many different dates)."""


@dataclass(frozen=True)
class Where(Relation):
    source: Relation
    condition: Value


@dataclass(frozen=True)
class Having(Relation):
    source: Relation
    columns: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Only(Relation):
    source: Relation
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Joining(Relation):
    left: Relation
    right: Relation
    on: tuple[tuple[str, str], ...]
    keep_all: bool


@dataclass(frozen=True)
class Without(Relation):
    left: Relation
    right: Relation
    on: tuple[str, ...]


@dataclass(frozen=True)
class Picked(Relation):
    source: Relation
    group: tuple[str, ...]
    by: tuple[str, str]
    latest: bool


@dataclass(frozen=True)
class Measure:
    """kind: count (rows where true), smallest, greatest (of texts or numbers), earliest, latest (of moments), any."""

    kind: str
    of: Value


def count(condition: Value | Plain = True) -> Measure:
    return Measure("count", value(condition))


def count_different(of: Value) -> Measure:
    return Measure("count_different", of)


def any_of(condition: Value) -> Measure:
    return Measure("any", condition)


def smallest(of: Value) -> Measure:
    return Measure("smallest", of)


def earliest(of: Value) -> Measure:
    return Measure("earliest", of)


def latest(of: Value) -> Measure:
    return Measure("latest", of)


@dataclass(frozen=True)
class Gathered(Relation):
    source: Relation
    group: tuple[str, ...]
    measures: tuple[tuple[str, Measure], ...]


@dataclass(frozen=True)
class WithPerson(Relation):
    source: Relation
    nominal: str
    person: str


@dataclass(frozen=True)
class Shifted(Relation):
    source: Relation
    name: str
    of: str
    days: Value


@dataclass(frozen=True)
class Together(Relation):
    sources: tuple[Relation, ...]


@dataclass(frozen=True)
class Shared(Relation):
    """A relation that several duties use: an engine may work it out once."""

    name: str
    source: Relation = field(compare=False)
