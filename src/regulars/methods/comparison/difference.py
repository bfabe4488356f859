"""The difference of two independent estimates, from their own intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import scipy

from regulars.language import message
from regulars.methods.errors import OptionError
from regulars.methods.intervals import critical


class Verdict(StrEnum):
    """What a difference may be called."""

    HIGHER = "clearly higher"
    LOWER = "clearly lower"
    UNCLEAR = "no clear difference"
    SAME = "clearly about the same"
    TOO_FEW = "too few to judge"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """``value`` = first less second, in the unit of the two; ``low`` and ``high`` its interval."""

    value: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """Clear only where the interval excludes zero."""
        if self.low > 0:
            return Verdict.HIGHER
        return Verdict.LOWER if self.high < 0 else Verdict.UNCLEAR

    def p_value(self, confidence: float) -> float:
        """How likely one as large comes by chance; below 1 − ``confidence`` where the interval excludes zero.

        The side of the interval towards zero decides: its length says how many standard errors zero lies away.

        Parameters:
            confidence: level of the interval.

        >>> round(Difference(value=0.2, low=0.0524, high=0.3339).p_value(0.95), 4)
        0.0079
        """
        if not self.value:
            return 1.0
        reach = self.value - self.low if self.value > 0 else self.high - self.value
        z = critical(confidence) * abs(self.value) / reach if reach else math.inf
        return float(2 * scipy.special.ndtr(-z))


def difference(first: tuple[float, float, float], second: tuple[float, float, float]) -> Difference:
    """Difference of two independent estimates, each given as (value, low, high).

    The distances to the limits are combined by squares, side by side, so that limits which are not
    symmetric stay so (MOVER). For two shares with Wilson's limits this is Newcombe's hybrid interval.
    Both intervals must be of one confidence level; the result has the same.

    Parameters:
        first: value and limits of the first estimate, in any unit.
        second: the same of the second, in the same unit.

    Source: [zou2008]; for shares [newcombe1998b] method 10.

    >>> from regulars.methods.intervals import wilson
    >>> z = 1.959963984540054
    >>> result = difference((56 / 70, *wilson(56 / 70, 70, z)), (48 / 80, *wilson(48 / 80, 80, z)))
    >>> round(result.low, 4), round(result.high, 4), result.verdict.value
    (0.0524, 0.3339, 'clearly higher')
    """
    for value, low, high in (first, second):
        if not low <= value <= high:
            raise OptionError(
                message(
                    "{value} does not lie between its limits {low} and {high}.",
                    value=float(value),
                    low=float(low),
                    high=float(high),
                )
            )
    value = first[0] - second[0]
    below = math.hypot(first[0] - first[1], second[2] - second[0])
    above = math.hypot(first[2] - first[0], second[0] - second[1])
    return Difference(value=value, low=value - below, high=value + above)
