"""What loyal customers are expected to bring more than others: by their own answers, else by whether they came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from regulars.facts.answer_files import read_columns
from regulars.insights.value.conclude import no_purchases
from regulars.insights.value.estimate import buying_models, future_of, spending_model
from regulars.insights.value.figures import currency
from regulars.insights.value.specify import Question as Value
from regulars.insights.value.specify import Terms, specify
from regulars.language import Estimate, Kind, Message, message
from regulars.methods import compare

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.chapters.loyalty import Loyal
    from regulars.insights.scope import Scope

LEAST = 30  # customers on either side
LOYAL, OTHER = "loyal", "other"


@dataclass(frozen=True)
class Worth:
    """Means of both groups, their difference, and one in a hundred of all customers times it."""

    point: Estimate
    loyal: Estimate
    other: Estimate
    difference: Estimate
    n_loyal: int
    n: int
    customers: int
    by: Message
    terms: Terms

    @property
    def clear(self) -> bool:
        """Whether the loyal are worth more beyond chance."""
        return self.difference.low is not None and self.difference.low > 0


@dataclass(frozen=True)
class Values:
    """What each customer is expected to bring, in the order of their keys."""

    customer: NDArray[np.int64]
    value: NDArray[np.float64]
    back: NDArray[np.bool_]
    currency: str
    terms: Terms


def values_of(facts: Facts, scope: Scope, terms: Terms) -> Values | Message:
    """The forecast; or why there is none."""
    if scope.units is not None:
        return message("What customers are worth is told for the whole company; this report is of a part of it.")
    question: Value = specify(facts, scope, None, terms)
    if not len(question.customers):
        return no_purchases(question)
    model, _, refused = buying_models(question.customers)
    spending, no_spending = spending_model(question.customers)
    if model is None or spending is None:
        return refused or no_spending or message("There is no forecast.")
    future = future_of(question, model, spending)
    return Values(
        question.customers.customer,
        np.asarray(future.value),
        question.customers.frequency > 0,
        currency(question),
        terms,
    )


def worth_of(values: Values, facts: Facts, survey: str, loyal: Loyal | None, *, linked: bool) -> Worth | Message:
    """``linked``: answers may be held beside the purchases of those who gave them."""
    if linked and loyal is not None:
        known, is_loyal = _answered(facts, survey, loyal)
        place = np.searchsorted(values.customer, known)
        place = np.minimum(place, len(values.customer) - 1)
        there = values.customer[place] == known
        side = is_loyal[there]
        if min(int(side.sum()), int((~side).sum())) >= LEAST:
            by = message("their answers to “{item}”", item=loyal.item.label)
            return _compared(values, values.value[place[there]], side, by)
    if min(int(values.back.sum()), int((~values.back).sum())) < LEAST:
        return message("Too few customers with purchases, {needed} are needed on either side.", needed=LEAST)
    return _compared(values, values.value, values.back, message("whether they came back, as answers name too few"))


def _compared(values: Values, worth: NDArray[np.float64], side: NDArray[np.bool_], by: Message) -> Worth:
    found = compare(worth, np.where(side, LOYAL, OTHER), order=(LOYAL, OTHER))
    means = {name: at for at, name in enumerate(found.names)}
    sign = 1.0 if found.first[0] == LOYAL else -1.0
    limits = sorted((sign * float(found.difference_low[0]), sign * float(found.difference_high[0])))
    one = len(values.customer) / 100

    def money(value: float, low: float, high: float, times: float = 1.0) -> Estimate:
        return Estimate(times * value, times * low, times * high, Kind.MONEY, values.currency, digits=0)

    def mean(name: str) -> Estimate:
        at = means[name]
        return money(float(found.value[at]), float(found.low[at]), float(found.high[at]))

    difference = sign * float(found.difference[0])
    return Worth(
        point=money(difference, limits[0], limits[1], one),
        loyal=mean(LOYAL),
        other=mean(OTHER),
        difference=money(difference, limits[0], limits[1]),
        n_loyal=int(side.sum()),
        n=len(side),
        customers=len(values.customer),
        by=by,
        terms=values.terms,
    )


def _answered(facts: Facts, survey: str, loyal: Loyal) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The last answer of each customer who is known."""
    keys, days, points = [], [], []
    for file in facts.answer_files(survey).names:
        table = read_columns(file, ("customer", "day", loyal.item.key))
        if not {"customer", "day", loyal.item.key} <= set(table.column_names):
            continue
        customer, day, point = (table[name] for name in ("customer", "day", loyal.item.key))
        given = np.asarray(customer.is_valid()) & np.asarray(point.is_valid())
        keys.append(np.asarray(customer.fill_null(0).to_numpy(), dtype=np.int64)[given])
        days.append(np.asarray(day.to_numpy(), dtype="datetime64[D]")[given])
        points.append(np.asarray(point.fill_null(0).to_numpy(), dtype=np.float64)[given])
    if not keys:
        return np.empty(0, np.int64), np.empty(0, bool)
    key, at, point = np.concatenate(keys), np.concatenate(days), np.concatenate(points)
    order = np.lexsort((at, key))
    key, point = key[order], point[order]
    last = np.append(key[1:] != key[:-1], True)[: len(key)]
    return key[last], point[last] >= loyal.low
