"""The purchases within a scope: totals, one history for each customer, and the terms of the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from regulars.facts.periods import day_of
from regulars.insights.errors import ScopeError
from regulars.insights.scope import Scope
from regulars.language import message
from regulars.methods.buying.histories import Alike

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.facts.totals import PurchaseTotals

PERIOD = "week"
DAYS = 7


@dataclass(frozen=True)
class Terms:
    """Terms of the forecast.

    Parameters:
        horizon: weeks ahead.
        margin: contribution margin, a share of revenue; 1 counts revenue itself.
        discount_rate: a year.
    """

    horizon: int = 52
    margin: float = 1.0
    discount_rate: float = 0.1

    @property
    def weekly_rate(self) -> float:
        """The discount rate for one week."""
        return float((1 + self.discount_rate) ** (DAYS / 365.25) - 1)


@dataclass(frozen=True)
class Histories:
    """One row for each customer with a transaction, in the order of ``customer``; time in weeks."""

    customer: NDArray[np.int64]
    frequency: NDArray[np.float64]
    recency: NDArray[np.float64]
    T: NDArray[np.float64]
    monetary: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.customer)

    @cached_property
    def alike(self) -> Alike:
        """The distinct histories, and which is whose."""
        return Alike.of(self.frequency, self.recency, self.T)

    @classmethod
    def of(cls, table: pa.Table) -> Histories:
        """From the facts' purchase summary."""
        table = table.sort_by("customer")
        return cls(
            table["customer"].to_numpy(), *(_floats(table[name]) for name in ("frequency", "recency", "T", "monetary"))
        )


@dataclass(frozen=True)
class Question:
    """What is asked.

    ``spent`` is the net revenue of everybody with a line, also of those who only returned something;
    ``spent_by_customers`` that of the customers with a transaction, in the order of ``customers``.
    """

    totals: PurchaseTotals
    customers: Histories
    earlier: Histories | None
    split: date | None
    spent: NDArray[np.float64]
    spent_by_customers: NDArray[np.float64]
    until: date | None
    terms: Terms

    @property
    def held_out(self) -> float:
        """Length of the hold-out, in weeks."""
        if self.until is None or self.split is None:
            return 0.0
        return (self.until - self.split).days / DAYS


def specify(facts: Facts, scope: Scope, until: date | str | None, terms: Terms) -> Question:
    """Read everything once. The first two thirds of the time are kept apart for the check of the forecast."""
    if scope.units is not None:
        raise ScopeError(
            message("The value of customers is computed for the whole company; leave the units out of the question.")
        )
    totals = facts.purchase_totals(until)
    if not totals.buyers or totals.first_day is None or totals.last_day is None:
        nobody = Histories(np.empty(0, np.int64), *(np.empty(0) for _ in range(4)))
        return Question(totals, nobody, None, None, np.empty(0), np.empty(0), totals.last_day, terms)
    last = day_of(until) or totals.last_day
    split = totals.first_day + timedelta(days=2 * (last - totals.first_day).days // 3)
    customers = Histories.of(facts.purchase_summary(period=PERIOD, until=last))
    net = facts.net_by_customer(until=last)
    spent = _floats(net["net"])
    return Question(
        totals=totals,
        customers=customers,
        earlier=Histories.of(facts.purchase_summary(period=PERIOD, until=split)),
        split=split,
        spent=spent,
        spent_by_customers=spent[np.searchsorted(net["customer"].to_numpy(), customers.customer)],
        until=last,
        terms=terms,
    )


def _floats(column: Any) -> NDArray[np.float64]:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
