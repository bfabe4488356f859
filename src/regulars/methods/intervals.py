"""Intervals: critical values, the score intervals of a share and of two shares of one whole, and their names."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TypeVar

import numpy as np
import scipy

from regulars.language import message
from regulars.methods.columns import Floats
from regulars.methods.errors import OptionError

Number = TypeVar("Number", float, Floats)


class Interval(StrEnum):
    """How an interval was made."""

    WILSON = "wilson"
    SCORE = "score"
    NEWCOMBE = "newcombe"
    WALD = "wald"
    STUDENT = "student"
    CLOPPER_PEARSON = "clopper-pearson"
    AGRESTI_COULL = "agresti-coull"
    JEFFREYS = "jeffreys"
    BOOTSTRAP = "bootstrap"
    BCA = "bca"
    PREDICTIVE = "predictive"
    LIKELIHOOD = "likelihood"
    LINEARISATION = "linearisation"
    LOG_LOG = "log-log"
    POISSON = "poisson"
    POSTERIOR = "posterior"
    THREE_SIGMA = "three_sigma"


def check_confidence(confidence: float) -> float:
    """A confidence level strictly between 0 and 1, such as 0.95."""
    if not isinstance(confidence, int | float | np.number) or not 0 < confidence < 1:
        raise OptionError(
            message(
                "The confidence level is {value}. It lies between 0 and 1, such as 0.95.",
                value=float(confidence) if isinstance(confidence, int | float | np.number) else str(confidence)[:60],
            )
        )
    return confidence


def critical(confidence: float, degrees: float | None = None) -> float:
    """Two-sided critical value: normal, or Student's with ``degrees`` of freedom."""
    upper = 0.5 + check_confidence(confidence) / 2
    # scipy.stats has the same quantiles and costs every command a second of imports.
    return float(scipy.special.ndtri(upper) if degrees is None else scipy.special.stdtrit(degrees, upper))


def wilson(share: float, n: float, critical_value: float) -> tuple[float, float]:
    """Wilson's score interval of a share. Always within 0 and 1; exact at both ends.

    ``n`` may be an effective sample size. Source: [wilson1927], [newcombe1998a] method 3.

    >>> low, high = wilson(81 / 263, 263, 1.959963984540054)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    low, high = _wilson(share, n, critical_value)
    return 0.0 if share <= 0 else max(0.0, float(low)), 1.0 if share >= 1 else min(1.0, float(high))


def wilson_of_each(share: Floats, n: Floats, critical_value: float) -> tuple[Floats, Floats]:
    """``wilson`` of many shares; NaN where there is no share or no answer."""
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = _wilson(share, n, critical_value)
    low, high = np.where(share <= 0, 0.0, np.maximum(0.0, low)), np.where(share >= 1, 1.0, np.minimum(1.0, high))
    unknown = np.isnan(share) | ~(n > 0)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def _wilson(share: Number, n: Number, z: float) -> tuple[Number, Number]:
    """Both limits, which rounding may carry a hair beyond 0 and 1."""
    centre = share + z**2 / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n * n))
    return (centre - half) / (1 + z**2 / n), (centre + half) / (1 + z**2 / n)


def score_of_difference(first: float, second: float, n: float, critical_value: float) -> tuple[float, float]:
    """Score interval of the difference of two shares of one whole, such as promoters less detractors.

    All differences δ that the score test does not refuse: n (first − second − δ)² ≤ z² (s − δ²), where s is
    the likeliest sum of the two shares if their difference were δ. Within −1 and 1, and of some width even where
    all answers are alike; where nothing lies between the two it is Wilson's. ``n`` may be an effective sample size.
    Source: [tango1998].

    >>> low, high = score_of_difference(1 / 21, 7 / 21, 21, 1.959963984540054)
    >>> round(low, 3), round(high, 3)
    (-0.517, -0.026)
    """
    found, either = first - second, first + second
    neither = max(0.0, 1 - either)

    def refused(delta: float) -> bool:
        # s is the larger root of s² − s (either + found δ) + found δ − neither δ² = 0.
        half = (either + found * delta) / 2
        likeliest = half + math.sqrt(max(0.0, half * half - found * delta + neither * delta * delta))
        return n * (found - delta) ** 2 > critical_value**2 * (likeliest - delta * delta)

    def limit(end: float) -> float:
        held = found
        if not refused(end):
            return end
        while (middle := (held + end) / 2) not in (held, end):
            held, end = (held, middle) if refused(middle) else (middle, end)
        return held

    return limit(-1.0), limit(1.0)
