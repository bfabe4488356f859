"""One customer's future in money: what is to be expected, and the range of what may come.

A customer will buy N times, N from the model of buying; each purchase is worth Gamma(p, ν), where ν ~ Gamma(q', γ')
with q' = q + p·x and γ' = γ + x·m after x purchases of the mean m. So for n purchases together

    S_n / (S_n + γ') ~ Beta(p·n, q'),     P(S > s) = Σ_n P(N = n) P(S_n > s).

In units of γ' neither the beta distributions nor those of N depend on m, and the beta distributions not even on
T: both are computed once for each distinct x or (x, T), on a grid of s. A hundred thousand customers then cost
what their distinct histories cost.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import scipy

from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.forecast import PurchaseForecast
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.buying.lifetime_value import check_options
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, same_length
from regulars.methods.intervals import check_confidence

GRID = 160  # points of money, evenly in logarithms: the limits are right within a thousandth
RARE = 1e-5  # purchases beyond this chance are not looked at
FEW = 24  # purchases that are all looked at one by one
MOST = 4_000


@dataclass(frozen=True, kw_only=True)
class ValueForecast(PurchaseForecast):
    """The forecast of purchases, and the same in money of today.

    ``value`` is the expected discounted margin; ``value_low`` to ``value_high`` holds what the customer will in
    fact bring with probability ``range_level`` or more.
    """

    value: Floats = field(compare=False)
    value_low: Floats = field(compare=False)
    value_high: Floats = field(compare=False)


def value_forecast(
    buying: BuyingModel,
    spending: GammaGamma,
    *,
    frequency: IntoColumn,
    recency: IntoColumn,
    T: IntoColumn,
    monetary: IntoColumn,
    horizon: float,
    margin: float = 1.0,
    discount_rate: float = 0.0,
    range_level: float = 0.8,
) -> ValueForecast:
    """Expected value of each customer within ``horizon``, and its predictive range.

    The expectation is that of ``lifetime_value``. The range is exact for the sum of the purchases; it is
    discounted by the mean factor of the customer's expected purchases, since when they come is left open.
    The parameters of both models are taken as known: beside one customer's chance their error is small.

    Parameters:
        buying: a fitted model of buying.
        spending: a fitted Gamma-Gamma model.
        frequency, recency, T: the histories, in the unit of time in which ``buying`` was fitted.
        monetary: mean value of the repeat purchases, in one currency; 0 where there was none.
        horizon: how far ahead, in the same unit of time.
        margin: contribution margin, a share of revenue from 0 to 1.
        discount_rate: rate per unit of time, 0 or more.
        range_level: the least probability that the range holds.

    Source: [fader2005a], [fader2005b].

    >>> from regulars.methods import BetaGeoNBD
    >>> buying = BetaGeoNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> spending = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    >>> one = value_forecast(
    ...     buying, spending, frequency=[2], recency=[30.43], T=[38.86], monetary=[22.35], horizon=39
    ... )
    >>> one.value.round(2).tolist(), one.value_low.tolist(), one.value_high.round(0).tolist()
    ([30.24], [0.0], [85.0])
    """
    check_options(horizon, margin, discount_rate)
    check_confidence(range_level)
    x, t_x, end = buying.checked(frequency, recency, T)
    mean = numbers(monetary, name="monetary")
    same_length(len(x), ("monetary", mean))
    complete = ~np.isnan(x + t_x + end)
    count = _counted(buying, x, t_x, end, horizon, range_level)
    each = spending.expected_value(x, mean)
    discounted, plain = _paces(buying, x, end, horizon, discount_rate)
    alive = buying.probability_alive(x, t_x, end)
    factor = margin * discounted / np.where(plain > 0, plain, 1.0)
    low, high = np.full_like(x, np.nan), np.full_like(x, np.nan)
    if complete.any():
        tail = (1 - range_level) / 2
        low[complete], high[complete] = _limits(
            buying, spending, x[complete], end[complete], mean[complete], alive[complete], horizon, tail
        )
    return ValueForecast(
        expected=count.expected,
        chance_of_none=count.chance_of_none,
        predicted_low=count.predicted_low,
        predicted_high=count.predicted_high,
        range_level=range_level,
        value=margin * alive * discounted * each,
        value_low=factor * low,
        value_high=factor * high,
        n=count.n,
        n_missing=count.n_missing,
    )


def _counted(
    buying: BuyingModel, x: Floats, t_x: Floats, T: Floats, horizon: float, range_level: float
) -> PurchaseForecast:
    """The forecast of purchases, asked once for each distinct history."""
    kinds, place = np.unique(np.stack((x, t_x, T), axis=1), axis=0, return_inverse=True)
    place = place.reshape(-1)
    one = buying.predict(horizon, kinds[:, 0], kinds[:, 1], kinds[:, 2], range_level=range_level)
    missing = int(np.isnan(one.expected)[place].sum())
    return PurchaseForecast(
        expected=one.expected[place],
        chance_of_none=one.chance_of_none[place],
        predicted_low=one.predicted_low[place],
        predicted_high=one.predicted_high[place],
        range_level=range_level,
        n=len(x) - missing,
        n_missing=missing,
    )


def _paces(buying: BuyingModel, x: Floats, T: Floats, horizon: float, rate: float) -> tuple[Floats, Floats]:
    """Expected purchases of each customer if alive, discounted and plain; by distinct (x, T)."""
    kinds, place = _kinds(x, T)
    some_x, some_T = kinds[:, 0], kinds[:, 1]
    plain = buying.mean_if_alive(some_x, some_T, np.full(len(kinds), horizon))
    discounted = buying.discounted_if_alive(some_x, some_T, horizon, math.log1p(rate)) if rate else plain
    return discounted[place], plain[place]


def _limits(
    buying: BuyingModel,
    spending: GammaGamma,
    x: Floats,
    T: Floats,
    mean: Floats,
    alive: Floats,
    horizon: float,
    tail: float,
) -> tuple[Floats, Floats]:
    """Undiscounted limits: smallest s with P(S ≤ s) ≥ tail, and ≥ 1 − tail."""
    known = (x > 0) & (mean > 0)
    used = np.where(known, x, 0.0)
    scale = spending.gamma + used * np.where(known, mean, 0.0)
    kinds, place = _kinds(x, T)
    low, high = np.zeros_like(x), np.zeros_like(x)
    for bought in np.unique(kinds[:, 0]):
        same = np.flatnonzero(kinds[:, 0] == bought)
        mine = np.flatnonzero(x == bought)
        chances = _chances(buying, kinds[same], horizon)
        row = np.searchsorted(same, place[mine])
        for counted in np.unique(used[mine]):  # a free good is a purchase that tells nothing of spending
            these = used[mine] == counted
            who = mine[these]
            points, above = _survival(chances, spending.p, spending.q + spending.p * counted)
            for target, found in ((1 - tail, low), (tail, high)):
                found[who] = scale[who] * _crossing(points, above, row[these], target / alive[who])
    return low, high


def _chances(buying: BuyingModel, kinds: Floats, horizon: float) -> Floats:
    """P(N = n) of a customer who is alive; one row for each kind, one column for n = 1, 2, …"""
    x, T, time = kinds[:, :1], kinds[:, 1:], np.full((len(kinds), 1), horizon)

    def at_least(n: Floats) -> Floats:
        return buying.at_least_if_alive(n[None, :], x, T, time)

    most = 16
    while most < MOST and at_least(np.array([most + 1.0])).max() > RARE:
        most = most * 5 // 4
    return -np.diff(at_least(np.arange(1.0, most + 2)), axis=1)


def _survival(chances: Floats, p: float, q: float) -> tuple[Floats, Floats]:
    """A grid of money in units of γ', and P(S > s) on it for each kind."""
    most = chances.shape[1]
    # Many purchases are so much alike in sum that the curve between every few of them is straight.
    n = np.unique(np.r_[1 : min(most, FEW) + 1, np.geomspace(min(most, FEW), most, FEW).round()])
    straight = np.stack([np.interp(np.arange(1, most + 1), n, one) for one in np.eye(len(n))], axis=1)
    low, high = scipy.special.betaincinv(p, q, 1e-4), scipy.special.betaincinv(p * n[-1], q, 1 - 1e-4)
    # Beyond a share of one half, 1 − share is what must keep its digits.
    ends = np.log(low) - np.log1p(-low), np.log(high) - np.log1p(-min(high, 1 - 1e-15))
    points = np.linspace(*ends, GRID)
    above = scipy.special.betaincc(p * n[:, None], q, scipy.special.expit(points)[None, :])
    return np.exp(points), chances @ straight @ above


def _crossing(points: Floats, above: Floats, row: Ints, target: Floats) -> Floats:
    """Where the falling curve of each row passes its target; 0 where it never rises to it."""
    curves = above[row]
    behind = (curves > target[:, None]).sum(axis=1)  # points that are still above
    right = np.clip(behind, 1, len(points) - 1)
    who = np.arange(len(row))
    before, after = curves[who, right - 1], curves[who, right]
    share = np.clip((before - target) / np.where(before > after, before - after, 1.0), 0.0, 1.0)
    found = np.exp(np.log(points)[right - 1] + share * (np.log(points)[right] - np.log(points)[right - 1]))
    return np.asarray(np.where(behind > 0, found, 0.0))


def _kinds(x: Floats, T: Floats) -> tuple[Floats, Ints]:
    """Distinct (x, T), and which is whose."""
    kinds, place = np.unique(np.stack((x, T), axis=1), axis=0, return_inverse=True)
    return kinds, place.reshape(-1)
