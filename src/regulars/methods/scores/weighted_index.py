"""Many attributes, one index: means weighted by importance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from regulars.language import message
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
from regulars.methods.sample import Sample
from regulars.methods.scores.estimates import NOTHING, Mean, mean_of
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
    if isinstance(items, PairSums):
        found = _of_sums(items, importance_of(importance, items.names), scale, confidence)
    else:
        found = _of_rows(items, importance, scale, weights, counts, clusters, missing, confidence)

    def score(value: Any) -> Any:
        return 100 * (value - low) / (high - low)

    return WeightedIndex(
        index=score(found.index),
        low=score(found.linear.low),
        high=score(found.linear.high),
        standard_error=100 * found.linear.standard_error / (high - low),
        coverage=float((found.part > 0) @ found.given / found.given.sum()),
        names=found.names,
        importance=found.part,
        item_scores=score(found.mean),
        item_low=score(np.array([item.low for item in found.items])),
        item_high=score(np.array([item.high for item in found.items])),
        item_means=found.mean,
        gap_low=score(low + found.mean - found.index + np.array([gap.low for gap in found.gaps])),
        gap_high=score(low + found.mean - found.index + np.array([gap.high for gap in found.gaps])),
        item_n=found.item_n,
        n=found.n,
        n_missing=found.n_missing,
        n_effective=found.linear.n_effective,
        design_effect=found.n / found.linear.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


@dataclass(frozen=True)
class _Found:
    """What rows and sums give alike; everything on the scale of the answers."""

    names: tuple[str, ...]
    given: Floats
    part: Floats
    mean: Floats
    index: float
    linear: Mean
    items: list[Mean]
    gaps: list[Mean]
    item_n: tuple[int, ...]
    n: int
    n_missing: int


def _of_rows(
    frame: Any,
    importance: Any,
    scale: Scale,
    weights: IntoColumn | None,
    counts: IntoColumn | None,
    clusters: IntoColumn | None,
    missing: Collection[Any],
    confidence: float,
) -> _Found:
    columns = frame_columns(frame)
    if not columns:
        raise MethodError(message("The frame has no column: an index needs at least one item."))
    given = importance_of(importance, tuple(columns))
    named = _equally_long(columns)
    table = tally([column for _, column in named], scale, missing) if weights is counts is clusters is None else None
    if table is not None:
        answers, counts = table
    else:
        answers = np.column_stack([ratings(column, name=name, scale=scale, missing=missing) for name, column in named])
    # The sample of respondents: who answered nothing is missing.
    people = Sample.of(
        np.where(np.isnan(answers).all(axis=1), np.nan, 0.0), weights=weights, counts=counts, clusters=clusters
    )
    answers = answers[people.rows]
    scored = [_item(people.over(answers[:, j]), scale, confidence) for j in range(len(columns))]
    mean = np.array([item.mean for item in scored])
    part = _parts(given, mean)
    index = float(np.nansum(part * mean))
    added = _linearised(people, answers, mean)
    linear = mean_of(replace(people, values=index + added @ part), confidence, scale=scale)
    gaps = [mean_of(replace(people, values=added[:, j] - added @ part), confidence) for j in range(len(columns))]
    item_n = tuple(int(people.counts[~np.isnan(column)].sum()) for column in answers.T)
    return _Found(tuple(columns), given, part, mean, index, linear, scored, gaps, item_n, people.n, people.n_missing)


def _of_sums(sums: PairSums, given: Floats, scale: Scale, confidence: float) -> _Found:
    if not sums.n:
        raise TooFewAnswersError(message("There are no answers to compute from."))
    found = ItemSums(sums)
    part = _parts(given, found.means)
    linear = found.along(part, confidence, scale)
    gaps = [_about_zero(found.along(own - part, confidence)) for own in np.eye(len(part))]
    items = found.each(confidence, scale)
    return _Found(
        sums.names, given, part, found.means, linear.mean, linear, items, gaps, found.item_n, sums.n, sums.n_missing
    )


def _about_zero(gap: Mean) -> Mean:
    """The limits as distances: that of the rows has its centre at zero too."""
    return replace(gap, mean=0.0, low=gap.low - gap.mean, high=gap.high - gap.mean)


def _parts(given: Floats, mean: Floats) -> Floats:
    """The importance of the items that somebody answered, as shares."""
    used = np.where(np.isnan(mean), 0.0, given)
    if not used.any():
        raise WeightError(message("The importance of all items that were answered is zero. At least one must count."))
    return np.asarray(used / used.sum())


def _equally_long(columns: Mapping[str, Any]) -> list[tuple[str, Any]]:
    arrays = [(name, sliceable(column)) for name, column in columns.items()]
    same_length(len(arrays[0][1]), *arrays)
    return arrays


def _item(sample: Sample, scale: Scale, confidence: float) -> Mean:
    return mean_of(sample, confidence, scale=scale) if sample.n else NOTHING


def _linearised(people: Sample, answers: Floats, mean: Floats) -> Floats:
    """What each respondent adds to each item's mean, shape (respondents, items); every column has mean 0.

    A mean over those who answered is a ratio; its first-order term for respondent i is
    (answer − mean) / share who answered.
    """
    answered = ~np.isnan(answers)
    share = people.shares @ answered
    return np.divide(answers - mean, share, out=np.zeros_like(answers), where=answered)
