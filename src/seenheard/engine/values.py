"""Values of the duties' language as ibis expressions. Whole numbers only: no engine's time arithmetic is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis

from seenheard.duties.language import Value
from seenheard.duties.standards import Standard
from seenheard.engine.frames import Compiled, Frame, Moment, dated_expression, one_or_other
from seenheard.engine.placeholders import AS_OF, TOD, TODAY
from seenheard.errors import EngineError
from seenheard.records.declarations import RECORD_SETS

LETTERS = r"[^\p{L} ]"
LETTERS_AND_DIGITS = r"[^\p{L}\p{Nd}]"
NO_MOMENT = Moment(ibis.null("int64"), ibis.null("int32"), ibis.null("int64"), False)


@dataclass(frozen=True)
class Setting:
    """What expressions may draw on beside the row: the standard and the duty at hand."""

    standard: Standard
    duty: str = ""

    def number(self, name: str, duty: str | None = None) -> Any:
        found = self.standard.number(duty or self.duty, name)
        if found is None:
            raise EngineError(f"The standard has no number {name} for {duty or self.duty}.")
        return found


def compiled(item: Value, frame: Frame, setting: Setting) -> Compiled:
    """The expression over this frame's rows."""
    work = _SPECIAL.get(item.operator)
    if work is not None:
        return work(item.operands, frame, setting)
    operands = [compiled(operand, frame, setting) for operand in item.operands]
    return _PLAIN[item.operator](*operands)


def condition(item: Value, frame: Frame, setting: Setting) -> Any:
    """A condition that is false where it can't be told."""
    return compiled(item, frame, setting).fill_null(False)


def _compared(moments: tuple[Compiled, Compiled], by: Callable[[Any, Any], Any]) -> Any:
    left, right = moments
    if not (isinstance(left, Moment) and isinstance(right, Moment)):
        raise EngineError("Only moments can be after one another.")
    if left.dated is True or right.dated is True:
        return by(left.day, right.day)
    if left.dated is False and right.dated is False:
        return by(left.instant, right.instant)
    either = dated_expression(left) | dated_expression(right)
    return ibis.ifelse(either, by(left.day, right.day), by(left.instant, right.instant))


def _equal(left: Compiled, right: Compiled) -> Any:
    if isinstance(left, Moment) and isinstance(right, Moment):
        return left.instant == right.instant
    return left == right


def _recorded(item: Compiled) -> Any:
    return (item.instant if isinstance(item, Moment) else item).notnull()


def _first_recorded(*items: Compiled) -> Compiled:
    if not isinstance(items[0], Moment):
        return ibis.coalesce(*items)
    return reduce(lambda first, then: one_or_other(first.instant.notnull(), first, then), items)


def _when(test: Any, then: Compiled, otherwise: Compiled) -> Compiled:
    if isinstance(then, Moment) or isinstance(otherwise, Moment):
        chosen = [item if isinstance(item, Moment) else NO_MOMENT for item in (then, otherwise)]
        if not isinstance(otherwise, Moment) and isinstance(then, Moment):
            chosen[1] = Moment(*NO_MOMENT.parts, then.dated)
        return one_or_other(test, chosen[0], chosen[1])
    return ibis.ifelse(test, then, otherwise)


def _later_of(left: Moment, right: Moment) -> Moment:
    both = left.instant.notnull() & right.instant.notnull()
    later = one_or_other(left.instant >= right.instant, left, right)
    return one_or_other(both, later, Moment(*NO_MOMENT.parts, later.dated if isinstance(later.dated, bool) else False))


def _earlier_of(left: Moment, right: Moment) -> Moment:
    return one_or_other((right.instant.isnull() | (left.instant <= right.instant)) & left.instant.notnull(), left, right)


def _key(*parts: Any) -> Any:
    escaped = [part.cast("string").replace("%", "%25").replace("|", "%7C") for part in parts]
    return reduce(lambda text, part: text + "|" + part, escaped)


def _letters(text: Any) -> Any:
    return text.lower().re_replace(LETTERS, "").re_replace(" +", " ").strip()


def _address_key(line: Any, postcode: Any) -> Any:
    cleaned = [part.upper().re_replace(LETTERS_AND_DIGITS, "") for part in (line, postcode)]
    return cleaned[0] + "|" + cleaned[1]


_PLAIN: dict[str, Callable[..., Any]] = {
    "equal": _equal,
    "less": lambda left, right: left < right,
    "at_most": lambda left, right: left <= right,
    "and": lambda left, right: left & right,
    "or": lambda left, right: left | right,
    "not": lambda item: ~item,
    "add": lambda left, right: left + right,
    "subtract": lambda left, right: left - right,
    "multiply": lambda left, right: left * right,
    "recorded": _recorded,
    "first_recorded": _first_recorded,
    "day": lambda moment: moment.day,
    "midnight": lambda date: Moment(date.instant, date.day, date.tod, False),
    "after": lambda *moments: _compared(moments, lambda left, right: left > right),
    "at_or_after": lambda *moments: _compared(moments, lambda left, right: left >= right),
    "when": _when,
    "later_of": _later_of,
    "earlier_of": _earlier_of,
    "letters": _letters,
    "address_key": _address_key,
    "millionths": lambda decimal: (decimal * 1_000_000).round().cast("int64"),
    "key": _key,
}


def _literal(operands: tuple[Any, ...], frame: Frame, setting: Setting) -> Any:
    plain = operands[0]
    if plain is None:
        return ibis.null()
    if isinstance(plain, int) and not isinstance(plain, bool):
        return ibis.literal(plain, "int64")
    return ibis.literal(plain)


def _as_of(operands: tuple[Any, ...], frame: Frame, setting: Setting) -> Moment:
    return Moment(
        ibis.literal(AS_OF, "int64"),
        ibis.literal(TODAY, "int32"),
        ibis.literal(TOD, "int64"),
        False,
    )


def _misordered(operands: tuple[Any, ...], frame: Frame, setting: Setting) -> Any:
    record_set, name = operands
    pairs = [earlier for earlier, later in RECORD_SETS[record_set].order_pairs if later == name]
    late = frame[name]
    faults = [(frame[earlier].instant > late.instant).fill_null(False) for earlier in pairs]
    return reduce(lambda left, right: left | right, faults)


def _in_list(operands: tuple[Any, ...], frame: Frame, setting: Setting) -> Any:
    text, name = operands
    return compiled(text, frame, setting).isin(setting.standard.lists[(setting.duty, name)])


_SPECIAL: dict[str, Callable[[tuple[Any, ...], Frame, Setting], Compiled]] = {
    "column": lambda operands, frame, setting: frame[operands[0]],
    "literal": _literal,
    "as_of": _as_of,
    "number": lambda operands, frame, setting: ibis.literal(int(setting.number(operands[1], operands[0]).value), "int64"),
    "choice": lambda operands, frame, setting: ibis.literal(str(setting.number(operands[0]).value)),
    "in": lambda operands, frame, setting: compiled(operands[0], frame, setting).isin(operands[1]),
    "misordered": _misordered,
    "in_list": _in_list,
}
