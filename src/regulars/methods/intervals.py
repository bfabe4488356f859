"""Intervals: the critical values, Wilson's interval of a share, and the names under which they are reported."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
from scipy import special

from regulars.language import message
from regulars.methods.errors import OptionError


class Interval(StrEnum):
    """How an interval was made."""

    WILSON = "wilson"
    WALD = "wald"
    STUDENT = "student"
    BOOTSTRAP = "bootstrap"
    LIKELIHOOD = "likelihood"
    LINEARISATION = "linearisation"


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
    return float(special.ndtri(upper) if degrees is None else special.stdtrit(degrees, upper))


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
