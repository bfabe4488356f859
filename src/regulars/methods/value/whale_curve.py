"""The whale curve: profit added up from the best customer down, beyond 100 % and back."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, counts_of, numbers, within_reach
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import mean_of, share_of
from regulars.methods.value.effective import effective_customers

CURVE_POINTS = 41


@dataclass(frozen=True, kw_only=True)
class WhaleCurve(Result):
    """``peak`` is what all who bring profit bring together, as a part of the total: 1.3 is 130 %.

    ``peak_at`` is the share of the customers there, ``loss_makers`` the share of those with a loss, ``lost`` the
    sum of their losses. ``customers`` and ``held`` are the curve: the part of the customers, best first, and the
    part of the total that they bring. Parts of the total are NaN where the total is no profit.
    """

    minimum_n = 200
    kept_back = ("profits",)

    total: float
    mean: float
    low: float
    high: float
    peak: float
    peak_low: float
    peak_high: float
    peak_at: float
    loss_makers: float
    loss_makers_low: float
    loss_makers_high: float
    gained: float
    lost: float
    n_effective: float
    customers: Floats
    held: Floats
    held_low: Floats
    held_high: Floats
    profits: Floats = field(repr=False, compare=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the curve cannot say, and what it must not be used for."""
        found = []
        if self.total <= 0:
            found.append(message("These customers together bring no profit: there is no whole to take parts of."))
        elif self.low <= 0:
            found.append(
                message("The total hangs on few customers: it might as well have been a loss. Parts of it say little.")
            )
        found.append(
            message(
                "A loss is that of our prices, costs and ways of serving. Mend those first; do not drop the customer."
            )
        )
        return tuple(found)


@method(
    message("How much profit do the good customers bring, and how much of it do others cost again?"),
    rows=("V03", "L13"),
    minimum_n=WhaleCurve.minimum_n,
    samples=False,
)
def whale_curve(
    profit: IntoColumn,
    *,
    counts: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> WhaleCurve:
    """Cumulative profit from the best customer to the worst, as a part of the total.

    Of all customers this is a description and exact; the intervals are for customers that were a random draw
    from many. Parts of the total have the linearised variance of a ratio.

    Parameters:
        profit: net profit of each customer in one period: revenue less discounts, goods, and the cost to serve.
        counts: how many customers each row stands for; exactly as if the row were repeated.
        missing: codes that mean "not known"; those customers stay out and count in ``n_missing``.
        confidence: level of the intervals.

    Source: [kaplan2001]; variance [beach1983]; shares [wilson1927]; mean [student1908].

    >>> found = whale_curve([60, 50, 20, -10, -20])
    >>> found.total, found.peak, found.peak_at, found.loss_makers
    (100.0, 1.3, 0.6, 0.4)
    """
    check_confidence(confidence)
    values = within_reach(numbers(profit, name="profit", missing=missing), name="profit")
    sample = Sample.of(values, counts=counts_of(counts, len(values)))
    mean = mean_of(sample, confidence)
    losing = share_of(sample, (sample.values < 0).astype(np.float64), confidence)
    distinct, place = np.unique(-sample.values, return_inverse=True)
    curve = _Curve(
        -distinct,
        np.bincount(place, weights=sample.counts).astype(np.float64),
        critical(confidence, max(sample.n - 1, 1)),
    )
    parts = np.linspace(0, 1, CURVE_POINTS)
    held, held_low, held_high = curve.at(parts)
    winners = float(curve.counts[curve.values > 0].sum()) / sample.n
    peak, peak_low, peak_high = (found[0] for found in curve.at(np.array([winners])))
    gains, counted = np.maximum(sample.values, 0.0), sample.counts
    return WhaleCurve(
        total=float(sample.values @ counted),
        mean=mean.mean,
        low=mean.low,
        high=mean.high,
        peak=float(peak),
        peak_low=float(peak_low),
        peak_high=float(peak_high),
        peak_at=winners,
        loss_makers=losing.share,
        loss_makers_low=losing.low,
        loss_makers_high=losing.high,
        gained=float(gains @ counted),
        lost=float((gains - sample.values) @ counted),
        customers=parts,
        n_effective=effective_customers(sample.values, counted.astype(np.float64)),
        held=held,
        held_low=held_low,
        held_high=held_high,
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.LINEARISATION,
        profits=values,
    )


@dataclass(frozen=True)
class _Curve:
    """Distinct profits, falling, and how many customers have each."""

    values: Floats
    counts: Floats
    reach: float

    def at(self, parts: Floats) -> tuple[Floats, Floats, Floats]:
        """Part of the total that the best of the customers bring, with Wald's limits."""
        people, each = float(self.counts.sum()), self.values * self.counts
        total = float(each.sum())
        nothing = np.full(len(parts), np.nan)
        if total <= 0:
            return nothing, nothing, nothing
        ends = np.concatenate(([0.0], np.cumsum(self.counts)))
        held = np.interp(parts * people, ends, np.concatenate(([0.0], np.cumsum(each))) / total)
        if people < 2:
            return held, nothing, nothing
        errors = [self._error(part, share, people, total) for part, share in zip(parts, held, strict=True)]
        margin = self.reach * np.array(errors)
        return held, held - margin, held + margin

    def _error(self, part: float, share: float, people: float, total: float) -> float:
        """What each customer adds to the ordinate, the cut moving with them [beach1983]."""
        if not 0 < part < 1:
            return 0.0
        row = int(np.searchsorted(np.cumsum(self.counts), part * people * (1 - 1e-12)))
        edge = float(self.values[min(row, len(self.values) - 1)])
        added = (np.maximum(self.values - edge, 0) + part * edge - self.values * share) * people / total
        centre = float(self.counts @ added) / people
        return math.sqrt(float(self.counts @ (added - centre) ** 2) / (people - 1) / people)
