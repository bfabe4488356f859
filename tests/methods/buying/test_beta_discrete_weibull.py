"""Beta-discrete-Weibull: the likelihood written out, c = 1, the cohorts of the references, and hostile tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import special

from regulars.charts import draw, drawable
from regulars.insights.pictures import picture_of
from regulars.language import Language, render
from regulars.methods import BetaDiscreteWeibull, ShiftedBetaGeometric
from regulars.methods.buying.beta_discrete_weibull import WeibullLikelihood
from regulars.methods.buying.digits import log_beta_ratio, log_gamma_ratio, slope_of_log_gamma_ratio
from regulars.methods.buying.retention_curve import RetentionTable
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

THERE = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.fixture(scope="module")
def fitted() -> BetaDiscreteWeibull:
    return BetaDiscreteWeibull().fit(THERE)


def literal(there: list[float], alpha: float, beta: float, c: float) -> float:
    """The log-likelihood of the paper, term by term."""
    survival = [special.beta(alpha, beta + t**c) / special.beta(alpha, beta) for t in range(len(there))]
    return -np.diff(there) @ np.log(-np.diff(survival)) + there[-1] * np.log(survival[-1])


def test_likelihood_is_the_papers_and_highest_there(fitted) -> None:
    assert fitted.log_likelihood == pytest.approx(literal(THERE, *fitted.parameters), rel=1e-12)
    for near in np.vstack((1 + 0.01 * np.eye(3), 1 - 0.01 * np.eye(3))):
        assert literal(THERE, *np.multiply(fitted.parameters, near)) < fitted.log_likelihood


@pytest.mark.parametrize("theta", [(0.1, 0.5, 0.3), (4.0, 6.0, -0.5), (-1.0, 2.0, 1.0), (9.0, 12.0, 0.1)])
def test_gradient_is_the_slope(theta) -> None:
    table = RetentionTable.of(THERE, None, starters=None, periods=None, least=3)
    objective, theta = WeibullLikelihood(table), np.array(theta)

    _, gradient = objective(theta)

    steps = np.eye(3) * 1e-5
    slope = [(objective(theta + step)[0] - objective(theta - step)[0]) / 2e-5 for step in steps]
    assert gradient == pytest.approx(slope, rel=1e-6, abs=1e-8)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("segment", "parameters", "log_likelihood", "after_12", "p", "verdict"),
    [
        ("high_end", (0.2142533, 1.4265749, 1.7235648), -1605.31421, 0.4039, 0.000629, "calibrated"),
        ("regular", (0.4556140, 0.7793255, 1.2834513), -1679.60283, 0.1773, 0.24975, "cannot tell"),
    ],
)
def test_cohorts_of_fader_and_hardie_2007(
    reference_data: Path, segment, parameters, log_likelihood, after_12, p, verdict
) -> None:
    table = np.genfromtxt(reference_data / "sbg-cohorts" / "fader_hardie_2007.csv", delimiter=",", names=True)

    fitted = BetaDiscreteWeibull().fit(table[segment], starters=1000, periods=7)
    sooner = BetaDiscreteWeibull().fit(table[segment], starters=1000, periods=4)

    assert fitted.parameters == pytest.approx(parameters, rel=1e-4)
    assert fitted.log_likelihood == pytest.approx(log_likelihood, abs=1e-4)
    assert fitted.survival(12) == pytest.approx(after_12, abs=1e-4)
    assert fitted.p_value == pytest.approx(p, rel=1e-2)
    assert fitted.verdict == verdict
    without = ShiftedBetaGeometric().fit(table[segment], starters=1000, periods=7)
    assert fitted.log_likelihood_at_1 == without.log_likelihood
    if segment == "high_end":
        assert sooner.parameters == pytest.approx((0.259, 1.722, 1.584), abs=1e-3)
        assert "clearly rises" in str(fitted.notes[0])
    else:
        assert "No clear sign" in str(fitted.notes[0])


@pytest.mark.parametrize(("alpha", "beta"), [(0.7, 1.2), (40.0, 900.0), (1e6, 4e6)])
def test_at_c_1_it_is_the_shifted_beta_geometric(alpha, beta) -> None:
    own, other = BetaDiscreteWeibull(alpha=alpha, beta=beta, c=1.0), ShiftedBetaGeometric(alpha=alpha, beta=beta)
    t = np.arange(1, 60)

    assert own.survival(t) == pytest.approx(other.survival(t), rel=1e-9)
    assert own.retention(t) == pytest.approx(other.retention(t), rel=1e-9)
    for rate in (0.1, 0.001):
        for renewals in (None, 1, 8):
            lifetimes = [model.discounted_lifetime(rate, renewals=renewals).value for model in (own, other)]
            assert lifetimes[0] == pytest.approx(lifetimes[1], rel=1e-12)


def test_lifetimes_are_the_sums_of_what_is_to_come(fitted) -> None:
    t = np.arange(4000)
    survival = fitted.survival(t)

    assert fitted.discounted_lifetime(0.1).value == pytest.approx(survival @ 1.1**-t, rel=1e-10)
    later = survival[8:] / survival[7] @ 1.1 ** -np.arange(len(t) - 8)
    assert fitted.discounted_lifetime(0.1, renewals=8).value == pytest.approx(later, rel=1e-10)


@pytest.mark.parametrize(("c", "said"), [(1.7, "clearly rises"), (0.5, "clearly falls"), (1.0, "No clear sign")])
def test_what_the_model_draws_it_finds_again(c, said) -> None:
    truth = BetaDiscreteWeibull(alpha=0.9, beta=3.0, c=c)

    fitted = BetaDiscreteWeibull().fit(truth.simulate(6000, 12, seed=5))

    limits = fitted.intervals.values()
    assert all(low < true < high for true, (low, high) in zip(truth.parameters, limits, strict=True))
    assert said in str(fitted.changes)


def test_retention_may_fall_and_then_rise() -> None:
    retention = BetaDiscreteWeibull(alpha=0.3, beta=2.0, c=1.8).retention(np.arange(1, 30))

    assert retention[1] < retention[0]
    assert retention[-1] > retention[2]


def test_ratios_of_gamma_functions_keep_their_digits() -> None:
    """Where z is large ln Γ is smooth: the ratio is the integral of ψ."""
    by = np.array([0.0, 1e-9, 0.5, 3.0, 700.0])
    for z in (0.01, 29.9, 30.1, 1e4):
        assert log_gamma_ratio(z, by) == pytest.approx(special.gammaln(z + by) - special.gammaln(z), rel=1e-9, abs=1e-9)
        slope = special.digamma(z + by) - special.digamma(z)
        assert slope_of_log_gamma_ratio(z, by) == pytest.approx(slope, rel=1e-8, abs=1e-12)
        for alpha in (0.3, 5.0):
            ratio = special.betaln(alpha, z + by) - special.betaln(alpha, z)
            assert log_beta_ratio(alpha, z, by) == pytest.approx(ratio, rel=1e-9, abs=1e-9)
    assert log_gamma_ratio(1e9, np.array([3.0]))[0] == pytest.approx(np.log([1e9, 1e9 + 1, 1e9 + 2]).sum(), rel=1e-15)
    assert slope_of_log_gamma_ratio(1e9, np.array([2.0]))[0] == pytest.approx(1e-9 + 1 / (1e9 + 1), rel=1e-12)


def test_customers_who_are_all_alike_lean_on_the_edge() -> None:
    fitted = BetaDiscreteWeibull().fit([round(100_000 * 0.8**t) for t in range(8)])

    assert {"alpha", "beta"} <= set(fitted.boundary)
    assert fitted.survival(20) == pytest.approx(0.8**20, rel=0.05)


@pytest.mark.parametrize("language", Language)
def test_it_is_drawn(fitted, language) -> None:
    section = picture_of("beta_discrete_weibull", fitted)

    assert drawable(section)
    assert draw(section, language, 640)
    assert render(section.sentence, language)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: BetaDiscreteWeibull().fit([100, 86.9, 74.3, 60.0]), "say with starters="),
        (lambda: BetaDiscreteWeibull().fit([100, 90, 95, 80]), "can only shrink"),
        (lambda: BetaDiscreteWeibull().fit([100, 90, 80, 70], periods=2), "Give a whole number from 3 to 3"),
        (lambda: BetaDiscreteWeibull(alpha=1.0, beta=2.0), "each above 0"),
        (lambda: BetaDiscreteWeibull(alpha=1, beta=2, c=0), "each above 0"),
        (lambda: BetaDiscreteWeibull(alpha=1, beta=2, c=1).survival(1.5), "whole number, 0 or more"),
        (lambda: BetaDiscreteWeibull(alpha=1, beta=2, c=1).discounted_lifetime(0), "discount rate is 0"),
        (lambda: BetaDiscreteWeibull().survival(1), "Call fit first"),
    ],
)
def test_bad_input_is_named(call, said) -> None:
    with pytest.raises(MethodError, match=said):
        call()


@pytest.mark.parametrize("there", [[], [100], [100, 90], [100, 90, 80], [100, 100, 100, 100], [0, 0, 0, 0]])
def test_too_little_to_learn_from(there) -> None:
    with pytest.raises(TooFewAnswersError):
        BetaDiscreteWeibull().fit(there)


def test_options_are_typed_errors() -> None:
    with pytest.raises(OptionError):
        BetaDiscreteWeibull().fit(THERE, confidence=95)
