"""Two kinds of "how sure": the range of one customer's future, and the interval of a total's expectation."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.intervals import Interval, critical
from regulars.methods.result import Result

MOST = 700.0  # e^700 is the largest number but for little
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
        """Delta method: the slope of the total by the logarithms of the parameters, times their covariance.

        Where the total is positive the limits are those of its logarithm; else (costs above the margin) its own.
        """
        value = total(theta)
        error = math.nan if covariance is None else math.sqrt(max(0.0, _variance(total, theta, covariance)))
        reach = critical(confidence) * error
        low, high = value - reach, value + reach
        if value > 0:
            low, high = value * math.exp(-reach / value), value * math.exp(min(reach / value, MOST))
        return cls(
            value=value,
            expected_low=low,
            expected_high=high,
            standard_error=error,
            n=n,
            n_missing=n_missing,
            confidence=confidence,
            interval=Interval.LIKELIHOOD,
        )


MOST = 2.0**53  # beyond, doubles no longer count one by one


def smallest_enough(above: Callable[[Floats, Ints], Floats], share: float, *, missing: NDArray[np.bool_]) -> Floats:
    """Of each customer the smallest n with P(N ≤ n) ≥ share, by doubling and halving, for all at once.

    ``above(n, who)`` is P(N > n) of the customers in these rows; NaN where ``missing``, and where no number that a
    double counts exactly is enough.
    """

    def enough(n: Floats, who: Ints) -> NDArray[np.bool_]:
        return np.asarray(1 - above(n, who) >= share)

    found = np.zeros(len(missing))
    found[missing] = np.nan
    who = np.flatnonzero(~missing)
    who = who[np.logical_not(enough(np.zeros(len(who)), who))]
    low, high = np.zeros(len(who)), np.ones(len(who))
    while len(short := np.flatnonzero((high < MOST) & np.logical_not(enough(high, who)))):
        low[short], high[short] = high[short], 2 * high[short]
    endless = high >= MOST
    found[who[endless]] = np.nan
    who, low, high = who[~endless], low[~endless], high[~endless]
    while len(apart := np.flatnonzero(high - low > 1)):
        middle = np.floor((low + high)[apart] / 2)
        there = enough(middle, who[apart])
        high[apart] = np.where(there, middle, high[apart])
        low[apart] = np.where(there, low[apart], middle)
    found[who] = high
    return found


def _variance(total: Callable[[Floats], float], theta: Floats, covariance: Floats) -> float:
    """Variance of the total."""
    steps = np.eye(len(theta)) * STEP
    slope = np.array([(total(theta + s) - total(theta - s)) / (2 * STEP) for s in steps])
    return float(slope @ covariance @ slope)
