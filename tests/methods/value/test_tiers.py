"""Tiers: cuts, the guard, moves, luck that is no tier; hostile input."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import concentration, tiers
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, TooFewAnswersError
from regulars.methods.value.tier_means import _nearest


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_every_customer_is_in_one_tier_and_equal_ones_in_the_same(values):
    found = tiers(values)
    best = sorted(values, reverse=True)

    assert found.tier_n.sum() == len(values)
    assert found.cuts.tolist() == [best[-(-len(values) // 5) - 1], best[-(-len(values) // 2) - 1]]
    assert len({(v, t) for v, t in zip(values, found.tier.tolist(), strict=True)}) == len(set(values))
    if sum(values):
        assert found.value_share.sum() == pytest.approx(1)


def test_the_best_tier_is_that_of_concentration():
    values = np.random.default_rng(1).lognormal(3, 1, 1000)
    found, curve = tiers(values), concentration(values)

    assert found.value_share[0] == pytest.approx(curve.top_share(0.2))
    low, high = curve.top_share_interval(0.2)
    assert (found.value_share_low[0], found.value_share_high[0]) == pytest.approx((low, high), abs=0.002)


def test_an_interval_that_holds_a_cut_leaves_the_label_open():
    found = tiers([900, 200, 20, 10], low=[700, 90, 5, None], high=[1100, 600, 260, None], cuts=[500, 100])

    assert found.tier.tolist() == ["premium", "middle", "low", "low"]
    assert found.unclear.tolist() == [False, True, True, False]
    assert found.could_be.tolist() == ["premium", "premium", "middle", "low"]
    assert (found.unclear_n.tolist(), found.spared) == ([0, 1, 1], 1)
    assert "1 customers of the last tier" in str(found.notes[-2])


def test_tiers_that_luck_made_are_not_told_apart():
    """Two periods of pure chance: at most one verdict of twenty may be wrong."""
    random, wrong = np.random.default_rng(5), 0
    for _ in range(40):
        found = tiers(random.lognormal(3, 0.7, 120), before=random.lognormal(3, 0.7, 120))
        wrong += found.apart.count("told apart")

    assert wrong <= 4


def test_tiers_that_last_are_told_apart():
    random = np.random.default_rng(6)
    worth = random.lognormal(3, 1.5, 300)
    found = tiers(worth * random.lognormal(0, 0.2, 300), before=worth * random.lognormal(0, 0.2, 300))

    assert found.apart == ("told apart", "told apart")
    assert (np.diag(found.move) > 0.7).all()
    assert found.moves.sum() == 300


def test_wide_intervals_make_one_tier_of_two():
    values = [100, 90, 80, 20, 10, 5]
    wide = tiers(values, low=[0] * 6, high=[200] * 6, cuts=[50], names=["good", "other"])
    narrow = tiers(
        values, low=[v - 1 for v in values], high=[v + 1 for v in values], cuts=[50], names=["good", "other"]
    )

    assert (wide.apart, narrow.apart) == (("not told apart",), ("told apart",))
    assert "good and other are not told apart" in str(wide.notes[0])


def test_the_unknown_have_no_tier():
    found = tiers([10, None, 5, 99], missing=[99], cuts=[7])

    assert found.tier.tolist() == ["1", "", "2", ""]
    assert (found.n, found.n_missing) == (2, 2)


@pytest.mark.parametrize("values", [[5], [3, 3, 3], [0, 0], [-5, -3, 1]])
def test_few_alike_and_losses_give_no_warning(values):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = tiers(values, before=values)

    assert found.too_few
    json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"parts": [0.5, 0.6]}, OptionError, "parts is"),
        ({"parts": []}, OptionError, "parts is"),
        ({"cuts": [1, 2]}, OptionError, "falling"),
        ({"cuts": [float("nan")]}, OptionError, "falling"),
        ({"names": ["a", "a", "b"]}, OptionError, "There are 3 tiers"),
        ({"low": [1, 1, 1]}, OptionError, "both limits"),
        ({"low": [2, 1, 1], "high": [3, 3, 3]}, MethodError, "Row 1: the value 1 lies outside its interval, 2 to 3"),
        ({"before": [1]}, ColumnLengthError, "before has 1 rows"),
        ({"before": ["x", 1, 1]}, MethodError, "Row 1 of before"),
        ({"confidence": 0}, OptionError, "confidence level"),
    ],
)
def test_what_cannot_be_used_is_said(options, error, words):
    with pytest.raises(error, match=words):
        tiers([1, 2, 3], **options)


def test_values_are_checked():
    with pytest.raises(TooFewAnswersError):
        tiers([None])
    with pytest.raises(MethodError, match="infinite"):
        tiers([1, float("inf")])
    with pytest.raises(MethodError, match="too large"):
        tiers([1, 1e200])


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), st.integers(1, 60))
def test_the_nearest_are_found_without_a_sort(distances: list[int], count: int) -> None:
    """Of equal ones the first, as a stable sort has them."""
    distance = np.array(distances, dtype=float)

    found = _nearest(distance, count)

    assert sorted(found.tolist()) == sorted(np.argsort(distance, kind="stable")[:count].tolist())
