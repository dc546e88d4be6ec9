"""Loads the standard in force on a day: the shipped folder, and a force's folder laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from seenheard.duties.standards.calendar_files import (
    BANK_HOLIDAYS,
    SCHOOL_DAYS,
    BankHoliday,
    SchoolDay,
    read_bank_holidays,
    read_school_days,
)
from seenheard.duties.standards.names import CHOICES, LEAST, MOST, Allowed, allowed_names
from seenheard.duties.standards.standard import Number, Standard, WordList
from seenheard.duties.standards.toml_files import Entry, read_toml
from seenheard.duties.standards.wrong import several, shown
from seenheard.errors import StandardError
from seenheard.uk_time import date_of

SHIPPED = Path(__file__).parent / "data"
Dated = TypeVar("Dated", Number, WordList)


@dataclass(frozen=True)
class Folder:
    """All that one standards folder holds; content: file name and bytes, in the order of names."""

    content: tuple[tuple[str, bytes], ...]
    numbers: tuple[tuple[Number, Entry], ...]
    lists: tuple[tuple[WordList, Entry], ...]
    bank_holidays: dict[int, BankHoliday]
    school_days: dict[tuple[str, int], SchoolDay]


NOTHING = Folder((), (), (), {}, {})


def read_folder(folder: Path) -> Folder:
    """Reads every standards file of a folder; other files are none of ours."""
    if not folder.is_dir():
        raise StandardError(f"{folder} is not a folder. --standards takes a folder with dated TOML files.")
    content: list[tuple[str, bytes]] = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        ours = path.suffix == ".toml" or path.name in (BANK_HOLIDAYS, SCHOOL_DAYS)
        if ours and not path.name.startswith("."):
            try:
                content.append((path.name, path.read_bytes()))
            except OSError as failure:
                raise StandardError(f"{path} can't be read: {failure.strerror}.") from None
    files = dict(content)
    read = [read_toml(str(folder / name), data) for name, data in content if name.endswith(".toml")]
    numbers = tuple(pair for file in read for pair in file.numbers)
    lists = tuple(pair for file in read for pair in file.lists)
    _said_once(numbers)
    _said_once(lists)
    holidays = read_bank_holidays(str(folder / BANK_HOLIDAYS), files[BANK_HOLIDAYS]) if BANK_HOLIDAYS in files else {}
    school_days = read_school_days(str(folder / SCHOOL_DAYS), files[SCHOOL_DAYS]) if SCHOOL_DAYS in files else {}
    return Folder(tuple(content), numbers, lists, holidays, school_days)


def _said_once(entries: Iterable[tuple[Dated, Entry]]) -> None:
    """A number in force is immutable: nobody may say it twice and differently for the same date."""
    seen: dict[tuple[str, str, date], tuple[Dated, Entry]] = {}
    for item, entry in entries:
        key = (item.duty, item.name, item.in_force_from)
        other = seen.setdefault(key, (item, entry))
        if _but_file(other[0]) != _but_file(item):
            raise StandardError(
                f"{entry.place}: {item.name} of {item.duty} from {item.in_force_from} says something else than "
                f"{other[1].place}. A number once in force is never changed. "
                "Allowed: a new entry with a later in_force_from."
            )


def _but_file(item: Number | WordList) -> dict[str, object]:
    return {name: value for name, value in vars(item).items() if name != "file"}


def check_names(folder: Folder, allowed: Allowed) -> None:
    """Every number and list is one that a duty reads, in a unit and size that it can read."""
    for number, entry in folder.numbers:
        _known(number, tuple(allowed.units.get(number.duty, ())), allowed.duties, entry)
        units = allowed.units[number.duty][number.name]
        if number.unit not in units:
            problem = f"{shown(number.unit)} can't be used for {number.name} of {number.duty}"
            raise entry.place_of("unit").wrong("unit", problem, several(units))
        check_value(number, entry)
    for item, entry in folder.lists:
        _known(item, allowed.lists.get(item.duty, ()), tuple(sorted(allowed.lists)), entry)


def _known(item: Number | WordList, names: tuple[str, ...], duties: tuple[str, ...], entry: Entry) -> None:
    if item.duty not in duties:
        raise entry.place_of("duty").wrong("duty", f"{shown(item.duty)} is not known", several(duties))
    if item.name not in names:
        problem = f"{shown(item.name)} is not known for {item.duty}"
        raise entry.place_of("name").wrong("name", problem, several(tuple(sorted(names))))


def check_value(number: Number, entry: Entry) -> None:
    """The value suits its unit: hours may be decimal, all else is whole, a choice is a text."""
    value, unit, place = number.value, number.unit, entry.place_of("value")
    if unit == "choice":
        choices = CHOICES.get((number.duty, number.name))
        if choices is not None and value not in choices:
            raise place.wrong("value", f"{shown(value)} is not a choice", several(choices))
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise place.wrong("value", f"{shown(value)} is not a choice", "a text on one line")
        return
    least = 1 if unit == "school_day" else LEAST.get(number.name, 0)
    most = 100 if number.duty == "doubtful" and unit == "count" else MOST[unit]
    decimal = unit == "hours"
    # A comparison with nan is false, so nan is refused too.
    if isinstance(value, str) or not (decimal or isinstance(value, int)) or not least <= value <= most:
        kind = "a number" if decimal else "a whole number"
        allowed = "1 (the next school day)" if unit == "school_day" else f"{kind} from {least} to {most}"
        raise place.wrong("value", f"{shown(value)} does not suit {unit}", allowed)


def load(as_of_day: int, overlay: Path | None) -> Standard:
    """The standard in force on a UK day (days since 1970-01-01): ours, with the force's folder laid over it."""
    ours = read_folder(SHIPPED)
    theirs = NOTHING if overlay is None else read_folder(overlay)
    shipped_numbers = [number for number, _ in ours.numbers]
    allowed = allowed_names(shipped_numbers, [item for item, _ in ours.lists])
    for folder in (ours, theirs):
        check_names(folder, allowed)
    today = date_of(as_of_day)
    numbers = _in_force([folder.numbers for folder in (ours, theirs)], today)
    lists = _in_force([folder.lists for folder in (ours, theirs)], today)
    holidays = _known_holidays(ours, theirs, as_of_day)
    named = {(number.duty, number.name) for number in numbers}
    if not holidays or any((number.duty, number.name) not in named for number in shipped_numbers):
        first = max(number.in_force_from for number in shipped_numbers)
        raise StandardError(f"No full standard was in force on {today}. Nights can be run from {first} on.")
    digest = _digest(ours, theirs)
    everything: tuple[Number | WordList, ...] = (*numbers, *lists)
    newest = max(item.in_force_from for item in everything)
    return Standard(
        version=f"{newest}-{digest[:8]}",
        hash=digest,
        as_of_day=as_of_day,
        numbers=numbers,
        word_lists=lists,
        bank_holidays=tuple((holiday.day, holiday.name) for holiday in holidays),
        last_listed_year=date_of(holidays[-1].day).year,
        school_days=tuple(sorted((ours.school_days | theirs.school_days).values())),
    )


def _in_force(layers: list[tuple[tuple[Dated, Entry], ...]], today: date) -> tuple[Dated, ...]:
    """Of each duty and name the newest one in force; on the same date the force's."""
    chosen: dict[tuple[str, str], Dated] = {}
    for layer in layers:
        for item, _ in layer:
            key = (item.duty, item.name)
            if item.in_force_from <= today and (key not in chosen or chosen[key].in_force_from <= item.in_force_from):
                chosen[key] = item
    return tuple(chosen[key] for key in sorted(chosen))


def _known_holidays(ours: Folder, theirs: Folder, as_of_day: int) -> list[BankHoliday]:
    """What could be known that day; the force's row of a date goes before ours."""
    known = {
        day: holiday
        for folder in (ours, theirs)
        for day, holiday in folder.bank_holidays.items()
        if holiday.known_from <= as_of_day
    }
    return [known[day] for day in sorted(known)]


def _digest(ours: Folder, theirs: Folder) -> str:
    """A hash of every file's name and bytes: another content of a standard is another hash, on any day."""
    digest = sha256()
    for layer, folder in (("shipped", ours), ("force", theirs)):
        for name, content in folder.content:
            digest.update(f"{layer}\0{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
