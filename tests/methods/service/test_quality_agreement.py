"""Our own score against the customer's."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from regulars.methods import mean_rating, quality_agreement
from regulars.methods.errors import ColumnLengthError, MethodError, OptionError, OutOfScaleError, TooFewAnswersError

# Peak flow by two meters, litres a minute, first measurement of each: the example of [bland1986].
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
LITRES: dict[str, Any] = {"internal_scale": (0, 1000), "scale": (0, 1000)}
RANDOM = np.random.default_rng(2)
N = 120
INSIDE = np.clip(np.round(70 + 15 * RANDOM.normal(size=N)), 0, 100)
OUTSIDE = np.clip(np.round(1 + INSIDE / 25 + RANDOM.normal(size=N) / 2), 1, 5)
UNITS = ["x"] * 40 + ["y"] * 40 + ["z"] * 40


def test_the_published_limits_of_agreement() -> None:
    """Mean difference −2.1, standard deviation 38.8, correlation 0.94; the limits lie two deviations off."""
    result = quality_agreement(WRIGHT, MINI, n_resamples=0, **LITRES)
    deviation = (result.case_high - result.case_low) / 2 / 1.959964 * 10

    assert round(10 * result.difference, 1) == -2.1
    assert round(deviation, 1) == 38.8
    assert round(result.pearson, 2) == 0.94
    assert result.concordance == pytest.approx(0.9427, abs=5e-4)


def test_concordance_is_lins_written_out() -> None:
    x, y = INSIDE / 100, (OUTSIDE - 1) / 4
    result = quality_agreement(INSIDE, OUTSIDE, n_resamples=200)
    expected = 2 * np.cov(x, y, ddof=0)[0, 1] / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)

    assert result.concordance == pytest.approx(expected)
    assert result.pearson == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert result.accuracy == pytest.approx(result.concordance / result.pearson)
    assert result.concordance_low < result.concordance < result.concordance_high
    assert result.difference == pytest.approx(100 * (x - y).mean())


def test_a_shift_leaves_the_correlation_and_costs_the_concordance() -> None:
    result = quality_agreement(INSIDE / 2, 1 + INSIDE / 25, n_resamples=0)

    assert result.pearson == pytest.approx(1)
    assert result.concordance < 0.5


def test_the_units_where_the_two_part_come_first() -> None:
    ours = INSIDE.copy()
    ours[80:] = np.maximum(0, ours[80:] - 40)
    result = quality_agreement(ours, OUTSIDE, UNITS, n_resamples=0)
    alone = mean_rating((ours - 25 * (OUTSIDE - 1))[80:], scale=(-100, 100))

    assert result.names[0] == "z"
    assert (result.verdict[0], result.verdict[1:]) == ("clearly lower", ("no clear difference",) * 2)
    assert (result.unit_difference[0], result.unit_low[0]) == pytest.approx((alone.mean, alone.low))
    assert result.unit_internal - result.unit_customer == pytest.approx(result.unit_difference)


def test_few_cases_and_differences_all_alike_are_not_judged() -> None:
    units = [*["few"] * 9, *["alike"] * 20, *["many"] * 91]
    ours, theirs = INSIDE.copy(), OUTSIDE.copy()
    ours[9:29], theirs[9:29] = 90, 1
    found = quality_agreement(ours, theirs, units, n_resamples=0)
    verdicts = dict(zip(found.names, found.verdict, strict=True))

    assert verdicts["few"] == verdicts["alike"] == "too few to judge"
    assert verdicts["many"] != "too few to judge"


def test_a_score_that_never_varies_agrees_with_nothing() -> None:
    result = quality_agreement([80] * N, OUTSIDE, n_resamples=200)

    assert math.isnan(result.concordance)
    assert math.isnan(result.accuracy)
    assert str(result.notes[0]).startswith("One of the two scores never varies")


def test_what_has_nothing_to_do_with_the_other_says_so() -> None:
    result = quality_agreement(RANDOM.integers(0, 101, N), RANDOM.integers(1, 6, N), n_resamples=200)

    assert "nothing" not in str(result.notes[0])
    assert str(result.notes[0]).startswith("It is not clear")


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"internal": [1, 2]}, ColumnLengthError, "customer has 120 rows"),
        ({"internal": [math.inf] * N}, MethodError, "infinite"),
        ({"internal": [101] * N}, OutOfScaleError, "Row 1 of internal"),
        ({"internal": ["good"] * N}, MethodError, "good"),
        ({"internal": [None] * N}, TooFewAnswersError, "120 rows are missing"),
        ({"units": ["x"]}, ColumnLengthError, "units has 1 rows"),
        ({"internal_scale": (5, 1)}, OptionError, "scale"),
        ({"n_resamples": 3}, OptionError, "n_resamples"),
        ({"seed": "one"}, OptionError, "seed"),
    ],
)
def test_what_cannot_be_is_told(options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        quality_agreement(**{"internal": INSIDE, "customer": OUTSIDE, "units": UNITS, "n_resamples": 0, **options})
