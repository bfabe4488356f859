"""The measure of loyalty: parts, weights, kinds, and when one number hides two."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from regulars.methods import LoyaltyKind, loyalty_measure, mean_rating
from regulars.methods.errors import MethodError, OptionError, OutOfScaleError

RANDOM = np.random.default_rng(7)
TOGETHER = np.clip(np.round(RANDOM.normal(3, 1, 200)), 1, 5)


def test_the_parts_are_those_of_mean_rating():
    behaviour = RANDOM.integers(1, 6, 200)
    found, alone = loyalty_measure(TOGETHER, behaviour), mean_rating(TOGETHER)

    assert (found.attitude, found.attitude_low) == pytest.approx((alone.index, alone.index_low))
    assert found.index == pytest.approx((found.attitude + found.behaviour) / 2)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.agreement == pytest.approx(np.corrcoef(TOGETHER, behaviour)[0, 1])


def test_the_weight_moves_the_index_between_its_parts():
    one, other = (loyalty_measure([5, 4, 5], [1, 2, 2], attitude_weight=w) for w in (1, 0))

    assert (one.index, one.low) == (one.attitude, one.attitude_low)
    assert (other.index, other.high) == (other.behaviour, other.behaviour_high)


def test_two_things_that_do_not_go_together_are_not_one_index():
    noise = RANDOM.integers(1, 6, 200)
    apart, together = loyalty_measure(TOGETHER, noise), loyalty_measure(TOGETHER, TOGETHER)

    assert "report both, not the index" in str(apart.notes[0])
    assert together.agreement == pytest.approx(1)
    assert "not for judging one customer" in str(together.notes[-1])


def test_behaviour_on_a_scale_of_its_own():
    found = loyalty_measure({"a": [5, 1], "b": [4, 2]}, [0.9, 0.1], behaviour_scale=(0, 1), repeat_from=0.5)

    assert found.kind.tolist() == ["loyalty", "no loyalty"]
    assert found.each.tolist() == pytest.approx([88.75, 11.25])
    assert found.shares[LoyaltyKind.LOYAL] == 0.5


@pytest.mark.parametrize("answers", [([5], [5]), ([3] * 9, [3] * 9), ([1, 5], [1, 5])])
def test_few_and_alike_give_no_warning(answers):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert loyalty_measure(*answers).too_few


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"attitude_weight": 2}, OptionError, "attitude_weight is 2"),
        ({"favourable_from": 0}, OptionError, "favourable_from is 0"),
        ({"behaviour_scale": (5, 6)}, OutOfScaleError, "Row 1 of behaviour"),
        ({"behaviour": [1]}, MethodError, "behaviour has 1 rows"),
        ({"attitude": ["good", 1, 2]}, MethodError, "Row 1 of attitude"),
    ],
)
def test_what_cannot_be_used_is_said(options, error, words):
    with pytest.raises(error, match=words):
        loyalty_measure(**{"attitude": [1, 2, 3], "behaviour": [1, 2, 3], **options})
