"""What the peers answer: runs in their own environment (make peers), reads cases and writes answers as JSON lines.

A case is a table of ratings with its grades as numbers; an answer is each coefficient's value and 95 % interval, None where
the peer gives none, and the seconds that it took.
"""

import json
import sys
import time
import warnings

import krippendorff
import numpy
import pandas
from irrCAC.raw import CAC
from statsmodels.stats.inter_rater import cohens_kappa, to_table
from statsmodels.stats.proportion import proportion_confint

WEIGHTS = {"nominal": "identity", "linear": "linear", "quadratic": "quadratic"}
# His interval scale is quadratic weights.
SCALES = {"interval": "quadratic"}
COEFFICIENTS = {"kappa": "conger", "gwet": "gwet", "alpha": "krippendorff"}


def by_irrcac(case):
    """Conger's kappa, AC1 and AC2, alpha, with each weighting."""
    ratings = pandas.DataFrame(case["rows"], dtype=float)
    for weighting, name in WEIGHTS.items():
        chance_corrected = CAC(ratings, weights=name, categories=case["grades"], digits=9)
        for coefficient, method in COEFFICIENTS.items():
            found = getattr(chance_corrected, method)()["est"]
            yield (
                f"irrCAC {weighting} {coefficient}",
                [found["coefficient_value"], *map(float, found["confidence_interval"])],
            )


def by_krippendorff(case):
    """Alpha on three scales, without intervals."""
    ratings = numpy.array(case["rows"], dtype=float).T
    for scale in ("nominal", "ordinal", "interval"):
        value = krippendorff.alpha(ratings, value_domain=case["grades"], level_of_measurement=scale)
        yield f"krippendorff {SCALES.get(scale, scale)} alpha", [float(value), None, None]


def by_statsmodels(case):
    """Kappas of two readers who rated everything, without intervals (they are of large samples); raw agreement."""
    rows = numpy.array(case["rows"], dtype=float)
    if rows.shape[1] != 2 or numpy.isnan(rows).any():
        return
    table = to_table(rows.astype(int), bins=len(case["grades"]))[0]
    for weighting, name in (("nominal", None), ("linear", "linear"), ("quadratic", "quadratic")):
        yield f"statsmodels {weighting} kappa", [float(cohens_kappa(table, wt=name, return_results=False)), None, None]
    same = int((rows[:, 0] == rows[:, 1]).sum())
    yield "statsmodels nominal raw", [same / len(rows), *map(float, proportion_confint(same, len(rows), method="wilson"))]


def answered(by, case):
    """A peer's answers, and the seconds."""
    begin = time.perf_counter()
    return {"answers": dict(by(case)), "seconds": time.perf_counter() - begin}


def main():
    """One line in, one line out."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps([answered(by, case) for by in (by_irrcac, by_krippendorff, by_statsmodels)]), flush=True)


if __name__ == "__main__":
    main()
