"""The mean of a rating, and the same as an index from 0 to 100."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from regulars.language import message
from regulars.methods.columns import IntoColumn, Scale
from regulars.methods.intervals import Interval
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.estimates import mean_answer
from regulars.methods.scores.tally import sample_of


@dataclass(frozen=True, kw_only=True)
class MeanRating(Result):
    """``mean``, ``low`` and ``high`` on the scale of the answers; ``index`` and its limits from 0 to 100."""

    minimum_n = 30

    mean: float
    low: float
    high: float
    standard_deviation: float
    standard_error: float
    index: float
    index_low: float
    index_high: float
    n_effective: float
    design_effect: float


@method(message("How do customers rate us on average?"), rows=("M03", "M13"), minimum_n=MeanRating.minimum_n)
def mean_rating(
    scores: IntoColumn,
    *,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> MeanRating:
    """Mean rating on its own scale, and rescaled to an index from 0 to 100.

    The index is 100 (mean - low) / (high - low). Missing answers stay out of the mean and are counted in
    ``n_missing``. The interval is Student's, cut at the ends of the scale; with weights on effective n - 1
    degrees of freedom, with clusters by linearisation on clusters - 1. Where all answers are the same, the limits
    leave room for as many others as Wilson's limit of "none of n" does. One answer alone has no interval: its
    limits are NaN.

    Parameters:
        scores: answers on ``scale``, also between its points; anything off it raises ``OutOfScaleError``.
        scale: lowest and highest answer; high is good.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer".
        confidence: level of the interval.

    Source: [student1908], [wilson1927]; index [fornell1996]; effective n [kish1965].

    >>> result = mean_rating([5, 4, 4, 3, None])
    >>> result.mean, result.index, result.n, result.n_missing
    (4.0, 75.0, 4, 1)
    >>> round(result.low, 3), round(result.high, 3)
    (2.701, 5.0)
    """
    sample = sample_of(
        scores, scale=scale, missing=missing, whole=False, weights=weights, counts=counts, clusters=clusters
    )
    estimate = mean_answer(sample, confidence, scale)
    low, high = scale
    index, index_low, index_high = (
        100 * (value - low) / (high - low) for value in (estimate.mean, estimate.low, estimate.high)
    )
    return MeanRating(
        mean=estimate.mean,
        low=estimate.low,
        high=estimate.high,
        standard_deviation=estimate.standard_deviation,
        standard_error=estimate.standard_error,
        index=index,
        index_low=index_low,
        index_high=index_high,
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=estimate.n_effective,
        design_effect=sample.n / estimate.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )
