"""Shifted beta-geometric: the published cohorts, the likelihood written out, hold-out and hostile tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import special

from regulars.methods import ShiftedBetaGeometric
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError

THERE = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.fixture(scope="module")
def fitted() -> ShiftedBetaGeometric:
    return ShiftedBetaGeometric().fit(THERE)


def literal(there: list[float], alpha: float, beta: float) -> float:
    """The log-likelihood of the paper, term by term."""
    norm = special.beta(alpha, beta)
    leave = [special.beta(alpha + 1, beta + t - 1) / norm for t in range(1, len(there))]
    lost = -np.diff(there)
    return lost @ np.log(leave) + there[-1] * np.log(special.beta(alpha, beta + len(there) - 1) / norm)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("segment", "parameters", "log_likelihood", "retention", "after_12", "lifetimes"),
    [
        (
            "high_end",
            (0.6680884, 3.8060954),
            -1611.15815,
            (0.8506793, 0.8779566, 0.9362157),
            0.3779991,
            (5.9222536, 5.4144790, 7.5296280),
        ),
        (
            "regular",
            (0.7040773, 1.1820430),
            -1680.26519,
            (0.6267061, 0.7560471, 0.9107194),
            0.1700375,
            (3.6949084, 2.9643993, 6.8423149),
        ),
    ],
)
def test_cohorts_of_fader_and_hardie_2007(
    reference_data: Path, segment, parameters, log_likelihood, retention, after_12, lifetimes
) -> None:
    table = np.genfromtxt(reference_data / "sbg-cohorts" / "fader_hardie_2007.csv", delimiter=",", names=True)

    fitted = ShiftedBetaGeometric().fit(table[segment], starters=1000, periods=7)

    assert fitted.parameters == pytest.approx(parameters, abs=1e-5)
    assert fitted.log_likelihood == pytest.approx(log_likelihood, abs=1e-4)
    assert fitted.retention([1, 2, 7]) == pytest.approx(retention, abs=1e-6)
    assert fitted.survival(12) == pytest.approx(after_12, abs=1e-6)
    found = [fitted.discounted_lifetime(0.1, renewals=n).value for n in (None, 1, 8)]
    assert found == pytest.approx(lifetimes, abs=1e-5)
    assert fitted.verdict == "calibrated"
    assert fitted.actual_held_out == pytest.approx(10 * table[segment][-1])


def test_likelihood_is_the_papers(fitted) -> None:
    assert fitted.log_likelihood == pytest.approx(literal(THERE, *fitted.parameters), rel=1e-12)
    for near in ((1.01, 1.0), (0.99, 1.0), (1.0, 1.01), (1.0, 0.99)):
        assert literal(THERE, *np.multiply(fitted.parameters, near)) < fitted.log_likelihood


def test_lifetimes_are_the_sums_of_what_is_to_come(fitted) -> None:
    t = np.arange(4000)
    survival = fitted.survival(t)

    assert fitted.discounted_lifetime(0.1).value == pytest.approx(survival @ 1.1**-t, rel=1e-10)
    later = survival[8:] / survival[7] @ 1.1 ** -np.arange(len(t) - 8)
    assert fitted.discounted_lifetime(0.1, renewals=8).value == pytest.approx(later, rel=1e-10)


@pytest.mark.parametrize(("alpha", "beta"), [(0.7, 1.2), (5.0, 100.0), (40.0, 900.0), (1e6, 4e6)])
def test_lifetimes_of_any_parameters_are_those_sums(alpha, beta) -> None:
    """Where ₂F₁ of scipy loses its digits, or gives none."""
    share = np.cumprod((beta + np.arange(600)) / (alpha + beta + np.arange(600)))
    slow = 1 + share @ 1.1 ** -np.arange(1, 601)

    assert ShiftedBetaGeometric(alpha=alpha, beta=beta).discounted_lifetime(0.1).value == pytest.approx(slow, rel=1e-11)


@pytest.mark.parametrize(("margin", "rate", "discount", "later", "now"), [(100, 0.8, 0.1, 266.666667, 366.666667)])
def test_constant_retention_is_the_textbook_sum(margin, rate, discount, later, now) -> None:
    """Customers who are all alike: m·r/(1 + d − r), and m(1 + d)/(1 + d − r) with a first payment now."""
    alike = ShiftedBetaGeometric(alpha=1e7 * (1 - rate), beta=1e7 * rate)

    assert alike.retention([1, 5, 20]) == pytest.approx(rate, abs=1e-5)
    first = margin * alike.discounted_lifetime(discount).value
    assert first == pytest.approx(now, rel=1e-5)
    assert first - margin == pytest.approx(later, rel=1e-5)
    assert margin * rate / (1 + discount - rate) == pytest.approx(later, abs=1e-6)
    renewal = margin * alike.discounted_lifetime(discount, renewals=3).value / (1 + discount)
    assert renewal == pytest.approx(later, rel=1e-5)


def test_retention_is_the_ratio_of_survival(fitted) -> None:
    survival = fitted.survival(np.arange(20))

    assert fitted.retention(np.arange(1, 20)) == pytest.approx(survival[1:] / survival[:-1])
    assert np.diff(fitted.retention(np.arange(1, 20))).min() > 0


def test_cohorts_are_added_up() -> None:
    """Two cohorts of which one was followed for less time; the same as one customer each, counted."""
    cohorts = ["a"] * 5 + ["b"] * 3
    fitted = ShiftedBetaGeometric().fit([500, 420, 380, 350, 330, 300, 250, 220], cohorts)
    swapped = ShiftedBetaGeometric().fit([300, 250, 220, 500, 420, 380, 350, 330], ["b"] * 3 + ["a"] * 5)

    value = literal([500, 420, 380, 350, 330], *fitted.parameters) + literal([300, 250, 220], *fitted.parameters)
    assert fitted.log_likelihood == pytest.approx(value, rel=1e-12)
    assert fitted == swapped
    assert (fitted.n, fitted.fitted_to) == (800, 4)
    assert fitted.stayed[0] == pytest.approx(670 / 800)
    assert fitted.stayed[2] == pytest.approx(670 / 800 * 600 / 670 * 350 / 380)


def test_the_curve_has_its_interval(fitted) -> None:
    assert (fitted.modelled_low < fitted.modelled).all()
    assert (fitted.modelled < fitted.modelled_high).all()
    narrow = ShiftedBetaGeometric().fit(np.multiply(THERE, 100))
    assert narrow.modelled_high - narrow.modelled_low == pytest.approx(
        (fitted.modelled_high - fitted.modelled_low) / 10, rel=0.02
    )


def test_a_forecast_that_failed_says_so() -> None:
    """Half of those left go at once in the held-out years: a price rise, no model of habits."""
    fitted = ShiftedBetaGeometric().fit([*THERE, 240, 120], periods=7)

    assert fitted.verdict == "too high"
    assert "too high" in str(fitted.notes[0])
    assert ShiftedBetaGeometric().fit([100, 60, 50, 45, 42], periods=2).verdict == "cannot tell"


def test_customers_who_are_all_alike_lean_on_the_edge() -> None:
    fitted = ShiftedBetaGeometric().fit([round(100_000 * 0.8**t) for t in range(8)])

    assert fitted.boundary == ("alpha", "beta")
    assert "do not show that customers differ" in str(fitted.notes[0])
    assert fitted.mean_churn == pytest.approx(0.2, abs=1e-3)
    assert fitted.survival(20) == pytest.approx(0.8**20, rel=0.02)


def test_what_the_model_draws_it_finds_again() -> None:
    truth = ShiftedBetaGeometric(alpha=0.7, beta=2.0)

    fitted = ShiftedBetaGeometric().fit(truth.simulate(4000, 9, seed=4))

    inside = [low < true < high for true, (low, high) in zip(truth.parameters, fitted.intervals.values(), strict=True)]
    assert all(inside)
    assert np.isnan(truth.discounted_lifetime(0.1).low)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ShiftedBetaGeometric().fit([100, 86.9, 74.3]), "say with starters="),
        (lambda: ShiftedBetaGeometric().fit([100, 90, 95]), "can only shrink"),
        (lambda: ShiftedBetaGeometric().fit([100, 90, -1]), "there are −1 customers"),
        (lambda: ShiftedBetaGeometric().fit([100, None, 3]), "Row 2"),
        (lambda: ShiftedBetaGeometric().fit([100, 90, 80], periods=1), "Give a whole number from 2 to 2"),
        (lambda: ShiftedBetaGeometric().fit([100, 90, 80], starters=0), "number of starters is 0"),
        (lambda: ShiftedBetaGeometric().fit([100, 90, 80], tolerance=2), "tolerance is 2"),
        (lambda: ShiftedBetaGeometric().fit(["many", 90, 80]), "Row 1"),
        (lambda: ShiftedBetaGeometric(alpha=1.0), "each above 0"),
        (lambda: ShiftedBetaGeometric(alpha=1, beta=2).survival(1.5), "whole number, 0 or more"),
        (lambda: ShiftedBetaGeometric(alpha=1, beta=2).retention(0), "whole number, 1 or more"),
        (lambda: ShiftedBetaGeometric(alpha=1, beta=2).discounted_lifetime(0), "discount rate is 0"),
        (lambda: ShiftedBetaGeometric(alpha=1, beta=2).discounted_lifetime(-1), "discount rate is −1"),
        (lambda: ShiftedBetaGeometric().survival(1), "Call fit first"),
    ],
)
def test_bad_input_is_named(call, said) -> None:
    with pytest.raises(MethodError, match=said):
        call()


@pytest.mark.parametrize("there", [[], [100], [100, 90], [100, 100, 100], [0, 0, 0]])
def test_too_little_to_learn_from(there) -> None:
    with pytest.raises(TooFewAnswersError):
        ShiftedBetaGeometric().fit(there)


def test_options_are_typed_errors() -> None:
    with pytest.raises(OptionError):
        ShiftedBetaGeometric().fit(THERE, confidence=95)
