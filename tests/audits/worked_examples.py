"""Published worked examples of agreement, with what was published for them."""

from __future__ import annotations

from seenheard.audits.ratings import Ratings

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); also K. L. Gwet, Handbook, 4th ed. (2014).
# A row is a unit, a place an observer, a dot no rating.
TWELVE_UNITS = ("11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3.")
# Fleiss's kappa of fourteen raters is 0.210 (Wikipedia, article Fleiss' kappa): subjects × how many gave 1 to 5.
FOURTEEN_RATERS = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)
# Gwet's abstractors (Handbook; shipped by CRAN's irrCAC as cont3x3abstractors): 100 pregnancies, two abstractors of records.
ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
# Two readers of fifty proposals (Wikipedia, article Cohen's kappa).
PROPOSALS = ((20, 5), (10, 15))


def twelve_units() -> Ratings:
    """Four observers with gaps."""
    return Ratings.of("12345", [[None if given == "." else given for given in row] for row in TWELVE_UNITS])


def fourteen_raters() -> Ratings:
    """Which rater gave what is not known: in the order of the grades."""
    return Ratings.of(
        "12345", [[str(at) for at, files in enumerate(row, 1) for _ in range(files)] for row in FOURTEEN_RATERS]
    )


def of_table(table: tuple[tuple[int, ...], ...]) -> Ratings:
    """Two readers' table as ratings: rows are the first reader's grades."""
    grades = [str(at) for at in range(len(table))]
    return Ratings.of(
        grades,
        [
            (grades[first], grades[second])
            for first, row in enumerate(table)
            for second, files in enumerate(row)
            for _ in range(files)
        ],
    )
