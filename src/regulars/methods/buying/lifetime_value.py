"""Residual lifetime value: what customers will still bring within a horizon, discounted."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import scipy

from regulars.language import message
from regulars.methods.buying.buying_model import BuyingModel, check_discount
from regulars.methods.buying.forecast import TotalPurchases
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.buying.histories import distinct
from regulars.methods.columns import Floats, IntoColumn, Ints, counts_of, numbers, same_length
from regulars.methods.errors import OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.result import Result


@dataclass(frozen=True, kw_only=True)
class LifetimeValue(Result):
    """``value`` of each customer, and the total with its estimation interval; all in money of today.

    ``expected_purchases`` is the undiscounted number within the horizon and ``alive`` the probability of still being a
    customer, both per customer.
    """

    value: Floats = field(compare=False)
    expected_purchases: Floats = field(compare=False)
    alive: Floats = field(compare=False)
    total: float
    expected_low: float
    expected_high: float
    purchases_total: float
    purchases_low: float
    purchases_high: float
    horizon: float
    margin: float
    discount_rate: float
    cost: float = 0.0


@method(message("What will our customers still bring?"), rows=("V01",), samples=False)
def lifetime_value(
    buying: BuyingModel,
    spending: GammaGamma,
    *,
    frequency: IntoColumn,
    recency: IntoColumn,
    T: IntoColumn,
    monetary: IntoColumn,
    horizon: float,
    margin: float = 1.0,
    cost: float = 0.0,
    discount_rate: float = 0.0,
    counts: IntoColumn | None = None,
    confidence: float = 0.95,
) -> LifetimeValue:
    """Expected discounted margin of each customer within ``horizon``, and of all together.

    Value = (margin · E[M] - cost) · ∫ (1 + d)^(-t) dE[Y(t)]: purchases come from the buying model, their mean value
    from the model of spending, which takes the two as independent; each purchase is discounted from the moment at
    which it is to be expected, without steps. The interval of the total carries the error of the parameters of both
    models (delta method), not the chance of what customers will then do; a single customer's future is a
    predictive range (``buying.predict``).

    Parameters:
        buying: a fitted model of buying.
        spending: a fitted Gamma-Gamma model.
        frequency, recency, T: the histories, in the unit of time in which ``buying`` was fitted.
        monetary: mean value of the repeat purchases, in one currency; 0 where there was none.
        horizon: how far ahead, in the same unit of time; ``math.inf`` needs a discount rate above 0.
        margin: contribution margin, a share of revenue from 0 to 1.
        cost: what it costs to serve one purchase, beyond what the margin leaves out already; 0 or more.
        discount_rate: rate per unit of time, 0 or more (15 % a year is 1.15 ** (1 / 52) - 1 a week).
        counts: how many customers each row stands for; ``value`` stays that of one of them.
        confidence: level of the interval.

    Source: [fader2005b]; delta method [casella2002] 5.5.

    >>> from regulars.methods import BetaGeoNBD
    >>> buying = BetaGeoNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> spending = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    >>> one = lifetime_value(buying, spending, frequency=[2], recency=[30.43], T=[38.86], monetary=[22.35], horizon=39)
    >>> round(one.purchases_total, 3), round(one.total, 2)
    (1.226, 30.24)
    """
    check_confidence(confidence)
    check_options(horizon, margin, discount_rate, cost)
    customers = Customers.of(buying.checked(frequency, recency, T), monetary, counts)
    term, delta = float(horizon), math.log1p(discount_rate)

    def paid(model: BuyingModel) -> Floats:
        if not delta:
            return purchases(model)
        return np.asarray(
            customers.alive(model) * model.discounted_if_alive(*customers.future, term, delta)[customers.of_future]
        )

    def purchases(model: BuyingModel) -> Floats:
        if math.isinf(term):
            return np.full(len(customers.x), math.nan)
        time = np.full_like(customers.future[0], term)
        return np.asarray(customers.alive(model) * model.mean_if_alive(*customers.future, time)[customers.of_future])

    def total(theta: Floats) -> float:
        size = len(buying.names)
        p, q, gamma = np.exp(theta[size:]).tolist()
        worth = customers.worth(GammaGamma(p=p, q=q, gamma=gamma), margin, cost)
        return float(paid(buying.at(theta[:size])) @ worth)

    found = purchases(buying)
    count = TotalPurchases.by_delta(
        lambda theta: float(purchases(buying.at(theta)) @ customers.counts),
        np.log(buying.parameters),
        buying.covariance,
        n=customers.n,
        n_missing=customers.n_missing,
        confidence=confidence,
    )
    known = None
    if buying.covariance is not None and spending.covariance is not None:
        known = scipy.linalg.block_diag(buying.covariance, spending.covariance)
    theta = np.log([*buying.parameters, *spending.parameters])
    sure = TotalPurchases.by_delta(
        total, theta, known, n=customers.n, n_missing=customers.n_missing, confidence=confidence
    )
    each = margin * spending.expected_value(frequency, monetary) - cost
    return LifetimeValue(
        value=customers.spread(paid(buying)) * each,
        expected_purchases=customers.spread(found),
        alive=customers.spread(customers.alive(buying)),
        total=sure.value,
        expected_low=sure.expected_low,
        expected_high=sure.expected_high,
        purchases_total=count.value,
        purchases_low=count.expected_low,
        purchases_high=count.expected_high,
        horizon=term,
        margin=margin,
        discount_rate=discount_rate,
        cost=cost,
        n=count.n,
        n_missing=count.n_missing,
        confidence=confidence,
        interval=Interval.LIKELIHOOD,
    )


@dataclass(frozen=True)
class Customers:
    """Distinct histories, with how many customers share each and what they paid.

    Everything but the money hangs on the history alone, and the expected value of a purchase is linear in what was
    paid: a million customers then cost what their distinct histories cost. ``future`` are the distinct x and T.
    """

    x: Floats
    t_x: Floats
    T: Floats
    counts: Floats
    payers: Floats  # of them with a value above 0
    paid: Floats  # sum of their mean values
    future: tuple[Floats, Floats]
    of_future: Ints
    row: Ints  # of each customer; -1 where a number is missing
    n_missing: int

    @classmethod
    def of(cls, columns: Floats, monetary: IntoColumn, counts: IntoColumn | None) -> Customers:
        """Group histories that ``checked`` let through."""
        mean = numbers(monetary, name="monetary")
        size = len(columns[0])
        same_length(size, ("monetary", mean))
        repeat = counts_of(counts, size)
        times = np.ones(size) if repeat is None else repeat.astype(np.float64)
        complete = ~np.isnan(columns).any(axis=0)
        if not (complete & (times > 0)).any():
            raise TooFewAnswersError(
                message("There is no customer with frequency, recency and T: {count} rows, none complete.", count=size)
            )
        (x, t_x, end), place = distinct(*(column[complete] for column in columns))
        here, paid = times[complete], mean[complete]
        known = (x[place] > 0) & (paid > 0)
        (some_x, some_T), of_future = distinct(x, end)
        row = np.full(size, -1, dtype=np.int64)
        row[complete] = place
        return cls(
            x,
            t_x,
            end,
            np.bincount(place, weights=here).astype(np.float64),
            np.bincount(place, weights=here * known).astype(np.float64),
            np.bincount(place, weights=np.where(known, here * paid, 0.0)).astype(np.float64),
            (some_x, some_T),
            of_future,
            row,
            int(times[~complete].sum()),
        )

    @property
    def n(self) -> int:
        """Customers, repetitions included."""
        return int(self.counts.sum())

    def alive(self, model: BuyingModel) -> Floats:
        """Of each history."""
        return model.alive(self.x, self.t_x, self.T)

    def worth(self, spending: GammaGamma, margin: float, cost: float) -> Floats:
        """What one purchase of everybody with this history brings: margin · Σ E[M | x, m] - cost · n."""
        p, q, gamma = spending.parameters
        unknown = self.counts - self.payers
        with np.errstate(divide="ignore"):
            told = p * (gamma * self.payers + self.x * self.paid) / (p * self.x + q - 1)
            untold = p * gamma / (q - 1) * unknown if unknown.any() else 0.0
        return np.asarray(margin * (np.where(self.payers > 0, told, 0.0) + untold) - cost * self.counts)

    def spread(self, of_history: Floats) -> Floats:
        """From histories back to customers; NaN where a number is missing."""
        return np.asarray(np.append(of_history, math.nan)[self.row])


def check_options(horizon: float, margin: float, discount_rate: float, cost: float = 0.0) -> None:
    """All in their ranges."""
    if not (horizon > 0 and (math.isfinite(horizon) or discount_rate > 0)):
        raise OptionError(message("The horizon is {value}. It is a length of time above 0.", value=float(horizon)))
    if not 0 < margin <= 1:
        raise OptionError(
            message("The margin is {value}. It is a share of revenue, such as 0.35.", value=float(margin))
        )
    if not (math.isfinite(cost) and cost >= 0):
        raise OptionError(
            message("The cost of a purchase is {value}. It is an amount of money, 0 or more.", value=float(cost))
        )
    check_discount(discount_rate, horizon)
