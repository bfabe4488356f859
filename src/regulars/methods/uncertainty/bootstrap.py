"""The bootstrap of a figure: how it scatters when the answers are drawn again from themselves."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, numbers, ratings, within_reach
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.resampling import check_resamples, limits, resampled_sums
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import one_of, whole
from regulars.methods.scores.csat import boxes
from regulars.methods.scores.nps import SCALE as NPS_SCALE
from regulars.methods.uncertainty.corrected import corrected_levels
from regulars.methods.uncertainty.figures import STATISTICS, OfSums, figure_of, on_its_scale

INTERVALS = ("percentile", "bca")


@dataclass(frozen=True, kw_only=True)
class Bootstrap(Result):
    """``value`` of the answers as they are; ``standard_error`` and ``bias`` (mean of the draws less ``value``)."""

    minimum_n = 50

    value: float
    low: float
    high: float
    standard_error: float
    bias: float
    statistic: str
    n_effective: float
    n_resamples: int
    seed: int


@method(message("How sure is a figure that has no formula for it?"), rows=("M13",), minimum_n=Bootstrap.minimum_n)
def bootstrap(
    values: IntoColumn,
    statistic: str | OfSums = "mean",
    *,
    scale: Scale | None = None,
    top: int = 2,
    interval: str = "percentile",
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 2000,
    seed: int = 0,
) -> Bootstrap:
    """Interval of a figure from answers drawn again and again, with replacement; whole clusters where there are such.

    Parameters:
        values: answers on ``scale``, or any numbers for "mean", "median" and a function.
        statistic: "mean"; "median" (of at most 2,000 different values); "share" of the top answers, 0 to 1; "nps" in
            points; or a function of sums: it gets an array of shape (draws, 3) with Σw, Σw x and Σw x² of each draw,
            the weights scaled to a mean of 1, and returns one number for each.
        scale: lowest and highest answer; "share" needs one, "nps" has 0 to 10.
        top: for "share", how many of the highest points count.
        interval: "percentile", or "bca", which corrects it for bias and skewness.
        weights: one non-negative survey weight for each answer; equal when omitted.
        counts: how often each row stands for an answer; exactly as if the row were repeated.
        clusters: who or which account gave the answer, where one gave several.
        missing: codes that mean "no answer".
        confidence: level of the interval.
        n_resamples: how many draws, at least 100.
        seed: the same seed gives the same draws.

    Source: [efron1993] chapters 12 to 14; BCa [efron1987].

    >>> result = bootstrap([5, 4, 4, 3, 5, 1, 4, 5, 2, 4], "share", scale=(1, 5))
    >>> result.value, result.low, result.high
    (0.7, 0.4, 1.0)
    >>> spread = bootstrap([3, 5, 9, 4], lambda s: (s[:, 2] / s[:, 0] - (s[:, 1] / s[:, 0]) ** 2) ** 0.5, seed=1)
    >>> round(spread.value, 3), spread.statistic
    (2.278, 'own')
    """
    check_confidence(confidence)
    kind = "own" if callable(statistic) else one_of(STATISTICS, statistic, name="statistic")
    how = one_of(INTERVALS, interval, name="interval")
    start = whole(0, seed, name="seed")
    if not check_resamples(n_resamples):
        raise OptionError(message("n_resamples is 0. An interval from draws takes at least 100."))
    ends = NPS_SCALE if kind == "nps" and scale is None else scale
    answers = _answers(values, kind, ends, top, missing)
    sample = Sample.of(answers, weights=weights, counts=counts, clusters=clusters)
    figure = figure_of(sample, statistic, scale=ends, top=top)
    value = float(figure.at((sample.counts @ figure.sums)[None])[0])
    draws = figure.at(
        resampled_sums(
            figure.sums,
            key=np.column_stack([sample.values, sample.weights]),
            counts=sample.counts,
            clusters=sample.clusters,
            n_resamples=int(n_resamples),
            seed=start,
        )
    )
    low, high, error = math.nan, math.nan, math.nan  # one answer says nothing of how far chance carries it
    if sample.n > 1:
        error = float(draws.std(ddof=1))
        if how == "percentile":
            low, high = (float(limit) for limit in limits(draws, confidence))
        else:
            levels = corrected_levels(sample, figure, draws, value, confidence)
            low, high = (float(limit) for limit in np.quantile(draws, levels, method="weibull"))
    return Bootstrap(
        n=sample.n,
        n_missing=sample.n_missing,
        value=value,
        low=low,
        high=high,
        standard_error=error,
        bias=float(draws.mean()) - value,
        statistic=kind,
        n_effective=sample.effective_n(figure.scored),
        n_resamples=int(n_resamples),
        seed=start,
        confidence=confidence,
        interval=Interval.BOOTSTRAP if how == "percentile" else Interval.BCA,
    )


def _answers(values: Any, kind: str, scale: Scale | None, top: int, missing: Collection[Any]) -> Floats:
    if kind == "nps":
        on_its_scale(scale)
    if scale is None:
        if kind == "share":
            raise OptionError(message("A share of the top answers needs their scale, such as (1, 5)."))
        return within_reach(numbers(values, name="values", missing=missing), name="values")
    if kind == "share":
        boxes(top, scale, name="top")
    return ratings(values, name="values", scale=scale, missing=missing, whole=kind in ("share", "nps"))
