"""An audit's rows as what its report tells besides the result: numbers of files and those who work, no child, no record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from seenheard.audits.agreement import Agreement, alpha, gwet, kappa, raw_agreement
from seenheard.audits.plan import plan_of
from seenheard.audits.published import GRADES, Funnel, Own, funnel, published
from seenheard.audits.ratings import Ratings
from seenheard.audits.report.blocks import ReportData
from seenheard.audits.report.contents import report_of
from seenheard.audits.report.told import AgreementRow, Conclusion, Drawn, Excluded, ReferredBack, Told
from seenheard.audits.result import Result
from seenheard.audits.scheme_file import ANSWERS
from seenheard.errors import ReleaseError
from seenheard.web.accounts.models import User
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.audits.queries import files_of, strata_of
from seenheard.web.config.words import LONDON
from seenheard.web.people.pairs import read_nominals
from seenheard.web.readings.judging import Written, written_in
from seenheard.web.readings.models import Reading, ReferBack, Settlement
from seenheard.web.readings.queries import readers_of, readings_of
from seenheard.web.reports.judged import done_on, result_of
from seenheard.web.reports.queries import conclusions_of

Pair = tuple[Reading, Reading]
SHORTEST_NAME = 4  # a name of fewer letters is part of too many words
SHORTEST_ID = 6  # letters and digits of an id that is looked for inside other words
SHORTEST_PART = 3  # a shorter word is too many words
SHORTEST_NUMBER = 5  # a shorter number is many things


def report_data(audit: Audit) -> ReportData:
    """The report as it stands today. Raises AuditError where something doesn't add up, or a text names a child or record."""
    result = result_of(audit)
    return report_of(told_of(audit, result), result)


def told_of(audit: Audit, result: Result) -> Told:
    """What is told besides the result."""
    files = list(files_of(audit))
    pairs = pairs_of(audit)
    return Told(
        title=audit.title,
        force=settings.FORCE,
        scheme=audit.scheme,
        made_on=timezone.localdate(),
        lead=_named(audit.lead),
        purpose=audit.purpose,
        drawn=_drawn(audit),
        done_on=audit.done_on,
        closed_on=done_on(audit) if audit.state == "closed" and audit.origin == "here" else None,
        readers=len(readers_of(audit)),
        excluded=_excluded(audit),
        conclusions=[
            Conclusion(
                kind=one.kind,
                text=one.text,
                criterion=one.criterion,
                team=one.team,
                named=one.named,
                files=tuple(sorted(file.number or 0 for file in one.files.all())),
                recommend=one.recommend,
                re_audit_on=one.re_audit_on,
            )
            for one in conclusions_of(audit)
            if one.withdrawn_at is None
        ],
        referred_back=_referred_back(audit),
        agreement=agreement_of(audit, pairs),
        settled_by_a_reader=_settled_by_a_reader(pairs),
        earlier="" if audit.earlier is None else audit.earlier.title,
        funnel=funnel_of(audit, result),
        never=_never(audit, files),
    )


def pairs_of(audit: Audit) -> list[Pair]:
    """The finished readings of files that two have read."""
    done: dict[int, list[Reading]] = defaultdict(list)
    for one in readings_of(audit):
        if one.state == "done":
            done[one.file_id].append(one)
    return [(found[0], found[1]) for found in done.values() if len(found) == 2]


def agreement_of(audit: Audit, pairs: Sequence[Pair]) -> list[AgreementRow]:
    """How far readers agreed before moderation: on the whole file, each area, each criterion, and each pair of readers."""
    if not pairs:
        return []
    scheme, grades = audit.scheme, tuple(one.key for one in audit.scheme.grades)
    written = [(one.file.case_type, written_in(one), written_in(other)) for one, other in pairs]
    both = [(first, second) for _, first, second in written]
    rows = [_graded("The whole file", grades, _rows(both, lambda one: one.grade))]
    for area in scheme.areas:
        given = _rows(both, lambda one, key=area.key: one.judgements.get(key, {}).get("grade", ""))  # type: ignore[misc]
        rows.append(_graded(area.title, grades, given))
    for first, second in combinations(sorted({one.user.username for pair in pairs for one in pair}), 2):
        of = [
            (written_in(one), written_in(other))
            for one, other in pairs
            if {one.user.username, other.user.username} == {first, second}
        ]
        rows.append(_graded(f"The whole file: {first} and {second}", grades, _rows(of, lambda one: one.grade)))
    for criterion in scheme.criteria:
        asked = [(one, other) for case_type, one, other in written if case_type in criterion.case_types]
        answers = _rows(asked, lambda one, key=criterion.key: one.plain_answers.get(key, ""))  # type: ignore[misc]
        measures = (raw_agreement, kappa, gwet, alpha)
        if answers:
            ratings = Ratings.of(ANSWERS, answers)
            found = tuple(one(ratings) for one in measures)
            rows.append(AgreementRow(f"“{criterion.question}”", len(answers), found, of="answers"))
    return [row for row in rows if row.files]


def _rows(pairs: Iterable[tuple[Written, Written]], of: Callable[[Written], str]) -> list[tuple[str, str]]:
    """What both said, where both said something."""
    said = [(of(first), of(second)) for first, second in pairs]
    return [(one, other) for one, other in said if one and other]


def _graded(what: str, grades: tuple[str, ...], rows: list[tuple[str, str]]) -> AgreementRow:
    """Grades have an order: a difference of one step is less than of two."""
    ratings = Ratings.of(grades, rows)
    measures: tuple[Agreement, ...] = (
        raw_agreement(ratings),
        kappa(ratings),
        kappa(ratings, "quadratic"),
        gwet(ratings),
        gwet(ratings, "quadratic"),
        alpha(ratings, "ordinal"),
    )
    return AgreementRow(what, len(rows), measures)


def funnel_of(audit: Audit, result: Result) -> Funnel | None:
    """The audit among published results, where its grades are theirs and every case type was asked."""
    best = result.overall.shares.get(GRADES[0])
    if tuple(key for key, _ in result.grades) != GRADES or best is None or not best.of:
        return None
    own = Own("this audit", best.count, best.of)
    itself = [one for one in published() if audit.origin == "imported" and (one.good, one.cases) == (best.count, best.of)]
    found = funnel(own, [one for one in published() if one not in itself], GRADES[0])
    return replace(found, left_out=(*((one, "Its numbers are those of this audit.") for one in itself), *found.left_out))


def _drawn(audit: Audit) -> Drawn | None:
    if audit.drawn_from is None or audit.drawn_at is None:
        return None
    plan = plan_of(audit.plan)
    return Drawn(
        release=audit.drawn_from.release_id,
        drawn_on=audit.drawn_at.astimezone(LONDON).date(),
        seed=audit.seed,
        population=sum(one.population for one in strata_of(audit)),
        population_hash=audit.population_hash,
        opened_from=plan.opened_from,
        opened_to=plan.opened_to,
        teams=plan.teams,
        second_share=plan.second_share,
    )


def _excluded(audit: Audit) -> list[Excluded]:
    found = CaseFile.objects.filter(audit=audit, state="excluded").select_related("excluded_by").order_by("pk")
    return [Excluded(_named(one.excluded_by), one.excluded_why) for one in found]


def _referred_back(audit: Audit) -> list[ReferredBack]:
    found = ReferBack.objects.filter(file__audit=audit).select_related("file").order_by("pk")
    return [
        ReferredBack(
            number=one.file.number or 0,
            clock_hours=(one.due_at - one.at).total_seconds() / 3600,
            hours=None if one.accepted_at is None else (one.accepted_at - one.at).total_seconds() / 3600,
            open=one.accepted_at is None and one.due_at > timezone.now(),
        )
        for one in found
    ]


def _settled_by_a_reader(pairs: Sequence[Pair]) -> int:
    readers = {one.file_id: {one.user_id, other.user_id} for one, other in pairs}
    settled = Settlement.objects.filter(file__in=list(readers)).values_list("file", "by").distinct()
    return len({file for file, by in settled if by in readers[file]})


def names_somebody(audit: Audit, text: str) -> bool:
    """Whether a text names a record of the audit's files, or both a forename and the surname of somebody they are about."""
    words = set(re.findall(r"[\w’'-]+", text.casefold()))
    files = list(files_of(audit, "drawn", "excluded"))
    ids = _ids(files) - {one for one in _ids(files) if one.isdigit() and len(one) < SHORTEST_NUMBER}
    if words & {one.casefold() for one in ids}:
        return True
    run_together = _run_together(text)  # an id with spaces or strokes in it is still that id
    if any(one in run_together for one in map(_run_together, ids) if len(one) >= SHORTEST_ID):
        return True
    return any(
        words & set(forenames.casefold().split()) and words & set(surname.casefold().split())
        for forenames, surname in _people(audit, files)
    )


def _run_together(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def names_in(audit: Audit, text: str) -> list[str]:
    """Words with a capital letter that are also a name of somebody the audit's files are about. It may be another's."""
    words = {word for word in re.findall(r"[\w’'-]+", text) if word[0].isupper() and len(word) >= SHORTEST_PART}
    people = _people(audit, list(files_of(audit)))
    known = {name for forenames, surname in people for name in f"{forenames} {surname}".casefold().split()}
    return sorted(word for word in words if word.casefold() in known)


def _never(audit: Audit, files: Sequence[CaseFile]) -> frozenset[str]:
    """Record ids of the files, and the full names of whom they are about, as far as the night's files are still there."""
    if audit.origin != "here":
        return frozenset()
    names = {f"{forenames} {surname}" for forenames, surname in _people(audit, files)}
    turned = {f"{surname} {forenames}" for forenames, surname in _people(audit, files)}
    return frozenset(_ids(files) | {name for name in names | turned if len(name) >= SHORTEST_NAME})


def _ids(files: Sequence[CaseFile]) -> set[str]:
    return {one for file in files for one in (file.record_id, file.subject_id, file.page_id, *file.nominal_ids) if one}


def _people(audit: Audit, files: Sequence[CaseFile]) -> list[tuple[str, str]]:
    """Forenames and surname of everybody the files are about; nobody where the night's files are gone."""
    if audit.drawn_from is None or not Path(audit.drawn_from.path).is_dir():
        return []
    nominal_ids = {one for file in files for one in file.nominal_ids}
    try:
        rows = read_nominals(audit.drawn_from, nominal_ids, restricted=True)
    except ReleaseError:
        return []
    return sorted({(row["forenames"], row["surname"]) for row in rows if row["forenames"] and row["surname"]})


def _named(user: User | None) -> str:
    return "" if user is None else user.first_name or user.username
