"""A small scheme, so that what is tested does not move when a shipped one does."""

from __future__ import annotations

import pytest

from seenheard.audits.scheme import Criterion, Named, Scheme

CASE_TYPES = ("domestic_abuse", "missing", "detention")


def scheme_of(criteria: int = 4) -> Scheme:
    """Three case types, three areas (custody of detention only), three grades; criteria spread over the first two areas."""
    areas = ("initial_contact", "trusted_adult")
    asked = tuple(
        Criterion(
            f"question_{number}",
            areas[number % 2],
            f"Was question {number} answered in the file?",
            f"Look at entry {number}.",
            CASE_TYPES,
            duty="child-seen" if number == 0 else "",
        )
        for number in range(criteria)
    )
    grades = (
        Named("good", "Good"),
        Named("requires_improvement", "Requires improvement"),
        Named("inadequate", "Inadequate"),
    )
    custody = Criterion("bed", "police_detention", "Was a bed asked for?", "See the custody record.", ("detention",))
    return Scheme(
        name="small",
        version="2026-11-25",
        title="A small scheme",
        source="Made up for tests",
        about="",
        grades=grades,
        case_types=(Named("domestic_abuse", "Domestic abuse"), Named("missing", "Missing"), Named("detention", "Detention")),
        areas=(
            Named("initial_contact", "Initial contact"),
            Named("trusted_adult", "Trusted adult"),
            Named("police_detention", "Police detention"),
        ),
        criteria=(*asked, custody),
        area_rules=(),
        file_rules=(),
    )


@pytest.fixture
def scheme() -> Scheme:
    """The small scheme."""
    return scheme_of()
