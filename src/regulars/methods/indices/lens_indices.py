"""One index for each lens: a study seen from several sides, such as material, spiritual and social."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale
from regulars.methods.errors import WeightError
from regulars.methods.grouping import grouped, members_of
from regulars.methods.importance import importance_of
from regulars.methods.intervals import Interval
from regulars.methods.items import Items, answers_on, parts
from regulars.methods.registry import method
from regulars.methods.result import Result


@dataclass(frozen=True, kw_only=True)
class LensIndices(Result):
    """Indices from 0 to 100. Arrays over ``lenses``, over the pairs ``first`` and ``second``, over ``names`` (items).

    ``coverage`` is the share of a lens's importance that the items answered carry; where it is 0 the index is
    NaN. ``lens_n`` counts who answered an item of the lens. ``difference`` is first less second, in points of
    the index. ``importance`` sums to 1 within each lens.
    """

    minimum_n = 10

    lenses: tuple[str, ...]
    index: Floats
    low: Floats
    high: Floats
    coverage: Floats
    lens_n: tuple[int, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    difference: Floats
    difference_low: Floats
    difference_high: Floats
    names: tuple[str, ...]
    lens_of: tuple[str, ...]
    importance: Floats
    item_scores: Floats
    item_low: Floats
    item_high: Floats
    item_n: tuple[int, ...]
    n_effective: float
    design_effect: float


@method(
    message("How satisfied are customers with each side of what we offer?"),
    rows=("M30", "M15"),
    minimum_n=LensIndices.minimum_n,
)
def lens_indices(
    items: Any,
    lenses: Mapping[str, Sequence[str]],
    *,
    importance: Sequence[float] | Mapping[str, float] | IntoColumn | None = None,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> LensIndices:
    """An index from 0 to 100 for each lens, and every difference of two of them.

    Each index is a ``weighted_index`` over the items of its lens. An item that nobody answered is dropped and
    the other weights of its lens are renormalised; ``coverage`` tells how much is left. Whoever answered no
    item at all counts in ``n_missing``. Intervals are Student's on linearised means; a difference is that of
    the same people, whose answers go together.

    Parameters:
        items: frame with the items (dict, Arrow table, data frame); columns in no lens are not looked at.
        lenses: the names of the items of each lens; an item belongs to one lens only.
        importance: one number of zero or more for each item, in the order in which the lenses name them, or by
            name; equal within each lens when omitted.
        scale: lowest and highest answer; high is good.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every item.
        confidence: level of the intervals.

    Source: index [hill2006]; linearisation [cochran1977]; layers after the kinds of value in [sheth1991].

    >>> items = {"bed": [5, 4, 3], "staff": [4, 4, 4], "ecology": [2, 3, 1]}
    >>> result = lens_indices(items, {"material": ["bed"], "spiritual": ["staff"], "social": ["ecology"]})
    >>> result.index.tolist(), result.difference.tolist()
    ([75.0, 75.0, 25.0], [0.0, 50.0, 50.0])
    """
    low, high = check_scale(scale)
    wanted = [item for members in members_of(lenses).values() for item in members]
    columns = answers_on(items, scale=scale, missing=missing, names=wanted)
    placed = grouped(lenses, tuple(columns))
    found = Items.of(columns, weights=weights, counts=counts, clusters=clusters)
    given = np.ones(len(wanted)) if importance is None else importance_of(importance, found.names)
    own, coverage = _own_parts(found, placed, given)
    at = list(placed.values())
    within = [found.only(places).along(part[places], confidence, scale) for places, part in zip(at, own, strict=True)]
    pairs = list(combinations(range(len(at)), 2))
    apart = [
        found.only(at[a] + at[b]).along((own[a] - own[b])[at[a] + at[b]], confidence, (low - high, high - low))
        for a, b in pairs
    ]
    each = found.each(confidence, scale)
    per_point = 100 / (high - low)
    known = np.where(coverage > 0, 1.0, np.nan)  # a lens that nobody answered has no index
    both = np.array([known[a] * known[b] for a, b in pairs])
    smallest = min((mean.n_effective for mean, there in zip(within, coverage > 0, strict=True) if there))
    names = tuple(placed)
    return LensIndices(
        lenses=names,
        index=known * per_point * (np.array([mean.mean for mean in within]) - low),
        low=known * per_point * (np.array([mean.low for mean in within]) - low),
        high=known * per_point * (np.array([mean.high for mean in within]) - low),
        coverage=coverage,
        lens_n=tuple(_answered(found, places) for places in placed.values()),
        first=tuple(names[a] for a, _ in pairs),
        second=tuple(names[b] for _, b in pairs),
        difference=both * per_point * np.array([mean.mean for mean in apart]),
        difference_low=both * per_point * np.array([mean.low for mean in apart]),
        difference_high=both * per_point * np.array([mean.high for mean in apart]),
        names=found.names,
        lens_of=tuple(name for name, places in placed.items() for _ in places),
        importance=own.sum(axis=0),
        item_scores=per_point * (found.means - low),
        item_low=per_point * (np.array([mean.low for mean in each]) - low),
        item_high=per_point * (np.array([mean.high for mean in each]) - low),
        item_n=found.item_n,
        n=found.people.n,
        n_missing=found.people.n_missing,
        n_effective=smallest,
        design_effect=found.people.n / smallest,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _own_parts(items: Items, placed: Mapping[str, Sequence[int]], given: Floats) -> tuple[Floats, Floats]:
    """The weight of each item in each lens, shape (lenses, items), and the coverage of each lens."""
    own, coverage = np.zeros((len(placed), len(items.names))), np.zeros(len(placed))
    for row, (lens, places) in enumerate(placed.items()):
        own[row, places] = given[places]
        total = own[row].sum()
        if total <= 0:
            raise WeightError(message("All importance in {lens} is zero. At least one item must count.", lens=lens))
        coverage[row] = own[row][~np.isnan(items.means)].sum() / total
        own[row] = parts(own[row], items.means)
    if not coverage.any():
        raise WeightError(message("The importance of all items that were answered is zero. At least one must count."))
    return own, coverage


def _answered(items: Items, places: Sequence[int]) -> int:
    return int(items.people.counts[~np.isnan(items.answers[:, list(places)]).all(axis=1)].sum())
