"""Two records of people beside each other: what is the same, what differs, and what the model makes of it, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import Any

from seenheard.web.config.words import plural, sure

# The columns of nominals.parquet that a clerk compares, in the order in which people read them.
FIELDS = (
    "forenames",
    "surname",
    "date_of_birth",
    "sex",
    "ethnicity",
    "address_line",
    "postcode",
    "uprn",
    "school",
    "pnc_id",
    "looked_after",
    "died_on",
)
WORDS = {
    "same": "Same",
    "near": "Written differently",
    "differs": "Differs",
    "one": "Only in one",
    "neither": "In neither",
}
NEXT_TO_NOTHING = 0.05  # bits


@dataclass(frozen=True)
class Line:
    """A field of both records. `how` is same, near (but for capitals, spaces and marks), differs, one or neither."""

    field: str
    values: tuple[Any, Any]
    how: str

    @property
    def word(self) -> str:
        """How they compare, in words: never by colour alone."""
        return WORDS[self.how]


@dataclass(frozen=True)
class Evidence:
    """What the model makes of a field: its weight in bits, above 0 for one person, below for two."""

    field: str
    level: str
    weight: float

    @property
    def speaks(self) -> str:
        """for, against or neither."""
        if abs(self.weight) < NEXT_TO_NOTHING:
            return "neither"
        return "for" if self.weight > 0 else "against"

    @property
    def signed(self) -> str:
        """The weight with its sign: +7.1"""
        return "0.0" if self.speaks == "neither" else f"{self.weight:+.1f}".replace("-", "\N{MINUS SIGN}")


def compare(one: dict[str, Any], other: dict[str, Any]) -> list[Line]:
    """Every field of two records that at least one of them has."""
    lines = [Line(field, (one[field], other[field]), _how(one[field], other[field])) for field in FIELDS]
    return [line for line in lines if line.how != "neither"]


def _how(one: Any, other: Any) -> str:
    if one in (None, "") or other in (None, ""):
        return "neither" if one in (None, "") and other in (None, "") else "one"
    if one == other:
        return "same"
    return "near" if isinstance(one, str) and _letters(one) == _letters(other) else "differs"


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def evidence_of(given: str) -> list[Evidence]:
    """The evidence of a pair, the heaviest first. What is not as the contract says is left out."""
    try:
        listed = json.loads(given or "[]")
    except ValueError:
        return []
    found = [_evidence(part) for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []
    return sorted((part for part in found if part), key=lambda part: (-abs(part.weight), part.field))


def _evidence(part: dict[str, Any]) -> Evidence | None:
    weight = part.get("weight")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not isfinite(weight):
        return None
    return Evidence(str(part.get("field") or ""), str(part.get("level") or ""), float(weight))


def held_by(decided_by: str | None, probability: float | None, records: int) -> str:
    """Why a record stands with its person."""
    if decided_by == "clerk":
        return "A clerk decided that it is this person"
    if decided_by == "given":
        return "The force’s own index of persons says so"
    if decided_by == "model" and probability is not None:
        return f"Held together by the model ({sure(probability)}); no clerk has looked"
    return "The only record of this person" if records == 1 else "Its details agree exactly with another record"


def made_of(records: list[dict[str, Any]]) -> str:
    """One sentence on what a page is made of, and how sure that is."""
    if len(records) < 2:
        return ""
    systems = len({record["source_system"] for record in records})
    said = f"This page is made of {len(records)} records in {plural(systems, 'system')}"
    by_model = [record["match_probability"] for record in records if record["decided_by"] == "model"]
    if not by_model:
        return f"{said}."
    lowest = min(probability if probability is not None else 0.0 for probability in by_model)
    return f"{said}, held together by the model (the least sure link {sure(lowest)}); no clerk has looked at all of them."
