"""What readers gave: one row a unit (a file, or a file's answer to one criterion), one column a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy
from numpy.typing import NDArray

from seenheard.errors import AuditError

Numbers = NDArray[numpy.float64]
Weighting = Literal["nominal", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Units × readers. A rating is one of `grades`, or None where a reader gave none.

    grades: all that a reader could have given, in their order, also those that nobody gave.
    Raises AuditError for a rating that is no grade, rows of unequal length, or fewer than two grades or readers.
    """

    grades: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def __post_init__(self) -> None:
        if len(self.grades) < 2 or len(set(self.grades)) != len(self.grades):
            raise AuditError("Agreement needs at least two grades, each named once.")
        readers = {len(row) for row in self.rows}
        if len(readers) > 1:
            raise AuditError("Each unit needs as many places as there are readers: leave one empty where nothing was given.")
        if self.rows and readers.pop() < 2:
            raise AuditError("Agreement needs at least two readers.")
        for place, row in enumerate(self.rows, 1):
            for rating in row:
                if rating is not None and rating not in self.grades:
                    raise AuditError(f"Unit {place}: {rating!r} is no grade here; the grades are {', '.join(self.grades)}.")

    @classmethod
    def of(cls, grades: Iterable[str], rows: Iterable[Sequence[str | None]]) -> Ratings:
        """From any rows."""
        return cls(tuple(grades), tuple(tuple(row) for row in rows))

    @property
    def readers(self) -> int:
        """How many; without any row two, so that nothing rated is no error."""
        return len(self.rows[0]) if self.rows else 2

    @property
    def places(self) -> NDArray[numpy.int64]:
        """Each rating as its grade's place, -1 for none; units without any rating are left out."""
        place: dict[str | None, int] = {None: -1} | {grade: at for at, grade in enumerate(self.grades)}
        rated = [[place[rating] for rating in row] for row in self.rows if any(rating is not None for rating in row)]
        return numpy.array(rated, dtype=numpy.int64).reshape(len(rated), self.readers)


def counts(places: NDArray[numpy.int64], grades: int) -> Numbers:
    """Units × grades: how many readers gave a unit a grade."""
    return numpy.stack([(places == grade).sum(axis=1) for grade in range(grades)], axis=1).astype(float)


def weights(weighting: Weighting, grades: int) -> Numbers:
    """How much two grades agree, 1 for the same to 0 for the ends of the scale (Gwet, Handbook, 4th ed. 2014, ch. 3)."""
    apart = numpy.abs(numpy.subtract.outer(numpy.arange(grades), numpy.arange(grades))) / (grades - 1)
    by: dict[str, Callable[[Numbers], Numbers]] = {
        "nominal": lambda apart: (apart == 0).astype(float),
        "linear": lambda apart: 1 - apart,
        "quadratic": lambda apart: 1 - apart**2,
    }
    return by[weighting](apart)


def ordinal_distances(use: Numbers) -> Numbers:
    """Krippendorff's ordinal distance, squared, by how often each grade was given (2011, Computing alpha-reliability).

    use: samples × grades; gives samples × grades × grades.
    """
    upto = numpy.cumsum(use, axis=1) - use / 2
    return (upto[:, :, None] - upto[:, None, :]) ** 2
