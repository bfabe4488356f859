"""The part of the overall judgement that the attributes do not explain."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Scale
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.linkage.overall import Overall
from regulars.methods.linkage.regression import left_out
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample


@dataclass(frozen=True, kw_only=True)
class Unexplained(Result):
    """Shares of the differences between customers in the overall judgement, 0 to 1.

    ``unexplained`` = 1 - ``r_squared_adjusted``, within 0 and 1. ``cross_validated``: the part explained of customers
    that were not learnt from; below 0 where the mean would have said more. ``measurement_error`` = 1 -
    ``judgement_reliability``: what nothing can explain; ``beyond_error``: what is left of the unexplained part without
    it. Both are NaN where the reliability is not known. ``typical_miss``: by how many points of the overall judgement a
    customer not learnt from is missed (root mean square).
    """

    minimum_n = 100

    unexplained: float
    unexplained_low: float
    unexplained_high: float
    r_squared: float
    r_squared_adjusted: float
    r_squared_adjusted_low: float
    r_squared_adjusted_high: float
    cross_validated: float
    judgement_reliability: float
    measurement_error: float
    beyond_error: float
    beyond_error_low: float
    beyond_error_high: float
    typical_miss: float
    names: tuple[str, ...]
    dropped: tuple[str, ...]
    n_effective: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the unexplained part may be."""
        found = [
            message("{column} has the same answer in every complete row; it can explain nothing.", column=name)
            for name in self.dropped
        ]
        if math.isnan(self.judgement_reliability):
            found.append(
                message(
                    "How much of the unexplained part is error of measurement cannot be told from one question. Ask "
                    "for the overall judgement in two or three ways, or state its reliability."
                )
            )
        elif self.r_squared_adjusted > self.judgement_reliability:
            found.append(
                message("The attributes explain more than the reliability stated allows. One of the two is not right.")
            )
        return tuple(found)


@method(
    message("How much of the overall judgement do the attributes that we ask about not explain?"),
    rows=("M40",),
    minimum_n=Unexplained.minimum_n,
)
def unexplained(
    X: Any,
    y: Any,
    *,
    names: Sequence[str] | None = None,
    scale: Scale | None = None,
    outcome_scale: Scale | None = None,
    reliability: float | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Unexplained:
    """The part of the differences in the overall judgement that a regression on the attributes leaves, 0 to 1.

    Beside it stands how well customers are said that were left out, each in turn or with his whole cluster, and where
    the reliability of the judgement is known how much of the unexplained part is no more than error of measurement.
    Rows with an answer missing are counted in ``n_missing``. ``departures`` lists whose judgement departs most.

    Parameters:
        X: frame with one column for each attribute (dict, Arrow table, data frame, 2-D array).
        y: the overall judgement; or a frame of several items that ask for it, whose mean then stands for it and whose
            alpha for its reliability.
        names: which columns of the frame to use, or the names of an array's columns.
        scale: lowest and highest answer of the attributes; checked when given.
        outcome_scale: lowest and highest answer of ``y``; checked when given.
        reliability: of the overall judgement, 0 to 1, where it is known from elsewhere.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the interval.

    Source: [fornell1996], [wilkie1973]; adjusted [ezekiel1930]; left out [allen1974]; interval by linearisation
    [binder1983]; reliability [spearman1904].

    >>> room, staff = [1, 2, 3, 4, 5, 4, 2, 3], [2, 1, 4, 3, 5, 5, 3, 2]
    >>> result = unexplained({"room": room, "staff": staff}, [1, 2, 3, 4, 5, 5, 2, 3], reliability=0.9)
    >>> round(result.r_squared, 4), round(result.unexplained, 4), round(result.beyond_error, 4)
    (0.9579, 0.0589, 0.0)
    """
    check_confidence(confidence)
    judged = Overall.of(
        X,
        y,
        names=names,
        scale=scale,
        outcome_scale=outcome_scale,
        missing=missing,
        reliability=reliability,
        weights=weights,
        counts=counts,
        clusters=clusters,
    )
    sample = judged.cases.sample
    left, left_without = judged.residuals()
    about = judged.y - sample.mean(judged.y)
    spread, rest = float(sample.shares @ about**2), float(sample.shares @ left**2)
    degrees = sample.n_effective - 1 - len(judged.cases.names) + 1
    adjusted_rest = rest / spread * (sample.n_effective - 1) / degrees if degrees > 0 else math.nan
    low, high = _limits(sample, left**2 / max(rest, 1e-300) - about**2 / spread, adjusted_rest, confidence)
    error = 1 - judged.reliability
    mean_without = judged.y - left_out(np.ones((len(about), 1)), judged.y, sample)
    return Unexplained(
        unexplained=min(adjusted_rest, 1.0),
        unexplained_low=min(low, 1.0),
        unexplained_high=min(high, 1.0),
        r_squared=1 - rest / spread,
        r_squared_adjusted=1 - adjusted_rest,
        r_squared_adjusted_low=1 - high,
        r_squared_adjusted_high=1 - low,
        cross_validated=1 - float(sample.shares @ left_without**2) / float(sample.shares @ mean_without**2),
        judgement_reliability=judged.reliability,
        measurement_error=error,
        beyond_error=_beyond(adjusted_rest, error),
        beyond_error_low=_beyond(low, error),
        beyond_error_high=_beyond(high, error),
        typical_miss=math.sqrt(float(sample.shares @ left_without**2)),
        names=judged.attributes,
        dropped=judged.dropped,
        n_effective=sample.n_effective,
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.LINEARISATION,
    )


def _limits(sample: Sample, influence: Floats, value: float, confidence: float) -> tuple[float, float]:
    """Limits of a ratio of two spreads: of its logarithm, from what each respondent adds to it."""
    degrees = sample.n_effective - 1 if sample.n_clusters is None else sample.n_clusters - 1
    if degrees <= 0 or math.isnan(value):
        return math.nan, math.nan
    reach = math.sqrt(sample.variance_of_mean(influence)) * critical(confidence, degrees)
    return value * math.exp(-reach), value * math.exp(reach)


def _beyond(part: float, error: float) -> float:
    return math.nan if math.isnan(part + error) else min(max(part - error, 0.0), 1.0)
