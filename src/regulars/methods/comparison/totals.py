"""How a total changed, from sums over those who make it up."""

from __future__ import annotations

import math

from regulars.methods.comparison.difference import Difference
from regulars.methods.intervals import critical

FEWEST = 10  # customers on both sides together before a change is judged


def change_of_total(
    now: float, before: float, squares: float, n: int, *, confidence: float = 0.95
) -> Difference | None:
    """How much more a total is than the one before, where each customer's part may have changed.

    The number of customers is itself chance, so the variance of the change is the sum of the squares of the single
    changes, as for a compound Poisson count. One customer with most of the money makes the interval wide. None below
    10 customers.

    Parameters:
        now: the total of this span.
        before: the total of the span before.
        squares: sum over the customers of either span of (own part now less own part before) squared.
        n: how many customers bought in either span.
        confidence: level of the interval.

    >>> found = change_of_total(1200, 1000, 20 * 30.0**2, 20)
    >>> round(found.low, 1), round(found.high, 1), found.verdict.value
    (-80.8, 480.8, 'no clear difference')
    """
    if n < FEWEST:
        return None
    reach = critical(confidence, n - 1) * math.sqrt(max(squares, 0.0))
    change = now - before
    return Difference(value=change, low=change - reach, high=change + reach)
