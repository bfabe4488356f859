"""Output over input: what each customer brings for what it costs to serve."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from regulars.language import Estimate, Kind, Message, message
from regulars.methods.columns import Floats, IntoColumn, frame_columns, numbers, same_length, within_reach
from regulars.methods.errors import MethodError, OptionError, TooFewAnswersError
from regulars.methods.intervals import Interval, check_confidence, critical
from regulars.methods.registry import method
from regulars.methods.result import Result
from regulars.methods.sample import Sample
from regulars.methods.sampling.settings import at_least
from regulars.methods.scores.estimates import share_of
from regulars.methods.value.effective import effective_customers
from regulars.methods.value.whale_curve import WhaleCurve, whale_curve


@dataclass(frozen=True, kw_only=True)
class OutputInputRatio(Result):
    """``ratio`` is margin over cost of all customers together: 1 pays just for itself.

    ``gross`` and ``cost`` are the sums. ``below_one`` is the share of the customers who cost more to serve than
    they bring. ``whale`` is the curve of what is left. ``each`` holds the ratio of each customer, in the order
    given (NaN where it is not known, or the customer cost nothing), and ``net`` what is left of each.
    """

    minimum_n = 200
    kept_back = ("each", "net")

    ratio: float
    ratio_low: float
    ratio_high: float
    below_one: float
    below_one_low: float
    below_one_high: float
    gross: float
    cost: float
    n_free: int
    n_effective: float
    whale: WhaleCurve
    each: Floats = field(compare=False, repr=False)
    net: Floats = field(compare=False, repr=False)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the ratio must not be used for."""
        return (
            message(
                "{share} of the customers cost more to serve than they bring. Look for what makes the service dear "
                "before you blame the customer.",
                share=Estimate(self.below_one, kind=Kind.SHARE),
            ),
            *self.whale.notes,
        )


@method(
    message("Which customers bring more than they cost to serve, and how much more?"),
    rows=("L13", "V03"),
    minimum_n=OutputInputRatio.minimum_n,
    samples=False,
)
def output_input_ratio(
    margin: IntoColumn,
    cost: Any,
    *,
    rates: Mapping[str, float] | None = None,
    missing: Collection[Any] = (),
    confidence: float = 0.95,
) -> OutputInputRatio:
    """Margin divided by the cost to serve, of each customer and of all, with the whale curve of the difference.

    The ratio of all is Σ margin / Σ cost, with the linearised variance of a ratio. With activities (calls, visits,
    deliveries) the cost of a customer is Σ number of activities · ``rates``.

    Parameters:
        margin: what each customer brings before the cost to serve: revenue less discounts and goods.
        cost: what it cost to serve the customer, in the same currency; or a frame with the number of each activity.
        rates: what one of each activity costs, by the name of its column.
        missing: codes that mean "not known"; those customers stay out and count in ``n_missing``.
        confidence: level of the intervals.

    Source: [kaplan2001], activities [kaplan1998]; variance [cochran1977] chapter 6; shares [wilson1927].

    >>> found = output_input_ratio([100, 80, 20], {"calls": [2, 10, 30]}, rates={"calls": 1})
    >>> found.each.round(2).tolist(), round(found.ratio, 2), round(found.below_one, 2)
    ([50.0, 8.0, 0.67], 4.76, 0.33)
    """
    check_confidence(confidence)
    gained = within_reach(numbers(margin, name="margin", missing=missing), name="margin")
    spent = _cost(cost, rates, missing)
    same_length(len(gained), ("cost", spent))
    below = np.flatnonzero(spent < 0)
    if below.size:
        raise MethodError(
            message(
                "Row {row} of {column} is {value}. A cost is zero or more.",
                row=int(below[0]) + 1,
                column="cost",
                value=float(spent[below[0]]),
            )
        )
    net = gained - spent
    sample = Sample.of(net)
    y, x = gained[sample.rows], spent[sample.rows]
    if x.sum() <= 0:
        raise TooFewAnswersError(message("No customer cost anything to serve: there is nothing to divide by."))
    ratio = float(y.sum() / x.sum())
    error = math.nan
    if sample.n > 1:
        added = (y - ratio * x) / x.mean()
        error = critical(confidence, sample.n - 1) * float(added.std(ddof=1)) / math.sqrt(sample.n)
    dear = share_of(sample, (sample.values < 0).astype(np.float64), confidence)
    return OutputInputRatio(
        ratio=ratio,
        ratio_low=ratio - error,
        ratio_high=ratio + error,
        below_one=dear.share,
        below_one_low=dear.low,
        below_one_high=dear.high,
        gross=float(y.sum()),
        cost=float(x.sum()),
        n_free=int((x == 0).sum()),
        n_effective=min(effective_customers(y), effective_customers(x)),
        whale=whale_curve(net, confidence=confidence),
        n=sample.n,
        n_missing=sample.n_missing,
        confidence=confidence,
        interval=Interval.LINEARISATION,
        each=np.divide(gained, spent, out=np.full(len(net), np.nan), where=spent > 0),
        net=net,
    )


def _cost(cost: Any, rates: Mapping[str, float] | None, missing: Collection[Any]) -> Floats:
    if rates is None:
        if isinstance(cost, dict) and len(cost) == 1:
            cost = next(iter(cost.values()))
        return within_reach(numbers(cost, name="cost", missing=missing), name="cost")
    given: Any = rates
    if not isinstance(given, Mapping) or not given:
        raise OptionError(
            message("rates is {value}. Give the cost of one of each activity by name.", value=str(rates)[:60])
        )
    found = np.zeros(0)
    for name, column in frame_columns(cost, given).items():
        each = within_reach(numbers(column, name=name, missing=missing), name=name)
        each = each * at_least(0, given[name], name=name)
        if len(found):
            same_length(len(found), (name, each))
        found = found + each if len(found) else each
    return found
