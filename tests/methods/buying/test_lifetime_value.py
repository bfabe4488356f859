"""Residual lifetime value: two models together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from regulars.methods import BetaGeoNBD, GammaGamma, ParetoNBD, lifetime_value
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.errors import OptionError

BUYING = BetaGeoNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPENDING = GammaGamma(p=6.25, q=3.74, gamma=15.44)
HISTORY = {"frequency": [2.0, 0.0], "recency": [30.43, 0.0], "T": [38.86, 38.86], "monetary": [22.35, 0.0]}


def test_without_discount_it_is_purchases_times_their_value() -> None:
    """Published: 1.226 purchases in 39 weeks and 24.65 a purchase."""
    result = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=39)

    expected = BUYING.expected_purchases(39, HISTORY["frequency"], HISTORY["recency"], HISTORY["T"])
    assert result.expected_purchases[0] == pytest.approx(1.226, abs=1e-3)
    assert result.value == pytest.approx(expected * SPENDING.expected_value([2, 0], [22.35, 0]), rel=1e-12)
    assert result.total == pytest.approx(result.value.sum(), rel=1e-12)
    assert result.alive == pytest.approx(
        BUYING.probability_alive(HISTORY["frequency"], HISTORY["recency"], HISTORY["T"]), rel=1e-14
    )


def test_counts_are_repetitions_and_costs_come_off() -> None:
    """Two and three of each; a purchase costs what it costs."""
    plain = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=39, counts=[2, 3])
    repeated = {name: np.repeat(column, [2, 3]) for name, column in HISTORY.items()}
    long = lifetime_value(BUYING, SPENDING, **repeated, horizon=39)
    dear = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=39, counts=[2, 3], cost=5.0)

    assert (plain.n, plain.total, plain.purchases_total) == (
        5,
        pytest.approx(long.total),
        pytest.approx(long.purchases_total),
    )
    assert plain.total - dear.total == pytest.approx(5 * plain.purchases_total)
    assert lifetime_value(BUYING, SPENDING, **HISTORY, horizon=39, cost=100.0).total < 0


@pytest.mark.parametrize("buying", [BUYING, ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)])
def test_a_discount_without_steps_is_its_integral(buying) -> None:
    """Against a sum over a hundred thousand steps, and for ever against a long time."""
    rate = 1.15 ** (1 / 52) - 1
    history = {name: HISTORY[name] for name in ("frequency", "recency", "T")}
    times = np.linspace(0, 520, 20_001)
    until = np.array([buying.expected_purchases(t, **history) for t in times[::50]])
    steps = np.diff(until, axis=0)
    middle = (times[::50][1:] + times[::50][:-1]) / 2

    found = buying.discounted_purchases(rate, **history, horizon=520)

    assert found == pytest.approx((1 + rate) ** -middle @ steps, rel=1e-4)
    assert buying.discounted_purchases(rate, **history) == pytest.approx(
        buying.discounted_purchases(rate, **history, horizon=20_000), rel=1e-6
    )


def test_the_margin_is_a_factor_and_the_discount_takes_off() -> None:
    """Half the margin, half the value; money later is worth less, and a finer sum agrees to a thousandth."""
    plain = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=52)
    half = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=52, margin=0.5)
    rate = 1.15 ** (1 / 52) - 1
    later = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=52, discount_rate=rate)

    times = np.linspace(0, 52, 5201)
    one = np.ones(len(times))
    steps = np.diff(BUYING.expected_purchases(times, 2 * one, 30.43 * one, 38.86 * one))
    exact = (steps * (1 + rate) ** -((times[1:] + times[:-1]) / 2)).sum() * SPENDING.expected_value([2], [22.35])[0]
    assert half.value == pytest.approx(plain.value / 2)
    assert later.value[0] == pytest.approx(exact, rel=1e-3)
    assert (later.value < plain.value).all()


def test_given_parameters_have_no_interval_and_fitted_ones_have() -> None:
    """How sure a total is comes from the fit."""
    rng = np.random.default_rng(5)
    T = np.full(2000, 52.0)
    frequency, recency = BUYING.simulate(T, seed=4)
    rates = rng.gamma(3.74, 1 / 15.44, len(T))
    monetary = np.where(frequency > 0, rng.gamma(6.25 * np.maximum(frequency, 1)) / rates / np.maximum(frequency, 1), 0)
    columns = {"frequency": frequency, "recency": recency, "T": T, "monetary": monetary}

    given = lifetime_value(BUYING, SPENDING, **columns, horizon=52)
    fitted = lifetime_value(
        BetaGeoNBD().fit(frequency, recency, T), GammaGamma().fit(frequency, monetary), **columns, horizon=52
    )

    assert math.isnan(given.expected_low)
    assert fitted.expected_low < given.total < fitted.expected_high
    assert fitted.expected_low < fitted.total < fitted.expected_high


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"horizon": 0}, r"^The horizon is 0\."),
        ({"horizon": 52, "margin": 1.5}, r"^The margin is 1\.5\. It is a share of revenue"),
        ({"horizon": 52, "discount_rate": -0.1}, r"^The discount rate is −0\.1\."),
    ],
)
def test_an_option_out_of_its_range_is_refused(option: dict[str, float], words: str) -> None:
    """The sentence names the value and an example."""
    with pytest.raises(OptionError, match=words):
        lifetime_value(BUYING, SPENDING, **HISTORY, **option)


def test_paid_monthly_is_a_sum_over_the_ends_of_months() -> None:
    """What is bought in a month counts from its end; the horizon cuts the last month short."""
    rate = 0.01
    history = {name: HISTORY[name] for name in ("frequency", "recency", "T")}
    for horizon, ends in ((12.0, [4.0, 8.0, 12.0]), (10.0, [4.0, 8.0, 10.0])):
        until = np.array([np.zeros(2), *(BUYING.expected_purchases(t, **history) for t in ends)])
        by_hand = (1 + rate) ** -np.array(ends) @ np.diff(until, axis=0)

        found = lifetime_value(BUYING, SPENDING, **HISTORY, horizon=horizon, discount_rate=rate, paid_every=4)

        assert found.value == pytest.approx(by_hand * SPENDING.expected_value([2, 0], [22.35, 0]), rel=1e-12)
        assert found.total == pytest.approx(found.value.sum(), rel=1e-12)


@pytest.mark.parametrize("paid", [[22.0, 9.0, 0.0, 5.0], [22.0, 0.0, 0.0, 5.0], [22.0, 9.0, 3.0, np.nan]])
def test_whole_numbers_go_the_short_way_to_the_same_answer(paid: list[float]) -> None:
    """Arrays of whole weeks, lists and a row with a missing number: the same values."""
    x, t_x, T = [2.0, 5.0, 0.0, 2.0], [30.0, 31.0, 0.0, 30.0], [38.0, 38.0, 39.0, 38.0]
    options = {"horizon": 52, "discount_rate": 0.002, "margin": 0.4, "cost": 1.0}
    arrays = {"frequency": np.array(x), "recency": np.array(t_x), "T": np.array(T), "monetary": np.array(paid)}
    gap = {name: [*column.tolist(), np.nan] for name, column in arrays.items()}

    short = lifetime_value(BUYING, SPENDING, **arrays, **options)
    long = lifetime_value(BUYING, SPENDING, **gap, **options)
    whole = lifetime_value(BUYING, SPENDING, **{n: c.astype(int) for n, c in arrays.items() if n != "monetary"},
                           monetary=paid, **options)  # fmt: skip

    assert long.value[:4] == pytest.approx(short.value, rel=1e-13)
    assert np.isnan(long.value[4])
    assert long.n_missing == 1
    assert whole.value.tolist() == short.value.tolist()
    assert (long.total, long.alive[:4].tolist()) == (pytest.approx(short.total, rel=1e-13), short.alive.tolist())


@pytest.mark.parametrize(
    ("stretch", "words"),
    [(0, r"^What is bought is paid every 0\."), (np.nan, r"paid every"), (1e-4, r"has too many stretches of 0\.0001")],
)
def test_a_stretch_that_is_none_is_refused(stretch: float, words: str) -> None:
    """It is a part of the horizon."""
    with pytest.raises(OptionError, match=words):
        lifetime_value(BUYING, SPENDING, **HISTORY, horizon=52, paid_every=stretch)


def test_for_ever_is_exact() -> None:
    """The closed form of Pareto/NBD tells what the integral of any model must give."""
    model = ParetoNBD(r=0.553, alpha=10.578, s=0.606, beta=11.669)
    history = ([2, 40], [30.43, 38.0], [38.86, 38.86])
    x, T = np.array([2.0, 40.0]), np.array([38.86, 38.86])
    for rate in (1e-4, 0.0027, 0.05):
        by_integral = BuyingModel.discounted_if_alive(model, x, T, math.inf, math.log1p(rate))
        exact = model.discounted_purchases(rate, *history)
        assert model.probability_alive(*history) * by_integral == pytest.approx(exact, rel=1e-11)
