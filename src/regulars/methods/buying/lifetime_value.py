"""Residual lifetime value: what customers will still bring within a horizon, discounted."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import scipy

from regulars.language import message
from regulars.methods.buying.forecast import TotalPurchases
from regulars.methods.buying.gamma_gamma import GammaGamma
from regulars.methods.buying.model import BetaGeometric
from regulars.methods.columns import Floats, IntoColumn, numbers
from regulars.methods.errors import OptionError
from regulars.methods.intervals import Interval, check_confidence
from regulars.methods.registry import method
from regulars.methods.result import Result

STEPS = 13  # four-week steps of a year: finer steps move a discounted year by less than a thousandth


@dataclass(frozen=True, kw_only=True)
class LifetimeValue(Result):
    """``value`` of each customer, and the total with its estimation interval; all in money of today.

    ``expected_purchases`` is the undiscounted number within the horizon, per customer.
    """

    value: Floats = field(compare=False)
    expected_purchases: Floats = field(compare=False)
    total: float
    expected_low: float
    expected_high: float
    purchases_total: float
    purchases_low: float
    purchases_high: float
    horizon: float
    margin: float
    discount_rate: float


@method(message("What will our customers still bring?"), rows=("V01",), samples=False)
def lifetime_value(
    buying: BetaGeometric,
    spending: GammaGamma,
    *,
    frequency: IntoColumn,
    recency: IntoColumn,
    T: IntoColumn,
    monetary: IntoColumn,
    horizon: float,
    margin: float = 1.0,
    discount_rate: float = 0.0,
    confidence: float = 0.95,
) -> LifetimeValue:
    """Expected discounted margin of each customer within ``horizon``, and of all together.

    Value = margin · E[M] · Σ_k (E[Y(t_k)] - E[Y(t_{k-1})]) / (1 + d)^(middle of step k): purchases come from
    the buying model, their mean value from the model of spending, which takes the two as independent. The
    interval of the total carries the error of the parameters of both models (delta method on logarithms), not
    the chance of what customers will then do; a single customer's future is a predictive range
    (``buying.predict``).

    Parameters:
        buying: a fitted BG/NBD or MBG/NBD model.
        spending: a fitted Gamma-Gamma model.
        frequency, recency, T: the histories, in the unit of time in which ``buying`` was fitted.
        monetary: mean value of the repeat purchases, in one currency; 0 where there was none.
        horizon: how far ahead, in the same unit of time.
        margin: contribution margin, a share of revenue from 0 to 1.
        discount_rate: rate per unit of time, 0 or more (15 % a year is 1.15 ** (1 / 52) - 1 a week).
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
    check_options(horizon, margin, discount_rate)
    x, t_x, end = (
        numbers(column, name=name) for column, name in ((frequency, "frequency"), (recency, "recency"), (T, "T"))
    )
    mean = numbers(monetary, name="monetary")
    times = np.linspace(0, horizon, STEPS + 1)
    discount = (1 + discount_rate) ** -((times[1:] + times[:-1]) / 2)

    def purchases(model: BetaGeometric) -> Floats:
        return np.diff([model.expected_purchases(t, x, t_x, end) for t in times], axis=0)

    def each(model: BetaGeometric, spend: GammaGamma) -> Floats:
        return np.asarray(margin * spend.expected_value(x, mean) * (discount @ purchases(model)))

    def total(theta: Floats) -> float:
        r, alpha, a, b, p, q, gamma = np.exp(theta).tolist()
        return float(np.nansum(each(type(buying)(r=r, alpha=alpha, a=a, b=b), GammaGamma(p=p, q=q, gamma=gamma))))

    count = buying.total_expected_purchases(horizon, x, t_x, end, confidence=confidence)
    known = None
    if buying.covariance is not None and spending.covariance is not None:
        known = scipy.linalg.block_diag(buying.covariance, spending.covariance)
    theta = np.log([*buying.parameters, *spending.parameters])
    sure = TotalPurchases.by_delta(total, theta, known, n=count.n, n_missing=count.n_missing, confidence=confidence)
    return LifetimeValue(
        value=each(buying, spending),
        expected_purchases=buying.expected_purchases(horizon, x, t_x, end),
        total=sure.value,
        expected_low=sure.expected_low,
        expected_high=sure.expected_high,
        purchases_total=count.value,
        purchases_low=count.expected_low,
        purchases_high=count.expected_high,
        horizon=horizon,
        margin=margin,
        discount_rate=discount_rate,
        n=count.n,
        n_missing=count.n_missing,
        confidence=confidence,
        interval=Interval.LIKELIHOOD,
    )


def check_options(horizon: float, margin: float, discount_rate: float) -> None:
    if not (math.isfinite(horizon) and horizon > 0):
        raise OptionError(message("The horizon is {value}. It is a length of time above 0.", value=float(horizon)))
    if not 0 < margin <= 1:
        raise OptionError(
            message("The margin is {value}. It is a share of revenue, such as 0.35.", value=float(margin))
        )
    if not (math.isfinite(discount_rate) and discount_rate >= 0):
        raise OptionError(
            message("The discount rate is {value}. It is 0 or more, such as 0.0027 a week.", value=float(discount_rate))
        )
