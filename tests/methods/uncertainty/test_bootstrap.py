"""The bootstrap: against formulas, against itself with other rows, and against what it cannot take."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from scipy import stats

from regulars.methods import bootstrap, csat, mean_rating, nps
from regulars.methods.errors import MethodError, NotANumberError, OptionError, OutOfScaleError

ANSWERS = [5, 4, 4, 3, 5, 1, 4, 5, 2, 4] * 6


@pytest.mark.reference
def test_nps_of_the_airport_with_10000_draws(airport: dict[str, list[str]]) -> None:
    """Reference values, section 1.3: 37.25 and 42.46, one seed of numpy."""
    result = bootstrap(airport["NETPRO"], "nps", missing=["Blank", "11", "12", "99"], n_resamples=10_000)

    assert result.n == 2746
    assert (result.low, result.high) == pytest.approx((37.25, 42.46), abs=0.3)
    assert result.standard_error == pytest.approx(1.334137, rel=0.05)


@pytest.mark.parametrize("clusters", [None, np.arange(60) // 2])
def test_draws_scatter_as_the_formula_says(clusters: Any) -> None:
    weights = np.linspace(0.5, 2, 60)
    options: dict[str, Any] = {"weights": weights, "clusters": clusters}
    drawn = bootstrap(ANSWERS, n_resamples=5000, **options)
    known = mean_rating(ANSWERS, **options)

    assert drawn.value == pytest.approx(known.mean)
    assert drawn.standard_error == pytest.approx(known.standard_error, rel=0.12)
    assert drawn.n_effective == pytest.approx(known.n_effective)


def test_each_figure_is_that_of_its_method() -> None:
    assert bootstrap(ANSWERS, "share", scale=(1, 5), n_resamples=100).value == csat(ANSWERS).share
    assert bootstrap(ANSWERS, "nps", n_resamples=100).value == pytest.approx(nps(ANSWERS).points)
    assert bootstrap(ANSWERS, "median", n_resamples=100).value == np.median(ANSWERS)


def test_a_function_of_sums_is_the_figure_it_says() -> None:
    own = bootstrap(ANSWERS, lambda sums: sums[:, 1] / sums[:, 0], seed=4)
    named = bootstrap(ANSWERS, "mean", seed=4)

    assert (own.value, own.low, own.high) == pytest.approx((named.value, named.low, named.high))


def test_bca_is_near_scipys() -> None:
    skewed = np.random.default_rng(0).exponential(size=40)
    found = bootstrap(skewed, interval="bca", n_resamples=9999)
    theirs = stats.bootstrap((skewed,), np.mean, method="BCa", rng=1).confidence_interval

    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=0.03)
    assert found.high > bootstrap(skewed, n_resamples=9999).high


def test_medians_are_near_those_drawn_one_by_one() -> None:
    values = np.random.default_rng(3).normal(size=81)
    random = np.random.default_rng(5)
    plain = np.median(values[random.integers(0, 81, (4000, 81))], axis=1)
    found = bootstrap(values, "median", n_resamples=4000)

    assert (found.low, found.high) == pytest.approx(np.quantile(plain, [0.025, 0.975]), abs=0.06)
    assert found.standard_error == pytest.approx(plain.std(), rel=0.1)


@pytest.mark.parametrize("statistic", ["mean", "median", "share", "nps"])
@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_counts_and_order_change_nothing(statistic: str, interval: str) -> None:
    counts = np.arange(60) % 4
    again = np.random.default_rng(1).permutation(np.repeat(ANSWERS, counts))
    options: dict[str, Any] = {"interval": interval, "scale": (0, 10) if statistic == "nps" else (1, 5)}

    counted = bootstrap(ANSWERS, statistic, counts=counts, n_resamples=200, **options)

    assert counted == bootstrap(again, statistic, n_resamples=200, **options)


def test_the_same_seed_gives_the_same_limits() -> None:
    assert bootstrap(ANSWERS, seed=8) == bootstrap(ANSWERS, seed=8)
    assert bootstrap(ANSWERS, seed=8) != bootstrap(ANSWERS, seed=9)


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_one_answer_has_no_interval_and_equal_ones_no_width(interval: str) -> None:
    alone, equal = bootstrap([4], interval=interval), bootstrap([4] * 20, interval=interval)

    assert math.isnan(alone.low)
    assert math.isnan(alone.standard_error)
    assert (equal.low, equal.high) == (4, 4)


@pytest.mark.parametrize(
    ("values", "options", "error", "said"),
    [
        ([1, 2], {"statistic": "mode"}, OptionError, "statistic is “mode”. It is one of: mean"),
        ([1, 2], {"interval": "wald"}, OptionError, "interval is “wald”"),
        ([1, 2], {"n_resamples": 0}, OptionError, "n_resamples is 0"),
        ([1, 2], {"n_resamples": 50}, OptionError, "n_resamples is 50"),
        ([1, 2], {"seed": -1}, OptionError, "seed is −1"),
        ([1, 2], {"statistic": "share"}, OptionError, "needs their scale"),
        ([1, 2], {"statistic": "nps", "scale": (1, 5)}, OptionError, "asked on 0 to 10"),
        ([1, 2], {"statistic": "share", "scale": (1, 5), "top": 9}, OptionError, "top is 9"),
        ([1, 2], {"statistic": lambda s: s}, OptionError, r"array of shape \(1, 3\) for 1 draws"),
        ([1, 1], {"statistic": lambda s: s[:, 0] / (s[:, 2] - s[:, 1])}, OptionError, "not finite for some draws"),
        (np.arange(3000), {"statistic": "median"}, OptionError, "3,000 different values. A median is drawn of at most"),
        ([1, 2, math.inf], {}, NotANumberError, "Row 3 of values is infinite"),
        ([1, "x"], {}, NotANumberError, "“x” is not a number"),
        ([1, 9], {"scale": (1, 5)}, OutOfScaleError, "Row 2 of values: 9"),
        ([], {}, MethodError, "The column is empty"),
    ],
)
def test_what_cannot_be_drawn_is_said(values: Any, options: Any, error: type[Exception], said: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(error, match=said):
            bootstrap(values, **options)
