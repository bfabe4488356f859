"""The two estimates that all scores are made of: a share with Wilson's interval, a mean with Student's."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from regulars.methods.columns import Floats, Scale
from regulars.methods.intervals import critical, wilson
from regulars.methods.sample import Sample


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1."""

    share: float
    low: float
    high: float
    n_effective: float


@dataclass(frozen=True)
class Mean:
    """A mean on the scale of its answers; limits are NaN where one answer, or one cluster, allows none."""

    mean: float
    standard_deviation: float
    standard_error: float
    low: float
    high: float
    n_effective: float


NOTHING = Mean(math.nan, math.nan, math.nan, math.nan, math.nan, 0.0)


def share_of(sample: Sample, inside: Floats, confidence: float) -> Share:
    """Share of the answers for which ``inside`` is 1, with Wilson's interval at the effective n.

    With clusters the effective n is p(1 − p) / linearised variance, times (t(n−1) / t(clusters−1))² for the
    few degrees of freedom that few clusters leave. Source: [wilson1927], [korn1998].
    """
    share, size = sample.mean(inside), sample.effective_n(inside)
    low, high = wilson(share, judged_n(sample, size, confidence), critical(confidence))
    return Share(share, low, high, size)


def judged_n(sample: Sample, size: float, confidence: float) -> float:
    """The effective n at which a score interval is taken: with clusters less, for the few degrees of freedom."""
    if sample.n_clusters is None:
        return size
    few, many = critical(confidence, sample.n_clusters - 1), critical(confidence, max(sample.n - 1, 1))
    return size * (many / few) ** 2


def mean_of(sample: Sample, confidence: float, *, of: Floats | None = None, scale: Scale | None = None) -> Mean:
    """Mean with Student's interval, cut at the ends of the scale.

    Degrees of freedom: effective n − 1, with clusters their number − 1. Source: [student1908], [kish1965].
    """
    y = sample.values if of is None else of
    mean = sample.mean(y)
    if sample.n_effective <= 1 or sample.n_clusters == 1:
        return Mean(mean, math.nan, math.nan, math.nan, math.nan, 1.0)
    deviation = math.sqrt(float(sample.shares @ (y - mean) ** 2) * sample.n / (sample.n - 1))
    error = math.sqrt(sample.variance_of_mean(y))
    degrees = sample.n_effective - 1 if sample.n_clusters is None else sample.n_clusters - 1
    size = sample.effective_n(y)
    reach = error * critical(confidence, degrees)
    lowest, highest = (-math.inf, math.inf) if scale is None else scale
    low, high = max(lowest, mean - reach), min(highest, mean + reach)
    return Mean(mean, deviation, error, float(low), float(high), size)


def mean_of_sums(n: int, total: float, square: float, confidence: float, *, scale: Scale | None = None) -> Mean:
    """The same as ``mean_of`` of ``n`` unweighted answers of which only the sums of values and of squares are known.

    On a scale, where all are the same, others get room as in ``mean_answer``.

    >>> y = np.array([1.0, 2.0, 4.0, 5.0])
    >>> known, summed = mean_of(Sample.of(y), 0.95), mean_of_sums(4, y.sum(), (y**2).sum(), 0.95)
    >>> round(float(known.low), 3), round(float(summed.low), 3), round(float(summed.high), 3)
    (0.095, 0.095, 5.905)
    """
    if n < 1:
        return NOTHING
    mean = total / n
    if n < 2:
        return Mean(mean, math.nan, math.nan, math.nan, math.nan, 1.0)
    spread = max(0.0, square - total * mean) / (n - 1)
    deviation = math.sqrt(spread if spread > 1e-12 * square / n else 0.0)
    error = deviation / math.sqrt(n)
    lowest, highest = (-math.inf, math.inf) if scale is None else scale
    reach = error * critical(confidence, n - 1)
    found = Mean(mean, deviation, error, max(lowest, mean - reach), min(highest, mean + reach), float(n))
    return room_for_others(found, n, confidence, scale) if scale is not None and not deviation else found


def mean_answer(sample: Sample, confidence: float, scale: Scale) -> Mean:
    """Mean of answers as they were given. All the same, they show no spread, which is not to say that there is none.

    Then up to Wilson's upper limit of the share "none of n" may answer otherwise, at worst at an end of the scale.

    >>> same = mean_answer(Sample.of(np.full(30, 4.0)), 0.95, (1, 5))
    >>> round(same.low, 2), round(same.high, 2)
    (3.66, 4.11)
    """
    found = mean_of(sample, confidence, scale=scale)
    if math.isnan(found.low) or np.ptp(sample.values) > 0:
        return found
    return room_for_others(found, judged_n(sample, found.n_effective, confidence), confidence, scale)


def room_for_others(same: Mean, n: float, confidence: float, scale: Scale) -> Mean:
    """The limits of ``mean_answer`` for n answers that are all the same."""
    _, others = wilson(0.0, n, critical(confidence))
    return replace(
        same, low=same.mean - others * (same.mean - scale[0]), high=same.mean + others * (scale[1] - same.mean)
    )


def median_of(sample: Sample) -> float:
    """Weighted median; the middle of two where exactly half lies on each side."""
    order = np.argsort(sample.values, kind="stable")
    values, reached = sample.values[order], np.cumsum(sample.shares[order])
    # A hair of tolerance: half of ten weights of 0.1 must be found whatever the rounding of their sum.
    lower = values[np.searchsorted(reached, 0.5 - 1e-12)]
    upper = values[min(int(np.searchsorted(reached, 0.5 + 1e-12)), len(values) - 1)]
    return float((lower + upper) / 2)
