"""SQL that reads one value: text as CONTRACT writes it, or a Parquet type, into the engine's numbers.

Each expression gives NULL for a value that is not recorded and for one at fault; a fault is a value where the
expression gave NULL.
"""

from __future__ import annotations

from seenheard.records.clock_table import LIFT_DAYS
from seenheard.records.columns import Column
from seenheard.records.parquet_files import Physical
from seenheard.records.wording import named, quoted
from seenheard.uk_time import MICROSECONDS_A_DAY, date_of, day_number

# All that Python's str.isspace takes for white space.
WHITE = r"\x{09}-\x{0d}\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
BLANK = f"[{WHITE}]*"
DATE = r"\d{4}-\d{2}-\d{2}"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
TIMESTAMP = rf"{DATE}[T ]{CLOCK}(:[0-5]\d(\.\d{{1,6}})?)?(Z|[+-]{CLOCK})?"
INTEGER = r"-?\d+"
DECIMAL = r"-?\d+(\.\d+)?"
FIRST_YEAR = "0001"  # Python and CONTRACT know no year 0000
FIRST_DAY = -719_162
LAST_DAY = 2_932_896
assert (date_of(FIRST_DAY).year, date_of(LAST_DAY).year) == (1, 9999)
assert day_number(date_of(LAST_DAY)) == LAST_DAY and -FIRST_DAY < LIFT_DAYS


def full_match(value: str, pattern: str) -> str:
    """Whether the whole of a value matches."""
    return f"regexp_full_match({value}, {quoted(pattern)})"


def recorded(value: str, physical: Physical) -> str:
    """The value, or NULL when it is empty or only white space."""
    if physical == "nothing":
        return "CAST(NULL AS VARCHAR)"
    if physical != "text":
        return value
    # What begins with a printable ASCII character is not blank: only the rest needs the pattern.
    return (
        f"CASE WHEN {value} >= '!' AND {value} < '\u0080' THEN {value} "
        f"WHEN {full_match(value, BLANK)} THEN NULL ELSE {value} END"
    )


def parsed(column: Column, physical: Physical) -> dict[str, str]:
    """The expressions of a recorded value, by the suffix of the name of what they give."""
    value = named(column.name)
    match column.type:
        case "id" | "text":
            return {"": value}
        case "enum":
            return {"__value": _enum(column, value, physical)}
        case "bool":
            return {
                "__value": value if physical == "bool" else f"CASE {value} WHEN 'true' THEN true WHEN 'false' THEN false END"
            }
        case "integer" | "decimal":
            return {"__value": _bounded(column, _number(column, value, physical))}
        case "date":
            return {"__value": _day(value, physical)}
        case "timestamp":
            return {"__wall": _wall(value, physical), "__shift": _shift(value, physical)}


def _enum(column: Column, value: str, physical: Physical) -> str:
    if physical == "number":
        value = f"CAST(CASE WHEN {value} = floor({value}) THEN TRY_CAST({value} AS BIGINT) END AS VARCHAR)"
    allowed = ", ".join(quoted(word) for word in column.values)
    return f"CASE WHEN {value} IN ({allowed}) THEN {value} END"


def _number(column: Column, value: str, physical: Physical) -> str:
    if column.type == "integer":
        if physical == "number":
            return f"CASE WHEN {value} = floor({value}) THEN TRY_CAST({value} AS BIGINT) END"
        return f"CASE WHEN {full_match(value, INTEGER)} THEN TRY_CAST({value} AS BIGINT) END"
    number = f"TRY_CAST({value} AS DOUBLE)"
    check = "true" if physical == "number" else full_match(value, DECIMAL)
    return f"CASE WHEN {check} AND isfinite({number}) THEN {number} END"


def _bounded(column: Column, number: str) -> str:
    bounds = [f"{number} {sign} {bound:g}" for sign, bound in ((">=", column.low), ("<=", column.high)) if bound is not None]
    return f"CASE WHEN {' AND '.join(bounds)} THEN {number} END" if bounds else number


def is_number(column: Column, physical: Physical) -> str:
    """Whether a value is a number at all, be it out of range."""
    return f"({_number(column, named(column.name), physical)}) IS NOT NULL"


def _day(value: str, physical: Physical) -> str:
    if physical == "date":
        real = f"{value} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
        day = f"({value} - DATE '1970-01-01')"
    else:
        real = f"{full_match(value, DATE)} AND {value} >= '{FIRST_YEAR}'"
        day = f"(TRY_CAST({value} AS DATE) - DATE '1970-01-01')"
    return f"CAST(CASE WHEN {real} THEN {day} END AS INTEGER)"


def _wall(value: str, physical: Physical) -> str:
    """Microseconds as the clock shows them, whatever the offset."""
    if physical in ("civil", "instant"):
        micros = f"epoch_us({value})"
        first, last = FIRST_DAY * MICROSECONDS_A_DAY, (LAST_DAY + 1) * MICROSECONDS_A_DAY - 1
        return f"CASE WHEN {micros} BETWEEN {first} AND {last} THEN {micros} END"
    local = (
        f"CASE WHEN strlen({value}) IN (16, 19) THEN {value} WHEN suffix({value}, 'Z') THEN left({value}, -1) "
        f"WHEN left(right({value}, 6), 1) IN ('+', '-') THEN left({value}, -6) ELSE {value} END"
    )
    return (
        f"CASE WHEN {full_match(value, TIMESTAMP)} AND {value} >= '{FIRST_YEAR}' "
        f"THEN epoch_us(TRY_CAST({local} AS TIMESTAMP)) END"
    )


def _shift(value: str, physical: Physical) -> str:
    """The offset that a value gives, in microseconds; NULL for UK civil time."""
    if physical == "civil":
        return "CAST(NULL AS BIGINT)"
    if physical == "instant":
        return "CAST(0 AS BIGINT)"
    zone = f"right({value}, 6)"
    minutes = f"TRY_CAST(substr({zone}, 2, 2) AS BIGINT) * 60 + TRY_CAST(right({zone}, 2) AS BIGINT)"
    return (
        f"CASE WHEN strlen({value}) IN (16, 19) THEN NULL WHEN suffix({value}, 'Z') THEN 0 "
        f"WHEN left({zone}, 1) = '+' THEN ({minutes}) * 60000000 WHEN left({zone}, 1) = '-' THEN ({minutes}) * -60000000 END"
    )
