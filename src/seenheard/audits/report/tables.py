"""A result's tables and charts as blocks of a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seenheard.audits.estimates import Share
from seenheard.audits.report.blocks import Bar, Block, Chart, Table
from seenheard.audits.result import CriterionRow, GradeRow, Result
from seenheard.audits.scheme import Scheme
from seenheard.audits.wording import percent

ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No", "cant_tell": "Can’t tell", "not_applicable": "Not applicable"}


def interval(share: Share) -> str:
    """24.6 % (16.0 to 36.0); or why there is none. A weighted share says so: it is not count of files."""
    if share.share is None or share.low is None or share.high is None:
        return "too few" if share.of else "none"
    if share.way == "counted":
        return f"{percent(share.share, 1)} (all read)"
    weighted = ", weighted" if share.way == "weighted" else ""
    return f"{percent(share.share, 1)} ({share.low * 100:.1f} to {share.high * 100:.1f}){weighted}"


def _bar(label: str, share: Share, words: str) -> Bar:
    if share.way == "counted":
        return Bar(label, share.share, None, None, words)
    return Bar(label, share.share, share.low, share.high, words)


def overall(result: Result) -> list[Block]:
    """Judgement of all files: a chart, and the table that says the same."""
    titles, row = dict(result.grades), result.overall
    bars = tuple(_bar(titles[grade], share, f"{share.count} of {share.of}") for grade, share in row.shares.items())
    told = "; ".join(
        f"{titles[grade]}: {share.count} of {share.of}, {interval(share)}" for grade, share in row.shares.items()
    )
    rows = tuple(
        (titles[grade], f"{share.count:,}", f"{share.of:,}", interval(share)) for grade, share in row.shares.items()
    )
    head = ("Grade", "Files", "Of", "Share of the population (95 % interval)")
    return [
        Chart("Judgement of all files", f"Bars of the share of each grade with its interval. {told}.", bars),
        Table("Judgement of all files", head, rows, numbers=(1, 2)),
    ]


def by_part(name: str, caption: str, rows: Sequence[GradeRow], result: Result) -> Table:
    """Judgement by case type, area or team: counts of each grade, and the best grade's share."""
    titles = [title for _, title in result.grades]
    best = result.grades[0][0]
    population = any(row.population is not None for row in rows)
    head = (
        name,
        *(["Population"] if population else []),
        "Graded",
        "Not graded",
        *titles,
        f"Share {titles[0].lower()} (95 % interval)",
    )
    cells = tuple(
        (
            row.title,
            *([f"{row.population:,}" if row.population is not None else "not known"] if population else []),
            f"{row.judged:,}",
            f"{row.not_judged:,}",
            *(f"{share.count:,}" for share in row.shares.values()),
            interval(row.shares[best]),
        )
        for row in rows
    )
    return Table(caption, head, cells, numbers=tuple(range(1, len(head) - 1)))


def best_by_part(title: str, rows: Sequence[GradeRow], result: Result) -> Chart:
    """A bar for each part: the share of the best grade."""
    key, grade = result.grades[0]
    shares = [(row.title, row.shares[key]) for row in rows]
    bars = tuple(_bar(label, share, _words(share)) for label, share in shares)
    told = "; ".join(f"{label}: {share.count} of {share.of}, {interval(share)}" for label, share in shares)
    return Chart(title, f"Bars of the share that is {grade.lower()}, with intervals. {told}.", bars)


def _words(share: Share) -> str:
    few = ", too few" if share.way == "too few" else ""
    return f"{share.count} of {share.of}{few}"


def answers(scheme: Scheme, rows: Iterable[CriterionRow]) -> list[Block]:
    """The answers by area: counts of each, and the share of yes among those to which the question applies."""
    every = list(rows)
    head = ("Question", *ANSWERS.values(), "No answer", "Share yes (95 % interval)")
    found: list[Block] = []
    for area in scheme.areas:
        cells = tuple(
            (
                row.criterion.question,
                *(f"{row.counts.get(answer, 0):,}" for answer in ANSWERS),
                f"{row.unanswered:,}",
                interval(row.yes),
            )
            for row in every
            if row.criterion.area == area.key and ((row.counts and sum(row.counts.values())) or row.unanswered)
        )
        if cells:
            found.append(Table(f"{area.title}: answers", head, cells, numbers=tuple(range(1, len(head) - 1))))
    return found


def own_grades(result: Result) -> list[Block]:
    """The force's own grades down, the readers' across."""
    own = result.own_grades
    if own is None:
        return []
    rows = tuple(
        (f"The force: {title}", *(f"{own.counts.get((key, read), 0):,}" for read, _ in result.grades))
        for key, title in result.grades
    )
    head = ("", *(f"Reader: {title}" for _, title in result.grades))
    return [Table("The force’s own grades beside the readers’", head, rows, numbers=tuple(range(1, len(head))))]
