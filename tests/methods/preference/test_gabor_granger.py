"""Gabor-Granger: demand, the price that earns most, answers that contradict or leave gaps."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from regulars.methods import csat, gabor_granger
from regulars.methods.errors import (
    ColumnLengthError,
    MethodError,
    OptionError,
    OutOfScaleError,
    TooFewAnswersError,
)
from regulars.methods.preference.best_price import best_price, bought_at, most_reached
from regulars.methods.preference.falling import falling

PRICES = (10, 20, 30)
# 90 of 100 would buy at 10, 50 at 20, 10 at 30.
ANSWERS = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]]
PEOPLE = [10, 40, 40, 10]


def test_demand_is_the_share_who_would_buy() -> None:
    result = gabor_granger(ANSWERS, PRICES, counts=PEOPLE, n_resamples=200)
    half = csat([2] * 50 + [1] * 50, top=1, scale=(1, 2))

    assert result.demand == pytest.approx([0.9, 0.5, 0.1])
    assert (result.demand_low[1], result.demand_high[1]) == pytest.approx((half.low, half.high))
    assert result.earned == pytest.approx([9, 10, 3])
    assert (result.price_n, result.n) == ((100, 100, 100), 100)
    assert result.elasticity[1:] == pytest.approx([(-0.4 / 0.7) / (10 / 15), (-0.4 / 0.3) / (10 / 25)])


def test_the_best_price_lies_on_the_line_between_the_prices_tested() -> None:
    """(0.9 − 0.04 (p − 10)) p is largest at 16.25."""
    result = gabor_granger(ANSWERS, PRICES, counts=PEOPLE, n_resamples=200)

    assert (result.best_price, result.best_share, result.best_earned) == pytest.approx((16.25, 0.65, 10.5625))
    assert result.best_price_low < 16.25 < result.best_price_high
    assert result.best_earned_low < 10.5625 < result.best_earned_high
    assert not result.at_edge
    assert result.chance_best.sum() == pytest.approx(1)
    assert result.chance_best.argmax() == 1


def test_the_cost_of_a_piece_moves_the_best_price_up() -> None:
    result = gabor_granger(ANSWERS, PRICES, counts=PEOPLE, unit_cost=5, n_resamples=0)

    assert (result.best_price, result.best_earned) == pytest.approx((18.75, 13.75 * 0.55))
    assert result.earned == pytest.approx([4.5, 7.5, 2.5])


def test_the_best_price_at_the_end_is_said() -> None:
    result = gabor_granger([[1, 1]] * 20, (10, 20), n_resamples=100)

    assert (result.best_price, result.at_edge) == (20, True)
    assert "a better one may lie beyond" in str(result.notes[0])


def test_prices_by_name_and_in_any_order() -> None:
    columns = {"c": [0, 0, 0, 1], "a": [0, 1, 1, 1], "b": [0, 0, 1, 1]}
    named = gabor_granger(columns, {"a": 10, "b": 20, "c": 30}, counts=PEOPLE, n_resamples=100)
    plain = gabor_granger(ANSWERS, PRICES, counts=PEOPLE, n_resamples=100)

    assert named.prices.tolist() == [10, 20, 30]
    assert (named.best_price, named.best_price_low) == (plain.best_price, plain.best_price_low)


def test_intentions_count_from_the_top() -> None:
    result = gabor_granger([[5, 4, 3], [4, 3, 1]], PRICES, scale=(1, 5), top=2, n_resamples=0)

    assert result.demand == pytest.approx([1, 0.5, 0])


# --- contradictions and gaps ---


def test_who_would_buy_dearer_only_is_counted_and_left_out() -> None:
    result = gabor_granger([*ANSWERS, [0, 1, 0], [None] * 3], PRICES, counts=[*PEOPLE, 3, 2], n_resamples=0)

    assert (result.n, result.n_contradictory, result.n_missing) == (100, 3, 2)
    assert str(result.notes[0]).startswith("3 of 103 respondents would buy at a higher price")
    with pytest.raises(TooFewAnswersError, match="All 1 respondents would buy at a higher price"):
        gabor_granger([[0, 1]], (1, 2))


def test_what_follows_from_an_answer_is_filled_in() -> None:
    """Yes at 30 is yes at 10 and 20; no at 10 is no everywhere; yes at 10 leaves the others open."""
    result = gabor_granger([[None, None, 1], [0, None, None], [1, None, None]], PRICES, n_resamples=0)

    assert result.demand == pytest.approx([2 / 3, 0.5, 0.5])
    assert result.price_n == (3, 2, 2)


def test_demand_that_gaps_make_rise_is_pooled() -> None:
    result = gabor_granger([[1, None], [None, 1], [0, None], [0, None]], (10, 20), n_resamples=0)

    assert result.price_n == (4, 3)
    assert result.demand == pytest.approx([0.5, 1 / 3])


def test_falling_is_pool_adjacent_violators() -> None:
    """The slow version: pool neighbours until nothing rises."""
    random = np.random.default_rng(4)
    share, known = random.random((30, 6)), random.integers(1, 9, size=(30, 6)).astype(float)
    for row, (values, weights) in enumerate(zip(share, known, strict=True)):
        blocks = [[v, w, 1] for v, w in zip(values, weights, strict=True)]
        while any(a[0] < b[0] for a, b in pairwise(blocks)):
            k = next(k for k in range(len(blocks) - 1) if blocks[k][0] < blocks[k + 1][0])
            a, b = blocks[k], blocks.pop(k + 1)
            blocks[k] = [(a[0] * a[1] + b[0] * b[1]) / (a[1] + b[1]), a[1] + b[1], a[2] + b[2]]
        slow = [v for v, _, times in blocks for _ in range(times)]
        assert falling(share, known)[row] == pytest.approx(slow)


def test_a_price_of_which_nothing_is_known_takes_its_neighbours() -> None:
    assert falling(np.array([[0.8, 0.0, 0.4]]), np.array([[5.0, 0.0, 5.0]]))[0].tolist() == [0.8, 0.4, 0.4]
    with pytest.raises(MethodError, match="At one of the prices no answer is known"):
        gabor_granger([[1, None]], (10, 20))


# --- the best price of a curve ---


def test_the_best_price_is_the_best_of_a_fine_grid() -> None:
    random = np.random.default_rng(8)
    grid = np.array([4.0, 5.0, 9.0, 10.0, 17.0])
    share = np.sort(random.random((40, 5)), axis=1)[:, ::-1]
    fine = np.linspace(4, 17, 26001)
    best = best_price(grid, share, unit_cost=2)

    for row, curve in enumerate(share):
        earned = (fine - 2) * np.interp(fine, grid, curve)
        assert best.earned[row] == pytest.approx(earned.max(), rel=1e-6)
        assert bought_at(grid, share, float(best.price[row]))[row] == pytest.approx(best.share[row])


def test_of_equals_the_lowest_price() -> None:
    flat = np.array([[0.5, 0.5, 0.25]])

    assert most_reached(np.array([1.0, 2.0, 4.0]), flat).price.tolist() == [1]
    assert best_price(np.array([1.0, 2.0, 4.0]), np.array([[1.0, 0.5, 0.25]])).price[0] < 4


def test_nobody_buys_and_nothing_is_best() -> None:
    result = gabor_granger([[0, 0]] * 5, (10, 20), n_resamples=100)

    assert math.isnan(result.best_price)
    assert math.isnan(result.best_earned_low)
    assert not result.at_edge
    assert result.demand_high[0] > 0


# --- guarded ---


@pytest.mark.parametrize(
    ("answers", "prices", "options", "error", "said"),
    [
        ([[1, 2]], (1, 2), {}, OutOfScaleError, "2 is not on the scale 0 to 1"),
        ([[1, 1]], (1, 2, 3), {}, ColumnLengthError, "There are 3 prices for 2 columns"),
        ([[1, 1]], (1, 1), {}, OptionError, "prices has 1. Each price is above 0 and stands there once"),
        ([[1, 1]], (0, 1), {}, OptionError, "prices has 0"),
        ([[1, 1]], (1, math.nan), {}, OptionError, "prices is “nan”"),
        ([[1, 1]], ("a", "b"), {}, OptionError, "prices is “a”"),
        ([[1]], (1,), {}, OptionError, "There is one price only"),
        ({"a": [1], "b": [1]}, {"a": 1}, {}, MethodError, "There is no column b"),
        ([[1, 1]], (1, 2), {"unit_cost": -1}, OptionError, "unit_cost is"),
        ([[1, 1]], (1, 2), {"top": 2}, OptionError, "top"),
        ([[1, 1]], (1, 2), {"n_resamples": 1}, OptionError, "n_resamples is 1"),
    ],
)
def test_what_cannot_be_used_is_said(answers, prices, options, error, said: str) -> None:
    with pytest.raises(error) as caught:
        gabor_granger(answers, prices, **options)

    assert said in str(caught.value)


def test_one_respondent_has_a_curve_and_no_interval_of_the_best_price() -> None:
    result = gabor_granger([[1, 0]], (10, 20))

    assert result.too_few
    assert math.isnan(result.best_price_low)
