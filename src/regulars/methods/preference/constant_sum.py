"""Constant sum: how people divide points among what they value."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message, plural
from regulars.methods.columns import Floats, IntoColumn, Ints
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.items import answers_on
from regulars.methods.preference.item_means import ItemMeans
from regulars.methods.preference.segments import segments_in
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import above_zero, one_of, share

OFF = ("set_aside", "rescale")


@dataclass(frozen=True, kw_only=True)
class ConstantSum(Result):
    """Arrays over the items, the most points first. ``mean``, ``low``, ``high`` are points of ``total``.

    ``times_equal``: the mean in parts of what each item would have if all were worth the same: 2 is twice as much.
    ``given_none``: the share of people who gave the item nothing. ``n`` are respondents whose points add up, or were
    made to; those set aside are in ``n_off``, those made to in ``n_rescaled``.
    """

    minimum_n = 200

    names: tuple[str, ...]
    mean: Floats
    low: Floats
    high: Floats
    times_equal: Floats
    times_equal_low: Floats
    times_equal_high: Floats
    given_none: Floats
    rank_low: Ints
    rank_high: Ints
    clear_next: NDArray[np.bool_]
    segment_names: tuple[str, ...]
    segment_items: tuple[str, ...]
    segment_n: Ints
    segment_mean: Floats
    segment_mean_low: Floats
    segment_mean_high: Floats
    segment_too_few: tuple[bool, ...]
    total: float
    sum_tolerance: float
    off_sums: str
    n_off: int
    off_rows: tuple[int, ...] = field(default=(), repr=False)
    off_values: tuple[float, ...] = field(default=(), repr=False)
    n_rescaled: int
    n_effective: float

    @property
    def notes(self) -> tuple[Message, ...]:
        """Whose points do not add up."""
        found = []
        if self.n_off:
            found.append(
                message(
                    "The points of {count} of {n} respondents do not add up to {total}. They are left out.",
                    count=self.n_off,
                    n=self.n + self.n_off,
                    total=self.total,
                )
            )
        if self.off_rows:
            found.append(
                message(
                    "Row {row} adds up to {value}. Mend it, or have such sums made to add up.",
                    row=self.off_rows[0],
                    value=self.off_values[0],
                )
            )
        if self.n_rescaled:
            found.append(
                plural(
                    "The points of {count} respondent were made to add up to {total}.",
                    "The points of {count} respondents were made to add up to {total}.",
                    self.n_rescaled,
                    total=self.total,
                )
            )
        return tuple(found)


@method(
    message("How much is each item worth to people, when more for one is less for another?"),
    rows=("L16",),
    minimum_n=ConstantSum.minimum_n,
)
def constant_sum(
    X: Any,
    *,
    total: float = 100,
    tolerance: float = 0.02,
    off: str = "set_aside",
    groups: IntoColumn | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> ConstantSum:
    """Mean points of each item, on a ratio scale: 20 points are twice 10.

    What is left blank beside other points is 0. Sums within ``tolerance`` of the total are made to add up; others are
    set aside or, if ``off`` says so, made to add up as well; a sum of 0 is always set aside.
    ``off_rows`` and ``off_values`` name the rows set aside, counted from 1, and what they add up to. Whoever gave no
    points to anything counts in ``n_missing``.

    Parameters:
        X: one column for each item, points from 0 to ``total``; a dict, any data frame or a 2-D array.
        total: what the points of each person add up to.
        tolerance: how far a sum may be off, in parts of the total; 0.02 allows 98 to 102 of 100.
        off: "set_aside" or "rescale", what happens to sums that are farther off.
        groups: the segment of each respondent.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals; 1 less it is the chance that any pair is called clear wrongly.

    Source: [louviere2015]; intervals [student1908]; pairs [holm1979].

    >>> result = constant_sum({"time": [50, 60, 40, 70], "price": [30, 40, 40, 20], "trust": [20, None, 20, 15]})
    >>> result.names, result.mean.round(2).tolist(), result.n_off
    (('time', 'price', 'trust'), [50.0, 36.67, 13.33], 1)
    """
    check_confidence(confidence)
    whole, slack = above_zero(total, name="total"), share(tolerance, name="tolerance")
    one_of(OFF, off, name="off")
    columns = answers_on(X, scale=(0, whole), missing=missing)
    if len(columns) < 2:
        raise OptionError(message("There is one item only. Points are divided among two or more."))
    given = np.column_stack(list(columns.values()))
    someone = np.where(np.isnan(given).all(axis=1), np.nan, 0.0)
    asked = Sample.of(someone, weights=weights, counts=counts, clusters=clusters)
    points = np.nan_to_num(given[asked.rows])
    sums = points.sum(axis=1)
    exact = np.abs(sums - whole) <= 1e-9 * whole
    near = np.abs(sums - whole) <= slack * whole * (1 + 1e-9)
    used = (near | (off == "rescale")) & (sums > 0)
    sample = asked.over(np.where(used, asked.values, np.nan))
    if not sample.n:
        raise TooFewAnswersError(
            message(
                "In none of the {count} answers do the points add up to {total}. Check the total.",
                count=asked.n,
                total=whole,
            )
        )
    points = points[used] * (whole / sums[used])[:, None]
    scale = (0.0, whole)
    found = ItemMeans.of(sample, points, confidence, scale)
    order = found.order(points, confidence, judged=found.n_effective >= ConstantSum.minimum_n)
    at, names = order.places, tuple(columns)
    segments, parts = segments_in(groups, len(given), sample)
    own = [
        ItemMeans.of(part, points[np.searchsorted(sample.rows, part.rows)][:, at], confidence, scale) for part in parts
    ]
    limits = {name: found.column(name)[at] for name in ("mean", "low", "high")}
    equal = whole / len(names)
    return ConstantSum(
        names=tuple(names[place] for place in at),
        **limits,
        times_equal=limits["mean"] / equal,
        times_equal_low=limits["low"] / equal,
        times_equal_high=limits["high"] / equal,
        given_none=np.array([sample.mean((points[:, place] <= 0).astype(float)) for place in at]),
        rank_low=order.rank_low,
        rank_high=order.rank_high,
        clear_next=order.clear_next,
        segment_names=tuple(name for name in segments for _ in at),
        segment_items=tuple(names[place] for _ in segments for place in at),
        segment_n=np.array([part.n for part in parts for _ in at], dtype=np.int64),
        segment_mean=np.concatenate([np.empty(0), *(part.column("mean") for part in own)]),
        segment_mean_low=np.concatenate([np.empty(0), *(part.column("low") for part in own)]),
        segment_mean_high=np.concatenate([np.empty(0), *(part.column("high") for part in own)]),
        segment_too_few=tuple(part.n_effective < ConstantSum.minimum_n for part in own for _ in at),
        total=whole,
        sum_tolerance=slack,
        off_sums=off,
        n_off=sample.n_missing,
        off_rows=tuple((asked.rows[~used] + 1).tolist()),
        off_values=tuple(sums[~used].tolist()),
        n_rescaled=int(asked.counts[used & ~exact].sum()),
        n=sample.n,
        n_missing=asked.n_missing,
        n_effective=found.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )
