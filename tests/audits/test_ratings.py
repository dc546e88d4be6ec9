"""Ratings: what is refused, and how far grades are apart."""

from __future__ import annotations

import numpy
import pytest

from seenheard.audits.ratings import Ratings, ordinal_distances, weights
from seenheard.errors import AuditError


@pytest.mark.parametrize(
    ("grades", "rows", "sentence"),
    [
        (("good",), [], "at least two grades"),
        (("good", "good"), [], "each named once"),
        (("good", "bad"), [("good",)], "at least two readers"),
        (("good", "bad"), [("good", "bad"), ("good",)], "as many places as there are readers"),
        (("good", "bad"), [("good", "bad"), ("good", "fair")], "Unit 2: 'fair' is no grade here; the grades are good, bad."),
        (("good", "bad"), [("good", "")], "Unit 1: '' is no grade here"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(grades, rows, sentence):
    with pytest.raises(AuditError, match=sentence):
        Ratings.of(grades, rows)


def test_units_without_any_rating_are_left_out():
    assert Ratings.of("ab", [("a", None), (None, None), ("b", "a")]).places.tolist() == [[0, -1], [1, 0]]


def test_weights_of_three_grades():
    assert weights("nominal", 3).tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert weights("linear", 3).tolist() == [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
    assert weights("quadratic", 3).tolist() == [[1, 0.75, 0], [0.75, 1, 0.75], [0, 0.75, 1]]


def test_ordinal_distance_counts_the_ratings_between_two_grades():
    """Half of both ends and all between: 10 / 2 + 4 + 6 / 2 = 12 from the first grade to the third."""
    assert ordinal_distances(numpy.array([[10.0, 4.0, 6.0]]))[0].tolist() == [[0, 49, 144], [49, 0, 25], [144, 25, 0]]
