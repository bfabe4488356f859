"""Problems per 100 customers."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import scipy

from regulars.language import message
from regulars.methods.columns import IntoColumn, ratings
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import share_of

# As many answers with Poisson’s spread stand beside counts that show less: few customers may agree by luck.
PRIOR = 2


@dataclass(frozen=True, kw_only=True)
class ProblemsPerHundred(Result):
    """``rate`` in problems per 100 customers; ``share`` (0 to 1) of customers with any problem.

    ``dispersion`` is the spread of the counts in Poisson's: above 1 where few customers have many problems.
    """

    minimum_n = 10

    rate: float
    low: float
    high: float
    share: float
    share_low: float
    share_high: float
    problems: int
    dispersion: float
    n_effective: float
    design_effect: float


@method(message("How many problems do 100 customers have?"), rows=("M28",), minimum_n=ProblemsPerHundred.minimum_n)
def problems_per_hundred(
    problems: IntoColumn,
    *,
    most: int = 50,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> ProblemsPerHundred:
    """Problems per 100 customers (as PP100): 100 times the mean number, and the share of customers with any.

    0 is an answer: who had no problem belongs in the column. Missing answers stay out of the denominator and
    are counted in ``n_missing``. The interval is the exact one of a Poisson mean, at the number of events
    that would be as exact: the counts' own spread, weights and clusters take from it, so that it holds for
    few problems, none included, and for a few customers with many. The share has Wilson's interval.

    Parameters:
        problems: how many problems each customer had, whole numbers from 0 to ``most``.
        most: the largest number that can be meant; beyond it stands a code such as 99 that nobody named.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how often each row stands for a customer; exactly as if the row were repeated.
        clusters: who or which account the customer belongs to.
        missing: codes that mean "no answer".
        confidence: level of the intervals.

    Source: interval [garwood1936], for weighted counts [fay1997]; share [wilson1927].

    >>> result = problems_per_hundred([0, 0, 2, 1, 0, None, 0, 3, 0, 0, 0])
    >>> result.rate, result.share, result.problems, result.n
    (60.0, 0.3, 6, 10)
    >>> nothing = problems_per_hundred([0], counts=[100])
    >>> nothing.low, round(nothing.high, 3)
    (0.0, 3.781)
    """
    check_confidence(confidence)
    if not (isinstance(most, int) and most >= 1):
        raise OptionError(message("most is {value}. Give a whole number of at least 1.", value=str(most)[:60]))
    numbers = ratings(problems, name="problems", scale=(0, most), missing=missing, whole=True)
    sample = Sample.of(numbers, weights=weights, counts=counts, clusters=clusters)
    y = sample.values
    any_problem = share_of(sample, (y > 0).astype(float), confidence)
    mean, dispersion = sample.mean(y), _dispersion(sample)
    low, high = _limits(sample, mean, dispersion, confidence)
    size = sample.effective_n(y)
    return ProblemsPerHundred(
        rate=100 * mean,
        low=100 * low,
        high=100 * high,
        share=any_problem.share,
        share_low=any_problem.low,
        share_high=any_problem.high,
        problems=int(sample.counts @ y),
        dispersion=dispersion,
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=size,
        design_effect=sample.n / size,
        confidence=confidence,
        interval=Interval.POISSON,
    )


def garwood(events: float, confidence: float) -> tuple[float, float]:
    """Exact limits of a Poisson mean of which so many events were seen. Source: [garwood1936].

    >>> low, high = garwood(10, 0.95)
    >>> round(low, 2), round(high, 2)
    (4.8, 18.39)
    """
    tail = (1 - confidence) / 2
    low = 0.0 if events <= 0 else float(scipy.special.gammaincinv(events, tail))
    return low, float(scipy.special.gammaincinv(events + 1, 1 - tail))


def _degrees(sample: Sample) -> float:
    return max((sample.n_effective if sample.n_clusters is None else sample.n_clusters) - 1, 0.0)


def _dispersion(sample: Sample) -> float:
    """Variance of the mean as a multiple of what Poisson's would be; 1 where nothing is known of it."""
    mean, degrees = sample.mean(), _degrees(sample)
    if mean <= 0 or degrees <= 0:
        return 1.0
    found = sample.variance_of_mean() * sample.n_effective / mean
    return max(found, (degrees * found + PRIOR) / (degrees + PRIOR))


def _limits(sample: Sample, mean: float, dispersion: float, confidence: float) -> tuple[float, float]:
    """Garwood's limits at mean / unit events, where a unit is what one event of that exactness adds to the mean."""
    degrees = _degrees(sample)
    if degrees <= 0:
        return math.nan, math.nan
    stretch = (critical(confidence, degrees) / critical(confidence)) ** 2
    unit = dispersion * stretch / sample.n_effective
    low, high = garwood(mean / unit, confidence)
    return unit * low, unit * high
