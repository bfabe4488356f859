"""What the next customers may say: against scipy's beta-binomial, and in its limits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from regulars.methods import mean_rating, nps, predictive_range
from regulars.methods.errors import OptionError


@given(
    hits=st.integers(0, 60), others=st.integers(0, 60), m=st.integers(1, 400), level=st.sampled_from([0.5, 0.8, 0.95])
)
def test_satisfied_of_the_next_are_scipys_beta_binomial(hits: int, others: int, m: int, level: float) -> None:
    if not hits + others:
        return
    result = predictive_range([5, 1], m, counts=[hits, others], confidence=level)
    reference = stats.betabinom(m, hits + 0.5, others + 0.5)

    # At a step of the distribution the last digit decides; the range must hold either way.
    assert reference.cdf(result.low) >= (1 - level) / 2 - 1e-9
    assert reference.cdf(result.low - 1) <= (1 - level) / 2 + 1e-9
    assert reference.cdf(result.high) >= (1 + level) / 2 - 1e-9
    assert reference.cdf(result.high - 1) <= (1 + level) / 2 + 1e-9
    assert result.expected == pytest.approx(reference.mean())


def test_a_very_large_next_wave_is_the_posterior_itself() -> None:
    result = predictive_range([5, 1], 10**6, counts=[80, 20], confidence=0.95)

    assert [result.low / 10**6, result.high / 10**6] == pytest.approx(
        stats.beta(80.5, 20.5).ppf([0.025, 0.975]), abs=1e-4
    )


def test_a_very_large_next_wave_has_the_interval_of_the_mean() -> None:
    answers = [5, 4, 4, 3, 5, 1, 2, 4, 5, 5] * 3
    known, next_mean = mean_rating(answers), predictive_range(answers, 10**6, measure="mean", confidence=0.95)

    assert (next_mean.low, next_mean.high) == pytest.approx((known.low, known.high), abs=1e-3)


@pytest.mark.parametrize("measure", ["share", "mean", "nps"])
def test_the_next_figure_is_less_sure_than_the_truth(measure: str) -> None:
    answers = [10, 9, 8, 7, 3, 10, 9] * 8
    few, many = (predictive_range(answers, m, measure=measure, scale=(0, 10), confidence=0.95) for m in (20, 2000))
    unit = {"share": 20, "mean": 1, "nps": 1}[measure], {"share": 2000, "mean": 1, "nps": 1}[measure]

    assert (few.high - few.low) / unit[0] > (many.high - many.low) / unit[1]


def test_the_next_score_is_expected_where_this_one_is() -> None:
    answers = [10, 9, 8, 3]

    assert predictive_range(answers * 5, 40, measure="nps").expected == nps(answers * 5).points
    assert predictive_range([10] * 5, 40, measure="nps").high == 100


def test_one_answer_foretells_no_mean() -> None:
    result = predictive_range([4], 10, measure="mean")

    assert math.isnan(result.low)
    assert math.isnan(result.high)


def test_four_of_five_next_waves_lie_in_it() -> None:
    """Both waves drawn anew: the chance that the second lies in the range of the first, all cases added up."""
    n, m, p = 40, 60, 0.8
    first, second = stats.binom.pmf(np.arange(n + 1), n, p), stats.binom.cdf(np.arange(-1, m + 1), m, p)
    ranges = [predictive_range([5, 1], m, counts=[k, n - k]) for k in range(n + 1)]
    held = [second[int(r.high) + 1] - second[int(r.low)] for r in ranges]

    assert 0.78 < float(first @ held) < 0.87


@pytest.mark.parametrize(
    ("m", "options", "said"),
    [
        (0, {}, "m is 0"),
        (1.5, {}, r"m is 1\.5"),
        (float("nan"), {}, "m is “nan”"),
        (10**7, {}, r"m is 10,000,000. It is 1,000,000 at the most"),
        (5, {"measure": "median"}, "measure is “median”"),
        (5, {"measure": "nps", "scale": (1, 5)}, "asked on 0 to 10, not on 1 to 5"),
        (5, {"top": 5}, "top is 5"),
        (5, {"scale": (5, 1)}, "A scale goes up"),
        (5, {"confidence": 1}, "confidence level is 1"),
    ],
)
def test_what_is_no_option_is_said(m: Any, options: Any, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        predictive_range([1, 5], m, **options)
