"""What a reader writes of a case file, checked against the audit's scheme; and where two readers differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from seenheard.audits.judging import Suggested, Suggestion, overall, suggest
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
    areas = suggest_for(scheme, case_type, written).areas
    for area in scheme.areas_for(case_type):
        said += _unsaid(f"“{area.title}”", written.judgements.get(area.key, {}), areas[area.key])
    whole = {"grade": written.grade, "reason": written.reason}
    return said + _unsaid("the whole file", whole, suggest_for(scheme, case_type, written).overall)


def suggest_for(scheme: Scheme, case_type: str, written: Written) -> Suggestion:
    """What the rules make of the answers; the whole file's grade follows from the reader's own grades of areas."""
    areas = suggest(scheme, case_type, written.plain_answers).areas
    own = {name: written.judgements.get(name, {}).get("grade") or one.grade for name, one in areas.items()}
    return Suggestion(areas, overall(scheme, {name: grade for name, grade in own.items() if grade or areas[name].applies}))


def _unsaid(what: str, said: Mapping[str, str], proposed: Suggested) -> list[str]:
    grade, reason = said.get("grade", ""), said.get("reason", "")
    if not grade and proposed.grade is None and proposed.applies:
        return [f"No grade is suggested for {what}: choose one, and say why."]
    if grade and grade != proposed.grade and not reason.strip():
        return [f"Your grade of {what} departs from the suggested one: say why."]
    return []


def graded(scheme: Scheme, case_type: str, written: Written) -> Written:
    """The same, with the suggested grade wherever the reader left it as it is; an area that does not apply has none."""
    suggested = suggest_for(scheme, case_type, written)
    areas = {
        name: {"grade": one.grade or "", "reason": ""} | {key: value for key, value in said.items() if value}
        for name, one in suggested.areas.items()
        for said in (written.judgements.get(name, {}),)
    }
    return replace(written, judgements=areas, grade=written.grade or suggested.overall.grade or "")


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
