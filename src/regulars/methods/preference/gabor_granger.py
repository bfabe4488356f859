"""Gabor-Granger: how many would buy at each of several prices, and at which one most is earned."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from regulars.language import Message, message
from regulars.methods.columns import Floats, IntoColumn, Scale
from regulars.methods.errors import MethodError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.items import answers_on
from regulars.methods.preference.asked_prices import filled_in, prices_of
from regulars.methods.preference.best_price import best_price, bought_at
from regulars.methods.preference.falling import falling
from regulars.methods.preference.one_cluster import share_in, size_of
from regulars.methods.registry import method
from regulars.methods.resampling import check_resamples, limits, resampled_sums
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import at_least, whole
from regulars.methods.scores.csat import boxes
from regulars.methods.scores.estimates import Share


@dataclass(frozen=True, kw_only=True)
class GaborGranger(Result):
    """Arrays over the prices tested, lowest first; shares 0 to 1, money of the prices.

    ``demand`` is the share who would buy, made falling where the answers leave gaps; ``earned`` what one person
    asked brings at each price, less cost. ``best_price`` lies on the straight lines between the prices tested.
    ``n`` are respondents whose answers fit together; the others are in ``n_contradictory``.
    """

    minimum_n = 100

    best_price: float
    best_price_low: float
    best_price_high: float
    best_share: float
    best_share_low: float
    best_share_high: float
    best_earned: float
    best_earned_low: float
    best_earned_high: float
    at_edge: bool
    prices: Floats
    demand: Floats
    demand_low: Floats
    demand_high: Floats
    earned: Floats
    earned_low: Floats
    earned_high: Floats
    elasticity: Floats
    chance_best: Floats
    price_n: tuple[int, ...]
    n_contradictory: int
    unit_cost: float
    n_effective: float
    n_resamples: int
    seed: int

    @property
    def notes(self) -> tuple[Message, ...]:
        """Who was left out, and a best price that may lie elsewhere."""
        found = []
        if self.n_contradictory:
            found.append(
                message(
                    "{count} of {n} respondents would buy at a higher price and not at a lower one. They are left out.",
                    count=self.n_contradictory,
                    n=self.n + self.n_contradictory,
                )
            )
        if self.at_edge:
            found.append(
                message(
                    "The best price, {price}, is the end of what was tested; a better one may lie beyond.",
                    price=self.best_price,
                )
            )
        return tuple(found)


@method(
    message("How many would buy at each price, and at which price is most earned?"),
    rows=("M18",),
    minimum_n=GaborGranger.minimum_n,
)
def gabor_granger(
    intentions: Any,
    prices: Sequence[float] | Mapping[str, float],
    *,
    scale: Scale = (0, 1),
    top: int = 1,
    unit_cost: float = 0,
    weights: IntoColumn | None = None,
    counts: IntoColumn | None = None,
    clusters: IntoColumn | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> GaborGranger:
    """Demand at the prices that people were asked about, and the price that earns most.

    Who would buy at a price would buy at a lower one, and who would not, would not at a higher one: prices that
    were not asked are filled in so, others stay out of the share at that price. Whoever would buy at a higher
    price and not at a lower one contradicts himself and is left out, counted in ``n_contradictory``; who
    answered nothing, in ``n_missing``. Shares have Wilson's interval, the best price percentiles of the
    bootstrap.

    Parameters:
        intentions: one column for each price, answers on ``scale``; a dict, any data frame or a 2-D array.
        prices: the price of each column, in the same order or by name; above 0, each once.
        scale: lowest and highest answer; high is sure to buy. 0 no, 1 yes.
        top: how many of the highest points mean that the person would buy.
        unit_cost: what one piece costs us; 0 asks for revenue, more for the margin.
        weights: one non-negative survey weight for each respondent; equal when omitted.
        counts: how often each row stands for a respondent; exactly as if the row were repeated.
        clusters: who or which account the respondent belongs to.
        missing: codes that mean "no answer", in every column.
        confidence: level of the intervals.
        n_resamples: how many resamples, at least 100; 0 gives no interval of the best price.
        seed: the same seed gives the same intervals.

    Source: [gabor1966]; shares [wilson1927]; gaps made falling [barlow1972]; bootstrap [efron1993].

    >>> result = gabor_granger({"p10": [1, 1, 1, 1], "p20": [1, 1, 0, None], "p30": [1, 0, 0, 0]}, [10, 20, 30])
    >>> result.demand.round(4).tolist(), result.price_n
    ([1.0, 0.6667, 0.25], (4, 3, 4))
    >>> result.best_price, round(result.best_earned, 4), result.at_edge
    (20.0, 13.3333, False)
    """
    check_confidence(confidence)
    check_resamples(n_resamples)
    start, cost = whole(0, seed, name="seed"), at_least(0, unit_cost, name="unit_cost")
    boxes(top, scale, name="top")
    columns = answers_on(intentions, scale=scale, missing=missing)
    grid, order = prices_of(prices, tuple(columns))
    answers = np.column_stack(list(columns.values()))[:, order]
    bought = np.where(np.isnan(answers), np.nan, (answers > scale[1] - top).astype(float))
    someone = np.where(np.isnan(bought).all(axis=1), np.nan, np.nansum(bought, axis=1))
    asked = Sample.of(someone, weights=weights, counts=counts, clusters=clusters)
    filled, fits = filled_in(bought[asked.rows])
    sample = asked.over(np.where(fits, asked.values, np.nan))
    if not sample.n:
        raise TooFewAnswersError(
            message(
                "All {count} respondents would buy at a higher price and not at a lower one. Check the prices.",
                count=asked.n,
            )
        )
    filled = filled[fits]
    shares = [_share(sample.over(column), confidence) for column in filled.T]
    known = ~np.isnan(filled)
    mass = sample.weights[:, None]
    sums = np.hstack([mass * known, mass * np.where(known, filled, 0.0)])
    found = _estimate((sample.counts @ sums)[None], grid, cost)
    draws = _estimate(_draws(sample, filled, sums, n_resamples, start), grid, cost)
    price = float(found.price[0])
    # At the price found, not at each draw's own best: a draw's largest earnings exceed the true ones.
    share_there = bought_at(grid, draws.demand, price)
    low, high = limits(np.column_stack([draws.price, share_there, (price - cost) * share_there]), confidence)
    demand = found.demand[0]
    below, above = (np.array([getattr(share, end) for share in shares]) for end in ("low", "high"))
    return GaborGranger(
        best_price=price,
        best_price_low=float(low[0]),
        best_price_high=float(high[0]),
        best_share=float(found.share[0]),
        best_share_low=float(low[1]),
        best_share_high=float(high[1]),
        best_earned=float(found.earned[0]),
        best_earned_low=float(low[2]),
        best_earned_high=float(high[2]),
        at_edge=price in (grid[0], grid[-1]),
        prices=grid,
        demand=demand,
        demand_low=np.minimum(below, demand),
        demand_high=np.maximum(above, demand),
        earned=(grid - cost) * demand,
        earned_low=np.minimum((grid - cost) * below, (grid - cost) * above),
        earned_high=np.maximum((grid - cost) * below, (grid - cost) * above),
        elasticity=_elasticity(grid, demand),
        chance_best=draws.tested.mean(axis=0) if len(draws.tested) else np.full(len(grid), math.nan),
        price_n=tuple(int(sample.counts[column].sum()) for column in known.T),
        n_contradictory=sample.n_missing,
        unit_cost=cost,
        n=sample.n,
        n_missing=asked.n_missing,
        n_effective=size_of(sample),
        n_resamples=int(n_resamples),
        seed=start,
        confidence=confidence,
        interval=Interval.BOOTSTRAP if n_resamples else Interval.WILSON,
    )


def _share(sample: Sample, confidence: float) -> Share:
    """A share of those whose answer at a price is known."""
    if not sample.n:
        raise MethodError(message("At one of the prices no answer is known. Leave that price out."))
    return share_in(sample, confidence)


def _elasticity(grid: Floats, demand: Floats) -> Floats:
    """Arc elasticity from the price before; NaN at the first, and where nobody buys at either."""
    step = np.diff(demand), (demand[1:] + demand[:-1]) / 2
    relative = np.divide(*step, out=np.full(len(grid) - 1, np.nan), where=step[1] > 0)
    return np.concatenate([[np.nan], relative / (np.diff(grid) / ((grid[1:] + grid[:-1]) / 2))])


@dataclass(frozen=True)
class _Estimates:
    demand: Floats
    price: Floats
    share: Floats
    earned: Floats
    tested: Floats


def _estimate(sums: Floats, grid: Floats, cost: float) -> _Estimates:
    """From the sums of each draw, shape (draws, 2 · prices): whom is known at each price, and who would buy."""
    known, bought = np.split(sums, 2, axis=1)
    demand = falling(np.divide(bought, known, out=np.zeros_like(bought), where=known > 0), known)
    best = best_price(grid, demand, unit_cost=cost)
    earned = (grid - cost) * demand
    tested = np.zeros_like(demand)
    tested[np.arange(len(demand)), earned.argmax(axis=1) if len(demand) else 0] = 1.0
    return _Estimates(demand, best.price, best.share, best.earned, tested)


def _draws(sample: Sample, filled: Floats, sums: Floats, n_resamples: int, seed: int) -> Floats:
    if sample.n < 2 or sample.n_clusters == 1:
        return np.empty((0, sums.shape[1]))
    return resampled_sums(
        sums,
        key=np.column_stack([np.where(np.isnan(filled), -1.0, filled), sample.weights]),
        counts=sample.counts,
        clusters=sample.clusters,
        n_resamples=n_resamples,
        seed=seed,
    )
