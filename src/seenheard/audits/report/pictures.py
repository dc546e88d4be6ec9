"""Charts as small SVG pictures of our own: bars of shares with intervals, and a funnel. Nothing is told by colour alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from seenheard.audits.report.blocks import Bar, Chart, Funnel, Limits, Point

WIDTH = 720
ROW, LABEL, TAIL = 34, 260, 150
MOST_LETTERS = 34
FUNNEL_HEIGHT, MARGIN, TOP = 400, 60, 20
DOT, LETTER_WIDTH, LETTER_HEIGHT, FAR = 7, 9, 15, 24
RINGS = (1, 9, 20)  # how far from its point a number may stand
AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
Box = tuple[float, float, float, float]  # left, top, right, bottom
INK, BAR, TRACK, OURS = "#0b0c0c", "#1d70b8", "#e6e6e6", "#942514"


def picture(block: Chart | Funnel, font: str) -> str:
    """The block's picture as SVG, with a title and a description. font: of its text, a CSS list of families."""
    return bars(block, font) if isinstance(block, Chart) else funnel(block, font)


def bars(chart: Chart, font: str) -> str:
    """A bar for each share."""
    full = WIDTH - LABEL - TAIL
    drawn = [_bar(bar, place * ROW, full) for place, bar in enumerate(chart.bars)]
    return _svg(chart, max(len(chart.bars), 1) * ROW, font, "".join(drawn))


def _bar(bar: Bar, y: int, full: int) -> str:
    label = bar.label if len(bar.label) <= MOST_LETTERS else f"{bar.label[: MOST_LETTERS - 1]}…"
    parts = [
        _text(LABEL - 12, y + 22, label, "end"),
        f'<rect x="{LABEL}" y="{y + 7}" width="{full}" height="20" fill="{TRACK}"/>',
    ]
    if bar.share is not None:
        parts.append(f'<rect x="{LABEL}" y="{y + 7}" width="{_at(bar.share, full)}" height="20" fill="{BAR}"/>')
    if bar.low is not None and bar.high is not None:
        low, high = LABEL + _at(bar.low, full), LABEL + _at(bar.high, full)
        line = f"M{low} {y + 17}H{high}M{low} {y + 12}v10M{high} {y + 12}v10"
        parts += [
            f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="{w}"/>' for colour, w in (("#fff", 5), (INK, 2))
        ]
    parts.append(_text(LABEL + full + 10, y + 22, bar.words))
    return "".join(parts)


def _at(share: float, full: float) -> float:
    return round(min(max(share, 0.0), 1.0) * full, 1)


def funnel(chart: Funnel, font: str) -> str:
    """Points with numbers, a line at the middle, and the limits."""
    most = max([point.of for point in chart.points] + [limit.of for limit in chart.limits] + [1])
    wide, high = WIDTH - 2 * MARGIN, FUNNEL_HEIGHT - MARGIN - TOP

    def place(of: int, share: float) -> tuple[float, float]:
        return round(MARGIN + of / most * wide, 1), round(TOP + (1 - share) * high, 1)

    parts = _axes(most, wide, high)
    left, middle = place(0, chart.middle)
    parts.append(f'<path d="M{left} {middle}h{wide}" stroke="{INK}" stroke-width="1.5"/>')
    for names, dash in ((("low", "high"), "7 4"), (("far_low", "far_high"), "2 3")):
        for name in names:
            line = _line([place(limit.of, _limit(limit, name)) for limit in chart.limits])
            parts.append(f'<path d="{line}" fill="none" stroke="{INK}" stroke-dasharray="{dash}"/>')
    at = [place(point.of, point.share) for point in chart.points]
    numbers = _numbers_at([str(point.number) for point in chart.points], at)
    parts += [_point(*each) for each in zip(chart.points, at, numbers, strict=True)]
    return _svg(chart, FUNNEL_HEIGHT, font, "".join(parts))


def _limit(limit: Limits, name: str) -> float:
    value: float = getattr(limit, name)
    return value


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) if points else "M0 0"


def _axes(most: int, wide: int, high: int) -> list[str]:
    parts = [f'<path d="M{MARGIN} {TOP}v{high}h{wide}" fill="none" stroke="{INK}"/>']
    for tenth in range(0, 11, 2):
        y = round(TOP + (1 - tenth / 10) * high, 1)
        parts.append(f'<path d="M{MARGIN - 5} {y}h5" stroke="{INK}"/>' + _text(MARGIN - 9, y + 5, f"{tenth * 10} %", "end"))
    step = 10 ** math.floor(math.log10(max(most, 10)))
    step = step if most / step >= 4 else step // 2 if most / step >= 2 else step // 5
    for of in range(0, most + 1, max(step, 1)):
        x = round(MARGIN + of / most * wide, 1)
        parts.append(f'<path d="M{x} {TOP + high}v5" stroke="{INK}"/>' + _text(x, TOP + high + 21, str(of), "middle"))
    parts.append(_text(MARGIN + wide / 2, FUNNEL_HEIGHT - 10, "cases read", "middle"))
    return parts


def _numbers_at(numbers: Sequence[str], at: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where each point's number stands, its middle: at the first place around the point that is free, near ones first."""
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in at]
    found = []
    for number, (x, y) in zip(numbers, at, strict=True):
        wide, high = LETTER_WIDTH * len(number) / 2, LETTER_HEIGHT / 2
        best = min(
            (_box(x, y, dx, dy, ring, wide, high) for ring in RINGS for dx, dy in AROUND),
            key=lambda box: sum(_overlap(box, other) for other in taken),
        )
        taken.append(best)
        found.append(((best[0] + best[2]) / 2, (best[1] + best[3]) / 2))
    return found


def _box(x: float, y: float, dx: int, dy: int, ring: int, wide: float, high: float) -> Box:
    middle, line = x + dx * (DOT + ring + wide), y + dy * (DOT + ring + high)
    return middle - wide, line - high, middle + wide, line + high


def _overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _point(point: Point, at: tuple[float, float], number_at: tuple[float, float]) -> str:
    """A circle with its number beside it; this audit is a filled diamond with words."""
    x, y = at
    if point.ours:
        mark = f'<path d="M{x} {y - 8}l8 8l-8 8l-8 -8z" fill="{OURS}"/>'
        word_at = TOP + 40 if point.share < 0.6 else FUNNEL_HEIGHT - MARGIN - 40  # where no other is likely
        lead = f'<path d="M{x} {y}V{word_at + 6}" stroke="{OURS}"/>'
        return lead + mark + _text(x, word_at, point.label, "middle", "bold")
    across, down = round(number_at[0], 1), round(number_at[1] + LETTER_HEIGHT / 2 - 2, 1)
    far = math.dist(at, number_at) > FAR
    lead = f'<path d="M{x} {y}L{round(number_at[0], 1)} {round(number_at[1], 1)}" stroke="{BAR}"/>' if far else ""
    dot = f'<circle cx="{x}" cy="{y}" r="5" fill="#fff" stroke="{BAR}" stroke-width="2.5"/>'
    return lead + dot + _text(across, down, str(point.number), "middle")


def _text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="{INK}">{escape(words)}</text>'


def _svg(block: Chart | Funnel, height: int, font: str, inner: str) -> str:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    look = f'font-size="16" font-family={quoteattr(font)}'
    words = f"<title>{escape(block.title)}</title><desc>{escape(block.description)}</desc>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {look}>{words}{inner}</svg>'
