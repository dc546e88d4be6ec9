"""What a report says, section by section; the same in every format."""

from __future__ import annotations

import re
import statistics

from seenheard.audits.judging import area_rules_in_words, file_rules_in_words
from seenheard.audits.report import agreed, forces, tables
from seenheard.audits.report.blocks import Block, Bullets, Paragraphs, ReportData, Section, Table
from seenheard.audits.report.told import Conclusion, Told
from seenheard.audits.result import Result
from seenheard.audits.wording import day, files, listed, percent, span
from seenheard.errors import AuditError

MOST_APART = 5  # differences between records and files that the summary tells
CONCLUSIONS = {"theme": "Themes", "learning": "Learning", "good_practice": "Good practice"}
UNLIKELY = 0.05
SHORTEST_NUMBER = 5  # digits of a record's id, below which it is not looked for
HOWS = {
    "one reader": "read by one reader",
    "two agreed": "read by two, who gave the same grade",
    "settled": "read by two who differed, and settled",
    "not settled": "read by two who differed, and not settled",
    "not read": "not read",
    "given": "with the grade that was given elsewhere",
}


def report_of(told: Told, result: Result) -> ReportData:
    """The report. Raises AuditError if a text in it names a child or a record that `told.never` lists."""
    made = [
        _summary(told, result),
        _method(told, result),
        _judgements(told, result),
        _beside(told, result),
        Section("answers", "Answers to the criteria", tuple(tables.answers(told.scheme, result.criteria))),
        agreed.section(told),
        _conclusions(told),
        _referred_back(told),
        _teams(result),
        forces.section(told),
        Section("limits", "What this audit can’t say", (Bullets(result.limits),)),
        _annex(told),
    ]
    sections = tuple(section for section in made if section is not None and section.blocks)
    found = ReportData(told.title, told.force, day(told.made_on), _facts(told, result), sections)
    _check_names_nobody(found, told.never)
    return found


def _facts(told: Told, result: Result) -> tuple[tuple[str, str], ...]:
    facts = [("Scheme", f"{told.scheme.title}, version {told.scheme.version}"), ("Led by", told.lead)]
    if told.drawn is not None:
        days = f"{day(told.drawn.opened_from)} to {day(told.drawn.opened_to)}"
        facts.append(("Files opened", days))
    if told.done_on is not None:
        facts.append(("Done", f"elsewhere, on {day(told.done_on)}"))
    facts.append(("Files", f"{result.judged:,} with a grade, of {result.drawn:,} drawn"))
    facts.append(("Closed", day(told.closed_on)) if told.closed_on else ("State", "not closed: figures may change"))
    return tuple(facts)


def _summary(told: Told, result: Result) -> Section:
    titles = dict(result.grades)
    shares = [f"{share.count} {titles[grade].lower()} ({span(share)})" for grade, share in result.overall.shares.items()]
    texts = [told.purpose] if told.purpose else []
    texts.append(f"Of {files(result.judged)} with a grade: {listed(shares)}.")
    points = [one.text for one in told.conclusions if one.kind == "theme"]
    points += [one.sentence for one in result.changes[: len(result.grades)]]
    apart = [one for one in result.beside if one.apart]
    points += [f"“{one.question}” {one.sentence}" for one in apart[:MOST_APART]]
    if len(apart) > MOST_APART:
        points.append(f"Records and files differ in {len(apart) - MOST_APART} more of {len(result.beside)} questions.")
    points += [one.sentence for one in (result.own_grades,) if one is not None]
    if told.referred_back:
        points.append(_sent_back(told))
    return Section("summary", "Summary", (Paragraphs(tuple(texts)), *([Bullets(tuple(points))] if points else [])))


def _sent_back(told: Told) -> str:
    waiting = sum(one.hours is None for one in told.referred_back)
    without = f"; {waiting} without an accepted answer" if waiting else "; each has an accepted answer"
    return f"{files(len(told.referred_back))} with live risk went back at once to who answers for them{without}."


def _method(told: Told, result: Result) -> Section:
    texts = []
    if told.drawn is not None:
        drawn = told.drawn
        teams = f" of {listed(drawn.teams)}" if drawn.teams else ""
        texts.append(
            f"The population is all {drawn.population:,} case files of the chosen case types{teams} that were opened "
            f"{day(drawn.opened_from)} to {day(drawn.opened_to)} and are in release {drawn.release}. "
            f"{files(result.drawn)} were drawn on {day(drawn.drawn_on)}, each stratum by itself."
        )
        texts.append(
            f"Anybody can draw them again: from that release (population {drawn.population_hash}), by the plan and the seed "
            f"“{drawn.seed}”. {percent(drawn.second_share)} were to be read blind by a second reader."
        )
    else:
        texts.append("This audit was done elsewhere; its grades are as they were given.")
    if told.readers:
        texts.append(f"{told.readers} reader{'' if told.readers == 1 else 's'} read.")
    if told.settled_by_a_reader:
        texts.append(f"{files(told.settled_by_a_reader)} of those settled: by a lead who was also one of the readers.")
    texts += result.method
    blocks: list[Block] = [Paragraphs(tuple(texts))]
    blocks.append(
        Bullets(tuple(f"{count:,} {HOWS[how]}" for how, count in result.hows.items()), heading="How grades came about")
    )
    if told.excluded:
        reasons = tuple(f"{one.why} ({one.by})" for one in told.excluded)
        blocks.append(Bullets(reasons, heading=f"{files(len(told.excluded))} left out, and why"))
    return Section("method", "How it was done", tuple(blocks))


def _judgements(told: Told, result: Result) -> Section:
    blocks = tables.overall(result)
    for name, caption, rows in (
        ("Case type", "Judgement by case type", result.case_types),
        ("Area", "Judgement by area", result.areas),
    ):
        if len(rows) > 1 or any(row.key for row in rows):
            blocks.append(tables.best_by_part(f"{caption}: share {result.grades[0][1].lower()}", rows, result))
            blocks.append(tables.by_part(name, caption, rows, result))
    if result.targeted:
        blocks.append(Paragraphs(("Picked by hand, for a reason; in no share of this report.",), heading="Targeted picks"))
        blocks.append(tables.by_part("Case type", "Targeted picks by case type", result.targeted, result))
    return Section("judgements", "Judgements", tuple(blocks))


def _beside(told: Told, result: Result) -> Section:
    blocks: list[Block] = []
    if result.beside:
        rows = tuple(
            (
                one.question,
                one.released.title,
                f"{percent(one.released.rate, 1)} ({one.released.in_time:,} of {one.released.of:,})",
                tables.interval(one.files),
            )
            for one in result.beside
        )
        head = ("Question", "Duty", "Records say", "Files say (95 % interval)")
        blocks.append(
            Table("What the records say of all cases, and what the files say", head, rows, heading="Records and files")
        )
    if result.changes:
        blocks += _changes(told, result)
    if result.own_grades is not None:
        blocks.append(Paragraphs((result.own_grades.sentence,), heading="The force’s own grades"))
        blocks += tables.own_grades(result)
    return Section("beside", "Beside the records and earlier work", tuple(blocks))


def _changes(told: Told, result: Result) -> list[Block]:
    """Of every grade, and of the criteria that changed more than chance would have it; how many were looked at."""
    grades = {title for _, title in result.grades}
    criteria = [one for one in result.changes if one.what not in grades]
    shown = [one for one in result.changes if one.what in grades or one.chance < UNLIKELY]
    earlier = told.earlier or "the earlier audit"
    texts = [f"Compared with {earlier}. The last column is the chance of such a change if nothing had changed."]
    if result.change_of_grades:
        texts.append(result.change_of_grades)
    if criteria:
        rare, by_chance = sum(one.chance < UNLIKELY for one in criteria), round(len(criteria) * UNLIKELY)
        texts.append(
            f"The answers to {len(criteria)} criteria were compared; listed are those whose change has a chance below "
            f"{UNLIKELY:g}: {rare}. If nothing had changed, about {by_chance} would be listed all the same."
        )
    rows = tuple((one.what, tables.interval(one.before), tables.interval(one.now), _chance(one.chance)) for one in shown)
    return [
        Paragraphs(tuple(texts), heading="Change since the earlier audit"),
        Table("Shares before and now", ("What", "Before", "Now", "Chance"), rows, numbers=(3,)),
    ]


def _chance(chance: float) -> str:
    return "below 0.001" if chance < 0.001 else f"{chance:.3f}"


def _conclusions(told: Told) -> Section:
    blocks: list[Block] = []
    for kind, heading in CONCLUSIONS.items():
        items = tuple(_conclusion(told, one) for one in told.conclusions if one.kind == kind)
        if items:
            blocks.append(Bullets(items, heading=heading))
    return Section("conclusions", "Themes, learning and good practice", tuple(blocks))


def _conclusion(told: Told, one: Conclusion) -> str:
    """The text, and in brackets what it rests on."""
    questions = {criterion.key: criterion.question for criterion in told.scheme.criteria}
    rests = [f"by {one.named}"] if one.named else []
    rests += [f"criterion “{questions.get(one.criterion, one.criterion)}”"] if one.criterion else []
    rests += [f"team {one.team}"] if one.team else []
    rests += [f"file{'s' if len(one.files) > 1 else ''} {', '.join(map(str, one.files))}"] if one.files else []
    rests += ["to become a recommendation"] if one.recommend else []
    rests += [f"to be read again by {day(one.re_audit_on)}"] if one.re_audit_on else []
    return f"{one.text} ({'; '.join(rests)})" if rests else one.text


def _referred_back(told: Told) -> Section | None:
    sent = told.referred_back
    if not sent:
        return None
    over = [one.hours for one in sent if one.hours is not None]
    open_ones = sum(one.open for one in sent)
    late = sum(not one.open and (one.hours is None or one.hours > one.clock_hours) for one in sent)
    items = [f"{files(len(sent))} referred back at once because of live risk."]
    items.append(f"{len(over)} with an accepted answer, {len(sent) - len(over)} without one yet.")
    if over:
        items.append(
            f"From sending to accepting: {statistics.median(over):.1f} hours (median), {max(over):.1f} at the longest."
        )
    waiting = f", {open_ones} still open and not yet due" if open_ones else ""
    items.append(f"{len(sent) - late - open_ones} within the clock, {late} not{waiting}.")
    return Section("referred-back", "Referred back", (Bullets(tuple(items)),))


def _teams(result: Result) -> Section | None:
    if not result.teams:
        return None
    text = "In order of name. These figures are to ask questions with; they do not rank teams."
    return Section(
        "teams", "By team", (Paragraphs((text,)), tables.by_part("Team", "Judgement by team", result.teams, result))
    )


def _annex(told: Told) -> Section:
    scheme = told.scheme
    blocks: list[Block] = [Paragraphs((f"{scheme.title}, version {scheme.version}. Source: {scheme.source}",))]
    blocks.append(Bullets(tuple(area_rules_in_words(scheme)), heading="How an area’s grade is suggested"))
    blocks.append(Bullets(tuple(file_rules_in_words(scheme)), heading="How a file’s grade is suggested"))
    for area in scheme.areas:
        rows = tuple((one.question, one.guidance) for one in scheme.criteria if one.area == area.key)
        if rows:
            blocks.append(Table(f"{area.title}: criteria", ("Question", "Guidance"), rows))
    return Section("annex", "Annex: the criteria", tuple(blocks))


def _check_names_nobody(report: ReportData, never: frozenset[str]) -> None:
    """Whole words only, whatever their case. A short number is many things, and told by none."""
    text = f" {_words(' | '.join(report.texts()))} "
    for name in sorted(never):
        plain = _words(name)
        if plain and not (plain.isdigit() and len(plain) < SHORTEST_NUMBER) and f" {plain} " in text:
            raise AuditError(
                "The report would name a child or a record that its files are about: take it out of the audit’s purpose, "
                "reasons and conclusions."
            )


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w-]+|\|", text.casefold()))
