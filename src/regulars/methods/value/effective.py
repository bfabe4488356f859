"""How many customers money rests on: a few giants among many small ones are few."""

from __future__ import annotations

import numpy as np

from regulars.methods.columns import Floats


def effective_customers(values: Floats, counts: Floats | None = None) -> float:
    """Number of customers of equal weight that the sum rests on, (Σ |value|)² / Σ value²; at most all.

    Intervals of sums, shares and ratios of money keep what they promise from some such number on, however skewed the
    amounts (``prove/results/customer_coverage.md``). Source: [kish1965].

    >>> effective_customers(np.array([10.0, 10.0, 10.0, 10.0]))
    4.0
    >>> round(effective_customers(np.array([97.0, 1.0, 1.0, 1.0])), 2)
    1.06
    """
    times = np.ones(len(values)) if counts is None else counts
    most = float(np.abs(values).max(initial=0.0))
    if most <= 0:
        return float(times.sum())
    part = np.abs(values) / most
    return float((times @ part) ** 2 / (times @ part**2))
