"""What the next customers may say, from what these said: wider than an interval, for they too are drawn by chance."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, ratings
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import one_of, whole
from regulars.methods.scores.csat import boxes, in_top
from regulars.methods.scores.estimates import judged_n
from regulars.methods.scores.nps import SCALE as NPS_SCALE
from regulars.methods.scores.nps import counted_as
from regulars.methods.uncertainty.figures import on_its_scale

MEASURES = ("share", "mean", "nps")
MOST_NEXT = 10**6  # the probability of each count is worked out


@dataclass(frozen=True, kw_only=True)
class PredictiveRange(Result):
    """``expected``, ``low`` and ``high`` of the next ``m`` answers, in the unit of ``measure``.

    "share": how many of them are satisfied, a number from 0 to ``m``; "mean": their mean, on the scale of the answers;
    "nps": their Net Promoter Score in points.
    """

    minimum_n = 15

    expected: float
    low: float
    high: float
    m: int
    measure: str
    n_effective: float


@method(
    message("What will the next customers say?"),
    rows=("M13", "M26"),
    minimum_n=PredictiveRange.minimum_n,
)
def predictive_range(
    scores: IntoColumn,
    m: int,
    *,
    measure: str = "share",
    top: int = 2,
    scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.8,
) -> PredictiveRange:
    """The range in which the next ``m`` customers will lie, with both chances in it: of these answers and of those.

    Of how many are satisfied: beta-binomial, from Jeffreys' prior and the effective n. Of the next mean or Net Promoter
    Score: Student's, with the variance of this figure plus s² / ``m``, cut at the ends of the scale; for the score s²
    is that with half an answer more of each kind.

    Parameters:
        scores: answers on ``scale``; anything else raises ``OutOfScaleError``.
        m: how many answers come next, from 1 to 1,000,000; drawn one by one from the customers that these came from.
        measure: "share" (how many of ``m`` give a top answer), "mean" or "nps".
        top: for "share", how many of the highest points count as satisfied.
        scale: lowest and highest answer; 1 to 5 when omitted, for "nps" 0 to 10.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer".
        confidence: how likely the next figure lies in the range; 0.8 holds in four of five.

    Source: [gelman2013] sections 2.4 and 3.2; [geisser1993].

    >>> result = predictive_range([5, 4, 2, 1], 100, counts=[50, 30, 15, 5])
    >>> round(result.expected, 1), result.low, result.high
    (79.7, 72.0, 87.0)
    """
    size = whole(1, m, name="m")
    if size > MOST_NEXT:
        raise OptionError(message("m is {value}. It is {most} at the most.", value=size, most=MOST_NEXT))
    kind = one_of(MEASURES, measure, name="measure")
    check_confidence(confidence)
    ends = scale if scale is not None else (NPS_SCALE if kind == "nps" else (1, 5))
    _check_scale(kind, ends, top)
    answers = ratings(scores, name="scores", scale=ends, missing=missing, whole=kind != "mean")
    sample = Sample.of(answers, weights=weights, counts=counts, clusters=clusters)
    y, unit = _of_each(sample, kind, ends, top)
    effective = sample.effective_n(y)
    if kind == "share":
        judged = judged_n(sample, effective, confidence)
        expected, low, high = _hits(sample.mean(y) * judged, judged, size, confidence)
    else:
        bounds = (-100.0, 100.0) if kind == "nps" else ends
        expected, low, high = (unit * limit for limit in _figure(sample, y, kind, size, confidence))
        low, high = (float(limit) for limit in np.clip([low, high], *bounds))  # what is no number stays none
    return PredictiveRange(
        n=sample.n,
        n_missing=sample.n_missing,
        expected=expected,
        low=low,
        high=high,
        m=size,
        measure=kind,
        n_effective=effective,
        confidence=confidence,
        interval=Interval.PREDICTIVE,
    )


def _check_scale(kind: str, scale: Scale, top: int) -> None:
    if kind == "share":
        boxes(top, scale, name="top")
    if kind == "nps":
        on_its_scale(scale)


def _of_each(sample: Sample, kind: str, scale: Scale, top: int) -> tuple[Floats, float]:
    """What each answer adds to the figure, and the unit of the figure."""
    if kind == "share":
        return in_top(sample.values, scale, top), 1.0
    return (counted_as(sample.values), 100.0) if kind == "nps" else (sample.values, 1.0)


def _hits(hits: float, n: float, m: int, confidence: float) -> tuple[float, float, float]:
    """Mean and equal-tailed limits of the beta-binomial number of hits among ``m``."""
    a, b = hits + 0.5, n - hits + 0.5
    k = np.arange(m + 1)
    log_choices = scipy.special.gammaln(m + 1) - scipy.special.gammaln(k + 1) - scipy.special.gammaln(m - k + 1)
    reached = np.cumsum(np.exp(log_choices + scipy.special.betaln(k + a, m - k + b) - scipy.special.betaln(a, b)))
    tail = (1 - confidence) / 2
    # The outermost counts that leave no more than the tail beyond them.
    low, high = np.searchsorted(reached, [tail, 1 - tail], side="left")
    return m * a / (a + b), float(low), float(min(high, m))


def _figure(sample: Sample, y: Floats, kind: str, m: int, confidence: float) -> tuple[float, float, float]:
    mean = sample.mean(y)
    if sample.n < 2 or sample.n_effective <= 1:
        return mean, math.nan, math.nan
    degrees = sample.n_effective - 1 if sample.n_clusters is None else sample.n_clusters - 1
    spread = float(sample.shares @ (y - mean) ** 2) * sample.n / (sample.n - 1)
    variance = sample.variance_of_mean(y)
    if kind == "nps":
        # Ten promoters do not say that there is nobody else: half an answer of each kind, as in Jeffreys' prior.
        size = sample.effective_n(y)
        up, down = ((sample.mean((y == side).astype(float)) * size + 0.5) / (size + 1.5) for side in (1, -1))
        spread = up + down - (up - down) ** 2
        variance = spread / size
    reach = critical(confidence, degrees) * math.sqrt(variance + spread / m)
    return mean, mean - reach, mean + reach
