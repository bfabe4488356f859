"""How much the index depends on where its weights come from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import message
from regulars.methods.attributes.drivers import drivers
from regulars.methods.attributes.measures import MEASURES
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale, ratings, same_length
from regulars.methods.errors import OptionError, WeightError
from regulars.methods.importance import importance_of
from regulars.methods.intervals import Interval
from regulars.methods.item_sums import ItemSums
from regulars.methods.items import Items, answers_on, parts
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.pair_sums import PairSums

EQUAL = "equal"


@dataclass(frozen=True, kw_only=True)
class IndexSensitivity(Result):
    """Indices from 0 to 100 in the order of ``sources``; ``difference`` is each less the first, from the same people.

    ``importance`` shape (sources, items), each row sums to 1 over the items answered. ``spread`` is the largest
    index less the smallest.
    """

    minimum_n = 10

    sources: tuple[str, ...]
    index: Floats
    low: Floats
    high: Floats
    difference: Floats
    difference_low: Floats
    difference_high: Floats
    coverage: Floats
    spread: float
    names: tuple[str, ...]
    importance: Floats
    item_scores: Floats
    item_n: tuple[int, ...]
    n_effective: float
    design_effect: float


@method(
    message("Would the index be another one if its weights came from elsewhere?"),
    rows=("M15",),
    minimum_n=IndexSensitivity.minimum_n,
)
def index_sensitivity(
    items: Any,
    sources: Mapping[str, Any],
    *,
    outcome: IntoColumn | None = None,
    scale: Scale = (1, 5),
    outcome_scale: Scale | None = None,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> IndexSensitivity:
    """The weighted index under several sets of weights side by side, and each less the first.

    The index is that of ``weighted_index``. Differences come from the same respondents, so that what all
    indices share drops out; the weights themselves count as known. Intervals are Student's on linearised
    means.

    Parameters:
        items: frame with one column for each item (dict, Arrow table, data frame, 2-D array); answers on ``scale``.
            Or the ``PairSums`` of such a frame: the same numbers, from weights that are given.
        sources: by name, where weights come from: one number for each item, in order or by name (stated, constant
            sum); the result of ``ahp`` or ``drivers``; "equal"; "johnson" or "lmg", which derive them from
            ``outcome``. The first is what the others are compared with.
        outcome: overall satisfaction; needed for derived weights.
        scale: lowest and highest answer; high is good.
        outcome_scale: lowest and highest answer of the outcome; that of the items when omitted.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.

    Source: [hill2006]; derived weights [johnson2000], [groemping2006]; interval [cochran1977].

    >>> items = {"room": [4, 4], "breakfast": [3, 3], "staff": [5, 5]}
    >>> result = index_sensitivity(items, {"stated": [5, 3, 2], "equal": "equal"})
    >>> result.index.round(6).tolist(), result.difference.round(6).tolist()
    ([72.5, 75.0], [0.0, 2.5])
    """
    low, high = check_scale(scale)
    columns: Mapping[str, Floats] = {}
    found: Items | ItemSums
    if isinstance(items, PairSums):
        found = ItemSums(items)
    else:
        columns = answers_on(items, scale=scale, missing=missing)
        found = Items.of(columns, weights=weights, counts=counts, clusters=clusters)
    if not isinstance(sources, Mapping) or not sources:
        raise OptionError(
            message("Name at least one source of weights, such as {example}.", example='{"all": "equal"}')
        )
    given = {}
    for name, source in sources.items():
        if isinstance(source, str) and source in MEASURES:
            if not columns:
                raise OptionError(
                    message("{name}: sums cannot derive weights. Give the result of drivers.", name=str(name))
                )
            overall = _outcome(outcome, outcome_scale or scale, missing, columns)
            options = {"weights": weights, "counts": counts, "clusters": clusters}
            given[str(name)] = _derived(columns, overall, source, options)
        else:
            given[str(name)] = _stated(str(name), source, found.names)
    part = np.array([_parts(name, values, found.means) for name, values in given.items()])
    per_point = 100 / (high - low)
    within = [found.along(row, confidence, scale) for row in part]
    apart = [found.along(row - part[0], confidence, (low - high, high - low)) for row in part]
    index = per_point * (np.array([mean.mean for mean in within]) - low)
    return IndexSensitivity(
        sources=tuple(given),
        index=index,
        low=per_point * (np.array([mean.low for mean in within]) - low),
        high=per_point * (np.array([mean.high for mean in within]) - low),
        difference=per_point * np.array([mean.mean for mean in apart]),
        difference_low=per_point * np.array([mean.low for mean in apart]),
        difference_high=per_point * np.array([mean.high for mean in apart]),
        coverage=np.array([float(v[~np.isnan(found.means)].sum() / v.sum()) for v in given.values()]),
        spread=float(np.ptp(index)),
        names=found.names,
        importance=part,
        item_scores=per_point * (found.means - low),
        item_n=found.item_n,
        n=found.people.n,
        n_missing=found.people.n_missing,
        n_effective=within[0].n_effective,
        design_effect=found.people.n / within[0].n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _outcome(
    outcome: IntoColumn | None, scale: Scale, missing: Collection[Any], columns: Mapping[str, Floats]
) -> Floats:
    if outcome is None:
        raise OptionError(
            message("Derived weights need outcome, the overall satisfaction. Give it, or state the weights.")
        )
    overall = ratings(outcome, name="outcome", scale=scale, missing=missing)
    same_length(len(next(iter(columns.values()))), ("outcome", overall))
    return overall


def _derived(columns: Mapping[str, Floats], outcome: Floats, measure: str, options: Mapping[str, Any]) -> Floats:
    """Shares of R² over the complete cases; an item that never varies, or that nobody answered, gets none."""
    answered = {name: column for name, column in columns.items() if not np.isnan(column).all()}
    result = drivers(answered, outcome, method=measure, n_resamples=0, **options)
    share = dict(zip(result.names, result.importance, strict=True))
    return np.array([float(share.get(name, 0.0)) for name in columns])


def _stated(name: str, source: Any, items: tuple[str, ...]) -> Floats:
    if isinstance(source, str):
        if source != EQUAL:
            raise OptionError(
                message(
                    "{name}: there is no source of weights {value}. Give one number for each item, or one of: {known}.",
                    name=name,
                    value=source,
                    known=(EQUAL, *MEASURES),
                )
            )
        return np.ones(len(items))
    if hasattr(source, "importance") and hasattr(source, "names"):  # the result of ahp or drivers
        source = dict(zip(source.names, source.importance, strict=True))
    return importance_of(source, items)


def _parts(name: str, given: Floats, means: Floats) -> Floats:
    part = parts(given, means)
    if not part.any():
        raise WeightError(
            message(
                "{name}: the importance of all items that were answered is zero. At least one must count.", name=name
            )
        )
    return part
