"""Forecast of counts: the range holds what comes, the naive rule, guarded input."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from regulars.methods import forecast_counts
from regulars.methods.errors import MethodError, NotANumberError, OptionError, TooFewAnswersError


def seasons(seed: int, n: int = 54) -> np.ndarray:
    at = np.arange(n)
    return np.random.default_rng(seed).poisson(60 * (1 + 0.5 * np.sin(at * 2 * np.pi / 12)) * 1.01**at)


def test_the_range_holds_what_comes_about_as_often_as_said():
    held = []
    for seed in range(40):
        series = seasons(seed)
        result = forecast_counts(series[:48], periods=6, season=12, confidence=0.9)
        held.append((result.forecast_low <= series[48:]) & (series[48:] <= result.forecast_high))

    assert 0.8 < np.mean(held) < 0.99


def test_what_never_changes_goes_on():
    same, season = forecast_counts([7] * 30, periods=3), forecast_counts([1, 4, 9] * 10, periods=4, season=3)

    assert same.forecast == pytest.approx([7] * 3)
    assert same.forecast_high == pytest.approx([7] * 3)
    assert math.isnan(same.error_share)
    assert season.forecast == pytest.approx([1, 4, 9, 1])


def test_noise_about_a_level_is_better_smoothed_than_repeated():
    result = forecast_counts(np.random.default_rng(1).poisson(50, 200), periods=2)

    assert result.forecast_rule != "naive"
    assert result.checked == "better"
    assert result.error_share < 1
    assert (result.forecast_low < 50).all()
    assert (result.forecast_high > 50).all()


def test_the_range_does_not_shrink_and_is_ready_for_json():
    result = forecast_counts(seasons(3), periods=8, season=12)

    assert (np.diff(np.sqrt(result.forecast_high) - np.sqrt(result.forecast)) > -1e-9).all()
    assert (result.forecast_low >= 0).all()
    assert len(json.loads(json.dumps(result.to_dict(), allow_nan=False))["forecast"]) == 8
    assert forecast_counts([0] * 30, periods=1).forecast.tolist() == [0]


@pytest.mark.parametrize(
    ("error", "says", "options"),
    [
        (MethodError, "Row 2 of values is −1", {"values": [1, -1, *[1] * 40]}),
        (MethodError, "no period may be missing", {"values": [1, None, *[1] * 40]}),
        (NotANumberError, "“many” is not a number", {"values": ["many"]}),
        (NotANumberError, "infinite", {"values": [math.inf]}),
        (TooFewAnswersError, "3 periods are too few", {"values": [1, 2, 3]}),
        (TooFewAnswersError, "0 periods are too few", {"values": []}),
        (OptionError, "periods is 0", {"periods": 0}),
        (OptionError, "season is 1.5", {"season": 1.5}),
        (OptionError, "confidence level", {"confidence": 2}),
    ],
)
def test_wrong_input_is_named(error, says, options):
    with pytest.raises(error) as caught:
        forecast_counts(**{"values": [5] * 40, "periods": 2, **options})

    assert says in str(caught.value)
