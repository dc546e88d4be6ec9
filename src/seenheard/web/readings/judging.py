"""What a reader writes of a case file, checked against the audit's scheme; and where two readers differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from seenheard.audits.judging import Suggestion
from seenheard.audits.scheme import Scheme
from seenheard.errors import AuditError
from seenheard.web.readings.models import Reading

LONGEST = 20_000  # characters in one box
OVERALL = ("overall", "")
Place = tuple[str, str]  # kind (criterion, area, overall) and name


@dataclass(frozen=True)
class Written:
    """answers: criterion -> answer and text. judgements: area -> grade, and why it departs from what is suggested."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    judgements: dict[str, dict[str, str]] = field(default_factory=dict)
    grade: str = ""
    reason: str = ""
    note: str = ""
    place: str = ""

    @property
    def plain_answers(self) -> dict[str, str]:
        """Criterion -> answer, where one is chosen."""
        return {name: one["answer"] for name, one in self.answers.items() if one.get("answer")}


def written_in(reading: Reading) -> Written:
    """What a reading holds."""
    return Written(reading.answers, reading.judgements, reading.grade, reading.reason, reading.note, reading.place)


def check_belongs(scheme: Scheme, case_type: str, written: Written) -> None:
    """Whether every answer and grade is one that the scheme has for this case type."""
    criteria = {one.key: one for one in scheme.criteria_for(case_type)}
    areas, grades = {one.area for one in criteria.values()}, {one.key for one in scheme.grades}
    for name, said in written.answers.items():
        if name not in criteria:
            raise AuditError(f"The scheme of this audit has no criterion {name} for this case type.")
        if said.get("answer") and said["answer"] not in criteria[name].answers:
            raise AuditError(f"“{criteria[name].question}” can’t be answered with {said['answer']}.")
    for name, said in written.judgements.items():
        if name not in areas:
            raise AuditError(f"The scheme of this audit has no area {name} for this case type.")
        if said.get("grade") and said["grade"] not in grades:
            raise AuditError(f"{said['grade']} is no grade of this audit’s scheme.")
    if written.grade and written.grade not in grades:
        raise AuditError(f"{written.grade} is no grade of this audit’s scheme.")
    texts = [text for said in (*written.answers.values(), *written.judgements.values()) for text in said.values()]
    if any(len(text) > LONGEST for text in (*texts, written.reason, written.note, written.place)):
        raise AuditError(f"A box holds at most {LONGEST:,} characters: shorten what you wrote.")


def lacking(scheme: Scheme, case_type: str, written: Written) -> list[str]:
    """What keeps a reading from being finished, as sentences; none if it is complete."""
    said = []
    answers = written.plain_answers
    open_ones = [one.question for one in scheme.criteria_for(case_type) if one.key not in answers]
    if open_ones:
        more = f" and {len(open_ones) - 1} more" if len(open_ones) > 1 else ""
        said.append(f"Not answered yet: “{open_ones[0]}”{more}.")
        return said
    suggested = suggest_for(scheme, case_type, answers)
    for area in scheme.areas_for(case_type):
        given, proposed = written.judgements.get(area.key, {}), suggested.areas[area.key]
        said += _unsaid(f"“{area.title}”", given.get("grade", ""), given.get("reason", ""), proposed)
    return said + _unsaid("the whole file", written.grade, written.reason, suggested.overall)


def suggest_for(scheme: Scheme, case_type: str, answers: Mapping[str, str]) -> Suggestion:
    """What the scheme's rules make of these answers."""
    return suggest(scheme, case_type, answers)


def _unsaid(what: str, grade: str, reason: str, proposed: str | None) -> list[str]:
    if not grade and proposed is None:
        return [f"No grade is suggested for {what}: choose one, and say why."]
    if grade and grade != proposed and not reason.strip():
        return [f"Your grade of {what} departs from the suggested one: say why."]
    return []


def graded(written: Written, suggested: Suggestion) -> Written:
    """The same, with the suggested grade wherever the reader left it as it is."""
    areas = {
        name: {"grade": proposed, "reason": ""} | _chosen(written.judgements.get(name, {}))
        for name, proposed in suggested.areas.items()
    }
    return replace(written, judgements=areas, grade=written.grade or suggested.overall or "")


def _chosen(said: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value}


def differences(scheme: Scheme, case_type: str, first: Written, second: Written) -> dict[Place, tuple[str, str]]:
    """Where two finished readings differ, in the scheme's order: the whole file, areas, criteria."""
    found: dict[Place, tuple[str, str]] = {}
    if first.grade != second.grade:
        found[OVERALL] = (first.grade, second.grade)
    for area in scheme.areas_for(case_type):
        pair = (first.judgements.get(area.key, {}).get("grade", ""), second.judgements.get(area.key, {}).get("grade", ""))
        if pair[0] != pair[1]:
            found["area", area.key] = pair
    for criterion in scheme.criteria_for(case_type):
        pair = (first.plain_answers.get(criterion.key, ""), second.plain_answers.get(criterion.key, ""))
        if pair[0] != pair[1]:
            found["criterion", criterion.key] = pair
    return found


def possible(scheme: Scheme, case_type: str, place: Place) -> list[str]:
    """What may be chosen there: the criterion's answers, or the scheme's grades."""
    if place[0] == "criterion":
        return next((list(one.answers) for one in scheme.criteria_for(case_type) if one.key == place[1]), [])
    return [one.key for one in scheme.grades]
