"""What BG/NBD and MBG/NBD promise on any data: agreement with slow versions, consistency, guarded input."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from regulars.methods import BetaGeoNBD, ModifiedBetaGeoNBD
from regulars.methods.buying.beta_geometric import BetaGeometricLikelihood
from regulars.methods.buying.histories import histories
from regulars.methods.errors import MethodError, NotANumberError, OptionError, TooFewAnswersError

KINDS = (BetaGeoNBD, ModifiedBetaGeoNBD)
TRUTH = {"r": 0.6, "alpha": 5.0, "a": 0.9, "b": 2.2}
each_kind = pytest.mark.parametrize("kind", KINDS)
positive = st.floats(0.05, 20)


def model_of(kind, parameters):
    return kind(**dict(zip(("r", "alpha", "a", "b"), parameters, strict=True)))


def simulated(kind, n=1500, seed=5, **parameters):
    T = np.random.default_rng(seed).uniform(10, 60, n)
    frequency, recency = kind(**(parameters or TRUTH)).simulate(T, seed=seed)
    return frequency, recency, T


def slow_likelihood(kind, x, t_x, T, r, alpha, a, b):
    """The formulas of the two papers, term by term."""
    before = special.gamma(r + x) * alpha**r / special.gamma(r) / special.beta(a, b)
    if kind is BetaGeoNBD:
        alive = special.beta(a, b + x) * (alpha + T) ** -(r + x)
        gone = special.beta(a + 1, b + x - 1) * (alpha + t_x) ** -(r + x) if x > 0 else 0.0
    else:
        alive = special.beta(a, b + x + 1) * (alpha + T) ** -(r + x)
        gone = special.beta(a + 1, b + x) * (alpha + t_x) ** -(r + x)
    return before * (alive + gone), alive / (alive + gone)


def slow_mean(kind, t, x, T, r, alpha, a, b):
    """Mean purchases of somebody alive, by integration over p."""
    shape, rate = r + x, alpha + T
    weight = stats.beta(a, b + x + (kind is ModifiedBetaGeoNBD))
    return integrate.quad(
        lambda p: weight.pdf(p) * (1 - (rate / (rate + p * t)) ** shape) / p, 0, 1, limit=300, epsrel=1e-10
    )[0]


@each_kind
@given(parameters=st.tuples(positive, positive, positive, positive), x=st.integers(0, 30), t_x=st.floats(0, 50))
def test_likelihood_and_alive_are_the_papers_formulas(kind, parameters, x, t_x):
    t_x = t_x if x else 0.0
    rows = histories([x], [t_x], [52.0])

    log_likelihood, _ = BetaGeometricLikelihood(rows, drops_at_first=kind.drops_at_first)(np.log(parameters))
    alive = model_of(kind, parameters).probability_alive([x], [t_x], [52.0])[0]

    likelihood, expected_alive = slow_likelihood(kind, x, t_x, 52.0, *parameters)
    assert log_likelihood == pytest.approx(np.log(likelihood), rel=1e-9, abs=1e-9)
    assert alive == pytest.approx(expected_alive, rel=1e-9)


@each_kind
def test_gradient_is_the_slope(kind):
    objective = BetaGeometricLikelihood(histories(*simulated(kind)), drops_at_first=kind.drops_at_first)
    theta = np.log([0.7, 3.0, 1.4, 0.8])

    _, gradient = objective(theta)

    steps = np.eye(4) * 1e-5
    slope = [(objective(theta + step)[0] - objective(theta - step)[0]) / 2e-5 for step in steps]
    assert gradient == pytest.approx(slope, abs=1e-8)


@each_kind
@settings(max_examples=40, deadline=None)
@given(
    parameters=st.tuples(positive, positive, st.one_of(st.floats(1, 8), st.just(1.0)), st.floats(1, 20)),
    x=st.integers(0, 20),
    t=st.floats(0.5, 100),
)
def test_expected_purchases_are_the_mean_over_all_rates_and_chances(kind, parameters, x, t):
    model = model_of(kind, parameters)

    expected = model.expected_purchases(t, [x], [20.0 if x else 0.0], [30.0])[0]

    alive = model.probability_alive([x], [20.0 if x else 0.0], [30.0])[0]
    assert expected == pytest.approx(alive * slow_mean(kind, t, x, 30.0, *parameters), rel=1e-6)


@each_kind
@pytest.mark.parametrize("a", [1.0, 1 + 1e-12, 1 - 1e-7, 1 + 1e-5, 0.4, 0.4 + 1e-9])
def test_poles_at_a_1_and_at_a_plus_b_1_are_removed(kind, a):
    model, left, right = (kind(r=0.24, alpha=4.4, a=a + d, b=0.6) for d in (0, -1e-2, 1e-2))

    value = float(model.expected_new(39))

    assert value == pytest.approx((left.expected_new(39) + right.expected_new(39)) / 2, rel=1e-3)
    assert value == pytest.approx(np.arange(3000) @ model.probability_new(np.arange(3000), 39), rel=1e-6)


@each_kind
def test_a_thousand_purchases_do_not_overflow(kind):
    model = kind(r=0.24, alpha=4.4, a=0.8, b=2.4)

    assert model.probability_alive([5000], [38.999], [39])[0] > 0.99
    assert 5000 < model.expected_purchases(78, [5000], [38.999], [39])[0] < 10_000
    assert model.probability_alive([5000], [10], [39])[0] == pytest.approx(0, abs=1e-300)


@each_kind
@pytest.mark.parametrize("parameters", [(1e-6,) * 4, (1e6,) * 4, (1e-6, 1e6, 1e-6, 1e6), (1e6, 1e-6, 1e6, 1e-6)])
def test_extreme_parameters_stay_finite_and_possible(kind, parameters):
    model = model_of(kind, parameters)
    history = [0, 0, 2, 10_000], [0, 0, 30, 38], [0, 38, 38.86, 39]

    expected, alive = model.expected_purchases(39, *history), model.probability_alive(*history)

    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    assert ((alive >= 0) & (alive <= 1)).all()
    assert (model.predict(39, *history).predicted_high >= 0).all()


@each_kind
def test_chances_of_a_new_customer_add_up(kind):
    model = kind(**TRUTH)
    n = np.arange(2000)

    chances = model.probability_new(n, 39)

    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert n @ chances == pytest.approx(model.expected_new(39), rel=1e-7)
    assert model.probability_new(0, 39) == pytest.approx(chances[0])


@each_kind
def test_range_of_one_customer_holds_what_the_model_draws(kind):
    """A new customer's range, against 20,000 drawn from the same model."""
    model, n = kind(**TRUTH), 20_000
    drawn, _ = model.simulate(np.full(n, 52.0), seed=3)
    # Whoever has just come, in BG/NBD, has the history (0, 0, 0).
    forecast = model.predict(52, [0], [0], [0])

    low, high = forecast.predicted_low[0], forecast.predicted_high[0]
    assert ((drawn >= low) & (drawn <= high)).mean() >= 0.8 - 0.01
    assert (drawn <= high - 1).mean() < 0.9 + 0.01
    assert (drawn == 0).mean() == pytest.approx(forecast.chance_of_none[0], abs=0.015)
    assert drawn.mean() == pytest.approx(forecast.expected[0], abs=4 * drawn.std() / n**0.5)


@each_kind
def test_counts_equal_repetition_to_the_bit(kind):
    frequency, recency, T = (np.floor(column) for column in simulated(kind, 400))
    counts = np.random.default_rng(1).integers(0, 4, 400)

    counted = kind().fit(frequency, recency, T, counts)
    repeated = kind().fit(*(np.repeat(column, counts) for column in (frequency, recency, T)))

    assert counted == repeated
    assert counted.intervals == repeated.intervals
    total = counted.total_expected_purchases(10, frequency, recency, T, counts)
    assert total.value == pytest.approx(np.nansum(counts * counted.expected_purchases(10, frequency, recency, T)))


@each_kind
def test_row_order_is_nothing(kind):
    columns = simulated(kind, 500)
    order = np.random.default_rng(2).permutation(500)

    assert kind().fit(*columns) == kind().fit(*(column[order] for column in columns))


@each_kind
def test_a_trillion_customers_cost_their_distinct_histories(kind):
    columns = simulated(kind, 300)

    many, few = kind().fit(*columns, np.full(300, 10**12)), kind().fit(*columns)

    assert many.n == 300 * 10**12
    assert many.parameters == pytest.approx(few.parameters, rel=1e-4)


@pytest.mark.long
@each_kind
def test_true_parameters_lie_within_intervals_about_as_often_as_promised(kind):
    inside, total_inside, runs = np.zeros(4), 0, 16
    for seed in range(runs):
        columns = simulated(kind, 600, seed)
        fitted = kind().fit(*columns)
        limits = np.array(list(fitted.intervals.values()))
        inside += (limits[:, 0] <= list(TRUTH.values())) & (limits[:, 1] >= list(TRUTH.values()))
        total = fitted.total_expected_purchases(26, *columns)
        truth = kind(**TRUTH).total_expected_purchases(26, *columns).value
        total_inside += total.expected_low <= truth <= total.expected_high

    # 12 of 16 is more than three standard deviations below 95 %.
    assert (inside >= 13).all()
    assert total_inside >= 13


@each_kind
def test_customers_who_never_leave_make_a_fit_at_the_boundary_that_says_so(kind):
    random = np.random.default_rng(0)
    T = random.uniform(20, 50, 2000)
    bought = random.poisson(random.gamma(1, 0.2, 2000) * T)
    last = np.where(bought > 0, T * random.beta(np.maximum(bought, 1), 1), 0)

    fitted = kind().fit(bought, last, T)

    assert set(fitted.boundary) >= {"a", "b"}
    assert np.isnan(fitted.standard_errors["a"])
    assert "do not determine" in str(fitted.notes[0])
    if kind is BetaGeoNBD:
        assert fitted.r == pytest.approx(1, abs=0.1)
        assert fitted.total_expected_purchases(10, bought, last, T).value == pytest.approx(0.2 * 10 * 2000, rel=0.1)


@each_kind
def test_missing_numbers_are_counted_and_have_no_forecast(kind):
    frequency, recency, T = simulated(kind, 300)
    holes = frequency.copy()
    holes[:7] = np.nan

    fitted = kind().fit(holes, recency, T)
    forecast = fitted.predict(10, holes, recency, T)

    assert (fitted.n, fitted.n_missing) == (293, 7)
    assert fitted.parameters == kind().fit(frequency[7:], recency[7:], T[7:]).parameters
    assert np.isnan(fitted.expected_purchases(10, holes, recency, T)).sum() == 7
    assert (forecast.n, forecast.n_missing, np.isnan(forecast.predicted_high).sum()) == (293, 7, 7)


@pytest.mark.parametrize(
    ("frequency", "recency", "T", "said"),
    [
        ([1, 1.5], [1, 1], [5, 5], "Row 2: frequency is 1.5"),
        ([1, -1], [1, 0], [5, 5], "Row 2: frequency is −1"),
        ([1, 0], [1, 3], [5, 5], "Row 2: recency is 3 but frequency is 0"),
        ([1, 1], [1, -3], [5, 5], "Row 2: recency is −3"),
        ([1, 1], [1, 6], [5, 5], "Row 2: recency 6 is longer than T 5"),
        ([1, 0], [0, 0], [5, -5], "Row 2: T is −5"),
        ([1], [1, 2], [5], "recency has 2 rows"),
        ([], [], [], "0 rows, none complete"),
        ([None], [1], [5], "1 rows, none complete"),
        ([0, 0], [0, 0], [5, 6], "None of the 2 customers bought a second time"),
        ([1, 0], [0, 0], [0, 0], "Every T is 0"),
    ],
)
@each_kind
def test_impossible_histories_are_named(kind, frequency, recency, T, said):
    with pytest.raises(MethodError) as caught:
        kind().fit(frequency, recency, T)

    assert said in str(caught.value)


def test_text_is_refused_with_its_row():
    with pytest.raises(NotANumberError, match="Row 2 of frequency"):
        BetaGeoNBD().fit(["1", "often"], [1, 1], [5, 5])


def test_all_zero_frequency_is_too_few():
    with pytest.raises(TooFewAnswersError):
        BetaGeoNBD().fit([0] * 50, [0] * 50, [9] * 50)


@each_kind
def test_a_model_without_parameters_says_so(kind):
    for call in (
        lambda: kind().expected_purchases(1, [1], [1], [5]),
        lambda: kind().probability_alive([1], [1], [5]),
        lambda: kind().expected_new(1),
        lambda: kind().predict(1, [1], [1], [5]),
    ):
        with pytest.raises(MethodError, match="Call fit first"):
            call()


@pytest.mark.parametrize("parameters", [{"r": 1.0}, {"r": 0, "alpha": 1, "a": 1, "b": 1}, {**TRUTH, "b": np.inf}])
def test_parameters_are_all_given_and_positive(parameters):
    with pytest.raises(OptionError, match="each above 0"):
        BetaGeoNBD(**parameters)


@pytest.mark.parametrize(("t", "said"), [(-1, "horizon t is −1"), ([1, 2], "2 horizons for 1"), (np.nan, "horizon")])
def test_horizons_are_checked(t, said):
    with pytest.raises(MethodError, match=said):
        BetaGeoNBD(**TRUTH).expected_purchases(t, [1], [1], [5])


def test_fit_makes_a_new_object_and_leaves_the_old_one():
    empty = BetaGeoNBD()
    columns = simulated(BetaGeoNBD, 200)

    fitted = empty.fit(*columns)

    assert fitted is not empty
    assert np.isnan(empty.r)
    with pytest.raises(AttributeError):
        fitted.r = 2.0
    assert json.loads(json.dumps(fitted.to_dict()))["r"] == fitted.r


def test_given_parameters_have_a_total_without_limits():
    total = BetaGeoNBD(**TRUTH).total_expected_purchases(10, [1], [3], [9])

    assert total.value > 0
    assert np.isnan([total.expected_low, total.expected_high]).all()


def test_three_numbers_are_one_customer():
    model = BetaGeoNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)

    assert model.probability_alive(2, 30.43, 38.86) == model.probability_alive([2], [30.43], [38.86])
    assert model.expected_purchases(39, 2, 30.43, 38.86) == pytest.approx([1.226], abs=0.001)
