"""What a duty is: the declaration that engines execute and pages explain."""

from __future__ import annotations

from dataclasses import dataclass

from seenheard.duties.language import Relation, Value


@dataclass(frozen=True)
class Clock:
    """How long there is: a number of the standard with its unit, or whole months that the record itself names."""

    number: str | None = None
    months: Value | None = None


@dataclass(frozen=True)
class Within:
    """The first clock whose condition is true; without one (condition None: always) the clock can't be known."""

    clocks: tuple[tuple[Value | None, Clock], ...]


@dataclass(frozen=True)
class First:
    """Met by the earliest row of `of` at or after the start that agrees `on` these columns (ours, theirs).

    any_time: a row before the start counts too, as met at the start. days_before: so does one at most that many
    days (a number of the standard) before. provided: a further condition; columns of the row are named met_<column>.
    condition: it holds or not; it can't be met late.
    """

    of: Relation
    at: Value
    on: tuple[tuple[str, str], ...]
    any_time: bool = False
    days_before: str | None = None
    provided: Value | None = None
    condition: bool = False


@dataclass(frozen=True)
class At:
    """Met at a moment that the instance itself records, at or after the start."""

    moment: Value


@dataclass(frozen=True)
class Condition:
    """Met while this is true; met_at is the start or nothing; never met late."""

    holds: Value
    met_at_start: bool = False


@dataclass(frozen=True)
class MovedBy:
    """Attempts that move the due moment: each made by the due moment then standing moves it to `extends` (hours) after
    the attempt, if that is later, never past `never_later` (hours) after the start (numbers of the standard)."""

    attempts: Relation
    at: str
    record_key: str
    on: tuple[tuple[str, str], ...]
    extends: str
    never_later: str


@dataclass(frozen=True)
class Fact:
    """A value that the row rests on: record set (or "{column}" that names it), the column with its key, the column of the
    instance, and its name in the record set if that is another."""

    record_set: str
    key: str
    column: str
    of: str = ""


@dataclass(frozen=True)
class Listed:
    """Further facts, a row of `of` each: those that agree `on` these columns, at or after the start unless any_time."""

    of: Relation
    on: tuple[tuple[str, str], ...]
    record_set: str
    key: str
    columns: tuple[str, ...]
    at: str
    any_time: bool = False


WITHIN = "{within}"  # the clock that counts, in words
EVERY = "{every}"  # the same of what recurs: every 3 months, every month
SINCE = "{since}"  # how long ago the start was
OVERDUE = "{overdue}"  # how long ago it was due


@dataclass(frozen=True)
class Plural:
    """A count with its word: "1 attempt", "2 attempts"."""

    of: Value
    one: str
    many: str


@dataclass(frozen=True)
class Maybe:
    """Words said only if the condition is true."""

    condition: Value
    parts: tuple[str | Value | Plural, ...]


Words = str | Value | Plural | Maybe


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One duty. `one_per` gives its instances; the other parts speak of their columns.

    person: the column with the person it is about; involves: further persons whose links it rests on.
    links: columns with the confidence of further links that a row rests on.
    school: the column with the school whose days count, for a clock of school days.
    starts None: a condition without times. due: a moment in place of start plus clock. due_not_before: on this condition
    due no earlier than the end of the UK date so many days (a number of the standard) after this moment.
    still_possible: while true the finding stays actionable however late, unless the standard has its own number.
    After the clock has run, started_at and due_at (moments) may be used in excused. In the words WITHIN stands for the
    clock that counts, SINCE for how long ago the start was, OVERDUE for how long ago it was due.
    """

    name: str
    title: str
    area: str
    asks: str
    matters: str
    counts: str = ""
    needs: tuple[str, ...]
    subject_kind: str
    one_per: Relation
    key: tuple[Value, ...]
    subject: str
    subject_nominal: str | None = None
    person: str | None = None
    involves: tuple[str, ...] = ()
    child: bool = False
    school: str | None = None
    starts: Value | None
    within: Within | None = None
    due: Value | None = None
    due_not_before: tuple[Value, Value, str] | None = None
    met_by: First | At | Condition | None = None
    moved_by: MovedBy | None = None
    recurs: bool = False
    excused: tuple[tuple[Value, str], ...] = ()
    unknown: tuple[tuple[Value, str], ...] = ()
    still_possible: Value | None = None
    owner: str | None = None
    team: str | None = None
    risk_level: str | None = None
    restricted: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    listed: tuple[Listed, ...] = ()
    late: tuple[Words, ...]
    not_due: tuple[Words, ...] = ()
