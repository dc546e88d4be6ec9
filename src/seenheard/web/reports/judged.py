"""An audit's rows as what its result is worked out from: judged files, strata, released rates, the earlier audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from seenheard.audits.judged import JudgedFile, ReleasedRate, StratumCount
from seenheard.audits.result import Earlier, Result, work_out
from seenheard.audits.scheme import Scheme
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.audits.queries import files_of, strata_of
from seenheard.web.config.words import LONDON
from seenheard.web.readings.judging import OVERALL, Written, differences, written_in
from seenheard.web.readings.models import Settlement
from seenheard.web.readings.queries import readings_of, settlements_of
from seenheard.web.releases.models import Duty, Rate

Settled = Mapping[tuple[str, str], Settlement]


def result_of(audit: Audit) -> Result:
    """The audit's result as it stands. Raises AuditError where something doesn't add up."""
    files = list(files_of(audit))
    earlier = audit.earlier
    return work_out(
        audit.scheme,
        judged_files(audit, files),
        _strata(audit, files),
        released=_released(audit),
        earlier=None if earlier is None else Earlier(earlier.title, done_on(earlier), result_of(earlier)),
    )


def done_on(audit: Audit) -> date | None:
    """The day on which it was done or closed, if it was."""
    return audit.done_on or (audit.closed_at.astimezone(LONDON).date() if audit.closed_at else None)


def judged_files(audit: Audit, files: list[CaseFile]) -> list[JudgedFile]:
    """What was made of each file, by number."""
    done: dict[int, list[Written]] = defaultdict(list)
    for reading in readings_of(audit):
        if reading.state == "done":
            done[reading.file_id].append(written_in(reading))
    settled, scheme = settlements_of(files), audit.scheme
    return [_judged(scheme, file, done.get(file.pk, []), settled.get(file.pk, {})) for file in files]


def _judged(scheme: Scheme, file: CaseFile, done: list[Written], settled: Settled) -> JudgedFile:
    about = JudgedFile(
        number=file.number or 0,
        case_type=file.case_type,
        team=file.team,
        stratum=file.stratum.name if file.stratum else "",
        targeted=file.targeted,
        own_grade=file.own_grade,
        opened_on=file.opened_at.astimezone(LONDON).date() if file.opened_at else None,
        how="not read",
    )
    if file.given:
        areas = {name: grade for name, grade in file.given.items() if name != "overall"}
        return replace(about, grade=file.given.get("overall", ""), areas=areas, how="given")
    if not done:
        return about
    first = done[0]
    about = replace(about, grade=first.grade, areas=_areas(first), answers=first.plain_answers, how="one reader")
    return about if len(done) == 1 else _of_two(scheme, about, first, done[1], settled)


def _of_two(scheme: Scheme, about: JudgedFile, first: Written, second: Written, settled: Settled) -> JudgedFile:
    """What two readers agreed on, with what was settled; where they differ and nothing is settled, nothing."""
    differ = differences(scheme, about.case_type, first, second)
    areas = {name: grade for name, grade in about.areas.items() if ("area", name) not in differ}
    answers = {name: answer for name, answer in about.answers.items() if ("criterion", name) not in differ}
    for (kind, name), one in settled.items():
        if kind == "area":
            areas[name] = one.settled
        elif kind == "criterion":
            answers[name] = one.settled
    about = replace(about, areas=areas, answers=answers, how="two agreed")
    if OVERALL not in differ:
        return about
    if OVERALL not in settled:
        return replace(about, grade="", how="not settled")
    return replace(about, grade=settled[OVERALL].settled, how="settled")


def _areas(written: Written) -> dict[str, str]:
    return {name: one["grade"] for name, one in written.judgements.items() if one.get("grade")}


def _strata(audit: Audit, files: list[CaseFile]) -> list[StratumCount]:
    """Each stratum as it is read: without what was excluded from it after the draw, in sample and population."""
    drawn: dict[int, int] = defaultdict(int)
    for file in files:
        if file.stratum_id is not None:
            drawn[file.stratum_id] += 1
    out: dict[int, int] = defaultdict(int)
    for stratum_id in CaseFile.objects.filter(audit=audit, state="excluded").values_list("stratum_id", flat=True):
        if stratum_id is not None:
            out[stratum_id] += 1
    return [
        StratumCount(one.name, one.case_type, one.population - out[one.pk], drawn[one.pk], one.team)
        for one in strata_of(audit)
    ]


def _released(audit: Audit) -> dict[str, ReleasedRate]:
    """The rates of the night from which the files were drawn, of duties that a criterion names."""
    if audit.drawn_from is None:
        return {}
    wanted = {one.duty for one in audit.scheme.criteria if one.duty}
    titles = dict(Duty.objects.filter(pk__in=wanted).values_list("pk", "title"))
    scope = "all" if audit.restricted else "open"
    rates = Rate.objects.filter(release=audit.drawn_from, duty__in=wanted, scope=scope, group_kind="force")
    return {
        one.duty: ReleasedRate(
            duty=one.duty,
            title=titles.get(one.duty, one.duty),
            in_time=one.in_time,
            of=one.in_time + one.met_late + one.late + one.unknown,
            rate=one.rate,
            low=one.low,
            high=one.high,
        )
        for one in rates
        if one.rate is not None and one.low is not None and one.high is not None
    }
