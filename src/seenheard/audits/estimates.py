"""A share of files with its 95 % interval: which way of working it out fits how the files came to be read.

Where the files of each stratum were read in proportion, they count alike; otherwise each stratum counts by its size. A part
of the population (a team, the files to which a question applies) is taken to have, in each stratum, the share that it has
among the files read: W. G. Cochran, Sampling Techniques, on subpopulations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from seenheard.audits import proportions
from seenheard.audits.judged import JudgedFile, StratumCount

SMALL = 30  # below it, and near 0 and 1, Wilson's interval covers less than it says


@dataclass(frozen=True)
class Share:
    """count of `of` files. share, low, high: estimates for the population, from 0 to 1; empty where nothing can be said.

    way: counted (every file was read), exact, wilson, weighted, too few, none.
    """

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None
    way: str


@dataclass(frozen=True)
class Frame:
    """How the sample stands to its population: stratum -> files held, where any was read; -> files read (graded)."""

    population: Mapping[str, int]
    read: Mapping[str, int]
    weighted: bool

    def estimate(self, files: Iterable[JudgedFile], hit: Callable[[JudgedFile], bool], least: int) -> Share:
        """The share of `files` (judged ones, of some part) for which `hit` holds; below `least` files no share is given."""
        cells: dict[str, list[int]] = {}
        for file in files:
            cell = cells.setdefault(file.stratum, [0, 0])
            cell[0] += hit(file)
            cell[1] += 1
        strata = {name: (hits, of, self._scaled(name, of)) for name, (hits, of) in cells.items()}
        return _share(strata, least, weighted=self.weighted)

    def part(self, files: Iterable[JudgedFile]) -> int | None:
        """How many files of the population are in the part that these judged files stand for; empty if it is not known."""
        cells = Counter(file.stratum for file in files)
        sizes = [self._scaled(name, of) for name, of in cells.items()]
        return sum(size for size in sizes if size is not None) if sizes and None not in sizes else None

    def _scaled(self, stratum: str, files: int) -> int | None:
        if stratum not in self.population:
            return None
        return max(files, round(self.population[stratum] * files / self.read[stratum]))


def frame_of(files: Iterable[JudgedFile], strata: Sequence[StratumCount]) -> Frame:
    """The frame of a sample. files: those with a grade, without targeted picks."""
    read = Counter(file.stratum for file in files)
    population = {stratum.name: stratum.population for stratum in strata if read[stratum.name]}
    share = sum(read[name] for name in population) / max(sum(population.values()), 1)
    # Whole files can't be drawn in exact proportion: less than one file off is proportional.
    off = [abs(read[name] - share * held) for name, held in population.items()]
    return Frame(population, read, weighted=any(files_off >= 1 for files_off in off))


def _share(strata: Mapping[str, tuple[int, int, int | None]], least: int, *, weighted: bool) -> Share:
    """strata: of each, its hits, files judged, and files of the population, if that is known."""
    count, of = sum(hits for hits, _, _ in strata.values()), sum(judged for _, judged, _ in strata.values())
    if not of:
        return Share(0, 0, None, None, None, "none")
    known = {name: (hits, judged, held) for name, (hits, judged, held) in strata.items() if held is not None}
    population = sum(held for _, _, held in known.values()) if len(known) == len(strata) else None
    if population == of:
        return Share(count, of, count / of, count / of, count / of, "counted")
    if of < least:
        return Share(count, of, None, None, None, "too few")
    if weighted and population is not None and len(known) > 1:  # within one stratum all files count alike
        whole = proportions.stratified([_stratum(name, *one) for name, one in known.items()])
        return Share(count, of, whole.value, whole.low, whole.high, "weighted")
    if of < SMALL:
        sure = proportions.exact(count, of, population=population)
        return Share(count, of, sure.value, sure.low, sure.high, "exact")
    scored = proportions.wilson(count, of, population=population)
    return Share(count, of, scored.value, scored.low, scored.high, "wilson")


def _stratum(name: str, hits: int, judged: int, held: int) -> proportions.StratumCount:
    return proportions.StratumCount(name, held, judged, hits)
