"""What a report is made of. Every format shows the same blocks; text in them is text, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["paragraphs", "bullets", "table", "chart", "funnel", "links"]


@dataclass(frozen=True)
class Paragraphs:
    """Text under the section's heading, or under a smaller one of its own."""

    texts: tuple[str, ...]
    heading: str = ""
    kind: Kind = "paragraphs"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    heading: str = ""
    kind: Kind = "bullets"


@dataclass(frozen=True)
class Links:
    """Sources: text and address."""

    items: tuple[tuple[str, str], ...]
    heading: str = ""
    kind: Kind = "links"


@dataclass(frozen=True)
class Table:
    """Rows of text, the first cell names the row. numbers: places of columns that are aligned to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    heading: str = ""
    kind: Kind = "table"


@dataclass(frozen=True)
class Bar:
    """A share from 0 to 1 with its interval, each empty where there is none, and its words."""

    label: str
    share: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True)
class Chart:
    """Bars of shares. A table that says the same always follows it. description: for who can't see it."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    kind: Kind = "chart"


@dataclass(frozen=True)
class Point:
    """A published result: of so many cases, this share. ours: it is this audit. number: of its row in the table."""

    number: int
    label: str
    of: int
    share: float
    ours: bool


@dataclass(frozen=True)
class Limits:
    """Between which shares 95 and 99.8 of 100 samples of this many cases lie, if all were alike."""

    of: int
    low: float
    high: float
    far_low: float
    far_high: float


@dataclass(frozen=True)
class Funnel:
    """Shares against numbers of cases, within the limits that chance draws."""

    title: str
    description: str
    middle: float
    points: tuple[Point, ...]
    limits: tuple[Limits, ...]
    kind: Kind = "funnel"


Block = Paragraphs | Bullets | Links | Table | Chart | Funnel


@dataclass(frozen=True)
class Section:
    """A chapter."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ReportData:
    """A report. facts: what stands under its title, name and value. made_on: the day, as text."""

    title: str
    force: str
    made_on: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    language: str = field(default="en-GB")

    @property
    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return asdict(self)

    def texts(self) -> Iterator[str]:
        """Every text in it."""
        yield from _texts(self.as_json)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
