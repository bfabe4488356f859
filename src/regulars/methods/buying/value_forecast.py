"""One customer's future in money: what is to be expected, and the range of what may come.

A customer will buy N times, N from the model of buying; each purchase is worth Gamma(p, ν), where ν ~ Gamma(q', γ')
with q' = q + p·x and γ' = γ + x·m after x purchases of the mean m. So for n purchases together

    S_n / (S_n + γ') ~ Beta(p·n, q'),     P(S > s) = Σ_n P(N = n) P(S_n > s).

In units of γ' neither the beta distributions nor those of N depend on m, and the beta distributions not even on
T: both are computed once for each distinct x or (x, T), on a grid of s, and looked up once for each distinct
history. A million customers then cost what their distinct histories cost.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import scipy
from numpy.typing import NDArray

from regulars.methods.buying.beta_curve import beta_above
from regulars.methods.buying.buying_model import BuyingModel
from regulars.methods.buying.forecast import PurchaseForecast
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.buying.histories import Alike, distinct
from regulars.methods.buying.lifetime_value import check_options
from regulars.methods.columns import Floats, IntoColumn, Ints, numbers, same_length
from regulars.methods.intervals import check_confidence

GRID = 160  # points of money, evenly in logarithms: the limits are right within a thousandth
RARE = 1e-5  # purchases beyond this chance are not looked at
FEW = 24  # purchases that are all looked at one by one
MOST = 4_000
NO_THREADS = 250_000  # products in a matrix product: larger ones go to threads, who mostly wait for each other


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
    return value_of_alike(
        buying,
        spending,
        Alike.among(buying.checked(frequency, recency, T)),
        monetary,
        horizon=horizon,
        margin=margin,
        discount_rate=discount_rate,
        range_level=range_level,
    )


def value_of_alike(
    buying: BuyingModel,
    spending: GammaGamma,
    alike: Alike,
    monetary: IntoColumn,
    *,
    horizon: float,
    margin: float = 1.0,
    discount_rate: float = 0.0,
    range_level: float = 0.8,
) -> ValueForecast:
    """The same of customers whose histories are grouped already.

    Each kind of history once, then each customer: only what was paid differs within a kind.
    """
    check_options(horizon, margin, discount_rate)
    check_confidence(range_level)
    rows, place = alike.rows, alike.place
    mean = numbers(monetary, name="monetary")
    same_length(len(place), ("monetary", mean))
    x = rows.frequency[place]
    known = (x > 0) & (mean > 0)  # a free good is a purchase that tells nothing of spending
    payers = np.bincount(place, weights=known, minlength=len(rows.counts))
    told = _told(
        buying,
        spending,
        _Asked(rows.frequency, rows.recency, rows.T, horizon, (1 - range_level) / 2),
        paid=payers > 0,
        free=payers < rows.counts,
    )
    discounted = told.plain
    if discount_rate:
        discounted = _discounted(buying, rows.frequency, rows.T, horizon, discount_rate)
    factor = margin * discounted / np.where(told.plain > 0, told.plain, 1.0)
    scale = factor[place]
    scale *= spending.gamma + np.where(known, x * mean, 0.0)
    low, high = told.low[place], told.high[place]
    odd = np.flatnonzero(~known)
    low[odd], high[odd] = told.low_if_free[place[odd]], told.high_if_free[place[odd]]
    low *= scale
    high *= scale
    value = (margin * told.alive * discounted)[place]
    value *= spending.expected_value(x, mean)
    missing = int(rows.counts[np.isnan(told.expected)].sum())
    return ValueForecast(
        expected=told.expected[place],
        chance_of_none=told.chance_of_none[place],
        predicted_low=told.fewest[place],
        predicted_high=told.most[place],
        range_level=range_level,
        value=value,
        value_low=low,
        value_high=high,
        n=len(x) - missing,
        n_missing=missing,
    )


@dataclass(frozen=True)
class _Asked:
    """Distinct histories in ascending order, those with a missing number first, and what is asked of each."""

    x: Floats
    t_x: Floats
    T: Floats
    horizon: float
    tail: float


@dataclass(frozen=True)
class _Told:
    """Of each distinct history; limits of money in units of γ', also for those whose purchases were free."""

    alive: Floats
    plain: Floats  # expected purchases if alive
    expected: Floats
    chance_of_none: Floats
    fewest: Floats
    most: Floats
    low: Floats
    high: Floats
    low_if_free: Floats
    high_if_free: Floats


def _told(
    buying: BuyingModel, spending: GammaGamma, asked: _Asked, *, paid: NDArray[np.bool_], free: NDArray[np.bool_]
) -> _Told:
    """Everything that does not hang on the amounts of a customer, once for each history."""
    (kind_x, kind_T), kind = distinct(asked.x, asked.T)
    plain = buying.mean_if_alive(kind_x, kind_T, np.full(len(kind_x), asked.horizon))[kind]
    alive = buying.alive(asked.x, asked.t_x, asked.T)
    none, fewest, most, low, high, low_if_free, high_if_free = (np.full(len(alive), np.nan) for _ in range(7))
    for bought in np.unique(asked.x[~np.isnan(asked.x)]):
        same, mine = np.flatnonzero(kind_x == bought), np.flatnonzero(asked.x == bought)
        row, still = kind[mine] - same[0], alive[mine]  # kinds ascend, and by x first
        reach = _reach(buying, float(bought), kind_T[same, None], asked.horizon)
        none[mine] = 1 - still * reach[row, 0]
        fewest[mine] = _fewest(reach, row, still, asked.tail)
        most[mine] = _fewest(reach, row, still, 1 - asked.tail)
        for counted, some, found_low, found_high in (
            (bought, paid[mine], low, high),
            (0.0, free[mine], low_if_free, high_if_free),
        ):
            if some.any():
                who = mine[some]
                points, above = _survival(-np.diff(reach, axis=1), spending.p, spending.q + spending.p * counted)
                found_low[who] = _crossing(points, above, row[some], (1 - asked.tail) / still[some])
                found_high[who] = _crossing(points, above, row[some], asked.tail / still[some])
    beyond = np.flatnonzero(np.isnan(fewest + most))  # of the missing, and of who may buy thousands of times
    rest = buying.predict(
        asked.horizon, asked.x[beyond], asked.t_x[beyond], asked.T[beyond], range_level=1 - 2 * asked.tail
    )
    fewest[beyond], most[beyond] = rest.predicted_low, rest.predicted_high
    return _Told(alive, plain, alive * plain, none, fewest, most, low, high, low_if_free, high_if_free)


def _discounted(buying: BuyingModel, x: Floats, T: Floats, horizon: float, rate: float) -> Floats:
    """Expected purchases of each history if alive, discounted."""
    (kind_x, kind_T), kind = distinct(x, T)
    return buying.discounted_if_alive(kind_x, kind_T, horizon, math.log1p(rate))[kind]


def _reach(buying: BuyingModel, x: float, T: Floats, horizon: float) -> Floats:
    """P(N ≥ n) of a customer who is alive; one row for each T, one column for n = 1, 2, …"""
    time, most = np.full(T.shape, horizon), 16
    for some in (slice(None, None, max(1, len(T) - 1)), slice(None)):  # the first and the last tell most of it
        while most < MOST and _at_least(buying, most + 1.0, x, T[some], time[some]).max() > RARE:
            most = most * 5 // 4
    return buying.up_to_if_alive(most + 1, x, T, time)


def _at_least(buying: BuyingModel, n: float, x: float, T: Floats, t: Floats) -> Floats:
    return buying.at_least_if_alive(np.array([[n]]), np.array([[x]]), T, t)


def _fewest(reach: Floats, row: Ints, alive: Floats, share: float) -> Floats:
    """The smallest n with P(N ≤ n) ≥ share; NaN where the table ends before."""
    n = _first(lambda n: 1 - alive * reach[row, n] >= share, len(row), reach.shape[1])
    return np.where(n < reach.shape[1], n, np.nan)


def _first(there: Callable[[Ints], NDArray[np.bool_]], rows: int, size: int) -> Ints:
    """Of each row the first place from 0 where it is, once there always; ``size`` where it nowhere is."""
    low, high = np.zeros(rows, dtype=np.int64), np.full(rows, size)
    while (low < high).any():
        middle = (low + high) // 2
        yes = there(np.minimum(middle, size - 1)) & (middle < size)
        low, high = np.where(yes | (low == high), low, middle + 1), np.where(yes, middle, high)
    return low


def _survival(chances: Floats, p: float, q: float) -> tuple[Floats, Floats]:
    """A grid of money in units of γ', and P(S > s) on it for each kind."""
    n, straight = _looked_at(chances.shape[1])
    low, high = scipy.special.betaincinv(p, q, 1e-4), scipy.special.betaincinv(p * n[-1], q, 1 - 1e-4)
    # Beyond a share of one half, 1 − share is what must keep its digits.
    ends = np.log(low) - np.log1p(-low), np.log(high) - np.log1p(-min(high, 1 - 1e-15))
    points = np.linspace(*ends, GRID)
    curves = beta_above(points, p * n, q)
    above = np.empty((len(chances), GRID))
    step = max(1, NO_THREADS // (len(n) * max(GRID, len(straight))))
    for i in range(0, len(chances), step):
        np.matmul(chances[i : i + step] @ straight, curves, out=above[i : i + step])
    return np.exp(points), above


@lru_cache(maxsize=64)
def _looked_at(most: int) -> tuple[Floats, Floats]:
    """The numbers of purchases that are looked at, and how far each of all numbers up to ``most`` stands for them.

    Many purchases are so much alike in sum that the curve between every few of them is straight.
    """
    n = np.unique(np.r_[1 : min(most, FEW) + 1, np.geomspace(min(most, FEW), most, FEW).round()])
    return n, np.stack([np.interp(np.arange(1, most + 1), n, one) for one in np.eye(len(n))], axis=1)


def _crossing(points: Floats, above: Floats, row: Ints, target: Floats) -> Floats:
    """Where the falling curve of each row passes its target; 0 where it never rises to it."""
    behind = _first(lambda n: above[row, n] <= target, len(row), len(points))  # points that are still above
    right = np.clip(behind, 1, len(points) - 1)
    before, after = above[row, right - 1], above[row, right]
    share = np.clip((before - target) / np.where(before > after, before - after, 1.0), 0.0, 1.0)
    steps = np.log(points)
    found = np.exp(steps[right - 1] + share * (steps[right] - steps[right - 1]))
    return np.asarray(np.where(behind > 0, found, 0.0))
