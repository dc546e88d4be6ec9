"""How far readers agreed, as a section of a report: grades and answers apart, and why something can’t be said."""

from __future__ import annotations

from collections.abc import Sequence

from seenheard.audits.agreement import Agreement
from seenheard.audits.report.blocks import Block, Bullets, Paragraphs, Section, Table
from seenheard.audits.report.told import AgreementRow, Told

CAPTIONS = {"grades": "Agreement on grades, before moderation", "answers": "Agreement on answers, before moderation"}


def section(told: Told) -> Section | None:
    """The section, if any file was read twice."""
    if not told.agreement:
        return None
    text = "How far two readers agreed before anything was settled; 1 is always, 0 is no more than by chance (raw: never)."
    blocks: list[Block] = [Paragraphs((text,))]
    for of, caption in CAPTIONS.items():
        rows = [row for row in told.agreement if row.of == of]
        if rows:
            blocks.append(_table(caption, rows))
    words = dict.fromkeys(one.words for row in told.agreement for one in row.measures if one.value is None and one.words)
    if words:
        blocks.append(Bullets(tuple(words), heading="Why something can’t be said"))
    return Section("agreement", "Agreement of readers", tuple(blocks))


def _table(caption: str, rows: Sequence[AgreementRow]) -> Table:
    names = list(dict.fromkeys(one.name for row in rows for one in row.measures))
    cells = []
    for row in rows:
        by_name = {one.name: one for one in row.measures}
        cells.append((row.what, f"{row.files:,}", *(_said(by_name.get(name)) for name in names)))
    return Table(caption, ("What", "Files", *(name[0].upper() + name[1:] for name in names)), tuple(cells), numbers=(1,))


def _said(one: Agreement | None) -> str:
    if one is None:
        return ""
    if one.value is None:
        return "can’t say"
    sure = f" ({one.low:.2f} to {one.high:.2f})" if one.low is not None and one.high is not None else ""
    return f"{one.value:.2f}{sure}".replace("-", "−")
