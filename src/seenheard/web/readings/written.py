"""What a reading's form holds: a.<criterion> its answer, t.<criterion> its text, g.<area> the grade, r.<area> why."""

from __future__ import annotations

from django.http import QueryDict

from seenheard.web.readings.judging import Written

MOST_PARTS = 500
PARTS = {"a": "answer", "t": "text", "g": "grade", "r": "reason"}


def written_by(form: QueryDict) -> Written:
    """What was posted; empty boxes are left out."""
    answers: dict[str, dict[str, str]] = {}
    judgements: dict[str, dict[str, str]] = {}
    for field in list(form)[: MOST_PARTS * 2]:
        kind, dot, name = field.partition(".")
        value = (form.get(field) or "").strip()
        if not dot or kind not in PARTS or not value:
            continue
        into = answers if kind in ("a", "t") else judgements
        into.setdefault(name, {})[PARTS[kind]] = value
    return Written(answers, judgements, *((form.get(name) or "").strip() for name in ("grade", "reason", "note", "place")))
