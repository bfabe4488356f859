"""Gamma-Gamma: the published numbers, agreement with the plain formula, guarded input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import special

from regulars.methods import GammaGamma
from regulars.methods.buying.gamma_gamma import GammaGammaLikelihood
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError


@pytest.fixture(scope="module")
def cdnow(reference_data: Path) -> tuple[np.ndarray, np.ndarray]:
    path = reference_data / "cdnow-sample" / "cdnow_cbs_with_spend.csv"
    table = np.genfromtxt(path, delimiter=",", names=True)
    return table["x"], table["zbar"]


def simulated(n: int = 800, seed: int = 4, p: float = 3.0, q: float = 3.5, gamma: float = 20.0):
    random = np.random.default_rng(seed)
    frequency = random.integers(0, 6, n)
    rate = random.gamma(q, 1 / gamma, n)
    return frequency, random.gamma(p * np.maximum(frequency, 1)) / rate / np.maximum(frequency, 1) * (frequency > 0)


def test_parameters_of_fader_hardie_note_025(cdnow):
    fitted = GammaGamma().fit(*cdnow)

    assert fitted.parameters == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert fitted.log_likelihood == pytest.approx(-4055.9232, abs=0.01)
    assert (fitted.n, fitted.n_missing, fitted.boundary, fitted.notes) == (946, 1411, (), ())
    assert fitted.correlation == pytest.approx(0.1139, abs=1e-4)


def test_expected_values_of_the_first_ten_customers(cdnow):
    model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    frequency, monetary = cdnow

    expected = model.expected_value(frequency[:10], monetary[:10])

    published = [24.66, 18.92, 35.22, 35.22, 35.22, 71.47, 18.92, 35.22, 27.29, 35.22]
    assert expected == pytest.approx(published, abs=0.01)
    assert model.population_mean == pytest.approx(35.218978, abs=1e-6)


def test_likelihood_and_gradient_are_those_of_the_paper():
    x, m = np.array([1.0, 3.0, 3.0]), np.array([12.0, 7.5, 30.0])
    objective = GammaGammaLikelihood(x, m, np.array([2.0, 1.0, 1.0]))
    p, q, g = 2.2, 1.7, 9.0
    density = (
        special.gamma(p * x + q)
        / (special.gamma(p * x) * special.gamma(q))
        * g**q
        * m ** (p * x - 1)
        * x ** (p * x)
        / (g + x * m) ** (p * x + q)
    )

    value, gradient = objective(np.log([p, q, g]))

    assert value == pytest.approx(np.average(np.log(density), weights=[2, 1, 1]), rel=1e-12)
    steps = np.eye(3) * 1e-6
    slope = [(objective(np.log([p, q, g]) + s)[0] - objective(np.log([p, q, g]) - s)[0]) / 2e-6 for s in steps]
    assert gradient == pytest.approx(slope, abs=1e-8)


def test_counts_equal_repetition_and_order_is_nothing():
    frequency, monetary = simulated(300)
    counts = np.random.default_rng(0).integers(0, 4, 300)
    order = np.random.default_rng(1).permutation(300)

    counted = GammaGamma().fit(frequency, monetary, counts)

    assert counted == GammaGamma().fit(np.repeat(frequency, counts), np.repeat(monetary, counts))
    assert counted == GammaGamma().fit(frequency[order], monetary[order], counts[order])


def test_money_in_cents_changes_only_gamma():
    frequency, monetary = simulated()
    units, cents = GammaGamma().fit(frequency, monetary), GammaGamma().fit(frequency, 100 * monetary)

    assert (cents.p, cents.q, cents.gamma) == pytest.approx((units.p, units.q, 100 * units.gamma), rel=1e-6)


def test_true_parameters_lie_within_intervals_about_as_often_as_promised():
    inside = np.zeros(3)
    for seed in range(20):
        limits = np.array(list(GammaGamma().fit(*simulated(600, seed)).intervals.values()))
        inside += (limits[:, 0] <= (3, 3.5, 20)) & (limits[:, 1] >= (3, 3.5, 20))

    assert (inside >= 16).all()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("p", [4.0, 50.0])
def test_customers_who_spend_alike_give_the_limit(seed, p):
    """All draw from one Gamma: q and gamma run off together, and everybody's mean is nearly the same."""
    random = np.random.default_rng(seed)
    frequency = random.integers(1, 7, 600)
    monetary = random.gamma(p * frequency) / frequency * 10

    fitted = GammaGamma().fit(frequency, monetary)

    assert fitted.boundary in ((), ("q", "gamma"))
    assert fitted.p == pytest.approx(p, rel=0.3)
    mean = np.average(monetary, weights=frequency)
    assert fitted.population_mean == pytest.approx(mean, rel=0.02)
    if fitted.boundary:
        assert fitted.expected_value(frequency, monetary) == pytest.approx(np.full(600, mean), rel=0.05)
        assert np.isnan(fitted.intervals["q"]).all()
        assert "do not determine q" in str(fitted.notes[0])


def test_the_likelihood_keeps_its_digits_where_customers_are_alike():
    """As q and gamma grow together it becomes that of one Gamma(p·x, q/gamma) for all."""
    x, m = np.array([1.0, 2.0, 6.0]), np.array([0.7, 1.2, 1.1])
    objective = GammaGammaLikelihood(x, m, np.ones(3))
    p, rate = 4.0, 3.9
    limit = np.mean(p * x * np.log(rate * x * m) - np.log(m) - rate * x * m - special.gammaln(p * x))

    value, gradient = objective(np.log([p, 1e12, 1e12 / rate]))

    assert value == pytest.approx(limit, rel=1e-10)
    assert gradient[1] + gradient[2] == pytest.approx(0, abs=1e-10)


@pytest.mark.parametrize("q", [99.999999, 100.0])
def test_the_two_ways_to_the_likelihood_meet(q):
    objective = GammaGammaLikelihood(np.array([1.0, 7.0]), np.array([3.0, 2.0]), np.ones(2))

    value, gradient = objective(np.log([2.0, q, 90.0]))
    other, other_gradient = objective(np.log([2.0, 99.9999995, 90.0]))

    assert value == pytest.approx(other, rel=1e-7)
    assert gradient == pytest.approx(other_gradient, rel=1e-6, abs=1e-6)


def test_customers_without_repeat_purchases_or_value_are_counted_out():
    frequency, monetary = simulated(200)
    fitted = GammaGamma().fit([*frequency, 3, 2, None], [*monetary, 0, -5.0, 4])

    assert fitted.n == (frequency > 0).sum()
    assert fitted.n_missing == 203 - fitted.n
    expected = fitted.expected_value([0, 3, 2, None], [None, 0, -5.0, 4])
    assert expected[:3] == pytest.approx(fitted.population_mean)
    assert np.isnan(expected[3])


def test_infinite_means_are_never_given_as_numbers():
    model = GammaGamma(p=0.1, q=0.8, gamma=5)

    assert np.isnan(model.population_mean)
    assert "so uneven" in str(model.notes[0])
    assert model.expected_value([3], [10])[0] > 0
    with pytest.raises(MethodError, match="Row 2 has no expected value"):
        model.expected_value([3, 0], [10, 0])


def test_spending_that_goes_with_frequency_is_noted():
    frequency, monetary = simulated()

    fitted = GammaGamma().fit(frequency, monetary * frequency)

    assert fitted.correlation_low > 0.2
    assert any("correlation" in str(note) for note in fitted.notes)


@pytest.mark.parametrize(
    ("frequency", "monetary", "said"),
    [
        ([0, 0], [0, 0], "No customer bought again for a positive amount"),
        ([1, 2], [9, 9], "All 2 customers spend 9 at each purchase"),
        ([1.5], [9], "Row 1: frequency is 1.5"),
        ([1, 2], [9], "monetary has 1 rows"),
        ([], [], "No customer bought again"),
    ],
)
def test_input_that_cannot_be_modelled_is_named(frequency, monetary, said):
    with pytest.raises(MethodError) as caught:
        GammaGamma().fit(frequency, monetary)

    assert said in str(caught.value)


def test_models_without_parameters_and_wrong_ones_are_refused():
    with pytest.raises(MethodError, match="Call fit first"):
        GammaGamma().expected_value([1], [2])
    with pytest.raises(OptionError, match="each above 0"):
        GammaGamma(p=1, q=2)
    with pytest.raises(TooFewAnswersError):
        GammaGamma().fit([0], [5])
