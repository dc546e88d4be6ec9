"""The audit beside what inspections of other forces published: a funnel, its table, the sources, and what was left out."""

from __future__ import annotations

from seenheard.audits.published import Funnel as Compared
from seenheard.audits.published import Point as Force
from seenheard.audits.report.blocks import Block, Bullets, Funnel, Limits, Links, Paragraphs, Point, Section, Table
from seenheard.audits.report.told import Told
from seenheard.audits.wording import listed, percent

MOST_LIMITS = 60  # points of a line in the picture


def section(told: Told) -> Section | None:
    """The section, if the audit is compared with other forces."""
    if told.funnel is None:
        return None
    compared = told.funnel
    grade = next((one.title for one in told.scheme.grades if one.key == compared.grade), compared.grade).lower()
    text = (
        f"{percent(compared.target, 1)} of the files of the other {len(compared.others)} results together were {grade}. "
        "A force outside the dashed lines is further from that than 95 of 100 would be by chance alone, outside the dotted "
        "ones than 998 of 1,000. Inspections chose their files in their own way, and readers differ: this says how unusual "
        "a result is, not why. Every file counts alike here, so a share that is weighted above may be another."
    )
    forces = [compared.own, *sorted(compared.others, key=lambda one: one.name)]
    rows = tuple(_row(number, one) for number, one in enumerate(forces))
    head = ("No.", "Result", "Published", "Cases", f"Share {grade}", "Beside the others")
    sources = tuple((f"{number}. {one.name}", one.source) for number, one in enumerate(forces) if one.source)
    left_out = tuple(f"{one.force}, {one.report_date or 'no date'}: {why}" for one, why in compared.left_out)
    blocks: list[Block] = [
        Paragraphs((text,)),
        _picture(compared, forces, grade),
        Table(f"Published results: share {grade}", head, rows, numbers=(3, 4)),
        Links(sources, heading="Sources"),
    ]
    if left_out:
        blocks.append(Bullets(left_out, heading="Published, and not compared"))
    return Section("forces", "Beside published results of other forces", tuple(blocks))


def _row(number: int, one: Force) -> tuple[str, ...]:
    return (str(number) if number else "this", one.name, one.report_date, f"{one.of:,}", percent(one.share, 1), one.place)


def _picture(compared: Compared, forces: list[Force], grade: str) -> Funnel:
    points = tuple(Point(number, one.name, one.of, one.share, ours=number == 0) for number, one in enumerate(forces))
    step = max(1, len(compared.lines) // MOST_LIMITS)
    kept = [line for place, line in enumerate(compared.lines) if place % step == 0 or place == len(compared.lines) - 1]
    limits = tuple(Limits(line.of, line.low, line.high, line.outer_low, line.outer_high) for line in kept)
    told = listed([f"{one.name} {percent(one.share)} of {one.of}" for one in forces])
    return Funnel(
        f"Share {grade} by number of cases",
        f"Shares against the number of cases read, with limits around {percent(compared.target, 1)}. {told}.",
        compared.target,
        points,
        limits,
    )
