"""Value for money: what brands or segments give, against what they cost, as customers see both."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, Scale, as_array, check_scale, same_length
from regulars.methods.comparison.difference import Verdict
from regulars.methods.comparison.many import adjusted
from regulars.methods.comparison.unit_answers import units_of
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.items import Items, answers_on
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sampling.settings import one_of, share
from regulars.methods.scores.estimates import Mean

DIRECTIONS = ("dear", "cheap")


@dataclass(frozen=True, kw_only=True)
class ValueMap(Result):
    """Arrays over ``names`` (brands or segments); quality and price from 0 to 100, a high price is dear.

    ``value``: points of value for money above (below) the average of all that have enough ratings, quality and price
    weighed by ``quality_weight`` and the rest; ``p_adjusted`` allows for how many there are. ``fair_quality``: the
    quality that would be worth this price. ``verdict``: whether the value differs from the average beyond chance.
    """

    minimum_n = 30

    names: tuple[str, ...]
    segment_n: Ints
    segment_too_few: NDArray[np.bool_]
    quality: Floats
    quality_low: Floats
    quality_high: Floats
    price: Floats
    price_low: Floats
    price_high: Floats
    value: Floats
    low: Floats
    high: Floats
    p_value: Floats
    p_adjusted: Floats
    fair_quality: Floats
    verdict: tuple[Verdict, ...]
    quality_line: float
    price_line: float
    quality_weight: float
    n_effective: float

    @property
    def too_few(self) -> bool:
        """Whether none at all can be judged."""
        return bool(self.segment_too_few.all())

    @property
    def notes(self) -> tuple[Message, ...]:
        """What to say where none stands out."""
        if {*self.verdict} == {Verdict.TOO_FEW} or any(
            verdict in (Verdict.HIGHER, Verdict.LOWER) for verdict in self.verdict
        ):
            return ()
        return (message("No clear difference in value for money."),)


@method(
    message("Who gives the most for the money, as customers see it?"),
    rows=("V05",),
    minimum_n=ValueMap.minimum_n,
)
def value_map(
    quality: Any,
    price: Any,
    segments: IntoColumn,
    *,
    high_price: str = "dear",
    quality_weight: float = 0.5,
    scale: Scale = (1, 5),
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> ValueMap:
    """Perceived quality against perceived price of each brand, and how far its value is from the average.

    Quality and price are each the mean of their items in equal parts, from 0 to 100. Value for money is
    weight · quality − (1 − weight) · price, less the average of all brands, each counted once; along the line of fair
    value it is zero. It is clear where its adjusted p-value is at most 1 − ``confidence`` and its interval excludes
    zero.

    Parameters:
        quality: frame with the items on what one gets; answers on ``scale``, high is good. One row is one rating of one
            brand.
        price: frame with the items on what it costs, in money, time or effort; on the same scale.
        segments: the brand, offer or segment that the row is about.
        high_price: whether a high answer on price means "dear" or "cheap" (satisfied with the price).
        quality_weight: what quality counts beside price, 0 to 1: 0.6 says six tenths of the choice hang on quality.
        scale: lowest and highest answer.
        weights: one non-negative survey weight for each row; equal when omitted.
        counts: how often each row stands for a rating; exactly as if the row were repeated.
        clusters: who answered, where a respondent rated several brands.
        missing: codes that mean "no answer", in every item.
        confidence: level of the intervals; 1 less it is the level of the tests.

    Source: [zeithaml1988]; map and line [gale1994]; linearisation [cochran1977]; [benjamini1995].

    >>> found = value_map({"q": [5, 4, 2, 3]}, {"p": [2, 2, 3, 3]}, ["ours", "ours", "theirs", "theirs"])
    >>> found.quality.tolist(), found.price.tolist(), found.value.tolist()
    ([87.5, 37.5], [25.0, 50.0], [18.75, -18.75])
    """
    check_confidence(confidence)
    check_scale(scale)
    one_of(DIRECTIONS, high_price, name="high_price")
    part = share(quality_weight, name="quality_weight")
    good = _share_of_scale(quality, "quality", scale, missing)
    dear = _share_of_scale(price, "price", scale, missing)
    if high_price == "cheap":
        dear = 100 - dear
    same_length(len(good), ("price", dear))
    both = np.column_stack([good, dear])
    both[np.isnan(both).any(axis=1)] = np.nan
    people = Items.of({"quality": both[:, 0], "price": both[:, 1]}, weights=weights, counts=counts, clusters=clusters)
    if segments is None:
        raise OptionError(message("Give segments: the brand, offer or segment that each row is about."))
    same_length(len(both), ("segments", as_array(segments)))
    names, code = units_of(segments, len(both), people.people)
    if len(names) < 2:
        raise TooFewAnswersError(message("All rows are about {name}. Value is judged beside others.", name=names[0]))
    # A column for each brand and dimension: what people who rated several said goes together in every sum.
    apart = np.full((len(code), 2 * len(names)), np.nan)
    apart[np.arange(len(code)), code] = people.answers[:, 0]
    apart[np.arange(len(code)), len(names) + code] = people.answers[:, 1]
    items = Items((*names, *names), apart, people.people)
    size = len(names)
    each = items.each(confidence, (0, 100))
    effective = np.array([mean.n_effective for mean in each[:size]])
    alike = np.nanmax(apart, axis=0) == np.nanmin(apart, axis=0)
    few = (effective < ValueMap.minimum_n) | np.isnan([mean.low for mean in each[:size]])
    few |= alike[:size] & alike[size:]  # no spread says nothing of how far chance carries the value
    # How far a handful of ratings carry the average nobody knows: it is that of the others, if there are two.
    counted = ~few if (~few).sum() > 1 else np.ones(size, dtype=np.bool_)
    judged = ~few & (not few[counted].any())
    less = np.eye(size) - counted / counted.sum()
    found = [items.along(np.append(part * row, (part - 1) * row), confidence) for row in less]
    p_value = np.where(~judged, np.nan, [_p_value(mean, n) for mean, n in zip(found, effective, strict=True)])
    p_adjusted = adjusted(p_value)
    means, line = items.means.reshape(2, size), items.means.reshape(2, size)[:, counted].mean(axis=1)
    ends = np.array([(mean.low, mean.high) for mean in each]).reshape(2, size, 2)
    return ValueMap(
        names=names,
        segment_n=np.bincount(code, weights=people.people.counts).astype(np.int64),
        segment_too_few=few,
        quality=means[0],
        quality_low=ends[0, :, 0],
        quality_high=ends[0, :, 1],
        price=means[1],
        price_low=ends[1, :, 0],
        price_high=ends[1, :, 1],
        value=np.array([mean.mean for mean in found]),
        low=np.array([mean.low for mean in found]),
        high=np.array([mean.high for mean in found]),
        p_value=p_value,
        p_adjusted=p_adjusted,
        fair_quality=line[0] + (means[1] - line[1]) * (1 - part) / part if part > 0 else np.full(size, np.nan),
        verdict=tuple(_verdict(mean, p, confidence) for mean, p in zip(found, p_adjusted, strict=True)),
        quality_line=float(line[0]),
        price_line=float(line[1]),
        quality_weight=part,
        n=people.people.n,
        n_missing=people.people.n_missing,
        n_effective=float(effective.min()),
        confidence=confidence,
        interval=Interval.STUDENT,
    )


def _share_of_scale(frame: Any, name: str, scale: Scale, missing: Collection[Any]) -> Floats:
    """Each row's mean over its items in per cent of the scale; NaN unless all were answered."""
    if frame is None:
        raise OptionError(message("Give the items of {dimension}.", dimension=name))
    columns = answers_on(frame, scale=scale, missing=missing)
    table = np.column_stack(list(columns.values()))
    return np.asarray(100 * (table.mean(axis=1) - scale[0]) / (scale[1] - scale[0]))


def _p_value(mean: Mean, n: float) -> float:
    """Two-sided; of a value whose error is not known, none."""
    if not mean.standard_error > 0:
        return float("nan") if mean.mean else 1.0
    return float(2 * scipy.special.stdtr(max(n - 1, 1.0), -abs(mean.mean) / mean.standard_error))


def _verdict(mean: Mean, p: float, confidence: float) -> Verdict:
    if np.isnan(p):
        return Verdict.TOO_FEW
    if p > 1 - confidence or mean.low <= 0 <= mean.high:
        return Verdict.UNCLEAR
    return Verdict.HIGHER if mean.mean > 0 else Verdict.LOWER
