"""Pareto/NBD: the published numbers, the papers' own formulas written out, and integrals done the slow way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, special

from regulars.methods import ParetoNBD
from regulars.methods.buying.histories import histories
from regulars.methods.buying.pareto import ParetoLikelihood, discounted_time
from regulars.methods.errors import MethodError, OptionError

BTYD = ParetoNBD(r=0.55327552, alpha=10.57761287, s=0.60621346, beta=11.66790687)
PARAMETERS = [
    (0.55, 10.6, 0.61, 11.7),
    (0.55, 11.7, 0.61, 10.6),
    (0.5, 8.0, 0.7, 8.0),
    (3.0, 0.2, 0.1, 40.0),
    (0.1, 60.0, 6.0, 0.3),
    (12.0, 5.0, 1.0, 5.5),
]
HISTORIES = [(0, 0.0, 30.0), (1, 4.0, 30.0), (2, 29.999, 30.0), (7, 12.0, 30.0), (40, 20.0, 30.0), (3, 30.0, 30.0)]


@pytest.fixture(scope="module")
def cdnow(reference_data: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = np.genfromtxt(reference_data / "cdnow-sample" / "cdnow_cbs.csv", delimiter=",", names=True)
    return table["frequency"], table["recency"], table["T"]


@pytest.fixture(scope="module")
def fitted(cdnow) -> ParetoNBD:
    return ParetoNBD().fit(*cdnow)


def literal(x: float, t_x: float, T: float, r: float, alpha: float, s: float, beta: float) -> tuple[float, float]:
    """Log-likelihood and P(alive) as note 009 prints them, with two hypergeometric functions."""
    sum_of = r + s + x

    def part(t: float) -> float:
        if alpha >= beta:
            return special.hyp2f1(sum_of, s + 1, sum_of + 1, (alpha - beta) / (alpha + t)) / (alpha + t) ** sum_of
        return special.hyp2f1(sum_of, r + x, sum_of + 1, (beta - alpha) / (beta + t)) / (beta + t) ** sum_of

    gone = s / sum_of * (part(t_x) - part(T))
    there = (alpha + T) ** -(r + x) * (beta + T) ** -s
    before = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return before + np.log(there + gone), there / (there + gone)


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize("history", HISTORIES)
def test_likelihood_is_the_papers_formula(parameters, history) -> None:
    value, _ = ParetoLikelihood(histories(*([part] for part in history)))(np.log(parameters))
    model = ParetoNBD(**dict(zip(ParetoNBD.names, parameters, strict=True)))

    log_likelihood, alive = literal(*history, *parameters)

    assert value == pytest.approx(log_likelihood, rel=1e-9, abs=1e-9)
    assert model.probability_alive(*history)[0] == pytest.approx(alive, rel=1e-7)


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize("history", [(1000, 3.0, 30.0), (1000, 29.0, 30.0), (0, 0.0, 1e6), (5, 0.001, 1e-2)])
def test_where_the_papers_formula_fails_the_integral_itself_is_the_judge(parameters, history) -> None:
    """The odds of having left, by adaptive integration over the time of leaving."""
    x, t_x, T = history
    r, alpha, s, beta = parameters

    def height(v: float) -> float:
        u = np.expm1(v)
        log = (r + x) * np.log((alpha + T) / (alpha + u)) + s * np.log((beta + T) / (beta + u)) - shift
        return np.exp(log) * s * (1 + u) / (beta + u)

    shift = (r + x) * np.log((alpha + T) / (alpha + t_x)) + s * np.log((beta + T) / (beta + t_x))
    ends = np.log1p(t_x), np.log1p(T)
    near = min(ends[1], ends[0] + 40 * (alpha + t_x) / (r + s + x) / (1 + t_x))
    odds = sum(
        integrate.quad(height, *piece, epsrel=1e-11, limit=400)[0] for piece in ((ends[0], near), (near, ends[1]))
    )

    found = ParetoNBD(**dict(zip(ParetoNBD.names, parameters, strict=True)))._log_odds_gone(
        *(np.array([part]) for part in history)
    )

    assert found[0] == pytest.approx(np.log(odds) + shift, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_gradient_is_the_slope(parameters) -> None:
    columns = [np.array(column) for column in zip(*HISTORIES, strict=True)]
    objective, theta = ParetoLikelihood(histories(*columns)), np.log(parameters)

    _, gradient = objective(theta)

    steps = np.eye(4) * 1e-5
    slope = [(objective(theta + step)[0] - objective(theta - step)[0]) / 2e-5 for step in steps]
    assert gradient == pytest.approx(slope, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize(("x", "T", "t"), [(0, 0.0, 39.0), (2, 38.0, 39.0), (60, 30.0, 5.0)])
def test_chances_are_those_of_the_mixture(parameters, x, T, t) -> None:
    """Against the mean of Poisson probabilities, over the time of leaving and the rate."""
    model = ParetoNBD(**dict(zip(ParetoNBD.names, parameters, strict=True)))
    shape, rate, s, beta = model.r + x, model.alpha + T, model.s, model.beta + T

    def stays(u: float) -> float:
        return (beta / (beta + u)) ** s

    def exactly(n: int, u: float) -> float:
        log = special.gammaln(shape + n) - special.gammaln(shape) - special.gammaln(n + 1)
        return np.exp(log + shape * np.log(rate / (rate + u)) + n * np.log(u / (rate + u)))

    for n in (1, 2, 9):
        left = integrate.quad(lambda u, n=n: exactly(n, u) * s / (beta + u) * stays(u), 0, t, limit=300)[0]
        expected = left + stays(t) * exactly(n, t)
        at_least = [
            float(model.at_least_if_alive(np.array([k]), *(np.array([v]) for v in (x, T, t)))[0]) for k in (n, n + 1)
        ]
        assert at_least[0] - at_least[1] == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_mean_is_that_of_the_chances(parameters) -> None:
    model, n = ParetoNBD(**dict(zip(ParetoNBD.names, parameters, strict=True))), np.arange(4000)

    assert n @ model.probability_new(n, 5.0) == pytest.approx(model.expected_new(5.0), rel=1e-6)


@pytest.mark.parametrize("s", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("beta", [0.1, 20.0, 5000.0])
@pytest.mark.parametrize(("horizon", "delta"), [(np.inf, 0.0027), (np.inf, 0.4), (52.0, 0.0027)])
def test_discounted_time_is_its_integral(s, beta, horizon, delta) -> None:
    def height(v: float) -> float:
        return beta * np.exp((1 - s) * v - delta * beta * np.expm1(v))

    end = np.log1p(min(horizon, 40 / delta) / beta)

    found = discounted_time(s, np.array([beta]), horizon, delta)[0]

    assert found == pytest.approx(integrate.quad(height, 0, end, epsabs=0, epsrel=1e-12)[0], rel=1e-9)


def test_a_horizon_without_discount_is_the_expectation() -> None:
    history = [2, 0], [30.0, 0.0], [38.0, 38.0]

    assert BTYD.discounted_purchases(0.0, *history, horizon=52) == pytest.approx(BTYD.expected_purchases(52, *history))
    assert (BTYD.discounted_purchases(0.01, *history, horizon=52) < BTYD.expected_purchases(52, *history)).all()
    with pytest.raises(OptionError, match="has no end"):
        BTYD.discounted_purchases(0.0, *history)


def test_s_of_1_is_no_pole() -> None:
    near = [float(ParetoNBD(r=0.5, alpha=10, s=s, beta=12).expected_new(39)) for s in (1 - 1e-9, 1, 1 + 1e-9)]

    assert near == pytest.approx([near[1]] * 3, rel=1e-8)


def test_what_the_model_draws_it_finds_again() -> None:
    truth, T = ParetoNBD(r=0.6, alpha=8.0, s=0.9, beta=15.0), np.random.default_rng(0).uniform(20, 80, 1500).round()
    frequency, recency = truth.simulate(T, seed=3)
    recency = np.where(frequency > 0, np.minimum(np.ceil(recency), T), 0)

    fitted = ParetoNBD().fit(frequency, recency, T)

    inside = [low < true < high for true, (low, high) in zip(truth.parameters, fitted.intervals.values(), strict=True)]
    assert all(inside)
    assert fitted.described().holds
    assert fitted == ParetoNBD().fit(frequency[::-1], recency[::-1], T[::-1])


def test_drawn_purchases_have_the_mean_of_the_model() -> None:
    frequency, _ = BTYD.simulate(np.full(20_000, 52.0), seed=1)

    assert frequency.mean() == pytest.approx(BTYD.expected_new(52), abs=4 * frequency.std() / 20_000**0.5)
    assert (frequency == 0).mean() == pytest.approx(BTYD.probability_new(0, 52), abs=0.015)


def test_one_customer_with_a_thousand_purchases() -> None:
    assert BTYD.probability_alive([1000], [38.99], [39])[0] > 0.99
    assert BTYD.probability_alive([1000], [10], [39])[0] < 1e-100
    assert BTYD.predict(39, [1000], [38.99], [39]).predicted_high[0] > 700


def test_whoever_bought_on_the_last_day_is_there() -> None:
    assert BTYD.probability_alive([3], [30], [30])[0] == 1


def test_missing_numbers_stay_missing() -> None:
    model, history = BTYD, ([2, None], [5.0, 5.0], [9.0, 9.0])

    assert np.isnan(model.expected_purchases(5, *history)).tolist() == [False, True]
    assert np.isnan(model.discounted_purchases(0.01, *history)).tolist() == [False, True]
    assert model.predict(5, *history).n_missing == 1


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (([0, 0], [0, 0], [5, 6]), "None of the 2 customers"),
        (([2], [6], [5]), "longer than T"),
        (([1.5], [1], [5]), "whole number"),
    ],
)
def test_impossible_histories_are_named(history, said) -> None:
    with pytest.raises(MethodError, match=said):
        ParetoNBD().fit(*history)


@pytest.mark.reference
def test_parameters_of_the_papers(fitted) -> None:
    assert fitted.parameters == pytest.approx((0.553276, 10.577613, 0.606213, 11.667907), abs=1e-4)
    assert fitted.log_likelihood == pytest.approx(-9594.97393, abs=1e-4)
    assert (fitted.n, fitted.boundary, fitted.notes) == (2357, (), ())


@pytest.mark.reference
def test_customers_of_the_btyd_walk_through(fitted) -> None:
    assert fitted.expected_purchases(52, 26, 30.86, 31)[0] == pytest.approx(25.4577, abs=0.01)
    assert fitted.probability_alive(26, 30.86, 31)[0] == pytest.approx(0.997918, abs=1e-4)
    assert fitted.expected_purchases(39, 2, 30.43, 38.86)[0] == pytest.approx(1.4551130, abs=1e-6)
    assert fitted.probability_alive(2, 30.43, 38.86)[0] == pytest.approx(0.8691187, abs=1e-6)
    assert fitted.expected_new(52) == pytest.approx(1.473, abs=2e-3)


def test_new_customers_as_in_btyd() -> None:
    assert BTYD.expected_new([1, 5, 9]) == pytest.approx([0.05100654, 0.2336866, 0.3913375], abs=1e-7)
    assert BTYD.probability_new(range(4), 38.86) == pytest.approx(
        [0.5938028, 0.1656475, 0.0825064, 0.0490300], abs=1e-4
    )


def test_dert_as_in_btyd() -> None:
    found = BTYD.discounted_purchases(np.expm1(0.0027), [7, 2, 0], [35, 30.43, 0], [38.86, 38.86, 39])

    assert found == pytest.approx([20.65317, 6.48225, 0.474779], rel=1e-5)


@pytest.mark.reference
def test_total_of_all_customers_as_in_lifetimes(fitted, cdnow) -> None:
    total = fitted.total_expected_purchases(39, *cdnow)

    assert total.value == pytest.approx(1665.53, abs=0.1)
    assert total.expected_low < 1600 < 1750 < total.expected_high


@pytest.mark.reference
def test_the_unit_of_time_is_nothing(fitted, cdnow) -> None:
    frequency, recency, T = cdnow
    seconds = ParetoNBD().fit(frequency, 604_800 * recency, 604_800 * T)

    assert (seconds.r, seconds.s) == pytest.approx((fitted.r, fitted.s), rel=1e-5)
    assert (seconds.alpha, seconds.beta) == pytest.approx((604_800 * fitted.alpha, 604_800 * fitted.beta), rel=1e-4)
