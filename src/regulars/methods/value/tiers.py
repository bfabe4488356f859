"""Tiers of value: who brings much, some, little, and whether that is told from chance."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, same_length, within_reach
from regulars.methods.intervals import Interval, check_confidence, critical, wilson_of_each
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.value.effective import effective_customers
from regulars.methods.value.tier_means import Three, tier_means
from regulars.methods.value.tier_rules import TITLES, cuts_of, limits_of, names_of, places_of

APART, NOT_APART, UNKNOWN = "told apart", "not told apart", "cannot tell"


@dataclass(frozen=True, kw_only=True)
class Tiers(Result):
    """Every array in the order of ``names``, the best first; money as in ``value``.

    ``cuts`` are the lowest values of all tiers but the last. ``value_share`` is the tier's part of the total,
    ``mean`` its mean value. ``later_mean`` is, where ``before`` was given, the mean value now of those who stood
    in the tier before. ``apart`` says of each pair of neighbours whether they are told apart. ``unclear_n`` counts
    the customers whose own interval reaches into another tier. ``moves[i, j]`` counts those who went from tier i
    before to tier j now.

    For each customer, in the order given: ``tier`` ("" where the value is missing), ``unclear``, and
    ``could_be``, the best tier that the customer's interval reaches; ``place`` and ``best`` are the same two as places
    in ``names``, -1 where the value is missing.
    """

    minimum_n = 200
    kept_back = ("tier", "unclear", "could_be", "place", "best")

    names: tuple[str, ...]
    cuts: Floats
    tier_n: Ints
    customer_share: Floats
    value_share: Floats
    value_share_low: Floats
    value_share_high: Floats
    mean: Floats
    mean_low: Floats
    mean_high: Floats
    unclear_n: Ints
    apart: tuple[str, ...]
    later_mean: Floats
    later_mean_low: Floats
    later_mean_high: Floats
    moves: Ints
    move: Floats
    move_low: Floats
    move_high: Floats
    total: float
    spared: int
    n_effective: float
    tier: NDArray[np.str_] = field(compare=False, repr=False)
    unclear: NDArray[np.bool_] = field(compare=False, repr=False)
    could_be: NDArray[np.str_] = field(compare=False, repr=False)
    place: Ints = field(compare=False, repr=False)
    best: Ints = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """Which tiers are one, whose label is open, and what a tier must not be used for."""
        found = []
        for above, below, verdict in zip(self.names, self.names[1:], self.apart, strict=False):
            if verdict == NOT_APART:
                found.append(
                    message(
                        "The tiers {above} and {below} are not told apart: treat them alike.",
                        above=TITLES.get(above, above),
                        below=TITLES.get(below, below),
                    )
                )
        if set(self.apart) == {UNKNOWN}:
            found.append(
                message(
                    "Whether the tiers are more than the luck of this period cannot be told: give each customer’s "
                    "interval, or the values of the period before."
                )
            )
        if self.spared:
            found.append(
                message(
                    "{count} customers of the last tier may belong to a better one: do not drop them.",
                    count=self.spared,
                )
            )
        found.append(
            message(
                "A tier may decide who is visited, never how a complaint is answered or who gets the basic service."
            )
        )
        return tuple(found)


@method(
    message("Which customers bring much, some or little, and are these tiers more than chance?"),
    rows=("V16", "V19"),
    minimum_n=Tiers.minimum_n,
    samples=False,
)
def tiers(
    value: IntoColumn,
    *,
    low: IntoColumn | None = None,
    high: IntoColumn | None = None,
    before: IntoColumn | None = None,
    parts: Sequence[float] = (0.2, 0.3),
    cuts: Sequence[float] | None = None,
    names: Sequence[str] | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> Tiers:
    """Tiers by value: premium, middle, low; with a guard against labels that chance wrote.

    The best ``parts`` of the customers, rounded up, make the upper tiers, the rest the last one; or the tiers are
    cut at fixed values. Equal customers are in one tier, the better one. A customer is **unclear** where the
    customer's own interval holds a cut. Two neighbouring tiers are **told apart** where the intervals of the mean
    value now of those who stood in them ``before`` do not overlap; without ``before``, where the mean lower limit
    of the upper tier lies above the mean upper limit of the lower one; without either it cannot be told.

    Parameters:
        value: value of each customer, in one currency: past, or expected such as a lifetime value.
        low: lower limit of each customer's value.
        high: upper limit.
        before: value of the same customers in the period before, cut in the same way.
        parts: parts of the customers in the upper tiers, from the best down; the rest is the last tier.
        cuts: instead of parts, the lowest value of each upper tier, falling; a value at a cut is in the better tier.
        names: of the tiers, one more than there are cuts; premium, middle, low, or numbers.
        missing: codes that mean "not known", in all columns.
        confidence: level of the intervals.

    Intervals: of shares of the value linearised [beach1983], of means Student's [student1908], of moves
    Wilson's [wilson1927].

    Source: [zeithaml2001].

    >>> found = tiers([900, 300, 280, 40, 30, 20, 10, 10, 5, 5])
    >>> found.tier_n.tolist(), found.cuts.tolist(), found.value_share.round(3).tolist()
    ([2, 3, 5], [300.0, 30.0], [0.75, 0.219, 0.031])
    """
    check_confidence(confidence)
    worth = within_reach(numbers(value, name="value", missing=missing), name="value")
    limits = limits_of(worth, low, high, missing)
    sample = Sample.of(worth)
    known = ~np.isnan(worth)
    edges = cuts_of(sample.values, parts, cuts)
    called = names_of(names, len(edges) + 1)
    place = np.full(len(worth), -1)
    place[known] = places_of(worth[known], edges)
    earlier = None
    if before is not None:
        past = within_reach(numbers(before, name="before", missing=missing), name="before")
        same_length(len(worth), ("before", past))
        stood, there = np.full(len(worth), -1), ~np.isnan(past)
        if there.any():
            past_edges = cuts_of(past[there], parts, cuts)
            stood[there] = places_of(past[there], past_edges)
            both = known & there
            earlier = (
                stood,
                tier_means(past[both], worth[both], stood[both], past_edges, confidence, fixed=cuts is not None),
            )
    return _result(sample, place, edges, called, limits, earlier, cuts is not None, confidence)


def _result(
    sample: Sample,
    place: Ints,
    edges: Floats,
    names: tuple[str, ...],
    limits: tuple[Floats, Floats] | None,
    earlier: tuple[Ints, list[Three]] | None,
    fixed: bool,
    confidence: float,
) -> Tiers:
    size, known = len(names), place >= 0
    own = place[sample.rows]
    means = tier_means(sample.values, sample.values, own, edges, confidence, fixed=fixed)
    share, share_low, share_high = _value_shares(sample.values, own, edges, fixed, confidence)
    best, worst = place.copy(), place.copy()
    if limits is not None:
        worst[known], best[known] = (places_of(limit[known], edges) for limit in limits)
    unclear = known & (best != worst)
    moves, later = np.zeros((size, size), dtype=np.int64), [(math.nan, math.nan, math.nan)] * size
    if earlier is not None:
        stood, later = earlier
        both = known & (stood >= 0)
        np.add.at(moves, (stood[both], place[both]), 1)
    total = moves.sum(axis=1, keepdims=True)
    move = np.divide(moves, total, out=np.full(moves.shape, np.nan), where=total > 0)
    move_low, move_high = wilson_of_each(move, np.broadcast_to(total, move.shape).astype(float), critical(confidence))
    words = np.array([*names, ""])
    return Tiers(
        names=names,
        cuts=edges,
        tier_n=np.bincount(own, minlength=size),
        customer_share=np.bincount(own, minlength=size) / sample.n,
        value_share=share,
        value_share_low=share_low,
        value_share_high=share_high,
        mean=np.array([found[0] for found in means]),
        mean_low=np.array([found[1] for found in means]),
        mean_high=np.array([found[2] for found in means]),
        unclear_n=np.bincount(place[unclear], minlength=size),
        apart=_apart(size, place, limits, None if earlier is None else later),
        later_mean=np.array([found[0] for found in later]),
        later_mean_low=np.array([found[1] for found in later]),
        later_mean_high=np.array([found[2] for found in later]),
        moves=moves,
        move=move,
        move_low=move_low,
        move_high=move_high,
        total=float(sample.values.sum()),
        spared=int((unclear & (place == size - 1)).sum()),
        n_effective=effective_customers(sample.values),
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.STUDENT,
        tier=words[place],
        unclear=unclear,
        could_be=words[best],
        place=place,
        best=best,
    )


def _apart(
    size: int, place: Ints, limits: tuple[Floats, Floats] | None, later: list[tuple[float, float, float]] | None
) -> tuple[str, ...]:
    """The verdict on each pair of neighbours, the better tier first."""
    if later is not None:
        ends = [(low, high) for _, low, high in later]
    elif limits is not None:
        ends = []
        for tier in range(size):
            mine = place == tier
            ends.append(
                (float(limits[0][mine].mean()), float(limits[1][mine].mean())) if mine.any() else (math.nan,) * 2
            )
    else:
        return (UNKNOWN,) * (size - 1)
    found = []
    for (low, _), (_, high) in pairwise(ends):
        found.append(UNKNOWN if math.isnan(low + high) else APART if low > high else NOT_APART)
    return tuple(found)


def _value_shares(
    values: Floats, place: Ints, edges: Floats, fixed: bool, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Each tier's part of the total, with Wald's limits of the linearised ratio; NaN where the total is no profit."""
    size, n, mean = len(edges) + 1, len(values), float(values.mean())
    nothing = np.full(size, np.nan)
    if mean <= 0:
        return nothing, nothing, nothing
    tops, influence = [0.0], [np.zeros(n)]
    for tier, edge in enumerate(edges.tolist()):
        inside = place <= tier
        share = float(values[inside].sum()) / (n * mean)
        tops.append(share)
        # Where the cut is a quantile of these very customers, it moves with them.
        moved = values * inside if fixed else np.where(inside, values - edge, 0.0) + inside.mean() * edge
        influence.append((moved - values * share) / mean)
    tops, influence = [*tops, 1.0], [*influence, np.zeros(n)]
    shares = np.diff(tops)
    if n < 2:
        return shares, nothing, nothing
    added = np.diff(np.array(influence), axis=0)
    reach = critical(confidence, n - 1) * np.sqrt(added.var(axis=1, ddof=1) / n)
    low, high = shares - reach, shares + reach
    return shares, *((np.clip(low, 0, 1), np.clip(high, 0, 1)) if values.min() >= 0 else (low, high))
