"""Whale curve, output over input, cross-subsidy, share of wallet, headroom: by hand, against plain code, guarded."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.methods import cross_subsidy, headroom, output_input_ratio, share_of_wallet, whale_curve
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

profits = st.lists(st.integers(-50, 100), min_size=1, max_size=40)


@given(profits, st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_the_whale_curve_adds_up_from_the_best(values, times):
    found = whale_curve(values, counts=[times] * len(values))

    assert found.n == times * len(values)
    assert found.gained - found.lost == pytest.approx(found.total)
    if found.total > 0:
        best = sorted(values, reverse=True)
        assert found.peak == pytest.approx(sum(v for v in values if v > 0) / sum(values))
        assert found.held[20] == pytest.approx(
            (sum(best[: len(best) // 2]) + (len(best) % 2) * best[len(best) // 2] / 2) / sum(values)
        )
        assert found.held[-1] == pytest.approx(1)
    else:
        assert np.isnan(found.peak)
        assert "no profit" in str(found.notes[0])


def test_counts_are_repetition():
    counted = whale_curve([5, -2, 9], counts=[3, 2, 1])
    repeated = whale_curve([5, 5, 5, -2, -2, 9])

    assert counted.held.tolist() == repeated.held.tolist()
    assert (counted.low, counted.peak_high) == pytest.approx((repeated.low, repeated.peak_high))


def test_intervals_of_the_whale_curve_hold_the_truth():
    random, inside = np.random.default_rng(2), np.zeros(2)
    draw = lambda n: random.lognormal(3, 1, n) - 15  # noqa: E731
    truth = whale_curve(draw(400_000))
    for _ in range(150):
        found = whale_curve(draw(300))
        inside += (
            found.peak_low <= truth.peak <= found.peak_high,
            found.held_low[8] <= truth.held[8] <= found.held_high[8],
        )

    assert (inside >= 0.88 * 150).all()


def test_a_ratio_of_each_and_of_all():
    found = output_input_ratio([100, 30, 10, None], [50, 0, 20, 5])

    assert found.each.tolist()[:3] == pytest.approx([2, np.nan, 0.5], nan_ok=True)
    assert (found.ratio, found.n_free, found.n_missing) == (2, 1, 1)
    assert found.below_one == pytest.approx(1 / 3)
    assert found.whale.total == found.gross - found.cost == 70


def test_cost_from_activities():
    by_hand = output_input_ratio([100, 80], [7, 13])
    from_rates = output_input_ratio(
        [100, 80], {"calls": [1, 3], "visits": [2, 2], "x": [9, 9]}, rates={"calls": 3, "visits": 2}
    )

    assert from_rates.to_dict() == by_hand.to_dict()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 90), st.integers(0, 20)), min_size=2, max_size=40))
@settings(max_examples=40, deadline=None)
def test_transfers_add_up_to_nothing(table):
    segment, spent, part = (list(column) for column in zip(*table, strict=True))
    found = cross_subsidy(segment, spent, [s * p / 20 for s, p in zip(spent, part, strict=True)])

    assert found.transfer.sum() == pytest.approx(0, abs=1e-9)
    assert found.shifted >= 0
    assert set(found.verdict) == {"too few to judge"} or len(table) >= 30


def test_of_equal_rates_nobody_is_said_to_pay():
    random, called = np.random.default_rng(3), 0
    for _ in range(40):
        spent = random.lognormal(3, 1, 200)
        found = cross_subsidy(["a", "b"] * 100, spent, spent * random.beta(2, 18, 200))
        called += found.verdict[0] != "no clear difference"

    assert called <= 6


@pytest.mark.parametrize(
    ("brands", "shares"), [(2, [0.667, 0.333]), (3, [0.5, 0.333, 0.167]), (4, [0.4, 0.3, 0.2, 0.1])]
)
def test_wallet_allocation_rule_keiningham_2011(brands, shares):
    found = share_of_wallet(rank=range(1, brands + 1), brands=[brands] * brands)

    assert found.each.round(3).tolist() == shares
    assert found.each.sum() == pytest.approx(1)
    assert found.by_rank
    assert np.isnan(found.headroom)


def test_wallets_in_amounts():
    found = share_of_wallet([50, 0, 30, 0, None], [100, 80, 30, 0, 5])

    assert found.each[:3].tolist() == [0.5, 0, 1]
    assert (found.n, found.n_missing, found.headroom) == (3, 2, 130)
    assert found.wallet_share == pytest.approx(80 / 210)
    assert found.sole == pytest.approx(1 / 3)


def test_headroom_of_the_middle_by_hand():
    """Of 1 to 100 the middle tier is 51 to 80; three quarters lie below 75.25."""
    found = headroom(range(1, 101))

    assert found.headroom == pytest.approx(sum(75.25 - v for v in range(51, 76)))
    assert (found.middle_n, found.with_room) == (30, 25)
    assert found.target_low[0] < 75.25 < found.target_high[0]
    assert found.headroom_low < found.headroom < found.headroom_high


def test_small_groups_have_no_target():
    found = headroom([*range(1, 101)], alike=["big"] * 60 + ["small"] * 10 + ["big"] * 30)

    assert found.without_target == 10
    assert np.isnan(found.target[1])
    assert "10 customers of the middle tier have too few look-alikes" in str(found.notes[0])


CALLS = {
    "whale": whale_curve,
    "ratio": lambda v: output_input_ratio(v, [1] * len(v)),
    "subsidy": lambda v: cross_subsidy(["a"] * len(v), v, [0] * len(v)),
    "wallet": lambda v: share_of_wallet(v, v),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_all_of_them_keep(call):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for values in ([5], [4, 4, 4], [1, 2, 3, 900]):
            json.dumps(call(values).to_dict(), allow_nan=False)
        assert call([1, None, 2]).n_missing == 1
        for values, words in (([], "empty"), ([None], "missing")):
            with pytest.raises(TooFewAnswersError, match=words):
                call(values)
        for values in ([1, float("inf")], ["x", 1], [1, 1e200]):
            with pytest.raises(MethodError, match=r"Row [12]"):
                call(values)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: output_input_ratio([1], [-1]), MethodError, "Row 1 of cost is −1"),
        (lambda: output_input_ratio([1], [0]), TooFewAnswersError, "nothing to divide by"),
        (lambda: output_input_ratio([1], {"a": [1]}, rates={}), OptionError, "rates is"),
        (lambda: output_input_ratio([1], {"a": [1]}, rates={"b": 1}), MethodError, "There is no column b"),
        (lambda: output_input_ratio([1], {"a": [1]}, rates={"a": -1}), OptionError, "a is −1"),
        (lambda: output_input_ratio([1, 2], [1]), MethodError, "cost has 1 rows"),
        (lambda: cross_subsidy(["a"], [5], [6]), MethodError, "a discount of 6 on purchases of 5"),
        (lambda: cross_subsidy(["a"], [-5], [0]), MethodError, "Row 1 of spent is −5"),
        (lambda: cross_subsidy(["a"], [0], [0]), TooFewAnswersError, "Nobody spent"),
        (lambda: cross_subsidy(["a"], [1, 2], [0, 0]), MethodError, "segment has 1 rows"),
        (lambda: cross_subsidy([None], [1], [0]), TooFewAnswersError, "missing"),
        (lambda: share_of_wallet([1]), OptionError, "Give spent and wallet, or rank and brands"),
        (lambda: share_of_wallet([2], [1]), MethodError, "Row 1: 2 spent with us of 1"),
        (lambda: share_of_wallet(rank=[3], brands=[2]), MethodError, "rank 3 of 2 brands"),
        (lambda: share_of_wallet(rank=[1], brands=[1.5]), MethodError, "rank 1 of 1.5 brands"),
        (lambda: headroom([1, 2, 3], reach=1), OptionError, "reach is 1"),
        (lambda: headroom([1, 2, 3], cuts=[2]), OptionError, "A middle tier lies between"),
        (lambda: headroom([1, 1, 1], cuts=[9, 8]), TooFewAnswersError, "No customer stands in the middle"),
        (lambda: headroom([1, 2], alike=["a"]), MethodError, "alike has 1 rows"),
    ],
)
def test_what_cannot_be_used_is_said(call, error, words):
    with pytest.raises(error, match=words):
        call()
