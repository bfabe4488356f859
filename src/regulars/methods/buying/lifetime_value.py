"""Residual lifetime value: what customers will still bring within a horizon, discounted."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import scipy

from regulars.language import message
from regulars.methods.buying.buying_model import BuyingModel, check_discount
from regulars.methods.buying.customers import Customers
from regulars.methods.buying.discounting import discounted_in_stretches
from regulars.methods.buying.forecast import TotalPurchases
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.columns import Floats, IntoColumn
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.result import Result

MOST_STRETCHES = 10_000


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
    paid_every: float | None = None,
    counts: IntoColumn | None = None,
    confidence: float = 0.95,
) -> LifetimeValue:
    """Expected discounted margin of each customer within ``horizon``, and of all together.

    Value = (margin · E[M] - cost) · ∫ (1 + d)^(-t) dE[Y(t)]: purchases come from the buying model, their mean value
    from the model of spending, which takes the two as independent; each purchase is discounted from the moment at
    which it is to be expected, without steps, unless ``paid_every`` asks for them. The interval of the total carries
    the error of the parameters of both models (delta method), not the chance of what customers will then do; a single
    customer's future is a predictive range (``buying.predict``).

    Parameters:
        buying: a fitted model of buying.
        spending: a fitted Gamma-Gamma model.
        frequency, recency, T: the histories, in the unit of time in which ``buying`` was fitted.
        monetary: mean value of the repeat purchases, in one currency; 0 where there was none.
        horizon: how far ahead, in the same unit of time; ``math.inf`` needs a discount rate above 0.
        margin: contribution margin, a share of revenue from 0 to 1.
        cost: what it costs to serve one purchase, beyond what the margin leaves out already; 0 or more.
        discount_rate: rate per unit of time, 0 or more (15 % a year is 1.15 ** (1 / 52) - 1 a week).
        paid_every: discount what is bought within each such stretch of time from its end, as if it were paid then: the
            steps of tools that count months (4.345 in weeks). The horizon ends in the last of them.
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
    check_stretch(paid_every, horizon)
    customers = Customers.of(buying, (frequency, recency, T), monetary, counts)
    term, delta = float(horizon), math.log1p(discount_rate)

    def paid(model: BuyingModel, alive: Floats) -> Floats:
        if not delta:
            return purchases(model, alive)
        if paid_every is None:
            each = model.discounted_if_alive(*customers.future, term, delta)
        else:
            x, end = customers.future
            each = discounted_in_stretches(lambda t: model.mean_if_alive(x, end, t), end, term, delta, paid_every)
        return np.asarray(alive * each[customers.of_future])

    def purchases(model: BuyingModel, alive: Floats) -> Floats:
        if math.isinf(term):
            return np.full(len(customers.x), math.nan)
        time = np.full_like(customers.future[0], term)
        return np.asarray(alive * model.mean_if_alive(*customers.future, time)[customers.of_future])

    alive = customers.alive(buying)
    expected = purchases(buying, alive)
    discounted = paid(buying, alive) if delta else expected
    here = np.log(buying.parameters)
    known = {here.tobytes(): (expected, discounted)}  # slopes by the spending ask for the same again

    def both(theta: Floats) -> tuple[Floats, Floats]:
        key = theta.tobytes()
        if key not in known:
            model = buying.at(theta)
            alive = customers.alive(model)
            expected = purchases(model, alive)
            known[key] = expected, paid(model, alive) if delta else expected
        return known[key]

    def total(theta: Floats) -> float:
        p, q, gamma = np.exp(theta[len(here) :]).tolist()
        worth = customers.worth(GammaGamma(p=p, q=q, gamma=gamma), margin, cost)
        return float(both(theta[: len(here)])[1] @ worth)

    count = TotalPurchases.by_delta(
        lambda theta: float(both(theta)[0] @ customers.counts),
        here,
        buying.covariance,
        n=customers.n,
        n_missing=customers.n_missing,
        confidence=confidence,
    )
    covariance = None
    if buying.covariance is not None and spending.covariance is not None:
        covariance = scipy.linalg.block_diag(buying.covariance, spending.covariance)
    sure = TotalPurchases.by_delta(
        total,
        np.r_[here, np.log(spending.parameters)],
        covariance,
        n=customers.n,
        n_missing=customers.n_missing,
        confidence=confidence,
    )
    return LifetimeValue(
        value=customers.values(discounted, spending, margin, cost),
        expected_purchases=customers.spread(expected),
        alive=customers.spread(alive),
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


def check_stretch(paid_every: float | None, horizon: float) -> None:
    """A part of a horizon that ends."""
    if paid_every is None:
        return
    if not 0 < paid_every < math.inf:
        raise OptionError(
            message("What is bought is paid every {value}. Give a length of time above 0.", value=float(paid_every))
        )
    if horizon / paid_every > MOST_STRETCHES:
        raise OptionError(
            message(
                "A horizon of {horizon} has too many stretches of {value}. Shorten it, or discount without steps.",
                horizon=float(horizon),
                value=float(paid_every),
            )
        )
