"""A result beside something else: what the records say of everybody, an earlier audit, the force's own grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from seenheard.audits import chance as chances
from seenheard.audits.estimates import Share
from seenheard.audits.judged import JudgedFile, ReleasedRate
from seenheard.audits.proportions import LEAST
from seenheard.audits.scheme import Criterion, Scheme
from seenheard.audits.wording import files, percent, span


@dataclass(frozen=True)
class Beside:
    """What the records say of the whole population beside what the files read say of the same."""

    criterion: str
    question: str
    released: ReleasedRate
    files: Share
    sentence: str

    @property
    def apart(self) -> bool:
        """The released rate lies outside the interval of what the files say."""
        low, high = self.files.low, self.files.high
        return low is not None and high is not None and not low <= self.released.rate <= high


@dataclass(frozen=True)
class Change:
    """A share before and now. chance: of a difference at least as large, if nothing had changed."""

    what: str
    before: Share
    now: Share
    chance: float
    sentence: str


@dataclass(frozen=True)
class OwnGrades:
    """The force's own grades beside the readers'. counts: (own, reader's) -> files. better: the force's is better."""

    of: int
    counts: Mapping[tuple[str, str], int]
    same: int
    better: int
    worse: int
    sentence: str


def beside(criteria: Iterable[tuple[Criterion, Share]], released: Mapping[str, ReleasedRate]) -> tuple[Beside, ...]:
    """Criteria (with their share of yes) that say which duty measures the same, where it was released."""
    found = []
    for criterion, share in criteria:
        rate = released.get(criterion.duty)
        if rate is None or not rate.of:
            continue
        records = f"Records say {percent(rate.rate)} were in time ({rate.in_time:,} of {rate.of:,})"
        sentence = f"{records}; files say {span(share)}."
        if share.low is not None and share.high is not None and not share.low <= rate.rate <= share.high:
            more = "more" if rate.rate > share.high else "less"
            sentence += f" The records say {more} than the files bear out."
        found.append(Beside(criterion.key, criterion.question, rate, share, sentence))
    return tuple(found)


def change(what: str, before: Share, now: Share) -> Change | None:
    """How a share changed between two audits; nothing where one of them has too few files to say."""
    if before.share is None or now.share is None or min(before.of, now.of) < LEAST:
        return None
    chance = _chance(before, now)
    if chance is None:
        return None
    if before.share == now.share:
        sentence = f"{what}: {percent(now.share)} in both."
    else:
        way = "up" if now.share > before.share else "down"
        sentence = (
            f"{what} went {way} from {percent(before.share)} ({_counted(before)}) "
            f"to {percent(now.share)} ({_counted(now)}). If nothing had changed, a difference as large as this "
            f"would be seen in {_odds(chance)}."
        )
    return Change(what, before, now, chance, sentence)


def _counted(share: Share) -> str:
    """3 of 8; where the parts were not read in proportion, that is not what the share comes from."""
    return f"{share.count} of {share.of}{', weighted' if share.way == 'weighted' else ''}"


def _chance(before: Share, now: Share) -> float | None:
    """From the files themselves; where one of the shares is weighted, from the estimates."""
    if "weighted" not in (before.way, now.way):
        return chances.change((before.count, before.of), (now.count, now.of)).chance
    was, is_now = ((one.share, one.low, one.high) for one in (before, now))
    if None in (*was, *is_now):
        return None
    return chances.chance_of_estimates(was, is_now)  # type: ignore[arg-type]


def change_of_grades(before: Mapping[str, Share], now: Mapping[str, Share]) -> str:
    """Whether the grades as a whole moved, in their order; nothing where they can't be compared file by file."""
    shares = (*before.values(), *now.values())
    was, is_now = ([share.count for share in one.values()] for one in (before, now))
    few = min(sum(was), sum(is_now)) < LEAST
    if tuple(before) != tuple(now) or few or any(share.way == "weighted" for share in shares):
        return ""
    chance = chances.chance_of_grades(was, is_now)
    if chance is None:
        return ""
    places = [sum(place * files for place, files in enumerate(one)) / sum(one) for one in (was, is_now)]
    if places[0] == places[1]:
        return "All grades together, in their order, are as good as before."
    way = "better" if places[1] < places[0] else "worse"
    return (
        f"All grades together, in their order, are {way} than before. If nothing had changed, a difference as large as this "
        f"would be seen in {_odds(chance)}."
    )


def _odds(chance: float) -> str:
    if chance < 0.001:
        return "less than 1 of 1,000 pairs of samples"
    if chance < 0.01:
        return f"about {round(chance * 1000)} of 1,000 pairs of samples"
    return f"about {round(chance * 100)} of 100 pairs of samples"


def own_grades(scheme: Scheme, judged: Sequence[JudgedFile]) -> OwnGrades | None:
    """The force's own grades beside the readers', of the files that have both; nothing if there is none."""
    both = [file for file in judged if file.own_grade and file.grade]
    if not both:
        return None
    counts = Counter((file.own_grade, file.grade) for file in both)
    better = sum(scheme.rank(file.own_grade) < scheme.rank(file.grade) for file in both)
    worse = sum(scheme.rank(file.own_grade) > scheme.rank(file.grade) for file in both)
    same = len(both) - better - worse
    sentence = (
        f"Of {files(len(both))} that the force had graded itself, its grade was the reader’s in {same}, "
        f"a better one in {better}, and a worse one in {worse}."
    )
    return OwnGrades(len(both), dict(sorted(counts.items())), same, better, worse, sentence)
