"""Net Promoter Score."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, critical, score_of_difference
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.estimates import judged_n, share_of
from regulars.methods.scores.tally import sample_of

SCALE = (0, 10)
PROMOTER = 9
PASSIVE = 7
INTERVALS = ("auto", "score", "wald")
MANY = 1000  # effective answers from which both intervals are one to the eye
WALD_MINIMUM = 100


@dataclass(frozen=True, kw_only=True)
class Nps(Result):
    """Net Promoter Score in points from −100 to 100; the three shares are 0 to 1, each with Wilson's limits."""

    minimum_n = 10

    points: float
    low: float
    high: float
    standard_error: float
    promoters: float
    promoters_low: float
    promoters_high: float
    passives: float
    passives_low: float
    passives_high: float
    detractors: float
    detractors_low: float
    detractors_high: float
    n_effective: float
    design_effect: float

    @property
    def needed(self) -> int:
        """Wald's interval and Student's need more than the score interval."""
        return self.minimum_n if self.interval == Interval.SCORE else WALD_MINIMUM


@method(message("Would customers recommend us?"), rows=("L25",), minimum_n=Nps.minimum_n)
def nps(
    scores: IntoColumn,
    *,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    interval: str = "auto",
) -> Nps:
    """Net Promoter Score, in points from -100 to 100.

    Share of promoters (9-10) less share of detractors (0-6), times 100, over the answers given.
    Missing answers stay out of the denominator and are counted in ``n_missing``. Below 1,000 effective answers
    the interval comes from the score test of p - d; from there Wald's, which agrees with it, is taken on the
    score +1, 0, -1 of each answer (divided by n, not n - 1) and cut at ±100. With weights both stand at the
    effective n. With clusters the score interval stands at the effective n that linearisation gives, and
    Wald's has Student's t on clusters - 1 degrees of freedom. The intervals of the three shares are Wilson's,
    as in ``csat``.

    Parameters:
        scores: answers on the 0-10 scale; anything off the scale raises ``OutOfScaleError``.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer", such as 11 or "Blank".
        confidence: level of the interval.
        interval: "score", "wald", or "auto" for the score interval while answers are few.

    Source: [reichheld2003]; interval [tango1998], [rocks2016], of the shares [wilson1927].

    >>> result = nps([10, 9, 8, 6, None])
    >>> result.points, result.n, result.n_missing
    (25.0, 4, 1)
    """
    if interval not in INTERVALS:
        raise OptionError(
            message("There is no interval {value}. Choose one of: {known}.", value=str(interval)[:60], known=INTERVALS)
        )
    sample = sample_of(scores, scale=SCALE, missing=missing, weights=weights, counts=counts, clusters=clusters)
    counted = counted_as(sample.values)
    promoters, passives, detractors = (
        share_of(sample, (counted == side).astype(float), confidence) for side in (1, 0, -1)
    )
    error = math.sqrt(sample.variance_of_mean(counted, ddof=0))
    share = promoters.share - detractors.share
    size = sample.effective_n(counted)
    if interval == "score" or (interval == "auto" and size < MANY):
        made = Interval.SCORE
        judged = judged_n(sample, size, confidence)
        low, high = score_of_difference(promoters.share, detractors.share, judged, critical(confidence))
    else:
        made = Interval.WALD if sample.n_clusters is None else Interval.STUDENT
        reach = error * critical(confidence, None if sample.n_clusters is None else sample.n_clusters - 1)
        low, high = max(-1.0, share - reach), min(1.0, share + reach)
    return Nps(
        points=100 * share,
        low=100 * low,
        high=100 * high,
        standard_error=100 * error,
        promoters=promoters.share,
        promoters_low=promoters.low,
        promoters_high=promoters.high,
        passives=passives.share,
        passives_low=passives.low,
        passives_high=passives.high,
        detractors=detractors.share,
        detractors_low=detractors.low,
        detractors_high=detractors.high,
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=size,
        design_effect=sample.n / size,
        confidence=confidence,
        interval=made,
    )


def counted_as(scores: Floats) -> Floats:
    """What each answer counts: 1 for a promoter, −1 for a detractor, 0 between.

    >>> counted_as(np.array([10.0, 8.0, 0.0])).tolist()
    [1.0, 0.0, -1.0]
    """
    return (scores >= PROMOTER).astype(np.float64) - (scores < PASSIVE)
