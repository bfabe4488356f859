"""Many attributes, one index: means weighted by importance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message

# The module, not its classes: it needs the estimates of this package, and either may be imported first.
from regulars.methods import items as rows
from regulars.methods.columns import (
    Floats,
    IntoColumn,
    Scale,
    check_scale,
    frame_columns,
    ratings,
    same_length,
)
from regulars.methods.errors import MethodError, TooFewAnswersError, WeightError
from regulars.methods.importance import importance_of
from regulars.methods.intervals import Interval
from regulars.methods.item_sums import ItemSums
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.pair_sums import PairSums
from regulars.methods.scores.tally import sliceable, tally


@dataclass(frozen=True, kw_only=True)
class WeightedIndex(Result):
    """Index and item scores from 0 to 100, the items in the order of the columns.

    ``importance`` sums to 1 over the items answered and is 0 for one that nobody answered; ``coverage`` is
    the share of the importance given that these items carry; ``n`` counts who answered at least one item.
    ``gap_low`` to ``gap_high`` is the interval of item score less index, from the same people: an item is
    clearly below or above the index where it excludes 0.
    """

    minimum_n = 10

    index: float
    low: float
    high: float
    standard_error: float
    coverage: float
    names: tuple[str, ...]
    importance: Floats
    item_scores: Floats
    item_low: Floats
    item_high: Floats
    item_means: Floats
    gap_low: Floats
    gap_high: Floats
    item_n: tuple[int, ...]
    n_effective: float
    design_effect: float


@method(
    message("How satisfied are customers, all attributes taken together?"),
    rows=("M15",),
    minimum_n=WeightedIndex.minimum_n,
)
def weighted_index(
    items: Any,
    importance: Sequence[float] | Mapping[str, float] | IntoColumn,
    *,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> WeightedIndex:
    """Index from 0 to 100: the items' means, rescaled and weighted by importance.

    I = Σ w_j s_j / Σ w_j with s_j = 100 (mean_j - low) / (high - low). Each mean is taken over those who
    answered that item. An item that nobody answered is dropped, the other weights are renormalised and
    ``coverage`` tells how much of the importance is left. Whoever answered no item counts in ``n_missing``.
    The interval is Student's on the linearised index, so that one person's items go together; an item's
    interval is that of ``mean_rating``.

    Parameters:
        items: frame with one column for each item (dict, Arrow table, data frame, 2-D array); answers on ``scale``.
            Or the ``PairSums`` of such a frame: the same numbers, from sums.
        importance: one number of zero or more for each column, in order, or by name; only their ratios matter.
        scale: lowest and highest answer; high is good.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every item.
        confidence: level of the intervals.

    Source: [hill2006]; linearisation [cochran1977] chapter 6.

    >>> result = weighted_index({"room": [4, 4], "breakfast": [3, 3], "staff": [5, 5]}, [5, 3, 2])
    >>> result.index, result.item_scores.tolist(), result.n
    (72.5, [75.0, 50.0, 100.0], 2)
    """
    low, high = check_scale(scale)
    found: rows.Items | ItemSums
    if isinstance(items, PairSums):
        if not items.n:
            raise TooFewAnswersError(message("There are no answers to compute from."))
        given, found = importance_of(importance, items.names), ItemSums(items)
    else:
        columns = frame_columns(items)
        if not columns:
            raise MethodError(message("The frame has no column: an index needs at least one item."))
        given = importance_of(importance, tuple(columns))
        found = _items(columns, scale, weights, counts, clusters, missing)
    mean, part = found.means, _parts(given, found.means)
    index = float(np.nansum(part * mean))
    linear = found.along(part, confidence, scale)
    each = found.each(confidence, scale)
    gaps = [found.along(own - part, confidence) for own in np.eye(len(part))]

    def score(value: Any) -> Any:
        return 100 * (value - low) / (high - low)

    return WeightedIndex(
        index=score(index),
        low=score(linear.low),
        high=score(linear.high),
        standard_error=100 * linear.standard_error / (high - low),
        coverage=float((part > 0) @ given / given.sum()),
        names=found.names,
        importance=part,
        item_scores=score(mean),
        item_low=score(np.array([item.low for item in each])),
        item_high=score(np.array([item.high for item in each])),
        item_means=mean,
        # About the item's own mean: an item that nobody answered has no gap.
        gap_low=score(low + mean - index + np.array([gap.low - gap.mean for gap in gaps])),
        gap_high=score(low + mean - index + np.array([gap.high - gap.mean for gap in gaps])),
        item_n=found.item_n,
        n=found.people.n,
        n_missing=found.people.n_missing,
        n_effective=linear.n_effective,
        design_effect=found.people.n / linear.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _items(
    columns: Mapping[str, Any],
    scale: Scale,
    weights: IntoColumn | None,
    counts: IntoColumn | None,
    clusters: IntoColumn | None,
    missing: Collection[Any],
) -> rows.Items:
    """The answers, by their table where only the number of each combination matters."""
    named = _equally_long(columns)
    table = tally([column for _, column in named], scale, missing) if weights is counts is clusters is None else None
    if table is not None:
        answers, counts = table
        read = dict(zip(columns, answers.T, strict=True))
    else:
        read = {name: ratings(column, name=name, scale=scale, missing=missing) for name, column in named}
    return rows.Items.of(read, weights=weights, counts=counts, clusters=clusters)


def _parts(given: Floats, mean: Floats) -> Floats:
    found = rows.parts(given, mean)
    if not found.any():
        raise WeightError(message("The importance of all items that were answered is zero. At least one must count."))
    return found


def _equally_long(columns: Mapping[str, Any]) -> list[tuple[str, Any]]:
    arrays = [(name, sliceable(column)) for name, column in columns.items()]
    same_length(len(arrays[0][1]), *arrays)
    return arrays
