"""Which way a result was worked out, and what its sample can't say, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seenheard.audits.estimates import SMALL, Frame, Share
from seenheard.audits.judged import JudgedFile, StratumCount
from seenheard.audits.wording import files as files_of
from seenheard.audits.wording import listed

WAYS = {
    "wilson": "Intervals are Wilson’s, at 95 %.",
    "exact": f"Of fewer than {SMALL} files, intervals are exact (Clopper and Pearson), at 95 %: wide, and on the safe side.",
    "weighted": "Intervals are Wilson’s, at 95 %, for as many files as a simple sample of the same exactness would have.",
    "counted": "Where every file of the population was read, the share is a count and has no interval.",
    "too few": "Where too few files were read, no share is given: only how many there were.",
}


def method(frame: Frame, judged: int, shares: Iterable[Share]) -> tuple[str, ...]:
    """How shares and intervals were made."""
    if not frame.population:
        first = f"Shares are of the {files_of(judged)} with a grade; how many they were drawn from is not known here."
    elif frame.weighted:
        first = (
            "The strata were not read in proportion to their size, so each counts by the number of files that the "
            "population holds in it; a count of files and its share may therefore differ."
        )
    else:
        first = (
            f"{judged:,} of {sum(frame.population.values()):,} files were read, each stratum in proportion to its size, so "
            "all count alike; intervals are narrower for every file of the population that was read."
        )
    ways = {share.way for share in shares}
    return (first, *(sentence for way, sentence in WAYS.items() if way in ways))


def limits(
    sample: Sequence[JudgedFile], picked: Sequence[JudgedFile], strata: Sequence[StratumCount], compared: bool
) -> tuple[str, ...]:
    """What the sample can't say."""
    said = ["It is about what is recorded in the files: what was done and not written down looks as if it was not done."]
    without = sum(not file.grade for file in sample)
    if without:
        have = "has" if without == 1 else "have"
        said.append(
            f"{files_of(without)} of {len(sample):,} {have} no grade (not read, or not settled): "
            "if they differ from the others, the shares are off."
        )
    if not strata:
        said.append("How the files were chosen is not known here: the intervals hold only if it was by chance.")
    read = {file.stratum for file in sample if file.grade}
    empty = [stratum for stratum in strata if stratum.population and stratum.name not in read]
    if empty:
        held, names = sum(stratum.population for stratum in empty), listed([one.name.replace("_", " ") for one in empty])
        said.append(f"No file of {names} was read: nothing here speaks for {files_of(held)} there.")
    if picked:
        are = "is" if len(picked) == 1 else "are"
        said.append(f"{files_of(len(picked))} picked by hand {are} shown apart and in no share.")
    if any(file.team for file in sample):
        said.append("It does not rank teams: their files differ, and few of each were read.")
    if compared:
        said.append("Of twenty comparisons with an earlier audit, one looks like a change by chance alone.")
        said.append("The chance of a change is worked out from the files read; of weighted shares, from their intervals.")
    return tuple(said)
