"""docs/linkage.md and its chart: every figure as it was measured, with the targets beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import linkage_words as words
from bench.figures import GIGABYTE
from bench.linkage_duties import Duties
from bench.person_ids import GAINED, UNCHANGED, Kept

Told = dict[str, Any]
WHO = {"ours": "Seen and Heard", "tutorial": "ordinary Splink", "exact": "equal name and birth date",
       "documented": "documented Splink"}  # fmt: skip
FEW = 300  # a group with fewer true pairs moves by more than a point with every three of them


@dataclass
class Results:
    """By data set and by who linked it, what was told; and the two nights of the ids."""

    machine: str
    date: str
    seed: int
    runs: dict[str, dict[str, Told]] = field(default_factory=dict)
    ids: Kept | None = None
    duties: Duties | None = None


def table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(titles)} |", f"|{' --- |' * len(titles)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def share(value: float) -> str:
    return f"{100 * value:.1f} %"


def accuracy_rows(results: Results, names: Sequence[str]) -> list[tuple[object, ...]]:
    """Of each data set: ours, the ordinary set-up at 0.9 and at its best cut, the exact match."""
    rows: list[tuple[object, ...]] = []
    for name in names:
        for who, told in results.runs[name].items():
            cuts = [("", told["usual"])] if "best" not in told else [
                (" at 0.9", told["usual"]), (f" at its best cut ({told['best_cut']:g})", told["best"])]  # fmt: skip
            for at, found in cuts:
                accuracy = found["accuracy"]
                rows.append((name, f"{told['nominals']:,}", WHO[who] + at,
                             *(f"{accuracy[figure]:.3f}" for figure in ("precision", "recall", "f1"))))  # fmt: skip
    return rows


def false_rows(results: Results, names: Sequence[str]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name in names:
        for who, told in results.runs[name].items():
            cuts = [("", told["usual"])] if "best" not in told else [
                (" at 0.9", told["usual"]), (f" at its best cut ({told['best_cut']:g})", told["best"])]  # fmt: skip
            for at, found in cuts:
                joins = found["false_joins"]
                rows.append((name, WHO[who] + at, f"{joins['another_child']:.1f}", f"{joins['only_twins']:.1f}",
                             f"{joins['an_adult']:.1f}", f"{joins['an_offender']:.1f}"))  # fmt: skip
    return rows


def cost_rows(results: Results, names: Sequence[str]) -> list[tuple[object, ...]]:
    return [
        (name, f"{told['nominals']:,}", WHO[who], f"{told['seconds']:.0f} s", f"{told['cpu']:.0f} s",
         f"{told['peak'] / GIGABYTE:.1f} GB")
        for name in names for who, told in results.runs[name].items()
    ]  # fmt: skip


def recall_rows(results: Results, name: str, by: str, worded: Callable[[str], str]) -> list[tuple[object, ...]]:
    told = {who: run["usual"]["recall"][by] for who, run in results.runs[name].items()}
    rows: list[tuple[object, ...]] = []
    for group, (pairs, _) in sorted(told["ours"].items(), key=lambda item: -item[1][1]):
        rows.append((worded(group), f"{pairs:,}", *(share(told[who][group][1]) for who in told)))
    return rows


def gap(results: Results, name: str, who: str) -> float:
    """Between the ethnic groups with the highest and the lowest recall, of those with enough pairs to tell."""
    recalls = [recall for pairs, recall in results.runs[name][who]["usual"]["recall"]["community"].values() if pairs >= FEW]
    return max(recalls) - min(recalls)


def calibration_rows(results: Results, name: str) -> list[tuple[object, ...]]:
    return [
        (WHO[who], f"{pairs:,}", share(said), share(true))
        for who in ("ours", "tutorial") for said, true, pairs in results.runs[name][who]["calibration"]
    ]  # fmt: skip


SIZE, EDGE = 320, 48


def chart(results: Results, name: str) -> str:
    """What was said beside what is true, as SVG text. Shapes tell the two apart, not only colours; a table stands below."""

    def place(said: float, true: float) -> tuple[float, float]:
        return EDGE + SIZE * said, EDGE + SIZE * (1 - true)

    marks = []
    for who, shape in (("ours", "circle"), ("tutorial", "square")):
        points = [place(said, true) for said, true, _ in results.runs[name][who]["calibration"]]
        colour = "#1d70b8" if who == "ours" else "#505a5f"
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        marks.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for x, y in points:
            marks.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' if shape == "circle"
                else f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="none" stroke="{colour}"/>'
            )  # fmt: skip
        x, y = points[len(points) // 2]
        marks.append(f'<text x="{x + 8:.1f}" y="{y + 16:.1f}" fill="{colour}">{WHO[who]}</text>')
    low, high = place(0, 0), place(1, 1)
    ticks = []
    for tenth in (0, 2, 4, 6, 8, 10):
        x, y = place(tenth / 10, tenth / 10)
        ticks.append(f'<text x="{x:.0f}" y="{low[1] + 18:.0f}" text-anchor="middle">{10 * tenth} %</text>')
        ticks.append(f'<text x="{low[0] - 6:.0f}" y="{y + 4:.0f}" text-anchor="end">{10 * tenth} %</text>')
    width = SIZE + 2 * EDGE
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" role="img" font-family="sans-serif" '
        'font-size="11" aria-labelledby="t d">',
        '<title id="t">Probability that two nominals are one person, said and true</title>',
        '<desc id="d">For pairs in bands of probability: the mean that was said, left to right, and the share that is true, '
        'upwards. On the diagonal the two are the same.</desc>',
        f'<rect width="{width}" height="{width}" fill="#ffffff"/>',
        f'<line x1="{low[0]}" y1="{low[1]}" x2="{high[0]}" y2="{high[1]}" stroke="#b1b4b6" stroke-dasharray="4 4"/>',
        f'<polyline points="{low[0]},{high[1]} {low[0]},{low[1]} {high[0]},{low[1]}" fill="none" stroke="#0b0c0c"/>',
        *ticks, *marks,
        f'<text x="{width / 2}" y="{width - 8}" text-anchor="middle">probability that was said</text>',
        f'<text x="12" y="{width / 2}" text-anchor="middle" transform="rotate(-90 12 {width / 2})">'
        "share that is true</text>",
        "</svg>", "",
    ])  # fmt: skip


def row(target: str, measured: str, reached: bool) -> tuple[object, ...]:
    return target, measured, "reached" if reached else "**missed**"


def target_rows(results: Results, main: str, largest: str) -> list[tuple[object, ...]]:
    """Each target with what was measured, and whether that is enough."""
    return [*people_targets(results, main), *cost_targets(results, largest), *public_targets(results), *id_targets(results)]


def people_targets(results: Results, main: str) -> list[tuple[object, ...]]:
    told = results.runs[main]["ours"]
    found, joins, offers = told["usual"]["accuracy"], told["usual"]["false_joins"], told["offers"]
    twins = joins["only_twins"] / joins["another_child"] if joins["another_child"] else 0.0
    others = f"{joins['another_child']:.1f}, of them {share(twins)} twins with each other only"
    apart, away = gap(results, main, "ours"), astray(told)
    return [
        row("F1 ≥ 0.93", f"{found['f1']:.3f}", found["f1"] >= 0.93),
        row("children joined to another child ≤ 150 per 10,000", others, joins["another_child"] <= 150),
        row("joined to an adult ≤ 20", f"{joins['an_adult']:.1f}", joins["an_adult"] <= 20),
        row("joined to a registered offender 0", f"{joins['an_offender']:.1f}", joins["an_offender"] == 0),
        row("recall gap between ethnic groups ≤ 8 points", f"{100 * apart:.1f} points", apart <= 0.08),
        row("of the true pairs missed, ≥ 60 % offered to the clerk", share(offers["missed_offered"]),
            offers["missed_offered"] >= 0.6),
        row("of the pairs offered, ≥ 30 % true", share(offers["true"]), offers["true"] >= 0.3),
        row("calibrated: said and true differ by ≤ 15 points in a band", f"at most {100 * away:.1f} points", away <= 0.15),
    ]  # fmt: skip


def astray(told: Told) -> float:
    """The most by which said and true differ in a band that has enough pairs."""
    return max(abs(said - true) for said, true, pairs in told["calibration"] if pairs >= FEW)


def cost_targets(results: Results, largest: str) -> list[tuple[object, ...]]:
    told = results.runs[largest]["ours"]
    return [
        row(f"{told['nominals']:,} nominals in under 3 minutes", f"{told['seconds']:.0f} s", told["seconds"] < 180),
        row("and 8 GB", f"{told['peak'] / GIGABYTE:.1f} GB", told["peak"] < 8 * GIGABYTE),
    ]


def public_targets(results: Results) -> list[tuple[object, ...]]:
    rows = []
    for name in ("fake_1000", "pseudopeople"):
        ours, other = (results.runs[name][who]["usual"]["accuracy"]["f1"] for who in ("ours", "tutorial"))
        best = results.runs[name]["tutorial"]["best"]["accuracy"]["f1"]
        told = f"{ours:.3f}; it has {other:.3f} at 0.9, {best:.3f} at its best cut"
        rows.append(row(f"on {name} a higher F1 than the ordinary set-up", told, ours > max(other, best)))
    return rows


def id_targets(results: Results) -> list[tuple[object, ...]]:
    if results.ids is None:
        return []
    return [
        row(f"of {what} ≥ {limit:.1%} keep their id", f"{stayed / count:.3%} of {count:,}", stayed >= limit * count)
        for what, limit, (stayed, count) in (
            ("unchanged persons", UNCHANGED, results.ids.unchanged),
            ("those that only gained a record", GAINED, results.ids.gained),
        )
    ]


def offered(told: Told) -> str:
    """What a clerk is shown, in a paragraph."""
    offers, recall = told["offers"], told["usual"]["accuracy"]["recall"]
    return (
        f"{offers['offered']:,} pairs are offered, {share(offers['true'])} of them one person. "
        f"{offers['missed']:,} true pairs "
        f"were not joined; {share(offers['missed_offered'])} of these are offered themselves. A clerk who says yes to every "
        f"true offer raises the recall from {share(recall)} to {share(offers['recall_after'])}, because a link brings the "
        "others of both persons along."
    )


def duties(found: Duties) -> str:
    """Rows of the answer key that a night finds which links by default, in a paragraph."""
    return (
        f"On a force of {found.nominals:,} nominals, linked by default: of {found.planted:,} rows that must be late or "
        f"unknown whoever is linked, {found.found:,} are; of {found.only_linked:,} that only links show (a third missing "
        "episode under another nominal, an offender who lives with children or is named under an alias), "
        f"{found.only_linked_found:,}; and {found.beside:,} more are late or unknown because two persons are taken for one, "
        "or one for two."
    )


def gaps(results: Results, name: str) -> str:
    told = ", ".join(f"{WHO[who]} {100 * gap(results, name, who):.1f}" for who in results.runs[name])
    return f"Points between the highest and the lowest group with at least {FEW} true pairs: {told}."


def write(results: Results, folder: Path, sizes: Sequence[str], main: str, public: Sequence[str]) -> None:
    """The page and the chart."""
    (folder / CHART).write_text(chart(results, main), encoding="utf-8")
    (folder / PAGE).write_text(text(results, sizes, main, public), encoding="utf-8")


PAGE, CHART = "linkage.md", "linkage-calibration.svg"
AGES = {"true": "child", "false": "adult", "True": "child", "False": "adult"}
ACCURACY = ("data", "nominals", "linked by", "precision", "recall", "F1")
JOINS = ("data", "linked by", "to another child", "of them twins with each other only", "to an adult", "to an offender")
BANDS = ("linked by", "pairs in the band", "said on average", "true")
COST = ("data", "nominals", "linked by", "wall clock", "CPU", "peak memory")


def text(results: Results, sizes: Sequence[str], main: str, public: Sequence[str]) -> str:
    """The page: what was asked, what was measured, and how to read it."""
    people = [WHO[who] for who in results.runs[main]]
    parts = [
        words.INTRODUCTION.format(date=results.date, machine=results.machine, seed=results.seed),
        words.TARGETS.format(main=main),
        table(("to reach", "measured", ""), target_rows(results, main, sizes[-1])),
        words.ACCURACY,
        table(ACCURACY, accuracy_rows(results, sizes)),
        words.PUBLIC,
        table(ACCURACY, accuracy_rows(results, public)),
        words.JOINS,
        table(JOINS, false_rows(results, sizes)),
        words.GROUPS.format(main=main),
        table(("ethnicity (16+1 codes)", "true pairs", *people), recall_rows(results, main, "community", str)),
        f"\n{gaps(results, main)}\n",
        table(("sex", "true pairs", *people), recall_rows(results, main, "sex", str)),
        "",
        table(("age", "true pairs", *people), recall_rows(results, main, "is_child", AGES.__getitem__)),
        words.OFFERS.format(main=main, offered=offered(results.runs[main]["ours"])),
        "" if results.duties is None else words.DUTIES.format(duties=duties(results.duties)),
        words.CALIBRATION.format(chart=CHART),
        table(BANDS, calibration_rows(results, main)),
        words.COST,
        table(COST, cost_rows(results, sizes)),
        words.READING,
    ]
    return "\n".join(parts)
