"""The whole distribution of a rating, with the shares of its two ends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from regulars.language import message
from regulars.methods.columns import IntoColumn, Scale
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.csat import boxes, in_top
from regulars.methods.scores.estimates import median_of, share_of
from regulars.methods.scores.tally import sample_of


@dataclass(frozen=True, kw_only=True)
class TopBox(Result):
    """Shares 0 to 1; ``counts`` and ``shares`` by point of the scale, lowest first, points without an answer too.

    ``shares_low`` and ``shares_high`` are the limits of each point's share, by the same points.
    """

    minimum_n = 20

    share: float
    low: float
    high: float
    bottom_share: float
    bottom_low: float
    bottom_high: float
    median: float
    counts: dict[int, int]
    shares: dict[int, float]
    shares_low: dict[int, float]
    shares_high: dict[int, float]
    n_effective: float
    design_effect: float


@method(message("How many give the best answers, and how many the worst?"), rows=("M14",), minimum_n=TopBox.minimum_n)
def top_box(
    scores: IntoColumn,
    *,
    top: int = 1,
    bottom: int = 1,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> TopBox:
    """Shares of the top and the bottom boxes, from 0 to 1, with the distribution over all points and the median.

    Missing answers stay out of the denominator and are counted in ``n_missing``. Intervals are Wilson's, as
    in ``csat``, each point's for itself. ``counts`` of the result are answers, never weighted; ``shares`` and
    the median are weighted.

    Parameters:
        scores: answers, whole points of ``scale``; anything else raises ``OutOfScaleError``.
        top: how many of the highest points make the top box.
        bottom: how many of the lowest points make the bottom box.
        scale: lowest and highest point; high is good.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer".
        confidence: level of the intervals.

    Source: interval [wilson1927]; effective n [kish1965], [korn1998].

    >>> result = top_box([5, 5, 4, 2, 1])
    >>> result.share, result.bottom_share, result.median, result.counts
    (0.4, 0.2, 4.0, {1: 1, 2: 1, 3: 0, 4: 1, 5: 2})
    """
    boxes(top, scale, name="top")
    boxes(bottom, scale, name="bottom")
    if top + bottom > round(scale[1] - scale[0]) + 1:
        raise OptionError(
            message(
                "{top} top boxes and {bottom} bottom boxes overlap on the scale {low} to {high}.",
                top=top,
                bottom=bottom,
                low=float(scale[0]),
                high=float(scale[1]),
            )
        )
    sample = sample_of(scores, scale=scale, missing=missing, weights=weights, counts=counts, clusters=clusters)
    best = share_of(sample, in_top(sample.values, scale, top), confidence)
    worst = share_of(sample, (sample.values < scale[0] + bottom).astype(float), confidence)
    points = range(round(scale[0]), round(scale[1]) + 1)
    at = [sample.values == point for point in points]
    each = {point: share_of(sample, here.astype(float), confidence) for point, here in zip(points, at, strict=True)}
    return TopBox(
        share=best.share,
        low=best.low,
        high=best.high,
        bottom_share=worst.share,
        bottom_low=worst.low,
        bottom_high=worst.high,
        median=median_of(sample),
        counts={point: int(sample.counts[here].sum()) for point, here in zip(points, at, strict=True)},
        shares={point: found.share for point, found in each.items()},
        shares_low={point: found.low for point, found in each.items()},
        shares_high={point: found.high for point, found in each.items()},
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=best.n_effective,
        design_effect=sample.n / best.n_effective,
        confidence=confidence,
        interval=Interval.WILSON,
    )
