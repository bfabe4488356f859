"""Intervals: critical values, the score intervals of a share and of two shares of one whole, and their names."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
import scipy

from regulars.language import message
from regulars.methods.errors import OptionError


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
    z2 = critical_value**2
    centre = share + z2 / (2 * n)
    half = critical_value * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if share <= 0 else max(0.0, (centre - half) / (1 + z2 / n))
    high = 1.0 if share >= 1 else min(1.0, (centre + half) / (1 + z2 / n))
    return low, high


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
