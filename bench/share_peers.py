"""Shares of files beside statsmodels and samplics: how far apart at most, to four decimals.

PYTHONPATH=src .venv-peers/bin/python -m bench.share_peers: runs in the peers' environment, where our modules run too.
"""

import random
import sys
import warnings
from collections import defaultdict

import pandas
from samplics.estimation import TaylorEstimator
from samplics.utils.types import PopParam
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from seenheard.audits.chance import change
from seenheard.audits.proportions import StratumCount, exact, stratified, wilson

EQUAL = 5e-5
CASES = 300


def simple(dice):
    """Wilson, exact, and the difference of two."""
    of, other = dice.randint(1, 200), dice.randint(1, 200)
    count, now = dice.randint(0, of), dice.randint(0, other)
    for name, ours, method in (("Wilson", wilson, "wilson"), ("exact", exact, "beta")):
        found = ours(count, of)
        yield f"statsmodels {name}", (found.low, found.high), proportion_confint(count, of, method=method)
    found = change((count, of), (now, other))
    peer = confint_proportions_2indep(now, other, count, of, method="newcomb", compare="diff")
    yield "statsmodels Newcombe", (found.low, found.high), peer


def weighted(dice):
    """Value and standard error of a stratified sample with finite populations."""
    strata = []
    for at in range(dice.randint(2, 6)):
        of = dice.randint(2, 40)
        strata.append(StratumCount(str(at), of + dice.randint(1, 300), of, dice.randint(0, of)))
    rows = [(one.name, one.population / one.of, int(at < one.count)) for one in strata for at in range(one.of)]
    files = pandas.DataFrame(rows, columns=["stratum", "weight", "hit"])
    peer = TaylorEstimator(PopParam.mean)
    unread = {one.name: 1 - one.of / one.population for one in strata}
    peer.estimate(y=files.hit, samp_weight=files.weight, stratum=files.stratum, fpc=unread)
    found = stratified(strata)
    yield "samplics stratified", (found.value, found.error), (peer.point_est, peer.stderror)


def main():
    """Prints the greatest difference by peer; fails where one is not equal to four decimals."""
    warnings.simplefilter("ignore")
    dice, apart = random.Random(1), defaultdict(float)
    for _ in range(CASES):
        for name, ours, peers in (*simple(dice), *weighted(dice)):
            apart[name] = max(apart[name], *(abs(mine - float(peer)) for mine, peer in zip(ours, peers, strict=True)))
    for name, most in apart.items():
        print(f"{name}: {CASES} cases, at most {most:.1e} apart: {'equal' if most < EQUAL else 'NOT EQUAL'} to 4 decimals")
    return max(apart.values()) >= EQUAL


if __name__ == "__main__":
    sys.exit(main())
