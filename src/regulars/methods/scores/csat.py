"""Customer satisfaction as a share: the top boxes of a rating scale."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.estimates import share_of
from regulars.methods.scores.tally import sample_of


@dataclass(frozen=True, kw_only=True)
class Csat(Result):
    """Share of satisfied answers, 0 to 1."""

    minimum_n = 20

    share: float
    low: float
    high: float
    n_effective: float
    design_effect: float


@method(message("How many customers are satisfied?"), rows=("M03", "M14"), minimum_n=Csat.minimum_n)
def csat(
    scores: IntoColumn,
    *,
    top: int = 2,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Csat:
    """Share of answers in the top boxes of the scale, from 0 to 1 (CSAT, k / n in the literature).

    Missing answers stay out of the denominator and are counted in ``n_missing``. The interval is Wilson's;
    with weights at Kish's effective n, with clusters at p(1 - p) / linearised variance.

    Parameters:
        scores: answers, whole points of ``scale``; anything else raises ``OutOfScaleError``.
        top: how many of the highest points count as satisfied.
        scale: lowest and highest point; high is good.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer", such as 6 or "Blank".
        confidence: level of the interval.

    Source: interval [wilson1927]; effective n [kish1965], [korn1998].

    >>> result = csat([5, 4, 4, 2, None, 6], missing=[6])
    >>> result.share, result.n, result.n_missing
    (0.75, 4, 2)
    >>> round(result.low, 4), round(result.high, 4)
    (0.3006, 0.9544)
    """
    boxes(top, scale, name="top")
    sample = sample_of(scores, scale=scale, missing=missing, weights=weights, counts=counts, clusters=clusters)
    estimate = share_of(sample, in_top(sample.values, scale, top), confidence)
    return Csat(
        share=estimate.share,
        low=estimate.low,
        high=estimate.high,
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=estimate.n_effective,
        design_effect=sample.n / estimate.n_effective,
        confidence=confidence,
        interval=Interval.WILSON,
    )


def boxes(count: int, scale: Scale, *, name: str) -> None:
    """Raise unless ``count`` boxes are some, but not all, points of the scale."""
    low, high = check_scale(scale)
    points = round(high - low) + 1
    number = count if isinstance(count, int | float | np.number) and not isinstance(count, bool) else math.nan
    if not (number % 1 == 0 and 1 <= number < points):
        raise OptionError(
            message(
                "{name} is {value}. A scale of {points} points has boxes from 1 to {most}.",
                name=name,
                value=count if math.isfinite(number) else str(count)[:60],
                points=points,
                most=points - 1,
            )
        )


def in_top(scores: Floats, scale: Scale, top: int) -> Floats:
    """1 for an answer among the ``top`` highest points of the scale, 0 for any other."""
    return (scores > scale[1] - top).astype(np.float64)
