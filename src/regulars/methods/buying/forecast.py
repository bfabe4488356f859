"""Two kinds of "how sure": the range of one customer's future, and the interval of a total's expectation."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from regulars.methods.columns import Floats
from regulars.methods.intervals import Interval, critical
from regulars.methods.result import Result

STEP = 1e-4  # of the central differences, in logarithms of the parameters


@dataclass(frozen=True, kw_only=True)
class PurchaseForecast(Result):
    """For each customer: expected purchases, the chance of none, and the range of what may come.

    ``predicted_low`` to ``predicted_high`` holds what happens with probability ``range_level`` or more.
    """

    expected: Floats = field(compare=False)
    chance_of_none: Floats = field(compare=False)
    predicted_low: Floats = field(compare=False)
    predicted_high: Floats = field(compare=False)
    range_level: float = 0.8


@dataclass(frozen=True, kw_only=True)
class TotalPurchases(Result):
    """Expected purchases of all customers together; ``expected_low`` to ``expected_high`` is its interval.

    NaN limits where the model was given its parameters and does not know how sure they are.
    """

    value: float
    expected_low: float
    expected_high: float
    standard_error: float

    @classmethod
    def by_delta(
        cls,
        total: Callable[[Floats], float],
        theta: Floats,
        covariance: Floats | None,
        *,
        n: int,
        n_missing: int,
        confidence: float,
    ) -> Self:
        """Delta method: the slope of ln(total) by the logarithms of the parameters, times their covariance."""
        value = total(theta)
        error = math.nan if covariance is None or value <= 0 else math.sqrt(_variance(total, theta, covariance))
        reach = math.exp(critical(confidence) * error)
        return cls(
            value=value,
            expected_low=value / reach,
            expected_high=value * reach,
            standard_error=value * error,
            n=n,
            n_missing=n_missing,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
        )


def _variance(total: Callable[[Floats], float], theta: Floats, covariance: Floats) -> float:
    """Variance of ln(total)."""
    steps = np.eye(len(theta)) * STEP
    slope = np.array([(math.log(total(theta + s)) - math.log(total(theta - s))) / (2 * STEP) for s in steps])
    return float(slope @ covariance @ slope)
