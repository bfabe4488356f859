"""A measure of loyalty from attitude and behaviour, with its parts shown."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Estimate, Message, message
from regulars.methods.columns import Floats, IntoColumn, Scale, same_length
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.loyalty.axis import Answers, Axis, axis
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import share
from regulars.methods.scores.estimates import Mean, mean_of, share_of


class LoyaltyKind(StrEnum):
    """What attitude and behaviour say together."""

    LOYAL = "loyalty"
    LATENT = "latent"
    SPURIOUS = "spurious"
    NONE = "no loyalty"
    UNKNOWN = "unknown"


KINDS = (LoyaltyKind.LOYAL, LoyaltyKind.LATENT, LoyaltyKind.SPURIOUS, LoyaltyKind.NONE)


@dataclass(frozen=True, kw_only=True)
class LoyaltyMeasure(Result):
    """``index`` from 0 to 100 is attitude and behaviour, weighted; each stands beside it, 0 to 100 too.

    ``agreement`` is the correlation of the two: near 0 they are two things, and the index hides that. ``shares`` are of
    loyalty (both high), latent (attitude only), spurious (behaviour only) and no loyalty. ``kind`` and ``each``
    (the index) are those of each customer, in the order given.
    """

    minimum_n = 50
    kept_back = ("kind", "each")

    index: float
    low: float
    high: float
    attitude: float
    attitude_low: float
    attitude_high: float
    behaviour: float
    behaviour_low: float
    behaviour_high: float
    agreement: float
    agreement_low: float
    agreement_high: float
    attitude_weight: float
    favourable_from: float
    repeat_from: float
    shares: dict[LoyaltyKind, float]
    shares_low: dict[LoyaltyKind, float]
    shares_high: dict[LoyaltyKind, float]
    n_effective: float
    design_effect: float
    kind: NDArray[np.str_] = field(compare=False, repr=False)
    each: Floats = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """Whether one number may stand for both, and what it must not be used for."""
        found = []
        if not self.agreement_low > 0:
            found.append(
                message(
                    "Attitude and behaviour do not clearly go together ({r}): report both, not the index.",
                    r=Estimate(self.agreement, digits=2),
                )
            )
        found.append(message("The index is for following groups over time, not for judging one customer."))
        return tuple(found)


@method(
    message("How loyal are customers in what they think and in what they do?"),
    rows=("L21", "L26"),
    minimum_n=LoyaltyMeasure.minimum_n,
)
def loyalty_measure(
    attitude: Any,
    behaviour: Any,
    *,
    scale: Scale = (1, 5),
    behaviour_scale: Scale | None = None,
    attitude_weight: float = 0.5,
    favourable_from: float | None = None,
    repeat_from: float | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> LoyaltyMeasure:
    """Index of loyalty from 0 to 100 out of attitude and behaviour, with both shown and the four kinds of loyalty.

    Attitude: would recommend, trusts, prefers us to others. Behaviour: came back, share of wallet, years. Each
    becomes 0 to 100 on its scale; the index is ``attitude_weight`` times the one and the rest times the other.
    Whoever left out an answer counts in ``n_missing``.

    Parameters:
        attitude: answers, or a frame of several items on one scale; then their mean counts.
        behaviour: the same for behaviour, such as share of wallet on the scale 0 to 1.
        scale: lowest and highest answer of attitude; high is good.
        behaviour_scale: lowest and highest value of behaviour; that of attitude when omitted.
        attitude_weight: what attitude counts in the index, 0 to 1.
        favourable_from: lowest attitude that is high; three quarters up the scale when omitted.
        repeat_from: lowest behaviour that is high; three quarters up its scale when omitted.
        weights: one non-negative survey weight for each customer; equal when omitted.
        counts: how often each row stands for a customer; exactly as if the row were repeated.
        clusters: the account that the customer belongs to.
        missing: codes that mean "no answer", in both.
        confidence: level of the intervals.

    Intervals: of means Student's [student1908], of shares Wilson's [wilson1927], of the correlation linearised
    on Fisher's scale [fisher1921].

    Source: [dick1994]; phases [oliver1999].

    >>> found = loyalty_measure([5, 5, 2, 1, None], [5, 1, 5, 1, 3])
    >>> found.index, found.attitude, found.behaviour, found.kind.tolist()
    (53.125, 56.25, 50.0, ['loyalty', 'latent', 'spurious', 'no loyalty', 'unknown'])
    """
    check_confidence(confidence)
    part = share(attitude_weight, name="attitude_weight")
    one = Answers.of(attitude, name="attitude", scale=scale, missing=missing)
    other = Answers.of(behaviour, name="behaviour", scale=behaviour_scale or scale, missing=missing)
    same_length(len(one.values), ("behaviour", other.values))
    both = np.where(np.isnan(one.values + other.values), np.nan, 0.0)
    sample = Sample.of(both, weights=weights, counts=counts, clusters=clusters)
    x = axis(one, sample, favourable_from, 1.0, cut_name="favourable_from")
    y = axis(other, sample, repeat_from, 1.0, cut_name="repeat_from")
    thought, done = _hundred(one), _hundred(other)
    each = part * thought + (1 - part) * done
    kind = _kinds(x, y)
    rows = sample.rows
    index, attitude_mean, behaviour_mean = (
        mean_of(sample, confidence, of=column[rows], scale=(0, 100)) for column in (each, thought, done)
    )
    shares = {found: share_of(sample, (kind[rows] == found.value).astype(np.float64), confidence) for found in KINDS}
    correlation = _correlation(sample, thought[rows], done[rows], index, confidence)
    return LoyaltyMeasure(
        index=index.mean,
        low=index.low,
        high=index.high,
        attitude=attitude_mean.mean,
        attitude_low=attitude_mean.low,
        attitude_high=attitude_mean.high,
        behaviour=behaviour_mean.mean,
        behaviour_low=behaviour_mean.low,
        behaviour_high=behaviour_mean.high,
        agreement=correlation[0],
        agreement_low=correlation[1],
        agreement_high=correlation[2],
        attitude_weight=part,
        favourable_from=x.cut,
        repeat_from=y.cut,
        shares={name: found.share for name, found in shares.items()},
        shares_low={name: found.low for name, found in shares.items()},
        shares_high={name: found.high for name, found in shares.items()},
        n=sample.n,
        n_missing=sample.n_missing,
        n_effective=index.n_effective,
        design_effect=sample.n / index.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
        kind=kind,
        each=each,
    )


def _hundred(answers: Answers) -> Floats:
    low, high = answers.scale
    return np.asarray((answers.values - low) / (high - low) * 100)


def _kinds(x: Axis, y: Axis) -> NDArray[np.str_]:
    thinks, does = x.high, y.high
    found = np.select([thinks & does, thinks, does], [kind.value for kind in KINDS[:3]], KINDS[3].value)
    found[np.isnan(x.answers.values + y.answers.values)] = LoyaltyKind.UNKNOWN.value
    return np.asarray(found)


def _correlation(sample: Sample, x: Floats, y: Floats, index: Mean, confidence: float) -> tuple[float, float, float]:
    """Pearson's r of the customers; NaN where one side never varies.

    Limits on Fisher's scale, their width from what each customer adds to r there: answers pressed against an end of the
    scale are not normal, and Fisher's own width, the least here, would be too small.
    """
    dx, dy = x - sample.mean(x), y - sample.mean(y)
    spread_x, spread_y = (math.sqrt(float(sample.shares @ part**2)) for part in (dx, dy))
    if spread_x * spread_y <= 1e-9:
        return math.nan, math.nan, math.nan
    r = min(1.0, max(-1.0, float(sample.shares @ (dx * dy)) / (spread_x * spread_y)))
    if index.n_effective <= 3 or abs(r) >= 1 - 1e-12:
        return r, math.nan, math.nan
    u, v = dx / spread_x, dy / spread_y
    added = (u * v - r * (u**2 + v**2) / 2) / (1 - r * r)
    error = math.sqrt(max(sample.variance_of_mean(added), 1 / (index.n_effective - 3)))
    degrees = (sample.n_effective if sample.n_clusters is None else sample.n_clusters) - 1
    reach = critical(confidence, degrees) * error
    return r, math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach)
