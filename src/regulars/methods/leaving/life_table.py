"""Who was there and who left at each time: the table that survival curves and their tests are made of."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from regulars.methods.columns import Floats, Ints
from regulars.methods.intervals import critical, wilson, wilson_of_each


@dataclass(frozen=True)
class Lives:
    """One row for each customer with a known end; weights have mean 1 over ``counts``.

    ``entry`` is -inf for who was watched from the start: at time 0 they are at risk as well.
    """

    duration: Floats
    left: Floats
    entry: Floats
    weights: Floats
    counts: Ints

    def among(self, inside: Ints) -> Lives:
        """The customers of these rows; their weights are brought to mean 1 again."""
        counts, weights = self.counts[inside], self.weights[inside]
        weights = weights * (counts.sum() / (counts @ weights))
        return Lives(self.duration[inside], self.left[inside], self.entry[inside], weights, counts)


@dataclass(frozen=True)
class LifeTable:
    """One entry for each time at which somebody left, rising; people as whole numbers, ``at_risk_weight`` weighted.

    ``variance`` is that of log S: Greenwood's without weights, the sum of squared influences with them.
    """

    times: Floats
    at_risk: Ints
    events: Ints
    at_risk_weight: Floats
    event_weight: Floats
    survival: Floats
    variance: Floats
    watched: Floats  # effective number at risk, of which 1 of n is the weight of one


def life_table(lives: Lives) -> LifeTable:
    """Product-limit estimate with the variance of its logarithm. Source: [kaplan1958], [greenwood1926].

    The influence of customer i on log S(t) is -w_i (left_i / (Y - d) - Σ d / (Y (Y - d))), the sum over the times at
    which i was at risk. Without weights the sum of its squares is Greenwood's formula, exactly.
    """
    total = lives.weights * lives.counts
    times = np.unique(lives.duration[(lives.left == 1) & (lives.counts > 0)])
    size = len(times)
    # The times at which a customer is at risk are those with index first <= k < last.
    first = np.searchsorted(times, lives.entry, side="right")
    last = np.searchsorted(times, lives.duration, side="right")
    gone = np.flatnonzero(lives.left == 1)

    def at_risk(amount: Floats) -> Floats:
        change = np.bincount(first, weights=amount, minlength=size + 1) - np.bincount(
            last, weights=amount, minlength=size + 1
        )
        return np.asarray(np.cumsum(change)[:size], dtype=np.float64)

    watched = at_risk(total)
    gone_weight: Floats = np.bincount(last[gone] - 1, weights=total[gone], minlength=size).astype(np.float64)
    squares = at_risk(lives.weights * total)
    stay = np.maximum(1 - gone_weight / watched, 0.0)
    stay[stay < 1e-12] = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        step = gone_weight / (watched * watched * stay)
        lost = 1 / (watched * stay)
    return LifeTable(
        times=times,
        at_risk=np.rint(at_risk(lives.counts.astype(np.float64))).astype(np.int64),
        events=np.rint(np.bincount(last[gone] - 1, weights=lives.counts[gone], minlength=size)).astype(np.int64),
        at_risk_weight=watched,
        event_weight=gone_weight,
        survival=np.asarray(np.cumprod(stay), dtype=np.float64),
        variance=_variance(lives, total, first, last, step, lost),
        watched=watched**2 / squares,
    )


def _variance(lives: Lives, total: Floats, first: Ints, last: Ints, step: Floats, lost: Floats) -> Floats:
    """Σ influence² at each time, without a table of customers by times."""
    size = len(step)
    whole = np.isfinite(step)
    before = np.concatenate([[0.0], np.cumsum(np.where(whole, step, 0.0))])
    squared = lives.weights * total
    gone = lives.left == 1
    done = before[last] - before[first] - np.where(gone, np.append(np.where(whole, lost, 0.0), 0.0)[last - 1], 0.0)
    # Whose time is over keeps an influence; whose time runs has before[k] - before[first] so far.
    over = np.where(gone, last - 1, last)
    kept = np.cumsum(np.bincount(over, weights=squared * done**2, minlength=size + 1))[:size]
    sums = []
    for power in (0, 1, 2):
        amount = squared * before[first] ** power
        change = np.bincount(first, weights=amount, minlength=size + 1) - np.bincount(
            over, weights=amount, minlength=size + 1
        )
        sums.append(np.cumsum(change)[:size])
    now = before[1:]
    found = kept + now**2 * sums[0] - 2 * now * sums[1] + sums[2]
    # Once everybody has left there is no logarithm, and no variance of it.
    return np.where(np.cumprod(whole) > 0, np.maximum(found, 0.0), np.inf)


@dataclass(frozen=True)
class Curve:
    """A life table as a curve with its limits."""

    lives: Lives
    table: LifeTable
    low: Floats
    high: Floats
    confidence: float

    @classmethod
    def of(cls, lives: Lives, confidence: float) -> Curve:
        """Limits of S on the scale log(-log S), within 0 and 1; at 0 the upper one of the step before."""
        table, z = life_table(lives), critical(confidence)
        log = np.log(np.where(table.survival > 0, table.survival, 1.0))
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = z * np.sqrt(table.variance) / np.abs(log)
            low, high = np.exp(log * np.exp(reach)), np.exp(log * np.exp(-reach))
        nobody = np.flatnonzero(table.survival <= 0)
        low[nobody] = 0.0
        for at in nobody:  # rising: at most the few steps after which nobody is left
            high[at] = high[at - 1] if at else wilson_of_each(np.zeros(1), table.watched[:1], z)[1][0]
        return cls(lives, table, low, high, confidence)

    def first_at_most(self, values: Floats, share: float) -> float:
        """The first time at which these values are down to a share; NaN where they never are."""
        down = np.flatnonzero(values <= share + 1e-12)
        return float(self.table.times[down[0]]) if down.size else math.nan

    def watched_at(self, times: Floats) -> Ints:
        """How many customers were at risk at each time."""
        lives = self.lives
        inside = (lives.entry[:, None] < times) & (times <= lives.duration[:, None])
        return np.asarray(lives.counts @ inside, dtype=np.int64)

    def at(self, times: Floats) -> tuple[Floats, Floats, Floats]:
        """Share still there just after each time, with limits; NaN beyond the longest time watched.

        Until the first one leaves, the lower limit is Wilson's for none of those at risk.
        """
        step = np.searchsorted(self.table.times, times, side="right") - 1
        kept, low, high = (np.append(part, 1.0)[step] for part in (self.table.survival, self.low, self.high))
        for at in np.flatnonzero(step < 0):
            watched = self.lives.entry < times[at]
            watched &= times[at] <= self.lives.duration
            total = self.lives.weights * self.lives.counts * watched
            n = float(total.sum() ** 2 / (self.lives.weights @ total)) if total.any() else 0.0
            low[at] = wilson(1.0, n, critical(self.confidence))[0] if n else np.nan
        beyond = times > self.lives.duration.max()
        kept, low, high = (np.where(beyond, np.nan, part) for part in (kept, low, high))
        return kept, low, high
