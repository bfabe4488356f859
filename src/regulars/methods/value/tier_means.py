"""Mean of each tier, with limits that know that the cuts are quantiles of these very customers and move with them."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from regulars.methods.columns import Floats, Ints
from regulars.methods.intervals import critical
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of

Three: TypeAlias = tuple[float, float, float]


def tier_means(
    by: Floats, values: Floats, place: Ints, edges: Floats, confidence: float, *, fixed: bool
) -> list[Three]:
    """Mean of ``values`` in each tier of ``by``; with fixed cuts Student's, else linearised [beach1983].

    Parameters:
        by: what the customers stand in tiers by.
        values: of the same customers, in the same period or a later one.
        place: the tier of each, 0 the best.
        edges: lowest ``by`` of all tiers but the last.
        confidence: level of the limits.
        fixed: whether the cuts were given, not taken from these customers.
    """
    size, n = len(edges) + 1, len(by)
    if fixed or n < 3:
        return [_plain(values[place == tier], confidence) for tier in range(size)]
    tops = [np.zeros(n), *(_top(by, values, place <= tier, edge) for tier, edge in enumerate(edges.tolist())), values]
    found: list[Three] = []
    for tier in range(size):
        inside = place == tier
        people = int(inside.sum())
        if people < 2:
            found.append(_plain(values[inside], confidence))
            continue
        added = (tops[tier + 1] - tops[tier]) * n / people
        mean = float(values[inside].mean())
        reach = critical(confidence, people - 1) * float(added.std(ddof=1)) / math.sqrt(n)
        found.append((mean, mean - reach, mean + reach))
    return found


def _top(by: Floats, values: Floats, inside: NDArray[np.bool_], edge: float) -> Floats:
    """What each customer adds to Σ values of the top: there, the sum less what stands at the cut comes in or goes."""
    at_cut = float(values[_nearest(np.abs(by - edge), max(2, math.ceil(math.sqrt(len(by)))))].mean())
    return np.where(inside, values - at_cut, 0.0)


def _nearest(distance: Floats, count: int) -> Ints:
    """The rows with the ``count`` least; of equal ones the first. All need not be sorted for that."""
    if len(distance) <= count:
        return np.arange(len(distance))
    last = np.partition(distance, count - 1)[count - 1]
    nearer = np.flatnonzero(distance < last)
    return np.concatenate((nearer, np.flatnonzero(distance == last)[: count - len(nearer)]))


def _plain(values: Floats, confidence: float) -> Three:
    if not len(values):
        return math.nan, math.nan, math.nan
    found = mean_of(Sample.of(values), confidence)
    return found.mean, found.low, found.high
