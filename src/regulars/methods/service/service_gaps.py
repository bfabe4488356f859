"""Service quality as gaps: perceptions less expectations, by item, by dimension and overall."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from regulars.language import message
from regulars.methods.columns import Floats, IntoColumn, Scale, check_scale, frame_columns, same_length
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.grouping import grouped
from regulars.methods.importance import of_each_respondent
from regulars.methods.intervals import Interval
from regulars.methods.items import Items, answers_on, equal_parts
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.scores.estimates import NOTHING, Mean, mean_of
from regulars.methods.service.pairing import paired
from regulars.methods.service.respondents_points import common_points, points_of_each

Table: TypeAlias = Mapping[str, Floats]

# Items of each dimension in the questionnaire of 1988 and 1991, in the order asked.
SERVQUAL = {"tangibles": 4, "reliability": 5, "responsiveness": 4, "assurance": 4, "empathy": 5}


@dataclass(frozen=True, kw_only=True)
class ServiceGaps(Result):
    """Gaps in points of the scale; below 0 the service falls short of what was expected.

    ``gap`` is unweighted: the mean of the dimensions, each of which counts once. ``weighted`` is NaN where no
    points were given; ``weighted_n`` counts the respondents it comes from. ``importance`` is each dimension's
    mean share of the points. ``dimension_of`` names the dimension of each item. Under ``measure``
    "servperf" every gap is the perception itself, and expectations are NaN.
    """

    minimum_n = 10

    gap: float
    low: float
    high: float
    weighted: float
    weighted_low: float
    weighted_high: float
    weighted_n: int
    dimensions: tuple[str, ...]
    dimension_gap: Floats
    dimension_low: Floats
    dimension_high: Floats
    importance: Floats
    names: tuple[str, ...]
    dimension_of: tuple[str, ...]
    item_gap: Floats
    item_low: Floats
    item_high: Floats
    item_expectation: Floats
    item_perception: Floats
    item_n: tuple[int, ...]
    measure: str
    n_effective: float
    design_effect: float


@method(
    message("Where does the service fall short of what customers expect of it?"),
    rows=("M01", "M02"),
    minimum_n=ServiceGaps.minimum_n,
)
def service_gaps(
    expectations: Any = None,
    perceptions: Any = None,
    *,
    dimensions: Mapping[str, Sequence[str]] | None = None,
    weights_given: Any = None,
    scale: Scale = (1, 7),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> ServiceGaps:
    """SERVQUAL: perception less expectation, in points of the scale, by item, by dimension and overall.

    An item's gap is the mean over those who gave both answers. A dimension's gap is the mean of its items, the
    overall gap the mean of the dimensions. The weighted gap is the mean over respondents of Σ points / 100 ·
    gap of the dimension; a respondent without points, or without a gap in a dimension that got points, is
    not in it. Without ``expectations`` the perceptions alone are scored (SERVPERF). All intervals are
    Student's, on linearised means, so that one person's answers go together.

    Parameters:
        expectations: frame with one column for each item (dict, Arrow table, data frame, 2-D array), or ``None``.
        perceptions: frame of the same items, matched by name where the names are the same, else in order.
        dimensions: the items of each dimension, by their names in ``perceptions``. When omitted, 22 items are
            the five of SERVQUAL in the order asked; otherwise every item is a dimension of its own.
        weights_given: 100 points shared out among the dimensions: one number for each, or a frame with a column
            for each, a row for each respondent. Whatever does not sum to 100 raises ``WeightError``.
        scale: lowest and highest answer; high is good.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every item.
        confidence: level of the intervals.

    Source: [parasuraman1988], [parasuraman1991]; perceptions alone [cronin1992]; interval [cochran1977].

    >>> expected = {"rooms": [6, 7], "staff": [6, 6]}
    >>> found = {"rooms": [5, 7], "staff": [5, 4]}
    >>> result = service_gaps(expected, found, weights_given=[40, 60])
    >>> result.item_gap.tolist(), result.gap, round(result.weighted, 6)
    ([-0.5, -1.5], -1.0, -1.1)
    """
    length = check_scale(scale)[1] - scale[0]
    before, after, gaps = _answers(expectations, perceptions, scale, missing)
    items = Items.of(gaps, weights=weights, counts=counts, clusters=clusters)
    placed = grouped(_dimensions(items.names) if dimensions is None else dimensions, items.names)
    homes, own = _homes(items.names, placed), equal_parts(items, placed)
    ends = scale if before is None else (-length, length)
    within = [items.only(at).along(part[at], confidence, ends) for at, part in zip(placed.values(), own, strict=True)]
    overall = items.along(own.mean(axis=0), confidence, ends)
    weighted = _weighted(items, own, tuple(placed), weights_given, len(next(iter(gaps.values()))), confidence, ends)
    each = items.each(confidence, ends)
    return ServiceGaps(
        gap=overall.mean,
        low=overall.low,
        high=overall.high,
        weighted=weighted.gap.mean,
        weighted_low=weighted.gap.low,
        weighted_high=weighted.gap.high,
        weighted_n=weighted.n,
        dimensions=tuple(placed),
        dimension_gap=np.array([found.mean for found in within]),
        dimension_low=np.array([found.low for found in within]),
        dimension_high=np.array([found.high for found in within]),
        importance=weighted.importance,
        names=items.names,
        dimension_of=homes,
        item_gap=items.means,
        item_low=np.array([found.low for found in each]),
        item_high=np.array([found.high for found in each]),
        item_expectation=np.full(len(each), np.nan) if before is None else _means_beside(items, before),
        item_perception=_means_beside(items, after),
        item_n=items.item_n,
        measure="servperf" if before is None else "servqual",
        n=items.people.n,
        n_missing=items.people.n_missing,
        n_effective=overall.n_effective,
        design_effect=items.people.n / overall.n_effective,
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _answers(
    expectations: Any, perceptions: Any, scale: Scale, missing: Collection[Any]
) -> tuple[Table | None, Table, Table]:
    """Expectations, perceptions and gaps, all under the names of the perceptions."""
    if perceptions is None:
        raise OptionError(message("Give the perceptions: what customers say of the service as it is."))
    alone = expectations is None
    names = () if alone else tuple(frame_columns(expectations))
    alike = bool(set(names) & set(frame_columns(perceptions)))
    after = answers_on(perceptions, scale=scale, missing=missing, part_of="perceptions" if alike else "")
    if alone:
        return None, after, after
    first = answers_on(expectations, scale=scale, missing=missing, part_of="expectations" if alike else "")
    pairs = paired(names, tuple(after), called=("expectations", "perceptions"))
    before = {name: first[partner] for name, partner in pairs.items()}
    same_length(len(next(iter(before.values()))), *after.items())
    return before, after, {name: after[name] - before[name] for name in after}


def _dimensions(names: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    if len(names) != sum(SERVQUAL.values()):
        return {name: (name,) for name in names}
    left = iter(names)
    return {dimension: tuple(next(left) for _ in range(size)) for dimension, size in SERVQUAL.items()}


def _homes(names: tuple[str, ...], placed: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    home = {place: dimension for dimension, places in placed.items() for place in places}
    for place, name in enumerate(names):
        if place not in home:
            raise OptionError(message("The item {item} is in no dimension. Put it in one, or leave it out.", item=name))
    return tuple(home[place] for place in range(len(names)))


def _means_beside(items: Items, columns: Table) -> Floats:
    """Means over exactly those whose gap is known, so that perception less expectation is the gap."""
    table = np.column_stack([columns[name] for name in items.names])[items.people.rows]
    return replace(items, answers=np.where(np.isnan(items.answers), np.nan, table)).means


@dataclass(frozen=True)
class _Weighted:
    gap: Mean
    importance: Floats
    n: int


def _weighted(
    items: Items, own: Floats, dimensions: tuple[str, ...], given: Any, size: int, confidence: float, ends: Scale
) -> _Weighted:
    if given is None:
        return _Weighted(NOTHING, np.full(len(own), np.nan), 0)
    if not of_each_respondent(given):
        shares = common_points(given, dimensions)
        return _Weighted(items.along(shares @ own, confidence, ends), shares, items.people.n)
    points = points_of_each(given, dimensions, size)[items.people.rows]
    scores = np.zeros(len(points))
    for column, part in zip(points.T, own, strict=True):
        scores += np.where(column == 0, 0.0, column * _mean_of_answered(items.answers[:, part > 0]))
    people = items.people.over(scores)
    if not people.n:
        raise TooFewAnswersError(
            message("Nobody gave points and also answered in every dimension that got some. Leave the points out.")
        )
    used = points[~np.isnan(scores)]
    return _Weighted(
        mean_of(people, confidence, scale=ends), np.array([people.mean(column) for column in used.T]), people.n
    )


def _mean_of_answered(answers: Floats) -> Floats:
    """Mean of each row over its answers; NaN where it has none."""
    given = ~np.isnan(answers)
    count = given.sum(axis=1)
    total = np.where(given, answers, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(len(answers), math.nan), where=count > 0))
