"""The model as numbers: what is shipped fits the settings, and every model can be written and read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seenheard.people import settings
from seenheard.people.model import MOST_BITS, Likeness, Model, shipped, untrained


def test_the_shipped_model_was_made_with_these_settings() -> None:
    """If this fails, make it afresh: `python -m bench.linkage_shipped <date>`."""
    assert shipped().settings == settings.version()


@pytest.mark.parametrize("model", [untrained(), shipped()], ids=["untrained", "shipped"])
def test_a_model_written_is_read_as_the_same(model: Model) -> None:
    text = model.to_json()
    assert Model.from_json(text) == model
    assert Model.from_json(text).to_json() == text


@pytest.mark.parametrize("model", [untrained(), shipped()], ids=["untrained", "shipped"])
def test_every_level_has_its_weight_and_the_last_speaks_against(model: Model) -> None:
    for weights in model.contexts.values():
        assert weights.levels.keys() == {comparison.name for comparison in settings.COMPARISONS}
        for comparison in settings.COMPARISONS:
            levels = weights.levels[comparison.name]
            assert levels.keys() == {level.name for level in comparison.levels}
            assert levels[comparison.levels[-1].name].bits <= 0


def test_what_a_clerk_would_weigh_most_weighs_most() -> None:
    away = shipped().contexts["away"].levels
    assert away["pnc_id"]["same"].bits > away["date_of_birth"]["same"].bits > away["sex"]["same"].bits > 0
    assert away["name"]["same_rare"].bits > away["name"]["same"].bits
    assert away["date_of_birth"]["same"].bits > away["date_of_birth"]["same_january"].bits
    home = shipped().contexts["home"].levels
    assert home["name"]["surname"].bits < 0 < away["name"]["surname"].bits


def test_no_likeness_is_beyond_doubt() -> None:
    assert Likeness(1.0, 1e-30).bits == MOST_BITS
    assert Likeness(1e-30, 1.0).bits == -MOST_BITS


def test_a_shipped_model_is_as_careful_with_a_small_force_as_with_a_large_one() -> None:
    model = shipped()
    assert model.prior("away", 3) == model.prior("away", model.nominals) < 1e-5
    trained = replace(model, source="trained")
    assert trained.prior("away", 1_000) == pytest.approx(1_000 * trained.prior("away", 1_000_000))
    assert model.link > trained.link
