"""BG/BB: the published numbers, the paper's formula written out, and what it promises on any data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import special

from regulars.methods import BetaGeoBetaBinomial, GammaGamma, lifetime_value
from regulars.methods.buying.beta_binomial import BetaBinomialLikelihood
from regulars.methods.buying.histories import histories
from regulars.methods.errors import MethodError, OptionError

PARAMETERS = [(1.2, 0.75, 0.66, 2.8), (0.2, 3.0, 4.0, 0.5), (30.0, 20.0, 1.0, 9.0), (1.0, 1.0, 1.0, 1.0)]
HISTORIES = [(0, 0, 6), (1, 1, 6), (2, 5, 6), (6, 6, 6), (3, 40, 60), (0, 0, 1)]
DONORS = BetaGeoBetaBinomial(alpha=1.2035333, beta=0.7497272, gamma=0.6567788, delta=2.7838121)


@pytest.fixture(scope="module")
def donations(reference_data: Path) -> list[np.ndarray]:
    table = np.genfromtxt(reference_data / "donations-bgbb" / "donations.csv", delimiter=",", names=True)
    return [table[name] for name in ("frequency", "recency", "periods", "weights")]


@pytest.fixture(scope="module")
def fitted(donations) -> BetaGeoBetaBinomial:
    return BetaGeoBetaBinomial().fit(*donations)


def made(parameters) -> BetaGeoBetaBinomial:
    return BetaGeoBetaBinomial(**dict(zip(BetaGeoBetaBinomial.names, parameters, strict=True)))


def literal(x: int, t_x: int, n: int, a: float, b: float, c: float, d: float) -> tuple[float, float]:
    """Likelihood and P(still there at the next occasion), equations 3 and 11 of the paper."""
    norm = special.beta(a, b) * special.beta(c, d)
    likelihood = special.beta(a + x, b + n - x) * special.beta(c, d + n) / norm
    for i in range(n - t_x):
        likelihood += special.beta(a + x, b + t_x - x + i) * special.beta(c + 1, d + t_x + i) / norm
    return likelihood, special.beta(a + x, b + n - x) * special.beta(c, d + n + 1) / norm / likelihood


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize("history", HISTORIES)
def test_likelihood_and_alive_are_the_papers_formulas(parameters, history) -> None:
    value, _ = BetaBinomialLikelihood(histories(*([part] for part in history)))(np.log(parameters))

    likelihood, alive = literal(*history, *parameters)

    assert value == pytest.approx(np.log(likelihood), rel=1e-10, abs=1e-10)
    assert made(parameters).probability_alive(*history)[0] == pytest.approx(alive, rel=1e-9)


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_gradient_is_the_slope(parameters) -> None:
    columns = [np.array(column) for column in zip(*HISTORIES, strict=True)]
    objective, theta = BetaBinomialLikelihood(histories(*columns)), np.log(parameters)

    _, gradient = objective(theta)

    steps = np.eye(4) * 1e-5
    slope = [(objective(theta + step)[0] - objective(theta - step)[0]) / 2e-5 for step in steps]
    assert gradient == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_all_histories_together_are_certain(parameters) -> None:
    """Every way in which five occasions can go has been thought of once."""
    total = special.comb(0, 0) * literal(0, 0, 5, *parameters)[0]
    for t_x in range(1, 6):
        total += sum(special.comb(t_x - 1, x - 1) * literal(x, t_x, 5, *parameters)[0] for x in range(1, t_x + 1))
    chances = made(parameters).probability_new(range(6), 5)

    assert total == pytest.approx(1, rel=1e-12)
    assert chances.sum() == pytest.approx(1, rel=1e-12)
    assert chances @ np.arange(6) == pytest.approx(made(parameters).expected_new(5), rel=1e-10)


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize(("x", "t_x", "n", "t"), [(2, 4, 6, 5), (0, 0, 3, 1), (3, 7, 9, 30)])
def test_chances_of_one_customer_have_the_expected_mean(parameters, x, t_x, n, t) -> None:
    model = made(parameters)
    history = ([x] * (t + 1), [t_x] * (t + 1), [n] * (t + 1))

    chances = model.probability(np.arange(t + 1), t, *history)

    assert chances.sum() == pytest.approx(1, rel=1e-10)
    assert chances @ np.arange(t + 1) == pytest.approx(model.expected_purchases(t, x, t_x, n)[0], rel=1e-9)
    assert model.predict(t, x, t_x, n).chance_of_none[0] == pytest.approx(chances[0], abs=1e-12)


def test_for_ever_is_a_long_time() -> None:
    history = [6, 0], [6, 0], [6, 6]

    assert DONORS.discounted_purchases(0.1, *history) == pytest.approx(
        DONORS.discounted_purchases(0.1, *history, horizon=600), rel=1e-12
    )


def test_drawn_histories_have_the_chances_of_the_model() -> None:
    frequency, recency = DONORS.simulate(np.full(20_000, 6.0), seed=1)

    assert (frequency <= recency).all()
    assert np.bincount(frequency.astype(int), minlength=7) / 20_000 == pytest.approx(
        DONORS.probability_new(range(7), 6), abs=0.012
    )


def test_value_of_a_donor() -> None:
    """Money hangs on occasions as on time."""
    found = lifetime_value(
        DONORS,
        GammaGamma(p=6.25, q=3.74, gamma=15.44),
        frequency=[6, 0],
        recency=[6, 0],
        T=[6, 6],
        monetary=[35.0, 0.0],
        horizon=5,
    )

    assert found.expected_purchases == pytest.approx([3.752544, 0.072863], abs=1e-4)


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (([1.5], [2], [6]), "frequency is 1.5"),
        (([1], [1.5], [6]), "recency is 1.5"),
        (([3], [2], [6]), "3 purchases by occasion 2"),
        (([1], [7], [6]), "longer than T"),
        (([0, 0], [0, 0], [6, 6]), "None of the 2 customers"),
    ],
)
def test_impossible_histories_are_named(history, said) -> None:
    with pytest.raises(MethodError, match=said):
        BetaGeoBetaBinomial().fit(*history)


def test_half_an_occasion_ahead_is_none() -> None:
    with pytest.raises(OptionError, match="counts occasions"):
        DONORS.expected_purchases(2.5, [1], [1], [6])


@pytest.mark.reference
def test_parameters_of_fader_hardie_shang_2010(fitted) -> None:
    assert fitted.parameters == pytest.approx((1.2035224, 0.7497164, 0.6567182, 2.7834420), abs=1e-5)
    assert fitted.log_likelihood == pytest.approx(-33225.58127, abs=1e-4)
    assert (fitted.n, fitted.boundary, fitted.notes) == (11104, (), ())


@pytest.mark.reference
def test_donors_of_the_paper(fitted, donations) -> None:
    assert fitted.probability_alive([0, 2, 6], [0, 4, 6], [6] * 3) == pytest.approx(
        [0.1081333, 0.5896572, 0.9304336], abs=1e-5
    )
    assert 11104 * fitted.probability_new([0, 6], 6) == pytest.approx([3454.9, 1253.1], abs=0.1)
    assert fitted.described().expected[[0, 6]] == pytest.approx([3454.9, 1253.1], abs=0.1)
    total = fitted.total_expected_purchases(5, *donations)
    assert total.value == pytest.approx(12884.2, abs=0.1)
    assert total.expected_low < 12700 < 13000 < total.expected_high
    assert fitted.expected_purchases(5, [6, 0], [6, 0], [6, 6]) == pytest.approx([3.752544, 0.072863], abs=1e-6)
    assert fitted.discounted_purchases(0.1, [6, 0], [6, 0], [6, 6]) == pytest.approx([5.90975, 0.114752], abs=1e-3)


@pytest.mark.reference
def test_counts_are_repetitions(fitted, donations) -> None:
    frequency, recency, n, counts = donations
    order = np.random.default_rng(0).permutation(int(counts.sum()))
    rows = [np.repeat(column, counts.astype(int))[order] for column in (frequency, recency, n)]

    assert BetaGeoBetaBinomial().fit(*rows) == fitted
