"""How far readers agreed, as a section of a report: grades and answers apart, and why something can’t be said."""

from __future__ import annotations

from collections.abc import Sequence

from seenheard.audits.agreement import FEW_UNITS, Agreement, strength
from seenheard.audits.proportions import LEAST
from seenheard.audits.report.blocks import Block, Bullets, Paragraphs, Section, Table
from seenheard.audits.report.told import AgreementRow, Told

RAW = "raw agreement"
VERDICT_BY = "AC1"
CAPTIONS = {"grades": "Agreement on grades, before moderation", "answers": "Agreement on answers, before moderation"}


def section(told: Told) -> Section | None:
    """The section, if any file was read twice."""
    if not told.agreement:
        return None
    text = "How far two readers agreed before anything was settled; 1 is always, 0 is no more than by chance (raw: never)."
    blocks: list[Block] = [Paragraphs((text, *_verdict(told.agreement[0])))]
    for of, caption in CAPTIONS.items():
        rows = [row for row in told.agreement if row.of == of]
        if rows:
            blocks.append(_table(caption, rows))
    enough = [row for row in told.agreement if row.files >= LEAST]
    words = list(dict.fromkeys(one.words for row in enough for one in row.measures if one.value is None and one.words))
    if len(enough) < len(told.agreement):
        words.append(f"Too few: of fewer than {LEAST} files only the raw agreement is given.")
    if words:
        blocks.append(Bullets(tuple(words), heading="Why something can’t be said"))
    return Section("agreement", "Agreement of readers", tuple(blocks))


def _verdict(row: AgreementRow) -> tuple[str, ...]:
    """What the coefficients of the first row, the whole file, come to. By the lower end of an interval: agreement that is
    claimed must be there. By Gwet's AC1: it is steady where nearly all files have the same grade, which kappa is not.
    Weights would call readers who are always one step apart in good agreement.
    """
    by_name = {one.name: one for one in row.measures}
    raw, beyond = by_name.get(RAW), by_name.get(VERDICT_BY)
    if raw is None or raw.value is None:
        return ()
    same = f"{row.what}: both readers gave the same grade in {round(raw.value * raw.units)} of {raw.units} files"
    if beyond is None or beyond.value is None or beyond.low is None:
        return (f"{same}. How much of that is more than chance can’t be said from so few.",)
    told = f"{same}; beyond chance (Gwet’s AC1) that is {_said(beyond)}"
    if raw.units < FEW_UNITS:
        return (f"{told}. With fewer than {FEW_UNITS} files that says little.",)
    least, best = strength(beyond.low), strength(beyond.value)
    word = best if least == best else f"{best}, and at the lower end of its interval {least}"
    return (
        f"{told}: {word}, in the usual words (Landis and Koch, 1977).",
        "The coefficients below measure the same in different ways. Where nearly all files have one grade, kappa and alpha "
        "fall though readers agree; AC1 and AC2 do not. With weights, one step apart counts as less than two.",
    )


def _table(caption: str, rows: Sequence[AgreementRow]) -> Table:
    names = list(dict.fromkeys(one.name for row in rows for one in row.measures))
    cells = []
    for row in rows:
        by_name = {one.name: one for one in row.measures}
        said = (_said(by_name.get(name)) if row.files >= LEAST or name == RAW else "too few" for name in names)
        cells.append((row.what, f"{row.files:,}", *said))
    return Table(caption, ("What", "Files", *(name[0].upper() + name[1:] for name in names)), tuple(cells), numbers=(1,))


def _said(one: Agreement | None) -> str:
    if one is None:
        return ""
    if one.value is None:
        return "can’t say"
    sure = f" ({max(one.low, -1.0):.2f} to {one.high:.2f})" if one.low is not None and one.high is not None else ""
    return f"{one.value:.2f}{sure}".replace("-", "−")
