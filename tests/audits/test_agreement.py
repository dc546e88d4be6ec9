"""Agreement: published examples, what can't be said, and what must hold for any ratings."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audits.worked_examples import ABSTRACTORS, PROPOSALS, fourteen_raters, of_table, twelve_units

from seenheard.audits.agreement import FEW_UNITS, Agreement, alpha, gwet, kappa, pair, raw_agreement, strength
from seenheard.audits.ratings import Ratings
from seenheard.errors import AuditError

SHARED = Path("/work/shared/data")
GRADES = ("good", "requires_improvement", "inadequate")
COEFFICIENTS: dict[str, Callable[[Ratings], Agreement]] = {
    "raw": raw_agreement,
    "linear raw": partial(raw_agreement, weighting="linear"),
    "kappa": kappa,
    "linear kappa": partial(kappa, weighting="linear"),
    "quadratic kappa": partial(kappa, weighting="quadratic"),
    "AC1": gwet,
    "linear AC2": partial(gwet, weighting="linear"),
    "quadratic AC2": partial(gwet, weighting="quadratic"),
    "nominal alpha": alpha,
    "ordinal alpha": partial(alpha, scale="ordinal"),
    "interval alpha": partial(alpha, scale="interval"),
}
BEYOND_CHANCE = {name: how for name, how in COEFFICIENTS.items() if "raw" not in name}
every = pytest.mark.parametrize("coefficient", COEFFICIENTS.values(), ids=COEFFICIENTS)
beyond_chance = pytest.mark.parametrize("coefficient", BEYOND_CHANCE.values(), ids=BEYOND_CHANCE)
ratings = (
    st.integers(2, 4)
    .flatmap(
        lambda readers: st.lists(
            st.lists(st.sampled_from((*GRADES, None)), min_size=readers, max_size=readers), min_size=1, max_size=14
        )
    )
    .map(lambda rows: Ratings.of(GRADES, rows))
)


def rounded(found: Agreement) -> tuple[float, ...]:
    """Value, low and high to four decimals, as published."""
    return tuple(round(one, 4) for one in (found.value, found.low, found.high) if one is not None)


@pytest.mark.parametrize(("scale", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorff_published_these_alphas_of_twelve_units(scale, value):
    assert round(alpha(twelve_units(), scale).value, 3) == value


def test_gwet_published_these_coefficients_of_four_raters():
    units = twelve_units()
    assert round(raw_agreement(units).value, 5) == 0.81818
    assert round(gwet(units).value, 5) == 0.77544
    assert round(kappa(units).value, 5) == 0.76282
    assert round(alpha(units).value, 5) == 0.74342


def test_gwets_intervals_of_four_raters_are_those_of_irrcac():
    units = twelve_units()
    assert rounded(gwet(units)) == (0.7754, 0.4608, 1.0)
    assert rounded(kappa(units)) == (0.7628, 0.4345, 1.0)
    assert rounded(alpha(units)) == (0.7434, 0.4191, 1.0)


def test_two_abstractors_agree_as_published():
    two = of_table(ABSTRACTORS)
    assert round(raw_agreement(two).value, 4) == 0.89
    assert round(kappa(two).value, 4) == 0.7964
    assert round(gwet(two).value, 4) == 0.8493
    assert round(alpha(two).value, 4) == 0.7973


def test_cohens_kappa_of_fifty_proposals_is_0_4():
    assert kappa(of_table(PROPOSALS)).value == pytest.approx(0.4)


def test_alpha_of_complete_ratings_is_fleiss_kappa_corrected_for_their_number():
    fleiss, ratings = 0.20993070442195522, 10 * 14
    assert alpha(fourteen_raters()).value == pytest.approx(fleiss + (1 - fleiss) / ratings)


def test_raw_agreement_of_two_has_wilsons_interval():
    """81 of 263: Newcombe, Statistics in Medicine 17 (1998), 857-872, table I."""
    found = raw_agreement(of_table(((81, 100), (82, 0))))
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.308, 0.2553, 0.3662)


def test_weights_count_a_near_miss_as_half_an_agreement():
    near = Ratings.of(GRADES, [("good", "requires_improvement"), ("good", "good")])
    far = Ratings.of(GRADES, [("good", "inadequate"), ("good", "good")])
    assert raw_agreement(near, "linear").value == 0.75
    assert raw_agreement(near, "quadratic").value == 0.875
    assert raw_agreement(far, "linear").value == raw_agreement(far, "quadratic").value == 0.5


@beyond_chance
def test_full_agreement_over_several_grades_is_one_and_its_certainty_cant_be_said(coefficient):
    found = coefficient(Ratings.of(GRADES, [(grade, grade) for grade in GRADES * 5]))
    assert found.value == pytest.approx(1.0)
    assert found.low is None and found.high is None
    assert "how sure that is can't be said" in found.words


def test_full_agreement_of_two_readers_has_an_interval_where_it_is_a_plain_share():
    found = raw_agreement(Ratings.of(GRADES, [("good", "good")] * 20))
    assert (found.value, round(found.low, 4), found.high) == (1.0, 0.8389, 1.0)


@pytest.mark.parametrize("coefficient", [kappa, alpha, partial(alpha, scale="ordinal"), partial(kappa, weighting="linear")])
def test_one_grade_for_everything_cant_be_said_beyond_chance(coefficient):
    found = coefficient(Ratings.of(GRADES, [("good", "good")] * 20))
    assert (found.value, found.low, found.high) == (None, None, None)
    assert "All ratings are the same grade" in found.words


def test_one_grade_for_everything_is_full_agreement_to_gwet():
    assert gwet(Ratings.of(GRADES, [("good", "good")] * 20)).value == 1.0


@beyond_chance
def test_one_unit_cant_be_said(coefficient):
    found = coefficient(Ratings.of(GRADES, [("good", "inadequate")]))
    assert (found.value, found.units) == (None, 1)
    assert found.words.startswith("Only one file")


@every
@pytest.mark.parametrize("rows", [[], [("good", None)] * 5, [(None, None)]], ids=["no row", "one reader", "nobody"])
def test_without_a_unit_that_has_two_ratings_nothing_can_be_said(coefficient, rows):
    found = coefficient(Ratings.of(GRADES, rows))
    assert (found.value, found.low, found.high, found.units) == (None, None, None, 0)
    assert found.words.startswith("No unit has two ratings")


def test_a_reader_without_a_rating_leaves_kappa_unsaid_but_not_ac1():
    rows = [("good", "good", None), ("good", "inadequate", None), ("inadequate", "inadequate", None)]
    assert kappa(Ratings.of(GRADES, rows)).words.startswith("A reader rated nothing")
    assert gwet(Ratings.of(GRADES, rows)).value is not None


@every
@pytest.mark.parametrize(("units", "few"), [(FEW_UNITS - 1, True), (FEW_UNITS, False)])
def test_few_units_say_so(coefficient, units, few):
    rows = [("good", "inadequate"), ("good", "good"), ("inadequate", "inadequate")] * units
    found = coefficient(Ratings.of(GRADES, rows[:units]))
    assert found.value is not None
    assert (found.words == f"Only {units} with two ratings: too few to say.") == few


def test_a_pair_of_readers_is_two_columns():
    assert pair(twelve_units(), 0, 3).rows[1] == ("2", "2")
    assert kappa(pair(twelve_units(), 2, 3)).units == 10  # of the first and the last unit one of the two has no rating


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 4), (-1, 0)])
def test_a_pair_is_two_readers_that_are_there(first, second):
    with pytest.raises(AuditError, match="numbered from 0 to 3"):
        pair(twelve_units(), first, second)


@every
@pytest.mark.parametrize("confidence", [0, 1, 95, math.nan])
def test_a_confidence_is_between_nothing_and_everything(coefficient, confidence):
    with pytest.raises(AuditError, match="between 0 and 1"):
        coefficient(twelve_units(), confidence=confidence)


def test_resampling_gives_the_same_interval_for_the_same_seed_only():
    first, again, other = (alpha(twelve_units(), "ordinal", seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert (first.low, first.seed) != (other.low, other.seed)


@given(ratings)
def test_no_ratings_give_a_number_that_is_none_or_an_interval_beside_its_value(given_ratings):
    for coefficient in COEFFICIENTS.values():
        found = coefficient(given_ratings)
        numbers = [one for one in (found.value, found.low, found.high) if one is not None]
        assert all(math.isfinite(one) for one in numbers)
        assert numbers == [] or found.value <= 1 + 1e-12
        assert (found.low is None) == (found.high is None)
        assert found.low is None or found.low - 1e-12 <= found.value <= found.high + 1e-12
        assert found.low is not None or found.words


@given(ratings, st.randoms())
def test_the_order_of_units_and_readers_changes_nothing(given_ratings, random):
    rows, readers = list(given_ratings.rows), list(range(given_ratings.readers))
    random.shuffle(rows)
    random.shuffle(readers)
    shuffled = Ratings.of(GRADES, [[row[reader] for reader in readers] for row in rows])
    for coefficient in COEFFICIENTS.values():
        before, after = coefficient(given_ratings), coefficient(shuffled)
        assert after.value == (None if before.value is None else pytest.approx(before.value))
        if before.seed is None and before.error is not None:
            assert after.error == pytest.approx(before.error, abs=1e-9)


@given(st.lists(st.tuples(*[st.sampled_from(("yes", "no", None))] * 3), min_size=1, max_size=12))
def test_between_two_grades_weights_make_no_difference(rows):
    two = Ratings.of(("yes", "no"), rows)
    for coefficient in (kappa, gwet):
        values = [coefficient(two, weighting).value for weighting in ("nominal", "linear", "quadratic")]
        assert values[1:] == [values[0] if values[0] is None else pytest.approx(values[0])] * 2
    alphas = [alpha(two, scale).value for scale in ("nominal", "ordinal", "interval")]
    assert alphas[1:] == [alphas[0] if alphas[0] is None else pytest.approx(alphas[0])] * 2


def handbook(name: str) -> list[list[str]]:
    """The rows of one of the Handbook's examples without its header; skipped where they are not."""
    path = SHARED / "agreement/dev" / name
    if not path.exists():
        pytest.skip(f"{path} is not on this machine.")
    return list(csv.reader(path.read_text().splitlines()))[1:]


def test_the_handbooks_four_raters_give_the_reference_answers():
    rows = [[cell.split(".")[0] or None for cell in row[1:]] for row in handbook("raw_4raters.csv")]
    answers = json.loads((SHARED / "oracles/dev/dev_oracles.json").read_text())["irrcac_raw_4raters"]
    units = Ratings.of("12345", rows)
    for name, found in (("gwet", gwet(units)), ("conger", kappa(units)), ("krippendorff", alpha(units))):
        assert rounded(found) == tuple(round(one, 4) for one in (answers[name]["value"], *answers[name]["ci"]))
        assert found.error == pytest.approx(answers[name]["se"], abs=5e-6)


def test_the_handbooks_abstractors_are_those_of_the_examples():
    assert tuple(tuple(map(int, row[1:])) for row in handbook("table_cont3x3abstractors.csv")) == ABSTRACTORS


@pytest.mark.parametrize(
    ("value", "word"),
    [
        *((-0.01, "poor"), (0.0, "slight"), (0.2, "slight"), (0.21, "fair"), (0.41, "moderate"), (0.61, "substantial")),
        *((0.8, "substantial"), (0.81, "almost perfect"), (1.0, "almost perfect")),
    ],
)
def test_a_coefficient_has_its_usual_word(value: float, word: str) -> None:
    assert strength(value) == word
