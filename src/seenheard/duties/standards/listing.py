"""The verb `seenheard standards`: the numbers in force, what differs between two dates, and what needs checking."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from seenheard.duties.standards.loading import load
from seenheard.duties.standards.standard import Number, Standard, WordList
from seenheard.errors import ArgumentError
from seenheard.uk_time import date_of, day_number, now_to_the_minute, uk_day

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
PIPED_WIDTH = 200  # a file or a pipe has no width of its own


def listing(*, on: str | None, against: str | None, overlay: Path | None) -> None:
    """Print the numbers in force on a date, or only what differs from another date, then the warnings."""
    day = uk_day(now_to_the_minute()) if on is None else _day("--on", on)
    standard = load(day, overlay)
    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED_WIDTH)
    if against is None:
        console.print(_numbers(standard))
    else:
        _print_differences(console, load(_day("--against", against), overlay), standard)
    for warning in warnings(standard):
        console.print(Text(warning))


def _day(option: str, text: str) -> int:
    try:
        if DATE.fullmatch(text):
            return day_number(date.fromisoformat(text))
    except ValueError:
        pass  # said below, like every other text that is no date
    raise ArgumentError(f"{option} '{text[:40]}' is not a date. Write it as 2026-11-22.")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=Text(title), title_justify="left", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _numbers(standard: Standard) -> Table:
    title = f"Standard {standard.version}: {len(standard.numbers)} numbers in force on {date_of(standard.as_of_day)}"
    columns = ("duty", "name", "value", "in force from", "confidence", "source", "keeper", "check by")
    table = _table(title, *columns)
    for number in standard.numbers:
        source = f"{number.source} {number.url}".strip()
        said = (number.duty, number.name, number.said, str(number.in_force_from), number.confidence, source)
        table.add_row(*map(Text, (*said, number.keeper, str(number.check_by))))
    return table


def differences(before: Standard, after: Standard) -> list[tuple[str, str, str, str]]:
    """Duty, name, value before and value after of every number, list and calendar that differs."""
    old, new = ({(number.duty, number.name): _said(number) for number in of.numbers} for of in (before, after))
    old |= {key: ", ".join(values) for key, values in before.lists.items()}
    new |= {key: ", ".join(values) for key, values in after.lists.items()}
    old |= {("bank holiday", str(date_of(day))): name for day, name in before.bank_holidays}
    new |= {("bank holiday", str(date_of(day))): name for day, name in after.bank_holidays}
    keys = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    return [(*key, old.get(key, "-"), new.get(key, "-")) for key in keys]


def _said(number: Number) -> str:
    return f"{number.said} (from {number.in_force_from}, {number.confidence}: {number.source})"


def _print_differences(console: Console, before: Standard, after: Standard) -> None:
    found = differences(before, after)
    days = [str(date_of(standard.as_of_day)) for standard in (before, after)]
    if not found:
        console.print(Text(f"Standard {after.version}: nothing differs between {days[0]} and {days[1]}."))
        return
    table = _table(f"Standard {after.version}: what differs", "duty", "name", f"on {days[0]}", f"on {days[1]}")
    for row in found:
        table.add_row(*map(Text, row))
    console.print(table)


def warnings(standard: Standard) -> list[str]:
    """Numbers that nobody has verified, and numbers whose review is overdue, each as a sentence with its count."""
    said = []
    entries: tuple[Number | WordList, ...] = (*standard.numbers, *standard.word_lists)
    unverified = [f"{item.duty} {item.name}" for item in entries if item.confidence == "unverified"]
    if unverified:
        said.append(
            f"{len(unverified)} of {len(entries)} numbers and lists are unverified: defaults that a force must confirm "
            f"before relying on them: {', '.join(unverified)}."
        )
    overdue = [item for item in entries if day_number(item.check_by) < standard.as_of_day]
    if overdue:
        named = ", ".join(f"{item.duty} {item.name} (by {item.check_by}, {item.keeper})" for item in overdue)
        said.append(f"{len(overdue)} of {len(entries)} numbers and lists are overdue for review: {named}.")
    return said
