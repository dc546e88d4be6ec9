"""The answer key: which duties a correct implementation must find late or unknown on each night."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from seenheard.synthetic.clock import NEVER, Ints
from seenheard.synthetic.extract import Ids

FILE = "answer_key.csv"
# What is late beside that once a person's nominals are linked as truth_persons.csv says.
LINKED_FILE = "answer_key_linked.csv"
Line = tuple[str, str, str]


def escaped(part: str) -> str:
    """A key part, so that joining with | can be undone."""
    return part.replace("%", "%25").replace("|", "%7C")


class AnswerKey:
    """Collects, per night, what stands late or unknown: each plan says since when and until when."""

    def __init__(self, nights: Sequence[int], file: str = FILE) -> None:
        self.nights, self.file = list(nights), file
        self._lines: list[set[Line]] = [set() for _ in nights]

    def plan(self, duty: str, parts: Sequence[Any], state: str, since: Any, until: Any = NEVER, where: Any = True) -> None:
        """A state that stands on the nights in since <= night < until. A part is Ids, an array of str, or one str."""
        size = max(_length(part) for part in parts)
        since, until, where = (np.broadcast_to(np.asarray(value), size) for value in (since, until, where))
        stands = np.flatnonzero(where & (since <= self.nights[-1]) & (until > self.nights[0]))
        if not len(stands):
            return
        columns = [_texts(part, stands) for part in parts]
        for place, row in enumerate(stands):
            line = (duty, "|".join(escaped(column[place]) for column in columns), state)
            for night, lines in zip(self.nights, self._lines, strict=True):
                if since[row] <= night < until[row]:
                    lines.add(line)

    def late(self, duty: str, parts: Sequence[Any], known: Any, due: Any, until: Any = NEVER, where: Any = True) -> None:
        """Late from the second after it was due, once the records know of it, until they know that it was done."""
        self.plan(duty, parts, "late", np.maximum(known, np.asarray(due) + 1), until, where)

    def lines(self, night: int) -> list[Line]:
        return sorted(self._lines[night])

    def write(self, night: int, folder: Path) -> None:
        with (folder / self.file).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("duty", "key", "state"))
            writer.writerows(self.lines(night))


def _length(part: Any) -> int:
    if isinstance(part, str):
        return 1
    return len(part.numbers if isinstance(part, Ids) else part)


def _texts(part: Any, rows: Ints) -> list[str]:
    if isinstance(part, str):
        return [part] * len(rows)
    if isinstance(part, Ids):
        return part.texts(rows)
    return [str(part[row]) for row in rows]


def read(folder: Path, name: str = FILE) -> set[Line]:
    """An answer key of one night's folder."""
    with (Path(folder) / name).open(newline="", encoding="utf-8") as file:
        return {(row["duty"], row["key"], row["state"]) for row in csv.DictReader(file)}
