"""Rows under way in the ibis engine: an ibis table, and which of its columns are moments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis


@dataclass(frozen=True)
class Moment:
    """A date or a timestamp: instant (µs), UK date (day), UK time of day (µs), and whether it is only a date.

    `dated` is True or False where it is known of the whole column, else an expression.
    """

    instant: Any
    day: Any
    tod: Any
    dated: Any

    @property
    def parts(self) -> tuple[Any, Any, Any]:
        return self.instant, self.day, self.tod

    def earliest_of(self) -> Moment:
        """Over a group's rows."""
        told = self.dated if isinstance(self.dated, bool) else self.dated.argmin(self.instant)
        return Moment(self.instant.min(), self.day.argmin(self.instant), self.tod.argmin(self.instant), told)

    def latest_of(self) -> Moment:
        """Over a group's rows."""
        told = self.dated if isinstance(self.dated, bool) else self.dated.argmax(self.instant)
        return Moment(self.instant.max(), self.day.argmax(self.instant), self.tod.argmax(self.instant), told)


Compiled = Any  # an ibis expression, which has no types of its own, or a Moment
DAY, TOD, DATED = "__day", "__tod", "__dated"


def dated_expression(moment: Moment) -> Any:
    return ibis.literal(moment.dated) if isinstance(moment.dated, bool) else moment.dated


def one_or_other(condition: Any, then: Moment, otherwise: Moment) -> Moment:
    """A moment chosen by a condition; what is not true is otherwise."""
    instant, day, tod = (ibis.ifelse(condition, a, b) for a, b in zip(then.parts, otherwise.parts, strict=True))
    if isinstance(then.dated, bool) and then.dated is otherwise.dated:
        return Moment(instant, day, tod, then.dated)
    return Moment(instant, day, tod, ibis.ifelse(condition, dated_expression(then), dated_expression(otherwise)))


@dataclass(frozen=True)
class Frame:
    """`moments`: column -> whether it is only a date (None: told by a column of its own)."""

    table: Any
    names: tuple[str, ...]
    moments: dict[str, bool | None]

    def __getitem__(self, name: str) -> Compiled:
        if name not in self.names:
            raise LookupError(f"no column {name!r} among {', '.join(self.names)}")
        if name not in self.moments:
            return self.table[name]
        dated = self.moments[name]
        told = self.table[name + DATED] if dated is None else dated
        return Moment(self.table[name], self.table[name + DAY], self.table[name + TOD], told)

    def physical(self, name: str) -> tuple[str, ...]:
        """The columns of the table that hold this column."""
        if name not in self.moments:
            return (name,)
        told = (name + DATED,) if self.moments[name] is None else ()
        return (name, name + DAY, name + TOD, *told)

    def filtered(self, condition: Any) -> Frame:
        return Frame(self.table.filter(condition), self.names, self.moments)

    def with_columns(self, **columns: Compiled) -> Frame:
        """Adds or replaces columns."""
        added: dict[str, Any] = {}
        moments = {name: dated for name, dated in self.moments.items() if name not in columns}
        stale = [part for name in columns if name in self.names for part in self.physical(name)]
        for name, item in columns.items():
            if not isinstance(item, Moment):
                added[name] = item
                continue
            added |= {name: item.instant, name + DAY: item.day, name + TOD: item.tod}
            moments[name] = item.dated if isinstance(item.dated, bool) else None
            if moments[name] is None:
                added[name + DATED] = item.dated
        kept = [self.table[part] for part in self.table.columns if part not in added and part not in stale]
        table = self.table.select(*kept, **added)
        return Frame(table, tuple(dict.fromkeys((*self.names, *columns))), moments)

    def only(self, columns: Iterable[tuple[str, str]]) -> Frame:
        """These columns, as (new name, old name)."""
        pairs = tuple(columns)
        chosen: dict[str, Any] = {}
        for new, old in pairs:
            for part in self.physical(old):
                chosen[new + part[len(old) :]] = self.table[part]
        moments = {new: self.moments[old] for new, old in pairs if old in self.moments}
        return Frame(self.table.select(**chosen), tuple(new for new, _ in pairs), moments)
